//go:build linux || darwin

package main

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// The window keeps the title that it had: it could not be given back when tealset ends.
func TestTheWindowKeepsItsTitle(t *testing.T) {
	t.Parallel()
	s := start(t, nil, "--demo")
	s.see("SERVICE")
	s.quits()
	if left := leftOn(s.output()); len(left) != 0 {
		t.Errorf("%q are left on", left)
	}
}

// ctrl+c on a Cyrillic keyboard quits, where the terminal tells of the US key in its
// place, which it is asked to.
func TestCtrlCOfACyrillicKeyboard(t *testing.T) {
	t.Parallel()
	s := start(t, nil, "--demo")
	s.see("SERVICE")
	s.press("\x1b[1089::99;5u")
	s.exits(130)
	if !strings.Contains(s.output(), "\x1b[>5u") {
		t.Error("the terminal is not asked for alternate keys")
	}
}

// A paste whose end mark is lost swallows neither ctrl+c nor, after a moment, any key. The
// first one may come together with the paste, so a person presses again.
func TestAPasteWithoutItsEndSwallowsNoKey(t *testing.T) {
	t.Parallel()
	t.Run("ctrl+c", func(t *testing.T) {
		t.Parallel()
		s := start(t, nil, "--demo")
		s.see("SERVICE")
		s.press(pasteStart + "shop")
		for end := time.Now().Add(patience); !closed(s.exited) && time.Now().Before(end); time.Sleep(pasteSilence / 5) {
			s.press(ctrlC)
		}
		s.exits(130)
	})
	t.Run("a key", func(t *testing.T) {
		t.Parallel()
		s := start(t, nil, "--demo")
		s.see("SERVICE")
		s.press(pasteStart + "shop")
		for end := time.Now().Add(patience); !s.has("all clusters") && time.Now().Before(end); {
			time.Sleep(pasteSilence + pasteSilence/5)
			s.press("!")
		}
		s.see("all clusters")
		s.quits()
	})
}

// has tells whether a text is on the screen.
func (s *session) has(text string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.shows([]string{text})
}

// A terminal that tells no size gets one, so that the screen is not blank: of what is not
// told, that of LINES and COLUMNS, else of 80×24.
func TestATerminalWithoutASizeIsDrawnOn(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		told      size
		variables []string
		drawn     size
	}{
		"neither":           {size{0, 0}, nil, size{80, 24}},
		"no height":         {size{132, 0}, nil, size{132, 24}},
		"no width":          {size{0, 40}, nil, size{80, 40}},
		"LINES and COLUMNS": {size{0, 0}, []string{"LINES=30", "COLUMNS=100"}, size{100, 30}},
		"wrong variables":   {size{0, 0}, []string{"LINES=-1", "COLUMNS=many"}, size{80, 24}},
		"huge variables":    {size{0, 0}, []string{"LINES=1000000", "COLUMNS=1000000"}, size{80, 24}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startSized(t, c.told, c.drawn, c.variables, "--demo")
			s.see("SERVICE", "enter open")
			s.until(func(string) bool {
				last := strings.Split(s.screen.String(), "\n")[c.drawn.height-2] // a rule, in which a short remark may stand
				return strings.HasPrefix(last, "──") && strings.HasSuffix(last, "──") && utf8.RuneCountInString(last) == c.drawn.width
			}, []string{"a rule of the whole width above the footer"})
			s.quits()
		})
	}
}
