package ui

import (
	"testing"
	"time"

	"tealset/ui/dialog"
)

// Whoever comes back to a machine that has slept may press any key to wake the screen:
// nothing counts before a new quiet time.
func TestAfterASleepTheDialogArmsAnew(t *testing.T) {
	for name, asleep := range map[string]time.Duration{"an hour": time.Hour, "stopped for some seconds": 5 * time.Second} {
		t.Run(name, func(t *testing.T) {
			drive(t, shop(), checkout, func(d *driver) {
				d.openOn("ACTIVE")
				d.slowly("y")
				d.wait(time.Second)
				d.see("[ Delete ]")
				clock := d.m.clock
				d.m.clock = func() time.Time { return clock().Add(asleep) }
				d.press("enter")
				d.see("[ Delete ]", "not ready: wait a moment")
				d.wait(10 * time.Second)
				d.deletes(0)
				d.see("[ Delete ]")
				d.slowly("enter")
				d.deletes(1)
			})
		})
	}
}

// The same for a clock that is set back.
func TestAfterAClockSetBackTheDialogArmsAnew(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.openOn("ACTIVE")
		d.slowly("y")
		d.wait(time.Second)
		clock := d.m.clock
		d.m.clock = func() time.Time { return clock().Add(-time.Hour) }
		d.press("enter")
		d.see("not ready: wait a moment")
		d.wait(dialog.Quiet)
		d.deletes(0)
		d.seeNot("not ready")
		d.slowly("enter")
		d.deletes(1)
	})
}
