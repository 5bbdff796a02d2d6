package ui

import (
	"testing"
	"time"

	"tealset/model/change"

	tea "charm.land/bubbletea/v2"
)

// Whoever presses keys looks at the screen: after a loss of the focus that no gain
// follows, as when tmux is detached, the first key brings the usual pace back.
func TestAKeyIsFocus(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		reads := func(keys ...string) int {
			before := d.ecs.Count("DescribeServices")
			for range 60 {
				d.press(keys...)
				d.wait(time.Second)
			}
			return d.ecs.Count("DescribeServices") - before
		}
		usual := reads("j")
		d.send(tea.BlurMsg{})
		d.wait(5 * time.Second)
		if slow := reads(); slow == 0 || slow > usual/4 {
			t.Errorf("%d reads a minute without the focus, %d with it", slow, usual)
		}
		before := d.ecs.Count("DescribeServices")
		d.press("j")
		if d.ecs.Count("DescribeServices") == before {
			t.Error("the first key reads nothing")
		}
		if again := reads("j"); again < usual-1 || again > usual+1 {
			t.Errorf("%d reads a minute while keys are pressed, %d before", again, usual)
		}
	})
}

// The set of a deletion is looked at less often as well while nobody looks, and its end
// is told all the same.
func TestADeletionIsFollowedMoreSlowlyWithoutFocus(t *testing.T) {
	world := shop()
	world.Timing.Drain = 5 * time.Minute
	drive(t, world, checkout, func(d *driver) {
		d.on("ACTIVE")
		d.press("ctrl+d")
		d.wait(armAfter)
		d.confirm()
		d.wait(time.Second)
		d.press("esc", "esc", "esc")
		d.send(tea.BlurMsg{})
		d.wait(10 * time.Second)
		before := d.ecs.Count("DescribeServices")
		d.wait(2 * time.Minute)
		if reads := d.ecs.Count("DescribeServices") - before; reads < 3 || reads > 5 {
			t.Errorf("%d reads in two minutes without the focus", reads)
		}
		d.soon(6*time.Minute, "the deletion ends", func() bool { return d.m.changes.all[0].Outcome() == change.Gone })
	})
}
