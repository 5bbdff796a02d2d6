package dialog

import (
	"strings"
	"testing"
)

// choosing opens a form with a number, three quick values for it, and two choices.
func choosing(t *testing.T) (h *hand, number, first, second *Stop) {
	t.Helper()
	h = holding(t, 3, 0)
	number, first, second = NewField(Number, "percent"), NewOneOf("one", true), NewOneOf("other", false)
	h.Show(number, NewQuick("0"), NewQuick("50"), NewQuick("100"), first, second, h.cancel, h.delet)
	h.Layout(3, 0, h.Room(h.width, h.height))
	return h, number, first, second
}

// A quick value takes the place of what was typed into the field before it. It is a key that
// has to come alone, and is taken back where others came with it.
func TestAQuickValueFillsTheFieldBeforeIt(t *testing.T) {
	t.Parallel()
	h, number, _, _ := choosing(t)
	h.presses("tab", "tab", "7", "5")
	if value, ok := number.Number(); !ok || value != 75 {
		t.Fatalf("typed %v %t", value, ok)
	}
	if event := h.presses("tab", "tab", "enter"); event != Changed || number.Value() != "50" {
		t.Errorf("event %v, value %q", event, number.Value())
	}
	h.Pressed(Press{KeyPressMsg: pressOf("tab"), Armed: true, Alone: true})
	if event := h.Pressed(Press{KeyPressMsg: pressOf("enter"), Armed: true}); event != Nothing || number.Value() != "50" {
		t.Errorf("too quick: event %v, value %q", event, number.Value())
	}
	h.presses("enter")
	if number.Value() != "100" || !h.TakeBack() || number.Value() != "50" || h.TakeBack() {
		t.Errorf("taken back: %q", number.Value())
	}
	if !strings.Contains(h.screen(), "nothing was filled in") {
		t.Errorf("it is not told:\n%s", h.screen())
	}
}

// Of choices one is on, whatever is pressed; the one before comes back where other keys came
// with the one that chose.
func TestOneChoiceIsOn(t *testing.T) {
	t.Parallel()
	h, _, first, second := choosing(t)
	if !strings.Contains(h.screen(), "(x) one") || !strings.Contains(h.screen(), "( ) other") {
		t.Fatalf("they are not told apart:\n%s", h.screen())
	}

	for h.Focus() != second {
		h.presses("shift+tab")
	}
	if event := h.presses("space"); event != Changed || first.On || !second.On {
		t.Errorf("event %v, first %t, second %t", event, first.On, second.On)
	}
	if event := h.presses("enter"); event != Changed || first.On || !second.On {
		t.Errorf("once more: event %v, first %t, second %t", event, first.On, second.On)
	}
	if !h.TakeBack() || first.On || !second.On {
		t.Errorf("a choice that was on already is taken back: first %t, second %t", first.On, second.On)
	}
	h.presses("shift+tab", "f")
	if !first.On || second.On || !h.TakeBack() || first.On || !second.On {
		t.Errorf("taken back: first %t, second %t", first.On, second.On)
	}
}

// Quick values stand on one line, and choices one below the other without a gap.
func TestQuickValuesStandOnOneLine(t *testing.T) {
	t.Parallel()
	h, _, _, _ := choosing(t)
	screen := h.screen()
	if !strings.Contains(screen, "  0      50      100  ") {
		t.Errorf("the quick values are apart:\n%s", screen)
	}
	lines := strings.Split(screen, "\n")
	for i, line := range lines {
		if strings.Contains(line, "(x) one") && !strings.Contains(lines[i+1], "( ) other") {
			t.Errorf("the choices are apart:\n%s", screen)
		}
	}
}
