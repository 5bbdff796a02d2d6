package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/model"
)

// cursorRest is how long no key moves the list's cursor before what is told of its row
// elsewhere follows it: the board beside the list, and the reason below it. Either writes
// many times what a moved cursor does, and is not read while a key is held.
const cursorRest = 150 * time.Millisecond

// beside is the service that is told of beside or below the list.
type beside struct {
	key     model.Key
	moves   int  // how many times a key has moved the cursor away from it
	waiting bool // for the cursor to rest
}

// restedMsg: cursorRest has passed since a move of the list's cursor.
type restedMsg struct{ moves int }

// followCursor lets what is beside the list follow its cursor: when that rests, or at
// once where no key has moved it.
func (m *Model) followCursor(msg tea.Msg) tea.Cmd {
	b := &m.beside
	var now model.Key
	if row := m.services.grid.current(); row != nil {
		now = row.Key
	}
	known := m.services.roster.Row(b.key) != nil
	_, byKey := msg.(tea.KeyPressMsg)
	rested, waited := msg.(restedMsg)
	b.waiting = b.waiting && !waited
	if byKey && now != b.key {
		b.moves++
	}
	switch {
	case m.place != atServices || !known || now == b.key || waited && rested.moves == b.moves:
		b.key = now
	case b.waiting:
	case byKey || waited:
		b.waiting = true
		return after(m.ctx, cursorRest, restedMsg{moves: b.moves})
	default:
		b.key = now
	}
	return nil
}
