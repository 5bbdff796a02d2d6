package model

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// Only the PRIMARY's block gives way to force; what no force overrides is not to be
// offered at all; and what takes serving capacity wants the service's name typed.
func TestWhatForceOverridesAndWhatHasToBeTyped(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name                              string
		changes                           []func(*Service)
		refused, refusedByForce, mustType bool
	}{
		{"harmless", nil, false, false, false},
		{"running tasks, enough left", []func(*Service){target(running(2))}, false, false, false},
		{"too little left", []func(*Service){target(running(2)), primary(running(3))}, false, false, true},
		{"the last tasks", []func(*Service){target(running(2)), primary(running(0))}, false, false, true},
		{"beside an unsteady primary", []func(*Service){primary(stabilizing(noon))}, false, false, true},
		{"the primary", []func(*Service){target(role(StatusPrimary)), primary(role(StatusActive))}, true, false, true},
		{"draining", []func(*Service){target(role(StatusDraining))}, true, true, false},
		{"a service that drains", []func(*Service){func(s *Service) { s.Status = "DRAINING" }}, true, true, false},
		{"CodeDeploy", []func(*Service){controlledBy(ControllerCodeDeploy)}, true, true, false},
		{"CodeDeploy's primary", []func(*Service){controlledBy(ControllerCodeDeploy), target(role(StatusPrimary))}, true, true, true},
		{"ECS's own controller", []func(*Service){controlledBy(ControllerECS)}, true, true, false},
		{"no controller", []func(*Service){controlledBy("")}, true, true, false},
	} {
		service := harmless().with(test.changes...)
		checks := Preflight(service, service.TaskSets[1], Circumstances{Now: noon})
		got := []bool{Refused(checks, false), Refused(checks, true), Impossible(checks), CapacityAtRisk(checks)}
		want := []bool{test.refused, test.refusedByForce, test.refusedByForce, test.mustType}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: refused, refused even by force, impossible, to be typed (-want +got):\n%s", test.name, diff)
		}
	}
}

// The worst finding stands first, whatever the service is like, and each of them
// says something.
func TestPreflightIsInOrderOfSeverity(t *testing.T) {
	t.Parallel()
	changes := []func(*Service){
		target(role(StatusPrimary)), target(role(StatusDraining)), target(running(2)), target(scaled(50)),
		target(created(ago(minute))), target(registersWith(setOf(1, "", 0))),
		primary(role(StatusActive)), primary(role(StatusDraining)), primary(running(0)), primary(stabilizing(noon)),
		controlledBy(ControllerCodeDeploy), controlledBy(""), func(s *Service) { s.Status = "DRAINING" },
	}
	rapid.Check(t, func(t *rapid.T) {
		service := harmless()
		for _, i := range rapid.SliceOf(rapid.IntRange(0, len(changes)-1)).Draw(t, "changes") {
			changes[i](&service)
		}
		checks := Preflight(service, service.TaskSets[1], Circumstances{Now: noon})
		if !slices.IsSortedFunc(checks, func(a, b Check) int { return int(a.Severity) - int(b.Severity) }) {
			t.Errorf("out of order: %+v", checks)
		}
		if len(checks) == 0 || slices.ContainsFunc(checks, func(c Check) bool { return c.Sentence == "" }) {
			t.Errorf("nothing is said: %+v", checks)
		}
	})
}

// The severities are in the order in which a person has to see them.
func TestSeveritiesAreOrderedWorstFirst(t *testing.T) {
	t.Parallel()
	if order := []CheckSeverity{Block, Danger, Warning, Unknown, OK}; !slices.IsSorted(order) {
		t.Errorf("%v", order)
	}
}

// A deletion asks afresh when the role, the scale, the revision or the number of
// running tasks is not as it was shown, and for nothing else.
func TestChangesAreWhatMattersForADeletion(t *testing.T) {
	t.Parallel()
	set := setOf(2, StatusActive, 2).with(scaled(50))
	is := set.with
	for _, test := range []struct {
		name string
		is   TaskSet
		want []Change
	}{
		{"nothing", set, nil},
		{"role", is(role(StatusPrimary)), []Change{{"role", "ACTIVE", "PRIMARY"}}},
		{"scale", is(scaled(33.3)), []Change{{"scale", "50%", "33.3%"}}},
		{"a little scale", is(scaled(50.01)), []Change{{"scale", "50%", "50.01%"}}},
		{"scale is no longer told", is(func(t *TaskSet) { t.Scale = nil }), []Change{{"scale", "50%", "–"}}},
		{"revision", is(func(t *TaskSet) { t.TaskDefinition = setOf(3, "", 0).TaskDefinition }), []Change{{"revision", "checkout:42", "checkout:43"}}},
		{"running", is(running(0)), []Change{{"running", "2", "0"}}},
		{
			"everything at once", setOf(3, StatusPrimary, 4),
			[]Change{{"role", "ACTIVE", "PRIMARY"}, {"scale", "50%", "100%"}, {"revision", "checkout:42", "checkout:43"}, {"running", "2", "4"}},
		},
		{
			"stability, times, pending, tags and the scale's unit",
			is(stabilizing(noon), updated(noon), func(t *TaskSet) {
				t.Pending, t.ComputedDesired, t.ExternalID = 9, 9, "other"
				t.Tags = []Tag{{Key: "team", Value: "cart"}}
				t.Scale = &Scale{Value: 50}
			}), nil,
		},
	} {
		if diff := cmp.Diff(test.want, Changes(set, test.is)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}
