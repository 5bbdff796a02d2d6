package ui

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/model"
	"tealset/model/change"
	"tealset/ui/feed"
	"tealset/ui/say"
)

// changeTakes is how long an answer to a change mostly takes at most.
const changeTakes = time.Second

// changing tells whether a change is on its way: its target is being read again, or it
// was sent just now. A read that starts then would be cancelled when ECS answers, so
// none does by itself; those that a key asks for do.
func (m *Model) changing() bool {
	d := m.asking()
	return d != nil && d.flow.State() == change.Rereading || m.look.now.Before(m.readsFrom)
}

// startReads starts the reads that are due of what is on the screen, and ends those of
// what has left it. There is no other place that starts one of a page.
func (m *Model) startReads() tea.Cmd {
	m.turn()
	if m.changing() {
		return nil
	}
	if services := m.services(); services != nil { // an open board reads its service by itself
		for _, list := range services.lists {
			list.SetBeside(m.top() != services)
		}
	}
	var cmds []tea.Cmd
	for _, f := range slices.Concat(m.visibleFeeds(), m.unseen) {
		cmds = append(cmds, f.Start(m.look.now))
	}
	return tea.Batch(cmds...)
}

// take gives what a read or a pause has brought to the feed that it is of. Where there is
// none any more, it is dropped.
func (m *Model) take(msg feed.Msg) tea.Cmd {
	for _, p := range m.pages {
		for _, f := range p.feeds() {
			if cmd, taken := f.Take(m.look.now, msg); taken {
				return cmd
			}
		}
	}
	for _, f := range m.unseen {
		if cmd, taken := f.Take(m.look.now, msg); taken {
			return cmd
		}
	}
	return nil
}

// stopReads drops what is being read: it may answer with what was before a write. After
// a pause, or at the next key, it is read again.
func (m *Model) stopReads(pause time.Duration) {
	m.readsFrom = m.look.now.Add(pause)
	feeds := m.visibleFeeds()
	stop(slices.Concat(feeds, m.unseen))
	begin(feeds, m.look.now)
}

// refresh reads everything again.
func (m *Model) refresh() {
	m.readsFrom = time.Time{}
	for _, p := range m.pages {
		for _, f := range p.feeds() {
			f.Refresh(m.look.now)
		}
	}
	m.changes.readNow()
}

// focused reads more slowly while the terminal says that nobody looks, and at once
// when somebody does again: by the terminal's word, or by a key.
func (m *Model) focused(focused bool) {
	if m.reads.Blurred() == !focused {
		return
	}
	m.reads.SetBlurred(!focused)
	m.paceChanged()
	if !focused {
		return
	}
	m.changes.readNow()
	if board, ok := m.top().(*boardPage); ok && m.look.now.Sub(board.readAt()) >= m.reads.Refresh() {
		begin(board.feeds(), m.look.now)
	}
}

// paceChanged makes all pauses anew.
func (m *Model) paceChanged() {
	for _, p := range m.pages {
		for _, f := range p.feeds() {
			f.PaceChanged()
		}
	}
}

// asleep is how long the clock may stand still before that is told: less is a slow
// machine, more is a laptop that slept or a process that was stopped.
const asleep = 30 * time.Second

// lostSize tells the size where the terminal has another one than was told: a resize may come
// before Bubble Tea listens for it, or overtake the size at the start. Bubble Tea is not asked
// for it: its answer to tea.RequestWindowSize races with its own answer to a resize.
func (m *Model) lostSize() tea.Cmd {
	if m.options.Size == nil {
		return nil
	}
	width, height := m.options.Size()
	if width <= 0 || height <= 0 || width == m.width && height == m.height {
		return nil
	}
	return func() tea.Msg { return tea.WindowSizeMsg{Width: width, Height: height} }
}

// ticks takes note that the clock goes on.
func (m *Model) ticks() {
	switch gap := m.look.now.Sub(m.ticked); {
	case m.ticked.IsZero():
	case gap >= asleep:
		m.refresh()
		m.notice = "the clock stood still for " + say.Age(gap) + ": reading everything again"
	case gap < 0: // all that is due is due by the old time, and all that was read seems to be of the future
		m.refresh()
		m.activity.spent = nil
		m.notice = "the clock was set back by " + say.Age(-gap) + ": reading everything again"
	}
	m.ticked = m.look.now
	m.activity.tick(m.look.now)
}

// seeReads gives what was read of a service since the last message to those that wait
// for it: the changes of its sets and deployments, and an open form.
func (m *Model) seeReads() tea.Cmd {
	var cmds []tea.Cmd
	for _, sent := range m.changes.all {
		if !sent.Request().Kind.OfTaskSet() {
			cmds = append(cmds, m.seeDeployment(sent))
			continue
		}
		row := sent.conn.store.Services.Row(sent.Request().Target.ServiceKey())
		if row != nil && row.Reads != sent.given {
			sent.given = row.Reads
			cmds = append(cmds, m.saw(sent, row.Value, row.Began, row.ReadAt))
		}
	}
	m.refreshForm()
	return tea.Batch(cmds...)
}

// readTags asks for the tags of a set, which only DescribeTaskSets tells.
func (m *Model) readTags(about subject) tea.Cmd {
	row := about.conn.store.Services.Row(about.service)
	set, ok := about.object().(model.TaskSet)
	if !ok || row == nil {
		return nil
	}
	ctx, conn, ref := m.ctx, about.conn, row.Value.TaskSetRef(set)
	return func() tea.Msg {
		read, err := conn.Backend.DescribeTaskSet(ctx, ref)
		return tagsReadMsg{conn: conn, service: ref.ServiceKey(), arn: ref.ARN, tags: read.Tags, err: err}
	}
}

// tagsRead keeps the tags, or why they are not known.
func (m *Model) tagsRead(msg tagsReadMsg) {
	delete(msg.conn.tagFaults, msg.arn)
	if msg.err != nil {
		msg.conn.tagFaults[msg.arn] = model.AsFault("DescribeTaskSets", msg.err)
		return
	}
	msg.conn.store.PutTags(msg.service, msg.arn, msg.tags)
}
