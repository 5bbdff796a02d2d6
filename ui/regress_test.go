package ui

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/ecsapi/ecsfake"
	"tealset/model"
	"tealset/model/change"
	"tealset/ui/dialog"
	"tealset/ui/feed"
)

const shopCheckout = "arn:aws:ecs:eu-west-1:123456789012:service/shop/checkout"

// A service that is listed by its long ARN and described by its old short one is
// one row, and its board moves.
func TestShortARNIsTheSameService(t *testing.T) {
	drive(t, shop(), func(o *setup) { o.Cluster = "shop" }, func(d *driver) {
		d.ecs.Overlay(shopCheckout, map[string]any{"serviceArn": "arn:aws:ecs:eu-west-1:123456789012:service/checkout"})
		d.press("r", "enter")
		d.on("ACTIVE")
		d.press("ctrl+d")
		d.wait(armAfter)
		d.see("Delete task set")
		d.press("esc")
		d.ecs.Overlay(d.m.board().grid.shown[0].ARN, map[string]any{"runningCount": 1})
		d.wait(6 * time.Second)
		d.see("1/4")
		d.press("esc")
		d.wait(time.Second)
		d.see("2 services")
	})
}

// A name that was typed for one risk does not stand for a greater one.
func TestTypedNameDoesNotCoverAGreaterRisk(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		primary := d.m.board().grid.shown[0].ARN
		d.ecs.Overlay(primary, map[string]any{"runningCount": 3})
		d.press("r")
		d.on("ACTIVE")
		d.press("ctrl+d")
		d.wait(armAfter)
		d.see("too little is left: running 5 → 3")
		d.press("shift+tab")
		d.typeText("checkout")
		d.ecs.Overlay(primary, map[string]any{"runningCount": 0})
		d.slowly("tab", "tab", "enter")
		d.see("nothing was sent", "the only set with running tasks")
		d.deletes(0)
	})
}

// The same while the dialog is open: a poll that finds more at risk sets force off,
// says so, and lets nothing be pressed before a new quiet time. It takes no letter
// from a hand that types: the rest of the name would be commands.
func TestGreaterRiskTakesNoFocusFromAHandThatTypes(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		primary := d.m.board().grid.shown[0].ARN
		d.ecs.Overlay(primary, map[string]any{"runningCount": 3})
		d.press("r")
		d.on("ACTIVE")
		d.press("ctrl+d")
		d.wait(armAfter)
		d.slowly("shift+tab", "shift+tab", "f", "tab")
		d.see("[x] force")
		d.typeText("off-")
		d.ecs.Overlay(primary, map[string]any{"runningCount": 0})
		d.wait(6 * time.Second)
		d.see("the only set with running tasks", "more is at risk than when you were asked", "[ ] force")
		d.typeText("fleet-q")
		d.see("off-fleet-q", "[ ] force", "Delete task set")
		if d.quit {
			t.Error("a letter of the name quit the program")
		}
		d.confirm()
		d.deletes(0)
	})
}

// Right after more came to be at risk, Delete is not pressed by a key that was under
// way: what it would confirm has not been read.
func TestGreaterRiskDisarms(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		primary := d.m.board().grid.shown[0].ARN
		d.on("ACTIVE")
		d.press("ctrl+d")
		d.wait(armAfter)
		d.slowly("y")
		d.ecs.Overlay(primary, map[string]any{"runningCount": 0})
		for len(d.m.asking().flow.Reasons().Grown) == 0 {
			d.wait(10 * time.Millisecond)
		}
		d.wait(armAfter / 2)
		d.press("enter")
		d.see("not ready: wait a moment")
		d.deletes(0)
	})
}

// Who comes back to a list gets it read again at once, and finds it no older than the sweep
// lets it become behind a board.
func TestListIsReadAgainWhenOneComesBack(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.press("esc")
		d.wait(time.Second)
		d.press("enter")
		d.wait(30 * time.Minute)
		before := d.ecs.Count("DescribeServices")
		d.press("esc")
		d.seeNot("updated")
		if d.ecs.Count("DescribeServices") == before {
			t.Error("it has not been read again")
		}
	})
}

// A list of names makes the counts no younger: the age is that of what is shown.
func TestNamesDoNotMakeCountsYounger(t *testing.T) {
	drive(t, shop(), func(o *setup) { o.Cluster = "shop" }, func(d *driver) {
		d.ecs.Fail("DescribeServices", -1, ecsfake.Exception("AccessDeniedException", "no"))
		lists := d.ecs.Count("ListServices")
		d.wait(12 * time.Minute)
		if d.ecs.Count("ListServices") == lists {
			t.Fatal("no names were listed")
		}
		d.see("updated 12m ago")
	})
}

// An answer for one cluster never shows up in another, however fast the keys are.
func TestAnswersOfAnotherClusterAreDropped(t *testing.T) {
	world := shop()
	world.Clusters = append(world.Clusters, ecsfake.Cluster{Name: "zoo", Services: ecsfake.Fleet(2)})
	drive(t, world, nil, func(d *driver) {
		d.take(keyPress("enter"))
		token := d.m.poll().Token()
		d.take(keyPress("esc"))
		d.take(keyPress("down"))
		d.take(keyPress("enter"))
		d.take(feed.NamesMsg{Token: token, Names: model.Names{ARNs: []string{shopCheckout}}, At: time.Now()})
		d.settle()
		d.wait(time.Second)
		d.see("zoo", "svc-0001", "2 services")
		d.seeNot("checkout", "cancelled")
	})
}

// A listing that is not allowed is tried once a minute, and costs the counts of the
// rows that are known nothing.
func TestForbiddenListingIsTriedOnceAMinute(t *testing.T) {
	drive(t, shop(), func(o *setup) { o.Cluster = "shop" }, func(d *driver) {
		d.ecs.Fail("ListServices", -1, ecsfake.Exception("AccessDeniedException", "not authorized to perform: ecs:ListServices"))
		d.wait(2 * time.Minute)
		lists, reads := d.ecs.Count("ListServices"), d.ecs.Count("DescribeServices")
		d.wait(10 * time.Minute)
		if n := d.ecs.Count("ListServices") - lists; n > 11 {
			t.Errorf("%d ListServices in ten minutes", n)
		}
		if n := d.ecs.Count("DescribeServices") - reads; n < 100 {
			t.Errorf("only %d DescribeServices in ten minutes", n)
		}
	})
}

// That the service is not found tells nothing about an unknown outcome: meanwhile the
// credentials may be those of another account. It is told, and looked at on and on.
func TestAServiceThatIsNotFoundEndsNoChange(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		confirmed(d, ecsfake.Dropped())
		d.see("outcome unknown")
		d.ecs.Remove(shopCheckout)
		d.wait(30 * time.Minute)
		d.see("outcome unknown", "It cannot be read now: the service is not found.")
		if outcome, ok := d.told(); ok || d.m.changes.all[0].Outcome() != change.Unknown {
			t.Errorf("the outcome is %s, and %s went to the trail", d.m.changes.all[0].Outcome(), outcome)
		}
	})
}

// A good outcome does not take the place of a bad one of another deletion.
func TestBadOutcomeStaysAboveTheRows(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		confirmed(d, ecsfake.Throttled())
		d.see("not deleted:")
		other := &sentChange{Flow: change.Adopt(change.Request{Kind: change.DeleteTaskSet, Target: model.TaskSetRef{
			ClusterARN: d.m.services().cluster, ServiceARN: d.m.board().ref.Service, ARN: d.m.board().grid.Current().ARN, ID: "ecs-svc/2",
		}}, change.None, d.m.look.now), conn: d.m.conns[0]}
		service, _ := d.m.boardService()
		draining := service.TaskSets[0]
		draining.ARN, draining.Status = other.Request().Target.ARN, model.StatusDraining
		other.Saw(service.WithTaskSet(draining, d.m.look.now), d.m.look.now, d.m.look.now)
		d.m.changes.show(other)
		d.see("not deleted:")
		d.wait(dialog.Quiet)
		d.press("esc")
		d.m.changes.show(other)
		d.see("2 is DRAINING")
	})
}

// The dialog asks whose the set is: tags that only DescribeTaskSets tells count.
func TestDialogAsksForTheTags(t *testing.T) {
	world := shop()
	world.Clusters[0].Services[0].TaskSets[1].Tags = map[string]string{"pipecd-dev-managed-by": "piped"}
	drive(t, world, checkout, func(d *driver) {
		d.on("ACTIVE")
		before := d.ecs.Count("DescribeTaskSets")
		d.press("ctrl+d")
		d.wait(armAfter)
		d.see("PipeCD manages this")
		if d.ecs.Count("DescribeTaskSets") != before+1 {
			t.Error("the tags were not asked for")
		}
		if strings.Count(d.screen(), "PipeCD") != 1 {
			t.Error("the owner is told more than once")
		}
	})
}

// No key of a line's makes it panic, wherever its cursor stands among spaces.
func TestLinesTakeEveryKeyAmongSpaces(t *testing.T) {
	drive(t, shop(), nil, func(d *driver) {
		for _, open := range []string{"/", ":"} {
			for _, text := range []string{"", " ", "a ", "a   ", "  a", " a b "} {
				for place := range len(text) + 1 {
					for _, code := range []rune{'d', 'f', 'b', tea.KeyDelete, tea.KeyBackspace, 'w', 'k', 'u', 'v', 'a', 'e', 'n', 'p', 't'} {
						for _, mod := range []tea.KeyMod{0, tea.ModAlt, tea.ModCtrl} {
							d.press(open, "ctrl+u")
							d.typeText(text)
							for range place {
								d.press("left")
							}
							d.send(tea.KeyPressMsg{Code: code, Mod: mod})
							d.press("esc")
						}
					}
				}
			}
		}
	})
}
