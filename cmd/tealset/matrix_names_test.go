//go:build linux || darwin

package main

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

// The names that terminals go by.
var terminals = []string{
	"xterm-256color", "xterm", "linux", "vt100", "screen", "screen-256color", "tmux-256color", "xterm-kitty", "alacritty", "ansi",
}

// Bubble Tea writes other sequences for other names, and some terminals answer no
// query: the text must come out the same.
func TestEveryTerminalShowsTheSameAndIsGivenBack(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	helps := map[string][]string{} // the help page, and who shows it
	t.Run("each", func(t *testing.T) {
		for _, name := range terminals {
			for _, mute := range []bool{false, true} {
				row := name + map[bool]string{true: ", mute"}[mute]
				t.Run(row, func(t *testing.T) {
					t.Parallel()
					s := seat{variables: []string{"TERM=" + name}, mute: mute}.start(t, "--demo")
					help := s.visitsHelp()
					mu.Lock()
					helps[help] = append(helps[help], row)
					mu.Unlock()
					s.press("?q")
					s.exits(0)
					output := s.givesBack()
					if found := directColours.FindString(output); found != "" {
						t.Errorf("%q is none of the 256 colours that nearly every terminal has", found)
					}
					if found := manyColours.FindString(output); found != "" && slices.Contains(sixteenColours, name) {
						t.Errorf("%q is none of the 16 colours that this terminal has", found)
					}
					if !drawn(output) || strings.Contains(output, "tealset: ") {
						t.Errorf("this is no screen: %q", output)
					}
				})
			}
		}
	})
	if len(helps) != 1 {
		for help, rows := range helps {
			t.Errorf("%q show:\n%s", rows, help)
		}
	}
}

// visitsHelp moves down by both codes that terminals have for it, and gives what is
// on the help page.
func (s *sitting) visitsHelp() string {
	s.t.Helper()
	s.seesDemo()
	s.press("\x1b[B")
	s.marks("gift-cards")
	s.press("\x1bOB")
	s.marks("payments")
	s.press("?")
	s.see("Move", "ctrl+b", "q close")
	s.mu.Lock()
	help := s.withoutHeader()
	s.mu.Unlock()
	s.press("\x1b[6~")
	s.gone("ctrl+b")
	return help
}

// sixteenColours are the terminals that have no more.
var sixteenColours = []string{"xterm", "linux", "vt100", "ansi"}

// manyColours are those of a palette of 256, and direct ones.
var (
	manyColours   = regexp.MustCompile(`\x1b\[([0-9;:]*[;:])?[34]8[;:][0-9;:]*m`)
	directColours = regexp.MustCompile(`\x1b\[([0-9;:]*[;:])?[34]8[;:]2[;:][0-9;:]*m`)
)

func TestATerminalThatIsRefusedIsLeftUntouched(t *testing.T) {
	t.Parallel()
	for name, script := range map[string]string{
		"dumb":  `export TERM=dumb; exec "$@"`,
		"empty": `export TERM=; exec "$@"`,
		"unset": `unset TERM; exec "$@"`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := seat{script: script}.start(t, "--demo")
			s.exits(exitUsage)
			output := s.givesBack()
			if strings.Contains(output, "\x1b") || strings.Count(output, "\n") != 1 || !strings.HasPrefix(output, "tealset: ") {
				t.Errorf("this is not one sentence: %q", output)
			}
		})
	}
}

// everywhere goes through the pages, the dialog and the filter's line, and gives all
// that was written.
func (s *sitting) everywhere() string {
	s.t.Helper()
	s.see("PRIMARY", "DRAINING")
	(&operator{session: s.session}).ask()
	// A key right behind esc would be alt and that key: the page's footer tells that it is over.
	for _, visit := range []struct {
		key  string
		sees []string
	}{
		{esc, []string{"PRIMARY", "DRAINING", "ctrl+d delete"}},
		{"d", []string{"taskDefinition", "q close"}},
		{"y", []string{"taskDefinition: ", "q close"}},
		{"J", []string{`"taskDefinition": `, "q close"}},
		{esc, []string{"PRIMARY", "DRAINING", "ctrl+d delete"}},
		{"e", []string{"has begun draining", "q close"}},
		{esc, []string{"PRIMARY", "DRAINING", "ctrl+d delete"}},
		{"a", []string{"Changes", "DescribeServices"}},
		{esc, []string{"PRIMARY", "DRAINING", "ctrl+d delete"}},
		{"?", []string{"Move", "q close"}},
		{esc, []string{"PRIMARY", "DRAINING", "ctrl+d delete"}},
		{esc, []string{"orders", "payments"}},
		{"/pay", []string{"payments", "/pay"}},
		{esc, []string{"orders", "payments"}},
		{"S", []string{"orders", "search"}},
		{esc, []string{"shop-staging", "batch"}},
	} {
		s.press(visit.key)
		s.see(visit.sees...)
	}
	(&operator{session: s.session}).quit() // a q right after a text was closed does not count
	s.exits(0)
	return s.givesBack()
}

// Whatever else says that the terminal has colours.
func TestNoColorHoldsOnEveryPage(t *testing.T) {
	t.Parallel()
	for name, variables := range map[string][]string{
		"yes":              {"NO_COLOR=yes"},
		"1":                {"NO_COLOR=1"},
		"yes, true colour": {"NO_COLOR=yes", "COLORTERM=truecolor", "CLICOLOR_FORCE=1", "FORCE_COLOR=1", "TERM=xterm-kitty"},
		"1, true colour":   {"NO_COLOR=1", "COLORTERM=truecolor", "CLICOLOR_FORCE=1", "FORCE_COLOR=1", "TERM=xterm-kitty"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := seat{variables: variables}.start(t, "--demo", "--cluster", "shop-prod", "--service", "checkout")
			output := s.everywhere()
			if found := colour.FindString(output); found != "" {
				t.Errorf("there is a colour: %q", found)
			}
			if !strings.Contains(output, " ▌ \x1b[1m") {
				t.Error("no row has the marker and is bold, so the row of the cursor cannot be told")
			}
		})
	}
}

func TestTheLocaleHoldsOnEveryPage(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		variables []string
		ascii     bool
	}{
		"LANG=C":            {[]string{"LANG=C"}, true},
		"LC_ALL=POSIX":      {[]string{"LC_ALL=POSIX"}, true},
		"LC_ALL=C on linux": {[]string{"LC_ALL=C", "TERM=linux"}, true},
		"C.UTF-8":           {[]string{"LANG=C.UTF-8"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := seat{variables: test.variables}.start(t, "--demo", "--cluster", "shop-prod", "--service", "checkout")
			output := s.everywhere()
			foreign := strings.IndexFunc(output, func(r rune) bool { return r > '~' })
			if (foreign < 0) != test.ascii {
				t.Errorf("ASCII alone: %t; the first other rune is at %d of %q", foreign < 0, foreign, output)
			}
		})
	}
}
