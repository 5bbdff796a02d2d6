package change

import (
	"fmt"
	"time"

	"tealset/model"
)

// noon is the present of the tests.
var noon = time.Date(2026, time.March, 14, 12, 0, 0, 0, time.UTC)

func ago(d time.Duration) time.Time { return noon.Add(-d) }

const (
	minute = time.Minute
	day    = 24 * time.Hour
)

// setOf is the n-th task set of checkout: full, and steady for two days.
func setOf(n int, status string, running int32, changes ...func(*model.TaskSet)) model.TaskSet {
	id := fmt.Sprintf("ecs-svc/%019d", n)
	set := model.TaskSet{
		ID: id, ARN: "arn:aws:ecs:eu-west-1:123456789012:task-set/shop/checkout/" + id, Status: status,
		TaskDefinition: fmt.Sprintf("arn:aws:ecs:eu-west-1:123456789012:task-definition/checkout:%d", 40+n),
		Running:        running, ComputedDesired: running, Scale: &model.Scale{Value: 100, Unit: "PERCENT"},
		CreatedAt: ago(3 * day), UpdatedAt: ago(2 * day),
		StabilityStatus: model.SteadyState, StabilityStatusAt: ago(2 * day),
		LoadBalancers: []model.LoadBalancer{{
			TargetGroupARN: fmt.Sprintf("arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/checkout-%d/73e2d6bc24d8a067", n),
		}},
	}
	return withSet(set, changes...)
}

// checkout is a described EXTERNAL service that wants four tasks.
func checkout(sets ...model.TaskSet) model.Service {
	return model.Service{
		ARN: "arn:aws:ecs:eu-west-1:123456789012:service/shop/checkout", Name: "checkout",
		ClusterARN: "arn:aws:ecs:eu-west-1:123456789012:cluster/shop", Status: model.ServiceActive,
		Controller: model.Controller{Type: model.ControllerExternal}, Desired: 4, TaskSets: sets, Described: true,
	}
}

// harmless is a service whose second set can go without a word of warning: it has
// run nothing for days, and the primary is full.
func harmless(changes ...func(*model.Service)) model.Service {
	service := checkout(setOf(1, model.StatusPrimary, 4), setOf(2, model.StatusActive, 0, scaled(0)))
	for _, change := range changes {
		change(&service)
	}
	return service
}

func withSet(set model.TaskSet, changes ...func(*model.TaskSet)) model.TaskSet {
	for _, change := range changes {
		change(&set)
	}
	return set
}

// primary is a change of the set that is to stay, target one of the set that is to
// be deleted, both one of each.
func primary(changes ...func(*model.TaskSet)) func(*model.Service) { return nth(0, changes...) }

func target(changes ...func(*model.TaskSet)) func(*model.Service) { return nth(1, changes...) }

func nth(n int, changes ...func(*model.TaskSet)) func(*model.Service) {
	return func(s *model.Service) {
		sets := append([]model.TaskSet(nil), s.TaskSets...)
		sets[n] = withSet(sets[n], changes...)
		s.TaskSets = sets
	}
}

func both(changes ...func(*model.Service)) func(*model.Service) {
	return func(s *model.Service) {
		for _, change := range changes {
			change(s)
		}
	}
}

// beside adds a set to the service.
func beside(set model.TaskSet) func(*model.Service) {
	return func(s *model.Service) { s.TaskSets = append(append([]model.TaskSet(nil), s.TaskSets...), set) }
}

func controlledBy(controller string) func(*model.Service) {
	return func(s *model.Service) { s.Controller.Type = controller }
}

func serviceStatus(status string) func(*model.Service) {
	return func(s *model.Service) { s.Status = status }
}

func desired(tasks int32) func(*model.Service) { return func(s *model.Service) { s.Desired = tasks } }

func role(status string) func(*model.TaskSet) { return func(t *model.TaskSet) { t.Status = status } }

func running(tasks int32) func(*model.TaskSet) { return func(t *model.TaskSet) { t.Running = tasks } }

func wanting(tasks int32) func(*model.TaskSet) {
	return func(t *model.TaskSet) { t.ComputedDesired = tasks }
}

func created(at time.Time) func(*model.TaskSet) { return func(t *model.TaskSet) { t.CreatedAt = at } }

func updated(at time.Time) func(*model.TaskSet) { return func(t *model.TaskSet) { t.UpdatedAt = at } }

func stabilizing(t *model.TaskSet) { t.StabilityStatus = model.Stabilizing }

func unscaled(t *model.TaskSet) { t.Scale = nil }

func scaled(percent float64) func(*model.TaskSet) {
	return func(t *model.TaskSet) { t.Scale = &model.Scale{Value: percent, Unit: "PERCENT"} }
}

func registersWith(of model.TaskSet) func(*model.TaskSet) {
	return func(t *model.TaskSet) { t.LoadBalancers = of.LoadBalancers }
}

// preflight checks the deletion of the second set.
func preflight(service model.Service, c Circumstances) []Check {
	c.Now = noon
	return deletion(service, service.TaskSets[1], c)
}

// deletion checks the deletion of a set.
func deletion(service model.Service, set model.TaskSet, c Circumstances) []Check {
	return Ask(DeleteTaskSet, service, set, c).Checks(c)
}
