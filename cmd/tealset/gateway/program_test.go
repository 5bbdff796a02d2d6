package gateway

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"tealset/cmd/tealset/audit"
	"tealset/ecsapi"
	"tealset/ecsapi/ecsfake"
	"tealset/model"
	"tealset/model/change"
	"tealset/ui"
	"tealset/ui/dialog"
)

// program is the whole program but its terminal: the dashboard on the gateway, the client of
// AWS, the ECS in memory, and an audit trail on the disk. It runs in a synctest bubble, so that
// minutes pass at once.
type program struct {
	t       *testing.T
	screen  tea.Model
	msgs    chan tea.Msg
	quit    bool
	ecs     *ecsfake.Server
	writer  *ecsapi.Writer // of somebody else
	service model.Service  // as it was at first
	ledger  *Ledger
	trail   string // its file
	others  int    // requests of the change's operation that somebody else has sent
	forbids func(change.Kind) string
}

// options are what a test may set of a program.
type options struct {
	world  ecsfake.World
	alter  func(*ui.Options, *ui.Source)
	forbid func(change.Kind) string // nil where nothing is forbidden
}

// run runs a test on the board of the shop's checkout.
func run(t *testing.T, o options, test func(p *program)) {
	t.Helper()
	// The goroutine that waits for signals stays, and so must not begin in the bubble.
	interrupted := make(chan os.Signal, 1)
	signal.Notify(interrupted, os.Interrupt)
	defer signal.Stop(interrupted)
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		p := &program{t: t, msgs: make(chan tea.Msg, 4096), trail: filepath.Join(t.TempDir(), "audit.jsonl"), forbids: o.forbid}
		if p.forbids == nil {
			p.forbids = func(change.Kind) string { return "" }
		}
		p.ecs = ecsfake.New(time.Now, o.world)
		p.begin(ctx, o)
		test(p)
		cancel()
		time.Sleep(time.Minute) // what is in flight ends by its own deadline; the bubble fails if anything stays
	})
}

// begin starts the program.
func (p *program) begin(ctx context.Context, o options) {
	p.t.Helper()
	fixed := ecsapi.Fixed{Region: "eu-west-1", Endpoint: "http://ecs.invalid", Transport: p.ecs.Client().Transport}
	_, p.writer = ecsapi.New(fixed) //nolint:contextcheck // the rules of endpoints ask nobody
	fixed.Observe = func(call model.Call) { p.msgs <- ui.CallEnded(call) }
	reader, writer := ecsapi.New(fixed) //nolint:contextcheck // the rules of endpoints ask nobody
	var err error
	if p.service, err = reader.DescribeService(ctx, model.ServiceRef{Cluster: "shop", Service: "checkout"}); err != nil {
		p.t.Fatal(err)
	}
	trail, err := audit.Open(p.trail)
	if err != nil {
		p.t.Fatal(err)
	}
	p.ledger = NewLedger(trail, audit.Self("1.2.3"))
	forbids := func(_ string, kind change.Kind) string { return p.forbids(kind) }
	source := ui.Source{
		Backend: reader, Changes: New(reader, writer, forbids, p.ledger), Region: "eu-west-1", Endpoint: "http://ecs.invalid",
		Promotions: func(context.Context) []change.Promotion {
			key := p.service.Key()
			if len(p.service.TaskSets) < 2 {
				return nil
			}
			return []change.Promotion{{Service: key, Primary: p.service.TaskSets[0].ARN, Former: p.service.TaskSets[1].ARN, At: time.Now().Add(-time.Hour)}}
		},
	}
	set := ui.Options{Refresh: 5 * time.Second, Cluster: "shop", Service: "checkout"}
	if o.alter != nil {
		o.alter(&set, &source)
	}
	p.screen = ui.New(ctx, []ui.Source{source}, set)
	p.do(p.screen.Init())
	p.wait(3 * time.Second)
}

// do starts a command as Bubble Tea does.
func (p *program) do(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	go func() {
		switch msg := cmd().(type) {
		case nil:
		case tea.BatchMsg:
			for _, cmd := range msg {
				p.do(cmd)
			}
		default:
			p.msgs <- msg
		}
	}()
}

// take gives the program a message.
func (p *program) take(msg tea.Msg) {
	switch msg.(type) {
	case tea.QuitMsg, tea.InterruptMsg: // that of ctrl+c becomes the other before Bubble Tea sees it
		p.quit = true
		return
	}
	screen, cmd := p.screen.Update(msg)
	p.screen = screen
	p.do(cmd)
}

// settle goes on until nothing moves without the clock.
func (p *program) settle() {
	for {
		synctest.Wait()
		select {
		case msg := <-p.msgs:
			p.take(msg)
		default:
			return
		}
	}
}

// wait lets time pass.
func (p *program) wait(long time.Duration) { p.passes(long, 50*time.Millisecond) }

// passes lets time pass; the program gets its messages after each step.
func (p *program) passes(long, step time.Duration) {
	for end := time.Now().Add(long); time.Now().Before(end); {
		time.Sleep(min(step, time.Until(end)))
		p.settle()
	}
}

// press presses keys one right after the other: special ones by their names, and of any other
// text each letter.
func (p *program) press(keys ...string) {
	special := map[string]tea.KeyPressMsg{
		"enter": {Code: tea.KeyEnter}, "esc": {Code: tea.KeyEscape}, "tab": {Code: tea.KeyTab},
		"shift+tab": {Code: tea.KeyTab, Mod: tea.ModShift}, "ctrl+d": {Code: 'd', Mod: tea.ModCtrl}, "ctrl+c": {Code: 'c', Mod: tea.ModCtrl},
	}
	for _, name := range keys {
		if key, ok := special[name]; ok {
			p.take(key)
			p.settle()
			continue
		}
		for _, letter := range name {
			p.take(tea.KeyPressMsg{Code: letter, Text: string(letter)})
			p.settle()
		}
	}
}

// slowly presses keys, each alone, as a person does who reads.
func (p *program) slowly(keys ...string) {
	for _, name := range keys {
		p.wait(dialog.Alone)
		p.press(name)
	}
	p.wait(dialog.Alone) // a key that comes sooner would come with the last one
}

// hold holds a key down for three seconds more, until which it has begun to repeat.
func (p *program) hold(key string) {
	p.press(key)
	p.wait(500 * time.Millisecond)
	p.repeat(key)
}

// repeat is a key that repeats, as a keyboard does.
func (p *program) repeat(key string) {
	for range 100 {
		p.press(key)
		p.wait(30 * time.Millisecond)
	}
}

// shows tells whether a text is on the screen.
func (p *program) shows(text string) bool { return strings.Contains(p.text(), text) }

// text is what a person sees, without colours.
func (p *program) text() string { return ansi.Strip(p.screen.(*ui.Model).View().Content) }

func (p *program) see(texts ...string) {
	p.t.Helper()
	for _, text := range texts {
		if !p.shows(text) {
			p.t.Fatalf("%q is not on the screen:\n%s", text, p.text())
		}
	}
}

// lines are the kinds and outcomes of the audit trail.
func (p *program) lines() (lines []string) {
	p.t.Helper()
	records, damaged, err := audit.Read(p.trail)
	if err != nil || damaged > 0 {
		p.t.Errorf("the audit trail: %d damaged lines, %v", damaged, err)
	}
	for _, record := range records {
		lines = append(lines, strings.TrimSpace(string(record.Kind)+" "+string(record.Outcome)))
	}
	return lines
}

// leaves leaves the screen as the program does, and gives what that printed; open tells whether a
// change is told whose outcome is not known, with the command that tells it.
func (p *program) leaves() (told string, open bool) {
	p.t.Helper()
	var printed bytes.Buffer
	err := p.ledger.Leave(&printed, 10*time.Second)
	left, open := errors.AsType[UnsettledError](err)
	told = printed.String()
	if open && (len(left) != 1 || left[0].Outcome != change.Unknown) || open != strings.Contains(told, "this command tells:\n  aws ") {
		p.t.Errorf("on leaving: %+v, %q", left, told)
	}
	return told, open
}
