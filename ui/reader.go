package ui

import (
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/viewport"
	tea "charm.land/bubbletea/v2"
)

// reader is a page of text that scrolls: details, YAML, JSON, events, activity and
// help. Its text is made anew when anything has changed.
type reader struct {
	key     key.Binding // opens it, and closes it again
	title   string
	about   subject
	text    text
	view    viewport.Model
	content string
}

// text makes the lines of a text, wrapped to a width. It shows what is known now.
type text func(l look, width int) []string

func newReader(binding key.Binding, title string, about subject, text text) *reader {
	return &reader{key: binding, title: title, about: about, text: text, view: viewport.New()}
}

// layout makes the text for the present size; the place in it stays. By a key alone
// no text changes, so that scrolling costs no more where there is much of it.
func (r *reader) layout(l look, width, height int, byKey bool) {
	fits := r.content != "" && r.view.Width() == width
	r.view.SetWidth(width)
	r.view.SetHeight(height)
	if !byKey || !fits {
		r.write(strings.Join(r.text(l, width), "\n"))
	}
	if r.view.PastBottom() {
		r.view.GotoBottom()
	}
}

func (r *reader) write(content string) {
	if content != r.content {
		r.content = content
		r.view.SetContent(content)
	}
}

// scroll handles the keys that move through the text; ok is false for all others.
func (r *reader) scroll(keys keyMap, msg tea.KeyPressMsg) (ok bool) {
	switch {
	case key.Matches(msg, keys.Up):
		r.view.ScrollUp(1)
	case key.Matches(msg, keys.Down):
		r.view.ScrollDown(1)
	case key.Matches(msg, keys.PageUp):
		r.view.PageUp()
	case key.Matches(msg, keys.PageDown), msg.String() == "space":
		r.view.PageDown()
	case key.Matches(msg, keys.Top):
		r.view.GotoTop()
	case key.Matches(msg, keys.Bottom):
		r.view.GotoBottom()
	default:
		return false
	}
	return true
}

// subject is what the cursor stands on, or the open text is about; ok is false where that
// is nothing.
func (m *Model) subject() (about subject, ok bool) {
	if m.reader != nil {
		return m.reader.about, m.reader.about.exists()
	}
	return m.top().subject()
}
