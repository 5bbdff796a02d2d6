package ui

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"tealset/ecsapi/ecsfake"
	"tealset/model/clean/cleantest"
	"tealset/ui/dialog"
)

// The main path: clusters, services, board, the dialog that drops what was typed
// ahead, force, Delete; the row drains and goes.
func TestProgramDeletesATaskSet(t *testing.T) {
	world := shop()
	world.Timing = ecsfake.Timing{Drain: 300 * time.Millisecond, Deregister: 100 * time.Millisecond, Every: 50 * time.Millisecond}
	s := operate(t, ecsfake.New(time.Now, world), 80, 24, nil)
	s.see("1 cluster", "shop", "ACTIVE")
	s.press("enter")
	s.see("2 services", "checkout", "4/4 +2")
	s.press("enter")
	s.see("shop › checkout", "PRIMARY", "4/4", "2/2")
	s.press("j")
	s.openDialog("y", "tab", "enter")
	s.see("Delete task set", "[ ] force", "[ Cancel ]")
	if n := s.ecs.Count("DeleteTaskSet"); n != 0 {
		t.Fatalf("keys typed ahead of the dialog sent %d deletions", n)
	}
	s.press("shift+tab")
	s.alone("f", func(screen string) bool { return strings.Contains(screen, "force=true") })
	s.see("[x] force")
	s.press("y")
	s.see("[ Delete ]")
	s.alone("enter", func(screen string) bool { return !strings.Contains(screen, "Delete task set") })
	s.see("DRAINING")
	s.seeNot("◌ draining")
	s.see("is gone")
	s.press("esc") // alone: with a key right behind it, it would mean alt and that key
	s.seeNot("esc: close")
	s.press("q")
	s.ends()
	if n := s.ecs.Count("DeleteTaskSet"); n != 1 {
		t.Errorf("%d DeleteTaskSet requests", n)
	}
}

// A terminal that takes no output holds up one key of a burst and not the one before it:
// they count as one burst all the same, and delete nothing.
func TestProgramKeepsABurstTogetherWhileTheTerminalStalls(t *testing.T) {
	s := operate(t, ecsfake.New(time.Now, shop()), 80, 24, func(o *setup) { checkout(o); o.Refresh = time.Hour })
	s.see("ACTIVE", "2/2")
	s.press("j")
	s.openDialog()
	s.press("y")
	s.see("[ Delete ]")
	time.Sleep(2 * dialog.Alone) // so that enter comes alone
	stuck, goOn := s.wire.stall()
	defer goOn()
	s.program.Send(tea.ClearScreen()) // so that there is something to draw
	<-stuck                           // enter is still taken, and nothing after it
	s.press("enter", "x")
	time.Sleep(3 * dialog.Alone) // what is held up
	goOn()
	s.see("nothing was sent: other keys came with enter", "[ Cancel ]")
	s.press("esc")
	s.seeNot("Delete task set")
	if n := s.ecs.Count("DeleteTaskSet"); n != 0 {
		t.Errorf("%d DeleteTaskSet requests", n)
	}
}

// What reaches the terminal of texts that would do harm is nothing that the
// terminal obeys: the same kinds of sequences come as for decent texts, on every
// page, and no clipboard, no title, no link among them.
func TestProgramSendsNothingObeyed(t *testing.T) {
	harmful := cleantest.Payloads(t)
	decents := make([]string, len(harmful))
	for i, text := range harmful {
		decents[i] = decent(text)
	}
	allowed := kinds(walk(t, decents[:2]))
	for _, final := range "ABCDEFGHJKLMPSTXZ@`adefghlmr" { // cursor, erasing, scrolling, modes, colours
		allowed["CSI "+string(final)] = true
	}
	allowed["CSI <u"] = true // Bubble Tea draws once before the first page on a slow machine, and ends the keyboard of that screen
	stream := walk(t, harmful)
	allowed["\x1bM"] = true // a line up, where the screen scrolls
	for kind := range kinds(stream) {
		if !allowed[kind] {
			t.Errorf("%q reached the terminal", kind)
		}
	}
	for line := range bytes.SplitSeq(stream, []byte("\n")) {
		if !utf8.Valid(line) || bytes.ContainsFunc(line, func(r rune) bool { return obeyed(r) && !strings.ContainsRune("\x1b\r\b\t\a", r) }) {
			t.Fatalf("reached the terminal: %q", line)
		}
	}
}

// walk opens every page over texts, and gives back what reached the terminal.
func walk(t *testing.T, texts []string) []byte {
	t.Helper()
	s := operate(t, ecsfake.New(time.Now, tainted(texts)), 119, 110, func(o *setup) { o.Refresh = time.Hour })
	defer s.stop()
	s.see("1 cluster")
	s.press("enter")
	s.see(strconv.Itoa(len(texts)) + " services")
	s.seeNot("reading…")
	open := func(sign string, names ...string) {
		s.press(names...)
		s.see("› " + sign)
	}
	close := func(sign string) {
		s.press("esc")
		s.seeNot("› " + sign)
	}
	open("details", "d")
	close("details")
	for _, text := range texts { // an error message of each
		s.ecs.Fail("DescribeClusters", 1, ecsfake.Exception("ClientException", "e "+text+" e"))
		_, _ = s.client.DescribeClusters(t.Context(), []string{"shop"})
	}
	open("activity", "a")
	s.see("DescribeClusters")
	close("activity")
	for range (len(texts) + 4) / 5 { // five texts a board
		s.press("enter")
		s.see("STABILITY")
		s.press("esc")
		s.seeNot("STABILITY")
		s.press("down")
	}
	s.press("enter")
	s.see("STABILITY")
	open("events", "e")
	s.see("58:20") // of 1999, as all of them
	close("events")
	open("details", "d")
	last := fmt.Sprintf("k%02d", len(texts)-1)
	s.see("tags."+last, "clusterArn")
	open("YAML", "y")
	s.down(last)
	close("YAML")
	open("JSON", "J")
	s.down(last)
	close("JSON")
	s.press("down")
	time.Sleep(dialog.Quiet) // what comes sooner may be meant for the text
	s.openDialog()
	s.press("esc")
	s.seeNot("Delete task set")
	return s.wire.passed()
}

// down goes down a text page by page, until something of its end is seen.
func (s *terminal) down(end string) {
	s.t.Helper()
	for !strings.Contains(s.text(), end) {
		before := s.text()
		s.press("pgdown")
		s.until("the next page is seen", func(screen string) bool { return screen != before })
	}
}

// kinds are the kinds of control sequences in what a terminal got: of a CSI its
// final byte and what marks it as private, of all others the whole.
func kinds(stream []byte) map[string]bool {
	found := map[string]bool{}
	p := ansi.NewParser()
	var state byte
	for len(stream) > 0 {
		sequence, width, n, next := ansi.DecodeSequence(stream, state, p)
		state, stream = next, stream[n:]
		switch {
		case width > 0 || len(sequence) == 0 || sequence[0] != 0x1b:
		case len(sequence) > 2 && sequence[1] == '[':
			kind := strings.Map(func(r rune) rune {
				if strings.ContainsRune("0123456789;:[\x1b", r) {
					return -1
				}
				return r
			}, string(sequence))
			found["CSI "+kind] = true
		default:
			found[string(sequence)] = true
		}
	}
	return found
}
