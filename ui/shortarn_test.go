package ui

import (
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/ecsapi/ecsfake"
	"tealset/model/change"
	"tealset/ui/dialog"
)

// twoShops are the clusters shop and mall with a checkout and a web each, all with
// ARNs as they were before 2018: the ARNs of both checkouts are the same.
func twoShops() ecsfake.World {
	world := shop()
	mall := shop().Clusters[0]
	mall.Name = "mall"
	mall.Services[0].TaskSets = []ecsfake.TaskSet{
		{Status: ecsfake.Primary, Revision: 900, Age: 72 * time.Hour},
		{Status: ecsfake.Active, Revision: 901, Age: time.Hour, Scale: new(50.0)},
	}
	world.Clusters = append(world.Clusters, mall)
	for _, cluster := range world.Clusters {
		for i := range cluster.Services {
			cluster.Services[i].ShortARN = true
		}
	}
	return world
}

// Services of the same name in two clusters are two rows, also where their ARNs are
// the same, and the board of each shows its own sets.
func TestServicesOfOneShortARNAreTwoRows(t *testing.T) {
	for _, width := range []int{80, 140} {
		drive(t, twoShops(), nil, func(d *driver) {
			d.send(tea.WindowSizeMsg{Width: width, Height: 24})
			d.wait(3 * time.Second)
			d.press("!")
			d.wait(30 * time.Second)
			d.see("4 services", "shop/checkout", "shop/web", "mall/checkout", "mall/web")
			for _, cluster := range []string{"shop", "mall", "shop"} {
				revision, other := "checkout:41", "checkout:900"
				if cluster == "mall" {
					revision, other = other, revision
				}
				d.press("g")
				for d.m.services().grid.Current().Key.Cluster != cluster || d.m.services().grid.Current().Key.Name != "checkout" {
					d.press("j")
				}
				d.press("enter")
				d.wait(12 * time.Second)
				d.see(cluster+"/checkout", revision)
				d.seeNot(other)
				d.press("esc")
			}
		})
	}
}

// What a read of one service says ends no deletion, opens no dialog anew and moves no
// row of the other that has the same ARN.
func TestAServiceOfTheSameShortARNTellsNothing(t *testing.T) {
	drive(t, twoShops(), checkout, func(d *driver) {
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
		d.wait(30 * time.Second)
		d.see("mall › checkout", "checkout:900", "checkout:901")
		d.seeNot("is gone", "checkout:42")
		if got := d.m.changes.all[0].Outcome(); got != change.Unknown || len(d.resolved) != 0 {
			t.Errorf("the deletion is %s, and %d outcomes went to the trail", got, len(d.resolved))
		}
	})
}

// A deletion that was sent is followed in its own cluster while the board of the other
// service is looked at, and its set's end is told.
func TestADeletionIsFollowedInItsOwnCluster(t *testing.T) {
	drive(t, twoShops(), checkout, func(d *driver) {
		d.wait(time.Second)
		d.on("ACTIVE")
		d.press("ctrl+d")
		d.wait(armAfter)
		d.slowly("tab", "tab", "f", "y", "enter")
		d.wait(dialog.Quiet)
		d.see("is DRAINING")
		d.press(":")
		d.typeText("service mall/checkout")
		d.press("enter")
		d.wait(time.Second)
		d.see("mall › checkout", "checkout:901")
		d.soon(5*time.Minute, "the deletion ends", func() bool { return d.m.changes.all[0].Outcome() == change.Gone })
		d.see("mall › checkout", "checkout:900", "checkout:901")
	})
}

// A service that is opened by its name, which is answered with its short ARN, is the row
// that was listed by its long one.
func TestAServiceOpenedByNameIsItsRow(t *testing.T) {
	drive(t, shop(), func(o *setup) { o.Cluster = "shop" }, func(d *driver) {
		d.ecs.Overlay(shopCheckout, map[string]any{"serviceArn": "arn:aws:ecs:eu-west-1:123456789012:service/checkout"})
		d.press(":")
		d.typeText("service checkout")
		d.press("enter")
		d.wait(2 * time.Second)
		d.see("shop › checkout", "PRIMARY")
		d.press("esc")
		d.wait(12 * time.Second)
		d.see("2 services")
		if row := d.m.services().grid.Current(); row == nil || row.Value.Name != "checkout" {
			t.Errorf("the cursor stands on %+v", row)
		}
	})
}
