package gateway

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/ecsapi/ecsfake"
	"tealset/model"
	"tealset/model/change"
	"tealset/ui/dialog"
)

// form is how a person comes to a change of a kind.
type form struct {
	kind  change.Kind
	keys  string // that open it on the board of rollouts(kind)
	title string
	scale string // to be typed; empty for other kinds
	named bool   // the service's name has to be typed
	done  string // what the screen says of it once it was accepted
}

func forms() []form {
	const back = "Stop the deployment and roll back"
	return []form{
		{change.DeleteTaskSet, "j ctrl+d", "Delete task set", "", false, "is DRAINING"},
		{change.PromoteTaskSet, "j p", "Promote task set", "", false, "was promoted"},
		{change.RestorePrimary, "b", "Make the former task set PRIMARY again", "", false, "was made PRIMARY again"},
		{change.ScaleTaskSet, "j %", "Scale task set", "50", false, "to 50%; % scales it back to 100%"},
		{change.RerouteTraffic, "p", "Reroute the traffic now", "", false, "b stops the deployment and goes back to the original set"},
		{change.TerminateOriginal, "p", "Terminate the original task set now", "", true, "was told to finish"},
		{change.StopCodeDeploy, "b", back, "", false, "was stopped"},
		{change.ContinueHook, "p", "Continue the deployment at a pause hook", "", false, "continued the deployment; b stops it"},
		{change.RollBackHook, "b", "Roll the deployment back at a pause hook", "", false, "was rolled back"},
		{change.RollBackDeployment, "b", back, "", false, "was rolled back"},
	}
}

// opens opens the form, and waits until it takes keys.
func (f form) opens(p *program) {
	p.t.Helper()
	p.press(strings.Fields(f.keys)...)
	p.wait(dialog.Quiet)
	p.see(f.title)
	if p.shows("not ready") {
		p.t.Fatalf("the form is not ready:\n%s", p.text())
	}
}

// fills fills the form in, and goes to the button that acts.
func (f form) fills(p *program) {
	p.t.Helper()
	const quick = 3 // buttons between the field of a scale and Cancel
	back := func(stops int) { p.slowly(slices.Repeat([]string{"shift+tab"}, stops)...) }
	switch {
	case f.named:
		back(1)
		p.slowly("checkout", "tab", "tab")
	case f.scale != "":
		back(1 + quick)
		p.slowly(f.scale)
		p.slowly(slices.Repeat([]string{"tab"}, 2+quick)...)
	default:
		p.slowly("y")
	}
}

// acts opens the form, fills it in and presses its button.
func (f form) acts(p *program) {
	p.t.Helper()
	f.opens(p)
	f.fills(p)
	p.slowly("enter")
}

// meanwhile is what somebody else does to the target of a form that is open.
func (f form) meanwhile(p *program) {
	ctx, request := p.t.Context(), change.Request{}
	if !f.kind.OfTaskSet() {
		request = change.AskDeployment(f.kind, p.service, aHook, change.Circumstances{}).Request()
	}
	switch needs := f.kind.Needs(); {
	case f.kind.OfTaskSet():
		p.ecs.Overlay(p.service.TaskSets[1].ARN, map[string]any{"status": model.StatusDraining})
	case f.kind == change.StopCodeDeploy:
		p.writer.ContinueDeployment(ctx, aDeployment, "READY_WAIT")
	case needs.CodeDeploy:
		p.writer.StopDeployment(ctx, aDeployment)
	case f.kind == change.RollBackDeployment:
		p.writer.StopServiceDeployment(ctx, request.Deployment())
	default:
		p.writer.ContinueServiceDeployment(ctx, request.Deployment(), aHook, map[change.Kind]string{
			change.ContinueHook: "ROLLBACK", change.RollBackHook: "CONTINUE",
		}[f.kind])
	}
}

// event is one thing that a person, another person, a terminal, a network or AWS does around a
// change, and what comes of it.
type event struct {
	fault    *ecsfake.Fault // of its operation
	act      func(p *program, f form)
	requests int
	says     string // on the screen, or where the program has ended, at its end
	trail    []string
	open     bool // the program ends with a change whose outcome is not known: exit code 4
}

// notSent are the events after which nothing may be sent.
func notSent() map[string]event {
	of := func(says string, act func(p *program, f form)) event { return event{act: act, says: says} }
	return map[string]event{
		"cancel": of("checkout", func(p *program, f form) { f.opens(p); p.slowly("enter"); f.isClosed(p) }),
		"esc":    of("checkout", func(p *program, f form) { f.opens(p); f.fills(p); p.press("esc"); f.isClosed(p) }),
		"enter is held from before on": of("Cancel", func(p *program, f form) {
			p.press(strings.Fields(f.keys)...)
			p.repeat("enter")
			p.see("not ready")
		}),
		"y is held": of("Cancel", func(p *program, f form) { f.opens(p); p.hold("y") }),
		"pasted without marks": of("Cancel", func(p *program, f form) {
			f.opens(p)
			p.press("deploy-by-day", "enter", "y", "enter", "enter")
		}),
		"pasted without marks, from a newline on": of("nothing was sent: other keys came with enter", func(p *program, f form) {
			f.opens(p)
			f.fills(p)
			p.press("enter", "deploy-by-day", "enter")
			p.wait(dialog.Alone)
		}),
		"typed ahead": of("Cancel", func(p *program, f form) {
			p.press(append(strings.Fields(f.keys), "y", "tab", "enter", "y", "enter")...)
		}),
		"changed in between": of("nothing was sent", func(p *program, f form) {
			f.opens(p)
			f.fills(p)
			f.meanwhile(p)
			p.others = p.ecs.Count(f.kind.Operation())
			p.slowly("enter")
		}),
		"the service is gone": of("nothing was sent: it could not be read again", func(p *program, f form) {
			f.opens(p)
			f.fills(p)
			p.ecs.Remove(p.service.ARN)
			p.slowly("enter")
		}),
		"forbidden by then": of("READ-ONLY", func(p *program, f form) {
			f.opens(p)
			f.fills(p)
			p.forbids = func(change.Kind) string { return "READ-ONLY since now" }
			p.slowly("enter")
		}),
	}
}

// isClosed checks that the form has closed.
func (f form) isClosed(p *program) {
	p.t.Helper()
	if p.shows(f.title) {
		p.t.Errorf("the form is still open:\n%s", p.text())
	}
}

// sentOnce are the events around a change that is sent, by its kind.
func sentOnce(f form) map[string]event {
	accepted, refused, unknown := []string{"intent", "outcome accepted"}, []string{"intent", "outcome refused"}, []string{"intent", "outcome unknown"}
	resolved := append(slices.Clone(unknown), "resolved accepted")
	of := func(fault ecsfake.Fault, says string, trail []string, open bool) event {
		return event{&fault, func(p *program, f form) { f.acts(p); p.wait(time.Second) }, 1, says, trail, open}
	}
	later := func(e event, long time.Duration) event {
		e.act = func(p *program, f form) { f.acts(p); p.wait(long) }
		return e
	}
	leaving := func(p *program, f form) { f.acts(p); p.wait(dialog.Quiet); p.slowly("q") }
	const notYet = "has not answered a"
	waits := "waiting up to 10s for the answer to " + f.kind.Operation()
	events := map[string]event{
		"well":               of(ecsfake.Fault{}, f.done, accepted, false),
		"throttled":          of(ecsfake.Throttled(), "was not "+f.kind.Done(), refused, false),
		"no right":           of(ecsfake.Denied(), "was not "+f.kind.Done(), refused, false),
		"a server error":     of(ecsfake.Exception("ServerException", "x"), "outcome unknown", unknown, true),
		"time-out":           later(of(ecsfake.Slow(time.Hour), "outcome unknown", unknown, true), 40*time.Second),
		"reset before":       of(ecsfake.Dropped(), "outcome unknown", unknown, true),
		"reset after accept": later(of(ecsfake.Dropped().Late(), "", resolved, false), 2*time.Minute),
		"an empty 200":       later(of(ecsfake.Empty().Late(), "", resolved, false), 2*time.Minute),
		"a slow answer":      later(of(ecsfake.Slow(20*time.Second), "", accepted, false), 25*time.Second),
		"quit, and stays":    {new(ecsfake.Slow(6 * time.Second)), func(p *program, f form) { leaving(p, f); p.see(notYet); p.wait(10 * time.Second) }, 1, "", accepted, false},
		"quit with q held":   {new(ecsfake.Slow(6 * time.Second)), func(p *program, f form) { f.acts(p); p.wait(dialog.Quiet); p.hold("q"); p.see(notYet) }, 1, "", accepted, false},
		"enter is held":      {new(ecsfake.Fault), func(p *program, f form) { f.opens(p); f.fills(p); p.hold("enter") }, 1, "", accepted, false},
	}
	for name, ends := range map[string]func(p *program, f form){
		"quit":     func(p *program, f form) { leaving(p, f); p.see(notYet); p.slowly("q"); p.hasQuit() },
		"ctrl+c":   func(p *program, f form) { f.acts(p); p.press("ctrl+c"); p.hasQuit() },
		"a signal": func(p *program, f form) { f.acts(p); p.take(tea.QuitMsg{}) }, // as ending.watch sends it at SIGHUP and SIGTERM
	} {
		events[name] = event{new(ecsfake.Slow(6 * time.Second)), ends, 1, waits, accepted, false}
		events[name+" without answer"] = event{new(ecsfake.Slow(time.Hour)), ends, 1, waits, []string{"intent"}, true}
	}
	if f.kind.Operation() == "ContinueDeployment" { // its answer has a request id and nothing else
		events["an empty 200"] = of(ecsfake.Empty().Late(), f.done, accepted, false)
	}
	for _, code := range modelled(f.kind) {
		events[code] = of(ecsfake.Exception(code, "x"), "was not "+f.kind.Done(), refused, false)
	}
	if f.kind.OfTaskSet() {
		events["no set"] = of(ecsfake.Exception("TaskSetNotFoundException", "x"), "was gone already", []string{"intent", "outcome gone"}, false)
	}
	return events
}

func (p *program) hasQuit() {
	p.t.Helper()
	if !p.quit {
		p.t.Errorf("the program has not ended:\n%s", p.text())
	}
}

// raced is whether the race detector looks on, which makes everything ten times as slow.
var raced bool

// The matrix of every change, through the whole program but its terminal: whatever a person,
// somebody else, a network or AWS does around a change of any kind, how many requests AWS gets,
// which is never two, what the screen says, what the audit trail has, and whether the program
// ends with a change whose outcome is not known. What needs a terminal or a process (the signal
// itself, a killed process, HTTP/2, the exit code) has its rows in TestChangesMatrix, by the built
// program.
func TestEveryEventAroundEveryChange(t *testing.T) {
	t.Parallel()
	for i, f := range forms() {
		events := notSent()
		maps.Copy(events, sentOnce(f))
		for j, name := range slices.Sorted(maps.Keys(events)) {
			if raced && (i+j)%3 != 0 {
				continue // each kind with a third of the events, each event with a third of the kinds
			}
			event := events[name]
			t.Run(string(f.kind)+", "+name, func(t *testing.T) {
				t.Parallel()
				run(t, options{world: rollouts(f.kind)}, func(p *program) {
					if event.fault != nil {
						p.ecs.Fail(f.kind.Operation(), 1, *event.fault)
					}
					event.act(p, f)
					if !p.quit {
						p.see(event.says)
					}
					told, open := p.leaves()
					if p.quit && !strings.Contains(told, event.says) {
						t.Errorf("at the end %q is not printed: %q", event.says, told)
					}
					if sent := p.ecs.Count(f.kind.Operation()) - p.others; sent != event.requests {
						t.Errorf("%d requests, not %d", sent, event.requests)
					}
					if lines := p.lines(); !slices.Equal(lines, event.trail) || open != event.open {
						t.Errorf("the trail has %q, not %q; ends with an open change: %t\n%s", lines, event.trail, open, p.text())
					}
				})
			})
		}
	}
}

// The board says of a change of every kind what was asked, what was answered, and when it took
// effect: below the row of its set, or of a deployment above the line that tells what that does
// now. What was refused it says with the reason, and where no answer came, what a read showed. An hour later that is of the past.
func TestTheBoardSaysWhatBecameOfEveryChange(t *testing.T) {
	t.Parallel()
	asked := map[change.Kind]string{
		change.DeleteTaskSet: "delete", change.PromoteTaskSet: "promote", change.RestorePrimary: "go back", change.ScaleTaskSet: "scale to 50%",
		change.RerouteTraffic: "reroute", change.TerminateOriginal: "terminate the original", change.StopCodeDeploy: "stop and roll back",
		change.ContinueHook: "continue", change.RollBackHook: "roll back", change.RollBackDeployment: "roll back",
	}
	for _, f := range forms() {
		t.Run(string(f.kind), func(t *testing.T) {
			t.Parallel()
			run(t, options{world: rollouts(f.kind)}, func(p *program) {
				p.ecs.Fail(f.kind.Operation(), 1, ecsfake.Slow(3*time.Second))
				f.acts(p)
				p.wait(time.Second)
				p.tells(asked[f.kind]+" sent HH:MM:SS · not answered yet", f.kind.OfTaskSet())
				p.wait(3 * time.Second)
				p.tells(asked[f.kind]+" accepted HH:MM:SS · ", f.kind.OfTaskSet())
				p.passes(2*time.Minute, time.Second)
				if f.kind == change.DeleteTaskSet { // there is no row any more
					p.tells("last "+model.ShortID(p.service.TaskSets[1].ID)+": delete accepted HH:MM:SS · gone within ", false)
				} else {
					p.tells(asked[f.kind]+" accepted HH:MM:SS · took effect within ", f.kind.OfTaskSet())
				}
				if f.kind != change.PromoteTaskSet {
					return
				}
				p.passes(time.Hour, time.Minute)
				if p.shows(asked[f.kind] + " accepted") {
					t.Errorf("it is told for ever:\n%s", p.text())
				}
			})
			run(t, options{world: rollouts(f.kind)}, func(p *program) {
				p.ecs.Fail(f.kind.Operation(), 1, ecsfake.Denied())
				f.acts(p)
				p.wait(time.Second)
				p.tells(asked[f.kind]+" refused HH:MM:SS: ", f.kind.OfTaskSet())
			})
			if f.kind == change.DeleteTaskSet { // it ends when there is no row any more
				return
			}
			run(t, options{world: rollouts(f.kind)}, func(p *program) {
				p.ecs.Fail(f.kind.Operation(), 1, ecsfake.Dropped().Late())
				f.acts(p)
				p.passes(2*time.Minute, time.Second)
				p.tells(asked[f.kind]+" took effect by HH:MM:SS · sent HH:MM:SS without", f.kind.OfTaskSet())
			})
		})
	}
}

// tells checks that a line of the board begins with a text, in which HH:MM:SS stands for any time
// of day; below tells that it has to stand below the row of a set.
func (p *program) tells(begins string, below bool) {
	p.t.Helper()
	pattern := regexp.MustCompile("^(last )?" + strings.ReplaceAll(regexp.QuoteMeta(begins), "HH:MM:SS", `\d\d:\d\d:\d\d`))
	before := ""
	for line := range strings.SplitSeq(p.text(), "\n") {
		line = strings.Join(strings.Fields(line), " ")
		if pattern.MatchString(line) && (!below || strings.Contains(before, "…")) {
			return
		}
		before = line
	}
	p.t.Errorf("no line says %q:\n%s", begins, p.text())
}
