package ui

import (
	"context"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"tealset/model"
	"tealset/model/change"
	"tealset/ui/dialog"
)

// deleteForm asks about the deletion of one task set. What counts is decided by the
// change.Flow, which keys count by the dialog.Form. The target is pinned when it
// opens: no refresh and no moved cursor changes which set is meant.
type deleteForm struct {
	flow *change.Flow
	form *dialog.Form
	conn *connection // the one that the target is of, and by which it is deleted
	of   model.Key   // the target's service

	force, name, cancel, act *dialog.Stop

	named      bool               // the service's name was asked for
	atRisk     bool               // the change takes serving capacity, or may do so
	readOnly   string             // why nothing can be deleted; empty where it can
	readAt     time.Time          // when the service was read
	seen       int                // the version of the services that it shows
	readFailed bool               // the last read of it failed
	stop       context.CancelFunc // of the read before the deletion; nil without one
	since      time.Time          // when that read began
	lines      []string           // the text as it is drawn
}

// What a deleteForm asks for.
type (
	confirmAction struct{} // Delete was pressed
	changedAction struct{} // force or the name has changed: the text says something else
)

// Guarded is true: a deletion has to be meant.
func (d *deleteForm) Guarded() bool { return true }

// Pressed takes a key. While the target is read again only cancelling is left.
func (d *deleteForm) Pressed(press dialog.Press) dialog.Action {
	cancels := press.String() == keyEsc || press.Armed && key.Matches(press, d.form.Keys.Cancel)
	if d.flow.State() == change.Rereading && !cancels {
		return nil
	}
	switch d.form.Pressed(press) {
	case dialog.Cancelled:
		return dialog.Closed{}
	case dialog.Acted:
		return confirmAction{}
	case dialog.Changed:
		return changedAction{}
	default:
		return nil
	}
}

// Pasted takes nothing.
func (d *deleteForm) Pasted(text string) dialog.Action {
	d.form.Pasted(text)
	return nil
}

// deleting is the open dialog that deletes a set; nil where there is none.
func (m *Model) deleting() *deleteForm {
	form, _ := dialog.Find[*deleteForm](&m.overlays)
	return form
}

// openDeleteForm asks about a task set of the board.
func (m *Model) openDeleteForm(side model.Side) tea.Cmd {
	board, ok := m.top().(*boardPage)
	if !ok {
		return nil
	}
	service, ok := board.service()
	if !ok {
		return nil
	}
	set := *side.TaskSet
	d := &deleteForm{
		conn: board.conn, of: service.Key(), readOnly: m.whyReadOnly(), readAt: board.conn.store.Services.Row(service.Key()).ReadAt,
		force:  dialog.NewToggle("force   delete although it is not scaled to zero"),
		name:   dialog.NewField(dialog.Text, "type the service's name to delete"),
		cancel: dialog.NewButton(dialog.Cancel, "Cancel"),
		act:    dialog.NewButton(dialog.Act, "Delete"),
	}
	d.form = dialog.NewForm(formKeys(), d.cancel)
	d.flow = change.Ask(change.DeleteTaskSet, service, set, m.circumstances(d))
	m.holdCursor(true)
	m.overlays.Open(d, m.look.now)
	about, _ := m.subject()
	return m.readTags(about) // the tags tell whose the set is
}

// holdCursor keeps the board's cursor on its set while that is asked about, or lets it go.
func (m *Model) holdCursor(held bool) {
	if board, ok := m.top().(*boardPage); ok {
		board.grid.hold(held)
	}
}

// circumstances are what the deletion depends on beside its service.
func (m *Model) circumstances(d *deleteForm) change.Circumstances {
	c := change.Circumstances{
		Now: m.look.now, ReadAt: d.readAt, ReadFailed: d.readFailed, Endpoint: d.conn.Endpoint,
		Force: d.force.On, ReadOnly: d.readOnly != "",
	}
	if board, ok := m.top().(*boardPage); ok && board.parts != nil && board.conn == d.conn && board.key == d.of {
		known := board.rollout().Known
		c.Known = &known
	}
	for _, sent := range m.changes.all {
		c.Earlier = append(c.Earlier, change.Earlier{Request: sent.Request(), Outcome: sent.Outcome()})
	}
	return c
}

// closeDeleteForm takes the dialog away: by a key, or by itself where the keys that
// follow may still be meant for it.
func (m *Model) closeDeleteForm(byKey bool) {
	d := m.deleting()
	if d == nil {
		return
	}
	d.stopReading()
	d.flow.Cancel()
	m.holdCursor(false)
	if byKey {
		m.overlays.Close()
		return
	}
	m.overlays.Dismiss(m.look.now)
}

func (d *deleteForm) stopReading() {
	if d.stop != nil {
		d.stop()
		d.stop = nil
	}
}

// refreshDeleteForm shows an open dialog what is known now of its service.
func (m *Model) refreshDeleteForm() {
	d := m.deleting()
	if d == nil {
		return
	}
	services := d.conn.store.Services
	row := services.Row(d.of)
	version := services.Version() + d.conn.rolloutVersion(d.conn.rollout(d.of))
	if row == nil || version == d.seen {
		return
	}
	d.seen = version
	before := d.flow.State()
	reasons := d.flow.Look(row.Value, m.circumstances(d))
	d.readAt = row.ReadAt
	if reasons.Any() || d.flow.State() != before {
		m.askAfresh(d, reasons)
	}
}

// askAfresh makes the person read again what is asked. Where the deletion had been
// confirmed, everything starts over; where somebody may be typing, nothing takes the
// focus or the letters.
func (m *Model) askAfresh(d *deleteForm, reasons change.Reasons) {
	d.stopReading()
	d.force.On = false
	d.form.Reread()
	m.overlays.Disarm(m.look.now)
	if reasons.Confirmed {
		d.name.Empty()
		d.form.FocusCancel()
	}
}
