//go:build linux || darwin

package main

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/creack/pty"
)

func TestATerminalThatCannotDrawIsRefused(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"dumb", ""} {
		t.Run("TERM="+name, func(t *testing.T) {
			t.Parallel()
			s := start(t, []string{"TERM=" + name}, "--demo")
			s.exits(exitUsage)
			want := "tealset: the terminal cannot draw a screen (TERM=" + name + "); set TERM to what it is, such as xterm-256color\r\n"
			if output := s.output(); output != want {
				t.Errorf("it says %q", output)
			}
		})
	}
}

func TestInputThatIsNoTerminalIsRefused(t *testing.T) {
	t.Parallel()
	path, err := built()
	if err != nil {
		t.Fatal(err)
	}
	person, program, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _, _ = person.Close(), program.Close() }()
	var stderr strings.Builder
	cmd := exec.CommandContext(t.Context(), path, "--demo") //nolint:gosec // It is the program under test.
	cmd.Stdout, cmd.Stderr = program, &stderr
	cmd.Env = append(os.Environ(), "TERM=xterm-256color")
	_ = cmd.Run()
	if code := cmd.ProcessState.ExitCode(); code != exitUsage {
		t.Errorf("the exit code is %d", code)
	}
	want := "tealset: standard input is not a terminal; run tealset in one, for example with ssh -t\n"
	if stderr.String() != want {
		t.Errorf("it says %q", stderr.String())
	}
}

// A query would wait for an answer, and could be seen on a terminal that knows
// none.
func TestTheCommandLineAsksTheTerminalNothing(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		args []string
		code int
	}{
		"help":             {[]string{"--help"}, 0},
		"help of fake-ecs": {[]string{"fake-ecs", "--help"}, 0},
		"version":          {[]string{"--version"}, 0},
		"wrong flag":       {[]string{"--nope"}, exitUsage},
		"wrong completion": {[]string{"completion", "bash", "x"}, exitUsage},
	} {
		for _, terminal := range []string{"dumb", "", "xterm-256color", "screen", "nosuch"} {
			t.Run(name+" on TERM="+terminal, func(t *testing.T) {
				t.Parallel()
				s := start(t, []string{"TERM=" + terminal}, test.args...)
				s.exits(test.code)
				output := s.output()
				if rest := styling.ReplaceAllString(output, ""); strings.Contains(rest, "\x1b") || !strings.Contains(rest, "tealset") {
					t.Errorf("there is more than text and its style: %q", output)
				}
				if terminal == "dumb" && strings.Contains(output, "\x1b") {
					t.Errorf("a dumb terminal is given %q", output)
				}
			})
		}
	}
}

// styling are sequences that ask nothing.
var styling = regexp.MustCompile(`\x1b\[[0-9;:]*m`)
