package ui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"tealset/model"
	"tealset/ui/dialog"
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
}

// table is the grid that the keys act on.
func (m *Model) table() table {
	switch m.place {
	case atServices:
		return m.services.grid
	case atBoard:
		return m.board.grid
	default:
		return m.clusters.grid
	}
}

// pressed gives a key to whoever has it: the overlay on top, the text, the page. What is
// too small to be seen takes no keys but those that leave.
func (m *Model) pressed(msg tea.KeyPressMsg) tea.Cmd {
	sure := m.sure
	m.notice, m.sure, m.awaiting = "", "", false
	switch {
	case key.Matches(msg, m.keys.Interrupt):
		return tea.Interrupt
	case key.Matches(msg, m.keys.Suspend):
		return tea.Suspend
	case key.Matches(msg, m.keys.Redraw):
		return tea.ClearScreen
	}
	if cmd, taken := m.pressedInOverlay(msg, sure); taken {
		return cmd
	}
	switch {
	case key.Matches(msg, m.keys.Quit):
		return m.quit(sure)
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

func (m *Model) pressedOnPage(msg tea.KeyPressMsg) tea.Cmd {
	k := m.keys
	m.table().anchor()
	switch {
	case key.Matches(msg, k.Delete, k.Open) && m.jumpedNow():
		m.notice = "nothing was done: " + m.jump.text
	case key.Matches(msg, k.Refresh):
		m.refresh()
	case key.Matches(msg, k.Command):
		m.openCommand()
	case key.Matches(msg, k.Profile):
		m.pickProfile()
	case key.Matches(msg, k.Region):
		m.pickRegion()
	case key.Matches(msg, k.Help):
		m.open(k.Help, "help", subject{}, (*Model).helpText)
	case key.Matches(msg, k.Activity):
		m.open(k.Activity, "activity", subject{}, (*Model).activityText)
	case key.Matches(msg, k.Details):
		return m.openDetails()
	case key.Matches(msg, k.YAML):
		return m.openSubject(k.YAML, "YAML", (*Model).yamlText)
	case key.Matches(msg, k.JSON):
		return m.openSubject(k.JSON, "JSON", (*Model).jsonText)
	case key.Matches(msg, k.Events):
		m.openEvents()
	case key.Matches(msg, k.CopyID):
		return m.copied(func(id, _ string) string { return id })
	case key.Matches(msg, k.CopyARN):
		return m.copied(func(_, arn string) string { return arn })
	case m.reader != nil:
	case key.Matches(msg, k.Delete):
		return m.openDeleteForm()
	case key.Matches(msg, k.Filter):
		m.overlays.Open(filterLine{dialog.NewLine("/", m.table().filtered(), nil)}, m.look.now)
	case key.Matches(msg, k.All):
		m.openAll()
	case key.Matches(msg, k.Sort):
		m.table().sortNext(m.look)
	case key.Matches(msg, k.Reverse):
		m.table().sortReverse(m.look)
	case key.Matches(msg, k.Open):
		return m.openCurrent()
	default:
		m.table().move(k, msg)
	}
	return nil
}

// quit asks once while a deletion is in flight: leaving makes its outcome unknown.
func (m *Model) quit(sure string) tea.Cmd {
	if m.asks("quit", sure, "q again leaves without it") {
		return nil
	}
	return m.meant(func() tea.Cmd { return tea.Quit })
}

// asks tells whether a deletion that awaits its answer stands against something, and
// says how to do it all the same: by asking for it once more, with a key that comes alone.
func (m *Model) asks(what, sure, again string) bool {
	if !m.anyInFlight() || sure == what && m.overlays.Alone() {
		return false
	}
	m.sure, m.awaiting = what, true
	m.notice = "a deletion awaits its answer: " + again
	return true
}

// meant does what a key asks for. While a deletion is in flight it does so only if no
// other input comes shortly after the key: a held one must not answer its own question.
func (m *Model) meant(do func() tea.Cmd) tea.Cmd {
	if !m.anyInFlight() {
		return do()
	}
	return after(m.ctx, dialog.Alone, aloneMsg{inputs: m.overlays.Inputs(), do: do})
}

// openCurrent goes one page deeper.
func (m *Model) openCurrent() tea.Cmd {
	switch m.place {
	case atClusters:
		if row := m.clusters.grid.current(); row != nil {
			m.openCluster(row.Source, row.ARN)
		}
	case atServices:
		if row := m.services.grid.current(); row != nil {
			m.openBoard(model.ServiceRef{Cluster: m.services.kind.part(row.Value), Service: row.ARN}, row.Key)
		}
	case atBoard:
		return m.openDetails()
	}
	return nil
}

func (m *Model) openCluster(source int, cluster string) {
	m.openServices(source, cluster, only(cluster), false)
}

// openServices opens the list of the services of one cluster, or of all.
func (m *Model) openServices(source int, cluster string, parts func() ([]string, bool), all bool) {
	m.place, m.source, m.cluster, m.all = atServices, source, cluster, all
	m.services.stop()
	rounds, swept := m.services.poll.gen, m.services.sweep.poll.gen // answers for the last list must not pass for this one's
	m.services = newServices(m.here(), m.pace, parts, all)
	m.services.poll.gen, m.services.sweep.poll.gen = rounds, swept
	m.services.kind.keep = func(s model.Service) bool { return m.place == atBoard && s.Key() == m.board.key }
	m.services.begin(m.look.now)
	m.board.poll.stop()
	gen := m.board.poll.gen
	m.board = newBoard(m.pace) // the last one may be of another source
	m.board.poll.gen = gen
	m.survey()
}

// openBoard opens the board of a service; the key is zero where only its name is known.
func (m *Model) openBoard(ref model.ServiceRef, key model.Key) {
	m.place = atBoard
	m.board.poll.stop()
	gen := m.board.poll.gen
	m.board = newBoard(m.pace)
	m.board.poll.gen = gen
	m.board.ref, m.board.key, m.board.due, m.board.asked = ref, key, true, true
}

// back closes what is on top: the reader, the banner, the filter, the page.
func (m *Model) back() {
	switch {
	case m.reader != nil:
		m.reader = nil
	case m.banner != nil:
		m.banner = nil
	case m.table().filtered() != "":
		m.table().setFilter(m.look, "")
	case m.place == atBoard:
		m.place = atServices
	case m.place == atServices:
		m.place = atClusters
	}
}

func (m *Model) open(binding key.Binding, title string, about subject, text func(*Model, int) []string) {
	m.reader = newReader(binding, title, about, text)
}

func (m *Model) openSubject(binding key.Binding, title string, text func(*Model, int) []string) tea.Cmd {
	about, ok := m.subject()
	if !ok {
		return nil
	}
	m.open(binding, title, about, text)
	return m.readTags(about)
}

func (m *Model) openDetails() tea.Cmd {
	return m.openSubject(m.keys.Details, "details", (*Model).detailsText)
}

// openEvents shows the events of the board's service; only that one is read with
// its events.
func (m *Model) openEvents() {
	service, ok := m.boardService()
	if m.place != atBoard || !ok {
		m.notice = "open a service to see its events"
		return
	}
	m.open(m.keys.Events, "events", subject{page: servicesPage, key: service.Key(), arn: service.ARN}, (*Model).eventsText)
}

// copied sends an id or an ARN to the terminal's clipboard (OSC 52). No terminal tells
// whether it took it.
func (m *Model) copied(which func(id, arn string) string) tea.Cmd {
	about, ok := m.subject()
	if !ok {
		return nil
	}
	text := which(m.identity(about))
	m.notice = "sent to the terminal's clipboard: " + text
	if m.options.Tmux {
		m.notice = "sent to tmux (needs set -g set-clipboard on): " + text
	}
	return tea.SetClipboard(text)
}
