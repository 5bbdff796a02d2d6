package model

import (
	"iter"
	"slices"
	"strings"
	"time"
)

// All are the rows of the table, in no order.
func (t *Table[T]) All() iter.Seq[*Row[T]] {
	return func(yield func(*Row[T]) bool) {
		for _, row := range t.rows {
			if !yield(row) {
				return
			}
		}
	}
}

// described is what is known of one thing; ok is false where it was never described.
func described[T Object[T]](t *Table[T], key Key) (value T, ok bool) {
	row := t.Row(key)
	if row == nil || row.Reads == 0 {
		return value, false
	}
	return row.Value, true
}

// Known is what the Store has of a service's rollout. Whether all was read, and why not, is
// for those who read it: Read, TasksRead, TrafficMoved and the faults are not set.
func (s *Store) Known(service Service) Known {
	known := Known{Revisions: map[string]ServiceRevision{}}
	var revisions []string
	for _, r := range service.CurrentServiceRevisions {
		revisions = append(revisions, r.ARN)
	}
	if d, ok := described(s.ServiceDeployments, ServiceDeploymentKey(service.CurrentServiceDeployment)); ok {
		known.ServiceDeployment = &d
		revisions = append(revisions, d.RevisionARNs()...)
	}
	for _, arn := range revisions {
		if r, ok := described(s.ServiceRevisions, ServiceRevisionKey(arn)); ok {
			known.Revisions[arn] = r
		}
	}
	if id := service.CodeDeployID(); id != "" {
		if d, ok := described(s.CodeDeployments, CodeDeployKey(id)); ok {
			known.CodeDeployment = &d
		}
		if t, ok := described(s.CodeDeployTargets, CodeDeployKey(id)); ok {
			known.CodeDeployTarget = &t
		}
	}
	sides := BoardSides(service, known)
	known.Routing = s.routing(service, sides, known.CodeDeployment)
	known.Tasks = s.tasksOf(service)
	return known
}

// routing is what the Store has of the load balancers of a service: its groups with their
// health, the rules and listeners that forward to them or are marked as its own, and the
// listeners of those rules.
func (s *Store) routing(service Service, sides []Side, deployment *CodeDeployment) Routing {
	routing := Routing{
		Groups: map[string]TargetGroup{}, Health: map[string]GroupHealth{}, Listeners: map[string]Listener{},
		Rules: map[string]Rule{}, ReadAt: map[string]time.Time{},
	}
	own := ownGroups(service, sides)
	marks := marksOf(service, sides, deployment)
	matters := func(arn string, actions []Action) bool {
		return slices.Contains(marks.production, arn) || slices.Contains(marks.test, arn) || slices.ContainsFunc(actions, func(a Action) bool {
			return slices.ContainsFunc(a.Forwards(), func(g WeightedGroup) bool { return slices.Contains(own, g.ARN) })
		})
	}
	listeners := map[string]bool{}
	for row := range s.Rules.All() {
		if row.Reads > 0 && matters(row.Value.ARN, row.Value.Actions) {
			routing.Rules[row.Value.ARN], routing.ReadAt[row.Value.ARN] = row.Value, row.ReadAt
			listeners[row.Value.ListenerARN()] = true
		}
	}
	for row := range s.Listeners.All() {
		if row.Reads > 0 && (listeners[row.Value.ARN] || matters(row.Value.ARN, row.Value.DefaultActions)) {
			routing.Listeners[row.Value.ARN], routing.ReadAt[row.Value.ARN] = row.Value, row.ReadAt
		}
	}
	for _, arn := range own {
		s.addGroup(&routing, arn)
	}
	for _, route := range routing.routes() { // a group of no set may have a share as well
		for _, g := range route.Weights {
			s.addGroup(&routing, g.ARN)
		}
	}
	return routing
}

func (s *Store) addGroup(routing *Routing, arn string) {
	if group, ok := described(s.TargetGroups, ELBKey(arn)); ok {
		routing.Groups[arn] = group
	}
	if health, ok := described(s.TargetsHealth, ELBKey(arn)); ok {
		routing.Health[arn], routing.ReadAt[arn] = health, s.TargetsHealth.Row(ELBKey(arn)).ReadAt
	}
}

// tasksOf are the tasks of a service that the Store knows and that were not missing in a
// listing since.
func (s *Store) tasksOf(service Service) []Task {
	var tasks []Task
	cluster := NameOf(service.ClusterARN)
	for row := range s.Tasks.All() {
		task := row.Value
		if !row.Gone() && task.Described && task.Group == "service:"+service.Name && NameOf(task.ClusterARN) == cluster {
			tasks = append(tasks, task)
		}
	}
	slices.SortFunc(tasks, func(a, b Task) int { return strings.Compare(a.ARN, b.ARN) })
	return tasks
}

// RevisionARNs are the service revisions of the deployment.
func (d ServiceDeployment) RevisionARNs() []string {
	arns := make([]string, 0, len(d.Sources)+1)
	for _, source := range d.Sources {
		arns = append(arns, source.ARN)
	}
	if d.Target != nil {
		arns = append(arns, d.Target.ARN)
	}
	return arns
}

// CodeDeployID is the id of the last deployment of CodeDeploy of the service: the external
// id of the newest task set that has one. It is empty for another controller.
func (s Service) CodeDeployID() string {
	if s.ControllerType() != ControllerCodeDeploy {
		return ""
	}
	var newest TaskSet
	for _, set := range s.TaskSets {
		if strings.HasPrefix(set.ExternalID, "d-") && (newest.ExternalID == "" || set.CreatedAt.After(newest.CreatedAt)) {
			newest = set
		}
	}
	return newest.ExternalID
}
