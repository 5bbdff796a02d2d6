package ui

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/ecsapi"
	"tealset/ecsapi/ecsfake"
	"tealset/model/change"
)

// A clock that is set back asks for nothing again and again, and holds up nothing.
func TestClockSetBackReadsOn(t *testing.T) {
	back := time.Duration(0)
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		ecs := ecsfake.New(time.Now, shop())
		d := &driver{t: t, ecs: ecs, msgs: make(chan tea.Msg, 4096), resolved: make(chan change.Outcome, 16)}
		client := bare(ecsapi.New(ecsapi.Fixed{Region: "eu-west-1", Endpoint: "http://ecs.invalid", Transport: ecs.Client().Transport}))
		d.m = started(ctx, d.source(client), 5*time.Second, func(o *setup) {
			o.Cluster = "shop"
			o.Now = func() time.Time { return time.Now().Add(-back) }
		})
		d.run(d.m.Init())
		d.settle()
		d.wait(15 * time.Second)
		ecs.Fail("*", -1, ecsfake.Slow(100*time.Millisecond))
		before := ecs.Count("DescribeServices")
		back = time.Hour
		d.wait(time.Minute)
		if n := ecs.Count("DescribeServices") - before; n > 20 || n < 5 {
			t.Errorf("%d reads in a minute:\n%s", n, d.screen())
		}
		cancel()
		time.Sleep(time.Minute)
	})
}
