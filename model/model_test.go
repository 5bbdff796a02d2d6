package model

import (
	"fmt"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// noon is the present of the tests.
var noon = time.Date(2026, time.March, 14, 12, 0, 0, 0, time.UTC)

func ago(d time.Duration) time.Time { return noon.Add(-d) }

const (
	minute = time.Minute
	day    = 24 * time.Hour
)

// setOf is the n-th task set of checkout: full, and steady for two days; one that
// drains does so for a minute.
func setOf(n int, status string, running int32) TaskSet {
	id := fmt.Sprintf("ecs-svc/%019d", n)
	set := TaskSet{
		ID: id, ARN: "arn:aws:ecs:eu-west-1:123456789012:task-set/shop/checkout/" + id, Status: status,
		TaskDefinition: fmt.Sprintf("arn:aws:ecs:eu-west-1:123456789012:task-definition/checkout:%d", 40+n),
		Running:        running, ComputedDesired: running, Scale: &Scale{Value: 100, Unit: "PERCENT"},
		CreatedAt: ago(3 * day), UpdatedAt: ago(2 * day),
		StabilityStatus: SteadyState, StabilityStatusAt: ago(2 * day),
		LoadBalancers: []LoadBalancer{{TargetGroupARN: fmt.Sprintf("arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/checkout-%d/73e2d6bc24d8a067", n)}},
	}
	if status == StatusDraining {
		set.UpdatedAt = ago(minute)
	}
	return set
}

// with is the set after some changes.
func (t TaskSet) with(changes ...func(*TaskSet)) TaskSet {
	for _, change := range changes {
		change(&t)
	}
	return t
}

// stabilizing is a change of a set: it has not been steady since a moment.
func stabilizing(since time.Time) func(*TaskSet) {
	return func(t *TaskSet) { t.StabilityStatus, t.StabilityStatusAt = Stabilizing, since }
}

// updated is a change of a set: ECS last touched it at a moment.
func updated(at time.Time) func(*TaskSet) { return func(t *TaskSet) { t.UpdatedAt = at } }

// wanting is a change of a set: it is to run so many tasks.
func wanting(tasks int32) func(*TaskSet) {
	return func(t *TaskSet) { t.ComputedDesired = tasks }
}

// scaled is a change of a set to a share of the desired count.
func scaled(percent float64) func(*TaskSet) {
	return func(t *TaskSet) { t.Scale = &Scale{Value: percent, Unit: "PERCENT"} }
}

// checkout is a described EXTERNAL service that wants four tasks.
func checkout(sets ...TaskSet) Service {
	service := Service{
		ARN: "arn:aws:ecs:eu-west-1:123456789012:service/shop/checkout", Name: "checkout",
		ClusterARN: "arn:aws:ecs:eu-west-1:123456789012:cluster/shop", Status: ServiceActive,
		Controller: Controller{Type: ControllerExternal}, Desired: 4, TaskSets: sets, Described: true,
	}
	for _, set := range sets {
		service.Running += set.Running
	}
	return service
}

// with is the service after some changes.
func (s Service) with(changes ...func(*Service)) Service {
	for _, change := range changes {
		change(&s)
	}
	return s
}

func role(status string) func(*TaskSet) { return func(t *TaskSet) { t.Status = status } }

func created(at time.Time) func(*TaskSet) { return func(t *TaskSet) { t.CreatedAt = at } }

func controlledBy(controller string) func(*Service) {
	return func(s *Service) { s.Controller.Type = controller }
}

// asTold compares what ECS told, without what this program saw.
var asTold = cmp.Options{cmpopts.IgnoreTypes(Seen{}), cmpopts.IgnoreFields(TaskSet{}, "StabilitySeen")}
