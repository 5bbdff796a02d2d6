package ui

import (
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/google/go-cmp/cmp"

	"tealset/ecsapi/ecsfake"
	"tealset/model"
	"tealset/ui/dialog"
)

// One confirmation is one DeleteTaskSet with exactly the right body, and the row
// goes deleting… → DRAINING → gone.
func TestOneConfirmationIsOneDelete(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.on("ACTIVE")
		set := d.m.board().grid.Current().Value.TaskSet
		d.ecs.Fail("DeleteTaskSet", 1, ecsfake.Slow(2*time.Second))
		d.press("ctrl+d")
		d.wait(armAfter)
		d.see("Delete task set", set.ID, "shop › checkout", "123456789012 · eu-west-1", "DeleteTaskSet force=false", "service="+set.ServiceARN, "[ Cancel ]")
		d.slowly("tab", "enter")
		d.see("deleting…")
		d.wait(2 * time.Second)
		d.deletes(1)
		want := map[string]any{"cluster": set.ClusterARN, "service": d.m.board().ref.Service, "taskSet": set.ARN, "force": false}
		if diff := cmp.Diff(want, d.asked()[0]); diff != "" {
			t.Error(diff)
		}
		d.seeNot("deleting…")
		d.see("DRAINING", "◌ draining")
		d.wait(2 * time.Minute)
		d.seeNot("◌ draining")
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
		d.slowly("shift+tab", "f")
		d.see("[x] force", "force=true")
		d.press("esc", "ctrl+d")
		d.wait(armAfter)
		d.see("[ ] force", "force=false")
		d.slowly("shift+tab", "space", "tab", "tab", "enter")
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
		"enter on Cancel": func(d *driver) { late(d); d.slowly("enter") },
		"held enter":      func(d *driver) { d.hold("enter") },
		"held y":          func(d *driver) { late(d); d.hold("y"); d.see("[ Delete ]") },
		"y alone":         func(d *driver) { late(d); d.slowly("y"); d.see("[ Delete ]") },
		"held y, then enter at once": func(d *driver) {
			late(d)
			d.hold("y")
			d.press("enter")
			d.see("too quick: press enter again")
		},
		"esc":       func(d *driver) { late(d); d.press("esc"); d.slowly("y", "enter") },
		"n":         func(d *driver) { late(d); d.press("n"); d.slowly("y", "enter") },
		"y at once": func(d *driver) { d.press("y"); d.wait(armAfter - 50*time.Millisecond); d.press("y", "tab", "enter") },
		"typed on and on": func(d *driver) {
			for range 20 {
				d.press("y", "tab")
				d.wait(armAfter - time.Millisecond)
				d.press("enter")
			}
			d.see("not ready: wait a moment", "[ Cancel ]")
		},
		"pasted":                       func(d *driver) { late(d); d.send(tea.PasteMsg{Content: "y\n\ty\r"}) },
		"pasted without marks":         func(d *driver) { late(d); d.typeText("deploy-4711"); d.press("enter") },
		"pasted without marks, forced": func(d *driver) { late(d); d.typeText("fly-by-day"); d.press("enter"); d.see("[ ] force") },
		"tabs and enters in one go":    func(d *driver) { late(d); d.press("tab", "enter", "tab", "enter", "enter") },
		"a key that repeats": func(d *driver) {
			late(d)
			d.slowly("y")
			d.wait(time.Second)
			repeated := keyPress("enter")
			repeated.IsRepeat = true
			d.send(repeated)
			d.see("[ Delete ]", "too quick")
		},
		"the rest of a terminal's reply": func(d *driver) {
			late(d)
			d.slowly("y")
			d.send(uv.UnknownCsiEvent("\x1b[?2026;2"))
			d.wait(900 * time.Millisecond)
			d.press("$", "y", "enter")
			d.wait(400 * time.Millisecond)
			d.press("enter")
		},
		"after a stop": func(d *driver) {
			late(d)
			d.slowly("y")
			d.send(tea.ResumeMsg{})
			d.wait(200 * time.Millisecond)
			d.press("enter")
		},
		"after the focus came": func(d *driver) {
			late(d)
			d.slowly("y")
			d.send(tea.FocusMsg{})
			d.wait(200 * time.Millisecond)
			d.press("enter")
		},
		"pasted without marks, from a newline on": func(d *driver) {
			late(d)
			d.slowly("y")
			d.press("enter", "y", "enter")
			d.see("nothing was sent: other keys came with enter", "not ready", "[ Cancel ]")
		},
		"enter, and another key shortly after": func(d *driver) {
			late(d)
			d.slowly("y")
			d.press("enter")
			d.wait(dialog.Alone - time.Millisecond)
			d.see("reading it again")
			d.press("j")
			d.see("nothing was sent: other keys came with enter")
		},
		"enter, and a paste": func(d *driver) {
			late(d)
			d.slowly("y")
			d.press("enter")
			d.send(tea.PasteMsg{Content: "x"})
			d.see("nothing was sent: other keys came with enter")
		},
		"two keys while the terminal takes no output": func(d *driver) {
			late(d)
			d.press("y")
			d.stall("enter")
			d.see("[ Delete ]", "too quick: press enter again")
		},
		"a key after enter while the terminal takes no output": func(d *driver) {
			late(d)
			d.slowly("y")
			d.take(keyPress("enter"))
			d.stall("x")
			d.see("nothing was sent: other keys came with enter")
		},
		"y while the terminal takes no output": func(d *driver) {
			d.stall("y")
			d.slowly("enter")
		},
		"after a resize": func(d *driver) {
			late(d)
			d.slowly("y")
			d.send(tea.WindowSizeMsg{Width: 100, Height: 30})
			d.wait(200 * time.Millisecond)
			d.press("enter")
		},
		"a page key": func(d *driver) { late(d); d.press("d", "l", "G", "r", "q") },
		"too small a window": func(d *driver) {
			late(d)
			d.send(tea.WindowSizeMsg{Width: 50, Height: 10})
			d.wait(armAfter)
			d.slowly("y", "tab", "enter")
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
		d.confirm()
		d.slowly("shift+tab", "shift+tab", "shift+tab", "f")
		d.see("[x] force")
		d.confirm()
		d.slowly("shift+tab", "shift+tab")
		d.typeText("checkou")
		d.slowly("enter", "tab", "tab", "enter")
		d.deletes(0)
		d.slowly("shift+tab", "shift+tab")
		d.typeText("t")
		d.slowly("tab", "tab", "enter")
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
		d.confirm()
		d.see("not deleted:", "request ")
		d.wait(20 * time.Second)
		d.press("a", "esc", "r")
		d.see("not deleted:")
		d.press("esc")
		d.seeNot("not deleted:")
		d.see("ACTIVE  ")
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
				d.confirm()
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
		d.confirm()
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
		d.confirm()
		d.see("was gone already")
		d.deletes(1)
	})
}

// What changed after the dialog opened is shown instead of being deleted, and then
// asked afresh: force off, Cancel in focus, input dropped for a moment.
func TestChangedTargetIsShownNotDeleted(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.on("ACTIVE")
		set := d.m.board().grid.Current().ARN
		d.press("ctrl+d")
		d.wait(armAfter)
		d.slowly("shift+tab", "f")
		d.ecs.Overlay(set, map[string]any{"status": "PRIMARY", "runningCount": 4})
		d.confirm()
		d.slowly("y", "enter")
		d.see("nothing was sent: it has changed since you were asked", "role ACTIVE → PRIMARY", "[ ] force", "[ Cancel ]")
		d.deletes(0)
		d.wait(armAfter)
		d.confirm()
		d.deletes(0) // it is the PRIMARY now: force and the name are missing
	})
}

// A set that is gone when it is read again is not deleted.
func TestVanishedTargetIsNotDeleted(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.on("ACTIVE")
		set := d.m.board().grid.Current().ARN
		d.press("ctrl+d")
		d.wait(armAfter)
		d.ecs.Remove(set)
		d.confirm()
		d.see("nothing was sent: "+model.ShortID(model.TaskSetID(set))+" was deleted by somebody else", "[ Close ]")
		d.wait(dialog.Quiet)
		d.slowly("y", "tab", "enter")
		d.seeNot("Delete task set")
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
		d.confirm()
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
		d.confirm()
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
		d.confirm()
		d.see("deleting…")
		d.wait(dialog.Quiet)
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
		pinned := d.m.board().grid.Current().ARN
		d.press("ctrl+d")
		d.wait(armAfter)
		d.m.board().grid.moveTo(0)
		d.wait(11 * time.Second)
		d.confirm()
		d.deletes(1)
		if d.asked()[0]["taskSet"] != pinned {
			t.Errorf("%v was deleted, not %s", d.asked()[0]["taskSet"], pinned)
		}
	})
}

// Read-only opens no dialog and names no key for one, and says why.
func TestReadOnlyOffersNoDelete(t *testing.T) {
	readOnly := func(o *setup) {
		checkout(o)
		o.ReadOnly = func(string) string { return "tealset was started with --read-only" }
	}
	drive(t, shop(), readOnly, func(d *driver) {
		d.see("READ-ONLY")
		d.seeNot("ctrl+d")
		d.on("ACTIVE")
		d.press("ctrl+d")
		d.wait(armAfter)
		d.see("READ-ONLY: nothing can be deleted, as tealset was started with --read-only")
		d.seeNot("Delete task set")
		d.slowly("y", "f", "tab", "enter", "enter")
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
		d.confirm()
		d.wait(dialog.Quiet)
		d.press("esc", "esc")
		d.see("CLUSTER")
		d.wait(6 * time.Second)
		d.see("is DRAINING")
		d.wait(2 * time.Minute)
		d.press("a")
		d.see("gone")
		d.deletes(1)
	})
}

// A tick that other keys come with is taken back: a paste may begin with f or a blank.
func TestATickWithOtherKeysIsTakenBack(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.openOn("ACTIVE")
		d.slowly("shift+tab")
		d.typeText("fly-by-day")
		d.see("[ ] force", "force was unticked: other keys came with it", "not ready")
		d.wait(dialog.Quiet)
		d.slowly("f", "f", "f")
		d.see("[x] force")
		d.press("f", "f")
		d.see("[ ] force")
		d.deletes(0)
	})
}

// q asks while a deletion awaits its answer; ctrl+c does not.
func TestQuitAsksWhileADeletionIsInFlight(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.ecs.Fail("DeleteTaskSet", 1, ecsfake.Slow(5*time.Second))
		d.on("ACTIVE")
		d.press("ctrl+d")
		d.wait(armAfter)
		d.confirm()
		d.wait(dialog.Quiet)
		d.press("q")
		d.see("ECS has not answered a deletion yet")
		if d.quit {
			t.Fatal("q left without asking")
		}
		d.press("j", "q")
		if d.quit {
			t.Fatal("q after another key left without asking")
		}
		d.press("q")
		if d.wait(dialog.Quiet); d.quit {
			t.Fatal("q left that came with the one before")
		}
		d.press("q", "j")
		if d.wait(dialog.Quiet); d.quit {
			t.Fatal("q left although another key came with it")
		}
		d.slowly("q", "q")
		if !d.quit {
			t.Fatal("q twice did not leave")
		}
	})
}

// A key that is held does not answer the question that it raised: q leaves nothing, and
// enter switches nothing, while a deletion awaits its answer.
func TestAHeldKeyDoesNotAnswerItsOwnQuestion(t *testing.T) {
	for name, hold := range map[string]func(d *driver){
		"q":     func(d *driver) { d.hold("q") },
		":q":    func(d *driver) { d.press(":", "q"); d.hold("enter") },
		"enter": func(d *driver) { d.press("P"); d.typeText("staging"); d.hold("enter") },
	} {
		t.Run(name, func(t *testing.T) {
			var asked []string
			both := func(o *setup) { connecting(t, &asked)(o); checkout(o) }
			drive(t, shop(), both, func(d *driver) {
				d.ecs.Fail("DeleteTaskSet", 1, ecsfake.Slow(20*time.Second))
				d.openOn("ACTIVE")
				d.confirm()
				d.wait(dialog.Quiet)
				hold(d)
				d.see("ECS has not answered a deletion yet")
				if d.quit || len(asked) > 0 {
					t.Errorf("quit %t, switched to %q", d.quit, asked)
				}
				d.deletes(1)
			})
		})
	}
}

// A set that still gets traffic is deleted only where the service's name was typed.
func TestTrafficToTheSetWantsTheServicesName(t *testing.T) {
	world := shop()
	world.Balancers = []ecsfake.Balancer{{Name: "front", Listeners: []ecsfake.Listener{{Port: 443, Default: ecsfake.Split(
		ecsfake.Weighted{Group: "blue", Weight: new(90)}, ecsfake.Weighted{Group: "green", Weight: new(10)},
	)}}}}
	drive(t, world, checkout, func(d *driver) {
		d.wait(2 * time.Second)
		d.on("ACTIVE")
		d.press("ctrl+d")
		d.wait(armAfter)
		d.see("10 % of :443 goes to this set", "type the service's name to delete")
		d.confirm()
		d.wait(2 * time.Second)
		d.deletes(0)
	})
}

// Traffic that came to the set after the form was opened is seen by the read before the
// deletion: nothing is sent.
func TestTrafficThatCameMeanwhileStopsTheDeletion(t *testing.T) {
	drive(t, shop(), func(o *setup) { checkout(o); o.Refresh = time.Hour }, func(d *driver) {
		d.wait(2 * time.Second)
		d.on("ACTIVE")
		d.openForm("ctrl+d", "Delete task set")
		d.ecs.Weigh("front", 443, "default", ecsfake.Weighted{Group: "green", Weight: new(100)}, ecsfake.Weighted{Group: "blue", Weight: new(0)})
		d.confirm()
		d.wait(time.Second)
		d.see("nothing was sent: more is at risk", "of :443 goes to this set", "type the service's name")
		d.deletes(0)
	})
}
