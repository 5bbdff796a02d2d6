package model

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// The serving side is the PRIMARY's own running of its own computed desired. What runs
// in other sets, live or draining, is told apart.
func TestServingIsThePrimaryAlone(t *testing.T) {
	t.Parallel()
	blue := setOf(1, StatusPrimary, 4)
	none := func(s *Service) { s.Desired = 0 }
	for _, test := range []struct {
		name    string
		service Service
		want    Serving
		word    string
		missing float64
	}{
		{"one set", checkout(blue), Serving{4, 4, 0, true}, "steady", 0},
		{"blue, green and draining", checkout(blue, setOf(2, StatusActive, 1).with(wanting(4), updated(ago(minute))), setOf(3, StatusDraining, 2)), Serving{4, 4, 3, true}, "two live", 0},
		{"the PRIMARY is down, another set runs", checkout(setOf(1, StatusPrimary, 0).with(wanting(4)), setOf(2, StatusActive, 4)), Serving{0, 4, 4, true}, "short", 1},
		{"the PRIMARY runs one of four", checkout(setOf(1, StatusPrimary, 1).with(wanting(4)), setOf(2, StatusActive, 4)), Serving{1, 4, 4, true}, "short", 0.75},
		{"the PRIMARY runs more than it should", checkout(setOf(1, StatusPrimary, 6).with(wanting(4))), Serving{6, 4, 0, true}, "steady", 0},
		{"the PRIMARY at half its scale", checkout(setOf(1, StatusPrimary, 2)), Serving{2, 2, 0, true}, "partial", 0},
		{"two halves", checkout(setOf(1, StatusPrimary, 2), setOf(2, StatusActive, 2).with(updated(ago(minute)))), Serving{2, 2, 2, true}, "two live", 0},
		{"the PRIMARY scaled to 0, another serves", checkout(setOf(1, StatusPrimary, 0), setOf(2, StatusActive, 4).with(updated(ago(minute)))), Serving{4, 4, 0, false}, "headless", 0},
		{"the PRIMARY scaled to 0, another serves too little", checkout(setOf(1, StatusPrimary, 0), setOf(2, StatusActive, 1).with(wanting(4))), Serving{1, 4, 0, false}, "short", 0.75},
		{"the PRIMARY scaled to 0, its last tasks stop", checkout(setOf(1, StatusPrimary, 2).with(wanting(0), stabilizing(ago(minute))), setOf(2, StatusActive, 4).with(updated(ago(minute)))), Serving{4, 4, 2, false}, "rollout", 0},
		{"everything scaled to 0", checkout(setOf(1, StatusPrimary, 0), setOf(2, StatusActive, 0)), Serving{0, 4, 0, false}, "short", 1},
		{"two PRIMARY", checkout(blue, setOf(2, StatusPrimary, 4)), Serving{8, 8, 0, true}, "doubled", 0},
		{"two PRIMARY, one of them down", checkout(blue, setOf(2, StatusPrimary, 0).with(wanting(4))), Serving{4, 8, 0, true}, "short", 0.5},
		{"no PRIMARY", checkout(setOf(1, StatusActive, 4), setOf(2, StatusActive, 4)), Serving{4, 4, 4, false}, "headless", 0},
		{"no PRIMARY, too few tasks", checkout(setOf(1, StatusActive, 1).with(wanting(4)), setOf(2, StatusActive, 2).with(wanting(4))), Serving{3, 4, 0, false}, "short", 0.25},
		{"no PRIMARY, half its scale", checkout(setOf(1, StatusActive, 2)), Serving{2, 4, 0, false}, "short", 0.5},
		{"no PRIMARY, none desired", checkout(setOf(1, StatusActive, 2)).with(none), Serving{0, 0, 2, false}, "headless", 0},
		{"all draining", checkout(setOf(1, StatusDraining, 3)), Serving{0, 4, 3, false}, "empty", 1},
		{"no sets", checkout(), Serving{0, 4, 0, false}, "empty", 1},
		{"none desired", checkout(setOf(1, StatusPrimary, 0)).with(none), Serving{0, 0, 0, true}, "idle", 0},
		{"none desired any more", checkout(blue).with(none), Serving{4, 0, 0, true}, "steady", 0},
		{"none desired any more, already fewer", checkout(setOf(1, StatusPrimary, 2).with(wanting(4))).with(none), Serving{2, 0, 0, true}, "steady", 0},
		{"counts below zero", checkout(setOf(1, StatusPrimary, -3).with(wanting(4))), Serving{-3, 4, 0, true}, "short", 1},
		{"a rollout of the ECS controller", rolling(deployment(StatusPrimary, RolloutInProgress, 1, 4).with(young), deployment(StatusActive, RolloutCompleted, 4, 4)), Serving{4, 4, 1, false}, "rollout", 0},
		{"one on fewer tasks", rolling(deployment(StatusPrimary, RolloutInProgress, 1, 4).with(young), deployment(StatusActive, RolloutCompleted, 2, 4)), Serving{3, 4, 0, false}, "rollout", 0.25},
		{"one deployment with tasks too many", rolling(deployment(StatusPrimary, RolloutCompleted, 9, 4)), Serving{9, 4, 0, false}, "steady", 0},
	} {
		if got := test.service.Serving(); got != test.want {
			t.Errorf("%s: %+v, want %+v", test.name, got, test.want)
		}
		if got := test.service.Health(noon); got.Word != test.word || got.Missing != test.missing {
			t.Errorf("%s: %q, %g missing, want %q and %g", test.name, got.Word, got.Missing, test.word, test.missing)
		}
	}
}

// For any counts: the share that is missing is a share, and no urgency of a tier
// reaches into the next.
func TestTheMissingShareStaysInItsTier(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		count := rapid.OneOf(rapid.Int32Range(-2, 12), rapid.Int32Range(math.MinInt32, math.MaxInt32))
		status := rapid.SampledFrom([]string{StatusPrimary, StatusActive, StatusDraining, ""})
		s := checkout().with(func(s *Service) { s.Desired = count.Draw(t, "desired") })
		for i := range rapid.IntRange(0, 6).Draw(t, "sets") {
			set := setOf(i, status.Draw(t, "status"), count.Draw(t, "running")).with(wanting(count.Draw(t, "wanted")))
			s.TaskSets = append(s.TaskSets, set)
		}
		health := s.Health(noon)
		if health.Missing < 0 || health.Missing > 1 || math.IsNaN(health.Missing) {
			t.Fatalf("%+v misses %g", s.Serving(), health.Missing)
		}
		least := Health{Tier: health.Tier}
		if next := (Health{Tier: health.Tier + 1}); health.Urgency() < least.Urgency() || health.Urgency() >= next.Urgency() {
			t.Fatalf("%+v is as urgent as %g", health, health.Urgency())
		}
		if serving := s.Serving(); serving.Beside < 0 {
			t.Fatalf("%+v", serving)
		}
	})
}

// Within a tier what misses the largest share is the most urgent; no share makes up for
// a tier.
func TestUrgencyIsTheTierThenTheMissingShare(t *testing.T) {
	t.Parallel()
	order := []Health{
		checkout(setOf(1, StatusPrimary, 4)).Health(noon),
		rolling(deployment(StatusPrimary, RolloutInProgress, 4, 4)).Health(noon),
		rolling(deployment(StatusPrimary, RolloutInProgress, 0, 4).with(young)).Health(noon),
		checkout(setOf(1, StatusPrimary, 4), setOf(2, StatusActive, 0)).Health(noon),
		checkout(setOf(1, StatusPrimary, 4), setOf(2, StatusActive, 4).with(stabilizing(ago(day)))).Health(noon),
		checkout(setOf(1, StatusPrimary, 3).with(wanting(4))).Health(noon),
		checkout(setOf(1, StatusPrimary, 0).with(wanting(4))).Health(noon),
	}
	for i := 1; i < len(order); i++ {
		if order[i-1].Urgency() >= order[i].Urgency() {
			t.Errorf("%+v is not below %+v", order[i-1], order[i])
		}
	}
}
