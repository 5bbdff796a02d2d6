package ui

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
	"go.uber.org/goleak"

	"tealset/ecsapi"
	"tealset/ecsapi/ecsfake"
	"tealset/model"
)

// patience is how long something may take to come on the screen.
const patience = 20 * time.Second

// terminal runs the whole program on a terminal in memory, in real time. Nothing
// waits for a while: see and its like wait for what they name.
type terminal struct {
	t       *testing.T
	program *tea.Program
	screen  *vt.SafeEmulator
	wire    *wire
	keys    *io.PipeWriter
	ecs     *ecsfake.Server
	client  *ecsapi.Client
	armed   chan struct{} // a dialog takes keys from now on
	ended   chan error
	stop    func()
}

// unguarded is the client without what the command line puts before it.
type unguarded struct{ *ecsapi.Client }

func (c unguarded) DeleteTaskSet(ctx context.Context, r model.DeleteRequest) (model.Deletion, error) {
	return c.Client.DeleteTaskSet(ctx, r.Ref, r.Force)
}

func (unguarded) DeletionResolved(model.DeleteRequest, string) {}

// wire stands between the program and its terminal: it keeps what passes.
type wire struct {
	to      io.Writer
	changed chan struct{}

	mu    sync.Mutex
	bytes []byte
	muted bool
}

func (w *wire) Write(p []byte) (int, error) {
	w.mu.Lock()
	if !w.muted {
		w.bytes = append(w.bytes, p...)
	}
	to := w.to
	w.mu.Unlock()
	n, err := to.Write(p)
	select {
	case w.changed <- struct{}{}:
	default:
	}
	return n, err
}

// mute sends what still comes to no terminal, and keeps nothing of it.
func (w *wire) mute() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.bytes, w.to, w.muted = nil, io.Discard, true
}

// passed is all that has passed.
func (w *wire) passed() []byte {
	w.mu.Lock()
	defer w.mu.Unlock()
	return bytes.Clone(w.bytes)
}

// operate starts the program; it ends with the test, and leaves nothing behind.
func operate(t *testing.T, ecs *ecsfake.Server, width, height int, change func(*setup)) *terminal {
	t.Helper()
	before := goleak.IgnoreCurrent()
	screen := vt.NewSafeEmulator(width, height)
	_, _ = io.WriteString(screen, "\x1b[20h") // without a tty Bubble Tea takes a line feed for a new line
	input, keys := io.Pipe()
	ctx, cancel := context.WithCancel(t.Context())
	s := &terminal{
		t: t, ecs: ecs, screen: screen, keys: keys, armed: make(chan struct{}, 64), ended: make(chan error, 1),
		wire: &wire{to: screen, changed: make(chan struct{}, 1)},
	}
	s.client = ecsapi.New(ecsapi.Fixed{
		Region: "eu-west-1", Endpoint: "http://ecs.invalid", Transport: ecs.Client().Transport,
		Observe: func(call model.Call) { s.program.Send(CallEnded(call)) },
	})
	s.program = tea.NewProgram(
		started(ctx, unguarded{s.client}, 100*time.Millisecond, change),
		tea.WithOutput(s.wire), tea.WithInput(input), tea.WithWindowSize(width, height), tea.WithFPS(120),
		tea.WithoutSignals(), tea.WithoutSignalHandler(), tea.WithColorProfile(colorprofile.ANSI256),
		tea.WithFilter(s.notice), tea.WithEnvironment([]string{"TERM=xterm-256color", "LANG=C.UTF-8"}),
	)
	go s.answer()
	go func() {
		_, err := s.program.Run()
		_ = input.Close() // what is still typed meets no reader
		s.ended <- err
	}()
	s.stop = sync.OnceFunc(func() {
		s.program.Quit()
		if err := <-s.ended; err != nil {
			t.Errorf("the program ended with: %v", err)
		}
		cancel()
		_ = screen.InputPipe().(io.Closer).Close() // Close of the emulator itself races with Read
		// Keys that come while Bubble Tea ends have no reader any more: its own matter.
		unread := goleak.IgnoreTopFunction("github.com/charmbracelet/ultraviolet.(*TerminalReader).sendEvents")
		if err := goleak.Find(before, unread); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(s.stop)
	return s
}

// notice sees every message before the dashboard does.
func (s *terminal) notice(_ tea.Model, msg tea.Msg) tea.Msg {
	if _, ok := msg.(dialogArmedMsg); ok {
		select {
		case s.armed <- struct{}{}:
		default:
		}
	}
	return msg
}

// answer carries the terminal's answers to the program's questions. They pass a
// queue: the emulator is locked while it answers, and the program may be waiting
// to write to it.
func (s *terminal) answer() {
	queue := make(chan []byte, 1024)
	go func() {
		for answer := range queue {
			_, _ = s.keys.Write(answer)
		}
	}()
	defer close(queue)
	for {
		answer := make([]byte, 256)
		n, err := s.screen.Read(answer)
		if err != nil {
			return
		}
		queue <- answer[:n]
	}
}

// sequences are what a terminal sends for the keys that are no letters.
var sequences = map[string]string{
	"enter": "\r", "esc": "\x1b", "tab": "\t", "shift+tab": "\x1b[Z", "space": " ", "backspace": "\x7f",
	"up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D",
	"home": "\x1b[H", "end": "\x1b[F", "pgup": "\x1b[5~", "pgdown": "\x1b[6~",
}

// press presses keys one after the other. A key has been read when this returns.
func (s *terminal) press(names ...string) {
	for _, name := range names {
		sequence, ok := sequences[name]
		if letter, ctrl := strings.CutPrefix(name, "ctrl+"); ctrl {
			sequence, ok = string(rune(letter[0]&0x1f)), true
		}
		if !ok {
			sequence = name
		}
		_, _ = io.WriteString(s.keys, sequence) // fails when the program has ended: the screen shows it
	}
}

// text is what a person sees.
func (s *terminal) text() string { return ansi.Strip(s.screen.Render()) }

// until waits until the screen is as wanted.
func (s *terminal) until(what string, wanted func(screen string) bool) {
	s.t.Helper()
	late := time.NewTimer(patience)
	defer late.Stop()
	for !wanted(s.text()) {
		select {
		case <-s.wire.changed:
		case err := <-s.ended:
			s.ended <- err
			s.t.Fatalf("the program ended (%v) before %s:\n%s", err, what, s.text())
		case <-late.C:
			s.t.Fatalf("not within %s: %s:\n%s", patience, what, s.text())
		}
	}
}

// see waits until all texts are on the screen.
func (s *terminal) see(texts ...string) {
	s.t.Helper()
	for _, text := range texts {
		s.until(strconv.Quote(text)+" is seen", func(screen string) bool { return strings.Contains(screen, text) })
	}
}

// seeNot waits until none of the texts is on the screen.
func (s *terminal) seeNot(texts ...string) {
	s.t.Helper()
	for _, text := range texts {
		s.until(strconv.Quote(text)+" is gone", func(screen string) bool { return !strings.Contains(screen, text) })
	}
}

// openDialog opens the delete dialog, with keys typed ahead of it, and waits until
// it takes keys.
func (s *terminal) openDialog(ahead ...string) {
	s.t.Helper()
	s.press("ctrl+d")
	s.press(ahead...)
	select {
	case <-s.armed:
	case <-time.After(patience):
		s.t.Fatalf("no dialog takes keys:\n%s", s.text())
	}
	s.see("Delete task set")
}

// ends waits until the program has ended by itself.
func (s *terminal) ends() {
	s.t.Helper()
	select {
	case err := <-s.ended:
		s.ended <- err
	case <-time.After(patience):
		s.t.Fatalf("the program goes on:\n%s", s.text())
	}
}

// quiet waits until nothing has been written for a few frames.
func (s *terminal) quiet() {
	for {
		select {
		case <-s.wire.changed:
		case <-time.After(80 * time.Millisecond):
			return
		}
	}
}

// costs is how many bytes reach the terminal for what is done, until the screen
// is as wanted and rests.
func (s *terminal) costs(do func(), what string, wanted func(screen string) bool) int {
	s.t.Helper()
	s.quiet()
	before := len(s.wire.passed())
	do()
	s.until(what, wanted)
	s.quiet()
	return len(s.wire.passed()) - before
}

// payloads are texts that do harm on a terminal that shows them as they are.
func payloads(t *testing.T) []string {
	t.Helper()
	file, err := os.ReadFile("testdata/payloads.txt")
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for line := range strings.Lines(string(file)) {
		payload, err := strconv.Unquote(strings.TrimSpace(line))
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		all = append(all, payload)
	}
	return all
}

// The main path: clusters, services, board, the dialog that drops what was typed
// ahead, force, Delete; the row drains and goes.
func TestProgramDeletesATaskSet(t *testing.T) {
	world := shop()
	world.Timing = ecsfake.Timing{Drain: 300 * time.Millisecond, Deregister: 100 * time.Millisecond, Every: 50 * time.Millisecond}
	s := operate(t, ecsfake.New(time.Now, world), 80, 24, nil)
	s.see("1 cluster", "shop", "ACTIVE")
	s.press("enter")
	s.see("2 services", "checkout", "6/4")
	s.press("enter")
	s.see("shop › checkout", "PRIMARY", "4/4", "2/2")
	s.press("j")
	s.openDialog("y", "tab", "enter")
	s.see("Delete task set", "[ ] force", "[ Cancel ]")
	if n := s.ecs.Count("DeleteTaskSet"); n != 0 {
		t.Fatalf("keys typed ahead of the dialog sent %d deletions", n)
	}
	s.press("f")
	s.see("[x] force", "force=true")
	s.press("tab")
	s.see("[ Delete ]")
	s.press("enter")
	s.seeNot("Delete task set")
	s.see("DRAINING")
	s.seeNot("checkout:42")
	s.see("is gone")
	s.press("esc") // alone: with a key right behind it, it would mean alt and that key
	s.seeNot("put away")
	s.press("q")
	s.ends()
	if n := s.ecs.Count("DeleteTaskSet"); n != 1 {
		t.Errorf("%d DeleteTaskSet requests", n)
	}
}

// A moved cursor, a second that passes and a refresh cost few bytes, so that slow
// lines stay fast.
func TestProgramWritesFewBytes(t *testing.T) {
	world := big(30)
	start := time.Now()
	var mu sync.Mutex
	stopped := func() time.Time { mu.Lock(); defer mu.Unlock(); return start }
	s := operate(t, ecsfake.New(time.Now, world), 120, 36, func(o *setup) {
		o.Cluster, o.Refresh, o.Now = "big", time.Hour, stopped // no second passes by itself
	})
	s.see("30 services", "svc-0003", "svc-0029", "svc-0003:3")
	s.quiet()
	s.seeNot("–  ")
	moved := s.costs(func() { s.press("down") }, "the next board is shown", func(screen string) bool {
		return strings.Contains(screen, "svc-0006:6")
	})
	passed := s.costs(func() {
		mu.Lock()
		start = start.Add(7 * time.Second)
		mu.Unlock()
	}, "a second has passed", func(screen string) bool { return strings.Contains(screen, "updated 7s") })
	refreshed := s.costs(func() {
		for _, n := range []string{"05", "07", "10", "11", "13"} {
			s.ecs.Overlay("arn:aws:ecs:eu-west-1:123456789012:service/big/svc-00"+n, map[string]any{"runningCount": 9})
		}
		s.ecs.Fail("*", 4, ecsfake.Slow(40*time.Millisecond)) // each answer has a frame to itself
		s.press("r")
	}, "five counts have changed", func(screen string) bool {
		return strings.Count(screen, "9/2") == 5 && strings.Contains(screen, "updated 0s ago · next in")
	})
	t.Logf("a moved cursor: %d bytes, a second: %d, a refresh of five cells: %d", moved, passed, refreshed)
	if moved >= 400 {
		t.Errorf("a moved cursor costs %d bytes", moved)
	}
	if refreshed >= 300 {
		t.Errorf("a refresh of five cells costs %d bytes", refreshed)
	}
}

// What reaches the terminal of texts that would do harm is nothing that the
// terminal obeys: the same kinds of sequences come as for decent texts, on every
// page, and no clipboard, no title, no link among them.
func TestProgramSendsNothingObeyed(t *testing.T) {
	harmful := payloads(t)
	decents := make([]string, len(harmful))
	for i, text := range harmful {
		decents[i] = decent(text)
	}
	allowed := kinds(walk(t, decents[:2]))
	for _, final := range "ABCDEFGHJKLMPSTXZ@`adefghlmr" { // cursor, erasing, scrolling, modes, colours
		allowed["CSI "+string(final)] = true
	}
	stream := walk(t, harmful)
	allowed["\x1bM"] = true // a line up, where the screen scrolls
	for kind := range kinds(stream) {
		if !allowed[kind] {
			t.Errorf("%q reached the terminal", kind)
		}
	}
	for line := range bytes.SplitSeq(stream, []byte("\n")) {
		if !utf8.Valid(line) || bytes.ContainsFunc(line, func(r rune) bool { return obeyed(r) && !strings.ContainsRune("\x1b\r\b\t\a", r) }) {
			t.Fatalf("reached the terminal: %q", line)
		}
	}
}

// walk opens every page over texts, and gives back what reached the terminal.
func walk(t *testing.T, texts []string) []byte {
	t.Helper()
	s := operate(t, ecsfake.New(time.Now, tainted(texts)), 119, 110, func(o *setup) { o.Refresh = time.Hour })
	defer s.stop()
	s.see("1 cluster")
	s.press("enter")
	s.see(strconv.Itoa(len(texts))+" services", "next in")
	open := func(sign string, names ...string) {
		s.press(names...)
		s.see("› " + sign)
	}
	close := func(sign string) {
		s.press("esc")
		s.seeNot("› " + sign)
	}
	open("details", "d")
	close("details")
	for _, text := range texts { // an error message of each
		s.ecs.Fail("DescribeClusters", 1, ecsfake.Exception("ClientException", "e "+text+" e"))
		_, _ = s.client.DescribeClusters(t.Context(), []string{"shop"})
	}
	open("activity", "a")
	s.see("DescribeClusters")
	close("activity")
	for range (len(texts) + 4) / 5 { // five texts a board
		s.press("enter")
		s.see("STABILITY")
		s.press("esc")
		s.seeNot("STABILITY")
		s.press("down")
	}
	s.press("enter")
	s.see("STABILITY", "next in")
	open("events", "e")
	s.see("58:20") // of 1999, as all of them
	close("events")
	open("details", "d")
	last := fmt.Sprintf("k%02d", len(texts)-1)
	s.see("tags."+last, "clusterArn")
	open("YAML", "y")
	s.down(last)
	close("YAML")
	open("JSON", "J")
	s.down(last)
	close("JSON")
	s.press("down")
	s.openDialog()
	s.press("esc")
	s.seeNot("Delete task set")
	return s.wire.passed()
}

// down goes down a text page by page, until something of its end is seen.
func (s *terminal) down(end string) {
	s.t.Helper()
	for !strings.Contains(s.text(), end) {
		before := s.text()
		s.press("pgdown")
		s.until("the next page is seen", func(screen string) bool { return screen != before })
	}
}

// kinds are the kinds of control sequences in what a terminal got: of a CSI its
// final byte and what marks it as private, of all others the whole.
func kinds(stream []byte) map[string]bool {
	found := map[string]bool{}
	p := ansi.NewParser()
	var state byte
	for len(stream) > 0 {
		sequence, width, n, next := ansi.DecodeSequence(stream, state, p)
		state, stream = next, stream[n:]
		switch {
		case width > 0 || len(sequence) == 0 || sequence[0] != 0x1b:
		case len(sequence) > 2 && sequence[1] == '[':
			kind := strings.Map(func(r rune) rune {
				if strings.ContainsRune("0123456789;:[\x1b", r) {
					return -1
				}
				return r
			}, string(sequence))
			found["CSI "+kind] = true
		default:
			found[string(sequence)] = true
		}
	}
	return found
}
