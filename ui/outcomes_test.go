package ui

import (
	"context"
	"strings"
	"testing"
	"time"

	"tealset/ecsapi/ecsfake"
	"tealset/model/change"
)

// changeCase is a change of one kind, from its world to the press of its button.
type changeCase struct {
	kind  change.Kind
	world ecsfake.World
	open  func(*setup)
	key   string
	title string
	name  string // to be typed; empty for none
}

// changeCases are a change of every kind but the delete, which has tests of its own, and the
// return to a former set, which is a promotion.
func changeCases() []changeCase {
	return []changeCase{
		{change.PromoteTaskSet, moved(), checkout, "p", "Promote task set", ""},
		{change.ScaleTaskSet, shop(), checkout, "%", "Scale task set", ""},
		{change.RerouteTraffic, ready(), inventory, "p", "Reroute the traffic now", ""},
		{change.TerminateOriginal, terminating(), inventory, "p", "Terminate the original task set now", "inventory"},
		{change.StopCodeDeploy, ready(), inventory, "b", "Stop the deployment and roll back", ""},
		{change.ContinueHook, canary("ecs-pause-one"), web, "p", "Continue the deployment at a pause hook", ""},
		{change.RollBackHook, canary("ecs-pause-one"), web, "b", "Roll the deployment back at a pause hook", ""},
		{change.RollBackDeployment, canary(), web, "b", "Stop the deployment and roll back", ""},
	}
}

// take opens the form and presses its button.
func (c changeCase) take(d *driver) {
	d.t.Helper()
	d.wait(3 * time.Second)
	if c.kind.OfTaskSet() {
		d.on("ACTIVE")
	}
	d.openForm(c.key, c.title)
	if c.kind == change.ScaleTaskSet {
		d.typePercent("100")
	}
	if c.name != "" {
		d.typeName(c.name)
	}
	d.act()
}

// Whatever becomes of the answer, one request is sent, and what is known is told: a refusal with
// its reason, an answer that did not come as an unknown outcome until a read shows the effect.
func TestWhateverTheAnswerOneRequestIsSent(t *testing.T) {
	for name, fault := range map[string]struct {
		ecsfake.Fault
		took bool // the change is made all the same
		says string
	}{
		"refused":              {ecsfake.Exception("AccessDeniedException", "no"), false, " was not "},
		"server error":         {ecsfake.Exception("ServerException", "Service Unavailable."), false, "outcome unknown"},
		"dropped":              {ecsfake.Dropped(), false, "outcome unknown"},
		"time-out":             {ecsfake.Slow(time.Hour), false, "outcome unknown"},
		"not AWS":              {ecsfake.HTTP(200, "text/html", "<html>sign in</html>"), false, "outcome unknown"},
		"dropped after it was": {ecsfake.Dropped().Late(), true, ""},
	} {
		for i, c := range changeCases() {
			if raced && i%3 != len(name)%3 {
				continue
			}
			t.Run(string(c.kind)+"/"+name, func(t *testing.T) {
				drive(t, c.world, c.open, func(d *driver) {
					d.ecs.Fail(c.kind.Operation(), 1, fault.Fault)
					c.take(d)
					d.wait(40 * time.Second)
					if !fault.took {
						d.see(fault.says)
						d.sends(1)
						return
					}
					d.wait(time.Minute)
					if outcome := d.m.changes.all[0].Outcome(); outcome != change.Accepted {
						t.Errorf("it is %q:\n%s", outcome, d.screen())
					}
					if told, ok := d.told(); !ok || told != change.Accepted {
						t.Errorf("the trail was told %q", told)
					}
					d.sends(1)
				})
			})
		}
	}
}

// A change of an earlier run whose outcome is not known is followed for every kind, and the
// trail is told when it is known.
func TestChangesOfEarlierRunsAreFollowedForEveryKind(t *testing.T) {
	for _, c := range changeCases() {
		t.Run(string(c.kind), func(t *testing.T) {
			var sent change.Request
			drive(t, c.world, c.open, func(d *driver) {
				c.take(d)
				d.wait(time.Second)
				sent = d.m.changes.all[0].Request()
			})
			dangling := func(o *setup) {
				o.Dangling = func(context.Context) []change.Earlier {
					return []change.Earlier{{Request: sent, Outcome: change.Unknown}}
				}
			}
			drive(t, c.world, dangling, func(d *driver) { // the same world anew: the change was not made
				d.wait(10 * time.Second)
				d.see("outcome unknown")
				c.again(d, sent)
				d.wait(2 * time.Minute)
				if outcome := d.m.changes.all[0].Outcome(); outcome != change.Accepted {
					t.Errorf("it is %q:\n%s", outcome, d.screen())
				}
				if told, ok := d.told(); !ok || told != change.Accepted {
					t.Errorf("the trail was told %q", told)
				}
			})
		})
	}
}

// again makes the change by other hands, as its request may have arrived late.
func (c changeCase) again(d *driver, sent change.Request) {
	unguarded{writer: d.somebody()}.Do(context.Background(), sent)
}

// The reason of a refusal is told whole, also where it does not fit beside the change.
func TestTheReasonOfARefusalIsToldWhole(t *testing.T) {
	for _, c := range changeCases() {
		t.Run(string(c.kind), func(t *testing.T) {
			drive(t, c.world, c.open, func(d *driver) {
				d.ecs.Fail(c.kind.Operation(), 1, ecsfake.Denied())
				c.take(d)
				d.wait(time.Second)
				words := strings.Join(strings.Fields(strings.Replace(d.screen(), "esc: close", "", 1)), " ")
				if fault := d.m.changes.all[0].Answer().Fault; !strings.Contains(words, ": "+fault.Headline) {
					t.Errorf("%q is not told:\n%s", fault.Headline, d.screen())
				}
			})
		})
	}
}
