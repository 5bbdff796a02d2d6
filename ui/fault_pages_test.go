package ui

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"tealset/ecsapi/ecsfake"
	"tealset/model"
)

// healing is how long a page may take to find out that all is well again: the longest
// pause between two tries, and the read itself.
const healing = time.Minute + 15*time.Second

// healing is the same of this page: many clusters are listed less often than one, and the
// next try of those that were left out is told to be as late.
func (w *watcher) healing() time.Duration {
	if services := w.m.services(); services != nil {
		return max(healing, 2*services.lists[0].NamesEvery()+15*time.Second)
	}
	return healing
}

// Whatever goes wrong, on every page: a person is told what it is and what to do, the
// rows stay and grow old visibly, the keys are answered, and it ends by itself.
func TestEveryFaultOnEveryPage(t *testing.T) {
	t.Parallel()
	for i, b := range troubles() {
		for _, page := range pagesFor(i) {
			t.Run(page.name+"/"+b.name, func(t *testing.T) {
				t.Parallel()
				watch(t, page, nil, func(w *watcher) {
					w.readOn()
					w.bears(b, func() { b.begin(w.ecs, w.line) }, func() { b.end(w.ecs, w.line) })
				})
			})
		}
	}
}

// The same of an answer on which the SDK panics; those about clusters have no time in
// them on which it could.
func TestAnAnswerOnWhichTheSDKPanics(t *testing.T) {
	t.Parallel()
	b := trouble{
		kind: model.FaultBug, headline: "an answer of ECS could not be read",
		next: "Try again (press r), and report it with the details if it stays.", attempts: 1, identified: true,
	}
	for _, page := range []faultPage{servicesAt80, allAt80, boardAt80, splitList, splitBoard} {
		t.Run(page.name, func(t *testing.T) {
			t.Parallel()
			watch(t, page, nil, func(w *watcher) {
				w.readOn()
				w.bears(b, func() {
					w.ecs.Fail("DescribeServices", -1, ecsfake.Foreign(`{"services":[{"serviceArn":"x","createdAt":"NaN"}]}`))
				}, w.ecs.Heal)
			})
		})
	}
}

// bears goes through a trouble on a page that has been read.
func (w *watcher) bears(b trouble, begin, end func()) {
	w.t.Helper()
	before, rows := w.sight(), w.others()
	if w.dims(rows...) {
		w.t.Fatalf("the rows are dim while all is well:\n%s", w.screen())
	}
	begin()
	w.soon(40*time.Second, b.headline, func() bool { return w.tells(b.headline) })
	w.told(b)
	w.keeps(before)
	w.soon(30*time.Second, "the next try is told", w.tellsNextTry)
	if throttled := b.kind == model.FaultThrottled; throttled != w.tells("throttled:") && (!throttled || w.page != boardAt80) { // which has room for it at times
		w.t.Errorf("it is told as a throttle, or not as one:\n%s", w.screen())
	}
	age := w.age()
	w.wait(10 * time.Second)
	if w.age() < age+9*time.Second {
		w.t.Errorf("the data was %s old, and is %s ten seconds later", age, w.age())
	}
	// A list beside a board is read up to six times more slowly.
	w.soon(time.Minute, "the rows are dim", func() bool { return w.dims(rows...) })
	w.answersKeys(b)
	w.keeps(before)
	end()
	w.soon(healing, "it ends by itself", func() bool { return w.m.failing() == nil })
	w.wait(2 * time.Second)
	if w.tells(b.headline) || w.tells("next try") || w.dims(rows...) || w.age() > 15*time.Second {
		w.t.Errorf("something of it stays:\n%s", w.screen())
	}
	w.keeps(before)
}

// told checks the words of a fault above the rows, and that they are whole.
func (w *watcher) told(b trouble) {
	w.t.Helper()
	if !w.tells("▲ "+b.headline+" · ") || !w.tells(b.next) && !w.tells(strings.Replace(b.next, "10m0s", "10m1s", 1)) {
		w.t.Errorf("not told in full:\n%s", w.screen())
	}
	if id := w.m.failing().Fault().RequestID; w.page.width >= splitWidth && !w.tells(id+" a: more") {
		w.t.Errorf("the request id %q is not above the rows:\n%s", id, w.screen())
	}
}

// tellsNextTry is whether the time of the next try is on the screen.
func (w *watcher) tellsNextTry() bool { return nextTry.MatchString(w.screen()) }

// answersKeys presses keys while a fault lasts, and leaves the cursor where it was.
func (w *watcher) answersKeys(b trouble) {
	w.t.Helper()
	if before := w.sight(); before[0].rows != nil {
		w.press("j")
		if reflect.DeepEqual(w.sight(), before) {
			w.t.Errorf("the cursor does not move:\n%s", w.screen())
		}
		w.press("k")
	}
	w.press("?")
	w.see(" help ", "half a page up")
	w.press("?", "a")
	w.see(" activity ", "Requests")
	w.showsCall(b)
	w.press("a")
}

// showsCall looks for the last request of a trouble on the activity page.
func (w *watcher) showsCall(b trouble) {
	w.t.Helper()
	for _, call := range slices.Backward(w.m.activity.calls) {
		if call.Fault == nil || call.Fault.Headline != b.headline {
			continue
		}
		if call.RequestID != "" { // others may have come after it
			w.press("/")
			w.typeText(call.RequestID)
			w.press("enter")
		}
		if b.identified != (call.RequestID != "") || !w.tells(call.RequestID) {
			w.t.Errorf("the request id %q is not on the screen:\n%s", call.RequestID, w.screen())
		}
		if b.attempts == 3 && !w.tells("(3 attempts)") && !w.tells("maximum number of attempts, 3") {
			w.t.Errorf("the attempts are not told:\n%s", w.screen())
		}
		return
	}
	w.t.Errorf("no request ended so:\n%s", w.screen())
}

// The page of all services where not even the clusters are known.
var allUnknown = faultPage{name: "all services, no cluster known", width: 80, height: 24, all: true}

// Whatever goes wrong with the first read of a page: it is told, nothing is made up,
// the keys are answered, and the page fills by itself once all is well.
func TestEveryFaultOfTheFirstRead(t *testing.T) {
	t.Parallel()
	for i, b := range troubles() {
		for _, page := range append(slices.Clone(pagesFor(i)), allUnknown) {
			t.Run(page.name+"/"+b.name, func(t *testing.T) {
				t.Parallel()
				first := page
				if page == allAt80 { // the clusters are known by then
					first = clustersAt80
				}
				watch(t, first, func(w *watcher) {
					if first == page {
						b.begin(w.ecs, w.line)
					}
				}, func(w *watcher) {
					if first != page {
						w.wait(3 * time.Second)
						b.begin(w.ecs, w.line)
						w.press("!")
					}
					w.failsAtFirst(b, func() { b.end(w.ecs, w.line) })
				})
			})
		}
	}
}

// neverFound is what is told where a page was opened by a name that was never found:
// that it is not there, not that it is gone.
func (w *watcher) neverFound(b trouble) trouble {
	switch page := w.m.top().(type) {
	case *servicesPage:
		if !page.all() && b.kind == model.FaultClusterNotFound && page.conn.store.Clusters.Row(model.ClusterKey(page.cluster)) == nil {
			b.headline, b.next = "there is no cluster "+model.NameOf(page.cluster), "Check the name, the Region and the account. esc goes back."
		}
	case *boardPage:
		if b.kind == model.FaultClusterNotFound {
			b.headline, b.next = "there is no cluster "+model.NameOf(page.ref.Cluster), "Check the name, the Region and the account. esc goes back."
		}
		if b.kind == model.FaultServiceNotFound {
			b.headline = "there is no service " + model.NameOf(page.ref.Service) + " in " + model.NameOf(page.ref.Cluster)
			b.next = "Check the name and the cluster. esc goes back."
		}
	}
	return b
}

func (w *watcher) failsAtFirst(b trouble, end func()) {
	w.t.Helper()
	shown := w.neverFound(b)
	w.soon(40*time.Second, shown.headline, func() bool { return w.tells(shown.headline) })
	w.told(shown)
	w.soon(20*time.Second, "that nothing is known", func() bool { return w.tells("nothing has been read yet") })
	w.soon(30*time.Second, "the next try is told", w.tellsNextTry)
	w.wait(10 * time.Second)
	w.answersKeys(b)
	end()
	w.soon(w.healing(), "it ends by itself", func() bool { return w.m.failing() == nil })
	w.wait(2 * time.Second)
	if w.tells(shown.headline) || w.tells("next try") || w.dims(w.others()...) || w.age() > 15*time.Second {
		w.t.Errorf("something of it stays:\n%s", w.screen())
	}
	if rows := len(w.sight()[0].rows); rows != w.wholeOf() {
		w.t.Errorf("%d rows are there, not %d:\n%s", rows, w.wholeOf(), w.screen())
	}
}

// wholeOf is how many rows the page has when it has been read.
func (w *watcher) wholeOf() int {
	switch {
	case w.m.place() == atClusters:
		return 31
	case (w.m.services() != nil && w.m.services().all()):
		return 103
	case w.m.place() == atServices || w.m.split():
		return 60
	default:
		return 2
	}
}
