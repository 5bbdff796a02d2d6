package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"tealset/ecsapi/ecsfake"
)

// wards is a Region with clusters of services, of which the last has a broken one and an
// untidy one.
func wards(clusters, services int) ecsfake.World {
	var world ecsfake.World
	for i := range clusters {
		world.Clusters = append(world.Clusters, ecsfake.Cluster{Name: fmt.Sprintf("c-%02d", i), Services: ecsfake.Fleet(services)})
	}
	last := world.Clusters[clusters-1].Services
	last[0].Desired, last[0].TaskSets = 9, []ecsfake.TaskSet{{Status: ecsfake.Primary, Revision: 1, Age: time.Hour, Running: new(3), Unplaceable: 6}}
	last[1].TaskSets = []ecsfake.TaskSet{
		{Status: ecsfake.Primary, Revision: 1, Age: 72 * time.Hour},
		{Status: ecsfake.Active, Revision: 2, Age: 71 * time.Hour},
	}
	return world
}

// The page of clusters finds out by itself how the services are, and how far that is; the
// cluster that has most of what is wrong comes first. It stays within the requests that were
// promised, and costs nothing for who only passes through.
func TestTheClustersTellOfTheirServices(t *testing.T) {
	server := func(now func() time.Time) *ecsfake.Server { return ecsfake.New(now, wards(20, 25)) }
	driveServer(t, server, 120, 36, nil, func(d *driver) {
		d.settle()
		d.wait(3 * time.Second)
		d.see("● ACTIVE (0 of 25)", "services read: 0 of 500")
		if n := d.ecs.Count("ListServices"); n != 0 {
			t.Errorf("%d requests for services after three seconds", n)
		}
		for end := time.Now().Add(5 * time.Minute); strings.Contains(d.screen(), "services read"); d.wait(time.Second) {
			if time.Now().After(end) {
				t.Fatalf("not all is known:\n%s", d.screen())
			}
		}
		if first := d.m.clusters().grid.shown[0].Value.Name; first != "c-19" {
			t.Errorf("%s is first:\n%s", first, d.screen())
		}
		d.see("20 clusters · 1 broken · 1 untidy")
		if row := d.row("c-19"); !strings.Contains(row, "▲ 1 broken · 1 untidy") {
			t.Errorf("%q", row)
		}
		before := d.ecs.Count("*")
		d.passes(10*time.Minute, nil)
		if n := (d.ecs.Count("*") - before) / 10; n > 40 {
			t.Errorf("%d requests a minute", n)
		} else {
			t.Logf("%d requests a minute", n)
		}
	})
}

// ! shows the services of all clusters of all sources, what needs a person first, from every
// page; a service is opened by the source that lists it.
func TestAllIsOverAllSources(t *testing.T) {
	regions(t, func(d *driver, _ []*ecsfake.Server) {
		d.press("enter")
		d.wait(time.Second)
		d.press("enter")
		d.wait(time.Second)
		d.press("!")
		d.wait(30 * time.Second)
		sources := map[int]bool{}
		for _, row := range d.m.services().grid.shown {
			sources[row.Source] = true
		}
		if len(sources) != len(d.m.conns) || len(sources) < 2 {
			t.Fatalf("services of %d of %d sources:\n%s", len(sources), len(d.m.conns), d.screen())
		}
		d.press("G")
		row := d.m.services().grid.Current()
		d.press("enter")
		d.wait(time.Second)
		if from := d.m.top().from(); from != d.m.conns[row.Source] || d.m.top().(*boardPage).readAt().IsZero() {
			t.Errorf("the board is read from %s:\n%s", from.label(), d.screen())
		}
	})
}
