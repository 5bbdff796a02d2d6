package ui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"tealset/model"
	"tealset/ui/dialog"
	"tealset/ui/feed"
)

// table is what all grids have in common.
type table interface {
	move(keys keyMap, msg tea.KeyPressMsg) (ok bool)
	sortNext(l look)
	sortReverse(l look)
	setFilter(l look, text string)
	filtered() string
	count() (shown, total int)
	fits() bool
	anchor()
	resize(height int)
	loss() lostRow
}

// table is what the keys act on.
func (m *Model) table() table { return m.top().table() }

// pressed gives a key to whoever has it: the overlay on top, the text, the page. What is
// too small to be seen takes no keys but those that leave.
func (m *Model) pressed(msg tea.KeyPressMsg) tea.Cmd {
	confirmed := m.confirmed
	m.notice, m.confirmed, m.awaiting = "", "", false
	switch {
	case key.Matches(msg, m.keys.Interrupt):
		return tea.Interrupt
	case key.Matches(msg, m.keys.Suspend):
		return tea.Suspend
	case key.Matches(msg, m.keys.Redraw):
		return tea.ClearScreen
	}
	if cmd, taken := m.pressedInOverlay(msg, confirmed); taken {
		return cmd
	}
	switch {
	case key.Matches(msg, m.keys.Quit):
		return m.quit(confirmed)
	case key.Matches(msg, m.keys.Back):
		m.back()
		return nil
	case m.tooSmall():
		return nil
	case m.reader != nil && m.pressedInReader(msg):
		return nil
	}
	return m.pressedOnPage(msg)
}

// pressedInReader moves through the text, or closes it by the key that opened it;
// ok is false for the keys of the page.
func (m *Model) pressedInReader(msg tea.KeyPressMsg) (ok bool) {
	if m.reader.key.Enabled() && key.Matches(msg, m.reader.key) {
		m.reader = nil
		return true
	}
	return m.reader.scroll(m.keys, msg)
}

// pressedOnPage gives a key to the page, and then to what means the same on every page.
// While a text is open, the page has no keys.
func (m *Model) pressedOnPage(msg tea.KeyPressMsg) tea.Cmd {
	k := m.keys
	m.table().anchor()
	if m.reader == nil {
		if cmd, taken := m.pressedBinding(msg); taken {
			return cmd
		}
	}
	if cmd, taken := m.pressedCommon(msg); taken || m.reader != nil {
		return cmd
	}
	m.table().move(k, msg)
	return nil
}

// pressedBinding does what a key of the page asks for; taken is false for all other keys.
func (m *Model) pressedBinding(msg tea.KeyPressMsg) (cmd tea.Cmd, taken bool) {
	for _, b := range m.top().bindings() {
		if b.does == nil || !key.Matches(msg, b.Binding) {
			continue
		}
		if b.onRow && m.jumpedNow() {
			m.notice = "nothing was done: " + m.jump.text
			return nil, true
		}
		if why := b.why(); why != "" {
			m.notice = why
			return nil, true
		}
		return m.carryOut(b.does()), true
	}
	return nil, false
}

// pressedCommon does what a key asks for that means the same on every page; taken is false
// for all other keys.
func (m *Model) pressedCommon(msg tea.KeyPressMsg) (cmd tea.Cmd, taken bool) {
	k := m.keys
	switch {
	case key.Matches(msg, k.Refresh):
		m.refresh()
	case key.Matches(msg, k.Command):
		m.openCommand()
	case key.Matches(msg, k.Profile):
		m.pickProfile()
	case key.Matches(msg, k.Region):
		m.pickRegion()
	case key.Matches(msg, k.Help):
		m.open(k.Help, "help", subject{}, helpText(keyGroups(k, allBindings(m.frame))))
	case key.Matches(msg, k.Activity):
		m.open(k.Activity, "activity", subject{}, m.activityText)
	case key.Matches(msg, k.Details):
		return m.openDetails(), true
	case key.Matches(msg, k.YAML):
		return m.openSubject(k.YAML, "YAML", yamlText), true
	case key.Matches(msg, k.JSON):
		return m.openSubject(k.JSON, "JSON", jsonText), true
	case key.Matches(msg, k.CopyID):
		return m.copied(func(id, _ string) string { return id }), true
	case key.Matches(msg, k.CopyARN):
		return m.copied(func(_, arn string) string { return arn }), true
	default:
		return nil, m.reader == nil && m.pressedOnTable(msg)
	}
	return nil, true
}

// pressedOnTable sorts and filters.
func (m *Model) pressedOnTable(msg tea.KeyPressMsg) (taken bool) {
	k := m.keys
	switch {
	case key.Matches(msg, k.Filter):
		m.overlays.Open(filterLine{dialog.NewLine("/", m.table().filtered(), nil)}, m.look.now)
	case key.Matches(msg, k.Sort):
		m.table().sortNext(m.look)
	case key.Matches(msg, k.Reverse):
		m.table().sortReverse(m.look)
	default:
		return m.pressedElsewhere(msg)
	}
	return true
}

// pressedElsewhere tells where a key works that is one of another page.
func (m *Model) pressedElsewhere(msg tea.KeyPressMsg) (taken bool) {
	for _, b := range allBindings(m.frame) {
		if b.elsewhere != "" && key.Matches(msg, b.Binding) {
			m.notice = b.elsewhere
			return true
		}
	}
	return false
}

// quit asks once while a deletion is in flight: leaving makes its outcome unknown.
func (m *Model) quit(confirmed string) tea.Cmd {
	if m.asks("quit", confirmed, "q again leaves without it") {
		return nil
	}
	return m.meant(func() tea.Cmd { return tea.Quit })
}

// asks tells whether a deletion that awaits its answer stands against something, and
// says how to do it all the same: by asking for it once more, with a key that comes alone.
func (m *Model) asks(what, confirmed, again string) bool {
	if !m.changes.anyInFlight() || confirmed == what && m.overlays.Alone() {
		return false
	}
	m.confirmed, m.awaiting = what, true
	m.notice = "a deletion awaits its answer: " + again
	return true
}

// meant does what a key asks for. While a deletion is in flight it does so only if no
// other input comes shortly after the key: a held one must not answer its own question.
func (m *Model) meant(do func() tea.Cmd) tea.Cmd {
	if !m.changes.anyInFlight() {
		return do()
	}
	return feed.After(m.ctx, dialog.Alone, aloneMsg{inputs: m.overlays.Inputs(), do: do})
}

// openServices opens the list of the services of one cluster.
func (m *Model) openServices(conn *connection, cluster string) {
	m.leave(0)
	m.push(newServices(m.frame, conn, cluster))
}

// openByName opens a service of the list that is open, by its name or ARN.
func (m *Model) openByName(service string) {
	m.leave(1)
	list := m.services()
	m.push(list.board(model.ServiceRef{Cluster: list.cluster, Service: service}, model.Key{}))
}

// back closes what is on top: the reader, the banner, the filter, the page.
func (m *Model) back() {
	switch {
	case m.reader != nil:
		m.reader = nil
	case m.changes.banner != nil:
		m.changes.banner = nil
	case m.table().filtered() != "":
		m.table().setFilter(m.look, "")
	case len(m.pages) > 1:
		m.leave(len(m.pages) - 2)
	}
}

func (m *Model) open(binding key.Binding, title string, about subject, text text) {
	m.reader = newReader(binding, title, about, text)
}

func (m *Model) openSubject(binding key.Binding, title string, text func(subject) text) tea.Cmd {
	about, ok := m.subject()
	if !ok {
		return nil
	}
	m.open(binding, title, about, text(about))
	return m.readTags(about)
}

func (m *Model) openDetails() tea.Cmd {
	return m.openSubject(m.keys.Details, "details", detailsText)
}

// copied sends an id or an ARN to the terminal's clipboard (OSC 52). No terminal tells
// whether it took it.
func (m *Model) copied(which func(id, arn string) string) tea.Cmd {
	about, ok := m.subject()
	if !ok {
		return nil
	}
	text := which(about.identity())
	m.notice = "sent to the terminal's clipboard: " + text
	if m.options.Tmux {
		m.notice = "sent to tmux (needs set -g set-clipboard on): " + text
	}
	return tea.SetClipboard(text)
}
