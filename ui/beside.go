package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/model"
	"tealset/ui/feed"
)

// cursorRest is how long no key moves the list's cursor before what is told of its row
// elsewhere follows it: the board beside the list, and the reason below it. Either writes
// many times what a moved cursor does, and is not read while a key is held.
const cursorRest = 150 * time.Millisecond

// preview is the service that is told of beside or below the list.
type preview struct {
	conn    *connection
	key     model.Key
	moves   int  // how many times a key has moved the cursor away from it
	waiting bool // for the cursor to rest
}

// restedMsg: cursorRest has passed since a move of the list's cursor.
type restedMsg struct{ moves int }

// followCursor lets what is told beside the list follow its cursor: when that rests, or
// at once where no key has moved it.
func (m *Model) followCursor(msg tea.Msg) tea.Cmd {
	p := m.services()
	if p == nil {
		return nil
	}
	t := &p.preview
	now, conn := model.Key{}, p.conn
	if row := p.grid.Current(); row != nil {
		now, conn = row.Key, m.conns[row.Source]
	}
	moved := now != t.key || conn != t.conn
	row := p.previewRow()
	_, byKey := msg.(tea.KeyPressMsg)
	rested, waited := msg.(restedMsg)
	t.waiting = t.waiting && !waited
	if byKey && moved {
		t.moves++
	}
	switch {
	case m.top() != p || row == nil || row.Gone() || !moved || waited && rested.moves == t.moves:
		t.conn, t.key = conn, now
	case t.waiting:
	case byKey || waited:
		t.waiting = true
		return feed.After(m.ctx, cursorRest, restedMsg{moves: t.moves})
	default:
		t.conn, t.key = conn, now
	}
	return nil
}

// previewRow is the row that is told of; nil where there is none.
func (p *servicesPage) previewRow() *model.Row[model.Service] {
	if p.preview.conn == nil {
		return nil
	}
	return p.preview.conn.store.Services.Row(p.preview.key)
}
