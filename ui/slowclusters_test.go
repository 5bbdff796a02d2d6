package ui

import (
	"fmt"
	"testing"
	"time"

	"tealset/ecsapi/ecsfake"
)

// Where reading the clusters takes longer than their names stay fresh, ! comes to
// its end all the same.
func TestAllEndsWhereClustersAreReadSlowly(t *testing.T) {
	world := ecsfake.World{}
	for i := range 450 {
		world.Clusters = append(world.Clusters, ecsfake.Cluster{Name: fmt.Sprintf("c%03d", i), Services: ecsfake.Fleet(1)})
	}
	drive(t, world, func(o *setup) { o.Cluster = "c000" }, func(d *driver) {
		d.ecs.Fail("DescribeClusters", -1, ecsfake.Slow(14*time.Second))
		d.press("esc", "!")
		d.wait(10 * time.Minute)
		if d.m.services().lists[0].ListedAt().IsZero() && d.ecs.Count("ListServices") < 10 {
			t.Errorf("after ten minutes %d clusters are listed, %d DescribeClusters:\n%s", d.ecs.Count("ListServices"), d.ecs.Count("DescribeClusters"), d.screen())
		}
	})
}
