//go:build linux || darwin

package main

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/creack/pty"
	"golang.org/x/sys/unix"
)

// A seat is where a person starts tealset from.
type seat struct {
	variables     []string
	script        string // of sh; "$@" in it is tealset. None is tealset without a shell
	width, height int    // none is 80x24
	mute          bool   // the terminal answers no queries
}

// A sitting is a session at a seat. Whatever runs in it holds its life open.
type sitting struct {
	*session
	life *os.File
}

func (from seat) start(t *testing.T, args ...string) *sitting {
	t.Helper()
	path, err := built()
	if err != nil {
		t.Fatal(err)
	}
	if from.script == "" {
		from.script = `exec "$@"`
	}
	if from.width == 0 && from.height == 0 {
		from.width, from.height = width, height
	}
	home := t.TempDir()
	life := filepath.Join(home, "life")
	if err := syscall.Mkfifo(life, 0o600); err != nil {
		t.Fatal(err)
	}
	reader, err := os.OpenFile(life, os.O_RDONLY|syscall.O_NONBLOCK, 0) //nolint:gosec // It was made above.
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = reader.Close() })
	shell := append([]string{"-c", `exec 3>"$LIFE"; ` + from.script, "sh", path}, args...)
	s := &session{
		t: t, cmd: exec.CommandContext(t.Context(), "sh", shell...), //nolint:gosec // It is the program under test.
		exited: make(chan struct{}), drained: make(chan struct{}),
		screen: newScreen(max(1, from.width), max(1, from.height)),
	}
	s.changed = sync.NewCond(&s.mu)
	if s.terminal, s.program, err = pty.Open(); err != nil {
		t.Fatal(err)
	}
	if s.terminal, err = closable(s.terminal); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.close)
	size := &pty.Winsize{Rows: uint16(from.height), Cols: uint16(from.width)} //nolint:gosec // Sizes of terminals.
	if err := pty.Setsize(s.program, size); err != nil {
		t.Fatal(err)
	}
	if s.before, err = term.GetState(s.program.Fd()); err != nil {
		t.Fatal(err)
	}
	s.cmd.Stdin, s.cmd.Stdout, s.cmd.Stderr = s.program, s.program, s.program
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	s.cmd.Env = append([]string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + home, "LIFE=" + life, "TERM=xterm-256color", "LANG=en_US.UTF-8",
		"GORACE=" + quickExit,
	}, from.variables...)
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go s.read()
	answers := io.Writer(s.terminal)
	if from.mute {
		answers = io.Discard
	}
	go func() { _, _ = io.Copy(answers, s.screen) }()
	go func() {
		_ = s.cmd.Wait()
		close(s.exited)
		s.changed.Broadcast()
	}()
	return &sitting{s, reader}
}

// closable is the file anew, so that Close does not wait for a Read: creack/pty turns
// it to blocking.
func closable(file *os.File) (*os.File, error) {
	fd, err := unix.FcntlInt(file.Fd(), unix.F_DUPFD_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	if err := unix.SetNonblock(fd, true); err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(fd), file.Name()), file.Close()
}

// soon is how long a program that was told to end may take. With the race detector
// and both cores taken a second is not long.
const soon = 10 * time.Second

// leavesNobody waits until no process of the sitting is left.
func (s *sitting) leavesNobody() {
	s.t.Helper()
	if err := s.life.SetReadDeadline(time.Now().Add(soon)); err != nil {
		s.t.Fatal(err)
	}
	if _, err := s.life.Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
		s.t.Errorf("a process is left: %v", err)
	}
}

// givesBack waits until nothing of the sitting is left, and checks that the terminal
// is as it was. It returns all that was written.
func (s *sitting) givesBack() string {
	s.t.Helper()
	s.leavesNobody()
	s.isAsItWas()
	output := s.output()
	if left := leftOn(output); len(left) > 0 {
		s.t.Errorf("the terminal is left with %q", left)
	}
	return output
}

// isAsItWas checks the modes of the system's terminal.
func (s *sitting) isAsItWas() {
	s.t.Helper()
	after, err := term.GetState(s.program.Fd())
	if err != nil {
		s.t.Fatal(err)
	}
	if !reflect.DeepEqual(s.before, after) {
		s.t.Errorf("the terminal's state was %v and is %v", s.before, after)
	}
}

// written is what the program wrote up to now.
func (s *sitting) written() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.raw.String()
}
