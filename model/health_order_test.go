package model

import (
	"testing"
	"time"
)

// Of several findings the worst is told: lost capacity before what is stuck, that
// before what is untidy, that before what moves by itself. A role that looks wrong is
// told last of the untidy ones, as a rollout may be about to change it.
func TestHealthTellsTheWorstFirst(t *testing.T) {
	t.Parallel()
	sets := []TaskSet{ // everything at once
		setOf(1, StatusPrimary, 3).with(wanting(4), stabilizing(ago(day))), setOf(2, StatusPrimary, 0),
		setOf(3, StatusActive, 2), setOf(4, StatusDraining, 1).with(updated(ago(day))), setOf(5, StatusDraining, 0),
	}
	steps := []struct {
		cure func(*Service)
		word string
	}{
		{func(*Service) {}, "short"},
		{func(s *Service) { s.TaskSets[0].Running = 4 }, "stuck"},
		{func(s *Service) { s.TaskSets[0].StabilityStatusAt = ago(minute) }, "doubled"},
		{func(s *Service) { s.TaskSets[1] = setOf(2, StatusDraining, 0) }, "full"},
		{func(s *Service) { s.TaskSets = s.TaskSets[:4] }, "lingers"},
		{func(s *Service) { s.TaskSets[3].UpdatedAt = ago(minute) }, "leftover"},
		{func(s *Service) { s.TaskSets[2].UpdatedAt = noon }, "rollout"},
		{func(s *Service) { s.TaskSets[0].Status = StatusActive }, "rollout"},
		{func(s *Service) { s.TaskSets[0] = setOf(1, StatusActive, 4) }, "headless"},
		{func(s *Service) { s.TaskSets[0], s.TaskSets[2].Running = setOf(1, StatusPrimary, 0), 4 }, "headless"},
		{func(s *Service) { s.TaskSets[0], s.TaskSets[2].Running = setOf(1, StatusPrimary, 1), 2 }, "partial"},
		{func(s *Service) { s.TaskSets[0] = setOf(1, StatusPrimary, 4) }, "two live"},
		{func(s *Service) { s.TaskSets[2] = setOf(3, StatusDraining, 2) }, "draining"},
		{func(s *Service) { s.TaskSets = s.TaskSets[:1] }, "steady"},
	}
	service := checkout(sets...)
	for i, step := range steps {
		step.cure(&service)
		if got := service.Health(noon); got.Word != step.word {
			t.Errorf("step %d: %q (%s), want %q", i, got.Word, got.Reason, step.word)
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
		{"long ago", checkout(set.with(updated(ago(StuckAfter)))), Broken, "stuck"},
		{"just now", checkout(set.with(updated(ago(StuckAfter - 1)))), Busy, "settling"},
	})
}

// A stability that nobody has heard of is not steady. Where ECS tells none the counts
// decide, for the verdict as for the set alone: what is wanted runs, nothing is pending.
func TestSteadinessWithoutAKnownStability(t *testing.T) {
	t.Parallel()
	says := func(stability string) func(*TaskSet) { return func(t *TaskSet) { t.StabilityStatus = stability } }
	untold := func(running, wanted int32) TaskSet {
		return setOf(1, StatusPrimary, running).with(wanting(wanted), says(""), func(t *TaskSet) { t.StabilityStatusAt = ago(0) })
	}
	judge(t, []verdictCase{
		{"unheard of", checkout(setOf(1, StatusPrimary, 4).with(says("WOBBLING"))), Broken, "stuck"},
		{"unheard of, and new", checkout(setOf(1, StatusPrimary, 4).with(stabilizing(ago(minute)), says("WOBBLING"))), Busy, "settling"},
		{"not told", checkout(untold(4, 4)), Calm, "steady"},
		{"not told, fewer tasks", checkout(untold(3, 4)), Broken, "short"},
		{"not told, more tasks", checkout(untold(6, 4)), Busy, "settling"},
		{"not told, a second set on fewer", checkout(setOf(2, StatusPrimary, 4), untold(1, 4).with(role(StatusActive))), Busy, "rollout"},
	})
	for _, test := range []struct {
		set    TaskSet
		steady bool
	}{
		{untold(4, 4), true},
		{untold(0, 0), true},
		{untold(3, 4), false},
		{untold(5, 4), false},
		{untold(4, 4).with(func(t *TaskSet) { t.Pending = 1 }), false},
		{untold(4, 4).with(says(Stabilizing)), false},
		{untold(3, 4).with(says(SteadyState)), true},
		{untold(4, 4).with(says("WOBBLING")), false},
	} {
		if got := test.set.Steady(); got != test.steady {
			t.Errorf("%q with %d of %d, %d pending: steady %t", test.set.StabilityStatus, test.set.Running, test.set.ComputedDesired, test.set.Pending, got)
		}
	}
}

// The reason of a verdict names what it is about.
func TestHealthReasonsNameTheirObject(t *testing.T) {
	t.Parallel()
	blue, green := setOf(1, StatusPrimary, 4), setOf(2, StatusActive, 4).with(updated(noon))
	codeDeploy := func(s *Service) { s.Controller.Type = ControllerCodeDeploy }
	for want, service := range map[string]Service{
		"…000000002 has not become steady":                                           checkout(blue, green.with(stabilizing(ago(day)))),
		"3 of 4 tasks of the PRIMARY run":                                            checkout(setOf(1, StatusPrimary, 3).with(wanting(4)), green),
		"3 of 4 tasks run":                                                           checkout(setOf(1, StatusActive, 3).with(wanting(4))),
		"2 task sets are PRIMARY":                                                    checkout(blue, setOf(2, StatusPrimary, 4)),
		"the PRIMARY is scaled to 0, and what runs is not PRIMARY":                   checkout(setOf(1, StatusPrimary, 0), green),
		"the task sets are scaled to 2 of 4 desired tasks":                           checkout(setOf(1, StatusPrimary, 2)),
		"ECS answers MISSING":                                                        {Missing: "MISSING"},
		"the service is MOTHBALLED":                                                  checkout(blue).with(func(s *Service) { s.Status = "MOTHBALLED" }),
		"6 of 5 task set slots are used":                                             checkout(blue, green, green, green, green, green),
		"3 sets are live: promote or delete one":                                     checkout(blue, green, green),
		"CodeDeploy keeps two sets until the traffic has shifted or its wait ends":   checkout(blue, green).with(codeDeploy),
		"a second set has stood beside the primary for longer than CodeDeploy waits": checkout(blue.with(created(ago(9*day))), setOf(2, StatusActive, 4).with(func(t *TaskSet) { t.StabilityStatusAt = ago(9 * day) }, updated(ago(9*day)))).with(codeDeploy),
		"CodeDeploy is deploying: a task set is stabilizing":                         checkout(blue, green.with(stabilizing(ago(minute)))).with(codeDeploy),
		"a set that CodeDeploy deleted is draining":                                  checkout(blue, setOf(2, StatusDraining, 1)).with(codeDeploy),
		"0 of 4 tasks of the PRIMARY run: created less than two minutes ago":         checkout(setOf(1, StatusPrimary, 0).with(wanting(4), created(ago(minute)))),
		"4 of 6 tasks of the PRIMARY run: scaled up less than two minutes ago":       checkout(blue).Replace(checkout(blue.with(wanting(6))).with(func(s *Service) { s.Desired = 6 }), ago(minute)),
		"every task set is draining":                                                 checkout(setOf(3, StatusDraining, 4)),
		"no task sets":                                                               checkout(),
	} {
		if got := service.Health(noon).Reason; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
