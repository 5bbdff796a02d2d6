//go:build linux || darwin

package main

import (
	"fmt"
	"strings"
	"testing"
)

// Where a person can be when the terminal changes its size.
var places = map[string]struct {
	args   []string
	goes   func(s *sitting)
	stands func(s *sitting) // the same is there again
}{
	"page": {
		goes:   func(s *sitting) { s.seesDemo(); s.press("gjjj"); s.marks("cart") },
		stands: func(s *sitting) { s.marks("cart") },
	},
	"service": {
		args:   []string{"--cluster", "shop-prod", "--service", "checkout"},
		goes:   func(s *sitting) { s.marks("PRIMARY"); s.press("j"); s.marks("ACTIVE") },
		stands: func(s *sitting) { s.marks("ACTIVE") },
	},
	"dialog": {
		args:   []string{"--cluster", "shop-prod", "--service", "checkout"},
		goes:   func(s *sitting) { s.marks("PRIMARY"); (&operator{session: s.session}).ask() },
		stands: func(s *sitting) { s.see("Delete task set", "Cancel", "esc cancels") },
	},
	"filter": {
		goes:   func(s *sitting) { s.seesDemo(); s.press("/pay"); s.gone("gift-cards") },
		stands: func(s *sitting) { s.see("/pay", "payments"); s.gone("gift-cards") },
	},
	"help": {
		goes:   func(s *sitting) { s.seesDemo(); s.press("?\x1b[6~"); s.see("q close"); s.gone("ctrl+b") },
		stands: func(s *sitting) { s.see("q close"); s.gone("ctrl+b") },
	},
}

// size is that of a terminal in cells.
type size struct{ width, height int }

func (z size) String() string { return fmt.Sprintf("%dx%d", z.width, z.height) }

func TestATerminalThatIsTooSmallLosesNothing(t *testing.T) {
	t.Parallel()
	for name, place := range places {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := seat{}.start(t, append([]string{"--demo"}, place.args...)...)
			place.goes(s)
			for _, small := range []size{{40, 10}, {1, 1}, {59, 24}, {80, 14}, {2, 15}, {500, 1}} {
				s.resize(small.width, small.height)
				s.saysTooSmall(small)
				s.resize(width, height)
				place.stands(s)
			}
			s.press(ctrlC)
			s.exits(130)
			s.givesBack()
		})
	}
}

func TestATerminalMayStartWithAnySize(t *testing.T) {
	t.Parallel()
	for _, first := range []size{{1, 1}, {40, 10}, {60, 15}, {500, 200}} {
		t.Run(first.String(), func(t *testing.T) {
			t.Parallel()
			s := seat{width: first.width, height: first.height}.start(t, "--demo")
			if first.width < 60 {
				s.saysTooSmall(first)
				s.resize(width, height)
			}
			s.seesDemo()
			s.press("q")
			s.exits(0)
			s.givesBack()
		})
	}
}

// A serial line, and a container's terminal at first, tell no size.
func TestATerminalWithoutASizeIsDrawnOnWhenItGetsOne(t *testing.T) {
	t.Parallel()
	s := seat{script: `stty rows 0 cols 0; exec "$@"`}.start(t, "--demo")
	s.sees("a beginning", func() bool { return drawn(s.raw.String()) })
	s.resize(width, height)
	s.seesDemo()
	s.press("q")
	s.exits(0)
	s.givesBack()
}

func TestAfterManySizesTheScreenIsRight(t *testing.T) {
	t.Parallel()
	s := seat{}.start(t, "--demo")
	help := s.visitsHelp()
	s.press("g")
	s.see("Move", "ctrl+b") // a key that comes after a resize to too small a size is dropped
	for i := range 150 {
		s.resize(1+i*37%200, 1+i*17%60)
	}
	s.resize(width, height)
	s.sees("the page of before", func() bool { return s.withoutHeader() == help })
	s.press("q") // closes the text
	s.see("24 services")
	(&operator{session: s.session}).quit()
	s.exits(0)
	s.givesBack()
}

// saysTooSmall waits for the line that says so, as much of it as there is room for,
// and for nothing else.
func (s *sitting) saysTooSmall(now size) {
	s.t.Helper()
	want := "too small: tealset needs 60x15, this is " + now.String()
	if len(want) > now.width {
		want = want[:now.width-1] + "…"
	}
	s.sees(want, func() bool { return strings.TrimSpace(s.screen.String()) == want })
}
