//go:build linux || darwin

package main

import (
	"strings"
	"syscall"
	"testing"
	"time"
)

// endings are the ways out that work wherever a person is, and their exit codes.
var endings = map[string]struct {
	act  func(s *sitting)
	code int
}{
	"ctrl+c":  {func(s *sitting) { s.press(ctrlC) }, 130},
	"SIGINT":  {func(s *sitting) { s.signal(syscall.SIGINT) }, 130},
	"SIGTERM": {func(s *sitting) { s.signal(syscall.SIGTERM) }, 143},
	"SIGHUP":  {func(s *sitting) { s.signal(syscall.SIGHUP) }, 129},
	"SIGQUIT": {func(s *sitting) { s.signal(syscall.SIGQUIT) }, 131},
}

func TestEveryEndGivesTheTerminalBackFromEveryPlace(t *testing.T) {
	t.Parallel()
	for where, place := range places {
		for how, end := range endings {
			t.Run(how+" in "+where, func(t *testing.T) {
				t.Parallel()
				s := seat{}.start(t, append([]string{"--demo"}, place.args...)...)
				place.goes(s)
				end.act(s)
				s.exits(end.code)
				if output := s.givesBack(); strings.Contains(output, "tealset: ") || strings.Contains(output, "goroutine") {
					t.Errorf("there is an error in the output: %q", output)
				}
			})
		}
	}
}

// A terminal that has been asked to tell keys apart sends codes for them.
func TestCtrlCIsKnownAsEveryTerminalSendsIt(t *testing.T) {
	t.Parallel()
	for name, code := range map[string]string{
		"plain": ctrlC, "kitty": "\x1b[99;5u", "kitty with caps lock and num lock": "\x1b[99;197u", "xterm": "\x1b[27;5;99~",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := seat{}.start(t, "--demo")
			s.seesDemo()
			s.press(code)
			s.exits(130)
			s.givesBack()
		})
	}
}

func TestEveryEndGivesASmallTerminalBack(t *testing.T) {
	t.Parallel()
	for how, end := range endings {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			s := seat{width: 1, height: 1, mute: true}.start(t, "--demo")
			s.saysTooSmall(size{1, 1})
			end.act(s)
			s.exits(end.code)
			s.givesBack()
		})
	}
}

// Whenever the signal comes: before there is a screen it ends the program as it ends
// any other, and afterwards the screen is left.
func TestASignalAtTheStartLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	for step := range 16 {
		after := time.Duration(step) * 3 * time.Millisecond
		t.Run(after.String(), func(t *testing.T) {
			t.Parallel()
			s := seat{}.start(t, "--demo")
			time.Sleep(after) // the moments to try, not a wait for one
			s.signal(syscall.SIGTERM)
			s.ends()
			status, ok := s.cmd.ProcessState.Sys().(syscall.WaitStatus)
			if killed := ok && status.Signaled() && status.Signal() == syscall.SIGTERM; !killed && status.ExitStatus() != 143 {
				t.Errorf("the program ended with %s", s.cmd.ProcessState)
			}
			s.givesBack()
		})
	}
}

// A program that stayed would go on asking ECS for ever.
func TestAClosedTerminalLeavesNoProcess(t *testing.T) {
	t.Parallel()
	for name, from := range map[string]seat{
		"as it is":                          {},
		"SIGHUP ignored":                    {script: `trap "" HUP; exec "$@"`}, // by nohup
		"below a shell":                     {script: `"$@"; exit $?`},
		"below a shell that ignores SIGHUP": {script: `trap "" HUP; "$@"; exit $?`},
		"as a shell's job":                  shellWithJobs,
	} {
		for where, place := range places {
			t.Run(name+", "+where, func(t *testing.T) {
				t.Parallel()
				s := from.start(t, append([]string{"--demo"}, place.args...)...)
				place.goes(s)
				s.hangUp()
				s.leavesNobody()
			})
		}
	}
}
