package ui

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
	"go.uber.org/goleak"

	"tealset/ecsapi"
	"tealset/ecsapi/ecsfake"
	"tealset/model"
	"tealset/model/change"
	"tealset/ui/dialog"
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
	client  unguarded
	ended   chan error
	stop    func()
}

// unguarded is the client without the guards that the command line puts before its
// changes.
type unguarded struct {
	*ecsapi.Reader
	writer *ecsapi.Writer
}

func bare(reader *ecsapi.Reader, writer *ecsapi.Writer) unguarded { return unguarded{reader, writer} }

func (u unguarded) Do(ctx context.Context, r change.Request) change.Answer {
	percent, _ := r.Percent()
	switch r.Kind {
	case change.DeleteTaskSet:
		return u.writer.DeleteTaskSet(ctx, r.Target, r.Force)
	case change.PromoteTaskSet, change.RestorePrimary:
		return u.writer.UpdateServicePrimaryTaskSet(ctx, r.Target)
	case change.ScaleTaskSet:
		return u.writer.UpdateTaskSet(ctx, r.Target, percent)
	case change.RerouteTraffic:
		return u.writer.ContinueDeployment(ctx, r.Deployment(), "READY_WAIT")
	case change.TerminateOriginal:
		return u.writer.ContinueDeployment(ctx, r.Deployment(), "TERMINATION_WAIT")
	case change.StopCodeDeploy:
		return u.writer.StopDeployment(ctx, r.Deployment())
	case change.ContinueHook:
		return u.writer.ContinueServiceDeployment(ctx, r.Deployment(), r.Hook(), "CONTINUE")
	case change.RollBackHook:
		return u.writer.ContinueServiceDeployment(ctx, r.Deployment(), r.Hook(), "ROLLBACK")
	case change.RollBackDeployment:
		return u.writer.StopServiceDeployment(ctx, r.Deployment())
	}
	panic(r.Kind)
}

func (unguarded) Resolved(change.Request, change.Outcome) {}

// sourceOf is a source that reads and changes by one client.
func sourceOf(client unguarded, profile, region string) Source {
	return Source{Backend: client, Changes: client, Profile: profile, Region: region}
}

// wire stands between the program and its terminal: it keeps what passes.
type wire struct {
	to      io.Writer
	changed chan struct{}

	mu    sync.Mutex
	bytes []byte
	muted bool
	stuck chan struct{} // gets one for each write that waits; nil where none does
	moves chan struct{} // closed when they go on
}

// stall makes the next writes wait, as a connection that hangs, until they are let go on.
func (w *wire) stall() (stuck <-chan struct{}, goOn func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.stuck, w.moves = make(chan struct{}, 1), make(chan struct{})
	return w.stuck, sync.OnceFunc(func() { close(w.moves) })
}

func (w *wire) Write(p []byte) (int, error) {
	w.mu.Lock()
	stuck, moves := w.stuck, w.moves
	w.mu.Unlock()
	if stuck != nil {
		select {
		case stuck <- struct{}{}:
		default:
		}
		<-moves
	}
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
	counted := &underWay{next: ecs.Client().Transport}
	s := &terminal{
		t: t, ecs: ecs, screen: screen, keys: keys, ended: make(chan error, 1),
		wire: &wire{to: screen, changed: make(chan struct{}, 1)},
	}
	s.client = bare(ecsapi.New(ecsapi.Fixed{
		Region: "eu-west-1", Endpoint: "http://ecs.invalid", Transport: counted,
		Observe: func(call model.Call) { s.program.Send(CallEnded(call)) },
	}))
	s.program = tea.NewProgram(
		started(ctx, sourceOf(s.client, "", "eu-west-1"), 100*time.Millisecond, change),
		tea.WithOutput(s.wire), tea.WithInput(input), tea.WithWindowSize(width, height), tea.WithFPS(120),
		tea.WithoutSignals(), tea.WithoutSignalHandler(), tea.WithColorProfile(colorprofile.ANSI256),
		tea.WithEnvironment([]string{"TERM=xterm-256color", "LANG=C.UTF-8"}),
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
		counted.wait()                             // goleak cannot read the stack of a request that is being answered: it is too deep
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

// underWay knows of the requests that are under way.
type underWay struct {
	next     http.RoundTripper
	requests sync.RWMutex
}

func (u *underWay) RoundTrip(r *http.Request) (*http.Response, error) {
	u.requests.RLock()
	defer u.requests.RUnlock()
	return u.next.RoundTrip(r)
}

// wait returns when those that have begun have ended.
func (u *underWay) wait() {
	u.requests.Lock()
	defer u.requests.Unlock()
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
	s.until("a dialog takes keys", func(screen string) bool {
		return strings.Contains(screen, "Delete task set") && !strings.Contains(screen, "not ready")
	})
}

// alone presses a key that presses or toggles, until what it does is on the screen.
func (s *terminal) alone(name string, done func(screen string) bool) {
	s.t.Helper()
	for tooQuick := true; tooQuick; {
		time.Sleep(2 * dialog.Alone) // as a person does
		s.press(name)
		s.until(name+" is taken", func(screen string) bool {
			tooQuick = !done(screen)
			return !tooQuick || strings.Contains(screen, "too quick")
		})
	}
	time.Sleep(2 * dialog.Alone) // a key that comes sooner would come with it
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
