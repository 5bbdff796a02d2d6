package ecsapi

import (
	"testing"
	"time"

	"tealset/ecsapi/ecsfake"
	"tealset/model"
	"tealset/model/change"
)

// story is a rollout on the fake, seen and changed by the real clients.
type story struct {
	client
	t     *testing.T
	clock *ecsfake.Clock
	fake  *ecsfake.Server
}

func newStory(t *testing.T, service ecsfake.Service, deployments ...ecsfake.Deployment) story {
	t.Helper()
	clock := ecsfake.NewClock(time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC))
	service.Name, service.Desired = "checkout", 4
	fake := ecsfake.New(clock.Now, ecsfake.World{
		Clusters: []ecsfake.Cluster{{Name: "shop-prod", Services: []ecsfake.Service{service}}}, CodeDeploy: deployments,
		Balancers: []ecsfake.Balancer{{Name: "shop", Listeners: []ecsfake.Listener{{Port: 443, Rules: []ecsfake.Rule{{
			Priority: "10", Actions: ecsfake.Split(ecsfake.Weighted{Group: "blue", Weight: new(100)}, ecsfake.Weighted{Group: "green", Weight: new(0)}),
		}}, Default: ecsfake.Split(ecsfake.Weighted{Group: "blue", Weight: new(100)}, ecsfake.Weighted{Group: "green", Weight: new(0)})}}}},
	})
	return story{over(&ecsfake.Transport{Handler: fake}), t, clock, fake}
}

func (s story) service() model.Service {
	s.t.Helper()
	service, err := s.DescribeService(s.t.Context(), model.ServiceRef{Cluster: "shop-prod", Service: "checkout"})
	if err != nil {
		s.t.Fatal(fault(s.t, err).Detail)
	}
	return service
}

func (s story) codeDeployment() model.CodeDeployment {
	s.t.Helper()
	d, err := s.GetDeployment(s.t.Context(), "d-1")
	if err != nil {
		s.t.Fatal(fault(s.t, err).Detail)
	}
	return d
}

func (s story) deployment(arn string) model.ServiceDeployment {
	s.t.Helper()
	found, err := s.DescribeServiceDeployments(s.t.Context(), []string{arn})
	if err != nil || len(found.Found) != 1 {
		s.t.Fatalf("%+v, %v", found, err)
	}
	return found.Found[0]
}

// refuses checks that AWS refuses a write with a code, and that this changed nothing.
func (s story) refuses(code string, answer change.Answer) {
	s.t.Helper()
	if f := answer.Fault; f == nil || f.Code != code || f.OutcomeUnknown() {
		s.t.Errorf("%+v, not %s", f, code)
	}
}

func (s story) takes(answer change.Answer) {
	s.t.Helper()
	if answer.Fault != nil {
		s.t.Fatal(answer.Fault.Detail)
	}
}

func twoSets(controller string) ecsfake.Service {
	return ecsfake.Service{Controller: controller, TaskSets: []ecsfake.TaskSet{
		{Status: ecsfake.Primary, Revision: 41, Age: 48 * time.Hour, TargetGroup: "blue", ExternalID: "d-0"},
		{Revision: 42, Age: time.Hour, TargetGroup: "green", ExternalID: "d-1"},
	}}
}

func replacing(status string) ecsfake.Deployment {
	return ecsfake.Deployment{
		ID: "d-1", Cluster: "shop-prod", Service: "checkout", Status: status, Groups: []string{"blue", "green"}, Balancer: "shop", Port: 443,
		ReadyWait: 60, TerminationWait: 5,
	}
}

// A promotion swaps the roles at once, steady or not, and back; a scale makes the counts
// converge; what is wrong is refused with the text that was published, or one of ours.
func TestTheFakePromotesAndScales(t *testing.T) {
	t.Parallel()
	s := newStory(t, twoSets(ecsfake.External))
	service := s.service()
	blue, green := service.TaskSetRef(service.TaskSets[0]), service.TaskSetRef(service.TaskSets[1])
	s.takes(s.UpdateTaskSet(t.Context(), green, 50))
	s.takes(s.UpdateServicePrimaryTaskSet(t.Context(), green))
	if p, _ := s.service().Primary(); p.ARN != green.ARN || p.Steady() {
		t.Errorf("%+v", p)
	}
	s.clock.Advance(2 * time.Minute)
	if set, _ := s.service().TaskSet(green.ARN); set.Running != 2 || set.ComputedDesired != 2 || !set.Steady() {
		t.Errorf("%+v", set)
	}
	s.takes(s.UpdateServicePrimaryTaskSet(t.Context(), blue))
	s.takes(s.UpdateTaskSet(t.Context(), green, 0))
	s.clock.Advance(2 * time.Minute)
	if set, _ := s.service().TaskSet(green.ARN); set.Running != 0 || set.Primary() {
		t.Errorf("%+v", set)
	}
	s.refuses("InvalidParameterException", s.UpdateTaskSet(t.Context(), green, 101))
	gone := green
	gone.ARN += "1"
	s.refuses("TaskSetNotFoundException", s.UpdateTaskSet(t.Context(), gone, 50))
	s.refuses("TaskSetNotFoundException", s.UpdateServicePrimaryTaskSet(t.Context(), gone))
	for operation, want := range map[string]int{"UpdateTaskSet": 4, "UpdateServicePrimaryTaskSet": 3} {
		if got := s.fake.Count(operation); got != want {
			t.Errorf("%s was asked %d times, not %d", operation, got, want)
		}
	}
}

// A deployment of CodeDeploy that is ready shifts the traffic when it is continued, waits again
// before it ends the original set, and ends.
func TestTheFakeCodeDeployGoesOn(t *testing.T) {
	t.Parallel()
	s := newStory(t, twoSets(ecsfake.CodeDeploy), replacing("Ready"))
	s.refuses("DeploymentIsNotInReadyStateException", s.ContinueDeployment(t.Context(), "d-1", "TERMINATION_WAIT"))
	s.refuses("InvalidDeploymentWaitTypeException", s.ContinueDeployment(t.Context(), "d-1", "ANY_WAIT"))
	s.refuses("DeploymentDoesNotExistException", s.ContinueDeployment(t.Context(), "d-9", "READY_WAIT"))
	s.takes(s.ContinueDeployment(t.Context(), "d-1", "READY_WAIT"))
	if d := s.codeDeployment(); d.Status != model.CodeDeployInProgress {
		t.Errorf("%+v", d)
	}
	s.refuses("DeploymentIsNotInReadyStateException", s.ContinueDeployment(t.Context(), "d-1", "READY_WAIT"))
	s.clock.Advance(90 * time.Second)
	if d := s.codeDeployment(); !d.TerminationWaitStarted || d.Final() {
		t.Errorf("%+v", d)
	}
	if p, _ := s.service().Primary(); p.ExternalID != "d-1" {
		t.Errorf("%+v", p)
	}
	s.takes(s.ContinueDeployment(t.Context(), "d-1", "TERMINATION_WAIT"))
	s.clock.Advance(5 * time.Minute)
	if d := s.codeDeployment(); d.Status != model.CodeDeploySucceeded || d.TerminationWaitStarted {
		t.Errorf("%+v", d)
	}
	if sets := s.service().TaskSets; len(sets) != 1 || sets[0].ExternalID != "d-1" {
		t.Errorf("%+v", sets)
	}
	s.refuses("DeploymentAlreadyCompletedException", s.ContinueDeployment(t.Context(), "d-1", "READY_WAIT"))
	s.refuses("DeploymentAlreadyCompletedException", s.StopDeployment(t.Context(), "d-1"))
}

// One that is stopped gives the traffic and the role back to the original set.
func TestTheFakeCodeDeployStops(t *testing.T) {
	t.Parallel()
	s := newStory(t, twoSets(ecsfake.CodeDeploy), replacing("Ready"))
	s.takes(s.ContinueDeployment(t.Context(), "d-1", "READY_WAIT"))
	s.clock.Advance(45 * time.Second)
	answer := s.StopDeployment(t.Context(), "d-1")
	if answer.Status != "Pending" {
		t.Errorf("%+v", answer)
	}
	if d := s.codeDeployment(); d.Status != model.CodeDeployStopped || d.Rollback == nil || d.Rollback.DeploymentID == "" || d.Error == nil {
		t.Errorf("%+v", d)
	}
	s.clock.Advance(2 * time.Minute)
	if p, _ := s.service().Primary(); p.ExternalID != "d-0" || len(s.service().TaskSets) != 1 {
		t.Errorf("%+v", s.service().TaskSets)
	}
}

// canary is a service whose canary waits at some hooks.
func canary(hooks ...string) ecsfake.Service {
	service := twoSets(ecsfake.ECS)
	service.TaskSets[0].Status, service.TaskSets[1].Status = ecsfake.Active, ecsfake.Primary
	service.Strategy = ecsfake.Strategy{Name: "CANARY", Percent: 10, StepMinutes: 5, BakeMinutes: 5, Alternate: "green", Balancer: "shop", Port: 443, Priority: "10"}
	d := ecsfake.ServiceDeployment{Stage: "PRE_PRODUCTION_TRAFFIC_SHIFT", Age: time.Minute, Production: new(0.0)}
	for _, id := range hooks {
		d.Hooks = append(d.Hooks, ecsfake.Hook{ID: id, Expires: time.Hour})
	}
	service.Deployments = []ecsfake.ServiceDeployment{d}
	return service
}

// A canary goes on when all its hooks were continued, waits at a new hook before the next step,
// and ends after the last one.
func TestTheFakeContinuesACanaryHookByHook(t *testing.T) {
	t.Parallel()
	s := newStory(t, canary("ecs-pause-1", "ecs-pause-2"))
	arn := s.service().CurrentServiceDeployment
	s.refuses("InvalidParameterException", s.ContinueServiceDeployment(t.Context(), arn, "ecs-pause-9", "CONTINUE"))
	s.refuses("InvalidParameterException", s.ContinueServiceDeployment(t.Context(), arn, "pause", "CONTINUE"))
	s.refuses("ServiceDeploymentNotFoundException", s.ContinueServiceDeployment(t.Context(), arn+"9", "ecs-pause-1", "CONTINUE"))
	if answer := s.ContinueServiceDeployment(t.Context(), arn, "ecs-pause-1", "CONTINUE"); answer.Deployment != arn {
		t.Errorf("%+v, %+v", answer, answer.Fault)
	}
	if d := s.deployment(arn); len(d.Paused()) != 1 || d.Stage != "PRE_PRODUCTION_TRAFFIC_SHIFT" {
		t.Errorf("%+v", d)
	}
	s.refuses("InvalidParameterException", s.ContinueServiceDeployment(t.Context(), arn, "ecs-pause-1", "CONTINUE"))
	s.takes(s.ContinueServiceDeployment(t.Context(), arn, "ecs-pause-2", "CONTINUE"))
	if d := s.deployment(arn); d.Stage != "PRODUCTION_TRAFFIC_SHIFT" || *d.Target.ProductionWeight != 10 {
		t.Errorf("%+v", d)
	}
	s.clock.Advance(10 * time.Second)
	paused := s.deployment(arn).Paused()
	if len(paused) != 1 || paused[0].ID == "ecs-pause-2" {
		t.Fatalf("%+v", paused)
	}
	s.takes(s.ContinueServiceDeployment(t.Context(), arn, paused[0].ID, "CONTINUE"))
	s.clock.Advance(30 * time.Second)
	if d := s.deployment(arn); d.Status != model.DeploySuccessful || s.service().CurrentServiceDeployment != "" {
		t.Errorf("%+v", d)
	}
	s.refuses("ClientException", s.ContinueServiceDeployment(t.Context(), arn, paused[0].ID, "CONTINUE"))
	s.refuses("ClientException", s.StopServiceDeployment(t.Context(), arn))
}

// It rolls back at a hook, or by being stopped, to what was there before.
func TestTheFakeRollsACanaryBack(t *testing.T) {
	t.Parallel()
	for name, back := range map[string]func(story, string) change.Answer{
		"at the hook": func(s story, arn string) change.Answer {
			return s.ContinueServiceDeployment(s.t.Context(), arn, "ecs-pause-1", "ROLLBACK")
		},
		"by a stop": func(s story, arn string) change.Answer { return s.StopServiceDeployment(s.t.Context(), arn) },
	} {
		s := newStory(t, canary("ecs-pause-1"))
		arn := s.service().CurrentServiceDeployment
		s.takes(back(s, arn))
		if d := s.deployment(arn); !d.RollsBack() || len(d.Paused()) != 0 {
			t.Errorf("%s: %+v", name, d)
		}
		s.refuses("ConflictException", s.StopServiceDeployment(t.Context(), arn))
		s.clock.Advance(30 * time.Second)
		if d := s.deployment(arn); d.Status != model.DeployRollbackSuccessful || d.Rollback == nil {
			t.Errorf("%s: %+v", name, d)
		}
	}
}
