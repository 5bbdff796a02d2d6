//go:build linux || darwin

package main

import (
	"fmt"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A shell with job control: it tells when tealset has been stopped, reads a line, and
// brings tealset back.
const jobControl = `
set -m
sh -c 'echo "pid $$."; exec "$0" "$@"' "$@"
code=$? times=0
while [ "$(kill -l $code 2>/dev/null)" = TSTP ]; do
	times=$((times + 1))
	echo "stopped $times."
	read -r line
	echo "read <$line>"
	fg >/dev/null
	code=$?
done
`

// shellWithJobs is a seat at such a shell. The answer to a query could come so late
// that the shell would take it for typed.
var shellWithJobs = seat{script: jobControl + "exit $code", mute: true}

const ctrlZ = "\x1a"

func TestWhatIsStoppedByCtrlZIsThereAgainAfterwards(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		args  []string
		until func(s *sitting) // ctrl+z
		while func(s *sitting) // it is stopped
		after func(s *sitting) // fg
		code  int
		races bool // checkResize and RestoreTerminal of Bubble Tea 2.0.10, for a size
	}{
		"on a page": {
			until: func(s *sitting) { s.press("jj"); s.marks("payments") },
			after: func(s *sitting) { s.marks("payments"); s.press("jq") },
		},
		"in the dialog": {
			args:  []string{"--cluster", "shop-prod", "--service", "checkout"},
			until: func(s *sitting) { s.see("ACTIVE"); (&operator{session: s.session}).ask() },
			after: func(s *sitting) { (&operator{session: s.session}).armed(); s.press(ctrlC) },
			code:  130,
		},
		"in the filter's line": {
			until: func(s *sitting) { s.press("/pay"); s.gone("gift-cards") },
			after: func(s *sitting) {
				s.see("payments", "/pay")
				s.press("ments\r")
				s.see("1 of 24 services match")
				s.press("q")
			},
		},
		"in the help": {
			until: func(s *sitting) { s.press("?"); s.see("Move") },
			after: func(s *sitting) { s.see("Move"); s.press("?"); s.seesDemo(); s.press("q") },
		},
		"too small": {
			races: true,
			until: func(s *sitting) { s.resize(40, 10); s.see("too small") },
			after: func(s *sitting) { s.see("too small"); s.resize(80, 24); s.seesDemo(); s.press("q") },
		},
		"made smaller": {
			races: true,
			while: func(s *sitting) { s.resize(40, 10) },
			after: func(s *sitting) { s.see("too small"); s.resize(80, 24); s.seesDemo(); s.press("q") },
		},
		"made larger": {
			races: true,
			while: func(s *sitting) { s.resize(120, 40) },
			after: func(s *sitting) {
				s.sees("a page of 40 lines", func() bool {
					return strings.Contains(s.row(39), "enter open") && !strings.Contains(s.row(23), "enter open")
				})
				s.press("q")
			},
		},
		"continued in the background": {
			while: func(s *sitting) { s.kill(syscall.SIGCONT); s.waitsStopped() },
			after: func(s *sitting) { s.seesDemo(); s.press("q") },
		},
		"ended by SIGTERM": {while: func(s *sitting) { s.kill(syscall.SIGTERM) }, code: 143},
		"ended by SIGHUP":  {while: func(s *sitting) { s.kill(syscall.SIGHUP) }, code: 129},
		"ended by SIGINT":  {while: func(s *sitting) { s.kill(syscall.SIGINT) }, code: 130},
		"ended by SIGQUIT": {while: func(s *sitting) { s.kill(syscall.SIGQUIT) }, code: 131},
		"stopped again": {after: func(s *sitting) {
			s.seesDemo()
			s.press(ctrlZ)
			s.isStopped(2)
			s.continues("second")
			s.seesDemo()
			s.press("q")
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if test.races && slices.Contains(buildFlags, "-race") {
				t.Skip("the race is Bubble Tea's")
			}
			s := shellWithJobs.start(t, append([]string{"--demo"}, test.args...)...)
			if test.args == nil {
				s.seesDemo()
			}
			if test.until != nil {
				test.until(s)
			}
			s.press(ctrlZ)
			s.isStopped(1)
			if test.while != nil {
				test.while(s)
				s.isAsItWas()
			}
			s.continues("first")
			if test.after != nil {
				test.after(s)
			}
			s.exits(test.code)
			s.givesBack()
			if !s.hasRead("first") {
				t.Error("the terminal was of no use while it was stopped")
			}
		})
	}
}

func TestCtrlZIsKnownAsEveryTerminalSendsIt(t *testing.T) {
	t.Parallel()
	for name, code := range map[string]string{"kitty": "\x1b[122;5u", "xterm": "\x1b[27;5;122~"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := shellWithJobs.start(t, "--demo")
			s.seesDemo()
			s.press(code)
			s.isStopped(1)
			s.continues("first")
			s.seesDemo()
			s.press("q")
			s.exits(0)
			s.givesBack()
		})
	}
}

// isStopped waits until the shell has the terminal, which must be free for it.
func (s *sitting) isStopped(times int) {
	s.t.Helper()
	s.see(fmt.Sprintf("stopped %d.", times))
	s.isAsItWas()
	if left := leftOn(s.written()); len(left) > 0 {
		s.t.Errorf("while it is stopped, the terminal is left with %q", left)
	}
}

// continues gives the shell a line, and with it the reason to bring tealset back.
func (s *sitting) continues(line string) {
	s.t.Helper()
	s.press(line + "\r")
	s.sees("tealset again", func() bool { return closed(s.exited) || s.hasRead(line) })
}

// hasRead tells whether the terminal has echoed a line and the shell has read it; the
// echo may come late. Callers hold the lock.
func (s *sitting) hasRead(line string) bool {
	output := s.raw.String()
	return strings.Contains(output, "read <"+line+">") && strings.Count(output, line) > 1
}

// pid is that of tealset, below a shell.
func (s *sitting) pid() int {
	s.t.Helper()
	match := regexp.MustCompile(`pid (\d+)\.`).FindStringSubmatch(s.written())
	if match == nil {
		s.t.Fatalf("no pid in %q", s.written())
	}
	pid, err := strconv.Atoi(match[1])
	if err != nil {
		s.t.Fatal(err)
	}
	return pid
}

// kill sends a signal to tealset below a shell.
func (s *sitting) kill(signal syscall.Signal) {
	s.t.Helper()
	if err := syscall.Kill(s.pid(), signal); err != nil {
		s.t.Fatal(err)
	}
}

func TestTheEndOfTheTerminalEndsWhatIsStopped(t *testing.T) {
	t.Parallel()
	s := shellWithJobs.start(t, "--demo")
	s.seesDemo()
	s.press(ctrlZ)
	s.isStopped(1)
	s.hangUp()
	s.leavesNobody()
}

// waitsStopped waits until the system has stopped tealset.
func (s *sitting) waitsStopped() {
	s.t.Helper()
	pid := strconv.Itoa(s.pid())
	for deadline := time.Now().Add(patience); ; time.Sleep(10 * time.Millisecond) {
		state, err := exec.CommandContext(s.t.Context(), "ps", "-o", "stat=", "-p", pid).Output() //nolint:gosec // A number.
		if err != nil {
			s.t.Fatal(err)
		}
		if strings.HasPrefix(string(state), "T") {
			return
		}
		if time.Now().After(deadline) {
			s.t.Fatalf("it is not stopped: %s", state)
		}
	}
}
