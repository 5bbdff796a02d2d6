package ui

import (
	"iter"
	"time"
	"unicode"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"tealset/model"
	"tealset/ui/dialog"
	"tealset/ui/feed"
)

// table is what all grids have in common.
type table interface {
	scroller
	sortNext(l look)
	sortReverse(l look)
	setFilter(l look, text string)
	filtered() string
	count() (shown, total int)
	fits() bool
	anchor()
	resize(size gridSize)
	loss() lostRow
}

// table is what the keys act on.
func (m *Model) table() table { return m.top().table() }

// pressed gives a key to whoever has it: the overlay on top, the text, the page. What is
// too small to be seen takes no keys but those that leave.
func (m *Model) pressed(msg tea.KeyPressMsg) tea.Cmd {
	confirmed, before := m.confirmed, m.notice
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
	if m.meantForText(msg) {
		return nil
	}
	b, found := firstOf(m.bindings(m.top().bindings(), confirmed), func(b binding) bool { return key.Matches(msg, b.Binding) })
	if m.tooSmall() && !b.leaves {
		return nil
	}
	if !b.leaves {
		m.table().anchor()
	}
	if !found {
		m.unbound(msg, before)
		return nil
	}
	return m.act(b)
}

// act does what a key asks for, or says why it does nothing.
func (m *Model) act(b binding) tea.Cmd {
	if b.onRow && m.jumpedNow() {
		m.notice = "nothing was done: " + m.jump.text
		return nil
	}
	if why := b.why(); why != "" {
		m.notice = why
		return nil
	}
	if b.does != nil {
		return m.carryOut(b.does())
	}
	return b.run()
}

// move moves the text, or the rows of the page.
func (m *Model) move(msg tea.KeyPressMsg) {
	s := scroller(m.table())
	if m.reader != nil {
		s = m.reader
	}
	for _, b := range m.keys.moves(s) {
		if key.Matches(msg, b.Binding) {
			b.run()
		}
	}
}

// bindings are the keys that are bound now, with those of the page on top, which are dear to
// make. The first of those that have a key has it: those of an open text, of the page, of all
// pages, and last those of other pages, which say where they work.
func (m *Model) bindings(page []binding, confirmed string) iter.Seq[binding] {
	reader, text := m.reader, []binding(nil)
	if reader != nil {
		text = m.textBindings()
	}
	groups := [][]binding{text, page, m.everywhere(confirmed), m.listBindings(), m.elsewhere}
	return func(yield func(binding) bool) {
		for i, keys := range groups {
			for _, b := range keys {
				if !b.bound() {
					continue
				}
				if i > 0 && reader != nil && !b.onText {
					b = binding{Binding: b.Binding, elsewhere: reader.closeFirst()}
				}
				if !yield(b) {
					return
				}
			}
		}
	}
}

// firstOf is the first binding of a kind.
func firstOf(bindings iter.Seq[binding], is func(binding) bool) (b binding, found bool) {
	for b := range bindings {
		if is(b) {
			return b, true
		}
	}
	return binding{}, false
}

// burst is how long after a key that means nothing another one is taken for more of the
// same, such as a paste without marks: it is not told of again.
const burst = time.Second

// unbound says that a key means nothing, once for all that come together.
func (m *Model) unbound(msg tea.KeyPressMsg, before string) {
	since := m.look.now.Sub(m.unboundAt)
	m.unboundAt = m.look.now
	if 0 <= since && since < burst {
		m.notice = before
		return
	}
	m.notice = keyName(msg) + " does nothing here: " + first(m.keys.Help) + " shows the keys"
}

// keyName is how a key is called, if that can be shown.
func keyName(msg tea.KeyPressMsg) string {
	name := msg.String()
	for _, r := range name {
		if r > unicode.MaxLatin1 || !unicode.IsGraphic(r) {
			return "this key"
		}
	}
	return name
}

// quit asks once while a change is in flight: leaving makes its outcome unknown.
func (m *Model) quit(confirmed string) tea.Cmd {
	if m.asks("quit", confirmed, "press "+first(m.keys.Quit)+" again to leave") {
		return nil
	}
	return m.meant(func() tea.Cmd { return tea.Quit })
}

// asks tells whether a change that awaits its answer stands against something, and
// says how to do it all the same: by asking for it once more, with a key that comes alone.
func (m *Model) asks(what, confirmed, again string) bool {
	awaited := m.changes.awaited()
	if awaited == nil || confirmed == what && m.overlays.Alone() {
		return false
	}
	m.confirmed, m.awaiting = what, true
	m.notice = awaited.unanswered() + ": " + again
	return true
}

// meant does what a key asks for. While a change is in flight it does so only if no
// other input comes shortly after the key: a held one must not answer its own question.
func (m *Model) meant(do func() tea.Cmd) tea.Cmd {
	if m.changes.awaited() == nil {
		return do()
	}
	return feed.After(m.ctx, dialog.Alone, aloneMsg{inputs: m.overlays.Inputs(), do: do})
}

// openServices opens the list of the services of one cluster, by its name or ARN. The list
// of clusters marks that one.
func (m *Model) openServices(conn *connection, cluster string) {
	m.leave(0)
	clusters := m.clusters().grid
	is := func(row *model.Row[model.Cluster]) bool {
		return m.conns[row.Source] == conn && (row.ARN == cluster || row.Value.Name == cluster)
	}
	if clusters.hides(is) {
		m.unhide(cluster)
	}
	clusters.choose(is)
	m.push(newServices(m.frame, conn, cluster))
}

// openByName opens a service of the list that is open, by its name or ARN.
func (m *Model) openByName(service string) {
	m.leave(1)
	list := m.services()
	if list.grid.hides(func(row *model.Row[model.Service]) bool { return row.ARN == service || row.Value.Name == service }) {
		m.unhide(service)
	}
	m.push(openBoard(list, list.conn, model.ServiceRef{Cluster: list.cluster, Service: service}, model.Key{}))
}

// unhide takes the filter away from the rows of the page, as it hides what was gone to by
// its name: another row would be marked in its place.
func (m *Model) unhide(name string) {
	m.notice = "the filter /" + m.table().filtered() + " was cleared: it hid " + model.NameOf(name)
	m.table().setFilter(m.look, "")
}

// back closes what is on top: the banner, the filter, the page.
func (m *Model) back() {
	switch {
	case m.changes.banner != nil:
		m.changes.banner = nil
	case m.table().filtered() != "":
		m.table().setFilter(m.look, "")
	case len(m.pages) > 1:
		m.leave(len(m.pages) - 2)
	}
}

func (m *Model) whyNotBack() string {
	if len(m.pages) == 1 && m.changes.banner == nil && m.table().filtered() == "" {
		return "this is the first page: " + first(m.keys.Quit) + " quits"
	}
	return ""
}
