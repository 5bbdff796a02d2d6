package model

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// harmless is a service whose second set can go without a word of warning: it has
// run nothing for days, and the primary is full.
func harmless() Service {
	idle := setOf(2, StatusActive, 0).with(scaled(0))
	return checkout(setOf(1, StatusPrimary, 4), idle)
}

// target is a change of the set that is to be deleted.
func target(changes ...func(*TaskSet)) func(*Service) {
	return func(s *Service) { s.TaskSets[1] = s.TaskSets[1].with(changes...) }
}

// primary is a change of the set that is to stay.
func primary(changes ...func(*TaskSet)) func(*Service) {
	return func(s *Service) { s.TaskSets[0] = s.TaskSets[0].with(changes...) }
}

func controlledBy(controller string) func(*Service) {
	return func(s *Service) { s.Controller.Type = controller }
}

func role(status string) func(*TaskSet) { return func(t *TaskSet) { t.Status = status } }

func running(tasks int32) func(*TaskSet) { return func(t *TaskSet) { t.Running = tasks } }

func created(at time.Time) func(*TaskSet) { return func(t *TaskSet) { t.CreatedAt = at } }

func registersWith(of TaskSet) func(*TaskSet) {
	return func(t *TaskSet) { t.LoadBalancers = of.LoadBalancers }
}

// Each risk is told where there is one, in the words that matter, and not told
// where there is none.
func TestPreflightTellsEachRisk(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name     string
		change   func(*Service)
		severity CheckSeverity
		says     string // empty: nothing beyond what is said of a harmless deletion
	}{
		{"the primary itself", target(role(StatusPrimary)), Block, "this is the PRIMARY: ECS refuses unless forced"},
		{"a set that drains", target(role(StatusDraining), running(1)), Block, "already DRAINING: 1 task left, then it disappears"},
		{"a service that drains", func(s *Service) { s.Status = "DRAINING" }, Block, "the service is DRAINING: ECS answers ServiceNotActiveException"},
		{"a deleted service", func(s *Service) { s.Status = "INACTIVE" }, Block, "the service is INACTIVE"},
		{"a service of no known status", func(s *Service) { s.Status = "" }, OK, ""},
		{"CodeDeploy", controlledBy(ControllerCodeDeploy), Block, "CodeDeploy owns this set: ECS deletes sets of EXTERNAL services only"},
		{
			"a deployment of CodeDeploy",
			func(s *Service) { controlledBy(ControllerCodeDeploy)(s); s.TaskSets[1].ExternalID = "d-K3LM0V5DF" },
			Block, "CodeDeploy owns this set by deployment d-K3LM0V5DF:",
		},
		{"an external id without CodeDeploy", target(func(t *TaskSet) { t.ExternalID = "d-K3LM0V5DF" }), OK, ""},
		{"ECS's own controller", controlledBy(ControllerECS), Block, "the deployment controller is ECS, not EXTERNAL"},
		{"no controller", controlledBy(""), Block, "the deployment controller is ECS, not EXTERNAL"},
		{"a controller that nobody has heard of", controlledBy("KUBERNETES"), Block, "the deployment controller is KUBERNETES, not EXTERNAL"},
		{"the last tasks", func(s *Service) { target(running(2))(s); primary(running(0))(s) }, Danger, "the only set with running tasks: running 2 → 0, desired 4"},
		{
			"the last tasks but for a draining set's",
			func(s *Service) { target(running(2))(s); primary(role(StatusDraining))(s) },
			Danger, "the only set with running tasks: running 2 → 0, desired 4",
		},
		{"fewer than desired are left", func(s *Service) { target(running(2))(s); primary(running(3))(s) }, Danger, "too little is left: running 5 → 3, desired 4"},
		{"as many as desired are left", target(running(2)), OK, "enough is left: running 6 → 4, desired 4"},
		{"nothing runs in it, and too little beside it", primary(running(3), scaled(75)), OK, "no running task is lost: running 3 → 3, desired 4"},
		{"nothing runs anywhere", primary(running(0), scaled(0)), OK, "no running task is lost: running 0 → 0, desired 4"},
		{"an unsteady primary", primary(stabilizing(ago(minute))), Danger, "the PRIMARY …000000001 is not steady: 4 of 4 tasks run"},
		{"a primary that is not full", primary(running(3)), Danger, "the PRIMARY …000000001 is not steady: 3 of 4 tasks run"},
		{"a primary that is more than full", primary(running(5)), OK, "no running task is lost: running 5 → 5, desired 4"},
		{"no primary", primary(role(StatusActive)), Warning, "no set is PRIMARY"},
		{"running tasks", target(running(2)), Warning, "2 tasks run and the scale is 0%: ECS may refuse unless forced"},
		{"one running task", target(running(1), scaled(12.5)), Warning, "1 task runs and the scale is 12.5%"},
		{"a scale above zero", target(scaled(0.1)), Warning, "no task runs and the scale is 0.1%"},
		{"no scale", target(func(t *TaskSet) { t.Scale = nil }), OK, ""},
		{"a young set", target(created(ago(StuckAfter - 1))), Warning, "created less than ten minutes ago"},
		{"a set from the future", target(created(noon.Add(day))), Warning, "created less than ten minutes ago"},
		{"a set of ten minutes", target(created(ago(StuckAfter))), OK, ""},
		{"a set of no known age", target(created(time.Time{})), OK, ""},
		{"a shared target group", target(registersWith(setOf(1, "", 0))), Warning, "another set registers with the same target group"},
		{"a target group of its own", target(registersWith(setOf(3, "", 0))), OK, ""},
		{"no target group, twice", func(s *Service) {
			classic := TaskSet{LoadBalancers: []LoadBalancer{{LoadBalancerName: "classic"}}}
			target(registersWith(classic))(s)
			primary(registersWith(classic))(s)
		}, OK, ""},
	} {
		service := harmless()
		test.change(&service)
		checks := Preflight(service, service.TaskSets[1], Circumstances{Now: noon})
		if test.says == "" {
			if diff := cmp.Diff(Preflight(harmless(), harmless().TaskSets[1], Circumstances{Now: noon}), checks); diff != "" {
				t.Errorf("%s (-harmless +got):\n%s", test.name, diff)
			}
			continue
		}
		told := slices.ContainsFunc(checks, func(c Check) bool {
			return c.Severity == test.severity && strings.HasPrefix(c.Sentence, test.says)
		})
		if !told {
			t.Errorf("%s: no check of severity %d says %q:\n%+v", test.name, test.severity, test.says, checks)
		}
	}
}

// Of a harmless deletion there is no danger to tell: who keeps serving, that no
// capacity goes, what is given up, and what is not known.
func TestPreflightOfAHarmlessDeletion(t *testing.T) {
	t.Parallel()
	got := Preflight(harmless(), harmless().TaskSets[1], Circumstances{Now: noon})
	want := []Check{
		{Severity: Warning, Sentence: "the last set on checkout:42: going back to it will need a new set"},
		{
			Severity: Unknown, Sentence: "traffic weights and target health are not looked up here",
			Instead: "Look at the load balancer.",
		},
		{Severity: OK, Sentence: "not PRIMARY: …000000001 keeps that role"},
		{Severity: OK, Sentence: "no running task is lost: running 4 → 4, desired 4"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Only a primary that is to carry on is judged: not the target itself, and not one
// that is not there.
func TestPreflightJudgesOnlyThePrimaryThatStays(t *testing.T) {
	t.Parallel()
	for name, changes := range map[string][]func(*Service){
		"the unsteady target is the primary": {primary(role(StatusActive)), target(role(StatusPrimary), stabilizing(noon))},
		"no set is the primary":              {primary(role(StatusActive), stabilizing(noon))},
	} {
		service := harmless().with(changes...)
		for _, check := range Preflight(service, service.TaskSets[1], Circumstances{Now: noon}) {
			if check.Severity == Danger {
				t.Errorf("%s: %q", name, check.Sentence)
			}
		}
	}
}

// A set that drains already is not judged any further: nothing that could be said
// would change what happens to it.
func TestPreflightOfADrainingSetSaysOnlyThat(t *testing.T) {
	t.Parallel()
	service := harmless().with(target(role(StatusDraining), running(2), created(ago(minute))))
	want := []Check{{Severity: Block, Sentence: "already DRAINING: 2 tasks left, then it disappears", Instead: "Wait."}}
	if diff := cmp.Diff(want, Preflight(service, service.TaskSets[1], Circumstances{Now: noon})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
