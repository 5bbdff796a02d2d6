package ui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"tealset/ui/dialog"
)

// everywhere are the keys that mean the same on every page; those that are onText also
// while a text is open.
func (m *Model) everywhere(confirmed string) []binding {
	k := m.keys
	return []binding{
		{Binding: k.Quit, leaves: true, run: func() tea.Cmd { return m.quit(confirmed) }},
		{Binding: k.Back, leaves: true, can: m.whyNotBack, run: only(m.back)},
		{Binding: k.Refresh, onText: true, run: only(m.refresh)},
		{Binding: k.All, onText: true, run: only(m.showAll)},
		{Binding: k.Command, onText: true, run: only(m.openCommand)},
		{Binding: k.Profile, onText: true, can: m.whyNotSwitch, run: only(m.pickProfile)},
		{Binding: k.Region, onText: true, can: m.whyNotSwitch, run: only(m.pickRegion)},
		{Binding: k.Help, onText: true, run: only(m.openHelp)},
		{Binding: k.Activity, onText: true, run: only(func() { m.open(k.Activity, "activity", subject{}, m.activityText) })},
		{Binding: k.Details, onText: true, can: m.whyNoSubject, run: m.openDetails},
		{Binding: k.YAML, onText: true, can: m.whyNoSubject, run: func() tea.Cmd { return m.openSubject(k.YAML, "YAML", yamlText) }},
		{Binding: k.JSON, onText: true, can: m.whyNoSubject, run: func() tea.Cmd { return m.openSubject(k.JSON, "JSON", jsonText) }},
		{Binding: k.CopyID, can: m.whyNoSubject, run: func() tea.Cmd { return m.copied(func(id, _ string) string { return id }) }},
		{Binding: k.CopyARN, onText: true, can: m.whyNoSubject, run: func() tea.Cmd { return m.copied(func(_, arn string) string { return arn }) }},
	}
}

// listBindings are the keys that filter, sort and move over the rows of a page.
func (m *Model) listBindings() []binding {
	k, t := m.keys, m.table()
	return append([]binding{
		{Binding: k.Filter, run: only(func() {
			m.overlays.Open(filterLine{movingLine{dialog.NewLine(k.overlay, "/", t.filtered(), nil)}}, m.look.now)
		})},
		{Binding: k.Sort, can: whyNotSort(t), run: only(func() { t.sortNext(m.look) })},
		{Binding: k.Reverse, can: whyNotSort(t), run: only(func() { t.sortReverse(m.look) })},
	}, k.moves(t)...)
}

// whyNotSort tells why no key can sort: without rows no title of a column is drawn that
// would tell of it.
func whyNotSort(t table) func() string {
	return func() string {
		if shown, _ := t.count(); shown == 0 {
			return "there are no rows to sort"
		}
		return ""
	}
}

// only is something to do after which no command has to run.
func only(do func()) func() tea.Cmd {
	return func() tea.Cmd {
		do()
		return nil
	}
}

// scroller is what the keys that move act on: the rows of a page, or a text.
type scroller interface {
	scroll(by int)
	page() int // how far a page is
	toTop()
	toBottom()
}

// moves are the keys that move.
func (k keyMap) moves(s scroller) []binding {
	by := func(key key.Binding, rows int) binding {
		return binding{Binding: key, run: only(func() { s.scroll(rows) })}
	}
	return []binding{
		by(k.Up, -1), by(k.Down, 1), by(k.PageUp, -s.page()), by(k.PageDown, s.page()), by(k.HalfUp, -half(s)),
		{Binding: k.Top, run: only(s.toTop)},
		{Binding: k.Bottom, run: only(s.toBottom)},
	}
}

// half is how far half a page is.
func half(s scroller) int { return max(1, s.page()/2) }

// whyNoSubject tells why there is nothing to show or copy more of.
func (m *Model) whyNoSubject() string {
	_, ok := m.subject()
	switch {
	case ok:
		return ""
	case m.reader != nil:
		return m.reader.closeFirst()
	default:
		return "there is nothing under the cursor"
	}
}

// open opens a text. Closing it goes back to the page from which the first text was opened.
func (m *Model) open(opens key.Binding, title string, about subject, text text) {
	back := len(m.pages) - 1
	if m.reader != nil {
		back = m.reader.back
	}
	m.reader = newReader(&m.keys, opens, title, about, text)
	m.reader.back = back
}

// openEvents shows the events of a board's service. Only the board reads them: from a list
// it is opened below the text, until that is closed.
func (m *Model) openEvents(board *boardPage) {
	about := board.aboutService()
	m.open(m.keys.Events, "events", about, eventsText(board, about))
	m.reader.tail, m.reader.note = true, "times are UTC"
	if m.top() != board {
		m.push(board)
	}
}

func (m *Model) openSubject(opens key.Binding, title string, text func(subject) text) tea.Cmd {
	about, ok := m.subject()
	if !ok {
		m.notice = m.whyNoSubject()
		return nil
	}
	m.open(opens, title, about, text(about))
	return tea.Batch(m.readTags(about), m.readDefinition(about))
}

func (m *Model) openDetails() tea.Cmd {
	return m.openSubject(m.keys.Details, "details", detailsText)
}

// copied sends an id or an ARN to the clipboard.
func (m *Model) copied(which func(id, arn string) string) tea.Cmd {
	about, _ := m.subject()
	text := which(about.identity())
	return m.toClipboard(text, text)
}

// toClipboard sends a text to the terminal's clipboard (OSC 52), and says what it was. No
// terminal tells whether it took it.
func (m *Model) toClipboard(text, what string) tea.Cmd {
	m.notice = "sent to the terminal's clipboard: " + what
	if m.options.Tmux {
		m.notice = "sent to tmux (needs set -g set-clipboard on): " + what
	}
	return tea.SetClipboard(text)
}
