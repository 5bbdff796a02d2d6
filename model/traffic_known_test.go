package model

import "testing"

// While it is not known which rules there are, the share of a side in those that are known is
// not its share: of a test listener alone it would be told as all of its traffic, and lead to
// a promotion. A production route that is known counts.
func TestNoShareIsToldWhereTheProductionRulesAreMissing(t *testing.T) {
	t.Parallel()
	blue, green := setOf(1, StatusPrimary, 1), setOf(2, StatusActive, 1)
	alone := routed(listening(httpsARN, 443, weighted(groupOf(2), 1)))
	alone.Fault = &Fault{Kind: FaultDenied}
	for name, c := range map[string]struct {
		fault *Fault
		want  string
	}{
		"not allowed": {alone.Fault, TrafficNoAccess}, "failed": {&Fault{Kind: FaultThrottled}, TrafficUnknown}, "all known": {nil, "100 %"},
	} {
		routing := alone
		routing.Fault = c.fault
		rollout := RolloutOf(checkout(blue, green), Known{Routing: routing})
		if got := rollout.Traffic.Sides[1].Text(); got != c.want {
			t.Errorf("%s: %q, not %q", name, got, c.want)
		}
		if step := rollout.NextStep(noon); c.fault != nil && step.Kind == StepPromote && len(step.Not) == 0 {
			t.Errorf("%s: %q says nothing of what is not known", name, step.Sentence())
		}
	}
	alone.Listeners[httpsARN] = listening(httpsARN, 443, weighted(groupOf(1), 90))
	if got := RolloutOf(checkout(blue, green), Known{Routing: alone}).Traffic.Sides[0].Text(); got != "100 %" {
		t.Errorf("of a route that is known: %q", got)
	}
}

// Of a deployment that uses one of two target groups, and ECS does not tell which, neither
// the traffic nor the targets are known: those of both together are of no side.
func TestOneOfTwoGroupsTellsNothingOfASide(t *testing.T) {
	t.Parallel()
	service, _, _ := native()
	service.CurrentServiceDeployment = ""
	rollout := RolloutOf(service, Known{Routing: routed(split(950, 50), healthy(1, 0), healthy(2, 2))})
	for i, side := range rollout.Sides {
		if !side.OneOfTwo() || rollout.Traffic.Sides[i].Known() || rollout.Targets[i].Known() {
			t.Errorf("%s: %q, %q", side.ID, rollout.Traffic.Sides[i].Text(), rollout.Targets[i].Text())
		}
	}
}
