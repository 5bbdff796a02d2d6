package model

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// past is any age that the rules tell apart.
func past(t *rapid.T, label string) time.Time {
	return ago(rapid.SampledFrom([]time.Duration{0, minute, NewFor, 5 * minute, StuckAfter, hour, LeftOverAfter, 9 * day}).Draw(t, label))
}

// drawn is any service that was read, of any controller and age, with as many tasks as ECS
// allows.
func drawn(t *rapid.T) Service {
	count := rapid.OneOf(rapid.Int32Range(0, 6), rapid.Int32Range(0, 5000))
	s := checkout().with(controlledBy(rapid.SampledFrom([]string{ControllerExternal, ControllerCodeDeploy, ControllerECS}).Draw(t, "controller")))
	s.Desired, s.Running, s.CreatedAt = count.Draw(t, "desired"), count.Draw(t, "running"), past(t, "created")
	for i := range rapid.IntRange(0, 3).Draw(t, "sets") {
		role := rapid.SampledFrom([]string{StatusPrimary, StatusActive, StatusDraining}).Draw(t, "role")
		set := setOf(i, role, count.Draw(t, "running")).with(wanting(count.Draw(t, "wanted")), updated(past(t, "updated")), created(past(t, "created")))
		set.StabilityStatus = rapid.SampledFrom([]string{SteadyState, Stabilizing, ""}).Draw(t, "stability")
		set.StabilityStatusAt = past(t, "stability at")
		s.TaskSets = append(s.TaskSets, set)
	}
	for range rapid.IntRange(0, 2).Draw(t, "deployments") {
		status := rapid.SampledFrom([]string{StatusPrimary, StatusActive, DeploymentInactive}).Draw(t, "status")
		state := rapid.SampledFrom([]string{RolloutInProgress, RolloutCompleted, RolloutFailed, ""}).Draw(t, "state")
		d := deployment(status, state, count.Draw(t, "running"), count.Draw(t, "wanted"))
		d.CreatedAt, d.Failed = past(t, "created"), count.Draw(t, "failed")
		s.Deployments = append(s.Deployments, d)
	}
	return s
}

// Of two services the one that misses the larger share of what it should serve never
// stands below the other within a tier, and no broken one stands below an untidy one. The
// verdict is one of the table.
func TestTheWorseServiceNeverStandsBelow(t *testing.T) {
	t.Parallel()
	tiers := map[string]Tier{}
	for _, v := range Verdicts() {
		tiers[v.Word] = v.Tier
	}
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawn(t), drawn(t)
		one, other := a.Health(noon), b.Health(noon)
		if tier, ok := tiers[one.Word]; !ok || tier != one.Tier || one.Reason == "" {
			t.Fatalf("%+v is not in the table", one)
		}
		below := one.Urgency() < other.Urgency()
		if below && one.Tier > other.Tier {
			t.Fatalf("%+v stands below %+v", one, other)
		}
		if below && one.Tier == other.Tier && missesMore(a.Serving(), b.Serving()) {
			t.Fatalf("%+v (%+v) stands below %+v (%+v)", one, a.Serving(), other, b.Serving())
		}
	})
}

// missesMore compares the missing shares of two serving sides in whole numbers.
func missesMore(a, b Serving) bool {
	lackA, lackB := max(0, a.Wanted-a.Running), max(0, b.Wanted-b.Running)
	if a.Wanted <= 0 || b.Wanted <= 0 {
		return lackA > 0 && a.Wanted > 0 && b.Wanted <= 0
	}
	return lackA*b.Wanted > lackB*a.Wanted
}
