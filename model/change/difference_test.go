package change

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"tealset/model"
)

// A change asks afresh when the role, the scale or the revision of its target is not
// as it was shown, and for nothing else: a running count moves by itself.
func TestDifferencesAreWhatVoidsAConfirmation(t *testing.T) {
	t.Parallel()
	set := setOf(2, model.StatusActive, 2, scaled(50))
	revision := func(definition string) func(*model.TaskSet) {
		return func(t *model.TaskSet) { t.TaskDefinition = definition }
	}
	unit := func(unit string) func(*model.TaskSet) {
		return func(t *model.TaskSet) { t.Scale = &model.Scale{Value: 50, Unit: unit} }
	}
	const elsewhere = "arn:aws:ecs:eu-west-1:210987654321:task-definition/checkout:42"
	for _, test := range []struct {
		name string
		is   model.TaskSet
		want []Difference
	}{
		{"nothing", set, nil},
		{"role", withSet(set, role(model.StatusPrimary)), []Difference{{"role", "ACTIVE", "PRIMARY"}}},
		{"role is no longer told", withSet(set, role("")), []Difference{{"role", "ACTIVE", "–"}}},
		{"scale", withSet(set, scaled(100./3)), []Difference{{"scale", "50%", "33.3%"}}},
		{"a little scale", withSet(set, scaled(50.01)), []Difference{{"scale", "50%", "50.01%"}}},
		{"scale is no longer told", withSet(set, unscaled), []Difference{{"scale", "50%", "–"}}},
		{"unit", withSet(set, unit("TASKS")), []Difference{{"scale", "50%", "50 TASKS"}}},
		{"the only unit that ECS has is no longer told", withSet(set, unit("")), nil},
		{"revision", withSet(set, revision(setOf(3, "", 0).TaskDefinition)), []Difference{{"revision", "checkout:42", "checkout:43"}}},
		{"revision of another account", withSet(set, revision(elsewhere)), []Difference{{"revision", set.TaskDefinition, elsewhere}}},
		{
			"everything at once", setOf(3, model.StatusPrimary, 4),
			[]Difference{{"role", "ACTIVE", "PRIMARY"}, {"scale", "50%", "100%"}, {"revision", "checkout:42", "checkout:43"}},
		},
		{
			"counts, stability, times and tags",
			withSet(set, running(0), wanting(9), stabilizing, updated(noon), func(t *model.TaskSet) {
				t.Pending, t.ExternalID, t.Tags = 9, "other", []model.Tag{{Key: "team", Value: "cart"}}
			}), nil,
		},
	} {
		if diff := cmp.Diff(test.want, differences(setFacts(set), setFacts(test.is))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}
