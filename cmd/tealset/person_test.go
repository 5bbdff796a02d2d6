//go:build linux || darwin

package main

import (
	"errors"
	"os"
	"reflect"
	"strings"
	"time"

	"github.com/charmbracelet/x/term"
)

// What a person does at a session, and sees.

// see waits until all texts are on the screen.
func (s *session) see(texts ...string) {
	s.t.Helper()
	deadline := time.Now().Add(patience)
	defer time.AfterFunc(patience, s.changed.Broadcast).Stop()
	s.mu.Lock()
	defer s.mu.Unlock()
	for !s.shows(texts) {
		if time.Now().After(deadline) || closed(s.exited) {
			s.t.Fatalf("not all of %q are on the screen:\n%s", texts, s.screen)
		}
		s.changed.Wait()
	}
}

func (s *session) shows(texts []string) bool {
	screen := s.screen.String()
	for _, text := range texts {
		if !strings.Contains(screen, text) {
			return false
		}
	}
	return true
}

func (s *session) press(keys string) {
	s.t.Helper()
	if _, err := s.terminal.WriteString(keys); err != nil {
		s.t.Fatal(err)
	}
}

func (s *session) signal(signal os.Signal) {
	s.t.Helper()
	if err := s.cmd.Process.Signal(signal); err != nil && !errors.Is(err, os.ErrProcessDone) {
		s.t.Fatal(err)
	}
}

// ends waits for the end of the program.
func (s *session) ends() {
	s.t.Helper()
	select {
	case <-s.exited:
	case <-time.After(patience):
		s.t.Fatal("the program does not end")
	}
}

// exits waits for the end of the program, which must have that exit code.
func (s *session) exits(code int) {
	s.t.Helper()
	s.ends()
	if got := s.cmd.ProcessState.ExitCode(); got != code {
		s.t.Errorf("the exit code is %d (%s), not %d", got, s.cmd.ProcessState, code)
	}
}

// leavesTheTerminalAsItWas checks the modes that the program set, and those of
// the system's terminal.
func (s *session) leavesTheTerminalAsItWas() {
	s.t.Helper()
	after, err := term.GetState(s.program.Fd())
	if err != nil {
		s.t.Fatal(err)
	}
	if !reflect.DeepEqual(s.before, after) {
		s.t.Errorf("the terminal's state was %v and is %v", s.before, after)
	}
	output := s.output()
	for mode, name := range map[string]string{"1049": "the alternate screen", "2004": "bracketed paste"} {
		set, reset := strings.LastIndex(output, "\x1b[?"+mode+"h"), strings.LastIndex(output, "\x1b[?"+mode+"l")
		if set < 0 || reset < set {
			s.t.Errorf("%s is not left: set at %d, reset at %d", name, set, reset)
		}
	}
	hidden, shown := strings.LastIndex(output, "\x1b[?25l"), strings.LastIndex(output, "\x1b[?25h")
	if hidden < 0 || shown < hidden {
		s.t.Errorf("the cursor is not shown: hidden at %d, shown at %d", hidden, shown)
	}
}

// output is every byte that the program wrote, after its end.
func (s *session) output() string {
	s.t.Helper()
	_ = s.program.Close() // the reader ends after the last byte
	select {
	case <-s.drained:
	case <-time.After(patience):
		s.t.Fatal("the output does not end")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if strings.Contains(s.raw.String(), "WARNING: DATA RACE") {
		s.t.Errorf("the program has a data race:\n%s", s.raw.String())
	}
	return s.raw.String()
}

// hangUp is what the end of an SSH connection is to the program.
func (s *session) hangUp() { _ = s.terminal.Close() }
