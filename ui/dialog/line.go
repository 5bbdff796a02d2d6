package dialog

import (
	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"tealset/ui/widget"
)

// Entered asks to go on with the text of a Line.
type Entered struct{ Text string }

// Typed tells that the text of a Line is another one.
type Typed struct{ Text string }

// Line is one line to type into, such as a command or a filter.
type Line struct {
	Keys  Keys
	input textinput.Model
}

// NewLine makes a line with a text to begin with; completions are offered while it
// is typed into.
func NewLine(keys Keys, prompt, text string, completions []string) *Line {
	l := &Line{Keys: keys, input: NewInput(prompt)}
	l.input.KeyMap.AcceptSuggestion, l.input.KeyMap.NextSuggestion, l.input.KeyMap.PrevSuggestion = keys.Complete, keys.Down, keys.Up
	l.input.ShowSuggestions = len(completions) > 0
	l.input.SetSuggestions(completions)
	l.input.SetValue(text)
	l.input.CursorEnd()
	l.input.Focus()
	return l
}

// Guarded is false: what is typed is read before enter.
func (l *Line) Guarded() bool { return false }

// Value is what was typed.
func (l *Line) Value() string { return l.input.Value() }

// Pressed types, enters or closes. A backspace closes a line that is empty.
func (l *Line) Pressed(press Press) Action {
	switch {
	case key.Matches(press, l.Keys.Cancel), press.String() == "backspace" && l.input.Value() == "":
		return Closed{}
	case key.Matches(press, l.Keys.Accept):
		return Entered{Text: l.input.Value()}
	}
	return l.update(press.KeyPressMsg)
}

// Pasted types a text.
func (l *Line) Pasted(text string) Action {
	return l.update(tea.PasteMsg{Content: text})
}

func (l *Line) update(msg any) Action {
	before := l.input.Value()
	if l.input, _ = l.input.Update(msg); l.input.Value() != before {
		return Typed{Text: l.input.Value()}
	}
	return nil
}

// View draws the line. A text that is longer than the width scrolls.
func (l *Line) View(s Styles, width int) string {
	return fitted(s, l.input, width)
}

// fitted draws an input into a width. A text that is longer scrolls to the cursor.
func fitted(s Styles, input textinput.Model, width int) string {
	styles := input.Styles()
	styles.Focused.Suggestion, styles.Blurred.Suggestion = s.Dim, s.Dim
	input.SetStyles(styles)
	input.SetWidth(max(1, width-widget.Width(input.Prompt)-1))      // the cursor stands behind the last letter
	input.SetCursor(input.Position())                               // only now does it scroll
	return lipgloss.NewStyle().MaxWidth(width).Render(input.View()) // beside a suggestion it is filled up too far
}
