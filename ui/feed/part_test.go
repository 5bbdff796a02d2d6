package feed

import (
	"context"
	"strings"
	"testing"
	"time"

	"tealset/model"
)

// partOf reads so many requests each time, as often as is said.
func partOf(a *Allowance, every time.Duration, requests int) *Part[int] {
	return NewPart(a, "DescribeRules",
		Pace{Every: func() time.Duration { return every }, Requests: func() int { return requests }},
		func() func(context.Context) (int, error) {
			return func(context.Context) (int, error) { return 0, nil }
		}, func(int, time.Time, time.Time) {}, func(*model.Fault) {})
}

// Parts are read as often as they want to be while the allowance has that much left, and
// more slowly, but at most four times, where it has not.
func TestPartsSlowDownWhereTheAllowanceIsSpent(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 26, 3, 0, 0, 0, time.UTC)
	shared := NewShared(t.Context(), func() time.Time { return now }, 5*time.Second, nil)
	a := shared.In("eu-west-1")
	modest := partOf(a, 30*time.Second, 2)
	modest.Start(now)
	if got := modest.value.poll.Interval(); got != 30*time.Second {
		t.Errorf("read every %s", got)
	}
	greedy := partOf(a, 30*time.Second, 20)
	greedy.Start(now)
	slow := modest.value.poll.Interval()
	if slow <= 30*time.Second || slow > slowestParts*30*time.Second {
		t.Errorf("beside another that wants 40 requests a minute it is read every %s", slow)
	}
	partOf(a, time.Second, 50).Start(now)
	if got := modest.value.poll.Interval(); got != slowestParts*30*time.Second {
		t.Errorf("however much others want it is read every %s", got)
	}
	greedy.Stop()
	if got := a.parts[&greedy.value.poll]; got != 0 {
		t.Errorf("one that is stopped still wants %v a minute", got)
	}
}

// A part of which there is nothing to read reads nothing, and does not pause either.
func TestAPartWithNothingToReadIsIdle(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 26, 3, 0, 0, 0, time.UTC)
	shared := NewShared(t.Context(), func() time.Time { return now }, 5*time.Second, nil)
	p := partOf(shared.In("eu-west-1"), 0, 1)
	if p.Start(now) != nil || !p.value.poll.idle() {
		t.Error("it reads or pauses")
	}
	if len(p.Pollers()) != 0 {
		t.Error("its faults are told above the rows")
	}
}

// some is a value of which a part may be missing.
type some struct{ fault *model.Fault }

func (s some) Lacks() *model.Fault { return s.fault }

// What came of a read in part is folded, and the pause doubles up to a minute as after a read that
// failed; when all comes again the pause is the usual one. The fault is not told twice: fail is for
// reads that fail as a whole.
func TestAPartialReadMakesThePauseLonger(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	var value some
	var whole error
	folded, failed := 0, 0
	p := NewPart(b.In(""), "DescribeRules", Pace{Every: func() time.Duration { return 10 * time.Second }, Requests: func() int { return 1 }},
		func() func(context.Context) (some, error) {
			return func(context.Context) (some, error) { return value, whole }
		}, func(some, time.Time, time.Time) { folded++ }, func(*model.Fault) { failed++ })
	pauses := func(n int) string {
		var pauses []string
		for range n {
			p.Begin(b.now)
			p.value.poll.stop()
			p.Take(b.now, b.msgs(p.Start(b.now))[0])
			p.Start(b.now)
			pauses = append(pauses, p.value.poll.Due().Sub(b.now).String())
		}
		return strings.Join(pauses, " ")
	}
	value.fault = &model.Fault{Kind: model.FaultThrottled}
	if got := pauses(4); got != "20s 40s 1m0s 1m0s" || folded != 4 || failed != 0 {
		t.Errorf("a part is missing: %s, folded %d times, failed %d times", got, folded, failed)
	}
	value.fault, whole = nil, &model.Fault{Kind: model.FaultThrottled}
	if got := pauses(1); got != "1m0s" || folded != 4 || failed != 1 {
		t.Errorf("all is missing: %s, folded %d times, failed %d times", got, folded, failed)
	}
	whole = nil
	if got := pauses(2); got != "10s 10s" || folded != 6 || failed != 1 || p.Fault() != nil {
		t.Errorf("nothing is missing: %s, folded %d times, failed %d times, %v", got, folded, failed, p.Fault())
	}
}
