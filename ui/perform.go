package ui

import (
	"context"
	"crypto/rand"

	tea "charm.land/bubbletea/v2"

	"tealset/model"
	"tealset/model/change"
)

// action is what a dialog asks for. It is data, and the Model alone carries it
// out, so that all that is ever sent to ECS beside reads is in this file.
type action interface{ isAction() }

// cancelAction closes the dialog.
type cancelAction struct{}

// deleteAction deletes one set, if it is still as it was seen.
type deleteAction struct {
	change.Request
	risks []string // what the dialog said of blocks and dangers
}

func (cancelAction) isAction() {}
func (deleteAction) isAction() {}

// perform carries an action out. A deletion begins with reading its target again:
// the API has no conditional delete, so this makes the window small, not zero.
func (m *Model) perform(a action) tea.Cmd {
	switch a := a.(type) {
	case cancelAction:
		m.closeDialog()
	case deleteAction:
		if m.readOnly() || m.inFlight(a.Target.ARN) {
			return nil
		}
		return m.readTarget(a)
	}
	return nil
}

func (m *Model) readTarget(a deleteAction) tea.Cmd {
	ctx, cancel := context.WithCancel(m.ctx)
	m.dialog.reread(a, cancel, m.look.now)
	backend, clock, id := m.here().Backend, m.clock, m.dialog.id
	return func() tea.Msg {
		service, err := backend.DescribeService(ctx, a.Target.Service())
		return targetReadMsg{dialog: id, service: service, err: err, at: clock()}
	}
}

// targetRead sends the deletion if the target is as it was seen, and asks afresh
// otherwise. An answer for a dialog that was closed in the meantime sends nothing.
func (m *Model) targetRead(msg targetReadMsg) tea.Cmd {
	if m.dialog == nil || m.dialog.id != msg.dialog || m.dialog.confirmed == nil {
		return nil
	}
	confirmed := *m.dialog.confirmed
	if msg.err != nil {
		m.dialog.askAgain(nil, asFault("DescribeServices", msg.err))
		m.guard.Disarm(m.look.now)
		return nil
	}
	folded := m.fold(msg.service, msg.at)
	service := msg.service
	if row := m.services.roster.Row(service.Key()); row != nil {
		service = row.Value // what is known may be later than what was read
	}
	set, ok := service.TaskSet(confirmed.Target.ARN)
	if !ok {
		m.closeDialog()
		m.notice = model.ShortID(confirmed.Target.ID) + " is gone: nothing was sent"
		return folded
	}
	if changes := model.Changes(confirmed.Seen, set); len(changes) > 0 {
		m.dialog.pin(service, set, msg.at)
		m.dialog.askAgain(changes, nil)
		m.guard.Disarm(m.look.now)
		return folded
	}
	m.dialog.pin(service, set, msg.at)
	if checks := m.dialog.checks(m.look.now); !m.dialog.ready(checks) || grown(confirmed.risks, risks(checks)) {
		m.dialog.askAgain([]model.Change{{What: "what is at risk", Was: "as confirmed", Is: "more"}}, nil)
		m.guard.Disarm(m.look.now)
		return folded
	}
	m.closeDialog()
	return tea.Batch(folded, m.send(confirmed))
}

// send is the one place that changes anything at ECS. The reads under way are stopped
// since they may answer with what was before. The request outlives the page, the
// dialog and the screen: it may already have happened when those are left.
func (m *Model) send(a deleteAction) tea.Cmd {
	m.stopReads()
	request := a.Request
	request.ID, request.At = rand.Text()[:16], m.look.now
	m.deletions = append(m.deletions, &deletion{Request: request, source: m.here(), since: request.At})
	ctx := context.WithoutCancel(m.ctx)
	changes := m.here().Changes
	return func() tea.Msg {
		return changedMsg{request: request, answer: changes.Do(ctx, request)}
	}
}

// changed shows what ECS answered. The reads begin anew, as those under way
// began before the answer.
func (m *Model) changed(msg changedMsg) tea.Cmd {
	m.stopReads()
	for _, d := range m.deletions {
		if d.ID != msg.request.ID || d.outcome != outcomeSent {
			continue
		}
		d.answer(msg.answer)
		m.show(d)
	}
	row := m.services.roster.Row(msg.request.Target.ServiceKey())
	if msg.answered() && row != nil {
		row.Value = row.Value.WithTaskSet(*msg.answer.TaskSet)
	}
	return m.follow(msg.request.Target.ARN)
}
