package ui

import (
	"testing"
	"time"

	"tealset/ecsapi/ecsfake"
	"tealset/ui/dialog"
)

// until lets time pass in steps that are short against dialog.Quiet, until something is so.
func (d *driver) until(within time.Duration, what string, so func() bool) {
	d.t.Helper()
	for end := time.Now().Add(within); !so(); d.wait(50 * time.Millisecond) {
		if !time.Now().Before(end) {
			d.t.Fatalf("not within %s: %s:\n%s", within, what, d.screen())
		}
	}
}

// jumped tells whether the cursor was moved by no key.
func (d *driver) jumped() bool { return d.m.jump.text != "" }

// When the object under the cursor goes, the screen says so, and a key that acts in the
// moment after does nothing with the object that has come under the cursor, and says
// why. The same key acts when that moment has passed.
func TestACursorThatLosesItsObjectSaysSo(t *testing.T) {
	cases := []struct {
		name  string
		start func(*setup)
		on    func(*driver) string // puts the cursor on the object, and gives its ARN
		key   string
		says  string
		acted string // on the screen when the key has acted
	}{
		{
			name: "ctrl+d on a board", start: checkout, key: "ctrl+d", says: "is gone; the cursor is on …", acted: "Delete task set",
			on: func(d *driver) string { d.on("ACTIVE"); return d.m.board().grid.Current().ARN },
		},
		{
			name: "enter on a board", start: checkout, key: "enter", says: "is gone; the cursor is on …", acted: "stabilityStatusAt",
			on: func(d *driver) string { d.on("ACTIVE"); return d.m.board().grid.Current().ARN },
		},
		{
			name: "enter on services", start: func(o *setup) { o.Cluster = "shop" }, key: "enter",
			says: "web is not listed any more; the cursor is on checkout", acted: "shop › checkout",
			on: func(d *driver) string { d.press("G"); return d.m.services().grid.Current().ARN },
		},
		{
			name: "enter on clusters", start: nil, key: "enter",
			says: "mall is not listed any more; the cursor is on shop", acted: "checkout",
			on: func(d *driver) string { d.press("g"); return d.m.clusters().grid.Current().ARN },
		},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			drive(t, twoShops(), c.start, func(d *driver) {
				d.wait(3 * time.Second)
				d.ecs.Remove(c.on(d))
				d.until(2*time.Minute, "the cursor is moved", d.jumped)
				d.see(c.says)
				d.press(c.key)
				d.see("nothing was done: ", c.says)
				d.seeNot(c.acted)
				d.wait(dialog.Quiet)
				d.press(c.key)
				d.wait(time.Second)
				d.see(c.acted)
			})
		})
	}
}

// A set that goes since it was deleted here is told once, with its time.
func TestTheEndOfADeletionMovesTheCursorWithAWord(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.on("ACTIVE")
		d.press("ctrl+d")
		d.wait(armAfter)
		d.confirm()
		d.see("DRAINING")
		d.press("esc")
		d.on("DRAINING")
		d.until(5*time.Minute, "the cursor is moved", d.jumped)
		d.see("after it was deleted; the cursor is on …")
	})
}

// A dialog that closes since its set has gone leaves the cursor on another one with a
// word, and the dialog does not open for that one at once.
func TestADialogOfAVanishedSetLeavesNoneForAnother(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.on("ACTIVE")
		d.press("ctrl+d")
		d.wait(armAfter)
		d.ecs.Remove(d.m.asking().flow.Request().Target.ARN)
		d.wait(time.Minute)
		if d.jumped() {
			t.Errorf("the cursor was moved under the dialog: %s", d.m.jump.text)
		}
		d.press("esc")
		d.see("is gone; the cursor is on …")
		d.press("ctrl+d")
		d.see("nothing was done: ")
		d.seeNot("Delete task set")
	})
}

// What a person does moves the cursor without a word: a filter, another service beside
// the list, another board, a sorting.
func TestAMoveByAKeyIsNoLoss(t *testing.T) {
	drive(t, twoShops(), func(o *setup) { o.Cluster = "mall" }, func(d *driver) {
		d.m.width = 140
		d.wait(3 * time.Second)
		d.press("j", "k", "s", "S", "g", "/", "w", "e", "b", "esc", "G", "/", "w", "e", "b", "esc", "g", "enter")
		d.wait(6 * time.Second)
		d.press("G", "s", "esc", "j", "k", "enter", "esc", "esc", "j", "enter")
		d.wait(6 * time.Second)
		if d.jumped() {
			t.Errorf("the dashboard said %q", d.m.jump.text)
		}
	})
}

// A row that stops matching the filter goes from under the cursor as well.
func TestARowThatMatchesNoMoreIsALoss(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.press("/")
		d.typeText("steady")
		d.press("enter")
		d.on("ACTIVE")
		d.ecs.Overlay(d.m.board().grid.Current().ARN, map[string]any{"stabilityStatus": "STABILIZING"})
		d.until(time.Minute, "the cursor is moved", d.jumped)
		d.see("does not match /steady any more; the cursor is on …")
		d.press("ctrl+d")
		d.seeNot("Delete task set")
	})
}

// While rows are not known, as after a fault or on a board that is still to be read,
// nothing counts as gone.
func TestWhatIsNotKnownIsNotGone(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.on("ACTIVE")
		d.ecs.Fail("*", -1, ecsfake.Exception("ServerException", "no"))
		d.wait(3 * time.Minute)
		d.press("r", ":")
		d.typeText("service shop/web")
		d.press("enter")
		d.wait(time.Minute)
		d.ecs.Heal()
		d.wait(2 * time.Minute)
		d.see("shop › web", "PRIMARY")
		if d.jumped() {
			t.Errorf("the dashboard said %q", d.m.jump.text)
		}
	})
}
