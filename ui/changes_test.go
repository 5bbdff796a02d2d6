package ui

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"tealset/ecsapi/ecsfake"
	"tealset/model"
	"tealset/model/change"
	"tealset/ui/dialog"
)

// mutations are the operations that change something.
var mutations = func() []string {
	var names []string
	for _, kind := range change.Kinds() {
		if name := kind.Operation(); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}()

// sentCalls are the requests that changed something, in their order, each as its operation and
// its body.
func (d *driver) sentCalls() (calls []sentCall) {
	d.t.Helper()
	for _, call := range d.ecs.Calls() {
		if !slices.Contains(mutations, call.Operation) {
			continue
		}
		sent := sentCall{operation: call.Operation}
		if err := json.Unmarshal(call.Body, &sent.body); err != nil {
			d.t.Fatal(err)
		}
		calls = append(calls, sent)
	}
	return calls
}

type sentCall struct {
	operation string
	body      map[string]any
}

// sends is how many requests that change something must have been sent by now.
func (d *driver) sends(want int) {
	d.t.Helper()
	if got := d.sentCalls(); len(got) != want {
		d.t.Fatalf("%d requests that change something were sent, not %d: %v\n%s", len(got), want, got, d.screen())
	}
}

// openForm opens a form by a key of the board, and waits until it is ready.
func (d *driver) openForm(key, title string) {
	d.t.Helper()
	d.press(key)
	d.wait(armAfter)
	d.see(title)
}

// act goes to the button that acts, from wherever the focus is, and presses it.
func (d *driver) act() {
	d.t.Helper()
	form := d.m.asking()
	for range len(form.form.Stops()) {
		if form.form.Focus() == form.act {
			break
		}
		d.slowly("tab")
	}
	d.slowly("enter")
}

// typeName types a name into the field for it.
func (d *driver) typeName(name string) {
	d.t.Helper()
	form := d.m.asking()
	for range len(form.form.Stops()) {
		if form.form.Focus() == form.name {
			break
		}
		d.slowly("tab")
	}
	for _, r := range name {
		d.slowly(string(r))
	}
}

// moved is the shop in the middle of a rollout whose traffic has gone to the candidate, which
// runs all that is desired.
func moved() ecsfake.World {
	world := shop()
	world.Balancers = []ecsfake.Balancer{serving("green", "blue")}
	world.Clusters[0].Services[0].TaskSets[1].Scale = new(100.0)
	return world
}

// Promoting moves no traffic: while production traffic goes to the set that loses the role the
// form says so first, with the command that shifts it, and wants the service's name.
func TestPromotingSaysFirstThatItMovesNoTraffic(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.wait(2 * time.Second)
		d.on("ACTIVE")
		d.openForm("p", "Promote task set")
		lines := strings.Join(plain(d.m.asking().lines), "\n")
		advice, risk, command := strings.Index(lines, "promoting moves no traffic"), strings.Index(lines, "still goes to"), strings.Index(lines, "aws elbv2 modify-listener")
		if advice < 0 || risk < advice || command < risk {
			t.Errorf("the form does not say it first, then what is at risk, and then the command:\n%s", lines)
		}
		for line := range strings.SplitSeq(lines[:command], "\n") {
			if strings.HasPrefix(line, glyphBad) { // each danger is in sight on the least usual screen
				d.see(line)
			}
		}
		d.see("type the service's name to promote")
		d.act()
		d.sends(0)
	})
}

func plain(lines []string) []string {
	plain := make([]string, len(lines))
	for i, line := range lines {
		plain[i] = ansi.Strip(line)
	}
	return plain
}

// One confirmation is one UpdateServicePrimaryTaskSet; the roles swap on the screen, and the
// banner names the way back with its key. That key makes the former set PRIMARY again.
func TestPromoteAndBack(t *testing.T) {
	drive(t, moved(), checkout, func(d *driver) {
		d.wait(2 * time.Second)
		service, _ := d.m.boardService()
		sets := model.ByRole(service.TaskSets)
		blue, green := sets[0], sets[1]
		d.on("ACTIVE")
		d.openForm("p", "Promote task set")
		d.act()
		d.wait(time.Second)
		d.sends(1)
		d.see("was promoted", "b makes "+blue.ShortID()+" PRIMARY again; moves no traffic")
		d.wait(10 * time.Second)
		d.on("ACTIVE")
		if now := d.m.board().grid.Current().ARN; now != blue.ARN {
			t.Errorf("%s is ACTIVE, not %s", now, blue.ARN)
		}
		d.openForm("b", "Make the former task set PRIMARY again")
		d.see(blue.ID, "type the service's name")
		d.typeName("checkout")
		d.act()
		d.wait(time.Second)
		body := func(set model.TaskSet) map[string]any {
			return map[string]any{"cluster": set.ClusterARN, "service": service.ARN, "primaryTaskSet": set.ARN}
		}
		want := []sentCall{{"UpdateServicePrimaryTaskSet", body(green)}, {"UpdateServicePrimaryTaskSet", body(blue)}}
		if diff := cmp.Diff(want, d.sentCalls(), cmp.AllowUnexported(sentCall{})); diff != "" {
			t.Error(diff)
		}
	})
}

// A scale is typed, or filled in by one of three buttons; what is typed is what is drawn and
// what is sent. The counts are told until they have converged.
func TestScale(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.wait(2 * time.Second)
		d.on("ACTIVE")
		set := *d.m.board().grid.Current().Value.TaskSet
		d.openForm("%", "Scale task set")
		d.see("new scale in percent, now 50%", "type a percentage from 0 to 100")
		d.act()
		d.sends(0)
		d.typePercent("75")
		d.see("scale=75 PERCENT")
		for d.m.asking().form.Focus().Label != "100" {
			d.slowly("tab")
		}
		d.slowly("enter")
		d.see("scale=100 PERCENT")
		d.act()
		d.wait(time.Second)
		want := []sentCall{{"UpdateTaskSet", map[string]any{
			"cluster": set.ClusterARN, "service": d.m.board().ref.Service, "taskSet": set.ARN,
			"scale": map[string]any{"value": 100.0, "unit": "PERCENT"},
		}}}
		if diff := cmp.Diff(want, d.sentCalls(), cmp.AllowUnexported(sentCall{})); diff != "" {
			t.Error(diff)
		}
		d.see("scaled "+set.ShortID()+" to 100%; % scales it back to 50%", "of 4 tasks run")
		d.wait(time.Minute)
		d.see("4 of 4 tasks run", "took effect by")
		d.on("PRIMARY") // whose own form suggests nothing
		d.see("% on the row of " + set.ShortID() + " scales it back to 50%")
		d.openForm("%", "Scale task set")
		if text := d.m.asking().percent[0].Value(); text != "" {
			t.Errorf("for the PRIMARY %q is suggested", text)
		}
		d.press("esc")
		d.wait(time.Second)
		d.on("ACTIVE")
		d.openForm("%", "Scale task set")
		d.see("scale=50 PERCENT") // as the banner says
		d.press("esc")
		d.wait(time.Second)
		d.press("x")
		d.see("scale to 100%: sent", "scale to 100%: accepted", "scale to 100%: took")
		d.press("esc")
		d.wait(time.Second)
		d.press("d")
		d.see("(scale to 100%)", "sent 00:00:0", "accepted 00:00:0", "took effect by 00:0")
		d.press("esc")
		d.wait(time.Second)
		d.press("a")
		d.see("UpdateTaskSet scale=100%", "accepted", "took effect by")
	})
}

// The row says what is under way until the answer is there; below it, and in its details, stands
// what was asked, what was answered, and when it took effect. Where there is little room, the rows
// and the next step have it.
func TestTheRowSaysWhatBecameOfAChange(t *testing.T) {
	drive(t, moved(), checkout, func(d *driver) {
		d.ecs.Fail("UpdateServicePrimaryTaskSet", 1, ecsfake.Slow(3*time.Second))
		d.wait(2 * time.Second)
		d.on("ACTIVE")
		set := d.m.board().grid.Current().ARN
		d.openForm("p", "Promote task set")
		d.act()
		d.wait(time.Second)
		d.see("▌ promoting  ")
		d.press("d")
		d.see("(promote)", "sent 00:00:0", "not answered yet")
		d.press("esc")
		d.wait(10 * time.Second)
		d.on("PRIMARY")
		if now := d.m.board().grid.Current().ARN; now != set {
			t.Errorf("%s is PRIMARY", now)
		}
		d.see("     promote accepted 00:00:0", "took effect within 1s")
		d.m.height = 15
		d.wait(time.Second)
		d.seeNot("promote accepted")
		d.see(" next  ")
		d.m.height = 24
		d.press("d")
		d.see("(promote)", "sent 00:00:0", "accepted 00:00:0", "took effect by 00:00:")
	})
}

// typePercent types a scale into its field.
func (d *driver) typePercent(percent string) {
	d.t.Helper()
	for d.m.asking().form.Focus() != d.m.asking().percent[0] {
		d.slowly("tab")
	}
	for _, r := range percent {
		d.slowly(string(r))
	}
}

// A scale that does not come to its counts is told, with the time and the cause.
func TestAScaleThatDoesNotConvergeSaysWhy(t *testing.T) {
	world := shop()
	world.Clusters[0].Services[0].TaskSets[1].Ends = ecsfake.Exits(1)
	drive(t, world, checkout, func(d *driver) {
		d.wait(2 * time.Second)
		d.on("ACTIVE")
		d.openForm("%", "Scale task set")
		d.typePercent("100")
		d.act()
		d.wait(3 * time.Minute)
		d.see("still ", " after ", "exit 1 (app error)")
	})
}

// A number that is no scale, or is the present one, cannot be sent.
func TestANumberThatIsNoScaleIsNotSent(t *testing.T) {
	for _, percent := range []string{"", "101", "1000", "50", ".", "1.2.3"} {
		t.Run(percent, func(t *testing.T) {
			drive(t, shop(), checkout, func(d *driver) {
				d.wait(2 * time.Second)
				d.on("ACTIVE")
				d.openForm("%", "Scale task set")
				d.typePercent(percent)
				d.act()
				d.wait(time.Second)
				if percent == "1.2.3" { // the second point does not count
					d.sends(1)
					return
				}
				d.sends(0)
				d.see("Scale task set")
			})
		})
	}
}

// What is drawn in a form is what is sent, whatever the kind.
func TestWhatIsDrawnIsWhatIsSent(t *testing.T) {
	for name, open := range map[string]func(d *driver){
		"delete":  func(d *driver) { d.openForm("ctrl+d", "Delete task set") },
		"promote": func(d *driver) { d.openForm("p", "Promote task set") },
		"scale":   func(d *driver) { d.openForm("%", "Scale task set"); d.typePercent("25") },
	} {
		t.Run(name, func(t *testing.T) {
			drive(t, moved(), checkout, func(d *driver) {
				d.wait(2 * time.Second)
				d.on("ACTIVE")
				open(d)
				if d.m.asking().named {
					d.typeName("checkout")
				}
				drawn := d.drawnCall()
				d.act()
				d.wait(time.Second)
				d.sends(1)
				if diff := cmp.Diff(drawn, asDrawn(d.sentCalls()[0])); diff != "" {
					t.Error(diff)
				}
			})
		})
	}
}

// drawnCall is the call that a form shows: its operation and its parameters.
func (d *driver) drawnCall() map[string]string {
	d.t.Helper()
	form := d.m.asking()
	call := map[string]string{}
	last := ""
	lines := plain(form.lines)
	at := slices.IndexFunc(lines, func(line string) bool {
		return strings.HasPrefix(line, form.flow.Request().Kind.Operation())
	})
	for i, line := range lines[at:] {
		switch name, value, ok := strings.Cut(strings.TrimSpace(line), "="); {
		case i == 0:
			operation, force, _ := strings.Cut(line, " force=")
			call["operation"] = operation
			if force != "" {
				call["force"] = force
			}
		case ok && !strings.HasPrefix(line, "    "):
			call[name], last = value, name
		default:
			call[last] += strings.TrimSpace(line)
		}
	}
	return call
}

// asDrawn is a call as a form draws it.
func asDrawn(call sentCall) map[string]string {
	drawn := map[string]string{"operation": call.operation}
	for name, value := range call.body {
		switch value := value.(type) {
		case string:
			drawn[name] = value
		case bool:
			drawn[name] = map[bool]string{true: "true", false: "false"}[value]
		case map[string]any:
			text, _ := json.Marshal(value["value"])
			drawn[name] = string(text) + " " + value["unit"].(string)
		}
	}
	return drawn
}

// What changed between opening and confirming sends nothing: the set was promoted by somebody
// else, the traffic moved back, its targets failed.
func TestWhatChangedMeanwhileIsNotSent(t *testing.T) {
	for name, c := range map[string]struct {
		key   string
		title string
		then  func(d *driver, set string)
		says  string
	}{
		"somebody promoted it": {"p", "Promote task set", func(d *driver, set string) {
			d.ecs.Overlay(set, map[string]any{"status": "PRIMARY"})
		}, "nothing was sent"},
		"somebody scaled it": {"p", "Promote task set", func(d *driver, set string) {
			d.ecs.Overlay(set, map[string]any{"scale": map[string]any{"value": 10.0, "unit": "PERCENT"}})
		}, "nothing was sent: it has changed"},
		"it is gone": {"p", "Promote task set", func(d *driver, set string) { d.ecs.Remove(set) }, "nothing was sent"},
		"no right to read it again": {"p", "Promote task set", func(d *driver, _ string) {
			d.ecs.Fail("DescribeTargetHealth", -1, ecsfake.Exception("AccessDenied", "no"))
		}, "nothing was sent: it could not be read again"},
	} {
		t.Run(name, func(t *testing.T) {
			drive(t, moved(), checkout, func(d *driver) {
				d.wait(2 * time.Second)
				d.on("ACTIVE")
				set := d.m.board().grid.Current().ARN
				d.openForm(c.key, c.title)
				c.then(d, set)
				d.act()
				d.wait(time.Second)
				d.see(c.says)
				d.sends(0)
				d.wait(dialog.Quiet)
				d.press("esc")
				d.wait(10 * time.Second)
				d.sends(0)
			})
		})
	}
}

// A key that can do nothing is not in the footer, and says why.
func TestKeysThatCannotSayWhy(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.wait(2 * time.Second)
		d.on("PRIMARY")
		d.wait(time.Second)
		d.press("p")
		d.wait(time.Second)
		d.see("it is the PRIMARY already")
		d.press("b")
		d.wait(time.Second)
		d.see("it is not known which set was PRIMARY before")
		for _, hint := range []string{"p promote", "b go back"} {
			if strings.Contains(d.screen(), hint) {
				t.Errorf("%q is advertised:\n%s", hint, d.screen())
			}
		}
		d.see("% scale", "ctrl+d delete")
		d.on("ACTIVE")
		d.wait(time.Second) // the footer follows when the cursor rests
		d.see("p promote")
		d.press("w")
		d.press("p")
		d.see("open a service to promote or continue")
		d.sends(0)
	})
}

// Read-only opens no form, names no key for one, and says why.
func TestReadOnlyOffersNoChange(t *testing.T) {
	readOnly := func(o *setup) {
		checkout(o)
		o.ReadOnly = func(string) string { return "tealset was started with --read-only" }
	}
	drive(t, moved(), readOnly, func(d *driver) {
		d.wait(2 * time.Second)
		d.on("ACTIVE")
		for _, key := range []string{"p", "%", "ctrl+d"} {
			d.press(key)
			d.wait(armAfter)
			d.see("READ-ONLY: nothing can be ", "tealset was started with", "--read-only")
			if d.m.asking() != nil {
				t.Errorf("%s opens a form:\n%s", key, d.screen())
			}
		}
		for _, hint := range []string{"p promote", "% scale", "ctrl+d delete"} {
			if strings.Contains(d.screen(), hint) {
				t.Errorf("%q is advertised:\n%s", hint, d.screen())
			}
		}
		d.sends(0)
	})
}

// A kind that the configuration does not allow is not offered; the others are.
func TestOnlyWhatIsAllowedIsOffered(t *testing.T) {
	allow := func(o *setup) {
		checkout(o)
		o.Forbidden = func(_ string, kind change.Kind) string {
			if kind == change.ScaleTaskSet {
				return ""
			}
			return "the configuration allows only scale"
		}
	}
	drive(t, moved(), allow, func(d *driver) {
		d.wait(2 * time.Second)
		d.on("ACTIVE")
		d.seeNot("p promote", "ctrl+d delete")
		d.see("% scale")
		d.press("p")
		d.see("the configuration allows only scale")
		d.openForm("%", "Scale task set")
	})
}

// n opens the form of the next step; on a step that is no change it opens a text with the
// cause and the command.
func TestNextOpensTheFormOrTheCause(t *testing.T) {
	drive(t, moved(), checkout, func(d *driver) {
		d.wait(2 * time.Second)
		d.see("n promote")
		d.openForm("n", "Promote task set")
		d.press("esc")
		d.sends(0)
	})
	drive(t, shop(), checkout, func(d *driver) {
		d.wait(2 * time.Second)
		d.see("n command")
		d.press("n")
		d.see("The next step", "shift traffic to", "For you to run", "aws elbv2 modify-listener")
		d.press("esc")
		d.seeNot("The next step")
		d.sends(0)
	})
}

// An answer that was lost after ECS had promoted the set is found out by reading.
func TestAPromotionWhoseAnswerWasLostIsFoundOut(t *testing.T) {
	drive(t, moved(), checkout, func(d *driver) {
		d.wait(2 * time.Second)
		d.ecs.Fail("UpdateServicePrimaryTaskSet", 1, ecsfake.Dropped().Late())
		d.on("ACTIVE")
		d.openForm("p", "Promote task set")
		d.act()
		d.wait(10 * time.Second)
		d.see("promoted")
		d.sends(1)
		if outcome, ok := d.told(); !ok || outcome != change.Accepted {
			t.Errorf("the trail was told %q", outcome)
		}
	})
}

// A right that is missing for one change is told with its name, and the others stay.
func TestARightThatIsMissingDisablesNoOtherChange(t *testing.T) {
	drive(t, moved(), checkout, func(d *driver) {
		d.wait(2 * time.Second)
		d.ecs.Fail("UpdateServicePrimaryTaskSet", 1, ecsfake.Exception("AccessDeniedException", "User: arn:aws:sts::1:assumed-role/r/me is not authorized to perform: ecs:UpdateServicePrimaryTaskSet on resource: x"))
		d.on("ACTIVE")
		d.openForm("p", "Promote task set")
		d.act()
		d.wait(time.Second)
		d.see("was not promoted", "ecs:UpdateServicePrimaryTaskSet")
		d.press("esc")
		d.openForm("%", "Scale task set")
	})
}

// Where the configuration says so, the service's name is typed before every change.
func TestTheNameIsAlwaysTypedWhereThatIsWanted(t *testing.T) {
	always := func(o *setup) { checkout(o); o.NameAlways = true }
	drive(t, moved(), always, func(d *driver) {
		d.wait(2 * time.Second)
		d.on("ACTIVE")
		d.openForm("p", "Promote task set")
		d.see("type the service's name to promote")
		d.act()
		d.sends(0)
		d.typeName("checkout")
		d.act()
		d.wait(time.Second)
		d.sends(1)
	})
}
