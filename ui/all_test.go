package ui

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"tealset/ecsapi"
	"tealset/ecsapi/ecsfake"
)

// several is a Region with some clusters, of which one has nothing to list.
func several() ecsfake.World {
	world := ecsfake.World{Clusters: []ecsfake.Cluster{{Name: "empty"}}}
	for i, name := range []string{"alpha", "beta", "gamma"} {
		world.Clusters = append(world.Clusters, ecsfake.Cluster{Name: name, Services: ecsfake.Fleet(12 * (i + 1))})
	}
	return world
}

// ! lists the services of all clusters, described cluster by cluster; a cluster
// without services costs no listing.
func TestAllShowsTheServicesOfEveryCluster(t *testing.T) {
	drive(t, several(), nil, func(d *driver) {
		d.press("!")
		d.wait(time.Second)
		d.see("all clusters", "72 services", "alpha/svc-0003")
		if n := d.ecs.Count("ListServices"); n != 3 {
			t.Errorf("%d clusters were listed, not 3", n)
		}
		d.press("/")
		d.typeText("gamma/svc-0036")
		d.press("enter", "enter")
		d.wait(time.Second)
		d.see("all clusters › gamma/svc-0036", "PRIMARY")
		d.press("ctrl+d")
		d.wait(armAfter)
		d.see("gamma › svc-0036")
		d.press("esc", "esc")
		d.see("72 services match /gamma")
		d.press("esc", "esc")
		d.see("4 clusters")
	})
}

// One cluster that must not be listed costs its own services and no others; it is
// told, and its rows come when it may.
func TestAllGoesOnWithoutAClusterThatIsDenied(t *testing.T) {
	drive(t, several(), nil, func(d *driver) {
		d.ecs.Fail("ListServices", 1, ecsfake.Exception("AccessDeniedException", "not authorized to perform: ecs:ListServices on resource: alpha"))
		d.press("!")
		d.wait(time.Second)
		d.see("60 services", "no permission for ecs:ListServices")
		d.seeNot("alpha/")
		d.wait(2 * time.Minute)
		d.see("72 services")
		d.seeNot("no permission")
	})
}

// While the clusters are read the header says how many; a throttle there is told.
func TestAllTellsHowFarTheClustersAreRead(t *testing.T) {
	drive(t, several(), func(o *setup) { o.Cluster = "alpha" }, func(d *driver) {
		d.ecs.Fail("DescribeClusters", -1, ecsfake.Throttled())
		d.press("esc", "!")
		d.soon(20*time.Second, "the throttle is told", func() bool { return strings.Contains(d.screen(), "ECS throttles this account") })
		d.see("reading clusters: 0 of 4")
		d.ecs.Heal()
		d.wait(2 * time.Minute)
		d.see("72 services")
		d.seeNot("throttles", "reading clusters")
	})
}

// regions is a dashboard of two profiles in two Regions each; the server of the
// third fails.
func regions(t *testing.T, test func(d *driver, servers []*ecsfake.Server)) {
	t.Helper()
	drive(t, shop(), nil, func(d *driver) {
		var sources []Source
		var servers []*ecsfake.Server
		for i, profile := range []string{"oncall", "oncall", "staging", "staging"} {
			region := []string{"eu-west-1", "us-east-1"}[i%2]
			world := shop()
			world.Region, world.Account = region, fmt.Sprint(100000000000+i/2)
			ecs := ecsfake.New(time.Now, world)
			client := bare(ecsapi.New(ecsapi.Fixed{Region: region, Endpoint: "http://ecs.invalid", Transport: ecs.Client().Transport}))
			sources = append(sources, sourceOf(client, profile, region))
			servers = append(servers, ecs)
		}
		d.m.begin(sources)
		d.wait(2 * time.Second)
		test(d, servers)
	})
}

// Several profiles and Regions stand in one list, with a column that says whose; the
// header tells the account of the row under the cursor, and what is opened is of it.
func TestSeveralSourcesStandInOneList(t *testing.T) {
	regions(t, func(d *driver, servers []*ecsfake.Server) {
		d.wait(time.Second)
		d.see("4 clusters", "WHOSE", "oncall · eu-west-1", "oncall · us-east-1", "staging · eu-west-1", "staging · us-east-1")
		for range 4 {
			row := d.m.clusters().grid.Current()
			d.see(d.m.conns[row.Source].Profile, strings.Split(row.ARN, ":")[4])
			d.press("enter")
			d.wait(time.Second)
			d.see("2 services", strings.Split(row.ARN, ":")[4]+" · "+strings.Split(row.ARN, ":")[3]+" · "+d.m.conns[row.Source].Profile)
			if n := servers[row.Source].Count("ListServices"); n != 1 {
				t.Errorf("source %d was asked for services %d times", row.Source, n)
			}
			d.press("esc", "down")
		}
	})
}

// One source that fails costs its own clusters; the others are shown and read on.
func TestFailingSourceHoldsUpNoOther(t *testing.T) {
	regions(t, func(d *driver, servers []*ecsfake.Server) {
		servers[2].Fail("*", -1, ecsfake.Throttled())
		d.press("r")
		d.wait(30 * time.Second)
		d.soon(10*time.Second, "the next try is told", func() bool { return strings.Contains(d.screen(), "next try in") })
		d.see("4 clusters", "ECS throttles this account · ", "staging · eu-west-1")
		before := servers[0].Count("DescribeClusters")
		d.wait(time.Minute)
		if servers[0].Count("DescribeClusters")-before < 5 {
			t.Error("the other sources are not read")
		}
		servers[2].Heal()
		d.wait(2 * time.Minute)
		d.seeNot("throttles")
	})
}

// The same cluster seen by two profiles is two rows, and the cursor tells them apart.
func TestOneClusterOfTwoProfilesIsTwoRows(t *testing.T) {
	drive(t, shop(), nil, func(d *driver) {
		backend := d.m.top().from().Backend
		d.m.begin([]Source{{Backend: backend, Profile: "reader", Region: "eu-west-1"}, {Backend: backend, Profile: "admin", Region: "eu-west-1"}})
		d.settle()
		d.wait(time.Second)
		d.see("2 clusters", "reader · eu-west-1", "admin · eu-west-1")
		first := d.m.clusters().grid.Current().Source
		d.press("down")
		if d.m.clusters().grid.Current().Source == first {
			t.Error("the cursor does not move to the other profile's row")
		}
		d.wait(time.Minute)
		if d.m.clusters().grid.Current().Source == first {
			t.Error("a refresh moved the cursor to the other profile's row")
		}
	})
}
