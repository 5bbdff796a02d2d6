package ui

import (
	"testing"
	"time"

	"tealset/model"
)

// A laptop that was asleep says for how long, and reads everything again at once; with
// no network yet it says so, tells how old the data is, and goes on by itself.
func TestALaptopThatWasAsleep(t *testing.T) {
	t.Parallel()
	for _, page := range allFaultPages {
		for name, network := range map[string]happening{"": nil, " without network": noHost, " with its VPN down": hangs} {
			t.Run(page.name+name, func(t *testing.T) {
				t.Parallel()
				watch(t, page, nil, func(w *watcher) {
					w.readOn()
					before := w.sight()
					reads := w.ecs.Count("*")
					w.line.breaks(network)
					w.jump(8 * time.Hour)
					w.wait(1100 * time.Millisecond)
					w.see("the clock stood still for 8h00m: reading everything again")
					if network == nil {
						if w.ecs.Count("*") == reads || w.age() > 2*time.Second || !w.allWell() {
							t.Errorf("nothing is read again:\n%s", w.screen())
						}
					} else {
						w.soon(20*time.Second, "a fault", func() bool { return w.m.failing() != nil && w.tells(w.m.failing().Fault().Headline) })
						if w.age() < 8*time.Hour {
							t.Errorf("the data is 8 hours old:\n%s", w.screen())
						}
					}
					w.line.breaks(nil)
					w.soon(healing, "all is well", func() bool { return w.allWell() && w.age() < 15*time.Second })
					w.keeps(before)
				})
			})
		}
	}
}

// Hours of a trouble that comes and goes leave no more than one that ends.
func TestATroubleThatComesAndGoes(t *testing.T) {
	t.Parallel()
	for _, page := range allFaultPages {
		t.Run(page.name, func(t *testing.T) {
			t.Parallel()
			watch(t, page, nil, func(w *watcher) {
				w.readOn()
				before := w.sight()
				for i, b := range troubles() {
					b.begin(w.ecs, w.line)
					w.wait(time.Duration(7+13*(i%5)) * time.Second)
					b.end(w.ecs, w.line)
					w.wait(time.Duration(1+3*(i%4)) * time.Second)
				}
				w.soon(w.healing(), "it ends by itself", w.allWell)
				w.wait(10 * time.Second)
				if w.keeps(before); w.age() > 15*time.Second {
					t.Errorf("it is not read any more:\n%s", w.screen())
				}
				calls := w.ecs.Count("*")
				w.wait(time.Minute)
				if n := w.ecs.Count("*") - calls; n > 90 {
					t.Errorf("%d requests in a minute", n)
				}
			})
		})
	}
}

// A trouble that lasts is tried once a minute, and four times as often where credentials
// are missing: so it is known to be over no later than after a short one.
func TestATroubleThatLasts(t *testing.T) {
	t.Parallel()
	for i, name := range []string{"NXDOMAIN", "hang", "expired token", "wrong secret"} {
		for _, page := range pagesFor(i) {
			t.Run(page.name+"/"+name, func(t *testing.T) {
				t.Parallel()
				b := troubleNamed(t, name)
				most, within := 11, healing
				if b.kind == model.FaultExpired || b.kind == model.FaultCredentials {
					most, within = 41, 15*time.Second+3*time.Second
				}
				if page == splitBoard || page.all || page == clustersAt80 { // which have two lists to read
					most *= 2
				}
				watch(t, page, nil, func(w *watcher) {
					w.readOn()
					before := w.sight()
					b.begin(w.ecs, w.line)
					w.wait(10 * time.Minute)
					w.keeps(before)
					if !w.tells(b.headline) || w.age() < 10*time.Minute {
						t.Errorf("it is not told, or not how old the data is:\n%s", w.screen())
					}
					tried := len(w.m.activity.calls)
					w.wait(10 * time.Minute)
					if n := len(w.m.activity.calls) - tried; n < 7 || n > most {
						t.Errorf("%d tries in ten minutes, at most %d", n, most)
					}
					b.end(w.ecs, w.line)
					w.soon(within, "it ends by itself", func() bool { return w.m.failing() == nil })
					w.keeps(before)
				})
			})
		}
	}
}
