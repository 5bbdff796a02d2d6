package ui

import (
	"slices"
	"testing"
	"time"

	"tealset/ecsapi/ecsfake"
	"tealset/model"
)

// names are those of the services that are shown.
func (d *driver) names() (names []string) {
	for _, row := range d.m.services().grid.shown {
		names = append(names, row.Value.Name)
	}
	slices.Sort(names)
	return names
}

func (d *driver) filters(text string, want ...string) {
	d.t.Helper()
	d.m.table().setFilter(d.m.look, text)
	if got := d.names(); !slices.Equal(got, want) {
		d.t.Errorf("/%s shows %q, not %q", text, got, want)
	}
}

// The filter finds what the cells say, and words of the state that a service is in now: not
// of the reason for it, and not of a state that has passed without a read.
func TestTheFilterFindsWhatTheCellsSay(t *testing.T) {
	world := ecsfake.World{Clusters: []ecsfake.Cluster{{Name: "shop", Services: []ecsfake.Service{
		{Name: "aaa", Controller: ecsfake.External, Desired: 4, TaskSets: []ecsfake.TaskSet{
			{Status: ecsfake.Primary, Revision: 9, Age: 72 * time.Hour},
		}},
		{Name: "bbb", Controller: ecsfake.External, Desired: 6, TaskSets: []ecsfake.TaskSet{
			{Status: ecsfake.Primary, Revision: 100, Age: 72 * time.Hour},
			{Status: ecsfake.Active, Revision: 101, Scale: new(50.0), Age: time.Minute, Crashes: true},
		}},
	}}}}
	drive(t, world, func(o *setup) { o.Cluster, o.Refresh = "shop", time.Hour }, func(d *driver) {
		d.wait(time.Second)
		d.filters("4/4", "aaa")
		d.filters("50%", "bbb")
		d.filters("steady", "aaa")
		d.filters("rollout", "bbb")
		d.filters("72h")
		d.filters("3d", "aaa", "bbb")
		reads := d.m.services().lists[0].Rows()[1].Reads
		d.wait(15 * time.Minute)
		if d.m.services().lists[0].Rows()[1].Reads != reads {
			t.Fatal("bbb has been read again")
		}
		d.filters("stuck", "bbb") // "a task set has not become steady"
		d.filters("steady", "aaa")
		d.filters("rollout")
	})
}

// Revisions stand in the order of their numbers.
func TestRevisionsAreSortedByTheirNumbers(t *testing.T) {
	revisions := []string{"web:10", "web:100", "web:9", "api:200", "web", ""}
	slices.SortFunc(revisions, func(a, b string) int {
		return ranked[model.Service]{rank: byRevision(a)}.compare(ranked[model.Service]{rank: byRevision(b)}, false, false)
	})
	if want := []string{"", "api:200", "web", "web:9", "web:10", "web:100"}; !slices.Equal(revisions, want) {
		t.Errorf("they stand as %q", revisions)
	}
}
