package ecsfake

import (
	"cmp"
	"slices"
	"strings"
)

type listTasksInput struct {
	Cluster           string `json:"cluster"`
	ContainerInstance string `json:"containerInstance"`
	Family            string `json:"family"`
	ServiceName       string `json:"serviceName"`
	StartedBy         string `json:"startedBy"`
	DesiredStatus     string `json:"desiredStatus"`
	LaunchType        string `json:"launchType"`
	paging
}

type listTasksOutput struct {
	ARNs []string `json:"taskArns"`
	nextToken
}

// listTasks tells the tasks that are meant to run, or with desiredStatus
// STOPPED the others. No task runs on a container instance here. That startedBy
// stands alone is the SDK's documentation, the refusal's text is ours.
func (s *Server) listTasks(in listTasksInput) (*listTasksOutput, error) {
	c := s.cluster(in.Cluster)
	if c == nil {
		return nil, clusterNotFound()
	}
	if in.StartedBy != "" && (in.ServiceName != "" || in.Family != "" || in.ContainerInstance != "") {
		return nil, invalid("startedBy must be the only filter.")
	}
	services := c.services
	if in.ServiceName != "" {
		v := s.service(c, in.ServiceName)
		if v == nil {
			return nil, serviceNotFound()
		}
		services = []*service{v}
	}
	var listed []*task
	for _, v := range services {
		for _, k := range v.tasks() {
			if in.matches(k) {
				listed = append(listed, k)
			}
		}
	}
	slices.SortFunc(listed, func(a, b *task) int { return cmp.Compare(a.ordinal, b.ordinal) })
	found, next, err := page(in.paging, maxPage, "ListTasks/"+c.name, listed, func(k *task) int { return k.ordinal })
	if err != nil {
		return nil, err
	}
	out := &listTasksOutput{ARNs: []string{}, nextToken: next}
	for _, k := range found {
		out.ARNs = append(out.ARNs, s.taskARN(k))
	}
	return out, nil
}

func (in listTasksInput) matches(k *task) bool {
	w := k.set.wire
	return cmp.Or(in.DesiredStatus, statusRunning) == k.desiredStatus() &&
		(in.StartedBy == "" || in.StartedBy == w.ID) &&
		(in.Family == "" || strings.Contains(w.TaskDefinition, ":task-definition/"+in.Family+":")) &&
		(in.LaunchType == "" || in.LaunchType == w.LaunchType) &&
		in.ContainerInstance == ""
}

func (k *task) desiredStatus() string {
	if k.leaving {
		return statusStopped
	}
	return statusRunning
}

// tasks returns all tasks of the service, those that stopped lately included.
func (v *service) tasks() []*task {
	all := slices.Clone(v.stopped)
	for _, t := range v.sets {
		all = append(all, t.tasks...)
	}
	return all
}

func (s *Server) taskARN(k *task) string {
	return s.identity.arn("task/" + k.set.service.cluster.name + "/" + k.id)
}

type describeTasksInput struct {
	Cluster string   `json:"cluster"`
	Tasks   []string `json:"tasks"`
	Include []string `json:"include"`
}

type describeTasksOutput struct {
	Tasks    []wireTask    `json:"tasks"`
	Failures []wireFailure `json:"failures"`
}

// describeTasks takes 1 to 100 tasks by id or ARN; the text for more is ours.
func (s *Server) describeTasks(in describeTasksInput) (*describeTasksOutput, error) {
	if len(in.Tasks) == 0 {
		return nil, invalid("Tasks cannot be empty.")
	}
	if len(in.Tasks) > maxPage {
		return nil, invalid("Tasks cannot have more than %d elements.", maxPage)
	}
	c := s.cluster(in.Cluster)
	if c == nil {
		return nil, clusterNotFound()
	}
	known := map[string]*task{}
	for _, v := range c.services {
		for _, k := range v.tasks() {
			known[k.id] = k
		}
	}
	out := &describeTasksOutput{Tasks: []wireTask{}, Failures: []wireFailure{}}
	for _, name := range in.Tasks {
		id := name
		if kind, path, ok := s.identity.resource(name); ok && kind == "task" {
			id = strings.TrimPrefix(path, c.name+"/")
		}
		if k := known[id]; k != nil {
			out.Tasks = append(out.Tasks, s.renderTask(k, slices.Contains(in.Include, tagsIncluded)))
		} else {
			out.Failures = append(out.Failures, s.missing("task/"+c.name+"/", name))
		}
	}
	return out, nil
}

// renderTask writes a task down. Its startedBy is the id of its task set, and
// its group names its service.
func (s *Server) renderTask(k *task, tags bool) wireTask {
	set := k.set.wire
	health := "UNKNOWN"
	if k.status == statusRunning && !k.set.crashes {
		health = "HEALTHY"
	}
	w := wireTask{
		ARN: s.taskARN(k), ClusterARN: set.ClusterARN, TaskDefinitionARN: set.TaskDefinition,
		AvailabilityZone: s.identity.region + string(rune('a'+k.ordinal%3)),
		LastStatus:       k.status, DesiredStatus: k.desiredStatus(), CPU: "512", Memory: "1024",
		Containers: []wireContainer{{Name: k.set.service.family, LastStatus: k.status, ExitCode: k.exitCode, Health: health}},
		StartedBy:  set.ID, Group: "service:" + k.set.service.name, Version: 1, Health: health,
		LaunchType: set.LaunchType, PlatformVersion: set.PlatformVersion, PlatformFamily: set.PlatformFamily,
		CreatedAt: epoch{k.created}, StartedAt: epoch{k.started}, StoppingAt: epoch{k.stopping}, StoppedAt: epoch{k.stopped},
		Tags: tagsOf(k.set.tags, tags),
	}
	if n := len(set.CapacityProviders); n > 0 {
		w.CapacityProvider = set.CapacityProviders[k.ordinal%n].CapacityProvider
		w.LaunchType = fargate
	}
	if k.leaving {
		w.StopCode, w.StoppedReason = k.code, k.reason
	}
	return w
}
