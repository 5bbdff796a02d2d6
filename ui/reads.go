package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/model"
	"tealset/model/change"
	"tealset/ui/say"
)

// servicesVisible and boardVisible tell what is on the screen: below splitWidth
// one page, from there on the list and the board side by side.
func (m *Model) split() bool { return m.width >= splitWidth }

func (m *Model) servicesVisible() bool {
	return m.place == atServices || m.place == atBoard && m.split()
}

// changeTakes is how long an answer to a change mostly takes at most.
const changeTakes = time.Second

// changing tells whether a change is on its way: its target is being read again, or it
// was sent just now. A read that starts then would be cancelled when ECS answers, so
// none does by itself; those that a key asks for do.
func (m *Model) changing() bool {
	d := m.deleting()
	return d != nil && d.flow.State() == change.Rereading || m.look.now.Before(m.readsFrom)
}

// startReads starts the reads that each page on the screen is due, and ends those
// of the pages that have been left.
func (m *Model) startReads() tea.Cmd {
	if m.changing() {
		return nil
	}
	var cmds []tea.Cmd
	m.clusters.each(func(s *lister[model.Cluster]) {
		switch {
		case m.place == atClusters:
			cmds = append(cmds, s.next(m.ctx, m.look, m.clock))
		case m.all && m.servicesVisible() && s.roster.Source == m.source:
			cmds = append(cmds, m.readParts(s))
		default:
			s.stop()
			s.begin(m.look.now) // what is there is old when one comes back
		}
	})
	m.services.kind.watched = m.place == atServices // the board reads its service by itself
	if m.servicesVisible() {
		cmds = append(cmds, m.services.next(m.ctx, m.look, m.clock))
	} else {
		m.services.stop()
		m.services.begin(m.look.now)
	}
	if m.place == atBoard {
		cmds = append(cmds, m.readBoard())
	} else {
		m.board.poll.stop()
	}
	return tea.Batch(cmds...)
}

// stopReads drops what is being read: it may answer with what was before a write. After
// a pause, or at the next key, it is read again.
func (m *Model) stopReads(pause time.Duration) {
	m.readsFrom = m.look.now.Add(pause)
	for _, poll := range m.polls() {
		poll.stop()
	}
	m.services.begin(m.look.now)
	m.board.due = true
}

// poll is the poller of the focused page: on the clusters page that of the source
// under the cursor.
func (m *Model) poll() *poller {
	switch m.place {
	case atServices:
		return &m.services.poll
	case atBoard:
		return &m.board.poll
	case atClusters:
	}
	source := 0
	if row := m.clusters.grid.current(); row != nil {
		source = row.Source
	}
	return &m.clusters.listers[source].poll
}

func (m *Model) refresh() {
	m.readsFrom = time.Time{}
	m.clusters.each(func(s *lister[model.Cluster]) { s.refresh(m.look.now) })
	m.services.refresh(m.look.now)
	m.board.poll.stop()
	m.board.poll.pauses = 0
	m.board.due = true
	for _, sent := range m.changes {
		sent.lookNow = true
	}
}

// focused reads more slowly while the terminal says that nobody looks, and at once
// when somebody does again: by the terminal's word, or by a key.
func (m *Model) focused(focused bool) {
	p := m.pace
	if p.blurred == !focused {
		return
	}
	p.blurred = !focused
	m.setPace(p)
	m.board.due = m.board.due || focused && m.look.now.Sub(m.board.poll.readAt) >= p.refresh
	for _, sent := range m.changes {
		sent.lookNow = sent.lookNow || focused
	}
}

// asleep is how long the clock may stand still before that is told: less is a slow
// machine, more is a laptop that slept or a process that was stopped.
const asleep = 30 * time.Second

// ticks takes note that the clock goes on.
func (m *Model) ticks() {
	switch gap := m.look.now.Sub(m.ticked); {
	case m.ticked.IsZero():
	case gap >= asleep:
		m.refresh()
		m.notice = "the clock stood still for " + say.Age(gap) + ": reading everything again"
	case gap < 0: // all that is due is due by the old time, and all that was read seems to be of the future
		m.refresh()
		m.spent = nil
		m.notice = "the clock was set back by " + say.Age(-gap) + ": reading everything again"
	}
	m.ticked = m.look.now
	m.survey()
	m.spend(0)
	m.spending = len(m.spent)
}

func (m *Model) due(msg pollDueMsg) {
	switch msg.page {
	case clustersPage:
		if s := m.clusters.lister(msg.source); s != nil {
			s.tick(msg, m.look.now)
		}
	case servicesPage:
		m.services.tick(msg, m.look.now)
	case boardPage:
		if m.board.poll.ended(msg.gen) {
			m.board.due, m.board.asked = true, false
		}
	}
}

func (m *Model) listed(msg namesListedMsg) tea.Cmd {
	if msg.page == servicesPage {
		return m.services.listed(m.ctx, m.look, msg)
	}
	if s := m.clusters.lister(msg.source); s != nil {
		return s.listed(m.ctx, m.look, msg)
	}
	return nil
}

func (m *Model) servicesDescribed(msg describedMsg[model.Service]) tea.Cmd {
	poll := &m.services.poll
	if msg.swept {
		poll = &m.services.sweep.poll
	}
	current := poll.current(msg.gen)
	cmds := []tea.Cmd{m.services.described(m.ctx, m.look, msg)}
	if current {
		for _, service := range msg.answer.Found {
			cmds = append(cmds, m.sawService(service, msg.at))
		}
	}
	return tea.Batch(cmds...)
}

// readBoard reads the board's service, or pauses until that is due.
func (m *Model) readBoard() tea.Cmd {
	if !m.board.poll.idle() {
		return nil
	}
	if !m.board.due {
		return m.board.poll.pause(m.ctx, m.look.now, m.board.poll.interval)
	}
	priority := model.Visible
	if m.board.asked {
		priority = model.Asked
	}
	m.board.due, m.board.asked = false, true
	backend, ref, clock := m.here().Backend, m.board.ref, m.clock
	return m.board.poll.read(model.WithPriority(m.ctx, priority), m.look.now, func(ctx context.Context, gen int) tea.Msg {
		service, err := backend.DescribeService(ctx, ref)
		return serviceReadMsg{gen: gen, service: service, err: err, at: clock()}
	})
}

func (m *Model) serviceRead(msg serviceReadMsg) tea.Cmd {
	if !m.board.poll.ended(msg.gen) {
		return nil
	}
	if fault := m.board.poll.answered("DescribeServices", "", msg.err, msg.at); fault != nil {
		return m.board.poll.backOff(m.ctx, m.look.now, fault)
	}
	named := m.board.key == model.Key{} // it was opened by its name
	if named {
		m.board.key, m.board.ref = msg.service.Key(), msg.service.Ref()
	}
	cmd := m.fold(msg.service, msg.at)
	if named {
		m.services.grid.choose(m.board.key)
	}
	return cmd
}

// fold takes a read of one service in.
func (m *Model) fold(service model.Service, at time.Time) tea.Cmd {
	m.services.put(service.Key(), service, at)
	m.services.show(m.look)
	if row := m.services.roster.Row(service.Key()); row != nil {
		m.refreshDeleteForm(row.Value, at)
	}
	return m.sawService(service, at)
}

// boardService is the service that the board shows: the one that was opened, or
// the one that is told of beside the list.
func (m *Model) boardService() (service model.Service, ok bool) {
	row := m.services.roster.Row(m.board.key)
	if m.place == atServices {
		row = m.services.roster.Row(m.beside.key)
	}
	if row == nil {
		return model.Service{}, false
	}
	return row.Value, true
}

// readTags asks for the tags of a set, which only DescribeTaskSets tells.
func (m *Model) readTags(about subject) tea.Cmd {
	set, ok := m.object(about).(model.TaskSet)
	row := m.services.roster.Row(about.service)
	if !ok || row == nil {
		return nil
	}
	ctx, backend, whose, ref := m.ctx, m.here().Backend, m.here().label(), row.Value.TaskSetRef(set)
	return func() tea.Msg {
		read, err := backend.DescribeTaskSet(ctx, ref)
		return tagsReadMsg{whose: whose, service: ref.ServiceKey(), arn: ref.ARN, tags: read.Tags, err: err}
	}
}

func (m *Model) tagsRead(msg tagsReadMsg) {
	if msg.whose != m.here().label() {
		return // another profile asked, and was switched from
	}
	delete(m.tagFaults, msg.arn)
	if msg.err != nil {
		m.tagFaults[msg.arn] = asFault("DescribeTaskSets", msg.err)
		return
	}
	row := m.services.roster.Row(msg.service)
	if row == nil {
		return
	}
	if set, ok := row.Value.TaskSet(msg.arn); ok {
		set.Tags = msg.tags
		row.Value = row.Value.WithTaskSet(set)
		m.refreshDeleteForm(row.Value, row.ReadAt)
	}
}
