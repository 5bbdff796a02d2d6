package ui

import (
	"context"
	"crypto/rand"
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/model"
	"tealset/model/change"
	"tealset/ui/dialog"
)

// perform carries out what an overlay asks for. All that is ever sent to ECS beside
// reads is in this file.
func (m *Model) perform(action dialog.Action, confirmed string) tea.Cmd {
	switch a := action.(type) {
	case dialog.Closed:
		m.closeOverlay()
	case confirmAction:
		return m.confirm()
	case changedAction:
		m.formChanged()
	case dialog.Entered:
		return m.entered(a.Text, confirmed)
	case dialog.Typed:
		m.typed(a.Text)
	case dialog.Chosen:
		return m.chosen(a.Name, confirmed)
	case moveAction:
		m.move(a.KeyPressMsg)
	}
	return nil
}

// confirm reads the target again before anything is sent: the API has no conditional
// change, so this makes the window small, not zero. The answer is held until it is known
// that no other key came with the one that confirmed.
func (m *Model) confirm() tea.Cmd {
	d := m.asking()
	id := rand.Text()[:16]
	if d == nil || !d.flow.Confirm(id, d.name.Value(), m.circumstances(d)) {
		return nil
	}
	var ctx context.Context
	ctx, d.stop = context.WithCancel(model.WithPriority(m.ctx, model.Confirmed))
	d.since = m.look.now
	backend, clock, ref := d.conn.Backend, m.clock, d.flow.Request().Target.Service()
	parts := d.board.parts.needed(d.offer.Kind.Needs())
	return func() tea.Msg {
		alone := time.After(dialog.Alone)
		msg := targetReadMsg{id: id, parts: parts.read(ctx)}
		msg.service, msg.err = backend.DescribeService(ctx, ref) // last, as what it tells counts most
		msg.at = clock()
		<-alone
		return msg
	}
}

// takeBack makes the last key count for nothing: other input came with it.
func (m *Model) takeBack() {
	switch d := m.asking(); {
	case d == nil:
	case d.flow.State() == change.Rereading:
		d.flow.TakeBack()
		m.askAfresh(d, d.flow.Reasons())
	case d.form.TakeBack():
		m.formChanged() // what was taken back may have been the choice of a hook
		m.overlays.Disarm(m.look.now)
	}
}

// targetRead sends the change if the target is as it was confirmed, and asks afresh
// otherwise. An answer for a form that was closed in the meantime sends nothing.
func (m *Model) targetRead(msg targetReadMsg) tea.Cmd {
	d := m.asking()
	if d == nil || d.flow.State() != change.Rereading || d.flow.Request().ID != msg.id {
		return nil
	}
	d.stopReading()
	fault := d.board.parts.took(msg.parts, d.since, msg.at)
	var service model.Service
	if msg.err != nil {
		fault = model.AsFault("DescribeServices", msg.err)
	}
	if fault == nil {
		key := msg.service.Key()
		d.conn.store.Services.Put(key, msg.service, d.since, msg.at)
		service = d.conn.store.Services.Row(key).Value // what is known may be later than what was read
		m.refreshForm()
	}
	before := d.flow.State()
	request, reasons := d.flow.Reread(msg.id, service, fault, m.circumstances(d))
	if request == nil {
		if before == change.Rereading {
			m.askAfresh(d, reasons)
		}
		return nil
	}
	m.overlays.Dismiss(m.look.now)
	m.holdCursor(false)
	return m.send(*request, d)
}

// send is the one place from which a change goes to ECS. The reads under way are
// stopped since they may answer with what was before. The request outlives the page,
// the dialog and the screen: it may already have happened when those are left.
func (m *Model) send(request change.Request, d *changeForm) tea.Cmd {
	m.stopReads(changeTakes)
	m.changes.add(&sentChange{Flow: d.flow, conn: d.conn})
	ctx := context.WithoutCancel(m.ctx)
	changes, clock := d.conn.Changes, m.clock
	return func() tea.Msg {
		answer := changes.Do(ctx, request)
		if answer.At.IsZero() {
			answer.At = clock()
		}
		return answeredMsg{id: request.ID, answer: answer}
	}
}

// answered shows what ECS answered. The reads begin anew, as those under way began
// before the answer.
func (m *Model) answered(msg answeredMsg) {
	sent := m.changes.byID(msg.id)
	if sent == nil {
		return
	}
	m.stopReads(0)
	sent.Answered(msg.id, msg.answer)
	m.changes.show(sent)
	if m.awaiting {
		m.notice, m.awaiting = "", false
	}
	target := sent.Request().Target
	if msg.answer.TaskSet != nil && msg.answer.TaskSet.ARN == target.ARN {
		sent.conn.store.PutTaskSet(target.ServiceKey(), *msg.answer.TaskSet, msg.answer.At)
	}
}
