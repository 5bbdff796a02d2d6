package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"tealset/ecsapi/ecsfake"
	"tealset/model"
)

// dies makes all tasks of a service's PRIMARY end.
func (d *driver) dies(name string) {
	d.t.Helper()
	for _, row := range d.m.services().lists[0].Rows() {
		if row.Value.Name != name {
			continue
		}
		for _, set := range row.Value.TaskSets {
			d.ecs.Overlay(set.ARN, map[string]any{"runningCount": 0, "pendingCount": 0})
		}
		return
	}
	d.t.Fatalf("%s is not listed", name)
}

// passes lets time pass by the second, and ends sooner when something is so, if that is
// asked.
func (d *driver) passes(long time.Duration, so func() bool) (done bool) {
	for end := time.Now().Add(long); time.Now().Before(end); {
		if so != nil && so() {
			return true
		}
		time.Sleep(time.Second)
		d.settle()
	}
	return so == nil
}

// The last of many services dies off the screen, just after it was read: the header says so
// within the time that was promised for that many, on the list and behind an open board,
// and everything together stays within the requests that were.
func TestTheHeaderTellsOfWhatDiesOffTheScreen(t *testing.T) {
	for _, promise := range []struct {
		services, requests int
		within             time.Duration
	}{{40, 40, 2 * time.Minute}, {500, 40, 5 * time.Minute}, {5000, 60, 15 * time.Minute}} {
		for _, seat := range []struct {
			name          string
			width, height int
			board         bool
		}{{"list", 120, 36, false}, {"board beside its list", 120, 36, true}, {"board alone", 80, 24, true}} {
			if promise.services == 5000 && seat.board || promise.services > 40 && raced {
				continue // it takes half a minute, and the list is the harder one; races do not need many services
			}
			t.Run(fmt.Sprintf("%d services/%s", promise.services, seat.name), func(t *testing.T) {
				world := func(now func() time.Time) *ecsfake.Server { return ecsfake.New(now, big(promise.services)) }
				driveServer(t, world, seat.width, seat.height, inBig, func(d *driver) {
					d.settle()
					d.wait(time.Second)
					if seat.board {
						d.press("enter")
					}
					last := fmt.Sprintf("svc-%04d", promise.services)
					d.soon(5*time.Minute, "all are read", func() bool {
						known, total := d.m.services().lists[0].Described()
						return total == promise.services && known == total
					})
					d.passes(promise.within, nil) // the sweep goes round
					i := slices.IndexFunc(d.m.services().lists[0].Rows(), func(row *model.Row[model.Service]) bool { return row.Value.Name == last })
					row := d.m.services().lists[0].Rows()[i]
					reads := row.Reads
					d.passes(promise.within, func() bool { return row.Reads > reads })
					d.dies(last)
					began, before := time.Now(), d.ecs.Count("*")
					told := func() bool { return strings.Contains(ansi.Strip(d.m.summary(seat.width)), "▲ "+last+" is short 0/") }
					if !d.passes(promise.within, told) {
						t.Fatalf("the header does not tell of it within %s:\n%s", promise.within, d.screen())
					}
					took := time.Since(began)
					d.passes(5*time.Minute-took, nil)
					minutes := time.Since(began).Minutes()
					if n := float64(d.ecs.Count("*")-before) / minutes; n > float64(promise.requests) {
						t.Errorf("%.1f requests a minute, not %d", n, promise.requests)
					} else {
						t.Logf("told after %s, at %.1f requests a minute", took.Round(time.Second), n)
					}
					d.see("! shows it")
					d.press("!")
					if row := d.m.services().grid.Current(); row == nil || row.Value.Name != last || d.m.top() != d.m.services() {
						t.Errorf("! does not go there:\n%s", d.screen())
					}
					d.seeNot("! shows it")
				})
			})
		}
	}
}

// What has turned broken is told once, by the bell and the window's title as well where that
// is wanted; it is told no more when it is not so any more.
func TestWhatTurnsBrokenIsToldOnce(t *testing.T) {
	for _, bell := range []bool{true, false} {
		drive(t, big(40), func(o *setup) { inBig(o); o.Bell = bell }, func(d *driver) {
			minutes := func(n int) { d.wait(time.Duration(n) * time.Minute) }
			d.wait(30 * time.Second)
			d.seeNot("shows it")
			title := func() string { return d.m.View().WindowTitle }
			if want := map[bool]string{true: "tealset"}[bell]; title() != want {
				t.Errorf("the title is %q", title())
			}
			d.dies("svc-0039")
			minutes(2)
			d.see("▲ svc-0039 is short 0/", " · ! shows it")
			if bell != strings.HasPrefix(title(), "tealset: svc-0039 is short 0/") {
				t.Errorf("the title is %q", title())
			}
			d.dies("svc-0038")
			minutes(2)
			d.see("▲ svc-0038 is short 0/", ", and 1 more · ! shows it")
			d.press("!")
			d.see("▲ svc-0039 is short 0/")
			for _, row := range d.m.services().lists[0].Rows() {
				for _, set := range row.Value.TaskSets {
					d.ecs.Overlay(set.ARN, nil)
				}
			}
			minutes(2)
			d.seeNot("shows it")
		})
	}
}

// The bell rings once for each service that turns broken.
func TestTheBellRingsOnce(t *testing.T) {
	row := func() *model.Row[model.Service] { return &model.Row[model.Service]{ReadAt: time.Now()} }
	m := &Model{frame: &frame{alarms: &alarms{}}, options: Options{Bell: true}}
	one, other := row(), row()
	rings := 0
	see := func(row *model.Row[model.Service], tier model.Tier) {
		m.alarms.see(row, tier)
		if cmd := m.ring(); cmd != nil {
			if raw, ok := cmd().(tea.RawMsg); !ok || raw.Msg != "\a" {
				t.Errorf("it writes %q", raw.Msg)
			}
			rings++
		}
	}
	see(one, model.Broken) // it was so when it was read first
	see(other, model.Calm)
	if rings != 0 {
		t.Error("it rings for what has not turned broken")
	}
	for range 3 {
		see(other, model.Broken)
		see(one, model.Broken)
	}
	if rings != 1 {
		t.Errorf("it rings %d times", rings)
	}
	m.options.Bell = false
	see(one, model.Busy)
	see(one, model.Broken)
	if rings != 1 {
		t.Error("it rings although that is not wanted")
	}
}
