package model

import (
	"testing"
	"time"
)

// Of several findings the one that hurts most is told: lost capacity before what
// is stuck, that before used-up slots, those before what moves by itself, and that
// before what was left behind.
func TestHealthTellsTheWorstFirst(t *testing.T) {
	t.Parallel()
	sets := []TaskSet{ // everything at once
		setOf(1, StatusActive, 0).with(stabilizing(ago(day))),
		setOf(2, StatusActive, 2), setOf(3, StatusDraining, 1).with(updated(ago(day))), setOf(4, StatusDraining, 0), setOf(5, StatusDraining, 0),
	}
	settle := func(s *Service) { s.TaskSets[0] = setOf(1, StatusActive, 0).with(stabilizing(ago(minute))) }
	steps := []struct {
		cure func(*Service)
		word string
	}{
		{func(*Service) {}, "short"},
		{func(s *Service) { s.Running = s.Desired }, "stuck"},
		{settle, "full"},
		{func(s *Service) { s.TaskSets = s.TaskSets[:4] }, "rollout"},
		{func(s *Service) { s.TaskSets[0] = setOf(1, StatusActive, 0) }, "headless"},
		{func(s *Service) { s.TaskSets[0].Status = StatusPrimary }, "lingers"},
		{func(s *Service) { s.TaskSets[2].UpdatedAt = ago(minute) }, "leftover"},
		{func(s *Service) { s.TaskSets[1].UpdatedAt = noon }, "two live"},
		{func(s *Service) { s.TaskSets[1] = setOf(2, StatusDraining, 2) }, "draining"},
		{func(s *Service) { s.TaskSets = s.TaskSets[:1] }, "steady"},
	}
	service := checkout(sets...)
	for _, step := range steps {
		step.cure(&service)
		if got := service.Health(noon); got.Word != step.word {
			t.Errorf("%q (%s), want %q", got.Word, got.Reason, step.word)
		}
	}
}

// Clocks disagree and ECS leaves times out: neither makes a set stuck or left over.
func TestHealthHoldsNoStrangeTimeAgainstASet(t *testing.T) {
	t.Parallel()
	clock := func(at time.Time) func(*TaskSet) {
		return func(t *TaskSet) { t.CreatedAt, t.UpdatedAt, t.StabilityStatusAt = at, at, at }
	}
	unsteady := func(t *TaskSet) { t.StabilityStatus = Stabilizing }
	blue, green := setOf(1, StatusPrimary, 4), setOf(2, StatusActive, 4)
	for name, at := range map[string]time.Time{"in the future": noon.Add(30 * day), "left out": {}} {
		judge(t, []verdictCase{
			{"stabilizing, times " + name, checkout(blue.with(unsteady, clock(at))), Busy, "settling"},
			{"rollout, times " + name, checkout(blue, green.with(unsteady, clock(at))), Busy, "rollout"},
			{"two sets, times " + name, checkout(blue.with(clock(at)), green.with(clock(at))), Busy, "two live"},
			{"two sets, the primary's times " + name, checkout(blue.with(clock(at)), green), Busy, "two live"},
			{"two sets, the second one's times " + name, checkout(blue, green.with(clock(at))), Busy, "two live"},
		})
	}
}

// Where ECS tells when a set was updated but not since when it is unsteady, the
// update counts.
func TestHealthTakesTheUpdateForAMissingStabilityTime(t *testing.T) {
	t.Parallel()
	set := setOf(1, StatusPrimary, 4).with(stabilizing(time.Time{}))
	judge(t, []verdictCase{
		{"long ago", checkout(set.with(updated(ago(StuckAfter)))), Attention, "stuck"},
		{"just now", checkout(set.with(updated(ago(StuckAfter - 1)))), Busy, "settling"},
	})
}

// A stability that nobody has heard of is not steady; one that ECS does not tell
// is no finding, and the counts decide.
func TestHealthOfUnknownStability(t *testing.T) {
	t.Parallel()
	says := func(stability string) func(*TaskSet) { return func(t *TaskSet) { t.StabilityStatus = stability } }
	judge(t, []verdictCase{
		{"unheard of", checkout(setOf(1, StatusPrimary, 4).with(says("WOBBLING"))), Attention, "stuck"},
		{"unheard of, and new", checkout(setOf(1, StatusPrimary, 4).with(stabilizing(ago(minute)), says("WOBBLING"))), Busy, "settling"},
		{"not told", checkout(setOf(1, StatusPrimary, 4).with(says(""))), Calm, "steady"},
		{"not told, fewer tasks", checkout(setOf(1, StatusPrimary, 3).with(says(""))), Attention, "short"},
	})
}

// The reason of a verdict names what it is about.
func TestHealthReasonsNameTheirObject(t *testing.T) {
	t.Parallel()
	blue, green := setOf(1, StatusPrimary, 4), setOf(2, StatusActive, 4).with(updated(noon))
	for want, service := range map[string]Service{
		"…000000002 has not become steady":       checkout(blue, green.with(stabilizing(ago(day)))),
		"3 of 4 tasks run":                       checkout(setOf(1, StatusPrimary, 3)),
		"ECS answers MISSING":                    {Missing: "MISSING"},
		"the service is MOTHBALLED":              checkout(blue).with(func(s *Service) { s.Status = "MOTHBALLED" }),
		"6 of 5 task set slots are used":         checkout(blue, green, green, green, green, green),
		"3 sets are live: promote or delete one": checkout(blue, green, green),
		"every task set is draining":             checkout(setOf(3, StatusDraining, 4)),
		"no task sets":                           checkout(),
	} {
		if got := service.Health(noon).Reason; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
