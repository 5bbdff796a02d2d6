package dialog

import (
	"strings"
	"testing"
	"time"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	tea "charm.land/bubbletea/v2"
)

// marked styles can be told apart in a text without colours.
func marked() Styles {
	around := func(left, right string) lipgloss.Style {
		return lipgloss.NewStyle().Transform(func(text string) string { return left + text + right })
	}
	return Styles{Reverse: around("{", "}"), Dim: around("(", ")"), Warn: around("!", "!")}
}

// A form is its text, a line that tells of more, the stops, and the buttons in the last
// line: what has the focus, what cannot be pressed and what is on are told apart.
func TestAFormIsDrawn(t *testing.T) {
	t.Parallel()
	h := holding(t, 3, 1)
	h.width, h.height = 44, 24
	h.Layout(3, 1, h.Room(h.width, h.height))
	h.delet.Not = "not yet"
	want := strings.Join([]string{
		"╭─ Delete ─────────────────────────────────╮",
		"│ aaaaaaaaaa                               │",
		"│ bbbbbbbbbb                               │",
		"│ cccccccccc                               │",
		"├──────────────────────────────────────────┤",
		"│ [ ] force                                │",
		"│                                          │",
		"│ the name: go here with tab               │",
		"│                                          │",
		"│                   [ Cancel ]    Delete   │",
		"╰──────────────────────────────────────────╯",
	}, "\n")
	if diff := cmp.Diff(want, h.screen()); diff != "" {
		t.Error(diff)
	}
	foot := func() string { return strings.Join(h.foot(marked(), 40, 24), "\n") }
	see := func(texts ...string) {
		t.Helper()
		for _, text := range texts {
			if !strings.Contains(ansi.Strip(foot()), text) {
				t.Errorf("%q is not in\n%s", text, ansi.Strip(foot()))
			}
		}
	}
	see("{[ Cancel ]}", "(  Delete  )", "(go here with tab")
	h.presses("tab")
	see("  Cancel  ", "([ )", "( ])")
	h.delet.Not = ""
	see("{[ Delete ]}")
	h.presses("tab", "f")
	see("{[x] force", "  Delete  ")
	h.presses("tab", "a")
	see("[x] force", "the name: a")
	if strings.Contains(ansi.Strip(foot()), "{") {
		t.Errorf("something else has the focus:\n%s", ansi.Strip(foot()))
	}
	if lines := h.foot(marked(), 40, roomy-1); len(lines) != 3 {
		t.Errorf("%d lines where there is no room", len(lines))
	}
	if lines := h.foot(marked(), 40, roomy); len(lines) != 5 {
		t.Errorf("%d lines where there is room", len(lines))
	}
	if lines(1) != "1 more line" || lines(2) != "2 more lines" {
		t.Error("one line is told as several")
	}
}

// The picker draws what fits, the cursor's choice in reverse, names in one column.
func TestAPickerIsDrawn(t *testing.T) {
	t.Parallel()
	var all []Choice
	for _, letter := range "abcdefghij" {
		all = append(all, Choice{strings.Repeat(string(letter), 3), "what"})
	}
	p := NewPicker(overlayKeys(), "profile", "none", all)
	p.Layout(6)
	at := func(keys ...string) string { typeInto(p, keys...); return p.Current() }
	for _, step := range []struct{ key, want string }{
		{"down", "bbb"},
		{"up", "aaa"},
		{"up", "aaa"},
		{"pgdown", "ddd"},
		{"pgdown", "ggg"},
		{"pgup", "ddd"},
		{"pgdown", "ggg"},
		{"pgdown", "jjj"},
		{"pgdown", "jjj"},
	} {
		if got := at(step.key); got != step.want {
			t.Errorf("after %s the cursor is on %s, not %s", step.key, got, step.want)
		}
	}
	lines := p.Lines(marked(), 40)
	if len(lines) != 6 || !strings.HasPrefix(ansi.Strip(lines[5]), "{   jjj  what") || strings.Contains(lines[4], "{") {
		t.Errorf("%q", lines)
	}
	p.Pasted("ccc")
	if lines := p.Lines(marked(), 40); len(lines) != 3 || p.Current() != "ccc" {
		t.Errorf("%q", lines)
	}
	if lines := NewPicker(overlayKeys(), "profile", "", nil).Lines(marked(), 40); !strings.Contains(ansi.Strip(lines[2]), "type the name of a profile") {
		t.Errorf("%q", lines)
	}
}

// What begins with the letters comes before what has them in one piece, and that before
// what has them here and there.
func TestAPickerPutsTheBestFirst(t *testing.T) {
	t.Parallel()
	p := NewPicker(overlayKeys(), "profile", "", []Choice{{"p-r-o-d", ""}, {"my-prod", ""}, {"prod-eu", ""}})
	p.Layout(10)
	typeInto(p, "p", "r", "o", "d")
	for _, want := range []string{"prod-eu", "my-prod", "p-r-o-d"} {
		if p.Current() != want {
			t.Errorf("%s, not %s", p.Current(), want)
		}
		typeInto(p, "down")
	}
	if p := NewPicker(overlayKeys(), "profile", "", nil); typeInto(p, "enter") != nil {
		t.Error("nothing was chosen")
	}
}

// A line completes what is known, and a backspace closes it where it is empty.
func TestALineCompletesAndCloses(t *testing.T) {
	t.Parallel()
	l := NewLine(overlayKeys(), ":", "r", []string{"refresh 5s"})
	if typeInto(l, "e", "tab"); l.Value() != "refresh 5s" {
		t.Errorf("%q", l.Value())
	}
	if typeInto(l, "x"); l.Value() != "refresh 5sx" {
		t.Errorf("the cursor was not at the end: %q", l.Value())
	}
	if got := typeInto(l, "left"); got != nil {
		t.Errorf("a key that only moves gave %v", got)
	}
	if got := typeInto(NewLine(overlayKeys(), ":", "", nil), "backspace"); got != (Closed{}) {
		t.Errorf("%v", got)
	}
	if got := typeInto(NewLine(overlayKeys(), ":", "a", nil), "backspace"); got != (Typed{""}) {
		t.Errorf("%v", got)
	}
}

// A program or a machine that stood still may let keys through that were pressed long
// ago: they do not count, and neither do those after a clock that was set back.
func TestAStandstillDisarms(t *testing.T) {
	t.Parallel()
	for gap, armed := range map[time.Duration]bool{standstill: true, standstill + 1: false, -time.Millisecond: false} {
		d, form := newDesk(), &recorder{guarded: true}
		d.Open(form, d.now)
		d.gets(Quiet, pressOf("x"))
		if !d.Armed() {
			t.Fatal("not armed")
		}
		if d.gets(gap, tea.KeyPressMsg{Code: 'x', Text: "x"}); d.Armed() != armed {
			t.Errorf("armed %t after %s", d.Armed(), gap)
		}
	}
}
