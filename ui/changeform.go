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

// changeForm asks about one change. What counts is decided by the change.Flow, which keys
// count by the dialog.Form, and what it says by the kind of the change. The target is
// pinned when it opens: no refresh and no moved cursor changes what is meant.
type changeForm struct {
	flow  *change.Flow
	form  *dialog.Form
	words changeWords
	conn  *connection // the one that the target is of, and by which it is changed
	of    model.Key   // the target's service

	force             *dialog.Stop // nil where the operation knows no force
	name, cancel, act *dialog.Stop

	named      bool               // the service's name was asked for
	atRisk     bool               // the change takes serving capacity, or may do so
	readOnly   string             // why nothing can be changed; empty where it can
	readAt     time.Time          // when the service was read
	seen       int                // the version of the services that it shows
	readFailed bool               // the last read of it failed
	stop       context.CancelFunc // of the read before the change is sent; nil without one
	since      time.Time          // when that read began
	lines      []string           // the text as it is drawn
}

// What a changeForm asks for.
type (
	confirmAction struct{} // the button that acts was pressed
	changedAction struct{} // a toggle or a field has changed: the text says something else
)

// Guarded is true: a change has to be meant.
func (d *changeForm) Guarded() bool { return true }

// Pressed takes a key. While the target is read again only cancelling is left.
func (d *changeForm) Pressed(press dialog.Press) dialog.Action {
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
func (d *changeForm) Pasted(text string) dialog.Action {
	d.form.Pasted(text)
	return nil
}

// deleting is the open dialog that deletes a set; nil where there is none.
func (m *Model) asking() *changeForm {
	form, _ := dialog.Find[*changeForm](&m.overlays)
	return form
}

// openForm asks about a change of a task set of the board.
func (m *Model) openForm(kind change.Kind, side model.Side) tea.Cmd {
	board, ok := m.top().(*boardPage)
	if !ok {
		return nil
	}
	service, ok := board.service()
	if !ok {
		return nil
	}
	d := newChangeForm(kind, board.conn, service)
	d.readOnly = m.whyReadOnly()
	d.flow = change.Ask(kind, service, *side.TaskSet, m.circumstances(d))
	m.holdCursor(true)
	m.overlays.Open(d, m.look.now)
	about, _ := m.subject()
	return m.readTags(about) // the tags tell whose the set is
}

// newChangeForm makes the form of a kind of change with what there is to press in it.
func newChangeForm(kind change.Kind, conn *connection, service model.Service) *changeForm {
	words := wordsOf(kind)
	d := &changeForm{
		words: words, conn: conn, of: service.Key(), readAt: conn.store.Services.Row(service.Key()).ReadAt,
		name:   dialog.NewField(dialog.Text, "type the service's name to "+words.toDo),
		cancel: dialog.NewButton(dialog.Cancel, "Cancel"),
		act:    dialog.NewButton(dialog.Act, words.button),
	}
	if words.force != "" {
		d.force = dialog.NewToggle(words.force)
	}
	d.form = dialog.NewForm(formKeys(), d.cancel)
	return d
}

// holdCursor keeps the board's cursor on its set while that is asked about, or lets it go.
func (m *Model) holdCursor(held bool) {
	if board, ok := m.top().(*boardPage); ok {
		board.grid.hold(held)
	}
}

// circumstances are what the change depends on beside its service.
func (m *Model) circumstances(d *changeForm) change.Circumstances {
	c := change.Circumstances{
		Now: m.look.now, ReadAt: d.readAt, ReadFailed: d.readFailed, Endpoint: d.conn.Endpoint,
		Force: d.forced(), ReadOnly: d.readOnly != "",
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

// closeForm takes the dialog away: by a key, or by itself where the keys that
// follow may still be meant for it.
func (m *Model) closeForm(byKey bool) {
	d := m.asking()
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

// forced tells whether force is ticked.
func (d *changeForm) forced() bool { return d.force != nil && d.force.On }

func (d *changeForm) stopReading() {
	if d.stop != nil {
		d.stop()
		d.stop = nil
	}
}

// refreshForm shows an open dialog what is known now of its service.
func (m *Model) refreshForm() {
	d := m.asking()
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

// askAfresh makes the person read again what is asked. Where the change had been
// confirmed, everything starts over; where somebody may be typing, nothing takes the
// focus or the letters.
func (m *Model) askAfresh(d *changeForm, reasons change.Reasons) {
	d.stopReading()
	if d.force != nil {
		d.force.On = false
	}
	d.form.Reread()
	m.overlays.Disarm(m.look.now)
	if reasons.Confirmed {
		d.name.Empty()
		d.form.FocusCancel()
	}
}
