package model

import (
	"testing"
	"time"
)

const hour = time.Hour

// situated is a set of a situation: in its role since its stability changed.
func situated(n int, status, stability string, running, wanted int32, age, since time.Duration) TaskSet {
	return setOf(n, status, running).with(wanting(wanted), created(ago(age)), updated(ago(since)), func(t *TaskSet) {
		t.StabilityStatus, t.StabilityStatusAt = stability, ago(since)
	})
}

// The situations that a person on call meets have these verdicts.
func TestVerdictsOfSituations(t *testing.T) {
	t.Parallel()
	const primary, active, draining, steady, unsteady = StatusPrimary, StatusActive, StatusDraining, SteadyState, Stabilizing
	desired := func(tasks int32) func(*Service) { return func(s *Service) { s.Desired = tasks } }
	blue := situated(1, primary, steady, 4, 4, day, hour)
	judge(t, []verdictCase{
		{"a new set of 10 s", checkout(situated(1, active, unsteady, 0, 4, 10*time.Second, 10*time.Second)), Busy, "starting"},
		{"a new set of two minutes", checkout(situated(1, active, unsteady, 0, 4, 2*minute, 2*minute)), Broken, "short"},
		{"six tasks too few for 10 s, and nobody saw it scaled out", checkout(situated(1, primary, unsteady, 4, 10, day, 10*time.Second)).with(desired(10)), Broken, "short"},
		{"the PRIMARY down, the other set serves", checkout(situated(1, primary, unsteady, 0, 4, day, 2*minute), situated(2, active, steady, 4, 4, hour, hour)), Broken, "short"},
		{"the PRIMARY scaled to 0, the other set serves", checkout(situated(1, primary, steady, 0, 0, day, hour), situated(2, active, steady, 4, 4, hour, hour)), Untidy, "headless"},
		{"the PRIMARY alone at half its scale", checkout(situated(1, primary, steady, 2, 2, day, hour)), Untidy, "partial"},
		{"two PRIMARY", checkout(blue, situated(2, primary, steady, 4, 4, hour, hour)), Untidy, "doubled"},
		{"not promoted, stabilizing for 3 m", checkout(situated(1, active, unsteady, 4, 4, hour, 3*minute)), Busy, "settling"},
		{"no stability told, the other set does not start", checkout(situated(1, primary, "", 4, 4, day, hour), situated(2, active, "", 0, 4, hour, hour)), Broken, "stuck"},
		{"no stability told, the PRIMARY down", checkout(situated(1, primary, "", 0, 4, day, hour), situated(2, active, "", 4, 4, hour, hour)), Broken, "short"},
		{"none desired, two sets of none", checkout(situated(1, primary, steady, 0, 0, day, hour), situated(2, active, steady, 0, 0, hour, hour)).with(desired(0)), Busy, "two live"},
		{"a new service", checkout(), Broken, "empty"},
		{"a new service that wants nothing", checkout().with(desired(0)), Calm, "idle"},
		{"the service is being deleted", checkout(blue).with(func(s *Service) { s.Status = "DRAINING" }), Busy, "draining"},
		{"the other set scales down", checkout(blue, situated(2, active, unsteady, 2, 0, day, minute)), Busy, "rollout"},
		{"the other set is at 0 for 2 h", checkout(situated(1, primary, steady, 4, 4, day, 2*hour), situated(2, active, steady, 0, 0, day, 2*hour)), Busy, "two live"},
		{"draining for 11 m", checkout(blue, situated(2, draining, unsteady, 1, 0, day, 11*minute)), Untidy, "lingers"},
		{"unsteady since a time to come", checkout(situated(1, primary, unsteady, 4, 4, day, -20*minute)), Busy, "settling"},
	})
}

// CodeDeploy holds a second set for days on purpose: before it shifts the traffic, and
// before it ends the original set. Until both waits must be over, nobody has to act,
// and nobody is told to promote or delete what is CodeDeploy's.
func TestHealthOfSetsThatCodeDeployHolds(t *testing.T) {
	t.Parallel()
	held := func(green, blue time.Duration) Service {
		return checkout(
			situated(1, StatusPrimary, SteadyState, 4, 4, green, green),
			situated(2, StatusActive, SteadyState, 4, 4, 30*day, blue),
		).with(func(s *Service) { s.Controller.Type = ControllerCodeDeploy })
	}
	judge(t, []verdictCase{
		{"waits for an hour", held(hour, hour), Busy, "waiting"},
		{"30 h of 48 h", held(30*hour, 30*hour), Busy, "waiting"},
		{"all of a wait of 48 h", held(48*hour, 48*hour), Busy, "waiting"},
		{"48 h before the shift and 48 h after it", held(96*hour, 96*hour), Busy, "waiting"},
		{"as long as it may", held(CodeDeployHoldsFor+LeftOverAfter-1, 30*day), Busy, "waiting"},
		{"longer than that", held(CodeDeployHoldsFor+LeftOverAfter, 30*day), Untidy, "leftover"},
		{"an old set, beside a new one", held(hour, 30*day), Busy, "waiting"},
	})
}
