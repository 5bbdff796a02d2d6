package ui

import (
	"context"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/ecsapi/ecsfake"
	"tealset/model"
	"tealset/model/change"
	"tealset/ui/dialog"
)

// While a confirmed target is read again, keys and pastes change nothing of what is sent,
// and send nothing a second time; esc and n cancel.
func TestKeysDuringTheReread(t *testing.T) {
	for name, c := range map[string]struct {
		do    func(d *driver)
		sends int
	}{
		"y":       {func(d *driver) { d.slowly("y", "y") }, 1},
		"enter":   {func(d *driver) { d.slowly("enter", "enter", "enter") }, 1},
		"tab":     {func(d *driver) { d.slowly("tab", "enter"); d.see("[ Delete ]") }, 1},
		"force":   {func(d *driver) { d.slowly("tab", "f", "space", "enter"); d.see("[ ] force") }, 1},
		"letters": {func(d *driver) { d.typeText("checkout"); d.slowly("q", "d", ":", "r") }, 1},
		"a paste": {func(d *driver) { d.send(tea.PasteMsg{Content: "y\n"}) }, 1},
		"esc":     {func(d *driver) { d.press("esc") }, 0},
		"n":       {func(d *driver) { d.slowly("n") }, 0},
	} {
		t.Run(name, func(t *testing.T) {
			drive(t, shop(), checkout, func(d *driver) {
				d.openOn("ACTIVE")
				d.ecs.Fail("DescribeServices", 1, ecsfake.Slow(3*time.Second))
				d.confirm()
				d.see("reading it again")
				c.do(d)
				if c.sends > 0 {
					d.see("reading it again")
				}
				d.deletes(0)
				d.wait(10 * time.Second)
				d.deletes(c.sends)
				if c.sends > 0 && d.asked()[0]["force"] != false {
					t.Error("force was sent")
				}
				if d.quit || d.m.asking() != nil {
					t.Errorf("the dialog is open, or the program was left:\n%s", d.screen())
				}
			})
		})
	}
}

// The set of a change is looked at once at a time and every five seconds at most,
// whatever keys are pressed and however often the source is switched.
func TestLooksAtAChangeDoNotMultiply(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		confirmed(d, ecsfake.Dropped())
		d.wait(time.Second)
		d.press("esc", "esc", "esc")
		back := slowSource{d.m.top().from().Source, 0}
		away, _ := d.other(ecsfake.World{}, "away")
		d.m.options.Connect = sources{"away": {away, 0}, "back": back}.connect
		for range 5 {
			d.switchTo("away")
			d.send(tea.BlurMsg{})
			d.send(tea.FocusMsg{})
			d.switchTo("back")
		}
		d.switchTo("away") // so that no page reads the service of the change
		d.wait(6 * time.Second)
		before := d.ecs.Count("DescribeServices")
		d.wait(time.Minute)
		if n := d.ecs.Count("DescribeServices") - before; n < 10 || n > 12 {
			t.Errorf("%d looks in a minute", n)
		}
		before = d.ecs.Count("DescribeServices")
		d.ecs.Fail("DescribeServices", -1, ecsfake.Slow(7*time.Second))
		for range 60 {
			d.press("r")
			d.wait(time.Second)
		}
		if n := d.ecs.Count("DescribeServices") - before; n < 5 || n > 10 {
			t.Errorf("%d looks in a minute of answers that take seven seconds", n)
		}
		if d.m.changes.all[0].Outcome() != change.Unknown {
			t.Errorf("it is %s", d.m.changes.all[0].Outcome())
		}
		d.deletes(1)
	})
}

// renamed is a backend that finds services by their names alone, as one does that has
// become another account's.
type renamed struct{ Backend }

func (b renamed) DescribeServices(ctx context.Context, cluster string, services []string) (model.Descriptions[model.Service], error) {
	var names []string
	for _, service := range services {
		names = append(names, model.NameOf(service))
	}
	return b.Backend.DescribeServices(ctx, model.NameOf(cluster), names)
}

// That a service or its cluster is not found, or that another account has one of the same
// name without the set, tells nothing about a change of an earlier run.
func TestAnEarlierRunsChangeIsNotCalledGoneWithoutASight(t *testing.T) {
	ref := model.TaskSetRef{
		ClusterARN: "arn:aws:ecs:eu-west-1:123456789012:cluster/shop",
		ServiceARN: "arn:aws:ecs:eu-west-1:123456789012:service/shop/checkout",
		ARN:        "arn:aws:ecs:eu-west-1:123456789012:task-set/shop/checkout/ecs-svc/1",
		ID:         "ecs-svc/1",
	}
	empty := shop()
	empty.Clusters[0].Services = nil
	elsewhere := shop()
	elsewhere.Account = "999999999999"
	for name, world := range map[string]ecsfake.World{"no such service": empty, "no such cluster": {}, "another account": elsewhere} {
		t.Run(name, func(t *testing.T) {
			earlier := func(o *setup) {
				o.Dangling = left(ref)
				if world.Account != "" {
					o.Backend = renamed{o.Backend}
				}
			}
			drive(t, world, earlier, func(d *driver) {
				d.wait(15 * time.Minute)
				d.seeNot("1 is gone")
				d.see("outcome unknown")
				if outcome := d.m.changes.all[0].Outcome(); outcome != change.Unknown {
					t.Errorf("it is %s", outcome)
				}
				if outcome, ok := d.told(); ok {
					t.Errorf("the trail was told that it is %s", outcome)
				}
				if d.ecs.Count("DescribeServices") < 20 {
					t.Error("it was not looked at")
				}
			})
		})
	}
}

// A description that was asked for before the answer to a change came ends nothing,
// whichever read it is of.
func TestADescriptionFromBeforeTheAnswerEndsNothing(t *testing.T) {
	drive(t, shop(), func(o *setup) { checkout(o); o.Backend = deaf{o.Backend} }, func(d *driver) {
		d.send(tea.WindowSizeMsg{Width: 130, Height: 40}) // the list is read as well
		d.wait(20 * time.Second)
		d.openOn("ACTIVE")
		service, _ := d.m.boardService()
		d.ecs.Fail("DeleteTaskSet", 1, ecsfake.Dropped().Late().After(2*time.Second))
		d.confirm()
		d.see("deleting…")
		// These reads say that there are no sets, and come after the answer.
		d.ecs.Overlay(service.ARN, raw{"taskSets": []any{}})
		d.ecs.Fail("DescribeServices", -1, ecsfake.Slow(3*time.Second).Late())
		d.wait(dialog.Quiet)
		d.press("r")
		d.wait(time.Second)
		if _, reading := d.m.poll().Reading(); !reading {
			t.Fatal("no read is under way")
		}
		d.ecs.Heal()
		d.ecs.Fail("DescribeServices", -1, ecsfake.Slow(30*time.Second)) // nothing newer comes
		began := time.Now()
		d.wait(time.Second)
		d.see("outcome unknown")
		d.wait(4 * time.Second)
		id := d.m.changes.all[0].Request().ID
		bare := service
		bare.TaskSets = nil
		d.send(followedMsg{ids: []string{id}, answer: model.Descriptions[model.Service]{Found: []model.Service{bare}}, began: began, at: time.Now()})
		if outcome := d.m.changes.all[0].Outcome(); outcome != change.Unknown {
			t.Errorf("it is %s:\n%s", outcome, d.screen())
		}
		d.send(followedMsg{ids: []string{id}, answer: model.Descriptions[model.Service]{Found: []model.Service{bare}}, began: time.Now(), at: time.Now()})
		if outcome := d.m.changes.all[0].Outcome(); outcome != change.Gone {
			t.Errorf("a later look does not count: it is %s", outcome)
		}
	})
}

// Two changes that are in flight at once get an answer each, whichever comes first: two
// sets of one service, the sets of two services, and sets of the same name in two
// accounts.
func TestTwoChangesInFlightGetTheirOwnAnswers(t *testing.T) {
	world := shop()
	sets := &world.Clusters[0].Services[0].TaskSets
	*sets = append(*sets, ecsfake.TaskSet{Status: ecsfake.Active, Revision: 40, Age: 99 * time.Hour, Scale: new(0.0)})
	world.Clusters[0].Services[1].TaskSets = append(world.Clusters[0].Services[1].TaskSets, ecsfake.TaskSet{Revision: 8, Scale: new(0.0)})

	for name, second := range map[string]func(d *driver){
		"two sets": func(d *driver) {
			d.on("ACTIVE")
			d.press("j")
		},
		"two services": func(d *driver) {
			d.press(":")
			d.typeText("service shop/web")
			d.press("enter")
			d.wait(time.Second)
			d.on("ACTIVE")
		},
		"two accounts": func(d *driver) {
			d.switchTo("staging")
			d.slowly("enter") // it is asked about once
			d.wait(time.Second)
			d.press(":")
			d.typeText("service shop/checkout")
			d.press("enter")
			d.wait(time.Second)
			d.on("ACTIVE")
		},
	} {
		for _, firstTakes := range []time.Duration{20 * time.Second, 8 * time.Second} {
			t.Run(name+"/the first takes "+firstTakes.String(), func(t *testing.T) {
				drive(t, world, checkout, func(d *driver) {
					elsewhere := world
					elsewhere.Account = "999999999999"
					source, there := d.other(elsewhere, "staging")
					d.m.options.Connect = sources{"staging": {source, 0}}.connect
					d.ecs.Fail("DeleteTaskSet", 1, ecsfake.Exception("AccessDeniedException", "no").After(firstTakes))
					d.ecs.Fail("DeleteTaskSet", 1, ecsfake.Slow(10*time.Second))
					there.Fail("DeleteTaskSet", 1, ecsfake.Slow(10*time.Second))
					d.openOn("ACTIVE")
					d.confirm()
					d.see("deleting…")
					d.wait(dialog.Quiet)
					second(d)
					d.press("ctrl+d")
					d.wait(armAfter)
					d.see("Delete task set")
					d.confirm()
					if len(d.m.changes.all) != 2 || d.ecs.Count("DeleteTaskSet")+there.Count("DeleteTaskSet") != 2 {
						t.Fatalf("%d changes:\n%s", len(d.m.changes.all), d.screen())
					}
					first, later := d.m.changes.all[0], d.m.changes.all[1]
					if first.Request().Target == later.Request().Target {
						t.Fatal("both are of one set")
					}
					seen := map[string]bool{}
					for range 300 {
						d.wait(100 * time.Millisecond)
						seen[string(first.Outcome())+"/"+string(later.Outcome())] = true
					}
					if first.Outcome() != change.Refused || later.Outcome() == change.Refused || later.State() == change.Sent {
						t.Errorf("the first is %q, the second %q", first.Outcome(), later.Outcome())
					}
					early := string(change.Refused) + "/" // only the first one is answered
					if firstTakes > 10*time.Second {
						early = "/" + string(change.Accepted)
					}
					if !seen[early] {
						t.Errorf("they were answered together: %v", seen)
					}
				})
			})
		}
	}
}
