package feed

import (
	"context"
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
