package ui

import (
	"net/http"
	"regexp"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"tealset/ecsapi/ecsfake"
)

// Each test in this file is a rule that the program once broke.

// A clock that is set back, as the fault "this machine's clock is wrong" asks for,
// stops no page from being read, lets that fault end, and makes no storm of requests.
func TestAClockThatIsSetBackStopsNoList(t *testing.T) {
	t.Parallel()
	for _, page := range allFaultPages {
		for _, name := range []string{"", "clock"} {
			t.Run(page.name+"/"+name, func(t *testing.T) {
				t.Parallel()
				watch(t, page, nil, func(w *watcher) {
					w.readOn()
					if name != "" {
						troubleNamed(t, name).begin(w.ecs, w.line)
						w.wait(20 * time.Second)
					}
					var requests atomic.Int64
					w.line.breaks(counting(&requests, w.dammed(&requests)))
					w.jump(-10 * time.Minute)
					w.wait(healing)
					if n := requests.Load(); n < 5 || n > 150 {
						t.Errorf("%d requests in %s", n, healing)
					}
					if !w.allWell() || w.age() > 20*time.Second || w.tells("in 8m") || w.tells("in 9m") {
						t.Errorf("it is not read any more:\n%s", w.screen())
					}
				})
			})
		}
	}
}

// dammed is the way to ECS, until more requests have gone it than any page makes: then
// none is answered, so that time passes.
func (w *watcher) dammed(requests *atomic.Int64) happening {
	return func(r *http.Request) (*http.Response, error) {
		if requests.Load() > 300 {
			return hangs(r)
		}
		return w.line.to.RoundTrip(r)
	}
}

// A first read that fails leaves the page saying that nothing has been read, never
// that there is nothing.
func TestAFirstReadThatFailsIsNotAnEmptyList(t *testing.T) {
	t.Parallel()
	for _, page := range []faultPage{clustersAt80, servicesAt80, allAt80, splitList} {
		for _, name := range []string{"denied", "200 HTML", "407", "clock"} {
			t.Run(page.name+"/"+name, func(t *testing.T) {
				t.Parallel()
				watch(t, page, func(w *watcher) {
					troubleNamed(t, name).begin(w.ecs, w.line)
				}, func(w *watcher) {
					w.wait(3 * time.Second)
					if w.tells("no clusters in") || w.tells("no services in") || !w.tells("nothing has been read yet") {
						t.Errorf("it says that there is nothing:\n%s", w.screen())
					}
				})
			})
		}
	}
}

// The next try is when the screen says it is, of what has failed.
func TestTheNextTryOfAListIsWhenItIsTold(t *testing.T) {
	t.Parallel()
	for page, operation := range map[faultPage]string{clustersAt80: "ListClusters", servicesAt80: "ListServices", splitList: "ListServices", allAt80: "ListClusters"} {
		t.Run(page.name, func(t *testing.T) {
			t.Parallel()
			watch(t, page, lacks(operation), func(w *watcher) {
				w.wait(3 * time.Second)
				told := regexp.MustCompile(`next try in (\d+)s`).FindStringSubmatch(w.screen())
				if told == nil {
					t.Fatalf("no next try is told:\n%s", w.screen())
				}
				seconds, _ := strconv.Atoi(told[1])
				before := w.ecs.Count(operation)
				w.wait(time.Duration(seconds+2) * time.Second)
				if w.ecs.Count(operation) == before {
					t.Errorf("%q, and %s was not tried:\n%s", told[0], operation, w.screen())
				}
			})
		})
	}
}

// A fault of the network or of the account is met once, not by every cluster in turn;
// and the services of all clusters come back as soon as those of one.
func TestAllClustersAreNotAskedInTurnIntoTheSameFault(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"200 HTML", "503 HTML", "407", "clock", "quota"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			watch(t, clustersAt80, nil, func(w *watcher) {
				w.wait(3 * time.Second)
				b := troubleNamed(t, name)
				b.begin(w.ecs, w.line)
				if b.line == nil {
					w.ecs.Heal()
					w.ecs.Fail("ListServices", -1, b.answer)
				}
				before := len(w.m.activity.calls)
				w.press("!")
				w.wait(30 * time.Second)
				if n := len(w.m.activity.calls) - before; n > 8 {
					t.Errorf("%d operations failed within half a minute", n)
				}
				b.end(w.ecs, w.line)
				w.soon(healing, "all services are there", func() bool { return w.allWell() && w.tells("103 services") })
			})
		})
	}
}

// A list of clusters that failed once is told for no longer than it fails, on the page
// of all services too.
func TestAFaultOfTheClustersLeavesThePageOfAllServices(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"200 HTML", "407", "quota"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			watch(t, allAt80, nil, func(w *watcher) {
				w.wait(20 * time.Second)
				w.ecs.Fail("ListClusters", troubleNamed(t, name).attempts, troubleNamed(t, name).answer)
				w.soon(5*time.Minute, "the clusters are listed", func() bool { return w.m.failing() != nil })
				if !w.tellsNextTry() {
					t.Errorf("no next try is told:\n%s", w.screen())
				}
				w.soon(healing, "it ends by itself", w.allWell)
			})
		})
	}
}

// An answer without a body is no answer: the rows stay.
func TestAnEmptyAnswerEmptiesNoList(t *testing.T) {
	t.Parallel()
	for _, page := range allFaultPages {
		t.Run(page.name, func(t *testing.T) {
			t.Parallel()
			watch(t, page, nil, func(w *watcher) {
				w.readOn()
				before := w.sight()
				w.ecs.Fail("*", -1, ecsfake.Empty())
				w.wait(4 * time.Minute)
				w.keeps(before)
				if w.age() < 3*time.Minute {
					t.Errorf("nothing has been read, and the data is told to be fresh:\n%s", w.screen())
				}
			})
		})
	}
}
