package model

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// found are the words of the findings with an id, with their tiers.
func found(r Rollout, id FindingID) string {
	var words []string
	for _, f := range r.Findings(noon) {
		if f.ID == id {
			words = append(words, f.Tier.String()+": "+f.Words)
		}
	}
	return strings.Join(words, "; ")
}

// seeFinding checks that a finding is made of one rollout, and not of those just beside it.
func seeFinding(t *testing.T, id FindingID, want string, r Rollout, beside map[string]Rollout) {
	t.Helper()
	if got := found(r, id); got != want {
		t.Errorf("%s:\ngot  %s\nwant %s", id, got, want)
	}
	for name, r := range beside {
		if got := found(r, id); got != "" {
			t.Errorf("%s is found although %s: %s", id, name, got)
		}
	}
}

// blueGreen is a PRIMARY of four tasks and a steady candidate of four, with what is known of
// their load balancers.
func blueGreen(parts ...any) Rollout {
	return RolloutOf(checkout(setOf(1, StatusPrimary, 4), setOf(2, StatusActive, 4).with(created(ago(minute)))), Known{Routing: routed(parts...)})
}

// split is a listener on 443 between the PRIMARY and the candidate.
func split(primary, candidate int) Listener {
	return listening(httpsARN, 443, weighted(groupOf(1), primary, groupOf(2), candidate))
}

func healthy(n, count int) GroupHealth {
	return targets(groupOf(n), slices.Repeat([]string{"healthy", ""}, count)...)
}

// Traffic for a group without targets, or without a healthy one, goes to nothing; for one
// with a healthy target, or one of which nothing is known, that is not said. A test route
// may wait for its targets.
func TestFindTrafficToNothing(t *testing.T) {
	t.Parallel()
	sick := targets(groupOf(2), "unhealthy", "Target.Timeout")
	seeFinding(t, FindToNothing, "broken: 10 % of :443 goes to nothing, a group without targets: checkout-2", blueGreen(split(90, 10), targets(groupOf(2))), map[string]Rollout{
		"a target is healthy":          blueGreen(split(90, 10), healthy(2, 1)),
		"its weight is 0":              blueGreen(split(100, 0), targets(groupOf(2))),
		"its health is not known":      blueGreen(split(90, 10)),
		"ELB did not tell its targets": blueGreen(split(90, 10), GroupHealth{GroupARN: groupOf(2)}),
		"health checks are off":        blueGreen(split(90, 10), targets(groupOf(2), "unavailable", "")),
		"only tests go there":          blueGreen(split(1, 0), listening(testARN, 8443, weighted(groupOf(2), 1)), targets(groupOf(2))),
	})
	seeFinding(t, FindToNothing, "broken: 10 % of :443 goes to no healthy target: checkout-2", blueGreen(split(90, 10), sick), nil)
}

// Where every weight of a rule is 0, it is not known where the traffic goes: that is not 0 %.
func TestFindARuleOfZeros(t *testing.T) {
	t.Parallel()
	seeFinding(t, FindAllZero, "broken: every weight of :443 is 0: where its traffic goes is not known", blueGreen(split(0, 0)), map[string]Rollout{
		"one has a weight": blueGreen(split(0, 1)),
		"a redirect forwards nothing": blueGreen(split(1, 0), func() Rule {
			return ruleOf(httpsARN, 1, "/*", Action{Type: ActionRedirect})
		}()),
	})
}

// Production traffic that others have, and the PRIMARY has none of, is as it should be while
// it shifts; without a change for ten minutes a person should look.
func TestFindTrafficOffThePrimary(t *testing.T) {
	t.Parallel()
	seeFinding(t, FindOffPrimary, "busy: traffic is not on the PRIMARY: …000000002 has 100 %", blueGreen(split(0, 1)), map[string]Rollout{
		"the PRIMARY has some": blueGreen(split(1, 99)),
		"nothing is known":     blueGreen(),
		"nobody else has any":  blueGreen(listening(httpsARN, 443, weighted(groupOf(1), 0, "x", 1))),
	})
	long := blueGreen(split(0, 1))
	long.Known.TrafficMoved = ago(11 * minute)
	seeFinding(t, FindOffPrimary, "untidy: traffic is not on the PRIMARY: …000000002 has 100 %, for 11 minutes", long, nil)
	short := blueGreen(split(0, 1))
	short.Known.TrafficMoved = ago(9 * minute)
	seeFinding(t, FindOffPrimary, "busy: traffic is not on the PRIMARY: …000000002 has 100 %", short, nil)
}

// A share of a production rule for a group of no set leaves the service.
func TestFindTrafficThatLeaves(t *testing.T) {
	t.Parallel()
	foreign := elbHome + "targetgroup/legacy/73e2d6bc24d8a067"
	seeFinding(t, FindLeaves, "untidy: 30 % of :443 leaves this service: it goes to legacy", blueGreen(listening(httpsARN, 443, weighted(groupOf(1), 70, foreign, 30))), map[string]Rollout{
		"its weight is 0":        blueGreen(listening(httpsARN, 443, weighted(groupOf(1), 70, foreign, 0))),
		"it is of the candidate": blueGreen(split(70, 30)),
		"the rule is no production": blueGreen(split(1, 0),
			listening(testARN, 8443, weighted(groupOf(2), 1, foreign, 1))),
	})
}

// A rule between two groups although no deployment runs is left behind; with the ECS
// controller that makes each later deployment fail. A person moves the weights of an
// EXTERNAL service, so there it says nothing.
func TestFindARuleThatIsSplitWithoutRollout(t *testing.T) {
	t.Parallel()
	service, deployment, revisions := native()
	rule := func(a, b int) Routing {
		return routed(ruleOf(httpsARN, 1, "/*", weighted(groupOf(1), a, groupOf(2), b)), listening(httpsARN, 443))
	}
	idle := service
	idle.CurrentServiceDeployment, idle.Deployments = "", service.Deployments[:1]
	deploy := func(status string) Rollout {
		r := blueGreen(split(950, 50))
		r.Service.Controller.Type = ControllerCodeDeploy
		r.Known.CodeDeployment = &CodeDeployment{ID: "d-1", Status: status}
		return RolloutOf(r.Service, r.Known)
	}
	seeFinding(t, FindSplit, "broken: :443 /* is split with no rollout: checkout-1 95 %, checkout-2 5 %", RolloutOf(idle, Known{Routing: rule(950, 50)}), map[string]Rollout{
		"a deployment runs":   RolloutOf(service, Known{Routing: rule(950, 50), ServiceDeployment: &deployment, Revisions: revisions}),
		"one has all":         RolloutOf(idle, Known{Routing: rule(999, 0)}),
		"a person moves it":   blueGreen(split(950, 50)),
		"CodeDeploy is at it": deploy(CodeDeployInProgress),
		"nothing is known":    RolloutOf(idle, Known{}),
		"CodeDeploy is at rest without known deployment": func() Rollout {
			r := deploy(CodeDeploySucceeded)
			r.Known.CodeDeployment = nil
			return r
		}(),
	})
	seeFinding(t, FindSplit, "broken: :443 is split with no rollout: checkout-1 95 %, checkout-2 5 %", deploy(CodeDeploySucceeded), nil)
}

// CodeDeploy changes all rules of a listener that forward to its group, and fails where they
// do not agree.
func TestFindRulesThatDisagree(t *testing.T) {
	t.Parallel()
	rollout := func(controller string, a, b Action) Rollout {
		r := blueGreen(listening(httpsARN, 443, a), ruleOf(httpsARN, 1, "/api", b))
		r.Service.Controller.Type = controller
		return RolloutOf(r.Service, r.Known)
	}
	blue, green := weighted(groupOf(1), 1, groupOf(2), 0), weighted(groupOf(1), 0, groupOf(2), 1)
	elsewhere := blueGreen(listening(httpsARN, 443, blue), listening(testARN, 8443, green))
	elsewhere.Service.Controller.Type = ControllerCodeDeploy
	seeFinding(t, FindDisagree, "untidy: the rules :443 /api and :443 do not agree: the next deployment of CodeDeploy will fail", rollout(ControllerCodeDeploy, blue, green), map[string]Rollout{
		"they agree":                       rollout(ControllerCodeDeploy, blue, weighted(groupOf(1), 100, groupOf(2), 0)),
		"the controller is EXTERNAL":       rollout(ControllerExternal, blue, green),
		"they are of different listeners":  RolloutOf(elsewhere.Service, elsewhere.Known),
		"one is of another service":        rollout(ControllerCodeDeploy, blue, weighted("x", 1)),
		"one forwards nothing by its zero": rollout(ControllerCodeDeploy, blue, weighted(groupOf(2), 0)),
	})
}

// Two tasks of a live set that stopped for one reason within an hour are told.
func TestFindStoppedTasks(t *testing.T) {
	t.Parallel()
	green := setOf(2, StatusActive, 4)
	missing := stopped("TaskFailedToStart", "CannotPullContainerError: failed to resolve ref shop/checkout:1: not found")
	with := func(status string, tasks ...Task) Rollout {
		for i := range tasks {
			tasks[i].StartedBy = green.ID
		}
		return RolloutOf(checkout(setOf(1, StatusPrimary, 4), green.with(role(status))), Known{Tasks: tasks})
	}
	seeFinding(t, FindStopped, "broken: 3 tasks stopped in 12m: image or tag not found",
		with(StatusActive, endedAgo(minute, missing), endedAgo(12*minute, missing), endedAgo(2*minute, missing)), map[string]Rollout{
			"only one stopped":           with(StatusActive, endedAgo(minute, missing)),
			"they stopped long ago":      with(StatusActive, endedAgo(61*minute, missing), endedAgo(2*time.Hour, missing)),
			"their set is deleted":       with(StatusDraining, endedAgo(minute, missing), endedAgo(minute, missing)),
			"they were scaled in":        with(StatusActive, endedAgo(minute, stopped("", "Scaling activity initiated by (deployment ecs-svc/2)")), endedAgo(minute, stopped("", "Scaling activity initiated by (deployment ecs-svc/2)"))),
			"they have different causes": with(StatusActive, endedAgo(minute, missing), endedAgo(minute, stopped("", "odd"))),
		})
}

// A candidate whose group is in no rule gets no health checks.
func TestFindACandidateInNoRule(t *testing.T) {
	t.Parallel()
	const words = "busy: the target group of …000000002 is in no rule: no health checks run there"
	seeFinding(t, FindInNoRule, words, blueGreen(listening(httpsARN, 443, weighted(groupOf(1), 1))), map[string]Rollout{
		"a rule names it":           blueGreen(split(1, 0)),
		"not all rules were read":   blueGreen(listening(httpsARN, 443, weighted(groupOf(1), 1)), &Fault{Kind: FaultDenied}),
		"it is another reason":      blueGreen(split(1, 0), targets(groupOf(2), "unused", "Target.InvalidState")),
		"it is that of the PRIMARY": RolloutOf(checkout(setOf(1, StatusPrimary, 4)), Known{Routing: routed(targets(groupOf(1), "unused", "Target.NotInUse"))}),
	})
	seeFinding(t, FindInNoRule, words, blueGreen(&Fault{Kind: FaultDenied}, targets(groupOf(2), "unused", "Target.NotInUse")), nil)
}

// Fewer healthy targets than running tasks are told with the worst reason: of the side that
// serves it is broken, while targets only start it passes.
func TestFindTargetsThatAreNotHealthy(t *testing.T) {
	t.Parallel()
	with := func(pairs ...string) GroupHealth {
		return targets(groupOf(2), append(slices.Repeat([]string{"healthy", ""}, 3), pairs...)...)
	}
	seeFinding(t, FindUnhealthy, "untidy: 3 of 4 targets of …000000002 are healthy: a security group, a wrong port, or a slow start", blueGreen(with("unhealthy", "Target.Timeout")), map[string]Rollout{
		"all are healthy":         blueGreen(healthy(2, 4)),
		"health is not known":     blueGreen(),
		"health checks are off":   blueGreen(with("unavailable", "")),
		"a drained one is beside": blueGreen(targets(groupOf(2), append(slices.Repeat([]string{"healthy", ""}, 4), "draining", "")...)),
		"the sets share a group": RolloutOf(checkout(setOf(1, StatusPrimary, 4), setOf(3, StatusActive, 4).with(func(s *TaskSet) {
			s.LoadBalancers = setOf(1, StatusPrimary, 4).LoadBalancers
		})), Known{Routing: routed(healthy(1, 3))}),
	})
	enough := targets(groupOf(2), append(slices.Repeat([]string{"healthy", ""}, 4), "unhealthy", "Target.Timeout")...)
	seeFinding(t, FindUnhealthy, "untidy: 4 of 5 targets of …000000002 are healthy: a security group, a wrong port, or a slow start", blueGreen(enough), nil)
	seeFinding(t, FindUnhealthy, "busy: 3 of 4 targets of …000000002 are healthy: the first health checks are under way", blueGreen(with("initial", "Elb.InitialHealthChecking")), nil)
	starting := func(since time.Time) Rollout {
		return RolloutOf(checkout(setOf(1, StatusPrimary, 4), setOf(2, StatusActive, 4).with(created(since)).with(stabilizing(since))), Known{Routing: routed(healthy(2, 3))})
	}
	seeFinding(t, FindUnhealthy, "busy: 1 of 4 running tasks of …000000002 are not registered as targets", blueGreen(healthy(2, 3)), map[string]Rollout{
		"tasks are just starting": starting(ago(minute)),
	})
	seeFinding(t, FindUnhealthy, "busy: 1 of 4 running tasks of …000000002 are not registered as targets", starting(ago(11*minute)), nil)
	serving := targets(groupOf(1), append(slices.Repeat([]string{"healthy", ""}, 3), "unhealthy", "Target.FailedHealthChecks")...)
	seeFinding(t, FindUnhealthy, "broken: 3 of 4 targets of …000000001 are healthy: the container refuses the connection: it crashed, or listens elsewhere", blueGreen(serving), nil)
}

// A rule that has not the weights that ECS asked for was changed by somebody, if it was read a
// minute or more after ECS asked for them; a Network Load Balancer has ten minutes to follow.
func TestFindARuleThatSomebodyChanged(t *testing.T) {
	t.Parallel()
	with := func(listener string, a, b int, change func(*ServiceDeployment)) Rollout {
		service, deployment, revisions := native()
		deployment.WeightsSeen, deployment.SeenAt = ago(2*minute), noon
		if change != nil {
			change(&deployment)
		}
		for i := range service.LoadBalancers {
			advanced := *service.LoadBalancers[i].Advanced
			advanced.ProductionListenerRule = ruleARN(listener, 1)
			if listener == nlbARN {
				advanced.ProductionListenerRule = listener
			}
			service.LoadBalancers[i].Advanced = &advanced
		}
		shares := weighted(groupOf(1), a, groupOf(2), b)
		rule := ruleOf(listener, 1, "/*", shares)
		rule.ActionsSeen = noon
		routing := routed(rule, listening(listener, 443))
		if listener == nlbARN {
			routing = routed(listening(listener, 443, shares))
		}
		routing.ReadAt = map[string]time.Time{ruleARN(listener, 1): noon, listener: noon}
		return RolloutOf(service, Known{Routing: routing, ServiceDeployment: &deployment, Revisions: revisions})
	}
	const words = "untidy: somebody changed :443 /*: 1 has 95 %, and ECS asked for 90 %"
	seeFinding(t, FindChanged, words, with(httpsARN, 950, 50, nil), map[string]Rollout{
		"it is as ECS asked":           with(httpsARN, 900, 100, nil),
		"the deployment is over":       with(httpsARN, 950, 50, func(d *ServiceDeployment) { d.Status = DeploySuccessful }),
		"ECS asked for nothing":        with(httpsARN, 950, 50, func(d *ServiceDeployment) { d.Sources[0].ProductionWeight, d.Target.ProductionWeight = nil, nil }),
		"a NLB follows slowly":         with(nlbARN, 950, 50, nil),
		"the rule names no group":      with(httpsARN, 0, 0, nil),
		"it was read before ECS asked": with(httpsARN, 950, 50, func(d *ServiceDeployment) { d.WeightsSeen = noon.Add(minute) }),
		"ECS was not read since":       with(httpsARN, 950, 50, func(d *ServiceDeployment) { d.SeenAt = ago(10 * time.Second) }),
		"ECS asked just before":        with(httpsARN, 950, 50, func(d *ServiceDeployment) { d.WeightsSeen = ago(59 * time.Second) }),
	})
	late := func(d *ServiceDeployment) { d.WeightsSeen = ago(11 * minute) }
	seeFinding(t, FindChanged, "untidy: somebody changed :443: 1 has 95 %, and ECS asked for 90 %", with(nlbARN, 950, 50, late), nil)
}

// A rule has its weights since the read that first had them, and so has a listener.
func TestSinceWhenARuleHasItsWeights(t *testing.T) {
	t.Parallel()
	rule, other := ruleOf(httpsARN, 1, "/*", weighted(groupOf(1), 90, groupOf(2), 10)), ruleOf(httpsARN, 1, "/*", weighted(groupOf(1), 50, groupOf(2), 50))
	read := Rule{}.Replace(rule, ago(5*minute))
	if got := read.Replace(rule, noon).ActionsSeen; !got.Equal(ago(5 * minute)) {
		t.Errorf("the same since %s", got)
	}
	if got := read.Replace(other, noon).ActionsSeen; !got.Equal(noon) {
		t.Errorf("others since %s", got)
	}
	listener := Listener{}.Replace(Listener{DefaultActions: rule.Actions}, ago(5*minute))
	if got := listener.Replace(Listener{DefaultActions: other.Actions}, noon).ActionsSeen; !got.Equal(noon) {
		t.Errorf("others of a listener since %s", got)
	}
}

// Weights count as asked for since the read that first had them; those of the first read since
// the last change of the deployment that ECS tells.
func TestSinceWhenECSAsksForWeights(t *testing.T) {
	t.Parallel()
	_, first, _ := native()
	first.UpdatedAt = ago(5 * minute)
	read := ServiceDeployment{}.Replace(first, ago(minute))
	if got := read.WeightsSeen; !got.Equal(ago(5 * minute)) {
		t.Errorf("of the first read: since %s", got)
	}
	if got := read.Replace(first, noon).WeightsSeen; !got.Equal(ago(5 * minute)) {
		t.Errorf("of the same: since %s", got)
	}
	other := first
	target := *first.Target
	target.ProductionWeight, other.Target = new(50.0), &target
	if got := read.Replace(other, noon).WeightsSeen; !got.Equal(noon) {
		t.Errorf("of others: since %s", got)
	}
	first.UpdatedAt = time.Time{}
	if got := (ServiceDeployment{}).Replace(first, noon).WeightsSeen; !got.Equal(noon) {
		t.Errorf("without a time of ECS: since %s", got)
	}
}

// A hook that waits for a person is told, with what happens when its time runs out; one
// that a function works at is not.
func TestFindAHookThatWaitsForAPerson(t *testing.T) {
	t.Parallel()
	with := func(hooks ...LifecycleHook) Rollout {
		service, deployment, revisions := native()
		deployment.Hooks = hooks
		return RolloutOf(service, Known{ServiceDeployment: &deployment, Revisions: revisions})
	}
	pause := LifecycleHook{ID: "ecs-pause-1", TargetType: HookPause, Status: HookAwaitsAction, ExpiresAt: noon.Add(2*time.Hour + 5*minute), TimeoutAction: "ROLLBACK"}
	done, lambda := pause, LifecycleHook{TargetType: "AWS_LAMBDA", Status: HookInProgress}
	done.Status = HookSucceeded
	seeFinding(t, FindWaits, "untidy: the deployment waits for a person until 14:05 UTC, then ROLLBACK", with(lambda, pause), map[string]Rollout{
		"it was continued":    with(done),
		"a function is at it": with(lambda),
		"there is no hook":    with(),
	})
}

// A shift away from a zone is told; what ELB says of every target unasked is not.
func TestFindAShiftedZone(t *testing.T) {
	t.Parallel()
	with := func(override string) Rollout {
		health := healthy(1, 4)
		health.Targets[2].Override, health.Targets[2].AvailabilityZone = override, "eu-west-1a"
		return blueGreen(health)
	}
	seeFinding(t, FindShifted, "busy: traffic is shifted away from eu-west-1a", with("zonal_shift_active"), map[string]Rollout{
		"there is no override": with("no_override"), "nothing is told": with(""), "it is not known": with("unknown"),
	})
}

// Where clients stay at their group the percents are those of new ones.
func TestFindStickiness(t *testing.T) {
	t.Parallel()
	with := func(a Action) Rollout { return blueGreen(listening(httpsARN, 443, a)) }
	seeFinding(t, FindSticky, "calm: stickiness is on at :443: the percents are for new clients", with(sticky(weighted(groupOf(1), 1, groupOf(2), 1))), map[string]Rollout{
		"it is off":              with(weighted(groupOf(1), 1, groupOf(2), 1)),
		"there is one group":     with(sticky(weighted(groupOf(1), 1))),
		"it is of another route": blueGreen(split(1, 0), listening(testARN, 8443, sticky(weighted(groupOf(2), 1, "x", 1)))),
	})
}

// A deployment that failed or goes back is told with AWS's reason; one that is under way, or
// has ended well, is not.
func TestFindADeploymentThatFailed(t *testing.T) {
	t.Parallel()
	ecs := func(change func(*ServiceDeployment)) Rollout {
		service, deployment, revisions := native()
		change(&deployment)
		return RolloutOf(service, Known{ServiceDeployment: &deployment, Revisions: revisions})
	}
	const reason = "Service deployment rolled back because the circuit breaker threshold was exceeded."
	status := func(status string) func(*ServiceDeployment) {
		return func(d *ServiceDeployment) { d.Status, d.Rollback = status, &DeploymentRollback{Reason: reason} }
	}
	seeFinding(t, FindDeploymentFailed, "busy: ECS rolls back: "+reason, ecs(status(DeployRollbackInProgress)), map[string]Rollout{
		"it is under way": ecs(func(*ServiceDeployment) {}), "it has ended well": ecs(status(DeploySuccessful)),
		"no alarm is on": ecs(func(d *ServiceDeployment) { d.Alarms = &DeploymentAlarms{Names: []string{"errors"}} }),
	})
	seeFinding(t, FindDeploymentFailed, "broken: the rollback failed: "+reason, ecs(status(DeployRollbackFailed)), nil)
	seeFinding(t, FindDeploymentFailed, "untidy: the deployment was rolled back: "+reason, ecs(status(DeployRollbackSuccessful)), nil)
	seeFinding(t, FindDeploymentFailed, "untidy: an alarm is on: errors", ecs(func(d *ServiceDeployment) { d.Alarms = &DeploymentAlarms{Triggered: []string{"errors"}} }), nil)

	deploy := func(d CodeDeployment) Rollout {
		r := blueGreen()
		r.Service.Controller.Type = ControllerCodeDeploy
		d.ID = "d-1"
		return RolloutOf(r.Service, Known{CodeDeployment: &d})
	}
	failure := &CodeDeployError{Code: "TIMEOUT", Message: "The deployment timed out while waiting for the replacement task set to become healthy. This time out period is 60 minutes."}
	seeFinding(t, FindDeploymentFailed, "untidy: CodeDeploy's deployment d-1 failed: TIMEOUT: "+failure.Message+"; d-2 rolls it back",
		deploy(CodeDeployment{Status: CodeDeployFailed, Error: failure, Rollback: &CodeDeployRollback{DeploymentID: "d-2"}}), map[string]Rollout{
			"it is under way": deploy(CodeDeployment{Status: CodeDeployInProgress}), "it has ended well": deploy(CodeDeployment{Status: CodeDeploySucceeded}),
			"somebody stopped it": deploy(CodeDeployment{Status: CodeDeployStopped}),
		})
	seeFinding(t, FindDeploymentFailed, "busy: CodeDeploy rolls d-0 back", deploy(CodeDeployment{Status: CodeDeployInProgress, Rollback: &CodeDeployRollback{TriggeringID: "d-0"}}), nil)
	seeFinding(t, FindWaits, "untidy: the deployment waits for someone to shift the traffic", deploy(CodeDeployment{Status: CodeDeployReady}), map[string]Rollout{
		"it is under way": deploy(CodeDeployment{Status: CodeDeployInProgress}),
	})
}

// A deployment has the tier of what is found about it, and that of a rollback is that of the
// verdict of this name. Where nothing is found it is busy while it is under way, and calm after that
// and where it is not known.
func TestADeploymentHasTheTierOfWhatIsFoundAboutIt(t *testing.T) {
	t.Parallel()
	ecs := func(status string) Rollout {
		service, deployment, revisions := native()
		deployment.Status, deployment.Rollback = status, &DeploymentRollback{Reason: "errors"}
		return RolloutOf(service, Known{ServiceDeployment: &deployment, Revisions: revisions})
	}
	codeDeploy := func(d CodeDeployment) Rollout {
		r := blueGreen()
		r.Service.Controller.Type = ControllerCodeDeploy
		return RolloutOf(r.Service, Known{CodeDeployment: &d})
	}
	for name, test := range map[string]struct {
		r    Rollout
		tier Tier
	}{
		"under way":                       {ecs(DeployInProgress), Busy},
		"rolled back":                     {ecs(DeployRollbackInProgress), verdicts[isRollback].Tier},
		"about to be rolled back":         {ecs(DeployRollbackRequested), verdicts[isRollback].Tier},
		"the rollback failed":             {ecs(DeployRollbackFailed), Broken},
		"was rolled back":                 {ecs(DeployRollbackSuccessful), Untidy},
		"ended well":                      {ecs(DeploySuccessful), Calm},
		"stopped":                         {ecs(DeployStopped), Calm},
		"not known":                       {RolloutOf(ecs(DeployInProgress).Service, Known{}), Calm},
		"CodeDeploy, under way":           {codeDeploy(CodeDeployment{Status: CodeDeployInProgress}), Busy},
		"CodeDeploy, for a person":        {codeDeploy(CodeDeployment{Status: CodeDeployReady}), Untidy},
		"CodeDeploy, rolls another back":  {codeDeploy(CodeDeployment{Status: CodeDeployInProgress, Rollback: &CodeDeployRollback{TriggeringID: "d-0"}}), verdicts[isRollback].Tier},
		"CodeDeploy, failed":              {codeDeploy(CodeDeployment{Status: CodeDeployFailed, Error: &CodeDeployError{Code: "TIMEOUT"}}), Untidy},
		"CodeDeploy, stopped by a person": {codeDeploy(CodeDeployment{Status: CodeDeployStopped}), Calm},
		"CodeDeploy, ended well":          {codeDeploy(CodeDeployment{Status: CodeDeploySucceeded}), Calm},
		"CodeDeploy, not known":           {codeDeploy(CodeDeployment{Missing: "DeploymentDoesNotExistException"}), Calm},
		"sets of an external controller":  {blueGreen(), Calm},
	} {
		if tier := test.r.DeploymentTier(noon); tier != test.tier {
			t.Errorf("%s: %d, not %d", name, tier, test.tier)
		}
	}
}

// Findings stand by their tier, the worst first, and within one in their order; where
// nothing is known nothing is found.
func TestTheWorstFindingStandsFirst(t *testing.T) {
	t.Parallel()
	r := blueGreen(listening(httpsARN, 443, sticky(weighted(groupOf(1), 0, groupOf(2), 1))), targets(groupOf(2)), healthy(1, 3))
	var ids []FindingID
	for _, f := range r.Findings(noon) {
		ids = append(ids, f.ID)
	}
	want := []FindingID{FindToNothing, FindOffPrimary, FindUnhealthy, FindUnhealthy, FindSticky}
	if diff := cmp.Diff(want, ids); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if findings := RolloutOf(checkout(setOf(1, StatusPrimary, 4), setOf(2, StatusActive, 4)), Known{}).Findings(noon); findings != nil {
		t.Errorf("where nothing is known: %v", findings)
	}
	if findings := RolloutOf(Service{}, Known{}).Findings(noon); findings != nil {
		t.Errorf("of no service: %v", findings)
	}
}
