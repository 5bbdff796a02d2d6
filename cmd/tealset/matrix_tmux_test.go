//go:build linux || darwin

package main

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// A layer is a multiplexer on a socket of its own: a script that runs another one in
// it, in which TERM is a name of the multiplexer's.
type layer struct{ program, name string }

func (l layer) around(script, socket string) string {
	if l.program == "screen" {
		return fmt.Sprintf(`unset STY; TERM=xterm-256color screen -U -c /dev/null -T %s -S %s sh -c %s sh "$@"`,
			l.name, socket, quoted(script))
	}
	return fmt.Sprintf(`unset TMUX; tmux -L %s -f /dev/null start-server ';' set -g status off ';' set -g escape-time 0 ';' `+
		`set -g default-terminal %s ';' new-session sh -c %s sh "$@"`, socket, l.name, quoted(script))
}

// tells is what the multiplexer on that socket says to a command.
func (l layer) tells(s *sitting, socket string, command ...string) string {
	args := append([]string{"-L", socket}, command...)
	if l.program == "screen" {
		args = append([]string{"-S", socket, "-X"}, command...)
	}
	cmd := exec.Command(l.program, args...) //nolint:gosec,noctx // A multiplexer, also after the test's end.
	cmd.Env = s.cmd.Env
	output, _ := cmd.Output() // none if it has ended
	return string(output)
}

// end ends the multiplexer on that socket, if it is there.
func (l layer) end(s *sitting, socket string) {
	l.tells(s, socket, map[string]string{"tmux": "kill-server", "screen": "quit"}[l.program])
}

// The pane of a multiplexer: tealset, and what a person then sees and types.
const pane = `exec 3>"$LIFE"; echo "TERM is $TERM."; ` + jobControl + `echo "ended with $code."; read -r line`

func TestTheDashboardWorksInMultiplexers(t *testing.T) {
	t.Parallel()
	tmux, screen := layer{"tmux", "tmux-256color"}, layer{"screen", "screen-256color"}
	for name, layers := range map[string][]layer{
		"tmux":                               {tmux},
		"tmux, TERM=screen":                  {{"tmux", "screen"}},
		"tmux in tmux, TERM=screen-256color": {{"tmux", "screen-256color"}, tmux},
		"screen":                             {screen},
		"screen, TERM=screen":                {{"screen", "screen"}},
		"tmux in screen":                     {tmux, screen},
		"screen in tmux":                     {screen, tmux},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := multiplexed(t, layers)
			s.seesDemo()
			s.see("enter open")
			s.press("\x1b[Bjj")
			s.marks("cart")
			s.resize(100, 36)
			s.sees("a page of 36 lines", func() bool { return s.row(35) != "" && s.row(29) == "" })
			s.resize(40, 10)
			s.saysTooSmall(size{40, 10})
			s.resize(width, height)
			s.marks("cart")
			s.press(ctrlZ)
			s.see("stopped 1.")
			s.press("typed\r")
			s.gone("stopped 1.") // screen keeps the page, as it has no alternate screen
			s.marks("cart")
			s.press(enter)
			s.see("EXTERNAL · running")
			s.press("q")
			s.see("ended with 0.")
			if inner := layers[0]; inner.program == "tmux" {
				s.see("TERM is " + inner.name + ".")
				const all = "#{alternate_on} #{mouse_any_flag} #{cursor_flag}"
				if state := inner.tells(s, socketOf(0), "display-message", "-p", all); state != "0 0 1\n" {
					t.Errorf("the pane's alternate screen, mouse and cursor are %q", state)
				}
			}
			s.press(enter)
			s.exits(0)
			s.leavesNobody()
			s.isAsItWas() // what else the outermost one leaves is its own
		})
	}
}

// The end of a multiplexer is the end of the terminal for what is in it.
func TestTheEndOfAMultiplexerEndsTheProgram(t *testing.T) {
	t.Parallel()
	for _, l := range []layer{{"tmux", "tmux-256color"}, {"screen", "screen-256color"}} {
		t.Run(l.program, func(t *testing.T) {
			t.Parallel()
			s := multiplexed(t, []layer{l})
			s.seesDemo()
			l.end(s, socketOf(0))
			s.leavesNobody()
		})
	}
}

// multiplexed starts tealset in multiplexers, the first of which is the innermost.
func multiplexed(t *testing.T, layers []layer) *sitting {
	t.Helper()
	for _, l := range layers {
		if _, err := exec.LookPath(l.program); err != nil {
			t.Skipf("%s is not installed: %v", l.program, err)
		}
	}
	sockets, err := os.MkdirTemp("", "tealset") // a socket's name must be short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(sockets) })
	var s *sitting
	script := pane
	for i, l := range layers {
		socket := socketOf(i)
		script = l.around(script, socket)
		t.Cleanup(func() {
			if s != nil {
				l.end(s, socket)
			}
		})
	}
	s = seat{
		variables: []string{"TMUX_TMPDIR=" + sockets, "SCREENDIR=" + sockets},
		script:    script,
	}.start(t, "--demo")
	return s
}

// socketOf is the name of a layer's socket, in a directory of the sitting's own.
func socketOf(layer int) string { return fmt.Sprintf("tealset%d", layer) }

// quoted is a word as a shell takes it.
func quoted(word string) string { return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'" }
