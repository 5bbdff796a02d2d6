package change

import (
	"testing"
	"time"

	"tealset/model"
)

// saw tells the flow of a read that began and ended some time after noon.
func saw(f *Flow, service model.Service, after time.Duration) (resolved bool) {
	return f.Saw(service, noon.Add(after), noon.Add(after))
}

// An answer tells the outcome only of the request that it is for, and only once; one
// in which the set does not drain tells nothing.
func TestAnAnswerCountsOnceAndForItsOwnRequest(t *testing.T) {
	t.Parallel()
	active, other := setOf(2, model.StatusActive, 0), setOf(3, model.StatusDraining, 0)
	for _, test := range []struct {
		name   string
		answer Answer
		want   Outcome
		state  State
	}{
		{"drains", drains(), Accepted, Following},
		{"still ACTIVE", Answer{TaskSet: &active}, Unknown, Following},
		{"another set", Answer{TaskSet: &other}, Unknown, Following},
		{"empty", Answer{}, Unknown, Following},
		{"no answer", timedOut(), Unknown, Following},
		{"refused", refused(model.FaultInvalid), Refused, Ended},
		{"no such set", refused(model.FaultTaskSetNotFound), Gone, Ended},
		{"not sent", Answer{Fault: &model.Fault{Kind: model.FaultTimeout}}, NotSent, Ended},
	} {
		f := sent(t)
		test.answer.At = noon.Add(minute)
		f.Answered("another", test.answer)
		if f.State() != Sent || f.Outcome() != None {
			t.Errorf("%s: the answer to another request counts: %q", test.name, f.Outcome())
		}
		f.Answered("id", test.answer)
		if f.State() != test.state || f.Outcome() != test.want || f.Answer() != test.answer {
			t.Errorf("%s: state %d, %q, %+v", test.name, f.State(), f.Outcome(), f.Answer())
		}
		if gone := !f.GoneAt().IsZero(); gone != (test.want == Gone) {
			t.Errorf("%s: gone at %s", test.name, f.GoneAt())
		}
		f.Answered("id", refused(model.FaultServer))
		if f.Outcome() != test.want || f.Answer() != test.answer {
			t.Errorf("%s: a second answer counts: %q", test.name, f.Outcome())
		}
	}
}

// A read resolves an unknown outcome when the set drains or is missing. Of an
// accepted one it tells the end, and that resolves nothing.
func TestAReadResolvesAnUnknownOutcome(t *testing.T) {
	t.Parallel()
	f := answered(t, timedOut())
	if saw(f, harmless(), minute) || f.Outcome() != Unknown {
		t.Errorf("still there: %q", f.Outcome())
	}
	if status, at := f.Status(); status != model.StatusActive || !at.Equal(noon.Add(minute)) {
		t.Errorf("status %q at %s", status, at)
	}
	if !saw(f, draining(), 2*minute) || f.Outcome() != Accepted || f.State() != Following {
		t.Errorf("drains: %q, state %d", f.Outcome(), f.State())
	}
	if saw(f, harmless(), 3*minute) || f.Outcome() != Accepted {
		t.Errorf("an old state was served: %q", f.Outcome())
	}
	if saw(f, gone(), time.Hour) || f.Outcome() != Gone || f.State() != Ended || !f.GoneAt().Equal(noon.Add(time.Hour)) {
		t.Errorf("missing: %q, state %d, %s", f.Outcome(), f.State(), f.GoneAt())
	}
	if status, _ := f.Status(); status != "" {
		t.Errorf("it is gone and %q", status)
	}
	if f = answered(t, timedOut()); !saw(f, gone(), minute) || f.Outcome() != Gone {
		t.Errorf("missing: %q", f.Outcome())
	}
}

// Only a deletion that is known to have been made, and whose set was looked at until it was gone, tells
// how long that took: of any other, somebody else may have deleted the set, or it was gone long before.
func TestHowLongADeletionTookIsToldOnlyWhereItIsKnown(t *testing.T) {
	t.Parallel()
	adopted := func(t *testing.T, _ Answer) *Flow {
		t.Helper()
		return Adopt(answered(t, timedOut()).Request(), None, noon)
	}
	for _, test := range []struct {
		name   string
		sent   func(*testing.T, Answer) *Flow
		answer Answer
		reads  []model.Service // a minute apart
		gone   time.Duration   // the read without the set
		ok     bool
	}{
		{"accepted", answered, drains(), []model.Service{draining()}, 2 * minute, true},
		{"accepted, and gone at once", answered, drains(), nil, minute, true},
		{"no answer, and it drains", answered, timedOut(), []model.Service{harmless(), draining()}, 3 * minute, true},
		{"no answer, and gone at once", answered, timedOut(), nil, minute, false},
		{"no answer, and gone later", answered, timedOut(), []model.Service{harmless()}, 2 * minute, false},
		{"accepted, and nobody looked for hours", answered, drains(), []model.Service{draining()}, 3 * time.Hour, false},
		{"of an earlier run", adopted, timedOut(), nil, 3 * day, false},
		{"of an earlier run, and it drains", adopted, timedOut(), []model.Service{draining()}, 3 * day, false},
	} {
		f := test.sent(t, test.answer)
		for i, read := range test.reads {
			saw(f, read, time.Duration(i+1)*minute)
		}
		saw(f, gone(), test.gone)
		if after, ok := f.GoneAfter(); ok != test.ok || f.Outcome() != Gone || ok && after != test.gone {
			t.Errorf("%s: %s, %t, %q", test.name, after, ok, f.Outcome())
		}
	}
	f, service, _ := sentIn(t, PromoteTaskSet)
	f.Answered("id", taken(PromoteTaskSet))
	service.TaskSets = service.TaskSets[:1]
	saw(f, service, minute)
	if _, ok := f.GoneAfter(); ok || f.GoneAt().IsZero() {
		t.Errorf("a promotion deleted its set: %t, gone at %s", ok, f.GoneAt())
	}
}

// A read that began before the answer came shows what was before, however late it
// ends: a set that it has or has not tells nothing.
func TestAReadFromBeforeTheAnswerTellsNothing(t *testing.T) {
	t.Parallel()
	for _, service := range []model.Service{gone(), draining(), harmless()} {
		f := answered(t, timedOut())
		if f.Saw(service, noon.Add(-1), noon.Add(minute)) || f.Outcome() != Unknown {
			t.Errorf("%q", f.Outcome())
		}
		if status, _ := f.Status(); status != "" {
			t.Errorf("status %q", status)
		}
	}
	f := answered(t, timedOut())
	if !saw(f, gone(), 0) {
		t.Error("a read that began as the answer came is one from after it")
	}
}

// Only a read of this very service, in this account, Region and cluster, tells that
// the set is gone. That no service or no cluster was found tells nothing.
func TestOnlyTheServiceItselfTellsThatASetIsGone(t *testing.T) {
	t.Parallel()
	for name, service := range elsewhere() {
		f := answered(t, timedOut())
		if saw(f, service, minute) || f.Outcome() != Unknown || f.State() != Following {
			t.Errorf("%s: %q", name, f.Outcome())
		}
	}
	for _, kind := range []model.FaultKind{model.FaultServiceNotFound, model.FaultClusterNotFound, model.FaultDenied} {
		for _, answer := range []Answer{timedOut(), drains()} {
			f := answered(t, answer)
			was := f.Outcome()
			fault := &model.Fault{Kind: kind}
			f.Lost(fault, noon.Add(minute))
			if f.Outcome() != was || f.State() != Following || f.Fault() != fault {
				t.Errorf("kind %d: %q, %v", kind, f.Outcome(), f.Fault())
			}
			if saw(f, harmless(), 2*minute); f.Fault() != nil {
				t.Errorf("kind %d: the fault stays after a read: %v", kind, f.Fault())
			}
		}
	}
}

// A look that fails before the answer came, or after the end is known, is not the
// change's concern.
func TestAFailedLookCountsOnlyWhileFollowing(t *testing.T) {
	t.Parallel()
	for name, f := range map[string]*Flow{"sent": sent(t), "ended": answered(t, refused(model.FaultDenied))} {
		if f.Lost(&model.Fault{Kind: model.FaultTimeout}, noon); f.Fault() != nil {
			t.Errorf("%s: %v", name, f.Fault())
		}
	}
}

// A set that reads have shown unchanged for ten minutes was not deleted. One read is
// not enough for that, however late it comes: a laptop may have slept.
func TestASetSeenUnchangedForTenMinutesWasNotDeleted(t *testing.T) {
	t.Parallel()
	f := answered(t, timedOut())
	for _, step := range []struct {
		after    time.Duration
		resolved bool
		want     Outcome
	}{
		{time.Hour, false, Unknown},
		{time.Hour + GiveUpAfter - 1, false, Unknown},
		{time.Hour + GiveUpAfter, true, NotDone},
		{2 * time.Hour, false, NotDone},
	} {
		if resolved := saw(f, harmless(), step.after); resolved != step.resolved || f.Outcome() != step.want {
			t.Errorf("after %s: resolved %t, %q", step.after, resolved, f.Outcome())
		}
	}
	if f.State() != Ended {
		t.Errorf("state %d", f.State())
	}
	// An accepted deletion is not given up: its set may take any time to drain.
	f = answered(t, drains())
	for _, after := range []time.Duration{minute, time.Hour, 9 * time.Hour} {
		if saw(f, harmless(), after) || f.Outcome() != Accepted {
			t.Errorf("after %s: %q", after, f.Outcome())
		}
	}
}

// A role and a scale can be changed and changed back while nobody looks, as somebody else promotes
// another set after a promotion whose answer was lost. So a set that is as before was not changed
// only if it was looked at all the time, or if ECS says that it was not updated since the
// confirmation; else the outcome stays unknown. A deletion cannot be taken back.
func TestWhatMayHaveBeenChangedBackUnseenStaysUnknown(t *testing.T) {
	t.Parallel()
	every := func(pause, from, until time.Duration) (reads []time.Duration) {
		for at := from; at <= until; at += pause {
			reads = append(reads, at)
		}
		return reads
	}
	for name, test := range map[string]struct {
		reads      []time.Duration
		touched    bool // the set was updated since the confirmation
		role, gone Outcome
	}{
		"looked at all the time": {every(minute, minute, 12*minute), true, NotDone, NotDone},
		"two days later":         {every(minute, 2*day, 2*day+12*minute), true, Unknown, NotDone},
		"and never updated":      {every(minute, 2*day, 2*day+12*minute), false, NotDone, NotDone},
		"an hour without reads":  {append(every(minute, minute, 3*minute), every(minute, time.Hour, time.Hour+12*minute)...), true, Unknown, NotDone},
		"a clock set back":       {every(minute, -time.Hour, 12*minute-time.Hour), true, Unknown, NotDone},
	} {
		for _, kind := range []Kind{PromoteTaskSet, RestorePrimary, ScaleTaskSet, DeleteTaskSet} {
			for _, adopted := range []bool{false, true} {
				f, service, _ := sentIn(t, kind)
				if f.Answered("id", Answer{At: noon.Add(-2 * time.Hour), Fault: &model.Fault{Kind: model.FaultTimeout, Sent: true}}); adopted {
					f = Adopt(f.Request(), None, noon.Add(-2*time.Hour))
				}
				if test.touched {
					service = withSets(service, updated(noon.Add(time.Second)))
				}
				told := false
				for _, after := range test.reads {
					told = saw(f, service, after) || told
				}
				want := test.role
				if kind == DeleteTaskSet {
					want = test.gone
				}
				if f.Outcome() != want || f.State() != Ended || told != want.Known() {
					t.Errorf("%s, %s, adopted %t: %q in state %d, told %t", name, kind, adopted, f.Outcome(), f.State(), told)
				}
			}
		}
	}
}

// withSets changes all sets of a service.
func withSets(service model.Service, changes ...func(*model.TaskSet)) model.Service {
	for n := range service.TaskSets {
		nth(n, changes...)(&service)
	}
	return service
}

// The target is looked at every five seconds for ten minutes, and then once a minute
// for as long as it takes; at once after a clock that stood still.
func TestWhenTheTargetIsLookedAtAgain(t *testing.T) {
	t.Parallel()
	f := answered(t, drains())
	for _, step := range []struct {
		name           string
		readAt, now    time.Duration
		fails, expired bool
		want           time.Duration
	}{
		{name: "just answered", want: 5 * time.Second},
		{name: "two seconds later", now: 2 * time.Second, want: 3 * time.Second},
		{name: "due", now: 5 * time.Second, want: 0},
		{name: "overdue", now: 6 * time.Second, want: 0},
		{name: "just read", readAt: 6 * time.Second, now: 6 * time.Second, want: 5 * time.Second},
		{name: "a failed read counts", readAt: 11 * time.Second, now: 12 * time.Second, fails: true, want: 4 * time.Second},
		{name: "nearly ten minutes", readAt: 10*minute - 1, now: 10*minute - 1, want: 5 * time.Second},
		{name: "ten minutes", readAt: 10 * minute, now: 10 * minute, want: minute},
		{name: "half a minute later", readAt: 10 * minute, now: 10*minute + 30*time.Second, want: 30 * time.Second},
		{name: "after a night's sleep", readAt: 10 * minute, now: 8 * time.Hour, want: 0},
		{name: "still draining", readAt: 9 * time.Hour, now: 9 * time.Hour, want: minute},
		{name: "the clock was set back", readAt: 9 * time.Hour, now: 7 * time.Hour, want: minute},
	} {
		switch {
		case step.fails:
			f.Lost(&model.Fault{Kind: model.FaultTimeout}, noon.Add(step.readAt))
		case step.readAt > 0:
			f.Saw(draining(), noon.Add(step.readAt-1), noon.Add(step.readAt))
		}
		if wait, ok := f.NextRead(noon.Add(step.now)); wait != step.want || !ok {
			t.Errorf("%s: %s, %t", step.name, wait, ok)
		}
	}
	saw(f, gone(), 10*time.Hour)
	for name, ended := range map[string]*Flow{"gone": f, "asking": asked(harmless()), "sent": sent(t)} {
		if wait, ok := ended.NextRead(noon.Add(11 * time.Hour)); ok {
			t.Errorf("%s: looks again in %s", name, wait)
		}
	}
}

// A change of an earlier run is followed like any other. What that run wrote down
// tells whether it ended before an answer came, or after one that did not tell.
func TestAChangeOfAnEarlierRunIsFollowed(t *testing.T) {
	t.Parallel()
	request := earlier(2, None, ago(day)).Request
	for recorded, unanswered := range map[Outcome]bool{None: true, Unknown: false} {
		f := Adopt(request, recorded, noon)
		if f.Outcome() != Unknown || f.State() != Following || !f.Adopted() || f.Unanswered() != unanswered {
			t.Errorf("recorded %q: %q, state %d, adopted %t, unanswered %t",
				recorded, f.Outcome(), f.State(), f.Adopted(), f.Unanswered())
		}
		if f.Request().Target != request.Target || !f.Request().At.Equal(request.At) {
			t.Errorf("%+v", f.Request())
		}
		if wait, ok := f.NextRead(noon.Add(time.Second)); !ok || wait != 4*time.Second {
			t.Errorf("looks again in %s, %t", wait, ok)
		}
		if f.Cancel(); !saw(f, gone(), minute) || f.Outcome() != Gone {
			t.Errorf("%q", f.Outcome())
		}
	}
	if f := answered(t, timedOut()); f.Adopted() || f.Unanswered() {
		t.Error("a change of this run counts as one of an earlier run")
	}
}
