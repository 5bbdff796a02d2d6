package dialog

import (
	"strings"
	"testing"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// hand presses keys in a form, as a person does who has read it.
type hand struct {
	*Form
	t                          *testing.T
	force, name, cancel, delet *Stop
	text                       []string
	width, height              int
}

func formKeys() FormKeys {
	keys := func(names ...string) key.Binding { return key.NewBinding(key.WithKeys(names...)) }
	return FormKeys{
		Next: keys("tab", "right"), Previous: keys("shift+tab", "left"), Press: keys("enter"), Toggle: keys("f", "space"),
		Act: keys("y"), Cancel: keys("n"), Up: keys("up"), Down: keys("down"), PageUp: keys("pgup"), PageDown: keys("pgdown"),
	}
}

// holding opens a form of every kind of stop, with a text of so many lines.
func holding(t *testing.T, lines, must int) *hand {
	t.Helper()
	h := &hand{
		t: t, force: NewToggle("force"), name: NewField(Text, "the name"), cancel: NewButton(Cancel, "Cancel"), delet: NewButton(Act, "Delete"),
		width: 80, height: 24,
	}
	for i := range lines {
		h.text = append(h.text, strings.Repeat(string(rune('a'+i%26)), 10))
	}
	h.Form = NewForm(formKeys(), h.force, h.name, h.cancel, h.delet)
	h.Layout(lines, must, h.Room(h.width, h.height))
	return h
}

func pressOf(name string) tea.KeyPressMsg {
	switch name {
	case "tab":
		return tea.KeyPressMsg{Code: tea.KeyTab}
	case "shift+tab":
		return tea.KeyPressMsg{Code: tea.KeyTab, Mod: tea.ModShift}
	case "enter":
		return tea.KeyPressMsg{Code: tea.KeyEnter}
	case "esc":
		return tea.KeyPressMsg{Code: tea.KeyEscape}
	case "space":
		return tea.KeyPressMsg{Code: tea.KeySpace, Text: " "}
	case "up":
		return tea.KeyPressMsg{Code: tea.KeyUp}
	case "backspace":
		return tea.KeyPressMsg{Code: tea.KeyBackspace}
	case "left":
		return tea.KeyPressMsg{Code: tea.KeyLeft}
	case "pgup":
		return tea.KeyPressMsg{Code: tea.KeyPgUp}
	case "down":
		return tea.KeyPressMsg{Code: tea.KeyDown}
	case "pgdown":
		return tea.KeyPressMsg{Code: tea.KeyPgDown}
	}
	return tea.KeyPressMsg{Code: []rune(name)[0], Text: name}
}

// presses presses keys, each armed and alone, and gives what the last one did.
func (h *hand) presses(names ...string) (event Event) {
	for _, name := range names {
		event = h.Pressed(Press{KeyPressMsg: pressOf(name), Armed: true, Alone: true})
	}
	return event
}

func (h *hand) screen() string {
	return ansi.Strip(h.View(Styles{}, "Delete", h.text, h.width, h.height))
}

// The focus starts on Cancel, and goes through the stops in both directions.
func TestFocusStartsOnCancelAndMovesThroughTheStops(t *testing.T) {
	t.Parallel()
	h := holding(t, 1, 1)
	if h.Focus() != h.cancel {
		t.Fatal("the focus is not on Cancel")
	}
	for i, want := range []*Stop{h.delet, h.force, h.name, h.cancel} {
		if h.presses("tab"); h.Focus() != want {
			t.Errorf("after %d tabs it is on %q", i+1, h.Focus().Label)
		}
	}
	for i, want := range []*Stop{h.name, h.force, h.delet, h.cancel} {
		if h.presses("shift+tab"); h.Focus() != want {
			t.Errorf("after %d tabs back it is on %q", i+1, h.Focus().Label)
		}
	}
}

// Of all keys only enter acts, and only on the action, armed and alone.
func TestOnlyEnterOnTheActionActs(t *testing.T) {
	t.Parallel()
	all := strings.Split("abcdefghijklmnopqrstuvwxyz0123456789-_.", "")
	all = append(all, "space", "tab", "shift+tab", "enter", "esc", "down", "pgdown")
	for _, name := range all {
		for _, on := range []string{"force", "name", "cancel", "delete"} {
			for _, armed := range []bool{true, false} {
				for _, alone := range []bool{true, false} {
					h := holding(t, 1, 1)
					h.focusOn(map[string]*Stop{"force": h.force, "name": h.name, "cancel": h.cancel, "delete": h.delet}[on])
					event := h.Pressed(Press{KeyPressMsg: pressOf(name), Armed: armed, Alone: alone})
					if acted := name == "enter" && on == "delete" && armed && alone; (event == Acted) != acted {
						t.Errorf("%s on %s (armed %t, alone %t) acted: %t", name, on, armed, alone, !acted)
					}
					toggled := on == "force" && armed && alone && (name == "f" || name == "space" || name == "enter")
					if h.force.On != toggled {
						t.Errorf("%s on %s (armed %t, alone %t): force is %t", name, on, armed, alone, h.force.On)
					}
				}
			}
		}
	}
}

// esc cancels at once; n cancels outside a field, and only once the form is armed.
func TestEscCancelsAtOnceAndNOutsideAField(t *testing.T) {
	t.Parallel()
	h := holding(t, 1, 1)
	if h.Pressed(Press{KeyPressMsg: pressOf("esc")}) != Cancelled {
		t.Error("esc did not cancel at once")
	}
	if h.Pressed(Press{KeyPressMsg: pressOf("n")}) == Cancelled {
		t.Error("n cancelled before the form was armed")
	}
	if h.presses("n") != Cancelled {
		t.Error("n did not cancel")
	}
	if h.presses("shift+tab", "n") == Cancelled || h.name.Value() != "n" {
		t.Errorf("n in a field: %q", h.name.Value())
	}
}

// In a field every printable key is input, armed or not: y, n, f and space too.
func TestEveryPrintableKeyIsInputInAField(t *testing.T) {
	t.Parallel()
	h := holding(t, 1, 1)
	h.presses("shift+tab")
	for _, letter := range []string{"f", "l", "y", "-", "n", "space", "q"} {
		h.Pressed(Press{KeyPressMsg: pressOf(letter)})
	}
	if h.name.Value() != "fly-n q" || h.force.On || h.Focus() != h.name {
		t.Errorf("%q was typed, force %t", h.name.Value(), h.force.On)
	}
}

// A number takes digits and one point; other letters are no commands either.
func TestANumberTakesDigitsAndOnePoint(t *testing.T) {
	t.Parallel()
	percent := NewField(Number, "percent")
	form := NewForm(formKeys(), percent, NewButton(Cancel, "Cancel"))
	form.Pressed(Press{KeyPressMsg: pressOf("tab"), Armed: true, Alone: true})
	for letter := range strings.SplitSeq("1yn2.f5.", "") {
		if form.Pressed(Press{KeyPressMsg: pressOf(letter), Armed: true, Alone: true}) == Cancelled {
			t.Fatalf("%s cancelled", letter)
		}
	}
	if value, ok := percent.Number(); !ok || value != 12.5 {
		t.Errorf("%q is %v, %t", percent.Value(), value, ok)
	}
	percent.Empty()
	if _, ok := percent.Number(); ok {
		t.Error("an empty field is a number")
	}
}

// A key that came too soon is told, until the next one.
func TestAKeyThatCameTooSoonIsTold(t *testing.T) {
	t.Parallel()
	h := holding(t, 1, 1)
	h.presses("y")
	h.Pressed(Press{KeyPressMsg: pressOf("enter"), Armed: true})
	if !strings.Contains(h.screen(), "too quick: press enter again") {
		t.Error(h.screen())
	}
	if h.presses("y"); strings.Contains(h.screen(), "too quick") {
		t.Error(h.screen())
	}
}

// A tick that did not come alone is taken back, and told until the form counts keys again;
// what was unticked stays so, and nothing else changes.
func TestATickThatDidNotComeAloneIsTakenBack(t *testing.T) {
	t.Parallel()
	h := holding(t, 1, 1)
	if h.TakeBack() {
		t.Error("Cancel was taken back")
	}
	h.presses("tab", "tab", "f")
	if !h.TakeBack() || h.force.On || h.Focus() != h.force {
		t.Errorf("force %t", h.force.On)
	}
	h.Pressed(Press{KeyPressMsg: pressOf("y")})
	if !strings.Contains(h.screen(), "force was unticked: other keys came with it") {
		t.Error(h.screen())
	}
	if h.TakeBack() || h.force.On {
		t.Error("it is ticked again")
	}
}

// An action that cannot be pressed takes the focus, and says why when it is pressed.
func TestAnActionThatCannotBePressedSaysWhy(t *testing.T) {
	t.Parallel()
	h := holding(t, 1, 1)
	h.delet.Not = "force is off"
	if h.presses("y", "enter") == Acted || !strings.Contains(h.screen(), "force is off") {
		t.Error(h.screen())
	}
}

// What has to be read must have been on the screen, from its first line to its last,
// before the action can be pressed; the frame tells how much there is yet.
func TestTheActionWaitsUntilWhatIsAtRiskWasOnTheScreen(t *testing.T) {
	t.Parallel()
	h := holding(t, 40, 30)
	if h.presses("y", "enter") == Acted {
		t.Fatal("acted without having been read")
	}
	if screen := h.screen(); !strings.Contains(screen, "read all that is at risk first: press down") || !strings.Contains(screen, "more lines") {
		t.Error(screen)
	}
	for range 30 - h.room {
		h.presses("down")
	}
	if !strings.Contains(h.screen(), "↑ ") || h.presses("enter") != Acted {
		t.Errorf("it was read, and is not acted on:\n%s", h.screen())
	}
	h.Reread()
	h.Layout(40, 30, h.room)
	if h.presses("enter") == Acted {
		t.Error("another text counts as read")
	}
}

// The keys that scroll move by a line or by a page, and not beyond the text.
func TestTheTextScrollsByLinesAndPages(t *testing.T) {
	t.Parallel()
	h := holding(t, 60, 1)
	for i, step := range []struct {
		key  string
		want int
	}{{"down", 1}, {"down", 2}, {"up", 1}, {"pgdown", h.room}, {"pgup", 1}, {"up", 0}, {"up", 0}} {
		if h.presses(step.key); h.offset != step.want {
			t.Errorf("after step %d, %s, the first line is %d, not %d", i, step.key, h.offset, step.want)
		}
	}
	for range 100 {
		h.presses("pgdown")
	}
	if h.offset != 60-h.room || strings.Contains(h.screen(), "↓") {
		t.Errorf("it scrolls to %d:\n%s", h.offset, h.screen())
	}
	if h.Reread(); h.offset != 0 || h.reached != 0 {
		t.Error("a new text does not begin at its beginning")
	}
}

// A form without an action has none to go to.
func TestAFormWithoutAnAction(t *testing.T) {
	t.Parallel()
	closing := NewButton(Cancel, "Close")
	form := NewForm(formKeys(), closing)
	press := func(name string) Event {
		return form.Pressed(Press{KeyPressMsg: pressOf(name), Armed: true, Alone: true})
	}
	if press("y") != Nothing || form.Focus() != closing || press("tab") != Nothing || form.Focus() != closing || press("enter") != Cancelled {
		t.Error("it does more than close")
	}
}

// Lines that were jumped over have not been read.
func TestLinesThatWereJumpedOverAreNotRead(t *testing.T) {
	t.Parallel()
	h := holding(t, 100, 100)
	h.offset = 90
	if h.note(); h.reached > h.room {
		t.Errorf("%d lines count as read", h.reached)
	}
}

// The focus is always on a stop that is drawn; a field that is typed into stays as
// long as it has the focus, whatever becomes of the rest.
func TestTheFocusIsAlwaysOnAStopThatIsDrawn(t *testing.T) {
	t.Parallel()
	h := holding(t, 1, 1)
	h.presses("shift+tab", "s", "h", "o")
	if h.Show(h.force, h.name, h.cancel, h.delet); len(h.Stops()) != 4 {
		t.Errorf("%d stops", len(h.Stops()))
	}
	h.Show(h.cancel)
	if h.presses("p"); h.name.Value() != "shop" || !strings.Contains(h.screen(), "shop") {
		t.Errorf("the field is gone under the hand:\n%s", h.screen())
	}
	if h.presses("tab"); h.Focus() != h.cancel {
		t.Errorf("the focus is on %q", h.Focus().Label)
	}
	h.Show(h.cancel)
	if strings.Contains(h.screen(), "the name") {
		t.Errorf("the field stays:\n%s", h.screen())
	}
	h.Show(h.force, h.cancel, h.delet)
	h.presses("tab")
	if h.Show(h.force, h.cancel); h.Focus() != h.cancel {
		t.Errorf("the focus is on %q, which is not drawn", h.Focus().Label)
	}
}

// A pasted text is no hand's work, and that is told.
func TestAPasteIsRefusedAndTold(t *testing.T) {
	t.Parallel()
	h := holding(t, 1, 1)
	if h.Pasted("y"); !strings.Contains(h.screen(), "a paste does not count here ") {
		t.Error(h.screen())
	}
	h.presses("shift+tab")
	h.Pasted("checkout")
	if h.name.Value() != "" || !strings.Contains(h.screen(), "a paste does not count here: type it") {
		t.Error(h.screen())
	}
}

// In every size the stops are there whole, each line fits, and a long value scrolls.
func TestAFormFitsEverySize(t *testing.T) {
	t.Parallel()
	h := holding(t, 30, 30)
	h.presses("shift+tab")
	for range 100 {
		h.presses("x")
	}
	h.presses("z")
	for width := 60; width <= 120; width += 7 {
		for height := 15; height <= 40; height++ {
			h.width, h.height = width, height
			h.Layout(len(h.text), 30, h.Room(width, height))
			lines := strings.Split(h.screen(), "\n")
			if len(lines) > height {
				t.Fatalf("%d lines in %dx%d", len(lines), width, height)
			}
			for _, line := range lines {
				if ansi.StringWidth(line) != Inner(width)+4 {
					t.Fatalf("%q is %d wide in %d", line, ansi.StringWidth(line), width)
				}
			}
			for _, text := range []string{"[ ] force", "xz", "Cancel", "Delete", "aaaaaaaaaa"} {
				if !strings.Contains(h.screen(), text) {
					t.Fatalf("%q is not there in %dx%d:\n%s", text, width, height, h.screen())
				}
			}
		}
	}
}
