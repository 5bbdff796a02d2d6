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
		row := d.m.clusters.grid.current()
		if row.Source != 2 {
			t.Fatalf("source %d", row.Source)
		}
		d.press(":")
		d.typeText("cluster shop")
		d.press("enter")
		d.wait(time.Second)
		if d.m.source != 2 {
			t.Errorf("source %d was opened:\n%s", d.m.source, d.screen())
		}
		d.press(":")
		d.typeText("cluster shop")
		d.press("enter")
		if d.m.source != 2 {
			t.Errorf("from its services, source %d was opened", d.m.source)
		}
		d.press("esc", "esc", "g")
		if d.m.clusters.grid.current().Source != 0 {
			t.Fatal("not at the first")
		}
		d.press(":")
		d.typeText("service shop/checkout")
		d.press("enter")
		if d.m.source != 0 {
			t.Errorf(":service opened source %d", d.m.source)
		}
	})
}
