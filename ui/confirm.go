package ui

import (
	"context"
	"slices"
	"time"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"tealset/model"
	"tealset/model/change"
	"tealset/ui/dialog"
)

// focus is what the dialog's keys act on.
type focus int

const (
	focusForce focus = iota
	focusName
	focusCancel
	focusDelete
)

// confirm is the delete dialog. Its target is pinned when it opens: no refresh and
// no moved cursor changes which set is meant.
type confirm struct {
	id      int
	keys    dialogKeys
	service model.Service // as it was when the dialog opened or last asked
	set     model.TaskSet
	ref     model.TaskSetRef

	gone     bool      // the last read does not have the set any more
	readAt   time.Time // when the service was read
	failed   bool      // the last read of it failed
	endpoint string    // when it is not AWS's
	readOnly bool
	guard    *dialog.Guard
	tooQuick string // the key that was dropped as it did not come alone
	focus    focus
	force    bool
	name     textinput.Model
	offset   int // of the checks

	grown   bool           // more is at risk than when it opened or last asked
	changes []model.Change // why it asks afresh
	fault   *model.Fault   // why nothing was sent

	confirmed *deleteAction      // being read again; nil while asking
	cancel    context.CancelFunc // of that read
	since     time.Time          // when it began
}

// openDialog opens the dialog for the set under the board's cursor.
func (m *Model) openDialog() tea.Cmd {
	service, ok := m.boardService()
	row := m.board.grid.current()
	if m.place != atBoard || !ok || row == nil {
		m.notice = "open a service and choose a task set to delete"
		return nil
	}
	if m.inFlight(row.ARN) {
		m.notice = row.Value.ShortID() + " is being deleted"
		return nil
	}
	m.dialogs++
	name := newLine("")
	name.SetVirtualCursor(true)
	m.dialog = &confirm{
		id: m.dialogs, keys: newDialogKeys(), guard: &m.guard, readOnly: m.readOnly(), focus: focusCancel, name: name,
		ref: service.TaskSetRef(row.Value.TaskSet), endpoint: m.here().Endpoint,
	}
	m.board.grid.hold(true)
	m.dialog.pin(service, row.Value.TaskSet, m.services.roster.Row(m.board.key).ReadAt)
	about, _ := m.subject()
	m.guard.Disarm(m.look.now)
	return m.readTags(about) // the tags tell whose the set is
}

// awaitQuiet draws an open dialog anew when the quiet time is over; nil where it is,
// or where that is waited for already.
func (m *Model) awaitQuiet() tea.Cmd {
	if m.dialog == nil || m.guard.Armed() || m.waiting {
		return nil
	}
	m.waiting = true
	return after(m.ctx, m.guard.Left(m.look.now), quietMsg{})
}

func (m *Model) closeDialog() {
	if m.dialog != nil && m.dialog.cancel != nil {
		m.dialog.cancel()
	}
	m.dialog = nil
	m.board.grid.hold(false)
}

func (c *confirm) pin(service model.Service, set model.TaskSet, at time.Time) {
	c.service, c.set, c.readAt = service, set, at
}

// refreshed keeps the checks fresh while the dialog is open, as long as the target
// is as it was shown; a change of that is for the read before the deletion to tell.
// Where more is at risk than before, force is off and a new quiet time begins. The
// focus stays where it is: the next letters of a hand that types would be commands.
func (c *confirm) refreshed(service model.Service, at, now time.Time) {
	set, ok := service.TaskSet(c.ref.ARN)
	c.gone = !ok
	if !ok || len(model.Changes(c.set, set)) > 0 {
		return
	}
	before := risks(c.checks(now))
	c.pin(service, set, at)
	if c.confirmed == nil && grown(before, risks(c.checks(now))) {
		c.force, c.grown = false, true
		c.guard.Disarm(now)
	}
}

// risks are the sentences of the blocks and dangers.
func risks(checks []model.Check) []string {
	var found []string
	for _, check := range checks {
		if check.Severity <= model.Danger {
			found = append(found, check.Sentence)
		}
	}
	return found
}

// grown tells whether there is a risk that was not there before.
func grown(before, after []string) bool {
	return slices.ContainsFunc(after, func(risk string) bool { return !slices.Contains(before, risk) })
}

// reread takes note that the target is being read again before it is deleted.
func (c *confirm) reread(a deleteAction, cancel context.CancelFunc, now time.Time) {
	c.confirmed, c.cancel, c.since, c.grown = &a, cancel, now, false
	c.changes, c.fault = nil, nil
}

// askAgain starts over, and says why.
func (c *confirm) askAgain(changes []model.Change, fault *model.Fault) {
	c.cancel()
	c.confirmed, c.cancel = nil, nil
	c.changes, c.fault = changes, fault
	c.focus, c.force, c.offset = focusCancel, false, 0
	c.name.Reset()
	c.name.Blur()
}

// checks are the findings about the pinned target.
func (c *confirm) checks(now time.Time) []model.Check {
	if c.gone {
		return []model.Check{{Severity: model.Block, Sentence: "it is gone: nothing is left to delete"}}
	}
	return model.Preflight(c.service, c.set, model.Circumstances{
		Now: now, ReadAt: c.readAt, ReadFailed: c.failed, Endpoint: c.endpoint,
	})
}

// mustType tells whether the service's name has to be typed.
func (c *confirm) mustType(checks []model.Check) bool {
	return !model.Impossible(checks) && model.CapacityAtRisk(checks)
}

// ready tells whether Delete would delete.
func (c *confirm) ready(checks []model.Check) bool {
	return !c.readOnly && !model.Refused(checks, c.force) &&
		(!c.mustType(checks) || c.service.Name != "" && c.name.Value() == c.service.Name)
}

// stops are what the focus moves between, in order.
func (c *confirm) stops(checks []model.Check) []focus {
	if c.readOnly || model.Impossible(checks) {
		return []focus{focusCancel}
	}
	if c.mustType(checks) {
		return []focus{focusForce, focusName, focusCancel, focusDelete}
	}
	return []focus{focusForce, focusCancel, focusDelete}
}

// update turns input into an action, nil for none. While the target is read again
// only cancelling is left. What presses or toggles must have come alone, and from no
// key that is held.
func (c *confirm) update(msg tea.KeyPressMsg, alone bool, now time.Time) action {
	checks := c.checks(now)
	alone = alone && !msg.IsRepeat
	c.tooQuick = ""
	switch {
	case msg.String() == keyEsc:
		return cancelAction{}
	case c.focus == focusName && c.confirmed == nil && c.typed(msg):
		return nil
	case !c.guard.Armed():
		return nil
	case key.Matches(msg, c.keys.No):
		return cancelAction{}
	case c.confirmed != nil:
		return nil
	case key.Matches(msg, c.keys.Next):
		c.step(checks, 1)
	case key.Matches(msg, c.keys.Previous):
		c.step(checks, -1)
	case key.Matches(msg, c.keys.Up):
		c.offset = max(0, c.offset-1)
	case key.Matches(msg, c.keys.Down):
		c.offset++
	case key.Matches(msg, c.keys.Yes):
		if slices.Contains(c.stops(checks), focusDelete) {
			c.focusOn(focusDelete)
		}
	case key.Matches(msg, c.keys.Press), c.focus == focusForce && key.Matches(msg, c.keys.Toggle):
		if !alone {
			c.tooQuick = msg.String()
			return nil
		}
		return c.press(c.focus, checks)
	}
	return nil
}

// typed gives the name's field the keys that write or move in it; ok is false for
// those that leave it. Enter does nothing there: held down it would go on to what
// it focused.
func (c *confirm) typed(msg tea.KeyPressMsg) (ok bool) {
	switch msg.String() {
	case "tab", "shift+tab", keyEsc, "up", keyDown:
		return false
	case keyEnter:
		return true
	}
	c.name, _ = c.name.Update(msg)
	return true
}

func (c *confirm) step(checks []model.Check, by int) {
	stops := c.stops(checks)
	at := 0
	for i, stop := range stops {
		if stop == c.focus {
			at = i
		}
	}
	c.focusOn(stops[(at+by+len(stops))%len(stops)])
}

func (c *confirm) focusOn(stop focus) {
	c.focus = stop
	if c.focus == focusName {
		c.name.Focus()
	} else {
		c.name.Blur()
	}
}

func (c *confirm) toggleForce(checks []model.Check) {
	if !c.readOnly && !model.Impossible(checks) {
		c.force = !c.force
	}
}

func (c *confirm) press(what focus, checks []model.Check) action {
	switch {
	case what == focusCancel:
		return cancelAction{}
	case what == focusForce:
		c.toggleForce(checks)
	case what == focusDelete && c.ready(checks):
		return deleteAction{
			Request: change.Request{Kind: change.DeleteTaskSet, Target: c.ref, Seen: c.set, Force: c.force},
			risks:   risks(checks),
		}
	}
	return nil
}
