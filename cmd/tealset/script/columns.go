package script

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"tealset/cmd/tealset/output"
	"tealset/model"
	"tealset/ui/say"
)

// noTime is the time for what does not depend on it.
var noTime time.Time

// number is a column of a count; it is not known of what was not described.
func number[T any](name, title string, level output.Level, known func(T) bool, count func(T) int32) output.Column[T] {
	return output.Column[T]{
		Name: name, Title: title, Level: level, Right: true,
		Text: func(value T) string {
			if !known(value) {
				return ""
			}
			return strconv.Itoa(int(count(value)))
		},
		Order: func(a, b T) int { return cmp.Compare(count(a), count(b)) },
	}
}

func text[T any](name, title string, level output.Level, of func(T) string) output.Column[T] {
	return output.Column[T]{Name: name, Title: title, Level: level, Text: of}
}

// words is a column of words for people.
func words[T any](name, title string, level output.Level, of func(T) string) output.Column[T] {
	c := text(name, title, level, of)
	c.Words = true
	return c
}

// listed is a column that a listing of names tells.
func listed[T any](c output.Column[T]) output.Column[T] {
	c.Listed = true
	return c
}

// moment is a column of a time; RFC 3339 in UTC.
func moment[T any](name, title string, level output.Level, of func(T) time.Time) output.Column[T] {
	return text(name, title, level, func(value T) string {
		if of(value).IsZero() {
			return ""
		}
		return of(value).UTC().Format(time.RFC3339)
	})
}

// age is a column of the age of what was created at a time; the youngest comes first.
func age[T any](now time.Time, created func(T) time.Time) output.Column[T] {
	c := text("age", "AGE", output.InTable, func(value T) string {
		if created(value).IsZero() {
			return ""
		}
		return say.Age(now.Sub(created(value)))
	})
	c.Right = true
	c.Order = func(a, b T) int { return created(b).Compare(created(a)) }
	return c
}

// revision is a column of a task definition, in a table without all that is before its family.
func revision[T any](of func(T) string) output.Column[T] {
	c := text("taskDefinition", "REVISION", output.InTable, of)
	c.Brief = func(value T) string { return model.Revision(of(value)) }
	return c
}

// sourceColumns tell of which source a row is. They stand in the table where there are several.
func sourceColumns[T any](several bool) []output.Column[row[T]] {
	level := output.ByName
	if several {
		level = output.InTable
	}
	return []output.Column[row[T]]{
		listed(text("profile", "PROFILE", level, func(r row[T]) string { return r.where.Profile })),
		listed(text("region", "REGION", level, func(r row[T]) string { return r.where.Region })),
		listed(text("account", "ACCOUNT", output.ByName, func(r row[T]) string { return r.where.Account })),
	}
}

func clusterColumns(several bool) []output.Column[row[model.Cluster]] {
	type r = row[model.Cluster]
	known := func(c r) bool { return c.value.Described }
	own := []output.Column[r]{
		listed(text("clusterName", "CLUSTER", output.InTable, func(c r) string { return c.value.Name })),
		words("status", "STATUS", output.InTable, func(c r) string { return cmp.Or(c.value.Status, c.value.Missing) }),
		number("activeServicesCount", "SERVICES", output.InTable, known, func(c r) int32 { return c.value.ActiveServices }),
		number("runningTasksCount", "RUNNING", output.InTable, known, func(c r) int32 { return c.value.RunningTasks }),
		number("pendingTasksCount", "PENDING", output.InTable, known, func(c r) int32 { return c.value.PendingTasks }),
		number("registeredContainerInstancesCount", "INSTANCES", output.InTable, known, func(c r) int32 { return c.value.ContainerInstances }),
		listed(text("clusterArn", "ARN", output.InWide, func(c r) string { return c.value.ARN })),
	}
	return append(sourceColumns[model.Cluster](several), own...)
}

// serviceColumns are those of services. The cluster stands in the table where there are several.
func serviceColumns(now time.Time, several, clusters bool) []output.Column[row[model.Service]] {
	type r = row[model.Service]
	clusterLevel := output.InWide
	if clusters {
		clusterLevel = output.InTable
	}
	known := func(s r) bool { return s.value.Described }
	described := func(of func(model.Service) string) func(r) string {
		return func(s r) string {
			if !s.value.Described {
				return ""
			}
			return of(s.value)
		}
	}
	health := words("health", "HEALTH", output.InTable, func(s r) string { return s.value.Health(now).Word })
	health.Order = func(a, b r) int { return cmp.Compare(b.value.Health(now).Urgency(), a.value.Health(now).Urgency()) }
	own := []output.Column[r]{
		listed(text(aCluster, "CLUSTER", clusterLevel, func(s r) string { return s.cluster })),
		listed(text("serviceName", "SERVICE", output.InTable, func(s r) string { return s.value.Name })),
		words("status", "STATUS", output.InTable, func(s r) string { return s.value.Status }),
		health,
		number("runningCount", "RUNNING", output.InTable, known, func(s r) int32 { return s.value.Running }),
		number("pendingCount", "PENDING", output.InTable, known, func(s r) int32 { return s.value.Pending }),
		number("desiredCount", "DESIRED", output.InTable, known, func(s r) int32 { return s.value.Desired }),
		words("taskSets", "TASK SETS", output.InTable, described(func(s model.Service) string { return say.Roles(model.ByRole(s.TaskSets)) })),
		words("deploymentController", "CONTROLLER", output.InTable, described(model.Service.ControllerType)),
		revision(func(s r) string { return s.value.TaskDefinition }),
		age(now, func(s r) time.Time { return s.value.CreatedAt }),
		words(columnReason, "REASON", output.InWide, described(func(s model.Service) string { return s.Health(now).Reason })),
		text("launchType", "LAUNCH", output.ByName, func(s r) string { return s.value.LaunchType }),
		moment("createdAt", "CREATED", output.InWide, func(s r) time.Time { return s.value.CreatedAt }),
		listed(text("serviceArn", "ARN", output.InWide, func(s r) string { return s.value.ARN })),
		listed(text("clusterArn", "CLUSTER ARN", output.ByName, func(s r) string { return s.value.ClusterARN })),
	}
	return append(sourceColumns[model.Service](several), own...)
}

// rolloutColumns are those of a service that is described alone: its reasons are all that were
// found, and what the deployment does and the next step follow.
func rolloutColumns(now time.Time) []output.Column[row[model.Service]] {
	type r = row[model.Service]
	columns := serviceColumns(now, false, false)
	at := slices.IndexFunc(columns, func(c output.Column[r]) bool { return c.Name == columnReason })
	columns[at].Level, columns[at].Text = output.InTable, func(s r) string {
		_, reasons := s.rollout.Reasons(now)
		return strings.Join(reasons, say.Dot)
	}
	return slices.Insert(columns, at+1,
		words("deployment", "DEPLOYMENT", output.InTable, func(s r) string { return say.Deployment(*s.rollout, now) }),
		words("nextStep", "NEXT STEP", output.InTable, func(s r) string { return s.rollout.NextStep(now).Sentence() }),
	)
}

// Names of columns: those of task sets for which load balancing is read, and the reason of a
// verdict.
const (
	columnTraffic = "traffic"
	columnTargets = "targets"
	columnReason  = "reason"
)

// wantsTraffic tells whether a style asks for what load balancing tells.
func wantsTraffic(style output.Style) bool {
	return style.Sort == columnTraffic || style.Sort == columnTargets ||
		slices.Contains(style.Columns, columnTraffic) || slices.Contains(style.Columns, columnTargets)
}

// setColumns are those of task sets. Their service stands in the table where there are several.
func setColumns(now time.Time, several, services bool) []output.Column[row[model.TaskSet]] {
	type r = row[model.TaskSet]
	serviceLevel := output.InWide
	if services {
		serviceLevel = output.InTable
	}
	id := text("id", "ID", output.InTable, func(t r) string { return cmp.Or(t.value.ID, model.TaskSetID(t.value.ARN)) })
	id.Short = func(t r) string { return "ecs-svc/" + t.value.ShortID() }
	known := func(r) bool { return true }
	scale := text("scale", "SCALE", output.InTable, func(t r) string {
		if t.value.Scale == nil {
			return ""
		}
		return say.Scale(t.value.Scale)
	})
	scale.Right = true
	scale.Order = func(a, b r) int { return cmp.Compare(a.value.Scale.Value, b.value.Scale.Value) }
	own := []output.Column[r]{
		text(aCluster, "CLUSTER", serviceLevel, func(t r) string { return t.cluster }),
		text("serviceName", "SERVICE", serviceLevel, func(t r) string { return t.service }),
		id,
		words("status", "STATUS", output.InTable, func(t r) string { return t.value.Status }),
		words("health", "HEALTH", output.InWide, func(t r) string { return setHealth(t.value, now) }),
		words("stabilityStatus", "STABILITY", output.InTable, func(t r) string { return t.value.StabilityStatus }),
		number("runningCount", "RUNNING", output.InTable, known, func(t r) int32 { return t.value.Running }),
		number("pendingCount", "PENDING", output.InTable, known, func(t r) int32 { return t.value.Pending }),
		number("computedDesiredCount", "DESIRED", output.InTable, known, func(t r) int32 { return t.value.ComputedDesired }),
		scale,
		revision(func(t r) string { return t.value.TaskDefinition }),
		age(now, func(t r) time.Time { return t.value.CreatedAt }),
		text("externalId", "EXTERNAL ID", output.InWide, func(t r) string { return t.value.ExternalID }),
		text("startedBy", "STARTED BY", output.InWide, func(t r) string { return t.value.StartedBy }),
		moment("createdAt", "CREATED", output.InWide, func(t r) time.Time { return t.value.CreatedAt }),
		moment("updatedAt", "UPDATED", output.ByName, func(t r) time.Time { return t.value.UpdatedAt }),
		moment("stabilityStatusAt", "STABILITY SINCE", output.ByName, func(t r) time.Time { return t.value.StabilityStatusAt }),
		text("launchType", "LAUNCH", output.ByName, func(t r) string { return t.value.LaunchType }),
		text(columnTraffic, "TRAFFIC", output.ByName, func(t r) string { return t.traffic }),
		text(columnTargets, "TARGETS", output.ByName, func(t r) string { return t.targets }),
		text("taskSetArn", "ARN", output.InWide, func(t r) string { return t.value.ARN }),
	}
	return append(sourceColumns[model.TaskSet](several), own...)
}
