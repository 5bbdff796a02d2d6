package change

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"tealset/model"
)

// confirmedIn is a change of a kind that was confirmed at noon.
func confirmedIn(t *testing.T, kind Kind) (*Flow, model.Service, Circumstances) {
	t.Helper()
	service, c := situation(kind)
	f := ask(kind, service, c)
	if !f.Confirm("id", "checkout", c) {
		t.Fatalf("%s: %+v", kind, f.Checks(c))
	}
	return f, service, c
}

// reread reads again after the confirmation.
func reread(f *Flow, service model.Service, c Circumstances) (*Request, Reasons) {
	c.Now, c.DeploymentReadAt = noon.Add(time.Second), noon.Add(time.Second)
	return f.Reread("id", service, nil, c)
}

// As it was confirmed, each kind is sent once, with what it names.
func TestEachKindIsSentAsItWasConfirmed(t *testing.T) {
	t.Parallel()
	for _, kind := range Kinds() {
		f, service, c := confirmedIn(t, kind)
		request, why := reread(f, service, c)
		if request == nil || why.Any() {
			t.Fatalf("%s: %+v", kind, why)
		}
		if KindOf(kind.Operation(), request.Params, kind.Back()) != kind || request.ID != "id" || !request.At.Equal(noon) {
			t.Errorf("%s: %+v", kind, request)
		}
		switch {
		case kind.OfTaskSet() && (request.Target.ARN != service.TaskSets[1].ARN || request.Seen.ARN != request.Target.ARN || request.Deployment() != ""):
			t.Errorf("%s: %+v", kind, request)
		case kind.Needs().CodeDeploy && request.Deployment() != "d-1", kind.Needs().ServiceDeployment && request.Deployment() != rolloutARN:
			t.Errorf("%s: %q", kind, request.Deployment())
		case (kind == ContinueHook || kind == RollBackHook) != (request.Hook() == "ecs-pause-1"):
			t.Errorf("%s: %q", kind, request.Hook())
		case (kind == PromoteTaskSet || kind == RestorePrimary) != (request.Former == setOf(1, "", 0).ARN):
			t.Errorf("%s: former %q", kind, request.Former)
		}
		if percent, ok := request.Percent(); ok != (kind == ScaleTaskSet) || ok && percent != 50 {
			t.Errorf("%s: %g, %t", kind, percent, ok)
		}
		if again, _ := reread(f, service, c); again != nil {
			t.Errorf("%s is sent twice", kind)
		}
	}
}

// What is pinned when the question is asked is the set or the deployment, what it waits for,
// the hook, and which set loses the role or gets it back. Where the read before it is sent
// finds another, nothing is sent and it is asked afresh.
func TestWhatIsPinnedIsSentOrNothing(t *testing.T) {
	t.Parallel()
	deployment := func(change func(*model.CodeDeployment)) func(*model.Service, *Circumstances) {
		return func(_ *model.Service, c *Circumstances) {
			d := *c.Known.CodeDeployment
			change(&d)
			known := *c.Known
			known.CodeDeployment, c.Known = &d, &known
		}
	}
	native := func(change func(*model.ServiceDeployment)) func(*model.Service, *Circumstances) {
		return func(_ *model.Service, c *Circumstances) {
			d := *c.Known.ServiceDeployment
			d.Hooks = append([]model.LifecycleHook(nil), d.Hooks...)
			change(&d)
			known := *c.Known
			known.ServiceDeployment, c.Known = &d, &known
		}
	}
	newer := func(s *model.Service, _ *Circumstances) {
		beside(setOf(3, model.StatusActive, 4, created(noon), func(t *model.TaskSet) { t.ExternalID = "d-2" }))(s)
	}
	for name, test := range map[string]struct {
		kinds  []Kind
		change func(*model.Service, *Circumstances)
	}{
		"another wait": {[]Kind{RerouteTraffic}, deployment(func(d *model.CodeDeployment) {
			d.Status, d.TerminationWaitStarted = model.CodeDeployInProgress, true
		})},
		"waits no more":      {[]Kind{TerminateOriginal}, deployment(func(d *model.CodeDeployment) { d.TerminationWaitStarted = false })},
		"ended":              {[]Kind{RerouteTraffic, TerminateOriginal, StopCodeDeploy}, deployment(func(d *model.CodeDeployment) { d.Status = model.CodeDeployStopped })},
		"another deployment": {[]Kind{RerouteTraffic, TerminateOriginal, StopCodeDeploy}, newer},
		"not known":          {[]Kind{RerouteTraffic, StopCodeDeploy, ContinueHook, RollBackDeployment}, func(_ *model.Service, c *Circumstances) { c.Known = &model.Known{} }},
		"another hook":       {[]Kind{ContinueHook, RollBackHook}, native(func(d *model.ServiceDeployment) { d.Hooks[0].ID = "ecs-pause-2" })},
		"no hook":            {[]Kind{ContinueHook, RollBackHook}, native(func(d *model.ServiceDeployment) { d.Hooks = nil })},
		"a hook by now": {[]Kind{RollBackDeployment}, native(func(d *model.ServiceDeployment) {
			d.Hooks = []model.LifecycleHook{{ID: "ecs-pause-2", Status: model.HookAwaitsAction}}
		})},
		"another stage":              {[]Kind{ContinueHook, RollBackHook, RollBackDeployment}, native(func(d *model.ServiceDeployment) { d.Stage = "BAKE_TIME" })},
		"it rolls back":              {[]Kind{ContinueHook, RollBackHook, RollBackDeployment}, native(func(d *model.ServiceDeployment) { d.Status = model.DeployRollbackRequested })},
		"another service deployment": {[]Kind{ContinueHook, RollBackDeployment}, func(s *model.Service, _ *Circumstances) { s.CurrentServiceDeployment += "2" }},
		"another PRIMARY": {[]Kind{PromoteTaskSet, RestorePrimary}, func(s *model.Service, _ *Circumstances) {
			nth(0, role(model.StatusActive))(s)
			beside(setOf(3, model.StatusPrimary, 4, created(ago(9*day))))(s)
		}},
		"another former": {[]Kind{RestorePrimary}, func(_ *model.Service, c *Circumstances) { c.Former = "" }},
		"another scale":  {[]Kind{PromoteTaskSet, ScaleTaskSet, DeleteTaskSet}, func(s *model.Service, _ *Circumstances) { nth(1, scaled(75))(s) }},
		"less capacity":  {[]Kind{ScaleTaskSet}, func(s *model.Service, _ *Circumstances) { nth(0, running(1))(s) }},
	} {
		for _, kind := range test.kinds {
			f, service, c := confirmedIn(t, kind)
			test.change(&service, &c)
			request, why := reread(f, service, c)
			if request != nil || !why.Any() || !why.Confirmed || f.State() != Asking {
				t.Errorf("%s, %s: %+v, %+v, state %d", kind, name, request, why, f.State())
			}
		}
	}
}

// A change of a deployment is sent only on a read of that deployment from after the
// confirmation, however good the read of the service is.
func TestADeploymentIsReadAgainBeforeItIsChanged(t *testing.T) {
	t.Parallel()
	for _, kind := range Kinds() {
		f, service, c := confirmedIn(t, kind)
		c.DeploymentReadAt = noon.Add(-time.Second)
		request, why := f.Reread("id", service, nil, c)
		if kind.OfTaskSet() != (request != nil) || (request == nil) != (why.Fault != nil && why.Confirmed) {
			t.Errorf("%s: %+v, %+v", kind, request, why)
		}
	}
}

// The number that was confirmed is sent, whatever the field holds by then; and another number
// is the person's own doing, and no risk that grew.
func TestTheScaleThatWasConfirmedIsSent(t *testing.T) {
	t.Parallel()
	f, service, c := confirmedIn(t, ScaleTaskSet)
	c.Percent = new(0.0)
	request, why := reread(f, service, c)
	if request == nil || request.Params["scale"] != "50%" {
		t.Fatalf("%+v, %+v", request, why)
	}
	service, c = situation(ScaleTaskSet)
	f = ask(ScaleTaskSet, service, c)
	c.Known.Routing.Listeners[listener] = shares(listener, 443, 10, 90, false)
	f.Look(service, c)
	c.Percent = new(0.0)
	if why := f.Look(service, c); why.Any() {
		t.Errorf("%+v", why)
	}
	third := new(100.0 / 3)
	c.Percent = third
	if !f.Confirm("id", "checkout", c) {
		t.Fatalf("%+v", f.Checks(c))
	}
	if got, ok := f.Request().Percent(); !ok || got != *third {
		t.Errorf("%g of %q", got, f.Request().Params["scale"])
	}
}

// Without a number nothing can be confirmed, but another choice is possible: the form stays.
func TestWithoutANumberNothingIsScaled(t *testing.T) {
	t.Parallel()
	service, c := situation(ScaleTaskSet)
	f := ask(ScaleTaskSet, service, c)
	c.Percent = nil
	if checks := f.Checks(c); !Blocked(checks) || Impossible(checks) || f.Confirm("id", "checkout", c) {
		t.Errorf("%+v", checks)
	}
}

// Where the configuration wants it, the service's name is typed although nothing is at risk.
func TestTheNameCanBeWantedAlways(t *testing.T) {
	t.Parallel()
	service, c := situation(ScaleTaskSet)
	c.NameAlways = true
	f := ask(ScaleTaskSet, service, c)
	if f.Allowed(c, "") || !f.Allowed(c, "checkout") {
		t.Errorf("without it %t, with it %t", f.Allowed(c, ""), f.Allowed(c, "checkout"))
	}
}

// sentIn is a change of a kind that awaits its answer.
func sentIn(t *testing.T, kind Kind) (*Flow, model.Service, Circumstances) {
	t.Helper()
	f, service, c := confirmedIn(t, kind)
	if request, why := reread(f, service, c); request == nil {
		t.Fatalf("%s: %+v", kind, why)
	}
	return f, service, c
}

// taken is the answer that takes a change of a kind.
func taken(kind Kind) Answer {
	a := Answer{RequestID: "1", At: noon, Status: "Pending", Deployment: rolloutARN}
	set := setOf(2, model.StatusActive, 4, scaled(50))
	switch kind {
	case DeleteTaskSet:
		set.Status = model.StatusDraining
	case PromoteTaskSet, RestorePrimary:
		set.Status = model.StatusPrimary
	default: // the set is scaled, or does not count
	}
	a.TaskSet = &set
	return a
}

// after is the situation when the change has led to all that it leads to.
func after(kind Kind, service model.Service, known model.Known) (model.Service, model.Known) {
	switch kind {
	case DeleteTaskSet:
		service.TaskSets = service.TaskSets[:1]
	case PromoteTaskSet, RestorePrimary:
		nth(0, role(model.StatusActive))(&service)
		nth(1, role(model.StatusPrimary))(&service)
	case ScaleTaskSet:
		nth(1, scaled(50), running(2), wanting(2))(&service)
	case RerouteTraffic, TerminateOriginal, StopCodeDeploy:
		d := *known.CodeDeployment
		d.TerminationWaitStarted = false
		d.Status = map[Kind]string{RerouteTraffic: model.CodeDeployInProgress, TerminateOriginal: model.CodeDeploySucceeded, StopCodeDeploy: model.CodeDeployStopped}[kind]
		known.CodeDeployment = &d
	default:
		d := *known.ServiceDeployment
		d.Hooks, d.Stage = nil, "PRODUCTION_TRAFFIC_SHIFT"
		if kind != ContinueHook {
			d.Status = model.DeployRollbackRequested
		}
		known.ServiceDeployment = &d
	}
	return service, known
}

// sees gives a read of all that a change may look at to it.
func sees(f *Flow, service model.Service, known model.Known, at time.Time) (resolved bool) {
	bySet := f.Saw(service, at, at)
	return f.SawDeployment(known, at, at) || bySet
}

// An accepted change is looked at until a read shows what it leads to; an unknown one is
// resolved by that read, and not done where ten minutes of reads show nothing.
func TestAChangeIsFollowedUntilItsEffectIsSeen(t *testing.T) {
	t.Parallel()
	for _, kind := range Kinds() {
		done := Accepted
		if kind == DeleteTaskSet {
			done = Gone
		}
		for name, answer := range map[string]Answer{"accepted": taken(kind), "unknown": {At: noon, Fault: &model.Fault{Kind: model.FaultTimeout, Sent: true}}} {
			f, service, c := sentIn(t, kind)
			known := *orNothing(c.Known)
			f.Answered("id", answer)
			if f.State() != Following || f.Outcome().Known() != (name == "accepted") {
				t.Fatalf("%s, %s: state %d, %q", kind, name, f.State(), f.Outcome())
			}
			if sees(f, service, known, noon.Add(time.Second)) || f.State() != Following || !f.EffectAt().IsZero() {
				t.Errorf("%s, %s: the read of before counts: %q", kind, name, f.Outcome())
			}
			service, known = after(kind, service, known)
			if sees(f, service, known, noon.Add(-time.Second)) || f.State() != Following {
				t.Errorf("%s, %s: a read that began before the answer counts", kind, name)
			}
			resolved := sees(f, service, known, noon.Add(9*time.Second))
			if resolved != (name == "unknown") || f.State() != Ended || f.Outcome() != done {
				t.Errorf("%s, %s: resolved %t, state %d, %q", kind, name, resolved, f.State(), f.Outcome())
			}
			if seen := !f.EffectAt().IsZero(); seen == (kind == DeleteTaskSet) {
				t.Errorf("%s, %s: its effect was seen at %s", kind, name, f.EffectAt())
			}
		}
		f, service, c := sentIn(t, kind)
		f.Answered("id", Answer{At: noon, Fault: &model.Fault{Kind: model.FaultTimeout, Sent: true}})
		sees(f, service, *orNothing(c.Known), noon.Add(time.Second))
		if !sees(f, service, *orNothing(c.Known), noon.Add(time.Second+GiveUpAfter)) || f.Outcome() != NotDone {
			t.Errorf("%s: %q after ten minutes", kind, f.Outcome())
		}
	}
}

// A deployment that came to another end than was asked for does not tell whether it had gone on
// before: what is unknown stays so. One that came through was not rolled back. What was
// accepted stays accepted.
func TestAnotherEndOfADeployment(t *testing.T) {
	t.Parallel()
	for kind, end := range map[Kind]struct {
		status string
		tells  Outcome
	}{
		RerouteTraffic: {model.CodeDeployStopped, Unknown}, TerminateOriginal: {model.CodeDeployFailed, Unknown},
		ContinueHook: {model.DeployRollbackInProgress, Unknown},
		RollBackHook: {model.DeploySuccessful, NotDone}, RollBackDeployment: {model.DeploySuccessful, NotDone},
	} {
		status := end.status
		for outcome, answer := range map[Outcome]Answer{Accepted: taken(kind), end.tells: {At: noon, Fault: &model.Fault{Kind: model.FaultTimeout, Sent: true}}} {
			f, _, c := sentIn(t, kind)
			f.Answered("id", answer)
			known := *c.Known
			if d := known.CodeDeployment; d != nil {
				ended := *d
				ended.Status = status
				known.CodeDeployment = &ended
			} else {
				ended := *known.ServiceDeployment
				ended.Status = status
				known.ServiceDeployment = &ended
			}
			f.SawDeployment(known, noon.Add(time.Second), noon.Add(time.Second))
			if f.State() != Ended || f.Outcome() != outcome {
				t.Errorf("%s, %s: state %d, %q", kind, status, f.State(), f.Outcome())
			}
		}
	}
}

// What a deployment also comes to by itself does not tell that it was asked to: it fails, an alarm
// stops it, it rolls back, a hook's time is over. What is unknown stays so; what was accepted has had
// its effect. Only CodeDeploy's code for a stop, or a stop or a rollback without a cause, tells more.
func TestWhatADeploymentComesToByItself(t *testing.T) {
	t.Parallel()
	codeDeploy := func(status, cause, rollback string) func(*model.Known) {
		return func(known *model.Known) {
			d := *known.CodeDeployment
			d.Status, d.Error, d.Rollback = status, &model.CodeDeployError{Code: cause}, &model.CodeDeployRollback{DeploymentID: rollback}
			known.CodeDeployment = &d
		}
	}
	native := func(status string, change func(d *model.ServiceDeployment)) func(*model.Known) {
		return func(known *model.Known) {
			d := *known.ServiceDeployment
			d.Status, d.Hooks = status, nil
			change(&d)
			known.ServiceDeployment = &d
		}
	}
	hook := func(status, action string) func(*model.ServiceDeployment) {
		return func(d *model.ServiceDeployment) {
			d.Hooks = []model.LifecycleHook{{ID: "ecs-pause-1", Status: status, TimeoutAction: action}}
		}
	}
	for _, test := range []struct {
		name    string
		kinds   []Kind
		comes   func(*model.Known)
		unknown Outcome // of one whose answer did not tell
		effect  bool    // of one that was accepted
	}{
		{"stopped", []Kind{StopCodeDeploy}, codeDeploy(model.CodeDeployStopped, "", ""), Accepted, true},
		{"stopped by somebody", []Kind{StopCodeDeploy}, codeDeploy(model.CodeDeployStopped, "MANUAL_STOP", "d-2"), Accepted, true},
		{"through, and yet stopped", []Kind{StopCodeDeploy}, codeDeploy(model.CodeDeploySucceeded, "MANUAL_STOP", "d-2"), Accepted, true},
		{"stopped by an alarm", []Kind{StopCodeDeploy}, codeDeploy(model.CodeDeployStopped, "ALARM_ACTIVE", "d-2"), Unknown, true},
		{"failed", []Kind{StopCodeDeploy}, codeDeploy(model.CodeDeployFailed, "HOOK_EXECUTION_FAILURE", ""), Unknown, true},
		{"rolls back", []Kind{StopCodeDeploy}, codeDeploy(model.CodeDeployInProgress, "", "d-2"), Unknown, true},
		{"through", []Kind{StopCodeDeploy}, codeDeploy(model.CodeDeploySucceeded, "", ""), Unknown, false},
		{"rolls back", []Kind{RollBackHook, RollBackDeployment}, native(model.DeployRollbackInProgress, func(*model.ServiceDeployment) {}), Accepted, true},
		{"rolls back for its breaker", []Kind{RollBackHook, RollBackDeployment}, native(model.DeployRollbackInProgress, func(d *model.ServiceDeployment) {
			d.Breaker = &model.CircuitBreaker{Status: model.MonitorTriggered}
		}), Unknown, true},
		{"rolls back for an alarm", []Kind{RollBackHook, RollBackDeployment}, native(model.DeployRollbackSuccessful, func(d *model.ServiceDeployment) {
			d.Alarms = &model.DeploymentAlarms{Triggered: []string{"errors"}}
		}), Unknown, true},
		{"rolls back for a hook that failed", []Kind{RollBackHook, RollBackDeployment}, native(model.DeployRollbackInProgress, hook(model.HookFailed, "")), Unknown, true},
		{"rolls back as time is over", []Kind{RollBackHook, RollBackDeployment}, native(model.DeployRollbackInProgress, hook(model.HookTimedOut, "ROLLBACK")), Unknown, true},
		{"rolls back after a hook's time", []Kind{RollBackHook, RollBackDeployment}, native(model.DeployRollbackInProgress, hook(model.HookTimedOut, "CONTINUE")), Accepted, true},
		{"continues as time is over", []Kind{ContinueHook}, native(model.DeployInProgress, hook(model.HookTimedOut, "CONTINUE")), Unknown, true},
		{"continues", []Kind{ContinueHook}, native(model.DeployInProgress, hook(model.HookSucceeded, "CONTINUE")), Accepted, true},
	} {
		for _, kind := range test.kinds {
			for outcome, answer := range map[Outcome]Answer{Accepted: taken(kind), test.unknown: {At: noon, Fault: &model.Fault{Kind: model.FaultTimeout, Sent: true}}} {
				f, _, c := sentIn(t, kind)
				f.Answered("id", answer)
				taken, known := f.Outcome() == Accepted, *c.Known
				test.comes(&known)
				told := f.SawDeployment(known, noon.Add(time.Second), noon.Add(time.Second))
				if f.State() != Ended || f.Outcome() != outcome || told != (!taken && outcome == Accepted) {
					t.Errorf("%s, %s: state %d, %q, not %q; told %t", kind, test.name, f.State(), f.Outcome(), outcome, told)
				}
				if seen := !f.EffectAt().IsZero(); seen != (outcome == Accepted && (test.effect || !taken)) {
					t.Errorf("%s, %s, accepted %t: its effect was seen at %s", kind, test.name, taken, f.EffectAt())
				}
			}
		}
	}
}

// A read of another deployment tells nothing, nor does one of the service.
func TestOnlyItsOwnDeploymentTellsOfAChange(t *testing.T) {
	t.Parallel()
	for _, kind := range []Kind{StopCodeDeploy, RollBackDeployment} {
		f, service, c := sentIn(t, kind)
		f.Answered("id", taken(kind))
		service, known := after(kind, service, *c.Known)
		f.Saw(service, noon.Add(time.Second), noon.Add(time.Second))
		if d := known.CodeDeployment; d != nil {
			d.ID = "d-9"
		} else {
			known.ServiceDeployment.ARN += "9"
		}
		f.SawDeployment(known, noon.Add(time.Second), noon.Add(time.Second))
		f.SawDeployment(model.Known{}, noon.Add(time.Second), noon.Add(time.Second))
		if f.State() != Following {
			t.Errorf("%s: state %d", kind, f.State())
		}
	}
}

// A promoted or scaled set that is gone later was promoted or scaled all the same; where that
// was not known, all that is known is that it is gone.
func TestASetThatIsGoneLater(t *testing.T) {
	t.Parallel()
	for _, kind := range []Kind{PromoteTaskSet, ScaleTaskSet} {
		for outcome, answer := range map[Outcome]Answer{Accepted: taken(kind), Gone: timedOut()} {
			f, service, _ := sentIn(t, kind)
			answer.At = noon
			f.Answered("id", answer)
			service.TaskSets = service.TaskSets[:1]
			f.Saw(service, noon.Add(time.Second), noon.Add(time.Second))
			if f.State() != Ended || f.Outcome() != outcome {
				t.Errorf("%s: state %d, %q, not %q", kind, f.State(), f.Outcome(), outcome)
			}
		}
	}
}

// The way back is told as long as there is one, with its words and its kind.
func TestTheWayBackIsTold(t *testing.T) {
	t.Parallel()
	for kind, want := range map[Kind]string{
		PromoteTaskSet:     "promoted …000000002; makes …000000001 PRIMARY again; moves no traffic (restore)",
		RestorePrimary:     "made PRIMARY again …000000002; makes …000000001 PRIMARY again; moves no traffic (restore)",
		ScaleTaskSet:       "scaled …000000002 to 50%; scales it back to 100% (scale)",
		RerouteTraffic:     "rerouted the traffic; stops the deployment and goes back to the original set (stop)",
		ContinueHook:       "continued the deployment; stops it and rolls it back (roll back)",
		DeleteTaskSet:      "",
		TerminateOriginal:  "",
		StopCodeDeploy:     "",
		RollBackHook:       "",
		RollBackDeployment: "",
	} {
		f, service, c := sentIn(t, kind)
		if _, ok := f.Undo(model.RolloutOf(service, *orNothing(c.Known)), c); ok {
			t.Errorf("%s can be undone before its answer", kind)
		}
		f.Answered("id", taken(kind))
		service, known := after(kind, service, *orNothing(c.Known))
		undo, ok := f.Undo(model.RolloutOf(service, known), c)
		got := ""
		if ok {
			got = undo.Done + "; " + undo.Back + " (" + string(undo.Kind) + ")"
		}
		if got != want {
			t.Errorf("%s: %q, not %q", kind, got, want)
		}
		service.TaskSets = nil
		if _, ok := f.Undo(model.RolloutOf(service, model.Known{}), c); ok {
			t.Errorf("%s can be undone where nothing is left", kind)
		}
	}
}

// How far a change has come is told in words: a scale by its tasks, and by why they do not run;
// a deployment by what it does.
func TestTheEffectIsTold(t *testing.T) {
	t.Parallel()
	f, service, c := sentIn(t, ScaleTaskSet)
	if words := f.Effect(model.RolloutOf(service, *c.Known), noon); words != "" {
		t.Errorf("before its answer: %q", words)
	}
	f.Answered("id", taken(ScaleTaskSet))
	nth(1, scaled(50), running(1), wanting(2), stabilizing)(&service)
	known := *c.Known
	missing := model.Task{
		ARN: "x", StartedBy: service.TaskSets[1].ID, LastStatus: "STOPPED", DesiredStatus: "STOPPED", StoppedAt: noon, Described: true,
		StopCode: "TaskFailedToStart", StoppedReason: "CannotPullContainerError: failed to resolve ref shop/checkout:1: not found",
	}
	other := missing
	other.ARN = "y"
	known.Tasks, known.TasksRead = []model.Task{missing, other}, true
	for after, want := range map[time.Duration]string{
		30 * time.Second: "1 of 2 tasks run so far", 3 * minute: "still 1 of 2 tasks after 3m: image or tag not found",
	} {
		if got := f.Effect(model.RolloutOf(service, known), noon.Add(after)); got != want {
			t.Errorf("%q, not %q", got, want)
		}
	}
	service, known = after(ScaleTaskSet, service, known)
	nth(1, func(s *model.TaskSet) { s.StabilityStatus = model.SteadyState })(&service)
	if got := f.Effect(model.RolloutOf(service, known), noon.Add(3*minute)); got != "2 of 2 tasks run" {
		t.Errorf("%q", got)
	}
	for kind, want := range map[Kind]string{
		PromoteTaskSet: "it is PRIMARY", RerouteTraffic: "CodeDeploy is under way", StopCodeDeploy: "the deployment is Stopped",
		ContinueHook: "the deployment shifts the production traffic",
	} {
		f, service, c := sentIn(t, kind)
		f.Answered("id", taken(kind))
		service, known := after(kind, service, *c.Known)
		sees(f, service, known, noon.Add(time.Second))
		if got := f.Effect(model.RolloutOf(service, known), noon); got != want {
			t.Errorf("%s: %q", kind, got)
		}
	}
}

// Whatever is answered, read and lost in whatever order, and however the clock goes: a change
// of any kind comes to one outcome, which stays; and a status that is told was read.
func TestAChangeOfAnyKindHasOneOutcome(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		kind := rapid.SampledFrom(Kinds()).Draw(rt, "kind")
		f, service, c := sentIn(t, kind)
		before := *orNothing(c.Known)
		afterService, afterKnown := after(kind, service, before)
		lost := Answer{Fault: &model.Fault{Kind: model.FaultTimeout, Sent: true}}
		answers := rapid.SampledFrom([]Answer{taken(kind), lost, {}, refused(model.FaultDenied), {Fault: &model.Fault{Kind: model.FaultConfig}}})
		now, resolved := noon, 0
		statuses := map[string]bool{"": true}
		read := func(rt *rapid.T) {
			was := f.Outcome()
			s, k := service, before
			if rapid.Bool().Draw(rt, "later") {
				s, k = afterService, afterKnown
			}
			began := now.Add(-time.Duration(rapid.IntRange(0, 20).Draw(rt, "took")) * time.Second)
			for _, set := range s.TaskSets {
				statuses[set.Status] = true
			}
			if k.CodeDeployment != nil {
				statuses[k.CodeDeployment.Status] = true
			}
			if k.ServiceDeployment != nil {
				statuses[k.ServiceDeployment.Status] = true
			}
			told := f.Saw(s, began, now)
			told = f.SawDeployment(k, began, now) || told
			if told {
				resolved++
			}
			if told != (was == Unknown && f.Outcome().Known()) {
				rt.Fatalf("%q became %q: resolved %t", was, f.Outcome(), told)
			}
		}
		known := Outcome("")
		rt.Repeat(map[string]func(*rapid.T){
			"": func(rt *rapid.T) {
				now = now.Add(time.Duration(rapid.IntRange(-30, 300).Draw(rt, "seconds")) * time.Second)
				switch is := f.Outcome(); {
				case known != "" && is != known && (kind != DeleteTaskSet || known != Accepted || is != Gone):
					rt.Fatalf("%q became %q", known, is)
				case is.Known():
					known = is
				}
				if status, _ := f.Status(); !statuses[status] {
					rt.Fatalf("%q was never read", status)
				}
				if f.State() == Ended && !f.Outcome().Known() {
					rt.Fatalf("it ended with %q", f.Outcome())
				}
				if _, ok := f.NextRead(now); ok != (f.State() == Following) {
					rt.Fatalf("state %d, to be read %t", f.State(), ok)
				}
			},
			"answered": func(rt *rapid.T) {
				a := answers.Draw(rt, "answer")
				a.At = now
				f.Answered("id", a)
			},
			"read":    read,
			"another": func(*rapid.T) { f.Answered("other", taken(kind)) },
			"lost":    func(*rapid.T) { f.Lost(&model.Fault{Kind: model.FaultServiceNotFound}, now) },
			"cancel":  func(*rapid.T) { f.Cancel() },
		})
		if resolved > 1 {
			rt.Errorf("resolved %d times", resolved)
		}
	})
}
