package ecsfake

import (
	"slices"
	"strings"
	"time"
)

// maxTaskSets is how many task sets a service can have. The limit is not
// documented; its refusal was seen on real AWS.
const maxTaskSets = 5

// taskSetOutput is the answer of every write.
type taskSetOutput struct {
	TaskSet any `json:"taskSet"`
}

// target is what the operations on task sets have in common in their input.
type target struct {
	Cluster string `json:"cluster"`
	Service string `json:"service"`
}

// external finds the service that an operation on task sets is about. Only an
// EXTERNAL one will do: that CODE_DEPLOY is refused with the same text as ECS
// is inferred from the documentation.
func (s *Server) external(in target) (*service, error) {
	v, err := s.locate(in.Cluster, in.Service)
	if err != nil {
		return nil, err
	}
	if v.controller != External {
		return nil, notExternal()
	}
	return v, nil
}

// writable finds the service that a write is about. It has to be ACTIVE.
func (s *Server) writable(in target) (*service, error) {
	v, err := s.locate(in.Cluster, in.Service)
	if err != nil {
		return nil, err
	}
	if v.status != Active {
		return nil, serviceNotActive()
	}
	return s.external(in)
}

// find finds the task set that a write is about, and its service.
func (s *Server) find(in target, name string) (*taskSet, error) {
	v, err := s.writable(in)
	if err != nil {
		return nil, err
	}
	t := v.taskSet(name)
	switch {
	case t != nil:
		return t, nil
	case !wellFormed(name):
		return nil, badIdentifier()
	default:
		return nil, taskSetNotFound()
	}
}

// wellFormed tells whether a text could be the id or the ARN of a task set.
// Which texts AWS takes for one is not known; that it refuses some is.
func wellFormed(name string) bool {
	return strings.HasPrefix(name, "ecs-svc/") || strings.HasPrefix(name, "arn:") && strings.Contains(name, ":task-set/")
}

func badIdentifier() error { return invalid("Task Set Identifier is invalid") }

type describeTaskSetsInput struct {
	target
	TaskSets []string `json:"taskSets"`
	Include  []string `json:"include"`
}

type describeTaskSetsOutput struct {
	TaskSets []any         `json:"taskSets"`
	Failures []wireFailure `json:"failures"`
}

func (s *Server) describeTaskSets(in describeTaskSetsInput) (*describeTaskSetsOutput, error) {
	v, err := s.external(in.target)
	if err != nil {
		return nil, err
	}
	if len(in.TaskSets) == 0 {
		return nil, invalid("TaskSets cannot be empty.")
	}
	out := &describeTaskSetsOutput{TaskSets: []any{}, Failures: []wireFailure{}}
	for _, name := range in.TaskSets {
		t := v.taskSet(name)
		switch {
		case t != nil:
			out.TaskSets = append(out.TaskSets, t.render(slices.Contains(in.Include, tagsIncluded)))
		case !wellFormed(name):
			return nil, badIdentifier()
		default:
			out.Failures = append(out.Failures, s.missing("task-set/"+v.cluster.name+"/"+v.name+"/", name))
		}
	}
	return out, nil
}

type updateTaskSetInput struct {
	target
	TaskSet string `json:"taskSet"`
	Scale   *struct {
		Value *percent `json:"value"`
		Unit  string   `json:"unit"`
	} `json:"scale"`
}

// updateTaskSet changes the scale, which is all that it can change. The text
// for a DRAINING set is ours.
func (s *Server) updateTaskSet(in updateTaskSetInput) (*taskSetOutput, error) {
	t, err := s.find(in.target, in.TaskSet)
	if err != nil {
		return nil, err
	}
	if t.wire.Status == Draining {
		return nil, invalid("TaskSet is DRAINING and cannot be updated.")
	}
	if in.Scale == nil || in.Scale.Value == nil { // what ECS takes a missing value for is not known
		return nil, invalid("scale cannot be empty.")
	}
	if err := (wireScale{Value: *in.Scale.Value, Unit: in.Scale.Unit}).check(); err != nil {
		return nil, err
	}
	t.wire.Scale.Value = *in.Scale.Value
	t.touch(s.at)
	s.reconcile(t, s.at)
	return &taskSetOutput{t.render(false)}, nil
}

// check holds a scale against the range and the only unit that the SDK's
// documentation knows. The texts are ours.
func (c wireScale) check() error {
	if c.Value < 0 || c.Value > 100 {
		return invalid("Scale value must be between 0 and 100.")
	}
	if c.Unit != "PERCENT" && c.Unit != "" {
		return invalid("Scale unit must be PERCENT.")
	}
	return nil
}

type updatePrimaryInput struct {
	target
	PrimaryTaskSet string `json:"primaryTaskSet"`
}

// updateServicePrimaryTaskSet makes a set the PRIMARY one and the former one
// ACTIVE. The text for a DRAINING set is ours.
func (s *Server) updateServicePrimaryTaskSet(in updatePrimaryInput) (*taskSetOutput, error) {
	t, err := s.find(in.target, in.PrimaryTaskSet)
	if err != nil {
		return nil, err
	}
	if t.wire.Status == Draining {
		return nil, invalid("TaskSet is DRAINING and cannot become PRIMARY.")
	}
	s.promote(t, s.at)
	return &taskSetOutput{t.render(false)}, nil
}

func (s *Server) promote(t *taskSet, at time.Time) {
	for _, former := range t.service.sets {
		if former != t && former.wire.Status == Primary {
			former.wire.Status = Active
			former.touch(at)
		}
	}
	t.wire.Status = Primary
	t.touch(at)
}

type deleteTaskSetInput struct {
	target
	TaskSet string `json:"taskSet"`
	Force   bool   `json:"force"`
}

// deleteTaskSet sets a task set DRAINING. A PRIMARY one needs force. Whether
// AWS refuses an ACTIVE one with a scale above 0 without force is not known:
// World.Strict decides, and the text of that refusal is ours. What AWS answers
// for a set that is DRAINING already is not known either: it is told as it is.
func (s *Server) deleteTaskSet(in deleteTaskSetInput) (*taskSetOutput, error) {
	t, err := s.find(in.target, in.TaskSet)
	if err != nil {
		return nil, err
	}
	switch {
	case t.wire.Status == Draining:
	case t.wire.Status == Primary && !in.Force:
		return nil, invalid("Primary TaskSet cannot be deleted")
	case s.strict && t.wire.Scale.Value > 0 && !in.Force:
		return nil, invalid("TaskSet has a scale above 0 and cannot be deleted without force.")
	default:
		s.drain(t, s.at)
	}
	return &taskSetOutput{t.render(false)}, nil
}
