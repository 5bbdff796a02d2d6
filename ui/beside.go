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

// preview is what is told of elsewhere than in its row: the service beside or below the
// list, the side whose tasks stand under the board.
type preview struct {
	conn    *connection
	key     model.Key
	moves   int  // how many times a key has moved the cursor away from it
	waiting bool // for the cursor to rest
}

// restedMsg: cursorRest has passed since a move of a cursor.
type restedMsg struct {
	of    *preview
	moves int
}

// followCursor lets what is told elsewhere follow the cursor: when that rests, or at once
// where no key has moved it.
func (m *Model) followCursor(msg tea.Msg) tea.Cmd {
	var cmds []tea.Cmd
	if p := m.services(); p != nil {
		now, conn := model.Key{}, p.conn
		if row := p.grid.Current(); row != nil {
			now, conn = row.Key, m.conns[row.Source]
		}
		row := p.previewRow()
		cmds = append(cmds, m.follow(&p.preview, conn, now, m.top() != p || row == nil || row.Gone(), msg))
	}
	if b, ok := m.top().(*boardPage); ok {
		now := model.Key{}
		if row := b.grid.Current(); row != nil {
			now = row.Key
		}
		cmds = append(cmds, m.follow(&b.told, b.conn, now, b.told.key == model.Key{}, msg))
	}
	return tea.Batch(cmds...)
}

// follow makes a preview follow to what the cursor stands on now.
func (m *Model) follow(t *preview, conn *connection, now model.Key, atOnce bool, msg tea.Msg) tea.Cmd {
	moved := now != t.key || conn != t.conn
	_, byKey := msg.(tea.KeyPressMsg)
	rested, waited := msg.(restedMsg)
	waited = waited && rested.of == t
	t.waiting = t.waiting && !waited
	if byKey && moved {
		t.moves++
	}
	switch {
	case atOnce || !moved || waited && rested.moves == t.moves:
		t.conn, t.key = conn, now
	case t.waiting:
	case byKey || waited:
		t.waiting = true
		return feed.After(m.ctx, cursorRest, restedMsg{of: t, moves: t.moves})
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
