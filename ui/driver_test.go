package ui

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"tealset/ecsapi"
	"tealset/ecsapi/ecsfake"
	"tealset/model"
	"tealset/model/change"
	"tealset/ui/dialog"
)

// driver runs a dashboard against an ECS in memory, inside a synctest bubble: the
// clock is the bubble's, so that minutes pass at once and nothing waits for real
// time. It does what Bubble Tea does: commands run in goroutines of their own,
// messages are taken one at a time.
type driver struct {
	t        *testing.T
	m        *Model
	ecs      *ecsfake.Server
	msgs     chan tea.Msg
	quit     bool
	resolved chan change.Outcome // what unknown outcomes turned out to be
}

// drive runs a test inside a bubble; alter, if any, changes the options.
func drive(t *testing.T, world ecsfake.World, alter func(*setup), test func(d *driver)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		ecs := ecsfake.New(time.Now, world)
		d := &driver{t: t, ecs: ecs, msgs: make(chan tea.Msg, 4096), resolved: make(chan change.Outcome, 16)}
		client := bare(ecsapi.New(ecsapi.Fixed{
			Region: "eu-west-1", Endpoint: "http://ecs.invalid", Transport: ecs.Client().Transport,
			Observe: func(call model.Call) { d.msgs <- CallEnded(call) },
		}))
		d.m = started(ctx, d.source(client), 5*time.Second, alter)
		d.run(d.m.Init())
		d.settle()
		test(d)
		cancel()
		time.Sleep(time.Minute) // a deletion in flight ends by its own deadline; the bubble fails if anything stays
	})
}

// setup is what a test may change before the dashboard is made: its options, and its
// only source.
type setup struct {
	Options
	Source
}

// started is a dashboard of one source.
func started(ctx context.Context, source Source, refresh time.Duration, alter func(*setup)) *Model {
	s := setup{Options: Options{Refresh: refresh}, Source: source}
	if alter != nil {
		alter(&s)
	}
	return New(ctx, []Source{s.Source}, s.Options)
}

// source reads and changes by a client, and keeps what unknown outcomes turn out to be.
func (d *driver) source(client unguarded) Source {
	source := sourceOf(client, "", "eu-west-1")
	source.Changes = noting{Changes: source.Changes, d: d}
	return source
}

// noting keeps what unknown outcomes turned out to be.
type noting struct {
	Changes
	d *driver
}

func (n noting) Resolved(_ change.Request, outcome change.Outcome) { n.d.resolved <- outcome }

// run starts a command as Bubble Tea does.
func (d *driver) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	go func() {
		switch msg := cmd().(type) {
		case nil:
		case tea.BatchMsg:
			for _, cmd := range msg {
				d.run(cmd)
			}
		default:
			d.msgs <- msg
		}
	}()
}

// send gives the dashboard a message and what follows from it at once.
func (d *driver) send(msg tea.Msg) {
	d.take(msg)
	d.settle()
}

func (d *driver) take(msg tea.Msg) {
	switch msg := msg.(type) {
	case tea.QuitMsg, tea.InterruptMsg:
		d.quit = true
		return
	default:
		_, cmd := d.m.Update(msg)
		d.run(cmd)
	}
}

// settle goes on until nothing moves without the clock.
func (d *driver) settle() {
	for {
		synctest.Wait()
		select {
		case msg := <-d.msgs:
			d.take(msg)
		default:
			return
		}
	}
}

// wait lets time pass.
func (d *driver) wait(long time.Duration) {
	const step = 50 * time.Millisecond
	for end := time.Now().Add(long); time.Now().Before(end); {
		time.Sleep(min(step, time.Until(end)))
		d.settle()
	}
}

// soon lets time pass until something is so.
func (d *driver) soon(within time.Duration, what string, so func() bool) {
	d.t.Helper()
	for end := time.Now().Add(within); !so(); d.wait(time.Second) {
		if !time.Now().Before(end) {
			d.t.Fatalf("not within %s: %s:\n%s", within, what, d.screen())
		}
	}
}

// press presses keys one after the other, by the names that the key map uses.
func (d *driver) press(keys ...string) {
	for _, name := range keys {
		d.send(keyPress(name))
	}
}

// stall presses keys that wait for two seconds until they are taken, as while the terminal
// takes no output.
func (d *driver) stall(keys ...string) {
	for _, name := range keys {
		d.msgs <- keyPress(name)
	}
	time.Sleep(2 * time.Second)
	d.settle()
}

// armAfter is how long a dialog takes no keys after it has opened.
const armAfter = dialog.Quiet

// slowly presses keys one after the other, each alone, as a person does who reads.
func (d *driver) slowly(keys ...string) {
	for _, name := range keys {
		d.wait(dialog.Alone)
		d.press(name)
	}
	d.wait(dialog.Alone) // a key that comes sooner would come with the last one
}

// hold holds a key down as long as a person may: it comes once, and then again and
// again without saying that it repeats.
func (d *driver) hold(name string) {
	d.press(name)
	d.wait(500 * time.Millisecond)
	for range 100 {
		d.press(name)
		d.wait(30 * time.Millisecond)
	}
}

// confirm goes to Delete and presses it.
func (d *driver) confirm() { d.slowly("y", "enter") }

// typeText types a text letter by letter.
func (d *driver) typeText(text string) {
	for _, r := range text {
		d.press(string(r))
	}
}

// keyPress is the message of a key.
func keyPress(name string) tea.KeyPressMsg {
	special := map[string]tea.KeyPressMsg{
		"enter": {Code: tea.KeyEnter}, "esc": {Code: tea.KeyEscape}, "tab": {Code: tea.KeyTab},
		"shift+tab": {Code: tea.KeyTab, Mod: tea.ModShift}, "space": {Code: tea.KeySpace, Text: " "},
		"up": {Code: tea.KeyUp}, "down": {Code: tea.KeyDown}, "left": {Code: tea.KeyLeft}, "right": {Code: tea.KeyRight},
		"pgup": {Code: tea.KeyPgUp}, "pgdown": {Code: tea.KeyPgDown}, "home": {Code: tea.KeyHome}, "end": {Code: tea.KeyEnd},
		"backspace": {Code: tea.KeyBackspace}, "insert": {Code: tea.KeyInsert}, "delete": {Code: tea.KeyDelete},
		"f1": {Code: tea.KeyF1}, "f2": {Code: tea.KeyF2}, "f5": {Code: tea.KeyF5}, "f10": {Code: tea.KeyF10},
	}
	if msg, ok := special[name]; ok {
		return msg
	}
	if letter, ok := strings.CutPrefix(name, "ctrl+"); ok {
		return tea.KeyPressMsg{Code: rune(letter[0]), Mod: tea.ModCtrl}
	}
	r := []rune(name)[0]
	return tea.KeyPressMsg{Code: r, Text: name}
}

// screen is what a person sees, without colours.
func (d *driver) screen() string { return ansi.Strip(d.m.View().Content) }

func (d *driver) see(texts ...string) {
	d.t.Helper()
	screen := d.screen()
	for _, text := range texts {
		if !strings.Contains(screen, text) {
			d.t.Fatalf("%q is not on the screen:\n%s", text, screen)
		}
	}
}

func (d *driver) seeNot(texts ...string) {
	d.t.Helper()
	screen := d.screen()
	for _, text := range texts {
		if strings.Contains(screen, text) {
			d.t.Fatalf("%q is on the screen:\n%s", text, screen)
		}
	}
}

// row is the line of the screen that has a text.
func (d *driver) row(text string) string {
	d.t.Helper()
	for line := range strings.SplitSeq(d.screen(), "\n") {
		if strings.Contains(line, text) {
			return line
		}
	}
	d.t.Fatalf("no row has %q:\n%s", text, d.screen())
	return ""
}

// on puts the board's cursor on the set of a role.
func (d *driver) on(status string) {
	d.t.Helper()
	d.press("g")
	for range len(d.m.board().grid.shown) {
		if d.m.board().grid.Current().Value.Role == status {
			return
		}
		d.press("j")
	}
	d.t.Fatalf("no set is %s:\n%s", status, d.screen())
}

// open opens the board of a service that is listed.
func (d *driver) open(service string) {
	d.t.Helper()
	at := slices.IndexFunc(d.m.services().grid.shown, func(row *model.Row[model.Service]) bool { return row.Value.Name == service })
	if at < 0 {
		d.t.Fatalf("no row is of %s:\n%s", service, d.screen())
	}
	d.press("g")
	for range at {
		d.press("j")
	}
	d.press("enter")
}

// asked are the bodies of the DeleteTaskSet requests that ECS got.
func (d *driver) asked() []map[string]any {
	d.t.Helper()
	var bodies []map[string]any
	for _, call := range d.ecs.Calls() {
		if call.Operation != "DeleteTaskSet" {
			continue
		}
		var body map[string]any
		if err := json.Unmarshal(call.Body, &body); err != nil {
			d.t.Fatal(err)
		}
		bodies = append(bodies, body)
	}
	return bodies
}

// deletes is how many DeleteTaskSet requests must have been sent by now.
func (d *driver) deletes(want int) {
	d.t.Helper()
	if got := d.ecs.Count("DeleteTaskSet"); got != want {
		d.t.Fatalf("%d DeleteTaskSet requests were sent, not %d:\n%s", got, want, d.screen())
	}
}

// shop is a cluster with one service in the middle of a rollout, where nothing
// moves by itself: PRIMARY 4/4 steady, ACTIVE 2/2 steady.
func shop() ecsfake.World {
	return ecsfake.World{Balancers: []ecsfake.Balancer{serving("blue", "green")}, Clusters: []ecsfake.Cluster{{
		Name: "shop",
		Services: []ecsfake.Service{
			{Name: "checkout", Controller: ecsfake.External, Desired: 4, TaskSets: []ecsfake.TaskSet{
				{Status: ecsfake.Primary, Revision: 41, Age: 72 * time.Hour, TargetGroup: "blue"},
				{Status: ecsfake.Active, Revision: 42, Age: time.Hour, Scale: new(50.0), TargetGroup: "green"},
			}},
			{Name: "web", Controller: ecsfake.External, Desired: 2, TaskSets: []ecsfake.TaskSet{
				{Status: ecsfake.Primary, Revision: 7, Age: 72 * time.Hour},
			}},
		},
	}}}
}

// serving is a load balancer that sends all traffic to the first of two groups.
func serving(all, none string) ecsfake.Balancer {
	return ecsfake.Balancer{Name: "front", Listeners: []ecsfake.Listener{
		{Port: 443, Default: ecsfake.Split(ecsfake.Weighted{Group: all, Weight: new(100)}, ecsfake.Weighted{Group: none, Weight: new(0)})},
	}}
}

// checkout opens the board of the shop's checkout.
func checkout(o *setup) { o.Cluster, o.Service = "shop", "checkout" }

// big is a cluster with n services.
func big(n int) ecsfake.World {
	return ecsfake.World{Clusters: []ecsfake.Cluster{{Name: "big", Services: ecsfake.Fleet(n)}}}
}

func inBig(o *setup) { o.Cluster = "big" }
