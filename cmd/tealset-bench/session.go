package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

// A session is the program on a terminal of its own, which is drawn in memory.
//
// One goroutine does nothing but read and look at the clock, another one draws, so
// that no time depends on how long drawing takes.
type session struct {
	cmd      *exec.Cmd
	terminal *os.File
	begun    time.Time     // Just before the process was started.
	chunks   chan chunk    // Read and not drawn yet.
	drawn    chan struct{} // All that it wrote has been drawn.
	exited   chan struct{}

	mu      sync.Mutex
	screen  *vt.Emulator
	watch   watch
	outputs []output
}

// A chunk is what one read of the terminal gave.
type chunk struct {
	at   time.Time
	data []byte
}

// An output is a chunk without its bytes.
type output struct {
	at    time.Time
	bytes int
}

// start runs the program against the fleet, on a page, with nothing of this machine's
// settings. The directory is for what it writes.
func start(ctx context.Context, o options, url, directory string, page []string) (*session, error) {
	home, err := os.MkdirTemp(directory, "home-")
	if err != nil {
		return nil, err
	}
	// It ends by q, not by a signal at the end of the context: see quit.
	//nolint:gosec // It is the program to measure.
	cmd := exec.CommandContext(context.WithoutCancel(ctx), o.binary, append([]string{"--region", "eu-west-1"}, page...)...)
	cmd.Dir = home
	cmd.Env = []string{
		"HOME=" + home, "XDG_STATE_HOME=" + filepath.Join(home, "state"), "XDG_CONFIG_HOME=" + filepath.Join(home, "config"),
		"TERM=xterm-256color", "LANG=en_US.UTF-8",
		"AWS_ENDPOINT_URL=" + url, "AWS_EC2_METADATA_DISABLED=true",
		"AWS_CONFIG_FILE=" + os.DevNull, "AWS_SHARED_CREDENTIALS_FILE=" + os.DevNull,
		"AWS_ACCESS_KEY_ID=AKIAMADEUPFORABENCH1", "AWS_SECRET_ACCESS_KEY=made-up",
	}
	s := &session{
		cmd: cmd, chunks: make(chan chunk, 1<<12), drawn: make(chan struct{}), exited: make(chan struct{}),
		screen: vt.NewEmulator(o.width, o.height), begun: time.Now(),
	}
	size := &pty.Winsize{Cols: uint16(o.width), Rows: uint16(o.height)} //nolint:gosec // The flags allow no more.
	if s.terminal, err = pty.StartWithSize(cmd, size); err != nil {
		return nil, fmt.Errorf("cannot run the program on a terminal: %w", err)
	}
	go s.read()
	go s.draw()
	go func() { _, _ = io.Copy(s.terminal, s.screen) }() // What a terminal answers to queries.
	go func() {
		_ = cmd.Wait() // quit looks at the exit code.
		close(s.exited)
	}()
	return s, nil
}

func (s *session) read() {
	defer close(s.chunks)
	buffer := make([]byte, 1<<16)
	for {
		n, err := s.terminal.Read(buffer)
		at := time.Now()
		if n > 0 {
			s.chunks <- chunk{at, append([]byte(nil), buffer[:n]...)}
		}
		if err != nil {
			return
		}
	}
}

func (s *session) draw() {
	defer close(s.drawn)
	for c := range s.chunks {
		s.mu.Lock()
		_, _ = s.screen.Write(c.data)
		s.watch.look(s.screen, c.at)
		s.outputs = append(s.outputs, output{c.at, len(c.data)})
		s.mu.Unlock()
	}
}

// seen is what has been seen on the screen until now.
func (s *session) seen() watch {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.watch
}

// wait waits until done says so, for at most the limit, and no longer than the
// program runs. It asks every few milliseconds, so no time is taken from its end.
func (s *session) wait(ctx context.Context, limit time.Duration, done func() bool) error {
	timeout := time.After(limit)
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for !done() {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-s.exited:
			<-s.drawn
			return fmt.Errorf("the program ended by itself (%s): %s", s.cmd.ProcessState, strings.TrimSpace(s.screen.String()))
		case <-timeout:
			return nil
		case <-tick.C:
		}
	}
	return nil
}

// quit ends the program with q, or by force where that does not help, and is
// needed on every path. Calling it again does nothing.
func (s *session) quit() error {
	_, _ = s.terminal.WriteString("q") // Where this fails, force is next.
	var err error
	select {
	case <-s.exited:
	case <-time.After(5 * time.Second):
		err = fmt.Errorf("the program does not end when q is pressed")
		_ = s.cmd.Process.Kill()
		<-s.exited
	}
	<-s.drawn // The program's side is closed, so reading ends after the last byte.
	_ = s.terminal.Close()
	// The emulator's own Close races with its Read.
	_ = s.screen.InputPipe().(io.Closer).Close()
	if code := s.cmd.ProcessState.ExitCode(); err == nil && code != 0 {
		err = fmt.Errorf("the program ended with exit code %d", code)
	}
	return err
}
