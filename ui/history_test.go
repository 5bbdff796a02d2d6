package ui

import (
	"strings"
	"testing"
	"time"

	"tealset/ecsapi/ecsfake"
)

// H on the board of a service with the ECS controller lists its deployments, the newest
// first, each with its status, its target, how long it took and why it ended; enter shows
// all of one. Those that have ended are described once.
func TestTheHistoryOfDeployments(t *testing.T) {
	driveServer(t, ecsfake.Demo, 120, 36, ofDemo("bundles"), func(d *driver) {
		d.wait(2 * time.Second)
		d.press("H")
		d.wait(2 * time.Second)
		d.see("bundles › history", "1 deployment", "BEGAN (UTC)", "◊ STOPPED", "4m", "Service deployment rolled back because of invalid")
		described := d.ecs.Count("DescribeServiceDeployments")
		d.wait(10 * time.Minute)
		if n := d.ecs.Count("DescribeServiceDeployments"); n != described {
			t.Errorf("what has ended was described %d times more", n-described)
		}
		d.press("enter")
		d.see("statusReason", "targetServiceRevision", "serviceDeploymentArn")
		d.press("esc")
		d.wait(time.Second)
		d.press("esc")
		d.see("DEPLOYMENT")
	})
	driveServer(t, ecsfake.Demo, 80, 24, ofDemo("bundles"), func(d *driver) { // the reason is below the rows, where they have no room
		d.wait(2 * time.Second)
		d.press("H")
		d.wait(2 * time.Second)
		d.see("Service deployment rolled back because of invalid networking configuration.", "which are serving traffic")
	})
	driveServer(t, ecsfake.Demo, 80, 24, ofDemo("storefront"), func(d *driver) {
		d.wait(20 * time.Minute)
		d.press("H")
		d.wait(2 * time.Second)
		d.see("SUCCESSFUL", "ROLLBACK_", "storefront")
		page := d.m.top().(*historyPage)
		for i, row := range page.grid.shown[1:] {
			if row.Value.CreatedAt.After(page.grid.shown[i].Value.CreatedAt) {
				t.Errorf("row %d is newer than the one above it", i+1)
			}
		}
	})
}

// Without the right to describe deployments the history has what the listing tells.
func TestTheHistoryWithoutDescriptions(t *testing.T) {
	driveServer(t, ecsfake.Demo, 120, 36, ofDemo("bundles"), func(d *driver) {
		d.ecs.Fail("DescribeServiceDeployments", -1, denied("DescribeServiceDeployments"))
		d.wait(2 * time.Second)
		d.press("H")
		d.wait(2 * time.Second)
		d.see("STOPPED", "Service deployment rolled back", "ecs:DescribeServiceDeployments")
	})
}

// Where there is no history, H says why, and asks for none.
func TestNoHistoryIsExplained(t *testing.T) {
	for service, why := range map[string]string{"checkout": "no history for EXTERNAL", "inventory": "CodeDeploy has it"} {
		driveServer(t, ecsfake.Demo, 120, 36, ofDemo(service), func(d *driver) {
			d.wait(2 * time.Second)
			d.press("H")
			if !strings.Contains(d.screen(), why) {
				t.Errorf("%q is not on the screen:\n%s", why, d.screen())
			}
			if n := d.ecs.Count("ListServiceDeployments"); n != 0 {
				t.Errorf("%d listings", n)
			}
		})
	}
}

// The history goes on beyond the hundred deployments of one answer, to the oldest that ECS
// keeps. Where the rows leave no room, the reason of the one under the cursor is in the line below.
func TestTheHistoryGoesOnBeyondOneAnswer(t *testing.T) {
	web := ecsfake.Service{Name: "web", Controller: ecsfake.ECS, Desired: 2, TaskSets: []ecsfake.TaskSet{{Status: ecsfake.Primary, Revision: 3}}}
	for i := range 130 {
		web.Deployments = append(web.Deployments, ecsfake.ServiceDeployment{Age: time.Duration(140-i) * time.Hour, Took: 4 * time.Minute, StatusReason: "it was changed"})
	}
	world := ecsfake.World{Clusters: []ecsfake.Cluster{{Name: "shop", Services: []ecsfake.Service{web}}}}
	drive(t, world, func(o *setup) { o.Cluster, o.Service = "shop", "web" }, func(d *driver) {
		d.wait(2 * time.Second)
		d.press("H")
		d.wait(time.Minute)
		d.see("130 deployments")
		d.press("G")
		oldest := time.Now().Add(-140 * time.Hour).UTC().Format("2006-01-02")
		d.see("── it was changed ──")
		if row := d.row("▌"); !strings.Contains(row, oldest) || !strings.Contains(row, "4m") {
			t.Errorf("the last row is %q, not of %s", row, oldest)
		}
	})
}
