package ui

import (
	"strings"
	"time"

	"tealset/ui/dialog"
)

// jump is a move of the cursor that no key made: what it stood on has gone.
type jump struct {
	at   time.Time
	text string // tells of it
}

// tellJump says that the cursor of the page stands on another object, or on none.
func (m *Model) tellJump() {
	set := lossOf(m.board.grid, " is gone", func(row boardRow) string { return row.ShortID() })
	service := lossOf(m.services.grid, " is not listed any more", m.services.grid.name)
	cluster := lossOf(m.clusters.grid, " is not listed any more", m.clusters.grid.name)
	told := cluster
	switch m.place {
	case atServices:
		told = service
	case atBoard:
		told = set
	case atClusters:
	}
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

func lossOf[T any](g *grid[T], gone string, name func(T) string) (told lostRow) {
	lost, hidden := g.loss()
	if lost == nil {
		return lostRow{}
	}
	if hidden {
		gone = " does not match /" + g.filter + " any more"
	}
	told.gone = name(lost.Value) + gone
	if row := g.current(); row != nil {
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
