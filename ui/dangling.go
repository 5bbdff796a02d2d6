package ui

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/model/change"
	"tealset/ui/feed"
)

// danglingAfter is how long nothing is looked for: the first screen has the machine
// to itself.
const danglingAfter = 250 * time.Millisecond

// danglingFoundMsg: changes of earlier runs have been looked for.
type danglingFoundMsg struct {
	connects int // as of when they were looked for
	found    []foundChange
}

// foundChange is a change of an earlier run, with the connection to follow it by.
type foundChange struct {
	change.Earlier
	conn *connection
}

// findDangling looks for changes of earlier runs in all sources, one after the other. Of those that find the same one the later is the better one to follow it by:
// it is of the profile that sent it.
func (m *Model) findDangling() tea.Cmd {
	ctx, conns, connects := m.ctx, m.conns, m.connects
	pause := feed.After(ctx, danglingAfter, nil)
	return func() tea.Msg {
		pause()
		msg := danglingFoundMsg{connects: connects}
		for _, conn := range conns {
			if conn.Dangling == nil {
				continue
			}
			for _, earlier := range conn.Dangling(ctx) {
				if earlier.Elsewhere { // nothing would tell here that its answer has come
					continue
				}
				found := foundChange{earlier, conn}
				msg.found = append(slices.DeleteFunc(msg.found, found.same), found)
			}
		}
		return msg
	}
}

// same tells whether another one is the same change.
func (f foundChange) same(other foundChange) bool { return f.Request.ID == other.Request.ID }

// danglingFound takes the changes over and looks at them.
func (m *Model) danglingFound(msg danglingFoundMsg) tea.Cmd {
	for _, found := range msg.found {
		m.adopt(found, msg.connects == m.connects)
	}
	return m.followChanges()
}

// adopt takes over a change of an earlier run, once. A later source is the better one
// to follow it by, unless another one was asked for after it had begun to look.
func (m *Model) adopt(found foundChange, latest bool) {
	if known := m.changes.byID(found.Request.ID); known != nil {
		if latest && known.State() == change.Following {
			known.conn, known.readNow = found.conn, true
		}
		return
	}
	sent := &sentChange{Flow: change.Adopt(found.Request, found.Outcome, m.look.now), conn: found.conn, readNow: true}
	m.changes.add(sent)
	m.changes.show(sent)
}
