package ui

import (
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"tealset/ecsapi/ecsfake"
)

// denied is what ECS says to whoever lacks the right to one operation.
func denied(operation string) ecsfake.Fault {
	return ecsfake.Exception("AccessDeniedException",
		"User: arn:aws:sts::123456789012:assumed-role/oncall/me is not authorized to perform: ecs:"+operation+" on resource: *")
}

// lacks begins without the right to one operation.
func lacks(operation string) func(*watcher) {
	return func(w *watcher) { w.ecs.Fail(operation, -1, denied(operation)) }
}

// tellsOf is whether the missing right to an operation is told above the rows.
func (w *watcher) tellsOf(operation string) bool {
	return w.tells("▲ no permission for ecs:"+operation+" · "+operation) && w.tells("Ask for permission for ecs:"+operation)
}

// allWell is whether no fault is told.
func (w *watcher) allWell() bool {
	return w.m.failing() == nil && !strings.Contains(w.screen(), "a: more")
}

// Without DescribeServices the names stay, and are listed all the same; nothing that
// is not known is shown as a number.
func TestWithoutDescribeServicesThereAreNames(t *testing.T) {
	t.Parallel()
	for _, page := range []faultPage{servicesAt80, allAt80, splitList} {
		t.Run(page.name, func(t *testing.T) {
			t.Parallel()
			watch(t, page, lacks("DescribeServices"), func(w *watcher) {
				w.wait(20 * time.Second)
				if all := w.wholeOf(); len(w.sight()[0].rows) != all || !w.tellsOf("DescribeServices") || !w.tells("described 0 of ") {
					t.Errorf("not %d names:\n%s", all, w.screen())
				}
				if row := w.row("svc-0002"); strings.ContainsAny(strings.ReplaceAll(row, "svc-0002", ""), "0123456789") {
					t.Errorf("a number of what nobody has read: %q", row)
				}
				w.ecs.Remove(districtARN + "service/aa-shop/svc-0001")
				w.soon(8*time.Minute, "the names are listed again", func() bool { return len(w.sight()[0].rows) == w.wholeOf()-1 })
				if !w.tellsOf("DescribeServices") {
					t.Errorf("the missing right is not told any more:\n%s", w.screen())
				}
				w.ecs.Heal()
				w.soon(w.healing(), "the right is there", func() bool { return w.allWell() && !w.tells("described") })
				w.see("2/2 +1", "◐ two live")
			})
		})
	}
}

// A right that is taken away later leaves what was known, with its age.
func TestWithoutDescribeServicesAnyMoreTheRowsGrowOld(t *testing.T) {
	t.Parallel()
	watch(t, servicesAt80, nil, func(w *watcher) {
		w.readOn()
		before := w.sight()
		lacks("DescribeServices")(w)
		w.wait(5 * time.Minute)
		w.keeps(before)
		if !w.tellsOf("DescribeServices") || w.age() < 5*time.Minute {
			t.Errorf("no age, or no fault:\n%s", w.screen())
		}
	})
}

// Without ListServices a service opened by its name works, from the command line and
// from the list; nothing is said about the missing right where it is not needed.
func TestWithoutListServicesAServiceOpensByItsName(t *testing.T) {
	t.Parallel()
	watch(t, boardAt80, lacks("ListServices"), func(w *watcher) {
		w.wait(2 * time.Minute)
		if w.see("PRIMARY", "2/2"); !w.allWell() || w.age() > 5*time.Second {
			t.Errorf("the board has it all:\n%s", w.screen())
		}
		w.press("esc")
		w.soon(5*time.Second, "the list lacks the right", func() bool { return w.tellsOf("ListServices") })
		w.press(":")
		w.typeText("service svc-0006")
		w.press("enter")
		w.wait(time.Second)
		if w.see("aa-shop › svc-0006", "PRIMARY", "svc-0006:6"); !w.allWell() {
			t.Errorf("the board has it all:\n%s", w.screen())
		}
	})
	watch(t, splitBoard, lacks("ListServices"), func(w *watcher) {
		w.wait(2 * time.Minute)
		w.see("PRIMARY", "svc-0003:3", "updated ")
		if !w.tellsOf("ListServices") || w.age() > 5*time.Second {
			t.Errorf("the board is up to date, the list beside it is not allowed:\n%s", w.screen())
		}
	})
}

// Without ListServices any more, what is listed is described as before.
func TestWithoutListServicesAnyMoreTheRowsAreDescribed(t *testing.T) {
	t.Parallel()
	watch(t, servicesAt80, nil, func(w *watcher) {
		w.wait(3 * time.Second)
		lacks("ListServices")(w)
		w.soon(80*time.Second, "the right is missed", func() bool { return w.tellsOf("ListServices") })
		w.ecs.Overlay(districtARN+"service/aa-shop/svc-0003", map[string]any{"pendingCount": 77})
		w.soon(15*time.Second, "its counts are read", func() bool { return w.tells("two live 77 P") })
		if len(w.sight()[0].rows) != 60 || !w.tellsOf("ListServices") {
			t.Errorf("names are lost:\n%s", w.screen())
		}
		w.ecs.Heal()
		w.soon(healing, "the right is there", w.allWell)
	})
}

// Without ListServices in one cluster, the services of all others are listed.
func TestWithoutListServicesInOneClusterTheOthersAreListed(t *testing.T) {
	t.Parallel()
	watch(t, allAt80, func(w *watcher) {
		w.line.breaksFor(answers(400, `{"__type":"AccessDeniedException","message":"not authorized to perform: ecs:ListServices on resource: c-07"}`),
			`"cluster":"`+districtARN+`cluster/c-07"`)
	}, func(w *watcher) {
		w.wait(10 * time.Second)
		w.see("100 services", "▲ no permission for ecs:ListServices", "on c-07.")
		w.line.breaks(nil)
		w.soon(3*time.Minute, "the right is there", w.allWell)
		w.see("103 services")
	})
}

// Without ListClusters a cluster opened by its name works, and ListClusters is not
// asked for it.
func TestWithoutListClustersAClusterOpensByItsName(t *testing.T) {
	t.Parallel()
	for _, page := range []faultPage{servicesAt80, boardAt80, splitList, splitBoard} {
		watch(t, page, lacks("ListClusters"), func(w *watcher) {
			w.wait(2 * time.Minute)
			if rows := len(w.sight()[0].rows); !w.allWell() || rows != w.wholeOf() || w.ecs.Count("ListClusters") != 0 {
				t.Errorf("%s: %d rows, %d ListClusters:\n%s", page.name, rows, w.ecs.Count("ListClusters"), w.screen())
			}
		})
	}
	watch(t, clustersAt80, lacks("ListClusters"), func(w *watcher) {
		w.wait(5 * time.Second)
		if !w.tellsOf("ListClusters") {
			t.Errorf("the missing right is not told:\n%s", w.screen())
		}
		w.press(":")
		w.typeText("cluster aa-shop")
		w.press("enter")
		w.wait(3 * time.Second)
		if w.see("60 services", "svc-0003"); !w.allWell() {
			t.Errorf("the services are all there:\n%s", w.screen())
		}
	})
}

// Without DescribeClusters there are the names of the clusters, and all services of
// all of them.
func TestWithoutDescribeClustersThereAreNames(t *testing.T) {
	t.Parallel()
	watch(t, clustersAt80, lacks("DescribeClusters"), func(w *watcher) {
		w.wait(20 * time.Second)
		w.see("31 clusters · described 0 of 31", "c-11")
		if !w.tellsOf("DescribeClusters") {
			t.Errorf("the missing right is not told:\n%s", w.screen())
		}
		w.press("enter")
		w.wait(3 * time.Second)
		if w.see("60 services"); !w.allWell() {
			t.Errorf("the services are all there:\n%s", w.screen())
		}
		w.press("esc", "!")
		w.wait(10 * time.Second)
		if w.see("103 services"); !w.tellsOf("DescribeClusters") {
			t.Errorf("the missing right is not told:\n%s", w.screen())
		}
		w.press("esc")
		w.ecs.Heal()
		w.soon(healing, "the right is there", w.allWell)
		w.see("● ACTIVE")
	})
}

// Without DescribeTaskSets only the tags are not known, and the details say why.
func TestWithoutDescribeTaskSetsThereAreNoTags(t *testing.T) {
	t.Parallel()
	for _, page := range []faultPage{boardAt80, splitBoard} {
		watch(t, page, lacks("DescribeTaskSets"), func(w *watcher) {
			w.readOn()
			w.press("d")
			w.wait(time.Second)
			w.press("G")
			if !w.tells("not known: no permission for") || !w.tells("ecs:DescribeTaskSets") || !w.tells("tags") || !w.tells("clusterArn") {
				t.Errorf("the details do not say why there are no tags:\n%s", w.screen())
			}
			w.press("esc")
			if w.see("PRIMARY"); !w.allWell() {
				t.Errorf("the board has it all:\n%s", w.screen())
			}
		})
	}
}

// A throttle of the rows off the screen slows them alone: those on the screen are read
// as before, the throttle is told, and the rest follows once it is over.
func TestAThrottleOfTheSweepSlowsIt(t *testing.T) {
	t.Parallel()
	for _, page := range []faultPage{servicesAt80, splitList} {
		var throttled atomic.Int64
		watch(t, page, func(w *watcher) {
			busy := answers(400, `{"__type":"ThrottlingException","message":"Rate exceeded"}`)
			w.line.breaksFor(counting(&throttled, busy), "svc-0055", "svc-0056", "svc-0058", "svc-0059")
		}, func(w *watcher) {
			w.soon(20*time.Second, "the throttle is told", func() bool { return w.tells("▲ ECS throttles this account · DescribeServices") })
			w.wait(2 * time.Minute)
			w.see("60 services · described ")
			if w.age() > 10*time.Second {
				t.Errorf("the rows on the screen grow old:\n%s", w.screen())
			}
			if tries := throttled.Load() / 3; tries < 2 || tries > 5 { // after 10, 20, 40 seconds
				t.Errorf("%d tries in two minutes", tries)
			}
			w.line.breaks(nil)
			w.soon(healing, "the rest is described", func() bool { return w.allWell() && !w.tells("described") })
		})
	}
}
