package model

import (
	"slices"
	"testing"
	"time"
)

// external is a rollout of an EXTERNAL service whose sets have healthy targets, with what
// else is known.
func external(sets []TaskSet, parts ...any) Rollout {
	known := []any{healthy(1, 4), healthy(2, 4)}
	return RolloutOf(checkout(sets...), Known{Routing: routed(append(known, parts...)...)})
}

// withTasks is the rollout with tasks of its sides.
func (r Rollout) withTasks(tasks ...Task) Rollout {
	r.Known.Tasks, r.Known.TasksRead = tasks, true
	return RolloutOf(r.Service, r.Known)
}

// From a candidate's first task to the end of the former set, the next step is the first
// thing that is not done, with what is not known for it and what comes after.
func TestTheNextStepOfAnExternalService(t *testing.T) {
	t.Parallel()
	blue, green := setOf(1, StatusPrimary, 4), setOf(2, StatusActive, 4).with(created(ago(minute)))
	newer := setOf(3, StatusActive, 4).with(created(ago(30 * time.Second)))
	starting := green.with(stabilizing(ago(minute)), func(s *TaskSet) { s.Running = 1 })
	stuck := green.with(stabilizing(ago(12*minute)), func(s *TaskSet) { s.Running = 1 })
	empty := green.with(wanting(0), scaled(0), func(s *TaskSet) { s.Running = 0 })
	promoted, former := green.with(role(StatusPrimary)), blue.with(role(StatusActive))
	gone := former.with(wanting(0), scaled(0), func(s *TaskSet) { s.Running = 0 })
	quarter := green.with(wanting(1), scaled(25), func(s *TaskSet) { s.Running = 1 })
	after := func(r Rollout, was TaskSet) Rollout {
		r.Service.FormerPrimary = was.ARN
		return RolloutOf(r.Service, r.Known)
	}
	bare := func(set TaskSet) TaskSet { return set.with(func(s *TaskSet) { s.LoadBalancers = nil }) }
	shared := green.with(func(s *TaskSet) { s.LoadBalancers = blue.LoadBalancers })
	missing := stopped("TaskFailedToStart", "CannotPullContainerError: failed to resolve ref shop/checkout:1: not found")
	missing.StartedBy = green.ID
	sick := targets(groupOf(2), append(slices.Repeat([]string{"healthy", ""}, 3), "unhealthy", "Target.Timeout")...)
	enough := targets(groupOf(2), append(slices.Repeat([]string{"healthy", ""}, 4), "unhealthy", "Target.Timeout")...)
	young := targets(groupOf(2), append(slices.Repeat([]string{"healthy", ""}, 3), "initial", "")...)
	denied, throttled := &Fault{Kind: FaultDenied}, &Fault{Kind: FaultThrottled, Headline: "throttled"}
	none := RolloutOf(checkout(blue, empty).with(func(s *Service) { s.Desired = 0 }), Known{Routing: routed(split(0, 1))})
	for _, c := range []struct {
		name string
		r    Rollout
		kind StepKind
		want string
	}{
		{"no task is desired", none, StepPromote, "promote …000000002; not known: the health of its targets (unknown)"},
		{"one set", external([]TaskSet{blue}, split(1, 0)), StepNone, "nothing to do"},
		{"no set, and no task is desired", RolloutOf(checkout().with(func(s *Service) { s.Desired = 0 }), Known{}), StepNone, "nothing to do"},
		{"no set", external(nil), StepMend, "mend: create a task set"},
		{"one set starts", external([]TaskSet{starting.with(role(StatusPrimary))}), StepWait, "wait: 1 of 4 tasks of …000000002 run"},
		{"one set whose tasks stop", external([]TaskSet{starting.with(role(StatusPrimary))}).withTasks(endedAgo(minute, missing), endedAgo(minute, missing)), StepMend, "mend: the tasks of …000000002 stop (image or tag not found)"},
		{"only a draining set beside it", external([]TaskSet{blue, green.with(role(StatusDraining), updated(ago(minute)))}), StepNone, "nothing to do"},
		{"only a set that does not end beside it", external([]TaskSet{blue, green.with(role(StatusDraining))}), StepMend, "mend: …000000002 has been draining for over ten minutes"},
		{"too few tasks are desired of the only set", external([]TaskSet{blue.with(wanting(2), scaled(50), func(s *TaskSet) { s.Running = 2 })}, split(1, 0)), StepMend, "mend: the task sets are scaled to 2 of 4 desired tasks"},
		{"some traffic leaves", external([]TaskSet{blue}, listening(httpsARN, 443, weighted(groupOf(1), 9, groupOf(9), 1))), StepMend, "mend: 10 % of :443 leaves this service: it goes to checkout-9"},
		{"runs a quarter, and has 10 %", external([]TaskSet{blue, quarter}, split(90, 10)), StepScaleUp, "scale up …000000002: it runs 1 of 4 tasks, too few for 50 % of the traffic; then shift traffic, promote"},
		{"runs a quarter, and has all", external([]TaskSet{blue, quarter}, split(0, 1)), StepScaleUp, "scale up …000000002: it runs 1 of 4 tasks, too few for 100 % of the traffic; then promote"},
		{"runs as many as the PRIMARY", external([]TaskSet{blue.with(func(s *TaskSet) { s.Running = 1 }), quarter}, split(0, 1)), StepPromote, "promote …000000002"},
		{"gone back", after(external([]TaskSet{blue, green}, split(1, 0)), green), StepScaleDown, "scale …000000002 to 0 (going back at once is lost then); then delete"},
		{"gone back, and the traffic has not", after(external([]TaskSet{blue, green}, split(0, 1)), green), StepShift, "shift traffic to …000000001: 10 %"},

		{"starts", external([]TaskSet{blue, starting}, split(1, 0)), StepWait, "wait: 1 of 4 tasks of …000000002 run; then shift traffic, promote"},
		{"all its tasks run", external([]TaskSet{blue, starting.with(func(s *TaskSet) { s.Running = 4 })}, split(1, 0)), StepWait, "wait: …000000002 is not steady yet; then shift traffic, promote"},
		{"one task stopped", external([]TaskSet{blue, starting}, split(1, 0)).withTasks(endedAgo(minute, missing)), StepWait, "wait: 1 of 4 tasks of …000000002 run, 1 stopped 1m ago: image or tag not found; then shift traffic, promote"},
		{"tasks stop", external([]TaskSet{blue, starting}, split(1, 0)).withTasks(endedAgo(minute, missing), endedAgo(minute, missing)), StepMend, "mend: the tasks of …000000002 stop (image or tag not found); then wait, shift traffic, promote"},
		{"tasks stopped and now all run", external([]TaskSet{blue, green}, split(1, 0)).withTasks(endedAgo(minute, missing), endedAgo(minute, missing)), StepShift, "shift traffic to …000000002: 10 %; then promote"},
		{"does not get steady", external([]TaskSet{blue, stuck}, split(1, 0)), StepMend, "mend: …000000002 has not been steady for 12 minutes, 1 of 4 tasks run; then wait, shift traffic, promote"},
		{"is to run nothing", external([]TaskSet{blue, empty}, split(1, 0)), StepScaleUp, "scale up …000000002: it runs no task; then shift traffic, promote"},

		{"a target is sick", external([]TaskSet{blue, green}, split(1, 0), sick), StepMend, "mend: 3 of 4 targets of …000000002 are healthy: a security group, a wrong port, or a slow start; then wait, shift traffic, promote"},
		{"a target of one that has all is sick", external([]TaskSet{blue, green}, split(0, 1), sick), StepMend, "mend: 3 of 4 targets of …000000002 are healthy: a security group, a wrong port, or a slow start; then wait, promote"},
		{"a target is sick beside those that are enough", external([]TaskSet{blue, green}, split(1, 0), enough), StepMend, "mend: 4 of 5 targets of …000000002 are healthy: a security group, a wrong port, or a slow start; then wait, shift traffic, promote"},
		{"a target starts", external([]TaskSet{blue, green}, split(1, 0), young), StepWait, "wait: 3 of 4 targets of …000000002 are healthy: the first health checks are under way; then shift traffic, promote"},
		{"in no rule", external([]TaskSet{blue, green}, listening(httpsARN, 443, weighted(groupOf(1), 1))), StepAttach, "put the target group of …000000002 into a rule: no health checks run before; then shift traffic, promote"},

		{"has no traffic", external([]TaskSet{blue, green}, split(1, 0)), StepShift, "shift traffic to …000000002: 10 %; then promote"},
		{"has 10 %", external([]TaskSet{blue, green}, split(90, 10)), StepShift, "shift on: …000000002 has 10 %, next 50 %; then promote"},
		{"has 50 % of one rule and nothing of another", external([]TaskSet{blue, green}, split(1, 1), ruleOf(httpsARN, 1, "/api/*", weighted(groupOf(1), 1, groupOf(2), 0))), StepShift, "shift on: …000000002 has 0–50 %, next 10 % where it has less; then promote"},
		{"has 50 %", external([]TaskSet{blue, green}, split(1, 1)), StepShift, "shift on: …000000002 has 50 %, next 100 %; then promote"},
		{"the health is not known", RolloutOf(checkout(blue, green), Known{Routing: routed(split(1, 0)), TargetsFault: denied}), StepShift, "shift traffic to …000000002: 10 %; not known: the health of its targets (no access); then promote"},
		{"health checks are off", external([]TaskSet{blue, green}, split(1, 0), targets(groupOf(2), slices.Repeat([]string{"unavailable", ""}, 4)...)), StepShift, "shift traffic to …000000002: 10 %; not known: the health of its targets (health checks are off); then promote"},
		{"has all", external([]TaskSet{blue, green}, split(0, 1)), StepPromote, "promote …000000002"},
		{"the traffic is not known", RolloutOf(checkout(blue, green), Known{Routing: routed(healthy(2, 4), denied)}), StepPromote, "promote …000000002; not known: its traffic (no access)"},
		{
			"nothing could be read again", RolloutOf(checkout(blue, green), Known{Routing: routed(split(0, 1), healthy(2, 4), throttled), TargetsFault: throttled}), StepPromote,
			"promote …000000002; not known: the health of its targets (throttled), its traffic (not all rules of the load balancer could be read: throttled)",
		},
		{
			"a rule of zeros is beside", external([]TaskSet{blue, green}, split(0, 1), healthy(2, 4), listening(testARN, 80, weighted(groupOf(1), 0, groupOf(2), 0))), StepPromote,
			"promote …000000002; not known: its traffic (every weight of :80 is 0: where its traffic goes is not known)",
		},
		{"the traffic is not read yet", RolloutOf(checkout(blue, green), Known{}), StepPromote, "promote …000000002; not known: the health of its targets (unknown), its traffic (unknown)"},
		{"there is no load balancer", external([]TaskSet{bare(blue), bare(green)}), StepPromote, "promote …000000002"},
		{"both have one group", external([]TaskSet{blue, shared}, split(1, 0)), StepPromote, "promote …000000002; not known: the health of its targets (it shares its target group), its traffic (it shares its target group)"},
		{"two candidates", external([]TaskSet{blue, green, newer}, split(1, 0)), StepAttach, "put the target group of …000000003 into a rule: no health checks run before; then shift traffic, promote (also there: …000000002)"},
		{"no PRIMARY yet", external([]TaskSet{green}, split(0, 1)), StepPromote, "promote …000000002"},

		{"promoted too early", external([]TaskSet{promoted, former}, split(50, 50)), StepShift, "shift on: …000000002 has 50 %, next 100 %"},
		{"promoted", external([]TaskSet{promoted, former}, split(0, 1)), StepScaleDown, "scale …000000001 to 0 (going back at once is lost then); then delete"},
		{"promoted, and the former is in no rule", external([]TaskSet{promoted, former}, listening(httpsARN, 443, weighted(groupOf(2), 1))), StepScaleDown, "scale …000000001 to 0 (going back at once is lost then); then delete"},
		{"promoted, and a group of no set has traffic", external([]TaskSet{promoted, former}, listening(httpsARN, 443, weighted(groupOf(1), 0, groupOf(2), 1, "x", 1))), StepScaleDown, "scale …000000001 to 0 (going back at once is lost then); then delete"},
		{"promoted, and a deleted set has traffic", external([]TaskSet{promoted, former, setOf(7, StatusDraining, 1)}, listening(httpsARN, 443, weighted(groupOf(1), 0, groupOf(2), 1, groupOf(7), 1))), StepScaleDown, "scale …000000001 to 0 (going back at once is lost then); then delete"},
		{"promoted, traffic not known", RolloutOf(checkout(promoted, former), Known{Routing: routed(healthy(2, 4), &Fault{Kind: FaultTimeout})}), StepScaleDown, "scale …000000001 to 0 (going back at once is lost then); not known: its traffic (unknown); then delete"},
		{"the former runs nothing", external([]TaskSet{promoted, gone}, split(0, 1)), StepDelete, "delete …000000001"},
	} {
		step := c.r.NextStep(noon)
		if got := step.Sentence(); got != c.want || step.Kind != c.kind {
			t.Errorf("%s:\ngot  %s (%s)\nwant %s (%s)", c.name, got, step.Kind, c.want, c.kind)
		}
	}
}

// The step that shifts traffic has a shift for each production route that gives the candidate
// less, so that no command takes traffic away from it: also not from a route that is production
// only because it names the PRIMARY's group with a weight of 0. The step that puts a group into a
// rule gives it nothing yet, and takes nothing away.
func TestTheShiftsOfAStep(t *testing.T) {
	t.Parallel()
	blue, green := setOf(1, StatusPrimary, 4), setOf(2, StatusActive, 4).with(created(ago(minute)))
	api := ruleOf(httpsARN, 1, "/api", weighted(groupOf(1), 1))
	step := external([]TaskSet{blue, green}, split(95, 5), api, listening(testARN, 8443, weighted(groupOf(2), 1))).NextStep(noon)
	if step.Percent != 10 || len(step.Shifts) != 2 || step.Shifts[0].Candidate != groupOf(2) || step.Side != green.ID {
		t.Errorf("%+v", step)
	}
	for _, has := range []Listener{split(1, 1), split(90, 10), split(0, 1)} {
		step = external([]TaskSet{blue, green}, has, api).NextStep(noon)
		if step.Kind != StepShift || step.Percent != 10 || len(step.Shifts) != 1 || step.Shifts[0].Route.RuleARN != api.ARN {
			t.Errorf("%s: %+v", step.Sentence(), step.Shifts)
		}
	}
	off := targets(groupOf(2), "healthy", "", "unused", "Target.NotInUse") // the zone of one is switched off
	step = external([]TaskSet{blue, green}, split(1, 1), api, off).NextStep(noon)
	if step.Kind != StepAttach || len(step.Shifts) != 1 || step.Shifts[0].Route.RuleARN != api.ARN {
		t.Errorf("%s: %+v", step.Sentence(), step.Shifts)
	}
	step = external([]TaskSet{blue, green}, api).NextStep(noon)
	if step.Kind != StepAttach || len(step.Shifts) != 1 || step.Shifts[0].Percent != 0 || step.Shifts[0].Candidate != groupOf(2) {
		t.Errorf("%+v", step)
	}
}

// With CodeDeploy the next step is what its deployment waits for; a task set whose tasks
// stop has to be mended first.
func TestTheNextStepOfAServiceOfCodeDeploy(t *testing.T) {
	t.Parallel()
	blue, green := setOf(1, StatusPrimary, 4), setOf(2, StatusActive, 4).with(created(ago(minute)))
	starting := green.with(stabilizing(ago(minute)), func(s *TaskSet) { s.Running = 1 })
	missing := stopped("TaskFailedToStart", "CannotPullContainerError: failed to resolve ref shop/checkout:1: not found")
	missing.StartedBy = green.ID
	with := func(known Known, sets ...TaskSet) Rollout {
		return RolloutOf(checkout(sets...).with(controlledBy(ControllerCodeDeploy)), known)
	}
	deployment := func(status string) *CodeDeployment { return &CodeDeployment{ID: "d-1", Status: status} }
	installing := Known{CodeDeployment: deployment(CodeDeployInProgress), CodeDeployTarget: eventsOf("Install", EventInProgress)}
	left := Known{CodeDeployment: deployment(CodeDeploySucceeded), Routing: routed(split(950, 50))}
	failed := Known{CodeDeployment: deployment(CodeDeployFailed)}
	failed.CodeDeployment.Error = &CodeDeployError{Code: "ALARM_ACTIVE", Message: "One or more alarms have been activated"}
	for _, c := range []struct {
		name string
		r    Rollout
		kind StepKind
		want string
	}{
		{"nothing known, one set", with(Known{CodeDeployFault: &Fault{Code: "SubscriptionRequiredException"}}, blue), StepNone, "nothing to do"},
		{"nothing known, two sets", with(Known{CodeDeployFault: &Fault{Kind: FaultDenied}}, blue, green), StepUnknown, "CodeDeploy has two task sets; not known: what it waits for (no access)"},
		{"installs", with(installing, blue, starting), StepWait, "wait: CodeDeploy waits for the replacement task set to become healthy until about 12:50 UTC, then the deployment fails"},
		{"tasks stop", with(installing, blue, starting).withTasks(endedAgo(minute, missing), endedAgo(minute, missing)), StepMend, "mend: the tasks of …000000002 stop (image or tag not found)"},
		{"ready", with(Known{CodeDeployment: deployment(CodeDeployReady)}, blue, green), StepContinue, "reroute the traffic, or stop and roll back: CodeDeploy waits for someone to shift the traffic"},
		{"succeeded", with(Known{CodeDeployment: deployment(CodeDeploySucceeded)}, blue), StepNone, "nothing to do"},
		{"its tasks do not run", with(Known{CodeDeployment: deployment(CodeDeploySucceeded)}, blue.with(func(s *TaskSet) { s.Running = 1 })), StepMend, "mend: 1 of 4 tasks of the PRIMARY run"},
		{"left a split rule behind", with(left, blue, green), StepMend, "mend: :443 is split with no rollout: checkout-1 95 %, checkout-2 5 %"},
		{"failed", with(failed, blue), StepMend, "mend: CodeDeploy's deployment d-1 failed: ALARM_ACTIVE: One or more alarms have been activated"},
	} {
		step := c.r.NextStep(noon)
		if got := step.Sentence(); got != c.want || step.Kind != c.kind {
			t.Errorf("%s:\ngot  %s (%s)\nwant %s (%s)", c.name, got, step.Kind, c.want, c.kind)
		}
	}
}

// With the ECS controller it is what the service deployment does or waits for. A rule that
// is left split is mended by giving all to the group that serves, where ECS tells which.
func TestTheNextStepOfAServiceOfTheECSController(t *testing.T) {
	t.Parallel()
	with := func(change func(*Service, *ServiceDeployment), tasks ...Task) Rollout {
		service, deployment, revisions := native()
		change(&service, &deployment)
		r := RolloutOf(service, Known{ServiceDeployment: &deployment, Revisions: revisions})
		return r.withTasks(tasks...)
	}
	missing := stopped("TaskFailedToStart", "CannotPullContainerError: failed to resolve ref shop/checkout:1: not found")
	missing.StartedBy = "ecs-svc/7"
	breaker := func(_ *Service, d *ServiceDeployment) { d.Breaker = &CircuitBreaker{"MONITORING", 2, 10} }
	idle, _, revisions := native()
	idle.CurrentServiceDeployment, idle.Deployments = "", idle.Deployments[:1]
	idle.Deployments[0].RolloutState = RolloutCompleted
	idle.CurrentServiceRevisions = []RevisionCounts{{ARN: revisionHome + "2"}}
	rolling := Service{Described: true, Deployments: []Deployment{{Status: StatusPrimary, RolloutState: RolloutInProgress, Desired: 4, Running: 1}}}
	refused, _, _ := native()
	canary := func(_ *Service, d *ServiceDeployment) {
		percent, minutes := 10.0, int32(5)
		d.Configuration = &DeploymentConfiguration{Strategy: StrategyCanary, Canary: &CanarySteps{&percent, &minutes}}
	}
	rule := routed(ruleOf(httpsARN, 1, "/*", weighted(groupOf(1), 950, groupOf(2), 50)))
	for _, c := range []struct {
		name string
		r    Rollout
		kind StepKind
		want string
	}{
		{"steady", RolloutOf(idle, Known{Revisions: revisions}), StepNone, "nothing to do"},
		{"its tasks do not run", RolloutOf(idle.with(func(s *Service) { s.Running, s.Deployments[0].Running = 1, 1 }), Known{Revisions: revisions}), StepMend, "mend: 1 of 2 tasks run"},
		{"shifts", with(canary), StepWait, "wait: the deployment shifts the production traffic, the canary of 10 %, for 5 min"},
		{"failures are counted", with(breaker), StepWait, "wait: the deployment shifts the production traffic, 2 of 10 failures"},
		{"tasks stop", with(breaker, endedAgo(minute, missing), endedAgo(minute, missing)), StepMend, "mend: the tasks of 2 stop (image or tag not found), 2 of 10 failures"},
		{"waits for a person", with(func(_ *Service, d *ServiceDeployment) {
			d.Hooks = []LifecycleHook{{ID: "ecs-pause-1", Status: HookAwaitsAction, ExpiresAt: noon.Add(time.Hour), TimeoutAction: "ROLLBACK"}}
		}), StepContinue, "continue, or roll back: the deployment waits for a person until 13:00 UTC, then ROLLBACK"},
		{"waits for a person while tasks stop", with(func(_ *Service, d *ServiceDeployment) {
			d.Hooks = []LifecycleHook{{ID: "ecs-pause-1", Status: HookAwaitsAction, ExpiresAt: noon.Add(time.Hour), TimeoutAction: "ROLLBACK"}}
		}, endedAgo(minute, missing), endedAgo(minute, missing)), StepContinue, "roll back, or continue: the deployment waits for a person until 13:00 UTC, then ROLLBACK; the tasks of 2 stop (image or tag not found)"},
		{"tasks stopped and now all run", with(func(s *Service, d *ServiceDeployment) {
			breaker(s, d)
			d.Target.Running, d.Target.Pending = 2, 0
		}, endedAgo(minute, missing), endedAgo(minute, missing)), StepWait, "wait: the deployment shifts the production traffic, 2 of 10 failures"},
		{"rolls back", with(func(_ *Service, d *ServiceDeployment) { d.Status = DeployRollbackInProgress }, endedAgo(minute, missing), endedAgo(minute, missing)), StepWait, "wait: the deployment rolls back: shifts the production traffic"},
		{"the deployment is refused", RolloutOf(refused, Known{DeploymentFault: &Fault{Kind: FaultDenied}}), StepWait, "wait: a deployment is under way; not known: its stage (no access)"},
		{"no service deployment", RolloutOf(rolling, Known{}), StepWait, "wait: 1 of 4 tasks of the deployment run"},
		{"left a split rule behind", RolloutOf(idle, Known{Routing: rule, Revisions: revisions}), StepMend, "mend: a listener /* is split with no rollout: checkout-1 95 %, checkout-2 5 %"},
	} {
		step := c.r.NextStep(noon)
		if got := step.Sentence(); got != c.want || step.Kind != c.kind {
			t.Errorf("%s:\ngot  %s (%s)\nwant %s (%s)", c.name, got, step.Kind, c.want, c.kind)
		}
	}
	mend := RolloutOf(idle, Known{Routing: rule, Revisions: revisions}).NextStep(noon)
	if len(mend.Shifts) != 1 || mend.Shifts[0].Candidate != groupOf(2) || mend.Shifts[0].Percent != 100 {
		t.Errorf("%+v", mend.Shifts)
	}
	if unclear := RolloutOf(idle, Known{Routing: rule}).NextStep(noon); unclear.Shifts != nil {
		t.Errorf("between two groups one was chosen: %+v", unclear.Shifts)
	}
}

// Of a service that is not read, or of a controller that nobody knows, no step is told.
func TestNoStepIsMadeUp(t *testing.T) {
	t.Parallel()
	if step := RolloutOf(Service{}, Known{}).NextStep(noon); step.Kind != StepUnknown {
		t.Errorf("%+v", step)
	}
	if step := RolloutOf(checkout().with(controlledBy("KUBERNETES")), Known{}).NextStep(noon); step.Kind != StepUnknown {
		t.Errorf("%+v", step)
	}
}
