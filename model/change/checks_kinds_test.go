package change

import (
	"slices"
	"strings"
	"testing"

	"tealset/model"
)

// In its own situation each kind is possible. Nothing is at risk, so that two keys are enough;
// but for the end of the original set, which always wants the service's name.
func TestEachKindIsPossibleInItsSituation(t *testing.T) {
	t.Parallel()
	for _, kind := range Kinds() {
		service, c := situation(kind)
		f := ask(kind, service, c)
		checks := f.Checks(c)
		if Blocked(checks) || AtRisk(checks) != (kind == TerminateOriginal) {
			t.Errorf("%s: %+v", kind, checks)
		}
		if !f.Allowed(c, "checkout") || f.Allowed(c, "") == (kind == TerminateOriginal) {
			t.Errorf("%s: allowed without the name %t", kind, f.Allowed(c, ""))
		}
		if why := Can(kind, model.RolloutOf(service, *orNothing(c.Known)), setOfKind(kind, service), c); why != "" {
			t.Errorf("%s cannot be taken: %s", kind, why)
		}
	}
}

func orNothing(known *model.Known) *model.Known {
	if known == nil {
		return &model.Known{}
	}
	return known
}

func setOfKind(kind Kind, service model.Service) *model.TaskSet {
	if !kind.OfTaskSet() {
		return nil
	}
	return &service.TaskSets[1]
}

// A kind is for one controller: elsewhere it is blocked, and cannot be taken.
func TestAKindIsForOneController(t *testing.T) {
	t.Parallel()
	for _, kind := range Kinds() {
		for _, controller := range []string{model.ControllerExternal, model.ControllerCodeDeploy, model.ControllerECS, "KUBERNETES"} {
			service, c := situation(kind)
			own := service.ControllerType() == controller
			service.Controller.Type = controller
			f := ask(kind, service, c)
			if Impossible(f.Checks(c)) == own {
				t.Errorf("%s with %s: %+v", kind, controller, f.Checks(c))
			}
			if why := Can(kind, model.RolloutOf(service, *orNothing(c.Known)), setOfKind(kind, service), c); (why == "") != own {
				t.Errorf("%s with %s: %q", kind, controller, why)
			}
		}
	}
}

// Where the service is not ACTIVE nothing can be changed. What ECS answers to that is said of changes
// of a task set alone: of the others AWS documents nothing.
func TestNothingIsChangedInAServiceThatIsNotActive(t *testing.T) {
	t.Parallel()
	for _, kind := range Kinds() {
		service, c := situation(kind)
		service.Status = "DRAINING"
		f := ask(kind, service, c)
		want := "block: the service is DRAINING"
		if kind.OfTaskSet() {
			want += ": ECS answers ServiceNotActiveException"
		}
		if got := finding(f.Checks(c), CheckServiceStatus); got != want || !Impossible(f.Checks(c)) {
			t.Errorf("%s: %q, not %q", kind, got, want)
		}
	}
}

// What the checks of each kind find, each with data that gives it and data beside it: the first
// line of each is the situation as it is.
func TestWhatTheChecksOfEachKindFind(t *testing.T) {
	t.Parallel()
	set := func(changes ...func(*model.TaskSet)) func(*model.Service, *Circumstances) {
		return func(s *model.Service, _ *Circumstances) { nth(1, changes...)(s) }
	}
	service := func(change func(*model.Service)) func(*model.Service, *Circumstances) {
		return func(s *model.Service, _ *Circumstances) { change(s) }
	}
	known := func(change func(*model.Known)) func(*model.Service, *Circumstances) {
		return func(_ *model.Service, c *Circumstances) { change(c.Known) }
	}
	traffic := func(ofTarget, ofPrimary int32) func(*model.Service, *Circumstances) {
		return known(func(k *model.Known) {
			k.Routing.Listeners[listener] = shares(listener, 443, ofTarget, ofPrimary, false)
		})
	}
	sick := func(group int) func(*model.Service, *Circumstances) {
		return known(func(k *model.Known) {
			health := k.Routing.Health[groupOf(group)]
			health.Targets = append([]model.Target{{State: "unhealthy", Reason: "Target.Timeout"}}, health.Targets[1:]...)
			k.Routing.Health[groupOf(group)] = health
		})
	}
	percent := func(percent float64) func(*model.Service, *Circumstances) {
		return func(_ *model.Service, c *Circumstances) { c.Percent = &percent }
	}
	labelled := known(func(k *model.Known) {
		k.CodeDeployTarget = &model.CodeDeployTarget{TaskSets: []model.CodeDeployTaskSet{
			{ID: setOf(1, "", 0).ID, Label: model.LabelBlue}, {ID: setOf(2, "", 0).ID, Label: model.LabelGreen},
		}}
	})
	native := func(change func(*model.ServiceDeployment)) func(*model.Service, *Circumstances) {
		return known(func(k *model.Known) { change(k.ServiceDeployment) })
	}
	both := func(changes ...func(*model.Service, *Circumstances)) func(*model.Service, *Circumstances) {
		return func(s *model.Service, c *Circumstances) {
			for _, change := range changes {
				change(s, c)
			}
		}
	}
	ended := func(status string) func(*model.Service, *Circumstances) {
		return known(func(k *model.Known) { k.CodeDeployment.Status, k.CodeDeployment.TerminationWaitStarted = status, false })
	}
	for _, test := range []struct {
		name   string
		kind   Kind
		change func(*model.Service, *Circumstances)
		id     CheckID
		want   string // its beginning
	}{
		{"steady", PromoteTaskSet, nil, CheckSteady, "ok: …000000002 is steady: 4 of 4 tasks run"},
		{"not steady", PromoteTaskSet, set(stabilizing), CheckSteady, "danger: …000000002 is not steady: 4 of 4 tasks run"},
		{"runs too few", PromoteTaskSet, set(running(2)), CheckSteady, "danger: …000000002 is not steady: 2 of 4 tasks run"},
		{"as desired", PromoteTaskSet, nil, CheckDesired, "ok: …000000002 runs 4 tasks, the service wants 4"},
		{"below desired", PromoteTaskSet, set(running(2), wanting(2)), CheckDesired, "danger: …000000002 runs 2 tasks, the service wants 4"},
		{"healthy", PromoteTaskSet, nil, CheckCandidateTargets, "ok: all 4 targets of …000000002 are healthy"},
		{"sick", PromoteTaskSet, sick(2), CheckCandidateTargets, "danger: 3 of 4 targets of …000000002 are healthy"},
		{"the other is sick", PromoteTaskSet, sick(1), CheckCandidateTargets, "ok: all 4"},
		{"has traffic", PromoteTaskSet, nil, CheckTraffic, "ok: 100 % of the production traffic goes to it"},
		{"has none", PromoteTaskSet, traffic(0, 100), CheckTraffic, "warning: no production traffic goes to it: promoting moves none"},
		{"in no rule", PromoteTaskSet, known(func(k *model.Known) { k.Routing.Listeners = nil }), CheckTraffic, "danger: its target group is in no rule"},
		{"not read", PromoteTaskSet, known(func(k *model.Known) { k.Routing = model.Routing{} }), CheckTraffic, "unanswered: its share of the traffic is not known"},
		{"nothing looked up", PromoteTaskSet, func(_ *model.Service, c *Circumstances) { c.Known = nil }, CheckTraffic, "unanswered: traffic weights and target health are not looked up here"},
		{"the PRIMARY has none", PromoteTaskSet, nil, CheckPrimaryTraffic, "ok: no production traffic goes to …000000001 any more"},
		{"the PRIMARY has some", PromoteTaskSet, traffic(90, 10), CheckPrimaryTraffic, "danger: 10 % of the production traffic still goes to …000000001, which loses the role: promoting moves no traffic"},
		{"the newest", PromoteTaskSet, nil, CheckNewer, ""},
		{"a newer one", PromoteTaskSet, service(beside(setOf(3, model.StatusActive, 4, created(noon)))), CheckNewer, "warning: …000000003 is newer"},
		{"an older one", PromoteTaskSet, service(beside(setOf(3, model.StatusActive, 4, created(ago(9*day))))), CheckNewer, ""},
		{"the PRIMARY itself", PromoteTaskSet, set(role(model.StatusPrimary)), CheckRole, "block: it is the PRIMARY already"},
		{"draining", PromoteTaskSet, set(role(model.StatusDraining)), CheckDraining, "block: it is DRAINING"},
		{"the service drains", PromoteTaskSet, service(serviceStatus("DRAINING")), CheckServiceStatus, "block: the service is DRAINING"},
		{"PipeCD's", PromoteTaskSet, set(func(s *model.TaskSet) { s.Tags = []model.Tag{{Key: "pipecd.dev/x", Value: "1"}} }), CheckOwner, "warning: PipeCD manages this: it may change it back"},

		{"the former", RestorePrimary, nil, CheckFormer, ""},
		{"another was the former", RestorePrimary, func(_ *model.Service, c *Circumstances) { c.Former = "x" }, CheckFormer, "block: …000000002 is not known to have been PRIMARY"},
		{"the former runs too few", RestorePrimary, set(running(3)), CheckFormer, "block: …000000002 does not run its desired count: 3 of 4 tasks run"},
		{"the former was scaled down", RestorePrimary, set(running(1), wanting(1)), CheckFormer, "block: …000000002 does not run its desired count: 1 of 4 tasks run"},

		{"no number", ScaleTaskSet, func(_ *model.Service, c *Circumstances) { c.Percent = nil }, CheckPercent, "block: type a percentage from 0 to 100"},
		{"too much", ScaleTaskSet, percent(100.5), CheckPercent, "block: type a percentage"},
		{"below nothing", ScaleTaskSet, percent(-1), CheckPercent, "block: type a percentage"},
		{"as it is", ScaleTaskSet, percent(100), CheckPercent, "block: the scale is 100% already"},
		{"a number", ScaleTaskSet, nil, CheckPercent, ""},
		{"enough is left", ScaleTaskSet, nil, CheckCapacity, "ok: steady capacity 8 → 6, desired 4"},
		{"too little is left", ScaleTaskSet, both(percent(0), service(nth(0, running(3)))), CheckCapacity, "danger: steady capacity 7 → 3, desired 4"},
		{"what is left is not steady", ScaleTaskSet, service(nth(0, stabilizing)), CheckCapacity, "danger: steady capacity 8 → 2, desired 4"},
		{"up", ScaleTaskSet, both(percent(100), set(running(2), wanting(2), scaled(50))), CheckCapacity, "ok: 2 tasks run → 4, running now in all sets 6, desired 4"},
		{"no traffic", ScaleTaskSet, nil, CheckTraffic, "ok: no rule sends production traffic to it"},
		{"traffic", ScaleTaskSet, traffic(10, 90), CheckTraffic, "danger: 10 % of the production traffic goes to it, and fewer tasks answer"},
		{"traffic, and no task", ScaleTaskSet, both(percent(0), traffic(10, 90)), CheckTraffic, "danger: 10 % of the production traffic goes to it, and no task answers"},
		{"traffic, and up", ScaleTaskSet, both(percent(100), set(running(2), wanting(2), scaled(50)), traffic(10, 90)), CheckTraffic, ""},
		{"the PRIMARY", ScaleTaskSet, set(role(model.StatusPrimary)), CheckRole, "danger: this is the PRIMARY"},
		{"the former to 0", ScaleTaskSet, both(percent(0), set(created(ago(9*day)))), CheckWayBack, "warning: going back to …000000002 at once is lost"},
		{"the former to half", ScaleTaskSet, set(created(ago(9 * day))), CheckWayBack, ""},
		{"a candidate to 0", ScaleTaskSet, percent(0), CheckWayBack, ""},

		{"ready", RerouteTraffic, nil, CheckServes, "ok: the replacement set …000000002 will serve: 4 of 4 tasks run"},
		{"green is not full", RerouteTraffic, set(running(1)), CheckServes, "danger: the replacement set …000000002 is to serve, and is not ready: 1 of 4 tasks run"},
		{"green is sick", RerouteTraffic, sick(2), CheckCandidateTargets, "danger: 3 of 4 targets of …000000002 are healthy"},
		{"what is next", RerouteTraffic, nil, CheckNext, "ok: the traffic shifts to the replacement set by CodeDeployDefault.ECSAllAtOnce"},
		{"not ready", RerouteTraffic, ended(model.CodeDeployInProgress), CheckDeployment, "block: it does not wait for someone to shift the traffic: it is under way"},
		{"ended", RerouteTraffic, ended(model.CodeDeployStopped), CheckDeployment, "block: the deployment d-1 has ended: Stopped"},
		{"not known", RerouteTraffic, known(func(k *model.Known) { k.CodeDeployment = nil }), CheckDeployment, "block: what CodeDeploy does is not known"},
		{"of another", RerouteTraffic, known(func(k *model.Known) { k.CodeDeployment.ID = "d-0" }), CheckDeployment, "block: what CodeDeploy does is not known"},
		{"the way back", TerminateOriginal, nil, CheckWayBack, "danger: going back at once is lost: CodeDeploy ends the original set …000000001 with 4 tasks"},
		{"blue has traffic", TerminateOriginal, nil, CheckTraffic, "danger: 100 % of the production traffic still goes to the original set"},
		{"blue has none", TerminateOriginal, traffic(100, 0), CheckTraffic, ""},
		{"keeps nothing", TerminateOriginal, ended(model.CodeDeployInProgress), CheckDeployment, "block: it does not wait before it ends the original set: it is under way"},
		{"blue ends already", TerminateOriginal, both(labelled, service(nth(0, role(model.StatusDraining)))), CheckDeployment, "block: the original set has ended, or ends already"},
		{"blue ends already", StopCodeDeploy, both(labelled, service(nth(0, role(model.StatusDraining)))), CheckServes, "block: the original set is gone"},
		{"blue serves", StopCodeDeploy, nil, CheckServes, "ok: the original set …000000001 will serve: 4 of 4 tasks run"},
		{"blue is short", StopCodeDeploy, service(nth(0, running(1))), CheckServes, "danger: the original set …000000001 is to serve, and is not ready: 1 of 4 tasks run"},
		{"blue is sick", StopCodeDeploy, sick(1), CheckCandidateTargets, "danger: 3 of 4 targets of …000000001 are healthy"},
		{"blue is gone", StopCodeDeploy, service(func(s *model.Service) { s.TaskSets = s.TaskSets[1:] }), CheckServes, "block: the original set is gone"},
		{"it has ended", StopCodeDeploy, ended(model.CodeDeploySucceeded), CheckDeployment, "block: the deployment d-1 has ended: Succeeded"},

		{"the revision", ContinueHook, nil, CheckServes, "ok: the new revision 2 will serve: 4 of 4 tasks run"},
		{"the revision is short", ContinueHook, native(func(d *model.ServiceDeployment) { d.Target.Running = 1 }), CheckServes, "danger: the new revision 2 is to serve, and is not ready: 1 of 4 tasks run"},
		{"the revision has not begun", ContinueHook, native(func(d *model.ServiceDeployment) { d.Stage, d.Target.Running = "PRE_SCALE_UP", 0 }), CheckServes, ""},
		{"the tests have been shifted", ContinueHook, native(func(d *model.ServiceDeployment) { d.Stage = "POST_TEST_TRAFFIC_SHIFT" }), CheckNext, "ok: ECS goes on with the deployment from the stage POST_TEST_TRAFFIC_SHIFT: it shifts the production traffic next"},
		{"a step has been shifted", ContinueHook, native(func(d *model.ServiceDeployment) {
			d.Stage, d.Target.ProductionWeight = "POST_PRODUCTION_TRAFFIC_SHIFT", new(10.0)
		}), CheckNext, "ok: ECS goes on with the deployment from the stage POST_PRODUCTION_TRAFFIC_SHIFT: it shifts the production traffic next"},
		{"all has been shifted", ContinueHook, native(func(d *model.ServiceDeployment) {
			d.Stage, d.Target.ProductionWeight = "POST_PRODUCTION_TRAFFIC_SHIFT", new(100.0)
		}), CheckNext, "ok: ECS goes on with the deployment from the stage POST_PRODUCTION_TRAFFIC_SHIFT: it bakes: both revisions run next"},
		{"the canary serves", ContinueHook, native(func(d *model.ServiceDeployment) {
			d.Target.ProductionWeight = new(10.0)
			d.Configuration = &model.DeploymentConfiguration{Strategy: model.StrategyCanary, Canary: &model.CanarySteps{Percent: new(10.0)}}
		}), CheckNext, "ok: ECS goes on with the deployment from the stage PRE_PRODUCTION_TRAFFIC_SHIFT: it shifts the production traffic next; it is at the canary of 10 % now"},
		{"a stage that is not known", ContinueHook, native(func(d *model.ServiceDeployment) { d.Stage = "NEW" }), CheckNext, "ok: ECS goes on with the deployment from the stage NEW"},
		{"no alarm", ContinueHook, nil, CheckAlarms, ""},
		{"a quiet alarm", ContinueHook, native(func(d *model.ServiceDeployment) { d.Alarms = &model.DeploymentAlarms{Names: []string{"5xx"}} }), CheckAlarms, "ok: no alarm"},
		{"a red alarm", ContinueHook, native(func(d *model.ServiceDeployment) { d.Alarms = &model.DeploymentAlarms{Triggered: []string{"5xx"}} }), CheckAlarms, "danger: alarms are red: 5xx"},
		{"next", ContinueHook, native(func(d *model.ServiceDeployment) {
			d.Configuration = &model.DeploymentConfiguration{BakeMinutes: new(int32(10))}
			d.Hooks = append(d.Hooks, model.LifecycleHook{ID: "ecs-pause-2", Status: model.HookAwaitsAction})
		}), CheckNext, "ok: ECS goes on with the deployment from the stage PRE_PRODUCTION_TRAFFIC_SHIFT: it shifts the production traffic next; both revisions run for 10 min at the end; 1 more must be continued first"},
		{"the hook was continued", ContinueHook, native(func(d *model.ServiceDeployment) { d.Hooks[0].Status = model.HookSucceeded }), CheckDeployment, "block: no hook waits for a person"},
		{"another hook waits", RollBackHook, native(func(d *model.ServiceDeployment) { d.Hooks[0].ID = "ecs-pause-9" }), CheckDeployment, "block: the hook ecs-pause-1 does not wait any more"},
		{"it rolls back", ContinueHook, native(func(d *model.ServiceDeployment) { d.Status = model.DeployRollbackInProgress }), CheckDeployment, "block: the deployment rolls back already"},
		{"it stops", ContinueHook, native(func(d *model.ServiceDeployment) { d.Status = model.DeployStopRequested }), CheckDeployment, "block: the deployment is about to stop"},
		{"it is over", ContinueHook, native(func(d *model.ServiceDeployment) { d.Status = model.DeploySuccessful }), CheckDeployment, "block: the deployment has ended: SUCCESSFUL"},
		{"none is under way", RollBackDeployment, service(func(s *model.Service) { s.CurrentServiceDeployment = "" }), CheckDeployment, "block: no deployment is under way: there is nothing to stop"},
		{"it is not read", RollBackDeployment, known(func(k *model.Known) { k.ServiceDeployment = nil }), CheckDeployment, "block: what the deployment does is not known: it is not read yet"},
		{"a hook waits", RollBackDeployment, native(func(d *model.ServiceDeployment) {
			d.Hooks = []model.LifecycleHook{{ID: "ecs-pause-2", Status: model.HookAwaitsAction}}
		}), CheckDeployment, "block: a hook waits for a person"},
		{"the source serves", RollBackDeployment, nil, CheckServes, "ok: the earlier revision 1 will serve: 4 of 4 tasks run"},
		{"the source is short", RollBackDeployment, native(func(d *model.ServiceDeployment) { d.Sources[0].Running = 0 }), CheckServes, "danger: the earlier revision 1 is to serve, and is not ready: 0 of 4 tasks run"},
		{"no source is left", RollBackHook, native(func(d *model.ServiceDeployment) { d.Sources = nil }), CheckServes, "block: no earlier revision is left to go back to"},
	} {
		service, c := situation(test.kind)
		f := ask(test.kind, service, c) // before: what was pinned stays
		if test.change != nil {
			test.change(&service, &c)
		}
		f.Look(service, c)
		if f.State() == Vanished {
			t.Fatalf("%s, %s: the set is gone", test.kind, test.name)
		}
		got := finding(f.Checks(c), test.id)
		if test.want == "" && got != "" || !strings.HasPrefix(got, test.want) {
			t.Errorf("%s, %s:\ngot  %s\nwant %s\n%+v", test.kind, test.name, got, test.want, f.Checks(c))
		}
	}
}

// A block of a deployment says what to do where there is something.
func TestABlockSaysWhatToDo(t *testing.T) {
	t.Parallel()
	service, c := waiting(model.CodeDeployReady)
	service.TaskSets = service.TaskSets[1:]
	r := model.RolloutOf(service, *c.Known)
	if why := Can(StopCodeDeploy, r, nil, c); why != "the original set is gone: nothing is left to go back to: deploy the former revision anew" {
		t.Errorf("%q", why)
	}
	if offer := Back(r, c); offer.Kind != StopCodeDeploy || offer.Why == "" {
		t.Errorf("%+v", offer)
	}
}

// Promoting moves no traffic: where some still goes to the set that loses the role, that is
// said first, with the shifts that move it; and else nothing is.
func TestThePromotionSaysFirstThatItMovesNoTraffic(t *testing.T) {
	t.Parallel()
	for kind, percent := range map[Kind]int{PromoteTaskSet: 50, RestorePrimary: 100} {
		service, c := situation(kind)
		if words, shifts := ask(kind, service, c).Advice(); words != "" || shifts != nil {
			t.Errorf("%s: %q, %+v", kind, words, shifts)
		}
		c.Known.Routing.Listeners[listener] = shares(listener, 443, 10, 90, false)
		words, shifts := ask(kind, service, c).Advice()
		if words != "promoting moves no traffic: shift it to …000000002 first" || len(shifts) != 1 || shifts[0].Candidate != groupOf(2) || shifts[0].Percent != percent {
			t.Errorf("%s: %q, %+v", kind, words, shifts)
		}
		service.TaskSets = slices.Clone(service.TaskSets)
		at := slices.IndexFunc(service.TaskSets, func(set model.TaskSet) bool { return !set.Primary() })
		service.TaskSets[at].Running = 1
		words, shifts = ask(kind, service, c).Advice()
		if !strings.HasPrefix(words, "promoting moves no traffic, and …000000002 is not ready for it: ") || shifts != nil {
			t.Errorf("%s, 1 of 4 tasks run: %q, %+v", kind, words, shifts)
		}
	}
	service, c := situation(ScaleTaskSet)
	if words, _ := ask(ScaleTaskSet, service, c).Advice(); words != "" {
		t.Errorf("%q", words)
	}
}
