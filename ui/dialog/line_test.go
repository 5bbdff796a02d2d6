package dialog

import (
	"strings"
	"testing"

	"charm.land/bubbles/v2/key"

	"github.com/charmbracelet/x/ansi"
)

func typeInto(o Overlay, keys ...string) (last Action) {
	for _, name := range keys {
		last = o.Pressed(Press{KeyPressMsg: pressOf(name), Armed: true})
	}
	return last
}

// A line tells each change of its text, and gives it whole at enter.
func TestALineTellsWhatIsTyped(t *testing.T) {
	t.Parallel()
	l := NewLine(overlayKeys(), "/", "sh", nil)
	if got := typeInto(l, "o"); got != (Typed{"sho"}) {
		t.Errorf("%v", got)
	}
	if got := l.Pasted("p"); got != (Typed{"shop"}) {
		t.Errorf("%v", got)
	}
	if got := typeInto(l, "enter"); got != (Entered{"shop"}) || l.Value() != "shop" || l.Guarded() {
		t.Errorf("%v", got)
	}
	if got := typeInto(l, "esc"); got != (Closed{}) {
		t.Errorf("%v", got)
	}
}

// What is longer than the line scrolls: the letter before the cursor is on the screen.
func TestALongLineScrolls(t *testing.T) {
	t.Parallel()
	l := NewLine(overlayKeys(), ":", strings.Repeat("x", 80), nil)
	typeInto(l, "y", "z")
	view := ansi.Strip(l.View(Styles{}, 40))
	if !strings.Contains(view, "xyz") || ansi.StringWidth(view) > 40 {
		t.Errorf("%q", view)
	}
}

// The letters narrow the choices, what begins with them before what has them somewhere;
// enter chooses, and a name that is not there is taken as it was typed.
func TestAPickerNarrowsAndChooses(t *testing.T) {
	t.Parallel()
	p := NewPicker(overlayKeys(), "Region", "eu-west-1", []Choice{{"us-east-1", "N. Virginia"}, {"eu-west-1", "Ireland"}, {"eu-west-2", "London"}})
	p.Layout(10)
	if p.Current() != "eu-west-1" || p.Guarded() {
		t.Errorf("the cursor is on %q", p.Current())
	}
	if got := typeInto(p, "down", "enter"); got != (Chosen{"eu-west-2"}) {
		t.Errorf("%v", got)
	}
	if got := typeInto(p, "l", "o", "n", "enter"); got != (Chosen{"eu-west-2"}) {
		t.Errorf("%v", got)
	}
	if got := typeInto(p, "!", "enter"); got != (Chosen{"lon!"}) {
		t.Errorf("%v", got)
	}
	if lines := p.Lines(Styles{}, 60); !strings.Contains(lines[2], "lon! is taken as it is") {
		t.Errorf("%q", lines)
	}
	if got := typeInto(p, "esc"); got != (Closed{}) {
		t.Errorf("%v", got)
	}
}

// overlayKeys are the usual ones.
func overlayKeys() Keys {
	of := func(keys ...string) key.Binding { return key.NewBinding(key.WithKeys(keys...)) }
	return Keys{
		Accept: of("enter"), Cancel: of("esc"), Complete: of("tab"),
		Up: of("up", "ctrl+p"), Down: of("down", "ctrl+n"), PageUp: of("pgup"), PageDown: of("pgdown"),
		ListUp: of("up", "ctrl+p"), ListDown: of("down", "ctrl+n"), ListPageUp: of("pgup", "ctrl+b"), ListPageDown: of("pgdown", "ctrl+f"),
	}
}
