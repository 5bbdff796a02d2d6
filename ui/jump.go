package ui

import (
	"slices"
	"strings"
	"time"

	"tealset/model"
	"tealset/ui/dialog"
)

// jump is a move of the cursor that no key made: what it stood on has gone.
type jump struct {
	at   time.Time
	text string // tells of it
}

// tellJump says that the cursor of the page stands on another object, or on none.
func (m *Model) tellJump() {
	told := m.top().table().loss()
	if told.gone == "" {
		return
	}
	if !strings.HasPrefix(m.notice, told.gone) { // else it says already why that has gone
		m.notice = told.gone
	}
	if told.next != "" {
		m.notice += "; the cursor is on " + told.next
	}
	m.jump = jump{at: m.look.now, text: m.notice}
}

// lostRow is what went from under a cursor, and what the cursor is on now.
type lostRow struct{ gone, next string }

// loss is the row that went from under the cursor since it was last asked for, in words;
// empty where none did.
func (g *grid[T]) loss() (told lostRow) {
	lost := g.lost
	g.lost = nil
	if lost == nil {
		return lostRow{}
	}
	gone, name := g.gone, g.name
	if g.label != nil {
		name = g.label
	}
	if slices.ContainsFunc(g.rows, func(row *model.Row[T]) bool { return row.Key == lost.Key && row.Source == lost.Source }) {
		gone = " does not match /" + g.filter + " any more"
	}
	told.gone = name(lost.Value) + gone
	if row := g.Current(); row != nil {
		told.next = name(row.Value)
	}
	return told
}

// jumpedNow tells whether the cursor was moved by no key a moment ago: whoever presses
// a key now had the object that has gone before the eyes.
func (m *Model) jumpedNow() bool {
	since := m.look.now.Sub(m.jump.at)
	return since >= 0 && since < dialog.Quiet
}
