package ui

import (
	"strings"
	"testing"
	"time"

	"tealset/ecsapi/ecsfake"
)

// The time of the next try is whole at 80x24, whatever else the line says.
func TestTheNextTryIsWholeAt80Columns(t *testing.T) {
	t.Parallel()
	for _, page := range []faultPage{boardAt80, servicesAt80, allAt80} {
		for _, name := range []string{"throttle", "reset"} {
			t.Run(page.name+"/"+name, func(t *testing.T) {
				t.Parallel()
				watch(t, page, func(w *watcher) {
					w.ecs.Overlay(districtARN+"service/aa-shop/svc-0009", map[string]any{"runningCount": 0, "desiredCount": 2})
				}, func(w *watcher) {
					w.wait(15 * time.Second)
					troubleNamed(t, name).begin(w.ecs, w.line)
					w.wait(80 * time.Second)
					w.soon(10*time.Second, "no read is under way", func() bool { return !w.m.poll().Due().IsZero() })
					if !nextTry.MatchString(w.screen()) {
						t.Errorf("the next try is not told:\n%s", w.screen())
					}
				})
			})
		}
	}
}

// On a board of 80 columns a throttle leaves the age of the data on the screen, beside
// the next try.
func TestAThrottleLeavesTheAgeOnTheBoardAt80Columns(t *testing.T) {
	t.Parallel()
	watch(t, boardAt80, nil, func(w *watcher) {
		w.readOn()
		troubleNamed(t, "throttle").begin(w.ecs, w.line)
		w.wait(2 * time.Minute)
		w.soon(10*time.Second, "no read is under way", func() bool { return !w.m.poll().Due().IsZero() })
		if !nextTry.MatchString(w.screen()) || !updated.MatchString(w.screen()) {
			t.Errorf("the next try or the age is not told:\n%s", w.screen())
		}
	})
}

// A request on the activity page tells its outcome and its attempts at 80x24 as well.
func TestTheActivityPageTellsTheOutcomeAt80Columns(t *testing.T) {
	t.Parallel()
	watch(t, boardAt80, nil, func(w *watcher) {
		b := troubleNamed(t, "throttle")
		b.begin(w.ecs, w.line)
		w.soon(40*time.Second, b.headline, func() bool { return w.tells(b.headline) })
		w.press("a")
		_, requests, _ := strings.Cut(strings.Join(strings.Fields(w.screen()), " "), "Requests")
		if !strings.Contains(requests, "(3 attempts)") || !strings.Contains(requests, b.headline) {
			t.Errorf("the outcome is cut off:\n%s", w.screen())
		}
	})
}

// The board beside the list says what is the case: not that it reads what is not being
// read, and not that a service is unread that is gone.
func TestTheSplitSaysReadingOnlyOfWhatIsRead(t *testing.T) {
	t.Parallel()
	t.Run("without the right to read", func(t *testing.T) {
		t.Parallel()
		watch(t, splitList, lacks("DescribeServices"), func(w *watcher) {
			w.wait(30 * time.Second)
			w.seeNot("reading…")
		})
	})
	t.Run("gone", func(t *testing.T) {
		t.Parallel()
		var gate *ecsfake.Gate
		watch(t, splitList, func(w *watcher) {
			gate = ecsfake.NewGate()
			w.ecs.Fail("DescribeServices", 4, gate.Hold())
		}, func(w *watcher) {
			w.wait(time.Second)
			w.ecs.Remove(districtARN + "service/aa-shop/svc-0003")
			gate.Open()
			w.wait(2 * time.Second)
			w.see("ECS answers MISSING")
			w.seeNot("reading…", "not read yet")
		})
	})
}

// On the page of all services a fault of one cluster names that cluster.
func TestTheFaultOfOneClusterNamesIt(t *testing.T) {
	t.Parallel()
	watch(t, allAt80, func(w *watcher) { w.inactivated("c-03") }, func(w *watcher) {
		w.wait(10 * time.Second)
		w.see("▲ the cluster is gone")
		band, _, _ := strings.Cut(w.screen(), "SERVICE ")
		if !strings.Contains(band, "c-03") {
			t.Errorf("which cluster is gone?\n%s", w.screen())
		}
		w.press("a")
		if !w.tells("c-03") {
			t.Errorf("which cluster is gone?\n%s", w.screen())
		}
	})
}

// Rows that are read every ten seconds are not dim, whatever cannot be listed beside
// them.
func TestRowsThatAreReadAreNotDim(t *testing.T) {
	t.Parallel()
	watch(t, allAt80, func(w *watcher) { w.inactivated("c-03") }, func(w *watcher) {
		w.wait(2 * time.Minute)
		if w.age() < 15*time.Second && w.dims(w.others()...) {
			t.Errorf("rows that have been read %s ago are dim:\n%s", w.age(), w.screen())
		}
	})
}

// A dialog whose set has gone says so, and no longer what deleting it would leave.
func TestTheDialogOfASetThatIsGoneSaysSo(t *testing.T) {
	t.Parallel()
	watch(t, boardAt80, nil, func(w *watcher) {
		w.wait(3 * time.Second)
		w.on("ACTIVE")
		w.press("ctrl+d")
		w.wait(armAfter)
		w.ecs.Remove(w.m.board().grid.selected.Name)
		w.wait(10 * time.Second)
		if w.tells("Delete task set") && w.tells("enough is left: running 3 → 2") {
			t.Errorf("the board knows that it is gone:\n%s", w.screen())
		}
	})
}

// A next step can be taken: a variable of the environment is read at the start alone.
func TestAVariableOfTheEnvironmentWantsANewStart(t *testing.T) {
	t.Parallel()
	if next := troubleNamed(t, "unknown CA").next; !strings.Contains(next, "start tealset again") {
		t.Errorf("%q, which changes nothing", next)
	}
}
