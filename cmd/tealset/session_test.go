//go:build linux || darwin

package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

// patience is how long a test waits for what must come: twice the deadline of a write.
const patience = time.Minute

// The smallest usual terminal.
const width, height = 80, 24

// A session is the built program on a terminal of its own, which is drawn in
// memory.
type session struct {
	t        *testing.T
	cmd      *exec.Cmd
	terminal *os.File // the side that a person sits at
	program  *os.File // the program's side, kept open to look at its state
	before   *term.State
	exited   chan struct{}
	drained  chan struct{}
	reading  sync.Mutex // held by a terminal that takes no more output

	mu      sync.Mutex
	changed *sync.Cond
	raw     bytes.Buffer
	drawn   int // so many bytes of raw are on the screen
	screen  *vt.Emulator
}

// start runs tealset with the variables on top of those of a plain machine that
// cannot reach AWS.
func start(t *testing.T, variables []string, args ...string) *session {
	t.Helper()
	usual := size{width, height}
	return startSized(t, usual, usual, variables, args...)
}

// startSized starts it on a terminal that tells one size, perhaps zero, and has another.
func startSized(t *testing.T, told, has size, variables []string, args ...string) *session {
	t.Helper()
	path, err := built()
	if err != nil {
		t.Fatal(err)
	}
	s := &session{
		t: t, cmd: exec.CommandContext(t.Context(), path, args...), //nolint:gosec // It is the program under test.
		exited: make(chan struct{}), drained: make(chan struct{}),
		screen: newScreen(has.width, has.height),
	}
	s.changed = sync.NewCond(&s.mu)
	if s.terminal, s.program, err = pty.Open(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.close)
	if err := pty.Setsize(s.terminal, &pty.Winsize{Rows: uint16(told.height), Cols: uint16(told.width)}); err != nil { //nolint:gosec // Sizes of terminals.
		t.Fatal(err)
	}
	if s.before, err = term.GetState(s.program.Fd()); err != nil {
		t.Fatal(err)
	}
	s.cmd.Stdin, s.cmd.Stdout, s.cmd.Stderr = s.program, s.program, s.program
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	s.cmd.Env = append([]string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir(), "TERM=xterm-256color", "LANG=en_US.UTF-8",
		"AWS_CONFIG_FILE=/dev/null", "AWS_SHARED_CREDENTIALS_FILE=/dev/null",
		"AWS_EC2_METADATA_DISABLED=true", "AWS_ENDPOINT_URL=http://127.0.0.1:1",
		"GORACE=" + quickExit,
	}, variables...)
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go s.read()
	go func() { _, _ = io.Copy(s.terminal, s.screen) }() // answers to queries
	go func() {
		_ = s.cmd.Wait()
		close(s.exited)
		s.changed.Broadcast()
	}()
	return s
}

// newScreen is a terminal in memory. What was drawn for a larger screen may come after it has
// become smaller: margins beyond the last line end at it, as in xterm and tmux. Left to itself
// x/vt would panic.
func newScreen(width, height int) *vt.Emulator {
	screen := vt.NewEmulator(width, height)
	screen.RegisterCsiHandler('r', func(params ansi.Params) (handled bool) {
		if bottom, _, _ := params.Param(1, 0); bottom > screen.Height() {
			params[1] = ansi.Param(screen.Height())
		}
		return false
	})
	// The terminal knows synchronized output, so the program marks where a frame begins
	// and ends.
	_, _ = screen.WriteString(ansi.ResetModeSynchronizedOutput)
	return screen
}

// read draws what the program writes.
func (s *session) read() {
	defer close(s.drained)
	buffer := make([]byte, 4096)
	for {
		s.reading.Lock()
		s.reading.Unlock() //nolint:staticcheck // it is only waited for
		n, err := s.terminal.Read(buffer)
		if err != nil {
			return
		}
		s.mu.Lock()
		s.raw.Write(buffer[:n])
		s.draw()
		s.mu.Unlock()
		s.changed.Broadcast()
	}
}

// draw shows all that was written except a frame that has not come whole. Half a frame
// would show texts of two pages at once, and a person would seem to act on a page that
// is not there yet.
func (s *session) draw() {
	const begin, end = ansi.SetModeSynchronizedOutput, ansi.ResetModeSynchronizedOutput
	output := s.raw.Bytes()
	seen := max(0, s.drawn-len(begin)) // the last read may have ended inside a mark
	whole := len(output)
	if at := bytes.LastIndex(output[seen:], []byte(begin)); at >= 0 && !bytes.Contains(output[seen+at:], []byte(end)) {
		whole = max(s.drawn, seen+at)
	}
	_, _ = s.screen.Write(output[s.drawn:whole])
	s.drawn = whole
}

// close ends what a failed test has left.
func (s *session) close() {
	if s.cmd.Process != nil && !closed(s.exited) {
		if err := s.cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
			s.t.Error(err)
		}
		<-s.exited
	}
	_ = s.program.Close()
	_ = s.terminal.Close()
	// The emulator's own Close races with its Read.
	_ = s.screen.InputPipe().(io.Closer).Close()
}

func closed(done <-chan struct{}) bool {
	select {
	case <-done:
		return true
	default:
		return false
	}
}

// What was drawn for 41 lines comes after the terminal has shrunk to ten: the next page is
// drawn on all ten.
func TestMarginsBeyondTheLastLineEndAtIt(t *testing.T) {
	screen := newScreen(2, 10)
	_, _ = screen.WriteString("\x1b[5;7r\x1b[1;41r\x1b[H" + "0\r\n1\r\n2\r\n3\r\n4\r\n5\r\n6\r\n7\r\n8\r\n9")
	if got, want := screen.String(), "0\n1\n2\n3\n4\n5\n6\n7\n8\n9"; got != want {
		t.Errorf("%q, not %q", got, want)
	}
}
