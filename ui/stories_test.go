package ui

import (
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/ecsapi/ecsfake"
	"tealset/model"
)

// An EXTERNAL rollout is watched from 10 % to 50 % and to 100 %: each share of the traffic is
// seen within half a minute, with the next step that follows from it, until the set is
// promoted.
func TestAnExternalRolloutIsWatchedToItsEnd(t *testing.T) {
	for _, size := range []tea.WindowSizeMsg{{Width: 80, Height: 24}, {Width: 120, Height: 36}} {
		world := split(weights(100, 0))
		world.Clusters[0].Services[0].TaskSets[1].Scale = new(100.0)
		drive(t, world, checkout, func(d *driver) {
			d.send(size)
			green := d.m.board().rollout().Sides[1]
			d.wait(5 * time.Second)
			d.see("next", "shift traffic to "+green.ShortID()+": 10 %; then promote")
			for _, step := range []struct {
				percent     int
				share, next string
			}{
				{10, "10 %", "shift on: " + green.ShortID() + " has 10 %, next 50 %; then promote"},
				{50, "50 %", "shift on: " + green.ShortID() + " has 50 %, next 100 %; then promote"},
				{100, "100 %", "promote " + green.ShortID()},
			} {
				d.ecs.Weigh("shop", 443, "10", ecsfake.Weighted{Group: "blue", Weight: new(100 - step.percent)}, ecsfake.Weighted{Group: "green", Weight: &step.percent})
				d.soon(40*time.Second, step.share, func() bool {
					return strings.Contains(d.row(green.ShortID()), " "+step.share) && strings.Contains(d.screen(), step.next)
				})
			}
			d.ecs.Overlay(green.ARN, map[string]any{"status": ecsfake.Primary})
			d.ecs.Overlay(d.m.board().rollout().Sides[0].ARN, map[string]any{"status": ecsfake.Active})
			d.soon(10*time.Second, "the roles", func() bool {
				sides := d.m.board().rollout().Sides
				at := slices.IndexFunc(sides, func(s model.Side) bool { return s.ID == green.ID })
				return sides[at].Serves() && strings.Contains(d.row(green.ShortID()), "PRIMARY")
			})
			d.press("x")
			d.see("traffic 0 % → 10 %", "traffic 10 % → 50 %", "traffic 50 % → 100 %", "role ACTIVE → PRIMARY")
		})
	}
}

// What the demo shows first leads to a rollout that moves: enter on its first row, and the
// candidate starts, gets its shares of the traffic, and is promoted, in its first minutes.
// Where the cursor rests on that row, the board beside it moves as well.
func TestTheFirstRowOfTheDemoMoves(t *testing.T) {
	for _, size := range []tea.WindowSizeMsg{{Width: 80, Height: 24}, {Width: 120, Height: 36}} {
		driveServer(t, ecsfake.Demo, size.Width, size.Height, inProd, func(d *driver) {
			d.wait(3 * time.Second)
			d.press("enter")
			d.see("accounts")
			for _, sees := range []string{"secret not found", " 10 %", " 50 %", "next  scale"} {
				d.soon(3*time.Minute, sees, func() bool { return strings.Contains(d.screen(), sees) })
			}
			d.press("x")
			d.see("running 0/3 → 1/3", "traffic 0 % → 10 %", "traffic 10 % → 50 %", "role ACTIVE → PRIMARY")
		})
	}
	driveServer(t, ecsfake.Demo, 120, 36, inProd, func(d *driver) {
		d.wait(3 * time.Second)
		running := func() bool {
			row := d.row("ACTIVE")
			return strings.Contains(row, " 3/3 ") && strings.Contains(row, "● steady")
		}
		if running() {
			t.Error("the candidate runs already")
		}
		d.soon(time.Minute, "the board beside the list", running)
	})
}

// A rule that a deployment left split, 950 of 1000 to a group without tasks, is the first
// thing on the board of a service that deploys nothing, with the share that goes to nothing;
// the command that mends it is on the page of the rules.
func TestARuleThatIsLeftSplitIsTold(t *testing.T) {
	for _, size := range []tea.WindowSizeMsg{{Width: 80, Height: 24}, {Width: 120, Height: 36}} {
		driveServer(t, ecsfake.Demo, size.Width, size.Height, ofDemo("bundles"), func(d *driver) {
			d.wait(5 * time.Second)
			d.see("95 % of :443 host bundles.shop.example goes to nothing", "next  mend: :443 host bundles.shop.example is split with no rollout")
			d.press("w")
			d.see("weight 50 of 1000  5 %", "others of no set here: weight 950 of 1000")
			if line := d.shiftLine(); !strings.Contains(line, "modify-rule") || !strings.Contains(line, `bundles-a/b4d266ffe2abb0d4","Weight":100}`) {
				t.Errorf("%q", line)
			}
			if n := d.ecs.Count("DescribeServiceRevisions"); n != 1 {
				t.Errorf("its revision was read %d times", n)
			}
		})
	}
}

// A listener of a Network Load Balancer names its group without a weight, which counts as 1:
// all traffic, told as what was set.
func TestWeightsThatAreNotSentCountAsOne(t *testing.T) {
	driveServer(t, ecsfake.Demo, 120, 36, ofDemo("media"), func(d *driver) {
		d.wait(5 * time.Second)
		d.see("100 %", "10/10")
		d.press("w")
		d.see(":1935 TCP", "PRIMARY 100 %", "weight 1 of 1  100 %", "a Network Load Balancer: these weights are what was set")
		d.press("d")
		d.see("no weight sent, counts as 1")
	})
}

// A Classic Load Balancer has no weights: the traffic and the targets are "classic", and
// nothing is a zero or an alarm.
func TestAClassicLoadBalancerIsToldAsSuch(t *testing.T) {
	for _, size := range []tea.WindowSizeMsg{{Width: 80, Height: 24}, {Width: 120, Height: 36}} {
		driveServer(t, ecsfake.Demo, size.Width, size.Height, ofDemo("vouchers"), func(d *driver) {
			d.wait(5 * time.Second)
			if row := d.row("PRIMARY"); strings.Count(row, "classic") != 2 || strings.Contains(row, "0 %") {
				t.Errorf("%q", row)
			}
			if findings := d.m.board().rollout().Findings(d.m.look.now); len(findings) > 0 {
				t.Errorf("%+v", findings)
			}
			d.press("w")
			if told := strings.Join(strings.Fields(d.screen()), " "); !strings.Contains(told, "it has a Classic Load Balancer, which has no rules and no weights") {
				t.Errorf("the page of the rules does not say so:\n%s", d.screen())
			}
		})
	}
}
