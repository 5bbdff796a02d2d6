package ui

import (
	"context"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/ecsapi/ecsfake"
	"tealset/model/change"
	"tealset/ui/dialog"
)

var (
	randomFor  = flag.Duration("random", 2*time.Second, "how long TestRandomKeysOnAProgram presses keys")
	randomSeed = flag.Uint64("seed", 1, "of the random keys")
)

const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:;/?!#"

// hoursFor is the real time in which TestRandomKeysForHours lives through hours.
const hoursFor = 3 * time.Second

// bound are all keys that mean something somewhere, those most often that lead on.
// What ends the program or stops its process is not among them.
var bound = strings.Fields(`up down up down j k j k pgup pgdown ctrl+b ctrl+f g G home end
	enter enter enter right l l esc left h backspace / s S r ctrl+r ctrl+l d y J e a c C
	ctrl+d ctrl+d ctrl+d ctrl+d ? tab tab shift+tab f space n y enter`)

// fingers press keys at random, and count those that may have confirmed a deletion.
type fingers struct {
	*rand.Rand
	confirmations int
}

func newFingers(seed uint64) *fingers {
	return &fingers{Rand: rand.New(rand.NewPCG(seed, 41))} //nolint:gosec // chance, no secret
}

func (f *fingers) key() string {
	key := bound[f.IntN(len(bound))]
	if f.IntN(8) == 0 {
		i := f.IntN(len(letters))
		key = letters[i : i+1]
	}
	if key == "q" || key == " " {
		key = "space"
	}
	if key == "enter" {
		f.confirmations++
	}
	return key
}

func (f *fingers) size() tea.WindowSizeMsg {
	return tea.WindowSizeMsg{Width: 1 + f.IntN(220), Height: 1 + f.IntN(70)}
}

var pastes = []string{"y\n\ty\r", "checkout", "\x1b[31mred\u202e漢字", strings.Repeat("x", 5000)}

// trouble is a fault at random, of all that can happen to a request.
func (f *fingers) trouble(ecs *ecsfake.Server) {
	operations := []string{
		"*", "ListClusters", "DescribeClusters", "ListServices", "DescribeServices", "DescribeServices",
		"DescribeTaskSets", "DeleteTaskSet", "DeleteTaskSet",
	}
	faults := []ecsfake.Fault{
		ecsfake.Throttled(), ecsfake.Dropped(), ecsfake.Dropped().Late(), ecsfake.Truncated(), ecsfake.Empty(), ecsfake.RepeatedToken(),
		ecsfake.Slow(time.Second), ecsfake.Slow(time.Minute), ecsfake.Slow(3 * time.Second).Late(),
		ecsfake.HTTP(502, "text/html", "<html>"), ecsfake.HTTP(200, "text/html", "<html>sign in"), ecsfake.Foreign(`{"services":[null],"taskSet":null}`),
		ecsfake.Exception("AccessDeniedException", "no"), ecsfake.Exception("ServerException", "oh"),
		ecsfake.Exception("ExpiredTokenException", "old"), ecsfake.Exception("ClusterNotFoundException", "Cluster not found."),
		ecsfake.Exception("ServiceNotFoundException", "Service not found."), ecsfake.Exception("TaskSetNotFoundException", "gone"),
	}
	ecs.Fail(operations[f.IntN(len(operations))], 1+f.IntN(6), faults[f.IntN(len(faults))])
}

// guard sees to it that one change of a set or a deployment is in flight at
// most, and counts them.
type guard struct {
	Changes
	t *testing.T

	mu       sync.Mutex
	inFlight map[string]bool
	sent     int
}

func (g *guard) Do(ctx context.Context, request change.Request) change.Answer {
	target := request.Target.ARN + request.Deployment()
	g.mu.Lock()
	if g.inFlight[target] {
		g.t.Errorf("two changes of %s are in flight", target)
	}
	g.inFlight[target] = true
	g.sent++
	g.mu.Unlock()
	defer func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		delete(g.inFlight, target)
	}()
	return g.Changes.Do(ctx, request)
}

func (g *guard) deletions() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.sent
}

// Hours of random keys, sizes, pastes and faults: nothing panics, every screen fits
// its terminal, no deletion is sent without a confirmation, none twice at a time,
// and none at all where nothing may be deleted.
func TestRandomKeysForHours(t *testing.T) {
	const steps = 200 // then a new life begins
	var hours time.Duration
	lives, sent := 0, 0
	for end := time.Now().Add(hoursFor); time.Now().Before(end) && !t.Failed(); lives++ {
		hands := newFingers(*randomSeed + uint64(lives))
		readOnly := lives%5 == 4
		g := &guard{t: t, inFlight: map[string]bool{}}
		option := func(o *setup) {
			g.Changes, o.Changes = o.Changes, g
			o.Demo, o.ReadOnly = true, func(string) string {
				if readOnly {
					return "it is forbidden"
				}
				return ""
			}
		}
		driveServer(t, ecsfake.Demo, 120, 36, option, func(d *driver) {
			start := time.Now()
			for step := range steps {
				d.anything(hands)
				if step%16 == 0 {
					d.fits()
				}
				if n := g.deletions(); n > hands.confirmations || readOnly && n > 0 {
					d.t.Fatalf("%d deletions, %d confirmations:\n%s", n, hands.confirmations, d.screen())
				}
			}
			hours += time.Since(start)
			sent += g.deletions()
		})
		if t.Failed() {
			t.Logf("it was -seed=%d", *randomSeed+uint64(lives))
		}
	}
	t.Logf("%d lives, %s of keys, %d deletions", lives, hours.Round(time.Second), sent)
	if lives > 20 && sent == 0 {
		t.Error("nothing was deleted: the keys never came that far")
	}
}

// anything does one thing at random.
func (d *driver) anything(hands *fingers) {
	d.t.Helper()
	switch n := hands.IntN(100); {
	case n < 3:
		d.send(hands.size())
	case n < 6:
		d.send(tea.WindowSizeMsg{Width: 120, Height: 36})
	case n < 8:
		d.send(tea.PasteMsg{Content: pastes[hands.IntN(len(pastes))]})
	case n < 10:
		hands.trouble(d.ecs)
	case n < 11:
		d.ecs.Heal()
	case n < 12:
		d.press([]string{"ctrl+z", "q", "ctrl+c"}[hands.IntN(3)])
		d.send(tea.ResumeMsg{})
	case n < 18:
		d.wait(time.Duration(hands.IntN(300)) * time.Millisecond)
	case n < 22:
		for range hands.IntN(120) {
			time.Sleep(time.Second)
			d.settle()
		}
	case n < 25:
		d.goDown(hands)
	case n < 32:
		d.confirmAtRandom(hands)
	default:
		d.press(hands.key())
	}
}

// goDown opens the board of any service.
func (d *driver) goDown(hands *fingers) {
	d.press("esc", "esc", "esc", "esc", "G", "up")
	for range 2 {
		for range hands.IntN(12) {
			d.press("j")
		}
		hands.confirmations++ // if a dialog is open against all expectation
		d.press("enter")
		d.wait(200 * time.Millisecond)
	}
	for range hands.IntN(3) {
		d.press("j")
	}
}

// confirmAtRandom opens the dialog where there is one, and does all that it asks for, or
// not quite all.
func (d *driver) confirmAtRandom(hands *fingers) {
	if hands.IntN(2) == 0 {
		d.goDown(hands)
	}
	d.press("ctrl+d")
	d.wait(armAfter)
	if d.m.asking() == nil {
		return
	}
	name := d.m.asking().flow.Service().Name
	if d.slowly("shift+tab"); d.m.asking() != nil && d.m.asking().form.Focus().Kind == dialog.Text {
		d.typeText(name)
		d.slowly("shift+tab")
	}
	if hands.IntN(2) == 0 {
		d.slowly("f")
	}
	hands.confirmations++
	d.confirm()
}

// Random keys and faults on a whole program: no panic, no race, nothing left running,
// and no deletion without a confirmation. -random=10m goes on for longer.
func TestRandomKeysOnAProgram(t *testing.T) {
	hands := newFingers(*randomSeed)
	for end := time.Now().Add(*randomFor); time.Now().Before(end) && !t.Failed(); {
		life := time.Now().Add(min(time.Until(end), time.Minute))
		before := hands.confirmations
		// The terminal is as large as any size that is told: it cannot grow.
		s := operate(t, ecsfake.Demo(time.Now), 220, 70, func(o *setup) { o.Demo = true })
		s.see("5 clusters")
		presses := 0
		for ; time.Now().Before(life); presses++ {
			switch n := hands.IntN(100); {
			case n < 2:
				s.program.Send(hands.size())
			case n < 4:
				s.program.Send(tea.WindowSizeMsg{Width: 120, Height: 36})
			case n < 5:
				s.program.Send(tea.PasteMsg{Content: pastes[hands.IntN(len(pastes))]})
			case n < 10:
				time.Sleep(time.Duration(hands.IntN(100)) * time.Millisecond) // thinks
			case n < 14:
				s.confirm(hands)
			case n < 16:
				hands.trouble(s.ecs)
			case n < 18:
				s.ecs.Heal()
			default:
				s.press(hands.key())
			}
			select {
			case err := <-s.ended:
				t.Fatalf("the program ended: %v", err)
			default:
			}
		}
		s.stop()
		sent := s.ecs.Count("DeleteTaskSet")
		t.Logf("%d presses, %d requests, %d deletions, %d bytes", presses, s.ecs.Count("*"), sent, len(s.wire.passed()))
		if sent > hands.confirmations-before {
			t.Errorf("%d deletions, %d confirmations", sent, hands.confirmations-before)
		}
	}
}

// confirm goes down to the board of any service of the demo, and confirms a
// deletion there as a person does, with time to read in between.
func (s *terminal) confirm(hands *fingers) {
	pause := func(d time.Duration) { time.Sleep(d + time.Duration(hands.IntN(50))*time.Millisecond) }
	for range 4 {
		s.press("esc") // with another key right behind it, it would be alt and that key
		pause(60 * time.Millisecond)
	}
	s.press("G", "up", "enter")
	pause(50 * time.Millisecond)
	for range hands.IntN(12) {
		s.press("j")
	}
	s.press("enter", "j", "ctrl+d")
	pause(armAfter)
	hands.confirmations += 3 // the last enter, and those before it if a dialog was open
	s.press("y")
	pause(2 * dialog.Alone)
	s.press("enter")
}

// No code of the dashboard starts a goroutine: a panic there would leave the
// terminal raw. Bubble Tea runs the commands, and recovers.
func TestNothingStartsAGoroutine(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	widgets, err := filepath.Glob("widget/*.go")
	if err != nil {
		t.Fatal(err)
	}
	parsed := 0
	for _, name := range append(files, widgets...) {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		positions := token.NewFileSet()
		file, err := parser.ParseFile(positions, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		parsed++
		ast.Inspect(file, func(n ast.Node) bool {
			if statement, ok := n.(*ast.GoStmt); ok {
				t.Errorf("%s: a go statement", positions.Position(statement.Pos()))
			}
			return true
		})
	}
	if parsed < 20 {
		t.Errorf("only %d files were read", parsed)
	}
}
