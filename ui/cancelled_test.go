package ui

import (
	"strings"
	"testing"
	"time"

	"tealset/ecsapi/ecsfake"
)

// A read that tealset itself cancelled, here since its page was left, is no fault on the
// activity page: it stands there in one dim line, without red and without an error's text.
func TestACancelledReadIsNoFault(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.ecs.Fail("DescribeServices", 1, ecsfake.Slow(10*time.Second))
		d.press("r")
		d.wait(time.Second)
		d.press("esc", "esc")
		d.wait(time.Second)
		d.press("a")
		d.see("cancelled by tealset")
		d.seeNot("context canceled")
		for line := range strings.SplitSeq(d.m.View().Content, "\n") {
			if strings.Contains(line, "cancelled") && strings.Contains(line, d.m.look.bad.Render("cancelled by tealset")) {
				t.Errorf("it is drawn as a fault: %q", line)
			}
		}
	})
}
