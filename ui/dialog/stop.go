package dialog

import (
	"strconv"
	"strings"
	"unicode"

	"charm.land/bubbles/v2/textinput"
	"charm.land/lipgloss/v2"
)

// Kind is what a stop of a form is.
type Kind int

// The kinds of stop.
const (
	// Toggle is on or off.
	Toggle Kind = iota
	// Text takes every printable key.
	Text
	// Number takes digits and one decimal point.
	Number
	// Quick puts its value into the field before it. Several stand on one line.
	Quick
	// OneOf is one of several, of which exactly one is on.
	OneOf
	// Cancel is the button that closes the form. Every form has one.
	Cancel
	// Act is the button of the form's action. A form has one at most.
	Act
)

// Stop is one thing in a form that can have the focus.
type Stop struct {
	Kind  Kind
	Label string
	On    bool   // of a Toggle or a OneOf
	Not   string // why an Act cannot be pressed now; empty where it can
	input textinput.Model
}

// NewToggle makes a toggle that is off.
func NewToggle(label string) *Stop { return &Stop{Kind: Toggle, Label: label} }

// NewButton makes a button: Cancel or Act.
func NewButton(kind Kind, label string) *Stop { return &Stop{Kind: kind, Label: label} }

// NewField makes an empty field: Text or Number.
func NewField(kind Kind, label string) *Stop {
	s := &Stop{Kind: kind, Label: label, input: NewInput("")}
	s.input.Focus() // it takes letters; which stop has the form's focus is the form's matter
	return s
}

// NewQuick makes a button that puts a value into the field before it.
func NewQuick(value string) *Stop { return &Stop{Kind: Quick, Label: value} }

// NewOneOf makes one of several choices. One of them has to be made on.
func NewOneOf(label string, on bool) *Stop { return &Stop{Kind: OneOf, Label: label, On: on} }

// Value is what was typed into a field.
func (s *Stop) Value() string { return s.input.Value() }

// Number is what was typed into a Number; ok is false where that is no number.
func (s *Stop) Number() (value float64, ok bool) {
	value, err := strconv.ParseFloat(s.input.Value(), 64)
	return value, err == nil
}

// SetValue puts a value into a field, as if it had been typed.
func (s *Stop) SetValue(value string) {
	s.input.SetValue(value)
	s.input.CursorEnd()
}

// Empty empties a field.
func (s *Stop) Empty() { s.input.Reset() }

// toggles tells whether the key for toggles presses it.
func (s *Stop) toggles() bool { return s.Kind == Toggle || s.Kind == OneOf }

// button tells whether it stands on the last line.
func (s *Stop) button() bool { return s.Kind == Cancel || s.Kind == Act }

func (s *Stop) field() bool { return s.Kind == Text || s.Kind == Number }

// typed gives a field the keys that write or move in it; ok is false for those that
// do something else. Keys without a text that a field does not know are such.
func (s *Stop) typed(press Press) (ok bool) {
	switch press.String() {
	case "tab", "shift+tab", keyEnter, keyEsc, "up", "down", "pgup", "pgdown":
		return false
	}
	if s.Kind == Number && press.Text != "" && !numeric(s.input.Value()+press.Text) {
		return true // a key that a number cannot have is no command either
	}
	s.input, _ = s.input.Update(press.KeyPressMsg)
	return true
}

func numeric(text string) bool {
	return strings.Count(text, ".") <= 1 &&
		strings.IndexFunc(text, func(r rune) bool { return r != '.' && !unicode.IsDigit(r) }) < 0
}

// NewInput is a line to type into, in the terminal's own colours: those of textinput
// are made for a dark background.
func NewInput(prompt string) textinput.Model {
	line := textinput.New()
	line.Prompt = prompt
	styles := line.Styles()
	plain := lipgloss.NewStyle()
	for _, state := range []*textinput.StyleState{&styles.Focused, &styles.Blurred} {
		state.Text, state.Prompt, state.Placeholder, state.Suggestion = plain, plain, plain, plain
	}
	styles.Cursor.Color = lipgloss.NoColor{}
	line.SetStyles(styles)
	line.SetVirtualCursor(true)
	// Bubbles 2.2.1 panics where it deletes a word and finds spaces up to the end.
	line.KeyMap.DeleteWordForward.SetEnabled(false)
	return line
}
