package ui

import (
	"slices"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"tealset/ui/dialog"
	"tealset/ui/say"
)

// closedText is the text that a key closed last.
type closedText struct {
	at    time.Time
	title string
}

// textBindings are the keys of the open text, the first that has a key before the others.
func (m *Model) textBindings() []binding {
	r, k := m.reader, m.keys.text
	closes := only(m.closeText)
	bindings := []binding{
		{Binding: r.opens, run: only(m.dropText)},
		{Binding: k.Search, run: only(m.openSearch)},
		{Binding: k.Next, can: r.whyNoMatch, run: only(func() { r.next(1) })},
		{Binding: k.Previous, can: r.whyNoMatch, run: only(func() { r.next(-1) })},
		{Binding: k.Wrap, can: r.whyNotWrap, run: only(r.toggleWrap)},
		{Binding: k.CopyAll, run: m.copyText},
		{Binding: k.PageUp, run: only(func() { r.scroll(-r.page()) })},
		{Binding: k.PageDown, run: only(func() { r.scroll(r.page()) })},
		{Binding: k.HalfUp, run: only(func() { r.scroll(-half(r)) })},
		{Binding: k.HalfDown, run: only(func() { r.scroll(half(r)) })},
	}
	if r.unwrapped {
		bindings = append(bindings, binding{Binding: k.Left, run: only(func() { r.moveSideways(-sideways) })})
	}
	bindings = append(bindings,
		binding{Binding: k.Close, leaves: true, run: closes},
		binding{Binding: k.Right, can: r.whyNotSideways, run: only(func() { r.moveSideways(sideways) })},
	)
	return append(bindings, m.keys.moves(r)...)
}

// closeText closes the text, as a key asked for that may be pressed once too often: the
// key that opened the text is not such a one.
func (m *Model) closeText() {
	m.closed = closedText{at: m.look.now, title: m.reader.title}
	m.dropText()
}

func (m *Model) dropText() {
	m.leave(m.reader.back)
	m.reader = nil
}

// meantForText tells whether a key comes so shortly after a text was closed by a key that
// it may be meant for the text: where it means something else on the page, it does nothing.
func (m *Model) meantForText(msg tea.KeyPressMsg) bool {
	since := m.look.now.Sub(m.closed.at)
	if m.reader != nil || since < 0 || since >= dialog.Quiet || !key.Matches(msg, m.keys.text.Elsewhere) {
		return false
	}
	m.closed.at = m.look.now
	m.notice = "the " + m.closed.title + " closed just now: press " + msg.String() + " again"
	return true
}

func (m *Model) openSearch() {
	m.overlays.Open(searchLine{dialog.NewLine(m.keys.overlay, "/", "", nil), m.reader.offset}, m.look.now)
}

// copyText sends the whole text to the clipboard.
func (m *Model) copyText() tea.Cmd {
	lines := say.Thousands(len(m.reader.lines)) + " lines"
	if len(m.reader.lines) == 1 {
		lines = "1 line"
	}
	return m.toClipboard(m.reader.whole(), "the whole "+m.reader.title+", "+lines)
}

func (r *reader) page() int { return max(1, r.height) }

func (r *reader) toTop() { r.scrollTo(0) }

func (r *reader) toBottom() { r.scrollTo(len(r.rows)) }

// closer is the key that closes a text, for a sentence: esc, where that does.
func closer(b key.Binding) string {
	if slices.Contains(b.Keys(), keyEsc) {
		return keyEsc
	}
	return first(b)
}

// closeFirst tells how to come to a key of the page.
func (r *reader) closeFirst() string {
	return "press " + closer(r.keys.text.Close) + " to close the " + r.title + " first"
}

func (r *reader) whyNoMatch() string {
	switch {
	case r.search.text == "":
		return "there is no search yet: press " + first(r.keys.text.Search) + " to search"
	case len(r.search.found) == 0:
		return r.search.status()
	}
	return ""
}

func (r *reader) whyNotWrap() string {
	if r.fixed {
		return "the " + r.title + " needs no wrapping: it fits the screen"
	}
	return ""
}

func (r *reader) whyNotSideways() string {
	if r.unwrapped {
		return ""
	}
	return "the lines are wrapped: " + first(r.keys.text.Wrap) + " shows each in one row, then the left and right arrows move"
}
