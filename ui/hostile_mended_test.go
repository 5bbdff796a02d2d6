package ui

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/ecsapi/ecsfake"
)

func inOdd(o *setup) { o.Cluster = "odd" }

// never tells of patterns that are on the screen.
func (d *driver) never(text string) {
	d.t.Helper()
	if strings.Contains(d.screen(), text) {
		d.t.Errorf("%q is on the screen:\n%s", text, d.screen())
	}
}

// What nobody asked for is no row.
func TestStrangerInAnAnswerIsNoRow(t *testing.T) {
	drive(t, odd(external(1, steadySets(1)...)), inOdd, func(d *driver) {
		d.ecs.Fail("DescribeServices", -1, ecsfake.Foreign(describedAs("checkout", "stranger")))
		d.wait(17 * time.Second)
		d.never("stranger")
	})
}

// A service whose answer leaves its cluster out is still of the one that was opened.
func TestServiceWithoutClusterARNIsReadAgain(t *testing.T) {
	world := odd(with(external(1, steadySets(1)...), raw{"clusterArn": nil}))
	drive(t, world, func(o *setup) { o.Cluster, o.Service = "odd", "checkout" }, func(d *driver) {
		d.see("PRIMARY")
		d.wait(16 * time.Second)
		d.never("the cluster is gone")
		d.press("ctrl+d")
		d.wait(armAfter)
		d.never("cluster= ")
	})
}

// What has only been listed has no counts, also not as zeros.
func TestWhatIsOnlyListedHasNoCounts(t *testing.T) {
	drive(t, odd(external(1, steadySets(1)...)), nil, func(d *driver) {
		d.ecs.Fail("DescribeServices", -1, ecsfake.Foreign("{}"))
		d.press("enter")
		d.wait(time.Second)
		d.press("d")
		d.never("runningCount          0")
		d.never("deploymentController  ECS")
		d.press("esc", "J")
		d.never(`"runningCount": 0`)
	})
}

// No count is cut: that would be another number.
func TestCountsAreNeverCut(t *testing.T) {
	world := odd(with(external(2, ecsfake.TaskSet{Status: "PRIMARY", Age: time.Hour, Raw: raw{"runningCount": 1000, "computedDesiredCount": 1000}}), raw{"desiredCount": 1000, "runningCount": 1000}))
	drive(t, world, inOdd, func(d *driver) {
		for _, width := range []int{80, 119, 120, 200} {
			d.send(tea.WindowSizeMsg{Width: width, Height: 16})
			d.never("1000/10…")
			if !strings.Contains(d.screen(), "1000/1000") {
				t.Error("not whole", width)
			}
		}
		d.press("enter")
		d.send(tea.WindowSizeMsg{Width: 80, Height: 16})
		d.never("1000/10…")
	})
}

// A failure that names a service without its ARN is that of its row.
func TestFailureByNameMarksItsRow(t *testing.T) {
	drive(t, odd(external(1, steadySets(1)...)), inOdd, func(d *driver) {
		d.answer("DescribeServices", `{"failures":[{"arn":"checkout","reason":"MISSING"}]}`)
		d.wait(17 * time.Second)
		d.see("gone")
	})
}

// A set without an id is named by its ARN.
func TestSetWithoutIDIsNamedByItsARN(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.on("ACTIVE")
		arn := d.m.board().grid.Current().ARN
		d.ecs.Overlay(arn, raw{"id": nil})
		d.wait(16 * time.Second)
		d.press("ctrl+d")
		d.wait(armAfter)
		d.never("taskSet= ")
		d.confirm()
		d.wait(time.Second)
		d.never("✓  is DRAINING")
		d.press("esc", "esc", "d")
		d.never("taskSets[1]           · ")
	})
}

// Two rows of one ARN do not hold the cursor.
func TestSameARNTwiceDoesNotHoldTheCursor(t *testing.T) {
	world := odd(with(external(4, set(ecsfake.Primary, 1, nil)), raw{"taskSets": []raw{
		{"taskSetArn": "arn:1", "id": "ecs-svc/1", "status": "ACTIVE"},
		{"taskSetArn": "arn:1", "id": "ecs-svc/1", "status": "ACTIVE"},
		{"taskSetArn": "arn:2", "id": "ecs-svc/2", "status": "DRAINING"},
	}}))
	drive(t, world, func(o *setup) { o.Cluster, o.Service = "odd", "checkout" }, func(d *driver) {
		d.press("g", "j", "j", "j")
		if d.m.board().grid.selected.Name != "arn:2" {
			t.Errorf("the cursor stands on %s:\n%s", d.m.board().grid.selected.Name, d.screen())
		}
	})
}

// The status of a cluster is shown whole, and as unknown where there is none.
func TestClusterStatusIsWhole(t *testing.T) {
	drive(t, ecsfake.World{Clusters: []ecsfake.Cluster{{Name: "a", Status: "DEPROVISIONING"}, {Name: "b", Raw: without("status")}}}, nil, func(d *driver) {
		d.send(tea.WindowSizeMsg{Width: 120, Height: 16})
		d.never("DEPROVISION…")
		if !strings.Contains(d.row("  b "), "–") {
			t.Error(d.row("  b "))
		}
	})
}

// The board of a service that is gone does not say that it is being read.
func TestGoneServiceIsNotBeingRead(t *testing.T) {
	drive(t, odd(external(1, steadySets(1)...)), nil, func(d *driver) {
		d.send(tea.WindowSizeMsg{Width: 120, Height: 16})
		d.ecs.Fail("DescribeServices", -1, ecsfake.Foreign(`{"failures":[{"arn":"`+oddService+`","reason":"MISSING"}]}`))
		d.press("enter")
		d.wait(2 * time.Second)
		d.see("gone")
		d.never("reading…")
		d.never("not read yet")
	})
}

// A small scale is no zero.
func TestSmallScaleIsNoZero(t *testing.T) {
	drive(t, odd(external(1000, ecsfake.TaskSet{Status: "PRIMARY", Scale: new(0.1)})), inOdd, func(d *driver) {
		d.never("P 0%")
	})
}

// A controller that nobody knows shows the deployments that it has.
func TestUnknownControllerShowsItsDeployments(t *testing.T) {
	drive(t, odd(ecsfake.Service{Name: "x", Controller: ecsfake.ECS, Desired: 1, Raw: raw{"deploymentController": raw{"type": "ROBOT"}}}), inOdd, func(d *driver) {
		d.press("enter")
		d.wait(time.Second)
		d.see("1/1", "COMPLETED")
	})
}
