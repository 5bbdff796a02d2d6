package ui

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/ecsapi"
	"tealset/ecsapi/ecsfake"
	"tealset/model"
	"tealset/ui/dialog"
)

// Each answer is of one question: of one dialog, one switch, one source, one round of
// reads, one change. The tests in this file let answers come late, or in another order.

// deaf is a backend whose answers come although nobody waits for them any more.
type deaf struct{ Backend }

func (b deaf) ListClusters(ctx context.Context, from model.Cursor) (model.Names, error) {
	return b.Backend.ListClusters(context.WithoutCancel(ctx), from)
}

func (b deaf) DescribeClusters(ctx context.Context, clusters []string) (model.Descriptions[model.Cluster], error) {
	return b.Backend.DescribeClusters(context.WithoutCancel(ctx), clusters)
}

func (b deaf) ListServices(ctx context.Context, cluster string, from model.Cursor) (model.Names, error) {
	return b.Backend.ListServices(context.WithoutCancel(ctx), cluster, from)
}

func (b deaf) DescribeServices(ctx context.Context, cluster string, services []string) (model.Descriptions[model.Service], error) {
	return b.Backend.DescribeServices(context.WithoutCancel(ctx), cluster, services)
}

func (b deaf) DescribeService(ctx context.Context, ref model.ServiceRef) (model.Service, error) {
	return b.Backend.DescribeService(context.WithoutCancel(ctx), ref)
}

// openOn opens the dialog of the set of a role, and waits until it is ready.
func (d *driver) openOn(status string) {
	d.t.Helper()
	d.on(status)
	d.press("ctrl+d")
	d.wait(armAfter)
	d.see("Delete task set")
}

// other is a source of its own ECS, with its server.
func (d *driver) other(world ecsfake.World, profile string) (Source, *ecsfake.Server) {
	ecs := ecsfake.New(time.Now, world)
	client := bare(ecsapi.New(ecsapi.Fixed{Region: "eu-west-1", Endpoint: "http://other.invalid", Transport: ecs.Client().Transport}))
	source := sourceOf(client, profile, "eu-west-1")
	source.Changes = noting{Changes: source.Changes, d: d}
	return source, ecs
}

// sources are what a dashboard can switch to, by the profile's name, each after a time.
type sources map[string]slowSource

type slowSource struct {
	Source
	takes time.Duration
}

func (s sources) connect(ctx context.Context, profile, _ string) (Source, error) {
	select {
	case <-time.After(s[profile].takes):
		return s[profile].Source, nil
	case <-ctx.Done():
		return Source{}, ctx.Err()
	}
}

// switchTo asks for another profile by the command line.
func (d *driver) switchTo(profile string) {
	d.press(":")
	d.typeText("profile " + profile)
	d.press("enter")
}

// A target that could not be read again is asked about afresh, and no key counts there
// before a new quiet time is over.
func TestAnUnreadableTargetArmsAnew(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.openOn("ACTIVE")
		d.ecs.Fail("DescribeServices", 1, ecsfake.Exception("AccessDeniedException", "no"))
		d.confirm()
		d.see("it could not be read again", "not ready: wait a moment")
		d.slowly("y", "enter")
		d.see("[ Cancel ]")
		d.wait(armAfter)
		d.seeNot("not ready")
		d.deletes(0)
		d.confirm()
		d.deletes(1)
	})
}

// The service's name has to be typed by hand: a paste leaves the field as it is, and
// says so.
func TestAPasteIntoTheTypedNameDoesNotCount(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.openOn("PRIMARY")
		d.toTheName()
		d.send(tea.PasteMsg{Content: "checkout"})
		d.see("a paste does not count here: type it")
		d.typeText("check")
		d.send(tea.PasteMsg{Content: "out"})
		if typed := d.m.asking().name.Value(); typed != "check" {
			t.Errorf("the field holds %q", typed)
		}
		d.confirmFromField()
		d.see("type the service's name first")
		d.deletes(0)
	})
}

// toTheName ticks force, and goes to the field of the name.
func (d *driver) toTheName() { d.slowly("shift+tab", "shift+tab", "f", "tab") }

// confirmFromField goes from the field of the name to Delete, and presses it.
func (d *driver) confirmFromField() { d.slowly("tab", "tab", "enter") }

// The answer to the read of a dialog that was closed sends nothing, and says nothing to
// the next dialog, which has a read of its own.
func TestTheReadOfAnEarlierDialogSendsNothing(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.openOn("ACTIVE")
		d.ecs.Fail("DescribeServices", 2, ecsfake.Slow(5*time.Second))
		d.confirm()
		d.see("reading it again")
		late := targetReadMsg{id: d.m.asking().flow.Request().ID, at: time.Now()}
		late.service, _ = d.m.boardService()
		d.press("esc")
		d.send(late)
		d.deletes(0)

		d.openOn("ACTIVE")
		d.send(late)
		d.deletes(0)
		d.see("[ Cancel ]")

		d.ecs.Heal()
		d.ecs.Fail("DescribeServices", 2, ecsfake.Slow(5*time.Second))
		d.confirm()
		d.see("reading it again")
		d.send(late)
		failed := late
		failed.err = &model.Fault{Headline: "lost"}
		d.send(failed)
		d.deletes(0)
		d.see("reading it again")
		d.wait(5 * time.Second)
		d.deletes(1)
	})
}

// The quiet time of a dialog is its own: that of the one before arms nothing.
func TestTheQuietTimeOfAnEarlierDialogArmsNothing(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.on("ACTIVE")
		d.wait(time.Second)
		d.press("ctrl+d")
		d.wait(armAfter - 50*time.Millisecond)
		d.press("esc", "ctrl+d")
		d.wait(300 * time.Millisecond)
		d.see("not ready: wait a moment")
		d.press("y")
		d.see("[ Cancel ]")
		d.wait(armAfter)
		d.seeNot("not ready") // drawn anew by itself
		d.deletes(0)
	})
	drive(t, shop(), checkout, func(d *driver) { // one that was armed
		d.openOn("ACTIVE")
		d.press("esc")
		d.wait(time.Second)
		d.press("ctrl+d")
		d.wait(200 * time.Millisecond)
		d.see("not ready: wait a moment")
		d.press("y")
		d.see("[ Cancel ]")
	})
}

// The switch that was asked for last is the one that counts, whatever comes later.
func TestAnOlderSwitchComesTooLate(t *testing.T) {
	drive(t, shop(), nil, func(d *driver) {
		made := sources{}
		for i, profile := range []string{"slow", "quick"} {
			world := shop()
			world.Account = fmt.Sprint(200000000000 + i)
			source, _ := d.other(world, profile)
			made[profile] = slowSource{source, time.Duration(5-4*i) * time.Second}
		}
		d.m.options.Connect = made.connect
		d.switchTo("slow")
		d.wait(500 * time.Millisecond)
		d.switchTo("quick")
		d.wait(2 * time.Second)
		d.see("200000000001", "quick")
		d.wait(10 * time.Second)
		d.see("200000000001", "quick")
		d.seeNot("200000000000", "slow")
	})
}

// A switch of the source that ends while something lies over the page closes that, sends
// nothing, and swallows the keys that were meant for it until a quiet time is over.
func TestASwitchClosesWhatLiesOverThePage(t *testing.T) {
	for name, open := range map[string]func(d *driver){
		"the delete dialog": func(d *driver) { d.openOn("ACTIVE"); d.slowly("y"); d.see("[ Delete ]") },
		"a dialog that is typed into": func(d *driver) {
			d.openOn("PRIMARY")
			d.toTheName()
			d.typeText("check")
		},
		"a dialog that reads again": func(d *driver) {
			d.openOn("ACTIVE")
			d.ecs.Fail("*", -1, ecsfake.Slow(3*time.Second))
			d.confirm()
			d.see("reading it again")
		},
		"the command line": func(d *driver) { d.press(":"); d.typeText("clus"); d.see(":clus") },
		"the profiles":     func(d *driver) { d.press("P"); d.see("profile:") },
		"the Regions":      func(d *driver) { d.press("R"); d.see("Region:") },
		"the filter":       func(d *driver) { d.press("/"); d.typeText("ACT"); d.see("/ACT") },
		"a text":           func(d *driver) { d.press("d"); d.see("taskDefinition") },
	} {
		t.Run(name, func(t *testing.T) {
			listens := func(o *setup) { checkout(o); o.Backend = deaf{o.Backend} }
			drive(t, shop(), listens, func(d *driver) {
				world := shop()
				world.Account = "200000000000"
				source, there := d.other(world, "staging")
				d.m.options.Connect = sources{"staging": {source, 3 * time.Second}}.connect
				d.switchTo("staging")
				open(d)
				d.see("123456789012")
				for end := time.Now().Add(4 * time.Second); d.m.top().from().Profile != "staging"; d.wait(10 * time.Millisecond) {
					if time.Now().After(end) {
						t.Fatalf("it was not switched:\n%s", d.screen())
					}
				}
				for _, name := range []string{"q", "enter", "ctrl+d", "tab", "y", "enter", "out", ":", "q", "enter"} {
					d.press(name)
					d.wait(dialog.Alone)
				}
				if d.quit || d.m.place() != atClusters || d.m.overlays.Top() != nil {
					t.Fatalf("a key that was meant for what was closed did something:\n%s", d.screen())
				}
				d.see("200000000000", "1 cluster", "staging")
				d.wait(10 * time.Second)
				d.press("enter")
				d.wait(time.Second)
				d.see("2 services", "200000000000")
				d.seeNot("123456789012")
				d.deletes(0)
				if n := there.Count("DeleteTaskSet"); n > 0 {
					t.Errorf("%d deletions in the account that was switched to", n)
				}
			})
		})
	}
}

// What the old source answers after a switch is nobody's, also where the new one has
// clusters and services of the same names, and is being read in that very moment.
func TestNothingOfTheOldSourceComesAfterASwitch(t *testing.T) {
	for name, old := range map[string]struct {
		page  func(*setup)
		takes time.Duration // so long that the new source is asked for the same when it comes
	}{
		"clusters": {func(*setup) {}, 3 * time.Second},
		"services": {func(o *setup) { o.Cluster = "shop" }, 7 * time.Second},
		"board":    {checkout, 11 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			late := func(o *setup) { old.page(o); o.Backend = deaf{lagging{o.Backend, old.takes}} }
			drive(t, shop(), late, func(d *driver) {
				world := shop()
				world.Account, world.Clusters[0].Services[0].Desired = "200000000000", 7
				source, there := d.other(world, "staging")
				there.Fail("*", -1, ecsfake.Slow(4*time.Second))
				d.m.options.Connect = sources{"staging": {source, 0}}.connect
				d.wait(500 * time.Millisecond) // the first reads are under way
				d.switchTo("staging")
				for range 250 {
					d.wait(100 * time.Millisecond)
					d.seeNot("123456789012")
					if d.m.place() == atClusters && d.m.clusters().grid.Current() != nil {
						d.press("enter")
					}
					if d.m.place() == atServices && d.m.services().grid.Current() != nil {
						d.open("checkout")
					}
				}
				d.see("200000000000", "7/7")
			})
		})
	}
}

// lagging is a backend whose answers are old when they come.
type lagging struct {
	Backend
	by time.Duration
}

func (b lagging) ListClusters(ctx context.Context, from model.Cursor) (model.Names, error) {
	defer time.Sleep(b.by)
	return b.Backend.ListClusters(ctx, from)
}

func (b lagging) ListServices(ctx context.Context, cluster string, from model.Cursor) (model.Names, error) {
	defer time.Sleep(b.by)
	return b.Backend.ListServices(ctx, cluster, from)
}

func (b lagging) DescribeService(ctx context.Context, ref model.ServiceRef) (model.Service, error) {
	defer time.Sleep(b.by)
	return b.Backend.DescribeService(ctx, ref)
}

// The tags that one profile was asked for are not shown under another's name, though
// both see the same set.
func TestTheTagsOfAnotherProfileAreNotShown(t *testing.T) {
	tagged := func(team string) ecsfake.World {
		world := shop()
		world.Clusters[0].Services[0].TaskSets[0].Tags = map[string]string{"team": team}
		return world
	}
	drive(t, tagged("blue-whales"), checkout, func(d *driver) {
		source, there := d.other(tagged("red-foxes"), "staging")
		there.Fail("DescribeTaskSets", -1, denied("DescribeTaskSets"))
		d.m.options.Connect = sources{"staging": {source, 0}}.connect
		d.on("PRIMARY")
		d.ecs.Fail("DescribeTaskSets", 1, ecsfake.Slow(5*time.Second))
		d.press("d")
		d.wait(time.Second)
		d.press("esc")
		d.switchTo("staging")
		d.wait(time.Second)
		d.press("enter")
		d.wait(time.Second)
		d.open("checkout")
		d.wait(time.Second)
		d.on("PRIMARY")
		d.press("d")
		for range 100 {
			d.wait(100 * time.Millisecond)
			d.seeNot("blue-whales")
			service, _ := d.m.boardService()
			for _, set := range service.TaskSets {
				if slices.Contains(set.Tags, model.Tag{Key: "team", Value: "blue-whales"}) {
					t.Fatal("the tags of the other profile are told")
				}
			}
		}
		if d.ecs.Count("DescribeTaskSets") != 1 || there.Count("DescribeTaskSets") == 0 {
			t.Error("the tags were not read of both")
		}
	})
}
