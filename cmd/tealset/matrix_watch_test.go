//go:build linux || darwin

package main

import (
	"strings"
	"time"

	"github.com/creack/pty"
)

// What is seen at a sitting.

// sees waits until something holds of the screen.
func (s *sitting) sees(what string, holds func() bool) {
	s.t.Helper()
	deadline := time.Now().Add(patience)
	defer time.AfterFunc(patience, s.changed.Broadcast).Stop()
	s.mu.Lock()
	defer s.mu.Unlock()
	for !holds() {
		if time.Now().After(deadline) || closed(s.exited) {
			s.t.Fatalf("%s is not on the screen:\n%s", what, s.screen)
		}
		s.changed.Wait()
	}
}

// gone waits until a text is not on the screen any more.
func (s *sitting) gone(text string) {
	s.t.Helper()
	s.sees("a screen without "+text, func() bool { return !s.shows([]string{text}) })
}

// marks waits until the row of the cursor, and no other, has the text.
func (s *sitting) marks(text string) {
	s.t.Helper()
	s.sees("the cursor on "+text, func() bool {
		lines := strings.Split(s.screen.String(), "\n")
		var marked []string
		for y, line := range lines {
			if cell := s.screen.CellAt(1, y); cell != nil && strings.Contains(markers, cell.Content) && cell.Content != "" {
				marked = append(marked, line)
			}
		}
		return len(marked) == 1 && strings.Contains(marked[0], text)
	})
}

// seesDemo waits until all services of the demo's page have been read, with the cursor on
// the first: until then they stand in another order.
func (s *sitting) seesDemo() {
	s.t.Helper()
	s.see("24 services · 4 broken · 3 untidy")
	s.marks("accounts")
}

// markers are what stands before the row of the cursor, with and without ASCII alone.
const markers = "▌>"

// withoutHeader is the text of the screen without the lines that the time changes.
// Callers hold the lock.
func (s *sitting) withoutHeader() string {
	_, text, _ := strings.Cut(s.screen.String(), "\n")
	_, text, _ = strings.Cut(text, "\n")
	return text
}

// resize makes the terminal larger or smaller.
func (s *sitting) resize(width, height int) {
	s.t.Helper()
	s.mu.Lock()
	s.screen.Resize(width, height)
	s.mu.Unlock()
	if err := pty.Setsize(s.program, &pty.Winsize{Rows: uint16(height), Cols: uint16(width)}); err != nil { //nolint:gosec // Sizes of terminals.
		s.t.Fatal(err)
	}
}

// row is a line of the screen, without the blanks at its end. Callers hold the lock.
func (s *sitting) row(y int) string {
	lines := strings.Split(s.screen.String(), "\n")
	if y >= len(lines) {
		return ""
	}
	return strings.TrimRight(lines[y], " ")
}
