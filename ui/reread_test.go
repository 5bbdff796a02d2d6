package ui

import (
	"strings"
	"testing"
	"time"

	"tealset/ecsapi/ecsfake"
)

// Before a change is sent, rules are looked for that were not known: one that began to send
// traffic to the set after the last search is seen, and nothing is sent.
func TestRulesAreLookedForBeforeAChangeIsSent(t *testing.T) {
	world := shop()
	world.Balancers[0].Listeners[0].Default = ecsfake.Split(ecsfake.Weighted{Group: "maintenance", Weight: new(100)})
	drive(t, world, checkout, func(d *driver) {
		d.wait(2 * time.Minute)
		d.on("ACTIVE")
		d.press("ctrl+d")
		d.wait(armAfter)
		if text := d.formText(); !strings.Contains(text, "its target group is in no rule") {
			t.Errorf("before: %s", text)
		}
		d.ecs.Weigh("front", 443, "default", ecsfake.Weighted{Group: "green", Weight: new(100)})
		d.typeName("checkout") // the PRIMARY has no traffic either
		d.act()
		d.wait(time.Second)
		d.see("nothing was sent")
		d.deletes(0)
		if text := d.formText(); !strings.Contains(text, "100 % of :443 goes to this set") {
			t.Errorf("after: %s", text)
		}
	})
}

// A search for rules that was stopped before its end is no search: the next read of the traffic
// begins it anew.
func TestAStoppedSearchForRulesBeginsAnew(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.wait(2 * time.Second)
		d.ecs.Fail("DescribeTargetGroups", 1, ecsfake.Slow(3*time.Second))
		before := d.ecs.Count("DescribeTargetGroups")
		for end := time.Now().Add(7 * time.Minute); d.ecs.Count("DescribeTargetGroups") == before && time.Now().Before(end); {
			d.wait(500 * time.Millisecond)
		}
		d.m.stopReads(0)
		d.wait(2 * time.Minute)
		if got := d.ecs.Count("DescribeTargetGroups"); got != before+2 {
			t.Errorf("%d searches after the first, not the one that was stopped and another", got-before)
		}
	})
}

// A listener of a Network Load Balancer can have rules beside its default: what they send to a
// set counts. Where they cannot be read, its traffic is not known.
func TestRulesOfANetworkLoadBalancerCount(t *testing.T) {
	world := shop()
	world.Balancers[0] = ecsfake.Balancer{Name: "front", Type: ecsfake.Network, Listeners: []ecsfake.Listener{{
		Port: 443, Default: ecsfake.Split(ecsfake.Weighted{Group: "blue"}),
		Rules: []ecsfake.Rule{{Priority: "1", Actions: ecsfake.Split(ecsfake.Weighted{Group: "blue", Weight: new(90)}, ecsfake.Weighted{Group: "green", Weight: new(10)})}},
	}}}
	for says, fault := range map[string]func(d *driver){
		"10 % of :443 goes to this set": func(*driver) {},
		"its share of the traffic is not known": func(d *driver) {
			d.ecs.Fail("DescribeRules", -1, ecsfake.Exception("UnsupportedProtocol", "no"))
			d.press("r")
			d.wait(time.Minute)
		},
	} {
		drive(t, world, func(o *setup) { o.Cluster = "shop" }, func(d *driver) {
			fault(d)
			d.open("checkout")
			d.wait(3 * time.Second)
			d.on("ACTIVE")
			d.press("ctrl+d")
			d.wait(armAfter)
			if text := d.formText(); !strings.Contains(text, says) {
				t.Errorf("%q is missing: %s", says, text)
			}
		})
	}
}
