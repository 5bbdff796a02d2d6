package ui

import (
	"context"
	"strconv"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"tealset/model"
	"tealset/model/change"
	"tealset/ui/dialog"
	"tealset/ui/say"
)

// changeForm asks about one change. What counts is decided by the change.Flow, which keys
// count by the dialog.Form, and what it says by the kind of the change. The target is
// pinned when it opens: no refresh and no moved cursor changes what is meant.
type changeForm struct {
	flow  *change.Flow
	form  *dialog.Form
	words changeWords
	offer change.Offer
	board *boardPage  // from which it was opened
	conn  *connection // the one that the target is of, and by which it is changed
	of    model.Key   // the target's service

	force             *dialog.Stop   // nil where the operation knows no force
	percent           []*dialog.Stop // the field for a scale, then its quick values; empty for other kinds
	hooks             []*dialog.Stop // one for each of the offer's hooks, where there are several
	name, cancel, act *dialog.Stop

	named  bool               // the service's name was asked for
	atRisk bool               // the change takes serving capacity or traffic, or may do so
	seen   int                // the version of the services that it shows
	stop   context.CancelFunc // of the reads before the change is sent; nil without one
	since  time.Time          // when those reads began
	lines  []string           // the text as it is drawn
}

// What a changeForm asks for.
type (
	confirmAction struct{} // the button that acts was pressed
	changedAction struct{} // a toggle, a choice or a field has changed: the text says something else
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

// asking is the open form of a change; nil where there is none.
func (m *Model) asking() *changeForm {
	form, _ := dialog.Find[*changeForm](&m.overlays)
	return form
}

// openForm asks about the change that the board offers.
func (m *Model) openForm(offer change.Offer) tea.Cmd {
	board, ok := m.top().(*boardPage)
	if !ok {
		return nil
	}
	service, ok := board.service()
	if !ok {
		return nil
	}
	if undo, ok := m.wayBack(m.changes.banner); ok && offer.Percent == nil && undo.Kind == offer.Kind && undo.Set.ARN == offer.Set.ARN {
		offer.Percent = undo.Percent // as the banner says
	}
	d := newChangeForm(offer, board)
	m.ask(d, service)
	m.holdCursor(true)
	m.overlays.Open(d, m.look.now)
	if !offer.Kind.OfTaskSet() {
		return nil
	}
	return m.readTags(taskSetSubject(board.conn, board.key, offer.Set.ARN)) // they tell whose the set is
}

// newChangeForm makes the form of a change with what there is to press in it.
func newChangeForm(offer change.Offer, board *boardPage) *changeForm {
	words := wordsOf(offer.Kind)
	d := &changeForm{
		words: words, offer: offer, board: board, conn: board.conn, of: board.key,
		name:   dialog.NewField(dialog.Text, "type the service's name to "+offer.Kind.Verb()),
		cancel: dialog.NewButton(dialog.Cancel, "Cancel"),
		act:    dialog.NewButton(dialog.Act, words.button),
	}
	if words.force != "" {
		d.force = dialog.NewToggle(words.force)
	}
	if offer.Kind == change.ScaleTaskSet {
		d.percent = percentStops(offer)
	}
	if len(offer.Hooks) > 1 {
		for i, hook := range offer.Hooks {
			d.hooks = append(d.hooks, dialog.NewOneOf(hookText(hook, board.now), i == 0))
		}
	}
	d.form = dialog.NewForm(formKeys(), d.cancel)
	return d
}

// percentStops are the field for a new scale, with what is suggested in it, and quick values.
func percentStops(offer change.Offer) []*dialog.Stop {
	field := dialog.NewField(dialog.Number, "new scale in percent, now "+say.Scale(offer.Set.Scale))
	if offer.Percent != nil {
		field.SetValue(strconv.FormatFloat(*offer.Percent, 'f', -1, 64))
	}
	return []*dialog.Stop{field, dialog.NewQuick("0"), dialog.NewQuick("50"), dialog.NewQuick("100")}
}

// hookText is a pause hook that waits, and what happens if nobody does anything.
func hookText(hook model.LifecycleHook, now time.Time) string {
	text := hook.ID
	if !hook.ExpiresAt.IsZero() {
		text += "  until " + model.ClockWords(hook.ExpiresAt, now)
	}
	if hook.TimeoutAction != "" {
		text += ", then " + hook.TimeoutAction
	}
	return text
}

// ask begins the question: its target is pinned from here on.
func (m *Model) ask(d *changeForm, service model.Service) {
	if d.offer.Kind.OfTaskSet() {
		d.flow = change.Ask(d.offer.Kind, service, d.offer.Set, m.circumstances(d))
		return
	}
	d.flow = change.AskDeployment(d.offer.Kind, service, d.chosenHook(), m.circumstances(d))
}

// chosenHook is the id of the pause hook that is meant; empty where the change is of none.
func (d *changeForm) chosenHook() string {
	for i, hook := range d.offer.Hooks {
		if len(d.hooks) == 0 || d.hooks[i].On {
			return hook.ID
		}
	}
	return ""
}

// formChanged begins the question anew where another hook was chosen.
func (m *Model) formChanged() {
	d := m.asking()
	if d == nil || d.flow.State() != change.Asking || d.chosenHook() == d.flow.Request().Hook() {
		return
	}
	service := d.flow.Service()
	d.flow.Cancel()
	m.ask(d, service)
	d.form.Reread()
}

// holdCursor keeps the board's cursor on its set while that is asked about, or lets it go.
func (m *Model) holdCursor(held bool) {
	if board, ok := m.top().(*boardPage); ok {
		board.grid.hold(held)
	}
}

// circumstances are what the change depends on beside its service.
func (m *Model) circumstances(d *changeForm) change.Circumstances {
	c := d.board.circumstances()
	c.Now, c.Force, c.Percent = m.look.now, d.forced(), d.wanted()
	c.NameAlways = m.options.NameAlways
	c.ReadOnly = d.board.forbidden(d.offer.Kind) != ""
	return c
}

// wanted is the scale that was typed; nil where that is none.
func (d *changeForm) wanted() *float64 {
	if len(d.percent) == 0 {
		return nil
	}
	if percent, ok := d.percent[0].Number(); ok && percent >= 0 && percent <= 100 {
		return &percent
	}
	return nil
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
