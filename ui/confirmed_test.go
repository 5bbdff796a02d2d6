package ui

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"tealset/model"
)

// hurried counts the descriptions of the service and the looks for rules that do not wait for the
// request budget.
type hurried struct {
	Backend
	services, rules *atomic.Int32
}

func (n hurried) DescribeService(ctx context.Context, ref model.ServiceRef) (model.Service, error) {
	if model.PriorityOf(ctx) == model.Confirmed {
		n.services.Add(1)
	}
	return n.Backend.DescribeService(ctx, ref)
}

func (n hurried) ListRules(ctx context.Context, listener string) ([]model.Rule, error) {
	if model.PriorityOf(ctx) == model.Confirmed {
		n.rules.Add(1)
	}
	return n.Backend.ListRules(ctx, listener)
}

// What is read again after a confirmation waits for no budget, as the change is sent within ten
// seconds or not at all; every other read waits. Whoever goes back after a change that went back
// is told so before they confirm.
func TestAConfirmedChangeDoesNotWaitAndGoingBackTwiceIsTold(t *testing.T) {
	var services, rules atomic.Int32
	drive(t, moved(), func(o *setup) {
		checkout(o)
		o.Backend = hurried{o.Backend, &services, &rules}
	}, func(d *driver) {
		d.wait(2 * time.Second)
		d.on("ACTIVE")
		d.openForm("p", "Promote task set")
		if n := services.Load() + rules.Load(); n != 0 {
			t.Errorf("%d reads did not wait before anything was confirmed", n)
		}
		d.act()
		d.wait(10 * time.Second)
		if services.Load() != 1 || rules.Load() == 0 {
			t.Errorf("%d descriptions and %d looks for rules after the confirmation did not wait", services.Load(), rules.Load())
		}
		const twice = "the last change went back already"
		d.openForm("b", "Make the former task set PRIMARY again")
		d.seeNot(twice)
		d.typeName("checkout")
		d.act()
		d.wait(10 * time.Second)
		d.openForm("b", "Make the former task set PRIMARY again")
		d.see(twice)
	})
}
