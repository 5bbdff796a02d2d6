package ui

import (
	"strings"
	"testing"
	"time"

	"tealset/ecsapi/ecsfake"
)

// formText is all that the open form says.
func (d *driver) formText() string {
	return strings.Join(strings.Fields(strings.Join(plain(d.m.asking().lines), " ")), " ")
}

// What was read once and cannot be read again is not known any more: the form says so with the
// reason, and calls nothing healthy or without traffic. The board keeps the old value, dims it,
// and tells its age when that is a minute or more.
func TestWhatCannotBeReadAgainIsNotKnown(t *testing.T) {
	for name, c := range map[string]struct {
		fail   []string
		fault  ecsfake.Fault
		known  string // what is said before
		not    string // what is said after
		inRows string
	}{
		"targets, no right": {
			[]string{"DescribeTargetHealth"},
			ecsfake.Exception("AccessDenied", "no"),
			"all 4 targets of", "the health of the targets of", "4/4 11m old",
		},
		"targets, throttled": {
			[]string{"DescribeTargetHealth"},
			ecsfake.Exception("Throttling", "Rate exceeded"),
			"all 4 targets of", "the health of the targets of", "4/4 11m old",
		},
		"traffic": {
			[]string{"DescribeRules", "DescribeListeners", "DescribeTargetGroups"},
			ecsfake.Exception("AccessDenied", "no"),
			"no production traffic goes to", "not all rules of the load balancer could be read", "100 % 11m old",
		},
	} {
		t.Run(name, func(t *testing.T) {
			drive(t, moved(), checkout, func(d *driver) {
				d.wait(35 * time.Second)
				d.on("ACTIVE")
				d.openForm("p", "Promote task set")
				if text := d.formText(); !strings.Contains(text, c.known) || strings.Contains(text, c.not) {
					t.Errorf("before: %s", text)
				}
				d.press("esc")
				for _, operation := range c.fail {
					d.ecs.Fail(operation, -1, c.fault)
				}
				d.wait(40 * time.Second)
				d.seeNot(" old")
				d.wait(10*time.Minute + 30*time.Second)
				d.see(c.inRows)
				d.openForm("p", "Promote task set")
				if text := d.formText(); strings.Contains(text, c.known) || !strings.Contains(text, c.not) {
					t.Errorf("after: %s", text)
				}
			})
		})
	}
}

// A read that failed before the form was opened was told there, and does not stop the change;
// one that fails after the confirmation does, also where another read has failed meanwhile.
func TestOnlyWhatWasToldAsNotKnownMayStayUnread(t *testing.T) {
	drive(t, moved(), checkout, func(d *driver) {
		d.wait(35 * time.Second)
		d.on("ACTIVE")
		d.ecs.Fail("DescribeTargetHealth", -1, ecsfake.Exception("AccessDenied", "no"))
		d.wait(time.Minute)
		d.openForm("p", "Promote task set")
		d.ecs.Fail("DescribeRules", -1, ecsfake.Exception("AccessDenied", "no"))
		d.ecs.Fail("DescribeListeners", -1, ecsfake.Exception("AccessDenied", "no"))
		d.act()
		d.wait(time.Second)
		d.see("nothing was sent: it could not be read again")
		d.sends(0)
		if text := d.formText(); !strings.Contains(text, "the health of the targets of") || !strings.Contains(text, "not all rules") {
			t.Errorf("the form says: %s", text)
		}
		d.wait(armAfter)
		d.act()
		d.wait(time.Second)
		d.sends(1)
	})
}

// Sets that share a target group have its traffic together: the board and the page of the rules
// say so, and what goes to others is what is left when the group counts once.
func TestASharedShareIsToldAsShared(t *testing.T) {
	world := shop()
	world.Balancers[0].Listeners[0].Default = ecsfake.Split(ecsfake.Weighted{Group: "blue", Weight: new(60)}, ecsfake.Weighted{Group: "other", Weight: new(40)})
	world.Clusters[0].Services[0].TaskSets[1].TargetGroup = "blue"
	drive(t, world, checkout, func(d *driver) {
		d.wait(3 * time.Second)
		for _, role := range []string{"PRIMARY", "ACTIVE"} {
			if row := d.row(role); !strings.Contains(row, "60 % shared") {
				t.Errorf("%q", row)
			}
		}
		d.press("w")
		d.see("weight 60 of 100  60 % shared", "others of no set here: weight 40 of 100")
	})
}
