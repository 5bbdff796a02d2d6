package ui

import (
	"context"
	"testing"
	"time"

	"tealset/ecsapi"
	"tealset/ecsapi/ecsfake"
	"tealset/model/change"
	"tealset/ui/dialog"
)

// A service of the same name in another cluster tells nothing about a deletion.
func TestSameNameInAnotherClusterEndsNoDeletion(t *testing.T) {
	world := shop()
	mall := shop().Clusters[0]
	mall.Name = "mall"
	world.Clusters = append(world.Clusters, mall)
	drive(t, world, checkout, func(d *driver) {
		d.wait(time.Second)
		d.ecs.Fail("DeleteTaskSet", 1, ecsfake.Exception("ServerException", "no"))
		d.on("ACTIVE")
		d.press("ctrl+d")
		d.wait(armAfter)
		d.slowly("tab", "tab", "f", "y", "enter")
		d.wait(dialog.Quiet)
		d.deletes(1)
		d.see("outcome unknown")
		d.press(":")
		d.typeText("service mall/checkout")
		d.press("enter")
		d.wait(20 * time.Second)
		d.see("mall › checkout", "PRIMARY")
		d.seeNot("is gone")
		if got := d.m.changes.all[0].Outcome(); got != change.Unknown {
			t.Errorf("the deletion is %s", got)
		}
	})
}

// The same in another account: neither side's read speaks for the other.
func TestSameNameInAnotherAccountEndsNoDeletion(t *testing.T) {
	both := func(o *setup) {
		checkout(o)
		o.Profile = "oncall"
		o.Connect = func(_ context.Context, profile, region string) (Source, error) {
			world := shop()
			world.Account = "999999999999"
			ecs := ecsfake.New(time.Now, world)
			client := bare(ecsapi.New(ecsapi.Fixed{Region: "eu-west-1", Endpoint: "http://other.invalid", Transport: ecs.Client().Transport})) //nolint:contextcheck // naming a host takes no context
			return sourceOf(client, profile, "eu-west-1"), nil
		}
	}
	drive(t, shop(), both, func(d *driver) {
		d.wait(time.Second)
		d.on("ACTIVE")
		d.press("ctrl+d")
		d.wait(armAfter)
		d.slowly("tab", "tab", "f", "y", "enter")
		d.wait(dialog.Quiet)
		d.see("is DRAINING")
		d.press(":")
		d.typeText("profile staging")
		d.press("enter")
		d.wait(time.Second)
		d.press("enter")
		d.wait(time.Second)
		d.open("checkout")
		d.wait(9 * time.Minute)
		if got := d.m.changes.all[0].Outcome(); got != change.Gone {
			t.Errorf("the deletion is %s:\n%s", got, d.screen())
		}
	})
}
