package ui

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/ecsapi/ecsfake"
	"tealset/model"
	"tealset/model/change"
)

// watcher is a driver on one page, whose line to ECS can break and whose clock can
// jump.
type watcher struct {
	*driver
	line  *line
	page  faultPage
	slept atomic.Int64 // by how much the clock is ahead of the bubble's
}

// jump is what a sleep is to the program: its timers stand still, and then the clock
// is ahead. A negative one is a clock that is set back.
func (w *watcher) jump(by time.Duration) { w.slept.Add(int64(by)) }

func (w *watcher) now() time.Time { return time.Now().Add(time.Duration(w.slept.Load())) }

// faultPage is a page that faults are looked at on, in a size.
type faultPage struct {
	name             string
	width, height    int
	cluster, service string // opened at once
	all              bool   // the services of all clusters
}

var (
	clustersAt80  = faultPage{name: "clusters", width: 80, height: 24}
	servicesAt80  = faultPage{name: "services", width: 80, height: 24, cluster: bigCluster}
	allAt80       = faultPage{name: "all services", width: 80, height: 24, all: true}
	boardAt80     = faultPage{name: "board", width: 80, height: 24, cluster: bigCluster, service: twoLive}
	splitList     = faultPage{name: "split, the list", width: 120, height: 36, cluster: bigCluster}
	splitBoard    = faultPage{name: "split, the board", width: 120, height: 36, cluster: bigCluster, service: twoLive}
	allFaultPages = []faultPage{clustersAt80, servicesAt80, allAt80, boardAt80, splitList, splitBoard}
)

// raced is whether the race detector looks on, which makes everything ten times as slow.
var raced bool

// pagesFor are the pages on which the i-th of many things is met: all, or with the race
// detector one of them by turns.
func pagesFor(i int) []faultPage {
	if n := len(allFaultPages); raced {
		return allFaultPages[i%n : i%n+1]
	}
	return allFaultPages
}

// Of the district: the big cluster, and a service in it with two live sets.
const (
	bigCluster  = "aa-shop"
	twoLive     = "svc-0003"
	districtARN = "arn:aws:ecs:eu-west-1:123456789012:"
)

// district has more clusters and services than go on a screen; nothing in it moves.
func district() ecsfake.World {
	clusters := []ecsfake.Cluster{{Name: bigCluster, Services: ecsfake.Fleet(60)}}
	for i := range 30 {
		clusters = append(clusters, ecsfake.Cluster{Name: fmt.Sprintf("c-%02d", i), Services: ecsfake.Fleet(i % 4)})
	}
	return ecsfake.World{Clusters: clusters, Balancers: []ecsfake.Balancer{serving(twoLive+"-a", twoLive+"-b")}}
}

// newWatcher is a watcher of a page, inside its bubble.
func newWatcher(t *testing.T, page faultPage) *watcher {
	t.Helper()
	return &watcher{page: page, driver: &driver{t: t, msgs: make(chan tea.Msg, 4096), resolved: make(chan change.Outcome, 16)}}
}

// watch opens a page on the district; before, if any, happens before the first read.
func watch(t *testing.T, page faultPage, before, test func(w *watcher)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w := newWatcher(t, page)
		w.ecs = ecsfake.New(w.now, district())
		w.line = &line{to: w.ecs.Client().Transport, latency: 20 * time.Millisecond}
		client := over(w.line, func(call model.Call) { w.msgs <- CallEnded(call) })
		w.show(w.source(client), before, test)
	})
}

// show runs a test on the page of a source, in a bubble that fails if anything of
// it stays.
func (w *watcher) show(source Source, before, test func(w *watcher)) {
	ctx, cancel := context.WithCancel(w.t.Context())
	defer func() { // after a failure too: what is in flight ends by its own deadline
		cancel()
		time.Sleep(time.Minute)
		w.settle()
	}()
	w.m = started(ctx, source, 5*time.Second, func(o *setup) {
		o.Cluster, o.Service, o.Now = w.page.cluster, w.page.service, w.now
	})
	w.m.width, w.m.height = w.page.width, w.page.height
	if before != nil {
		before(w)
	}
	w.run(w.m.Init())
	w.settle()
	if w.page.all {
		w.press("!")
	}
	test(w)
}

// tells is whether the screen has a sentence, over lines or not.
func (w *watcher) tells(sentence string) bool {
	return strings.Contains(strings.Join(strings.Fields(w.screen()), " "), sentence)
}

// sight is what a person has before the eyes, and must not lose.
type sight struct {
	selected, top model.Key
	rows          []string // in order, with all that is known
}

func sightOf[T any](g *grid[T]) sight {
	s := sight{selected: g.selected}
	if g.offset < len(g.shown) {
		s.top = g.shown[g.offset].Key
	}
	for _, row := range g.shown {
		value, _ := json.Marshal(row.Value) //nolint:errchkjson // The JSON page shows the same.
		s.rows = append(s.rows, row.ARN+string(value))
	}
	return s
}

func (w *watcher) sight() []sight {
	switch {
	case w.m.place() == atClusters:
		return []sight{sightOf(w.m.clusters().grid)}
	case w.m.splitNow():
		return []sight{sightOf(w.m.services().grid), sightOf(w.m.board().grid)}
	case w.m.place() == atServices:
		return []sight{sightOf(w.m.services().grid)}
	default:
		return []sight{sightOf(w.m.board().grid)}
	}
}

// keeps fails where something that was seen has moved or gone.
func (w *watcher) keeps(before []sight) {
	w.t.Helper()
	if now := w.sight(); !reflect.DeepEqual(now, before) {
		w.t.Errorf("what was seen has moved, changed or gone:\n%s", w.screen())
	}
}

var (
	updated = regexp.MustCompile(`updated (\S+) ago`)
	nextTry = regexp.MustCompile(`next try in \d+`)
)

// age is how old the screen says that the data is, zero where that goes without saying.
func (w *watcher) age() time.Duration {
	w.t.Helper()
	found := updated.FindStringSubmatch(w.screen())
	if found == nil {
		return 0
	}
	age, err := time.ParseDuration(found[1])
	if err != nil {
		w.t.Fatal(err)
	}
	return age
}

// dims tells whether texts on the screen are drawn dim, all of them.
func (w *watcher) dims(texts ...string) bool {
	w.t.Helper()
	for _, text := range texts {
		before, _, found := strings.Cut(w.m.View().Content, text)
		if !found {
			w.t.Fatalf("no row has %q:\n%s", text, w.screen())
		}
		grey, _, _ := strings.Cut(w.m.look.stale.Render("x"), "x")
		if !strings.HasPrefix(before[max(0, strings.LastIndex(before, "\x1b[")):], grey) {
			return false
		}
	}
	return true
}

// others are texts of rows on the screen that are not under a cursor.
func (w *watcher) others() []string {
	if w.m.place() == atClusters {
		return otherRows(w.m.clusters().grid, func(c model.Cluster) string { return " " + c.Name + " " })
	}
	var texts []string
	if w.m.place() == atServices || w.m.place() == atBoard && w.m.split() {
		texts = otherRows(w.m.services().grid, func(s model.Service) string { return w.m.services().grid.name(s) + " " })
	}
	if w.m.place() == atBoard || w.m.splitNow() {
		texts = append(texts, otherRows(w.m.board().grid, func(row side) string { return model.ShortID(row.ID) + " " })...)
	}
	return texts
}

func otherRows[T any](g *grid[T], text func(T) string) []string {
	var texts []string
	for _, row := range g.Visible()[:min(4, len(g.Visible()))] {
		if !g.is(row) {
			texts = append(texts, text(row.Value))
		}
	}
	return texts
}

// readOn has the page read, and scrolls into the middle of it.
func (w *watcher) readOn() {
	w.wait(3 * time.Second)
	if w.m.place() == atBoard {
		w.press("j", "k")
	} else {
		w.press("pgdown", "pgdown", "k", "k", "k", "k", "k", "k")
	}
	w.wait(12 * time.Second)
}
