package change

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tealset/model"
)

// at are the circumstances at some minutes after noon.
func at(minutes int) Circumstances {
	return Circumstances{Now: noon.Add(time.Duration(minutes) * time.Minute)}
}

// asked is a flow that asks about the second set of a service.
func asked(service model.Service) *Flow {
	return Ask(DeleteTaskSet, service, service.TaskSets[1], at(0))
}

// confirmed is a flow whose target is being read again.
func confirmed(t *testing.T, service model.Service, c Circumstances) *Flow {
	t.Helper()
	f := asked(service)
	if !f.Confirm("id", service.Name, c) {
		t.Fatalf("cannot be confirmed: %+v", f.Checks(c))
	}
	return f
}

// sent is a flow whose request awaits its answer.
func sent(t *testing.T) *Flow {
	t.Helper()
	f := confirmed(t, harmless(), at(0))
	if request, _ := f.Reread("id", harmless(), nil, at(0)); request == nil {
		t.Fatal("nothing is to be sent")
	}
	return f
}

// answered is a flow of which an answer came at noon.
func answered(t *testing.T, a Answer) *Flow {
	t.Helper()
	f := sent(t)
	a.At = noon
	f.Answered("id", a)
	return f
}

func drains() Answer {
	set := setOf(2, model.StatusDraining, 0)
	return Answer{TaskSet: &set, RequestID: "1-2-3"}
}

func timedOut() Answer { return Answer{Fault: &model.Fault{Kind: model.FaultTimeout, Sent: true}} }

func refused(kind model.FaultKind) Answer { return Answer{Fault: &model.Fault{Kind: kind, Sent: true}} }

// gone is the service without its second set.
func gone() model.Service {
	service := harmless()
	service.TaskSets = service.TaskSets[:1]
	return service
}

func draining() model.Service { return harmless(target(role(model.StatusDraining))) }

// shortARN is the service's ARN in the form from before 2018.
const shortARN = "arn:aws:ecs:eu-west-1:123456789012:service/checkout"

// elsewhere are descriptions that tell nothing about the target.
func elsewhere() map[string]model.Service {
	other := func(change func(*model.Service)) model.Service {
		service := gone()
		change(&service)
		return service
	}
	return map[string]model.Service{
		"nothing":         {},
		"not described":   other(func(s *model.Service) { s.Described = false }),
		"another service": other(func(s *model.Service) { s.ARN += "-2" }),
		"another cluster": other(func(s *model.Service) { s.ARN = "arn:aws:ecs:eu-west-1:123456789012:service/mall/checkout" }),
		"another cluster, by the short ARN": other(func(s *model.Service) {
			s.ARN, s.ClusterARN = shortARN, "arn:aws:ecs:eu-west-1:123456789012:cluster/mall"
		}),
		"no cluster, by the short ARN": other(func(s *model.Service) { s.ARN, s.ClusterARN = shortARN, "" }),
		"another account":              other(func(s *model.Service) { s.ARN = "arn:aws:ecs:eu-west-1:210987654321:service/shop/checkout" }),
		"another Region":               other(func(s *model.Service) { s.ARN = "arn:aws:ecs:eu-west-2:123456789012:service/shop/checkout" }),
		"another partition": other(func(s *model.Service) {
			s.ARN = "arn:aws-cn:ecs:eu-west-1:123456789012:service/shop/checkout"
		}),
	}
}

// Each event in each state leads to the next state of the table, and every event
// that the table has not got changes nothing.
func TestTheTableOfTheFlow(t *testing.T) {
	t.Parallel()
	reaches := map[string]func(*testing.T) *Flow{
		"asking":   func(*testing.T) *Flow { return asked(harmless()) },
		"vanished": func(*testing.T) *Flow { f := asked(harmless()); f.Look(gone(), at(0)); return f },
		"rereading": func(t *testing.T) *Flow {
			t.Helper()
			return confirmed(t, harmless(), at(0))
		},
		"sent":     sent,
		"accepted": func(t *testing.T) *Flow { t.Helper(); return answered(t, drains()) },
		"unknown":  func(t *testing.T) *Flow { t.Helper(); return answered(t, timedOut()) },
		"refused":  func(t *testing.T) *Flow { t.Helper(); return answered(t, refused(model.FaultDenied)) },
		"gone":     func(t *testing.T) *Flow { t.Helper(); return answered(t, refused(model.FaultTaskSetNotFound)) },
	}
	look := func(service model.Service) func(*Flow) { return func(f *Flow) { f.Look(service, at(1)) } }
	reread := func(service model.Service, fault *model.Fault) func(*Flow) {
		return func(f *Flow) { f.Reread("id", service, fault, at(1)) }
	}
	answer := func(a Answer) func(*Flow) { return func(f *Flow) { f.Answered("id", a) } }
	saw := func(service model.Service) func(*Flow) {
		return func(f *Flow) { f.Saw(service, at(1).Now, at(1).Now) }
	}
	promoted := harmless(target(role(model.StatusPrimary)))
	events := map[string]func(*Flow){
		"look: same":           look(harmless()),
		"look: differs":        look(promoted),
		"look: more at risk":   look(harmless(primary(stabilizing))),
		"look: missing":        look(gone()),
		"confirm":              func(f *Flow) { f.Confirm("again", "checkout", at(1)) },
		"reread: same":         reread(harmless(), nil),
		"reread: differs":      reread(promoted, nil),
		"reread: missing":      reread(gone(), nil),
		"reread: no read":      reread(model.Service{}, &model.Fault{Kind: model.FaultTimeout}),
		"reread: another":      reread(elsewhere()["another account"], nil),
		"cancel":               (*Flow).Cancel,
		"answered: not sent":   answer(Answer{Fault: &model.Fault{Kind: model.FaultConfig}}),
		"answered: refused":    answer(refused(model.FaultDenied)),
		"answered: no set":     answer(refused(model.FaultTaskSetNotFound)),
		"answered: drains":     answer(drains()),
		"answered: no answer":  answer(timedOut()),
		"saw: drains":          saw(draining()),
		"saw: still there":     saw(harmless()),
		"saw: missing":         saw(gone()),
		"saw: another account": saw(elsewhere()["another account"]),
		"lost":                 func(f *Flow) { f.Lost(&model.Fault{Kind: model.FaultServiceNotFound}, at(1).Now) },
	}
	type end struct {
		State   State
		Outcome Outcome
	}
	next := map[string]map[string]end{
		"asking": {
			"look: missing": {Vanished, None}, "confirm": {Rereading, None}, "cancel": {Ended, NotSent},
		},
		"vanished": {"cancel": {Ended, NotSent}},
		"rereading": {
			"look: differs": {Asking, None}, "look: more at risk": {Asking, None}, "look: missing": {Vanished, None},
			"reread: same": {Sent, None}, "reread: differs": {Asking, None}, "reread: missing": {Vanished, None},
			"reread: no read": {Asking, None}, "reread: another": {Asking, None}, "cancel": {Ended, NotSent},
		},
		"sent": {
			"answered: not sent": {Ended, NotSent}, "answered: refused": {Ended, Refused}, "answered: no set": {Ended, Gone},
			"answered: drains": {Following, Accepted}, "answered: no answer": {Following, Unknown},
		},
		"accepted": {"saw: missing": {Ended, Gone}},
		"unknown":  {"saw: missing": {Ended, Gone}, "saw: drains": {Following, Accepted}},
	}
	for state, reach := range reaches {
		for event, happens := range events {
			f := reach(t)
			want := end{f.State(), f.Outcome()}
			if told, ok := next[state][event]; ok {
				want = told
			}
			happens(f)
			if got := (end{f.State(), f.Outcome()}); got != want {
				t.Errorf("%s, %s: %+v, want %+v", state, event, got, want)
			}
		}
	}
}

// A new read is taken over at once, so that the dialog does not go on saying what is
// known to be false; it asks afresh where the target differs or more is at risk.
func TestALookIsTakenOverAtOnce(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		is   model.Service
		want Reasons
	}{
		{"nothing", harmless(), Reasons{}},
		{"a count", harmless(target(running(1))), Reasons{}},
		{"promoted", harmless(target(role(model.StatusPrimary)), primary(role(model.StatusActive))), Reasons{
			Differences: []Difference{{"role", "ACTIVE", "PRIMARY"}},
			Grown: []Check{{
				ID: CheckRole, Severity: Block, Forceable: true, ByECS: true,
				Sentence: "this is the PRIMARY: ECS refuses unless forced", Instead: "Promote another set first.",
			}},
		}},
		{"an unsteady primary", harmless(primary(running(3))), Reasons{Grown: []Check{{
			ID: CheckPrimary, Severity: Danger, Have: 3, Need: 4,
			Sentence: "the PRIMARY …000000001 is not steady: 3 of 4 tasks run", Instead: "Wait until it is.",
		}}}},
	} {
		f := asked(harmless())
		if diff := cmp.Diff(test.want, f.Look(test.is, at(1))); diff != "" {
			t.Errorf("%s: why (-want +got):\n%s", test.name, diff)
		}
		if diff := cmp.Diff(test.want, f.Reasons()); diff != "" {
			t.Errorf("%s: the reasons that stay (-want +got):\n%s", test.name, diff)
		}
		if diff := cmp.Diff([]any{test.is, test.is.TaskSets[1]}, []any{f.Service(), f.TaskSet()}); diff != "" {
			t.Errorf("%s: shown (-want +got):\n%s", test.name, diff)
		}
		if diff := cmp.Diff(deletion(test.is, test.is.TaskSets[1], at(1)), f.Checks(at(1))); diff != "" {
			t.Errorf("%s: checks (-want +got):\n%s", test.name, diff)
		}
		if f.State() != Asking {
			t.Errorf("%s: state %d", test.name, f.State())
		}
	}
}

// What asked afresh once is known from then on: the same read again is no reason, and
// each step for the worse is one. A look without a reason leaves the last reasons.
func TestEachStepForTheWorseAsksOnce(t *testing.T) {
	t.Parallel()
	f := asked(harmless())
	for i, step := range []struct {
		runs   int32
		afresh bool
	}{{3, true}, {3, false}, {2, true}, {3, false}, {2, true}, {4, false}} {
		if why := f.Look(harmless(primary(running(step.runs))), at(i)); why.Any() != step.afresh {
			t.Errorf("step %d, %d run: %+v", i, step.runs, why)
		}
		if !f.Reasons().Any() {
			t.Errorf("step %d: the reasons are forgotten", i)
		}
	}
	if !f.Confirm("id", "checkout", at(9)) || f.Reasons().Any() {
		t.Errorf("the reasons stay although it is confirmed: %+v", f.Reasons())
	}
}

// Ticking force is the person's own doing, and no risk that grew; nor is a change of
// another set, or a description of another service.
func TestOnlyTheTargetAsksAfresh(t *testing.T) {
	t.Parallel()
	service := harmless(target(role(model.StatusPrimary)), primary(role(model.StatusActive)))
	f := asked(service)
	for i, ticked := range []bool{true, false, true} {
		c := at(i)
		c.Force = ticked
		if why := f.Look(service, c); why.Any() {
			t.Errorf("force %t: %+v", ticked, why)
		}
	}
	f = asked(harmless())
	for name, service := range elsewhere() {
		if why := f.Look(service, at(1)); why.Any() || f.State() != Asking || len(f.Service().TaskSets) != 2 {
			t.Errorf("%s: state %d, %+v", name, f.State(), why)
		}
	}
}

// An earlier change of the same set that turns out to be unknown asks afresh.
func TestAnEarlierChangeAsksAfresh(t *testing.T) {
	t.Parallel()
	f := asked(harmless())
	c := at(1)
	c.Earlier = []Earlier{earlier(2, Unknown, noon)}
	if why := f.Look(harmless(), c); len(why.Grown) != 1 || why.Grown[0].ID != CheckEarlier {
		t.Errorf("%+v", why)
	}
	if why := f.Look(harmless(), c); why.Any() {
		t.Errorf("a second time: %+v", why)
	}
}

// A service that ECS gives once by its long and once by its short ARN is the same.
func TestAShortARNIsTheSameService(t *testing.T) {
	t.Parallel()
	service := harmless(target(running(1)))
	service.ARN = shortARN
	f := asked(harmless())
	if f.Look(service, at(1)); f.TaskSet().Running != 1 {
		t.Error("the read is not taken over")
	}
}

// A set that is gone cannot be confirmed any more, not even when a later read has it
// again: reads may be served from an old state.
func TestAVanishedTargetStaysSo(t *testing.T) {
	t.Parallel()
	f := asked(harmless())
	f.Look(gone(), at(1))
	f.Look(harmless(), at(2))
	want := []Check{{ID: CheckGone, Severity: Block, Sentence: "it is gone: nothing is left to delete"}}
	if diff := cmp.Diff(want, f.Checks(at(2))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if f.State() != Vanished || f.Confirm("id", "checkout", at(2)) {
		t.Errorf("state %d", f.State())
	}
}

// A change is confirmed only where nothing blocks it, with the name typed where
// serving capacity is at risk, and never in read-only.
func TestWhatMayBeConfirmed(t *testing.T) {
	t.Parallel()
	risky := harmless(primary(stabilizing))
	own := harmless(target(role(model.StatusPrimary)), primary(role(model.StatusActive)))
	nameless := harmless(primary(stabilizing))
	nameless.Name = ""
	readOnly, forced := Circumstances{Now: noon, ReadOnly: true}, Circumstances{Now: noon, Force: true}
	for _, test := range []struct {
		name    string
		service model.Service
		c       Circumstances
		typed   string
		ok      bool
	}{
		{"harmless", harmless(), at(0), "", true},
		{"harmless, with something typed", harmless(), at(0), "check", true},
		{"harmless in read-only", harmless(), readOnly, "checkout", false},
		{"risky", risky, at(0), "", false},
		{"risky, half the name", risky, at(0), "check", false},
		{"risky, another case", risky, at(0), "Checkout", false},
		{"risky, the name", risky, at(0), "checkout", true},
		{"risky, no name to type", nameless, at(0), "", false},
		{"the primary, the name", own, at(0), "checkout", false},
		{"the primary, forced", own, forced, "", false},
		{"the primary, forced, the name", own, forced, "checkout", true},
		{"draining", draining(), at(0), "checkout", false},
		{"draining, forced", draining(), forced, "checkout", false},
	} {
		f := asked(test.service)
		if allowed := f.Allowed(test.c, test.typed); allowed != test.ok {
			t.Errorf("%s: allowed %t", test.name, allowed)
		}
		if ok := f.Confirm("id", test.typed, test.c); ok != test.ok || (f.State() == Rereading) != test.ok {
			t.Errorf("%s: confirmed %t, state %d", test.name, ok, f.State())
		}
	}
}

// What is sent is what was confirmed: the pinned target, the force that was ticked
// and the set as it was shown, whatever has been read since.
func TestWhatIsSentIsWhatWasConfirmed(t *testing.T) {
	t.Parallel()
	own := harmless(target(role(model.StatusPrimary), running(2)), primary(role(model.StatusActive)))
	f := confirmed(t, own, Circumstances{Now: noon, Force: true})
	later := own
	nth(1, running(1))(&later)
	if why := f.Look(later, at(1)); why.Any() {
		t.Fatalf("a count asks afresh: %+v", why)
	}
	got, why := f.Reread("id", later, nil, at(2))
	want := &Request{
		ID: "id", Kind: DeleteTaskSet, Target: own.TaskSetRef(own.TaskSets[1]), Force: true, Seen: own.TaskSets[1], At: noon,
	}
	if diff := cmp.Diff(want, got); diff != "" || why.Any() {
		t.Errorf("%+v (-want +got):\n%s", why, diff)
	}
	if again, _ := f.Reread("id", later, nil, at(2)); again != nil {
		t.Error("it is sent twice")
	}
}

// Between Confirm and the read that follows, everything is compared with what was
// confirmed: a risk that fell and came back is none that grew, one that is larger
// than confirmed is, and nothing is sent then.
func TestTheRereadIsComparedWithWhatWasConfirmed(t *testing.T) {
	t.Parallel()
	runs := func(tasks int32) model.Service { return harmless(primary(running(tasks))) }
	timeout := &model.Fault{Kind: model.FaultTimeout, Headline: "no answer"}
	readOnly := at(1)
	readOnly.ReadOnly = true
	for _, test := range []struct {
		name    string
		looks   []int32 // while it is read again; 3 were confirmed
		service model.Service
		fault   *model.Fault
		c       Circumstances
		sends   bool
		why     Reasons
	}{
		{name: "as confirmed", service: runs(3), c: at(1), sends: true},
		{name: "less at risk", service: runs(4), c: at(1), sends: true},
		{name: "less, and back", looks: []int32{4}, service: runs(3), c: at(1), sends: true},
		{name: "more at risk", service: runs(2), c: at(1), why: Reasons{Confirmed: true, Grown: []Check{{
			ID: CheckPrimary, Severity: Danger, Have: 2, Need: 4,
			Sentence: "the PRIMARY …000000001 is not steady: 2 of 4 tasks run", Instead: "Wait until it is.",
		}}}},
		{name: "another scale", service: harmless(primary(running(3)), target(scaled(50))), c: at(1), why: Reasons{
			Confirmed: true, Differences: []Difference{{"scale", "0%", "50%"}},
		}},
		{name: "not read", fault: timeout, c: at(1), why: Reasons{Confirmed: true, Fault: timeout}},
		{name: "not read, but described", service: runs(3), fault: timeout, c: at(1), why: Reasons{Confirmed: true, Fault: timeout}},
		{name: "read-only by now", service: runs(3), c: readOnly},
	} {
		f := confirmed(t, runs(3), at(0))
		for _, tasks := range test.looks {
			if why := f.Look(runs(tasks), at(1)); why.Any() {
				t.Errorf("%s: %+v", test.name, why)
			}
		}
		request, why := f.Reread("id", test.service, test.fault, test.c)
		if (request != nil) != test.sends || (f.State() == Sent) != test.sends || !test.sends && f.State() != Asking {
			t.Errorf("%s: %+v, state %d", test.name, request, f.State())
		}
		if diff := cmp.Diff(test.why, why); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
	// A poll that shows more risk than was confirmed stops it as well.
	f := confirmed(t, runs(3), at(0))
	f.Look(runs(4), at(1))
	if why := f.Look(runs(2), at(1)); !why.Confirmed || len(why.Grown) != 1 || f.State() != Asking {
		t.Errorf("state %d, %+v", f.State(), why)
	}
}

// A confirmation that is taken back sends nothing, and asks afresh; it cannot be taken back
// before it was given, or once the request was handed out.
func TestAConfirmationThatIsTakenBackSendsNothing(t *testing.T) {
	t.Parallel()
	f := asked(harmless())
	if f.TakeBack(); f.State() != Asking || f.Reasons().Any() {
		t.Errorf("nothing was confirmed: state %d, %+v", f.State(), f.Reasons())
	}
	f = confirmed(t, harmless(), at(0))
	f.TakeBack()
	if diff := cmp.Diff(Reasons{Confirmed: true, TakenBack: true}, f.Reasons()); diff != "" || f.State() != Asking {
		t.Errorf("state %d (-want +got):\n%s", f.State(), diff)
	}
	if request, _ := f.Reread("id", harmless(), nil, at(1)); request != nil || f.State() != Asking {
		t.Errorf("it was sent: %+v", request)
	}
	if !f.Confirm("second", "", at(2)) || f.Reasons().Any() {
		t.Errorf("cannot be confirmed again: %+v", f.Reasons())
	}
	request, _ := f.Reread("second", harmless(), nil, at(3))
	if f.TakeBack(); request == nil || f.State() != Sent {
		t.Errorf("state %d, %+v", f.State(), request)
	}
}

// The answer to a read that was made for an earlier confirmation sends nothing, nor
// does one that comes after the question was closed.
func TestAReadForAnEarlierConfirmationSendsNothing(t *testing.T) {
	t.Parallel()
	f := confirmed(t, harmless(), at(0))
	f.Look(harmless(target(scaled(50))), at(1))
	if !f.Confirm("second", "", at(2)) {
		t.Fatal("cannot be confirmed again")
	}
	if request, why := f.Reread("id", harmless(target(scaled(50))), nil, at(2)); request != nil || why.Any() || f.State() != Rereading {
		t.Errorf("%+v, %+v, state %d", request, why, f.State())
	}
	f.Cancel()
	if request, why := f.Reread("second", harmless(target(scaled(50))), nil, at(2)); request != nil || why.Any() || f.Outcome() != NotSent {
		t.Errorf("%+v, %+v, outcome %q", request, why, f.Outcome())
	}
}

// A read of anything else than the target's service sends nothing, and says so.
func TestAReadOfAnotherServiceSendsNothing(t *testing.T) {
	t.Parallel()
	for name, service := range elsewhere() {
		f := confirmed(t, harmless(), at(0))
		request, why := f.Reread("id", service, nil, at(1))
		if request != nil || why.Fault == nil || why.Fault.Headline == "" || why.Fault.Next == "" || f.State() != Asking {
			t.Errorf("%s: %+v, %+v, state %d", name, request, why, f.State())
		}
	}
}
