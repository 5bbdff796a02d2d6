package ui

import (
	"context"
	"testing"
	"time"

	"tealset/ecsapi/ecsfake"
	"tealset/model"
	"tealset/model/change"
	"tealset/ui/dialog"
)

// confirmed deletes the ACTIVE set of checkout while ECS fails as it is told to.
func confirmed(d *driver, fault ecsfake.Fault) {
	d.t.Helper()
	d.ecs.Fail("DeleteTaskSet", 1, fault)
	d.on("ACTIVE")
	d.press("ctrl+d")
	d.wait(armAfter)
	d.confirm()
	d.deletes(1)
}

// preview is what the backend was told of an unknown outcome by now.
func (d *driver) told() (outcome change.Outcome, ok bool) {
	select {
	case outcome := <-d.resolved:
		return outcome, true
	default:
		return "", false
	}
}

// An unknown outcome is looked at until it is known, and told when it is: on the
// screen, and once to the backend for the audit trail.
func TestUnknownOutcomeIsToldWhenItIsKnown(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		confirmed(d, ecsfake.Dropped().Late())
		d.wait(10 * time.Second)
		if status, ok := d.told(); !ok || status != change.Accepted {
			t.Errorf("the backend was told %q, %t", status, ok)
		}
		d.wait(2 * time.Minute)
		if status, ok := d.told(); ok {
			t.Errorf("the backend was told a second time: %q", status)
		}
	})
}

// After ten minutes in which ECS keeps saying that the set is there, it counts as
// not deleted.
func TestUnknownOutcomeEndsAfterTenMinutes(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		confirmed(d, ecsfake.Dropped())
		d.wait(9 * time.Minute)
		d.see("outcome unknown", "is ACTIVE")
		if d.m.changes.all[0].Outcome() != change.Unknown {
			t.Error("it is not unknown any more")
		}
		d.wait(2 * time.Minute)
		d.see("not deleted: it is still ACTIVE")
		if status, ok := d.told(); !ok || status != change.NotDone {
			t.Errorf("the backend was told %q, %t", status, ok)
		}
		if d.m.changes.all[0].Outcome() != change.NotDone {
			t.Error("it is still unknown")
		}
		d.deletes(1)
	})
}

// The outcome is found out on other pages as well, also in another cluster.
func TestUnknownOutcomeIsFollowedFromOtherPages(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		gate := ecsfake.NewGate() // keeps the board from finding it out first
		d.ecs.Fail("DescribeServices", 1, ecsfake.Fault{})
		d.ecs.Fail("DescribeServices", 10, gate.Hold())
		confirmed(d, ecsfake.Dropped().Late())
		d.see("outcome unknown")
		d.wait(dialog.Quiet)
		d.press("esc", "esc", "esc")
		gate.Open()
		d.wait(15 * time.Second)
		d.see("CLUSTER", "is DRAINING")
		d.wait(2 * time.Minute)
		d.see("is gone")
	})
}

// What another process awaits the answer to is not taken over: nothing would tell here that the answer
// has come.
func TestAChangeThatAnotherProcessAwaitsIsNotTakenOver(t *testing.T) {
	elsewhere := func(o *setup) {
		o.Dangling = func(context.Context) []change.Earlier {
			return []change.Earlier{{Request: change.Request{ID: "4711", Kind: change.DeleteTaskSet}, Elsewhere: true}}
		}
	}
	drive(t, shop(), elsewhere, func(d *driver) {
		d.wait(time.Second)
		if n := len(d.m.changes.all); n != 0 {
			t.Errorf("%d changes are taken over", n)
		}
	})
}

// A deletion of a run that ended before the answer came is told of at the start,
// and looked at without a key.
func TestDanglingDeletionIsToldAndLookedAt(t *testing.T) {
	ref := model.TaskSetRef{
		ClusterARN: "arn:aws:ecs:eu-west-1:123456789012:cluster/shop",
		ServiceARN: "arn:aws:ecs:eu-west-1:123456789012:service/shop/checkout",
		ARN:        "arn:aws:ecs:eu-west-1:123456789012:task-set/shop/checkout/ecs-svc/1",
		ID:         "ecs-svc/1",
	}
	earlier := func(o *setup) {
		o.Dangling = left(ref)
	}
	drive(t, shop(), earlier, func(d *driver) {
		d.wait(time.Second)
		d.see("1 is gone")
		d.seeNot("after it was deleted") // nobody knows that it was this deletion
		if status, ok := d.told(); !ok || status != change.Gone {
			t.Errorf("the backend was told %q, %t", status, ok)
		}
		d.deletes(0)
	})
}

// If another set has changed so that more is at risk than was confirmed, nothing
// is sent and the dialog asks afresh.
func TestMoreAtRiskThanConfirmedIsAskedAfresh(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		primary := d.m.board().grid.shown[0].ARN
		d.on("ACTIVE")
		d.press("ctrl+d")
		d.wait(armAfter)
		d.ecs.Overlay(primary, map[string]any{"runningCount": 0, "stabilityStatus": "STABILIZING"})
		d.confirm()
		d.see("nothing was sent", "the only set with running tasks", "type the service's name")
		d.deletes(0)
	})
}
