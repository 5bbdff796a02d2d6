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
// STOPPED the others; none is ever told for PENDING (the SDK's documentation). No
// task runs on a container instance here. That startedBy is refused beside other
// filters was seen on real AWS; whether desiredStatus is one of them is not
// settled, and it is allowed here.
func (s *Server) listTasks(in listTasksInput) (*listTasksOutput, error) {
	c := s.cluster(in.Cluster)
	if c == nil {
		return nil, clusterNotFound()
	}
	if in.StartedBy != "" && (in.ServiceName != "" || in.Family != "" || in.ContainerInstance != "" || in.LaunchType != "") {
		return nil, invalid("cannot specify startedBy with other arguments")
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
	Tasks    []any         `json:"tasks"`
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
	out := &describeTasksOutput{Tasks: []any{}, Failures: []wireFailure{}}
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
