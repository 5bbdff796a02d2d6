package ui

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"tealset/ecsapi/ecsfake"
)

// A service that vanishes between its listing and its description is told to be gone,
// costs the others nothing, and leaves the list with the next listing.
func TestAServiceThatVanishesInBetweenIsGone(t *testing.T) {
	t.Parallel()
	for _, page := range []faultPage{servicesAt80, splitList} {
		t.Run(page.name, func(t *testing.T) {
			t.Parallel()
			var gate *ecsfake.Gate
			watch(t, page, func(w *watcher) {
				gate = ecsfake.NewGate()
				w.ecs.Fail("DescribeServices", 3, gate.Hold()) // of all rows on the screen
			}, func(w *watcher) {
				w.wait(time.Second)
				w.see("60 services", "svc-0003")
				w.ecs.Remove(districtARN + "service/aa-shop/svc-0003")
				gate.Open()
				w.wait(time.Second)
				if row := w.row("▌ svc-0003 "); !strings.Contains(row, "▲ gone") || strings.Contains(row, "/2") {
					t.Errorf("it is not told to be gone: %q\n%s", row, w.screen())
				}
				if w.see("svc-0003", "ECS answers MISSING", "svc-0006", "◐ two live"); !w.allWell() {
					t.Errorf("nothing is wrong with the others:\n%s", w.screen())
				}
				w.wait(70 * time.Second)
				w.see("59 services")
				w.seeNot("svc-0003", "MISSING")
			})
		})
	}
}

// A cluster that is deleted under its services' page leaves the rows as they were, and
// the way back leads to clusters without it.
func TestAClusterThatIsDeletedElsewhere(t *testing.T) {
	t.Parallel()
	for _, page := range []faultPage{servicesAt80, boardAt80, splitList, splitBoard} {
		t.Run(page.name, func(t *testing.T) {
			t.Parallel()
			watch(t, page, nil, func(w *watcher) {
				w.readOn()
				before, rows := w.sight(), w.others()
				w.ecs.Remove(districtARN + "cluster/aa-shop")
				w.soon(20*time.Second, "it is gone", func() bool { return w.tells("▲ the cluster is gone") })
				w.wait(time.Minute)
				w.keeps(before)
				if !w.dims(rows...) || w.age() < time.Minute {
					t.Errorf("the rows look as if they were still read:\n%s", w.screen())
				}
				w.press("esc", "esc")
				w.wait(2 * time.Second)
				if w.see("30 clusters"); !w.allWell() {
					t.Errorf("the clusters are well:\n%s", w.screen())
				}
				w.seeNot("aa-shop")
			})
		})
	}
}

// inactivated is how ECS treats a cluster after its deletion: it is described as
// INACTIVE, and no service of it is told.
func (w *watcher) inactivated(cluster string) {
	w.ecs.Overlay(districtARN+"cluster/"+cluster, map[string]any{"status": "INACTIVE"})
	w.line.breaksFor(answers(http.StatusBadRequest,
		`{"__type":"ClusterNotFoundException","message":"The referenced cluster was inactive."}`),
		`"cluster":"`+districtARN+"cluster/"+cluster)
}

// A cluster that goes INACTIVE is told to be; its services are not to be had, and those
// of all other clusters are.
func TestAClusterThatGoesInactive(t *testing.T) {
	t.Parallel()
	watch(t, clustersAt80, nil, func(w *watcher) {
		w.wait(3 * time.Second)
		w.inactivated("c-03")
		w.wait(12 * time.Second)
		if row := w.row(" c-03 "); !strings.Contains(row, "◐ INACTIVE") || !w.allWell() {
			t.Errorf("it is not told to be INACTIVE: %q", row)
		}
		w.press("j", "j", "j", "j", "enter")
		w.wait(2 * time.Second)
		w.see("c-03", "▲ the cluster is gone", "next try in")
		w.press("esc", "!")
		w.wait(5 * time.Second)
		w.see("100 services", "aa-shop/svc-0003", "▲ the cluster is gone", "next try in")
	})
}

// A set that is deleted elsewhere leaves the board with the next read; the cursor goes
// on to what is there, and nothing is a fault.
func TestASetThatIsDeletedElsewhere(t *testing.T) {
	t.Parallel()
	for _, page := range []faultPage{boardAt80, splitBoard} {
		t.Run(page.name, func(t *testing.T) {
			t.Parallel()
			watch(t, page, nil, func(w *watcher) {
				w.wait(3 * time.Second)
				w.on("ACTIVE")
				w.press("d")
				w.see("svc-0003:4")
				gone := w.m.board().grid.selected.Name
				w.ecs.Remove(gone)
				w.wait(6 * time.Second)
				w.press("esc")
				w.seeNot("ACTIVE  ")
				if w.see("PRIMARY", "slots 1/5"); !w.allWell() || w.m.board().grid.Current().Value.Role != ecsfake.Primary {
					t.Errorf("the board is well:\n%s", w.screen())
				}
				if calls := w.ecs.Count("DeleteTaskSet"); calls != 0 {
					t.Errorf("%d DeleteTaskSet requests", calls)
				}
			})
		})
	}
}

// A deletion that is confirmed of a set that was deleted elsewhere sends nothing.
func TestADialogOfASetThatIsDeletedElsewhereSendsNothing(t *testing.T) {
	t.Parallel()
	watch(t, boardAt80, nil, func(w *watcher) {
		w.wait(3 * time.Second)
		w.on("ACTIVE")
		w.press("ctrl+d")
		w.wait(armAfter)
		w.ecs.Remove(w.m.board().grid.selected.Name)
		w.confirm()
		w.wait(time.Second)
		w.see("was deleted by somebody else")
		w.deletes(0)
	})
}
