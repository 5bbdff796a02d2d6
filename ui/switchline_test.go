package ui

import (
	"context"
	"testing"
	"time"
)

// A command's line that is open while the source is switched completes nothing of the
// one before.
func TestSwitchClosesTheCommandLine(t *testing.T) {
	var asked []string
	drive(t, shop(), func(o *setup) {
		connecting(t, &asked)(o)
		connect := o.Connect
		o.Connect = func(ctx context.Context, profile, region string) (Source, error) {
			time.Sleep(2 * time.Second)
			return connect(ctx, profile, region)
		}
	}, func(d *driver) {
		d.press(":")
		d.typeText("profile staging")
		d.press("enter", ":")
		d.typeText("cluster s")
		d.wait(3 * time.Second)
		d.see("999999999999")
		d.seeNot("hop")
		d.press("a")
		if len(d.m.activity.spent) > 0 { // the new client does not tell here
			t.Errorf("%d requests of the last source are counted", len(d.m.activity.spent))
		}
	})
}
