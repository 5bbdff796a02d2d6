package change

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tealset/model"
)

// world draws a service as a read may show it: harmless, but for a few sets that
// start, stop, change role and scale, drain and disappear.
func world(t *rapid.T) model.Service {
	service := harmless()
	for _, change := range []func(*model.Service){
		primary(running(3)), primary(running(2)), primary(stabilizing), primary(role(model.StatusActive)),
		target(running(1)), target(running(2)), target(scaled(50)), target(role(model.StatusPrimary)), target(role(model.StatusDraining)),
		func(s *model.Service) { s.TaskSets = s.TaskSets[:1] },
		func(s *model.Service) { s.ARN += "-2" },
	} {
		if len(service.TaskSets) == 2 && rarely(t, "changed") {
			change(&service)
		}
	}
	return service
}

func rarely(t *rapid.T, what string) bool { return rapid.IntRange(0, 9).Draw(t, what) == 5 }

func circumstances(t *rapid.T, now time.Time) Circumstances {
	c := Circumstances{
		Now: now, Force: rapid.Bool().Draw(t, "force"), ReadOnly: rarely(t, "read-only"),
	}
	if rarely(t, "an earlier change") {
		c.Earlier = []Earlier{earlier(2, Unknown, ago(minute))}
	}
	return c
}

// promise is what a person was told and did, kept apart from the flow.
type promise struct {
	id     string // of the last confirmation; empty where nothing is confirmed
	was    model.TaskSet
	checks []Check
	force  bool
	closed bool // cancelled before anything was sent
	sent   int
}

// Whatever happens in whatever order, a change is sent once at most, only after it
// was confirmed and not taken back, and only if the read that was made for this
// confirmation shows the target as it was confirmed with no more at risk.
func TestNothingIsSentButWhatWasConfirmed(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		first := harmless(primary(running(rapid.Int32Range(2, 4).Draw(t, "runs"))))
		f, now, ids := asked(first), noon, 0
		var p promise
		reread := func(t *rapid.T) {
			id := fmt.Sprint(ids)
			if rarely(t, "an earlier read") {
				id = fmt.Sprint(ids - 1)
			}
			service, c := f.Service(), circumstances(t, now)
			if rapid.Bool().Draw(t, "moved") {
				service = world(t)
			}
			var fault *model.Fault
			if rarely(t, "fails") {
				fault = &model.Fault{Kind: model.FaultTimeout}
			}
			request, _ := f.Reread(id, service, fault, c)
			if request == nil {
				return
			}
			p.sent++
			set, ok := service.TaskSet(p.was.ARN)
			c.Force = p.force
			after := deletion(service, set, c)
			switch {
			case p.closed, p.id == "", p.id != id, p.sent > 1, fault != nil, c.ReadOnly, !ok:
				t.Fatalf("sent: %+v, confirmed %+v", request, p)
			case request.ID != id, request.Force != p.force, request.Target.ARN != p.was.ARN:
				t.Fatalf("not as confirmed: %+v", request)
			case len(differences(setFacts(p.was), setFacts(set))) > 0, len(Grown(p.checks, after)) > 0, Blocked(after):
				t.Fatalf("sent although it was confirmed as\n%+v %+v\nand is\n%+v %+v", p.was, p.checks, set, after)
			}
		}
		t.Repeat(map[string]func(*rapid.T){
			"": func(*rapid.T) { now = now.Add(time.Second) },
			"look": func(t *rapid.T) {
				if f.Look(world(t), circumstances(t, now)); f.State() == Asking || f.State() == Vanished {
					p.id = ""
				}
			},
			"confirm": func(t *rapid.T) {
				c, id := circumstances(t, now), fmt.Sprint(ids+1)
				shown, checks := f.TaskSet(), f.Checks(c)
				if f.Confirm(id, rapid.SampledFrom([]string{"", "checkout", "checkout"}).Draw(t, "typed"), c) {
					ids++
					p.id, p.was, p.checks, p.force = id, shown, checks, c.Force
				}
			},
			"reread": reread,
			"again":  reread,
			"cancel": func(t *rapid.T) {
				if rarely(t, "really") {
					p.closed = p.closed || p.sent == 0
					f.Cancel()
				}
			},
			"answered": func(t *rapid.T) { f.Answered(fmt.Sprint(ids), drains()) },
			"saw":      func(t *rapid.T) { f.Saw(world(t), now, now) },
		})
	})
}

// What is known of an outcome stays known: accepted may become gone, and nothing else
// changes any more; and the reads that tell it are told as such exactly once.
func TestWhatIsKnownStaysKnown(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		f := Adopt(earlier(2, None, ago(day)).Request, None, noon)
		if rapid.Bool().Draw(t, "of this run") {
			f = asked(harmless())
			f.Confirm("id", "", at(0))
			f.Reread("id", harmless(), nil, at(0))
		}
		now, resolved := noon, 0
		active := setOf(2, model.StatusActive, 0)
		answers := rapid.SampledFrom([]Answer{drains(), timedOut(), {TaskSet: &active}, refused(model.FaultDenied), refused(model.FaultTaskSetNotFound)})
		step := func(do func(t *rapid.T)) func(*rapid.T) {
			return func(t *rapid.T) {
				was := f.Outcome()
				do(t)
				if is := f.Outcome(); was.Known() && is != was && (was != Accepted || is != Gone) {
					t.Fatalf("%q became %q", was, is)
				}
				if wait, ok := f.NextRead(now); ok != (f.State() == Following) || wait < 0 || wait > FollowSlowly {
					t.Fatalf("looks in %s, %t in state %d", wait, ok, f.State())
				}
			}
		}
		t.Repeat(map[string]func(*rapid.T){
			"": func(t *rapid.T) {
				now = now.Add(time.Duration(rapid.IntRange(0, 200).Draw(t, "seconds")) * time.Second)
			},
			"answered": step(func(t *rapid.T) {
				a := answers.Draw(t, "answer")
				a.At = now
				f.Answered("id", a)
			}),
			"saw": step(func(t *rapid.T) {
				was := f.Outcome()
				told := f.Saw(world(t), now.Add(-time.Duration(rapid.IntRange(0, 9).Draw(t, "took"))*time.Second), now)
				if told != (was == Unknown && f.Outcome().Known()) {
					t.Fatalf("%q became %q: resolved %t", was, f.Outcome(), told)
				}
				if told {
					resolved++
				}
			}),
			"lost":   step(func(*rapid.T) { f.Lost(&model.Fault{Kind: model.FaultServiceNotFound}, now) }),
			"cancel": step(func(*rapid.T) { f.Cancel() }),
			"look":   step(func(t *rapid.T) { f.Look(world(t), at(0)) }),
		})
		if resolved > 1 {
			t.Errorf("resolved %d times", resolved)
		}
	})
}
