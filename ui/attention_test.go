package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"tealset/ecsapi/ecsfake"
	"tealset/model"
	"tealset/ui/say"
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
// promised, and costs nothing for who only passes through. 400 services in 200 clusters take
// as many requests as 2,000 in one, and count as those.
func TestTheClustersTellOfTheirServices(t *testing.T) {
	for _, promise := range []struct {
		clusters, each, requests int
		within                   time.Duration
	}{{20, 25, 40, 5 * time.Minute}, {200, 2, 46, 15 * time.Minute}, {50, 100, 60, 15 * time.Minute}} {
		services := promise.clusters * promise.each
		if promise.clusters > 20 && raced {
			continue // it takes minutes with the race detector, which does not need many clusters
		}
		t.Run(fmt.Sprintf("%d clusters of %d", promise.clusters, promise.each), func(t *testing.T) {
			server := func(now func() time.Time) *ecsfake.Server {
				return ecsfake.New(now, wards(promise.clusters, promise.each))
			}
			driveServer(t, server, 120, 36, nil, func(d *driver) {
				d.settle()
				d.wait(3 * time.Second)
				d.see(fmt.Sprintf("● ACTIVE (0 of %d read)", promise.each), "services read: 0 of "+say.Thousands(services))
				if n := d.ecs.Count("ListServices"); n != 0 {
					t.Errorf("%d requests for services after three seconds", n)
				}
				began := time.Now()
				if !d.passes(promise.within, func() bool { return !strings.Contains(d.screen(), "services read") }) {
					t.Fatalf("not all is known:\n%s", d.screen())
				}
				known := time.Since(began)
				last := fmt.Sprintf("c-%02d", promise.clusters-1)
				if first := d.m.clusters().grid.shown[0].Value.Name; first != last {
					t.Errorf("%s is first:\n%s", first, d.screen())
				}
				d.see(fmt.Sprintf("%d clusters · 1 broken · 1 untidy", promise.clusters))
				if row := d.row(last); !strings.Contains(row, "▲ 1 broken · 1 untidy") {
					t.Errorf("%q", row)
				}
				d.wait(time.Minute) // the first sweep took what ECS gives, not the allowance
				before := d.ecs.Count("*")
				d.passes(10*time.Minute, nil)
				n := (d.ecs.Count("*") - before) / 10
				if n > promise.requests {
					t.Errorf("%d requests a minute", n)
				}
				t.Logf("all known after %s, then %d requests a minute", known.Round(time.Second), n)
			})
		})
	}
}

// What other pages have read is known on the page of clusters at once.
func TestTheClustersKnowWhatWasReadElsewhere(t *testing.T) {
	server := func(now func() time.Time) *ecsfake.Server { return ecsfake.New(now, wards(3, 4)) }
	driveServer(t, server, 120, 36, func(o *setup) { o.Cluster = "c-02" }, func(d *driver) {
		d.wait(2 * time.Second)
		d.press("esc")
		d.wait(2 * time.Second)
		if row := d.row("c-02"); !strings.Contains(row, "▲ 1 broken · 1 untidy  ") || !strings.Contains(d.row("c-01"), "ACTIVE (0 of 4 read)") {
			t.Errorf("\n%s", d.screen())
		}
		d.see("1 broken · 1 untidy · services read: 4 of 12")
	})
}

// Where nothing could be read there is no count of it, least of all none.
func TestWhatCouldNotBeReadIsNotCounted(t *testing.T) {
	for page, operation := range map[string]string{"clusters": "ListClusters", "services": "ListServices", "split": "ListServices", "tasks": "ListTasks", "all": "ListClusters"} {
		for name, fault := range map[string]ecsfake.Fault{"denied": denied(operation), "fails": ecsfake.Exception("ServerException", "Service Unavailable.")} {
			t.Run(page+" "+name, func(t *testing.T) {
				server := func(now func() time.Time) *ecsfake.Server {
					s := ecsfake.New(now, shop())
					s.Fail(operation, -1, fault)
					return s
				}
				width := map[string]int{"split": 120}[page]
				driveServer(t, server, max(width, 80), 36, func(o *setup) {
					if page == "services" || page == "split" || page == "tasks" {
						o.Cluster = "shop"
					}
					if page == "tasks" {
						o.Service = "checkout"
					}
				}, func(d *driver) {
					d.wait(time.Second)
					switch page {
					case "tasks":
						d.press("t")
					case "all":
						d.press("!")
					}
					for range 300 {
						d.wait(time.Second)
						d.seeNot("0 services", "0 clusters", "0 tasks", "0 of 0", "no services in", "no clusters in")
					}
				})
			})
		}
	}
}

// That a service has no task sets is said once, in its verdict; where that asks nobody, in
// place of the rows.
func TestNoTaskSetsIsSaidOnce(t *testing.T) {
	world := ecsfake.World{Clusters: []ecsfake.Cluster{{Name: "shop", Services: []ecsfake.Service{
		{Name: "bare", Controller: ecsfake.External, Desired: 2, Age: time.Hour},
		{Name: "idle", Controller: ecsfake.External, Age: time.Hour},
	}}}}
	for _, width := range []int{80, 120} {
		for _, service := range []string{"bare", "idle"} {
			drive(t, world, func(o *setup) { o.Cluster, o.Service = "shop", service }, func(d *driver) {
				d.send(tea.WindowSizeMsg{Width: width, Height: 36})
				d.wait(time.Second)
				for _, failing := range []bool{false, true} {
					if n := strings.Count(d.screen(), "no task sets"); n != 1 {
						t.Errorf("%s at %d, failing %t: it is said %d times:\n%s", service, width, failing, n, d.screen())
					}
					d.ecs.Fail("DescribeServices", -1, ecsfake.Exception("ServerException", "Service Unavailable."))
					d.wait(time.Minute)
				}
			})
		}
	}
}

// In the list none of two services that misses the larger share of what it should serve
// stands below the other of its tier, and no broken one below an untidy one; what is not
// described yet stands above nothing that needs a person.
func TestTheWorseServiceNeverStandsBelowInTheList(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_800_000_000, 0)
	rapid.Check(t, func(t *rapid.T) {
		var rows []*model.Row[model.Service]
		for i := range rapid.IntRange(2, 12).Draw(t, "services") {
			s := anyService(t)
			s.Name, s.Described = fmt.Sprintf("svc-%02d", i), rapid.IntRange(0, 4).Draw(t, "described") > 0
			s.Desired = rapid.Int32Range(0, 6).Draw(t, "desired")
			s.CreatedAt = now.Add(-time.Duration(rapid.SampledFrom([]int{0, 1, 60}).Draw(t, "minutes")) * time.Minute)
			for j := range s.TaskSets {
				set := &s.TaskSets[j]
				set.ComputedDesired, set.Running = rapid.Int32Range(0, 6).Draw(t, "wanted"), rapid.Int32Range(0, 6).Draw(t, "running")
			}
			rows = append(rows, &model.Row[model.Service]{Key: s.Key(), ARN: s.ARN, Value: s})
		}
		name := func(s model.Service) string { return s.Name }
		g := &grid[model.Service]{columns: serviceColumns(name), sort: stateTitle, name: name, texts: serviceTexts}
		l := look{styles: uncoloured(), now: now}
		g.setRows(l, rows)
		for i, below := range g.shown {
			for _, above := range g.shown[:i] {
				one, other := above.Value.Health(now).Tier, below.Value.Health(now).Tier
				if other > one && other >= model.Untidy {
					t.Fatalf("%s stands below %s: %+v, %+v", below.Value.Name, above.Value.Name, below.Value, above.Value)
				}
				a, b := above.Value.Serving(), below.Value.Serving()
				if one == other && one >= model.Untidy && missingShare(b) > missingShare(a) {
					t.Fatalf("%s misses more, and stands below %s: %+v, %+v", below.Value.Name, above.Value.Name, b, a)
				}
			}
		}
	})
}

// missingShare is the share of the wanted tasks that does not run.
func missingShare(s model.Serving) float64 {
	if s.Wanted <= 0 {
		return 0
	}
	return max(0, 1-float64(s.Running)/float64(s.Wanted))
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
		for _, width := range []int{80, 120, 200} {
			d.send(tea.WindowSizeMsg{Width: width, Height: 36})
			d.see("WHOSE", "oncall · eu-west-1", "oncall · us-east-1", "staging · eu-west-1", "staging · us-east-1")
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

// ! opens the list of all from every page, and from every text.
func TestAllIsOpenedFromEverywhere(t *testing.T) {
	for _, width := range []int{80, 120} {
		for _, way := range [][]string{
			{},
			{"d"},
			{"?"},
			{"a"},
			{"enter"},
			{"enter", "d"},
			{"enter", "y"},
			{"enter", "/", "s", "enter"},
			{"enter", "enter"},
			{"enter", "enter", "e"},
			{"enter", "enter", "y"},
			{"enter", "enter", "a"},
			{"enter", "enter", "t"},
			{"enter", "enter", "t", "d"},
		} {
			t.Run(fmt.Sprint(width, way), func(t *testing.T) {
				driveServer(t, ecsfake.Demo, width, 36, nil, func(d *driver) {
					for _, key := range append(way, "!") {
						d.wait(time.Second)
						d.press(key)
					}
					d.wait(10 * time.Second)
					if services := d.m.services(); d.m.top() != services || !services.all() || d.m.reader != nil || services.grid.filter != "" {
						t.Fatalf("\n%s", d.screen())
					}
					d.see("all clusters", "33 services")
				})
			})
		}
	}
}
