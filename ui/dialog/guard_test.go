package dialog

import (
	"testing"
	"time"
)

var noon = time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)

// A form is armed by quiet alone: every input begins the quiet time anew, however
// long that goes on.
func TestGuardIsArmedByQuietAlone(t *testing.T) {
	t.Parallel()
	var g Guard
	g.Disarm(noon)
	now := noon
	for range 100 { // a held key
		now = now.Add(30 * time.Millisecond)
		g.Settle(now)
		if g.Input(now, true); g.Armed() {
			t.Fatalf("armed %s after it opened, while keys came", now.Sub(noon))
		}
	}
	if left := g.Left(now); left != Quiet {
		t.Errorf("%s are left, not %s", left, Quiet)
	}
	if g.Settle(now.Add(Quiet - time.Millisecond)); g.Armed() {
		t.Error("armed too early")
	}
	if g.Settle(now.Add(Quiet)); !g.Armed() {
		t.Error("not armed by quiet")
	}
}

// Once armed, keys do not disarm it: only what changes under them does.
func TestGuardStaysArmedWhileKeysCome(t *testing.T) {
	t.Parallel()
	var g Guard
	g.Disarm(noon)
	now := noon.Add(Quiet)
	for range 10 {
		g.Settle(now)
		if g.Input(now, true); !g.Armed() {
			t.Fatal("a key disarmed it")
		}
		now = now.Add(10 * time.Millisecond)
	}
	if g.Disarm(now); g.Armed() {
		t.Error("a change did not disarm it")
	}
}

// An input counts as alone only 150 ms after the one before, of whatever kind.
func TestGuardTellsWhatCameAlone(t *testing.T) {
	t.Parallel()
	var g Guard
	now := noon
	for _, step := range []struct {
		after time.Duration
		alone bool
	}{{0, true}, {Alone - 1, false}, {Alone, true}, {30 * time.Millisecond, false}, {Alone + 1, true}, {-time.Hour, false}} {
		now = now.Add(step.after)
		g.Settle(now)
		if g.Input(now, true); g.Alone() != step.alone {
			t.Errorf("%s after the last: alone %t", step.after, g.Alone())
		}
	}
}

// After a sequence that means nothing, the rest of it may come as keys: a second of
// quiet is asked for, and keys in it do not shorten that.
func TestGuardWaitsASecondAfterAnUnknownSequence(t *testing.T) {
	t.Parallel()
	var g Guard
	g.Disarm(noon)
	g.Settle(noon.Add(Quiet))
	g.Unknown(noon.Add(time.Second))
	g.Disarm(noon.Add(time.Second))
	g.Input(noon.Add(1100*time.Millisecond), true)
	if g.Settle(noon.Add(1999 * time.Millisecond)); g.Armed() {
		t.Error("armed within the second")
	}
	if g.Settle(noon.Add(2 * time.Second)); !g.Armed() {
		t.Error("not armed after the second")
	}
}

// A clock that is set back keeps nobody waiting for longer than the quiet time.
func TestGuardOutlivesAClockThatIsSetBack(t *testing.T) {
	t.Parallel()
	var g Guard
	g.Disarm(noon)
	g.Input(noon, true)
	earlier := noon.Add(-time.Hour)
	if next := g.Next(earlier); next > Alone {
		t.Errorf("Settle is called in %s", next)
	}
	g.Disarm(earlier) // as Stack.Note does
	if left := g.Left(earlier); left != Quiet {
		t.Errorf("%s are left", left)
	}
	if g.Settle(earlier.Add(Quiet)); !g.Armed() {
		t.Error("not armed")
	}
}

// Where Settle is late, it is called at once; where it has nothing to tell, not at all; and
// a clock that was set back puts it off by a moment alone.
func TestGuardAsksToBeSettled(t *testing.T) {
	t.Parallel()
	var g Guard
	g.Disarm(noon)
	next := func(after, want time.Duration) {
		t.Helper()
		if got := g.Next(noon.Add(after)); got != want {
			t.Errorf("after %s it is called in %s, not %s", after, got, want)
		}
	}
	next(0, Quiet)
	next(Quiet+time.Second, 1)
	next(-time.Hour, afterUnknown)
	g.Settle(noon)
	g.Input(noon, true)
	next(0, Alone)
	next(time.Second, 1)
	next(-time.Hour, Alone)
	g.Settle(noon.Add(Alone))
	next(Alone, Quiet-Alone)
	g.Settle(noon.Add(Quiet))
	next(Quiet, 0)
}

// A sequence that means nothing shows that the key shortly before it did not come alone;
// nothing comes alone or is crowded shortly after it.
func TestGuardCountsASequenceThatMeansNothingAsAnInput(t *testing.T) {
	t.Parallel()
	for _, step := range []struct {
		meant  bool
		after  time.Duration
		crowds bool
	}{{true, Alone - 1, true}, {true, Alone, false}, {false, Alone - 1, false}} {
		var g Guard
		g.Input(noon, step.meant)
		now := noon.Add(step.after)
		if g.Settle(now); g.Unknown(now) != step.crowds {
			t.Errorf("%s after a key (meant %t): not crowded %t", step.after, step.meant, step.crowds)
		}
		if g.Alone() || g.Input(now.Add(Alone-1), true) || g.Alone() {
			t.Error("what comes after it is crowded, or alone")
		}
	}
}
