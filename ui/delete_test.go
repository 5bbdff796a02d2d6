package ui

import (
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/google/go-cmp/cmp"

	"tealset/ecsapi/ecsfake"
)

// One confirmation is one DeleteTaskSet with exactly the right body, and the row
// goes deleting… → DRAINING → gone.
func TestOneConfirmationIsOneDelete(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.on("ACTIVE")
		set := d.m.board.grid.current().Value
		d.ecs.Fail("DeleteTaskSet", 1, ecsfake.Slow(2*time.Second))
		d.press("ctrl+d")
		d.wait(armAfter)
		d.see("Delete task set", set.ID, "DeleteTaskSet cluster=shop service=checkout", "force=false", "[ Cancel ]")
		d.press("tab", "enter")
		d.see("deleting…")
		d.wait(2 * time.Second)
		d.deletes(1)
		want := map[string]any{"cluster": set.ClusterARN, "service": d.m.board.ref.Service, "taskSet": set.ARN, "force": false}
		if diff := cmp.Diff(want, d.asked()[0]); diff != "" {
			t.Error(diff)
		}
		d.seeNot("deleting…")
		d.see("DRAINING", "◌ draining")
		d.wait(2 * time.Minute)
		d.seeNot("DRAINING", "checkout:42")
		d.see("is gone")
		d.deletes(1)
	})
}

// Force is sent only when its box was ticked, and the box is empty each time the
// dialog opens.
func TestForceIsSentWhenTickedAndOffEachTime(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.on("ACTIVE")
		d.press("ctrl+d")
		d.wait(armAfter)
		d.press("f")
		d.see("[x] force", "force=true")
		d.press("esc", "ctrl+d")
		d.wait(armAfter)
		d.see("[ ] force", "force=false")
		d.press("shift+tab", "space", "tab", "tab", "enter")
		d.deletes(1)
		if d.asked()[0]["force"] != true {
			t.Error("force was ticked and not sent")
		}
	})
}

// What is not a confirmation sends nothing.
func TestWhatIsNoConfirmationSendsNothing(t *testing.T) {
	late := func(d *driver) { d.wait(armAfter) }
	for name, act := range map[string]func(d *driver){
		"enter on Cancel": func(d *driver) { late(d); d.press("enter") },
		"held enter": func(d *driver) {
			for range 100 {
				d.press("enter")
				d.wait(30 * time.Millisecond)
			}
		},
		"esc":        func(d *driver) { late(d); d.press("esc", "y", "enter") },
		"n":          func(d *driver) { late(d); d.press("n", "y", "enter") },
		"y at once":  func(d *driver) { d.press("y"); d.wait(armAfter - 50*time.Millisecond); d.press("y", "tab", "enter") },
		"pasted":     func(d *driver) { late(d); d.send(tea.PasteMsg{Content: "y\n\ty\r"}) },
		"a page key": func(d *driver) { late(d); d.press("d", "l", "G", "r", "q") },
		"too small a window": func(d *driver) {
			late(d)
			d.send(tea.WindowSizeMsg{Width: 50, Height: 10})
			d.press("y", "tab", "enter")
		},
	} {
		t.Run(name, func(t *testing.T) {
			drive(t, shop(), checkout, func(d *driver) {
				d.on("ACTIVE")
				d.press("ctrl+d")
				act(d)
				d.wait(10 * time.Second)
				d.deletes(0)
			})
		})
	}
}

// A PRIMARY is deleted with force and the service's name alone, never by reflex.
func TestPrimaryNeedsForceAndTheTypedName(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.on("PRIMARY")
		d.press("ctrl+d")
		d.wait(armAfter)
		d.see("this is the PRIMARY: ECS refuses unless forced", "type the service's name")
		d.press("y")
		d.press("f", "y")
		d.press("shift+tab")
		d.typeText("checkou")
		d.press("enter", "tab", "tab", "enter")
		d.deletes(0)
		d.press("shift+tab", "shift+tab")
		d.typeText("t")
		d.press("tab", "tab", "enter")
		d.deletes(1)
		if d.asked()[0]["force"] != true {
			t.Error("the PRIMARY was deleted without force")
		}
	})
}

// A refused deletion is told in ECS's words, with the next step and the request
// id, and neither a refresh nor another page wipes it away.
func TestRefusalStaysUntilItIsPutAway(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.ecs.Fail("DeleteTaskSet", 1, ecsfake.Exception("AccessDeniedException", "User: arn:aws:sts::1:assumed-role/r/me is not authorized to perform: ecs:DeleteTaskSet on resource: x"))
		d.on("ACTIVE")
		d.press("ctrl+d")
		d.wait(armAfter)
		d.press("y")
		d.see("not deleted:", "request ")
		d.wait(20 * time.Second)
		d.press("a", "esc", "r")
		d.see("not deleted:")
		d.press("esc")
		d.seeNot("not deleted:")
		d.see("checkout:42", "ACTIVE")
		d.press("a")
		d.see("refused", "ecs:DeleteTaskSet")
		d.deletes(1)
	})
}

// A lost answer is told as unknown and read again; nothing is ever sent twice.
func TestLostAnswerIsUnknownAndReadAgain(t *testing.T) {
	for name, fault := range map[string]ecsfake.Fault{
		"dropped":      ecsfake.Dropped(),
		"server error": ecsfake.Exception("ServerException", "Service Unavailable."),
		"bad gateway":  ecsfake.HTTP(502, "text/html", "<html>"),
		"not AWS":      ecsfake.HTTP(200, "text/html", "<html>sign in</html>"),
		"time-out":     ecsfake.Slow(time.Hour),
		"empty answer": ecsfake.Empty(),
	} {
		t.Run(name, func(t *testing.T) {
			drive(t, shop(), checkout, func(d *driver) {
				d.ecs.Fail("DeleteTaskSet", 1, fault)
				d.on("ACTIVE")
				d.press("ctrl+d")
				d.wait(armAfter)
				d.press("y")
				d.wait(40 * time.Second)
				d.see("outcome unknown", "ECS says", "is ACTIVE")
				d.deletes(1)
			})
		})
	}
}

// An answer that was lost after ECS had accepted the deletion is found out by
// reading, without a key.
func TestLostAnswerThatTookEffectIsFoundOut(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.ecs.Fail("DeleteTaskSet", 1, ecsfake.Dropped().Late())
		d.on("ACTIVE")
		d.press("ctrl+d")
		d.wait(armAfter)
		d.press("y")
		d.wait(10 * time.Second)
		d.see("is DRAINING")
		d.wait(2 * time.Minute)
		d.press("a")
		d.see("gone")
		d.deletes(1)
	})
}

// A set that somebody else has deleted is gone already: no error, no second try.
func TestTaskSetNotFoundIsGoneAlready(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.ecs.Fail("DeleteTaskSet", 1, ecsfake.Exception("TaskSetNotFoundException", "The specified task set was not found."))
		d.on("ACTIVE")
		d.press("ctrl+d")
		d.wait(armAfter)
		d.press("y")
		d.see("was gone already")
		d.deletes(1)
	})
}

// What changed after the dialog opened is shown instead of being deleted, and then
// asked afresh: force off, Cancel in focus, input dropped for a moment.
func TestChangedTargetIsShownNotDeleted(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.on("ACTIVE")
		set := d.m.board.grid.current().ARN
		d.press("ctrl+d")
		d.wait(armAfter)
		d.press("f")
		d.ecs.Overlay(set, map[string]any{"status": "PRIMARY", "runningCount": 4})
		d.press("y", "y", "enter")
		d.see("it changed since you were asked", "role ACTIVE → PRIMARY", "running 2 → 4", "[ ] force", "[ Cancel ]")
		d.deletes(0)
		d.wait(armAfter)
		d.press("y")
		d.deletes(0) // it is the PRIMARY now: force and the name are missing
	})
}

// A set that is gone when it is read again is not deleted.
func TestVanishedTargetIsNotDeleted(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.on("ACTIVE")
		set := d.m.board.grid.current().ARN
		d.press("ctrl+d")
		d.wait(armAfter)
		d.ecs.Remove(set)
		d.press("y")
		d.see("is gone: nothing was sent")
		d.deletes(0)
	})
}

// If the target cannot be read again, nothing is sent.
func TestUnreadableTargetIsNotDeleted(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.on("ACTIVE")
		d.press("ctrl+d")
		d.wait(armAfter)
		d.ecs.Fail("DescribeServices", 1, ecsfake.Exception("AccessDeniedException", "no"))
		d.press("y")
		d.see("nothing was sent: it could not be read again")
		d.deletes(0)
	})
}

// Cancelling while the target is read again sends nothing.
func TestCancelWhileReadingAgainSendsNothing(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.on("ACTIVE")
		d.press("ctrl+d")
		d.wait(armAfter)
		d.ecs.Fail("DescribeServices", 1, ecsfake.Slow(3*time.Second))
		d.press("y")
		d.see("reading it again")
		d.press("esc")
		d.wait(10 * time.Second)
		d.deletes(0)
		d.seeNot("Delete task set")
	})
}

// One deletion of a set is in flight at most.
func TestOneDeletionOfASetAtATime(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.ecs.Fail("DeleteTaskSet", 1, ecsfake.Slow(5*time.Second))
		d.on("ACTIVE")
		d.press("ctrl+d")
		d.wait(armAfter)
		d.press("y")
		d.see("deleting…")
		d.press("ctrl+d")
		d.see("is being deleted")
		d.seeNot("[ Cancel ]")
		d.wait(10 * time.Second)
		d.deletes(1)
	})
}

// The target is pinned: a refresh that reorders or renames rows does not change
// which set is deleted.
func TestTargetIsPinnedWhenTheDialogOpens(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.on("ACTIVE")
		pinned := d.m.board.grid.current().ARN
		d.press("ctrl+d")
		d.wait(armAfter)
		d.m.board.grid.moveTo(0)
		d.wait(11 * time.Second)
		d.press("y")
		d.deletes(1)
		if d.asked()[0]["taskSet"] != pinned {
			t.Errorf("%v was deleted, not %s", d.asked()[0]["taskSet"], pinned)
		}
	})
}

// Read-only opens the dialog with its checks and no Delete button.
func TestReadOnlyOffersNoDelete(t *testing.T) {
	readOnly := func(o *setup) { checkout(o); o.ReadOnly = func(string) bool { return true } }
	drive(t, shop(), readOnly, func(d *driver) {
		d.see("READ-ONLY")
		d.on("ACTIVE")
		d.press("ctrl+d")
		d.wait(armAfter)
		d.see("not PRIMARY", "READ-ONLY: nothing can be deleted")
		d.seeNot("  Delete  ")
		d.press("y", "f", "tab", "enter", "enter")
		d.deletes(0)
	})
}

// A deletion that was sent is not cancelled by leaving the page, and its outcome
// is there when one comes back.
func TestDeletionOutlivesThePage(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.ecs.Fail("DeleteTaskSet", 1, ecsfake.Slow(5*time.Second))
		d.on("ACTIVE")
		d.press("ctrl+d")
		d.wait(armAfter)
		d.press("y", "esc", "esc")
		d.see("CLUSTER")
		d.wait(6 * time.Second)
		d.see("is DRAINING")
		d.wait(2 * time.Minute)
		d.press("a")
		d.see("gone")
		d.deletes(1)
	})
}

// q asks while a deletion awaits its answer; ctrl+c does not.
func TestQuitAsksWhileADeletionIsInFlight(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.ecs.Fail("DeleteTaskSet", 1, ecsfake.Slow(5*time.Second))
		d.on("ACTIVE")
		d.press("ctrl+d")
		d.wait(armAfter)
		d.press("y", "q")
		d.see("a deletion awaits its answer")
		if d.quit {
			t.Fatal("q left without asking")
		}
		d.press("j", "q")
		if d.quit {
			t.Fatal("q after another key left without asking")
		}
		d.press("q")
		if !d.quit {
			t.Fatal("q twice did not leave")
		}
	})
}
