package ui

import (
	"testing"
	"time"

	"tealset/ecsapi/ecsfake"
)

// :cluster opens the cluster of the source that is looked at.
func TestClusterCommandStaysWithItsSource(t *testing.T) {
	regions(t, func(d *driver, _ []*ecsfake.Server) {
		d.press("down", "down")
		row := d.m.clusters().grid.Current()
		if row.Source != 2 {
			t.Fatalf("source %d", row.Source)
		}
		d.press(":")
		d.typeText("cluster shop")
		d.press("enter")
		d.wait(time.Second)
		if d.m.top().from() != d.m.conns[2] {
			t.Errorf("%s was opened:\n%s", d.m.top().from().label(), d.screen())
		}
		d.press(":")
		d.typeText("cluster shop")
		d.press("enter")
		if d.m.top().from() != d.m.conns[2] {
			t.Errorf("from its services, %s was opened", d.m.top().from().label())
		}
		d.press("esc", "esc", "g")
		if d.m.clusters().grid.Current().Source != 0 {
			t.Fatal("not at the first")
		}
		d.press(":")
		d.typeText("service shop/checkout")
		d.press("enter")
		if d.m.top().from() != d.m.conns[0] {
			t.Errorf(":service opened %s", d.m.top().from().label())
		}
	})
}
