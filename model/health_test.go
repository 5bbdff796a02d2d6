package model

import (
	"slices"
	"testing"
)

// The tiers are in the order of how soon a person should look.
func TestTiersAreOrderedWorstLast(t *testing.T) {
	t.Parallel()
	if order := []Tier{Calm, Busy, Untidy, Broken}; !slices.IsSorted(order) {
		t.Errorf("%v", order)
	}
}

// verdictCase is a service and the verdict it is to get at noon.
type verdictCase struct {
	name    string
	service Service
	tier    Tier
	word    string
}

func judge(t *testing.T, tests []verdictCase) {
	t.Helper()
	for _, test := range tests {
		got := test.service.Health(noon)
		if got.Tier != test.tier || got.Word != test.word {
			t.Errorf("%s: %d %q (%s), want %d %q", test.name, got.Tier, got.Word, got.Reason, test.tier, test.word)
		}
		if got.Reason == "" {
			t.Errorf("%s: %q gives no reason", test.name, got.Word)
		}
	}
}

// A service that is not there, was not read or is being deleted is judged by that
// alone, since its counts mean nothing.
func TestHealthOfServicesThatAreNotAtWork(t *testing.T) {
	t.Parallel()
	status := func(status string) func(*Service) { return func(s *Service) { s.Status = status } }
	broken := checkout(setOf(1, StatusActive, 0).with(stabilizing(ago(day))))
	judge(t, []verdictCase{
		{"ECS does not know it", broken.with(func(s *Service) { s.Missing = "MISSING" }), Broken, "gone"},
		{"listed only, and unknown", Service{Missing: "MISSING"}, Broken, "gone"},
		{"listed only", ListedService("arn:aws:ecs:eu-west-1:123456789012:service/shop/checkout"), Calm, ""},
		{"being deleted", broken.with(status("DRAINING")), Busy, "draining"},
		{"deleted", broken.with(status("INACTIVE")), Busy, "inactive"},
		{"a status that nobody has heard of", broken.with(status("MOTHBALLED")), Busy, "mothballed"},
		{"no status at all", checkout(setOf(1, StatusPrimary, 4)).with(status("")), Calm, "steady"},
	})
}

// Every state of a service with task sets has its verdict.
func TestHealthOfTaskSets(t *testing.T) {
	t.Parallel()
	blue, green, red := setOf(1, StatusPrimary, 4), setOf(2, StatusActive, 4), setOf(3, StatusDraining, 2)
	fresh := green.with(updated(ago(minute)))
	none := func(s *Service) { s.Desired = 0 }
	off := setOf(1, StatusPrimary, 0)
	judge(t, []verdictCase{
		{"no sets", checkout(), Broken, "empty"},
		{"no sets and none desired", checkout().with(none), Calm, "idle"},
		{"only draining sets", checkout(red, setOf(4, StatusDraining, 2)), Broken, "empty"},
		{"only draining sets and none desired", checkout(red).with(none), Busy, "draining"},
		{"fewer tasks than desired", checkout(setOf(1, StatusPrimary, 3).with(wanting(4))), Broken, "short"},
		{"fewer tasks, and settling", checkout(setOf(1, StatusPrimary, 3).with(wanting(4), stabilizing(ago(minute)))), Broken, "short"},
		{"fewer tasks in a rollout", checkout(setOf(1, StatusPrimary, 2).with(wanting(4)), setOf(2, StatusActive, 1).with(stabilizing(ago(minute)))), Broken, "short"},
		{"a primary scaled to nothing", checkout(off), Broken, "short"},
		{"stabilizing for ten minutes", checkout(blue, green.with(stabilizing(ago(StuckAfter)))), Broken, "stuck"},
		{"stabilizing for less", checkout(blue, green.with(stabilizing(ago(StuckAfter-1)))), Busy, "rollout"},
		{"the only set for ten minutes", checkout(blue.with(stabilizing(ago(StuckAfter)))), Broken, "stuck"},
		{"the only set for less", checkout(blue.with(stabilizing(ago(StuckAfter - 1)))), Busy, "settling"},
		{"the only set beside a draining one", checkout(blue.with(stabilizing(ago(minute))), red), Busy, "settling"},
		{"all five slots", checkout(blue, fresh, red, red, red), Untidy, "full"},
		{"more than five sets", checkout(blue, fresh, red, red, red, red), Untidy, "full"},
		{"four slots", checkout(blue, fresh, red, red), Busy, "two live"},
		{"a set in no role of ECS", checkout(setOf(1, "NEWFANGLED", 4)), Untidy, "headless"},
		{"nobody promoted", checkout(green, setOf(3, StatusActive, 4)), Untidy, "headless"},
		{"nobody promoted yet", checkout(green.with(stabilizing(ago(minute)))), Busy, "settling"},
		{"two sets for two days", checkout(blue, green), Untidy, "leftover"},
		{"two sets, one scaled to nothing", checkout(blue, setOf(2, StatusActive, 0).with(scaled(0))), Untidy, "leftover"},
		{"two sets since now", checkout(blue, fresh), Busy, "two live"},
		{"two primaries", checkout(blue, setOf(2, StatusPrimary, 4)), Untidy, "doubled"},
		{"a set in an unheard-of role beside the primary", checkout(blue, setOf(2, "NEWFANGLED", 1).with(updated(ago(minute)))), Busy, "two live"},
		{"one is on its way out", checkout(blue, red), Busy, "draining"},
		{"a draining set never counts as stuck", checkout(blue, red.with(stabilizing(ago(day)))), Busy, "draining"},
		{"as it should be", checkout(blue), Calm, "steady"},
		{"more tasks than desired", checkout(setOf(1, StatusPrimary, 6)), Calm, "steady"},
		{"switched off", checkout(off).with(none), Calm, "idle"},
		{"tasks that nobody wants", checkout(blue).with(none), Calm, "steady"},
		{"of CodeDeploy", checkout(blue).with(func(s *Service) { s.Controller.Type = ControllerCodeDeploy }), Calm, "steady"},
		{"of an unheard-of controller", checkout(blue).with(func(s *Service) { s.Controller.Type = "KUBERNETES" }), Calm, "steady"},
	})
}

// A set is left over when it has stood beside its primary for a day: a former
// primary that was steady for weeks is not, the moment another is promoted.
func TestHealthCountsALeftoverFromThePromotion(t *testing.T) {
	t.Parallel()
	old := setOf(1, StatusActive, 4).with(func(t *TaskSet) { t.StabilityStatusAt = ago(30 * day) })
	judge(t, []verdictCase{
		{"promoted a moment ago", checkout(setOf(2, StatusPrimary, 4), old.with(updated(ago(minute)))), Busy, "two live"},
		{"by a primary that is new itself", checkout(setOf(2, StatusPrimary, 4).with(created(ago(minute))), old), Busy, "two live"},
		{"promoted a day ago", checkout(setOf(2, StatusPrimary, 4), old.with(updated(ago(LeftOverAfter)))), Untidy, "leftover"},
		{"promoted less than a day ago", checkout(setOf(2, StatusPrimary, 4), old.with(updated(ago(LeftOverAfter-1)))), Busy, "two live"},
	})
}
