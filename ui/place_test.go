package ui

import (
	"strings"

	"tealset/model"
	"tealset/ui/feed"
)

// place is where the keys act.
type place int

const (
	atClusters place = iota
	atServices
	atBoard
)

func (m *Model) place() place { return place(len(m.pages) - 1) }

// board is the one that is open, else that beside the list; nil where there is no list.
func (m *Model) board() *boardPage {
	if board, ok := m.top().(*boardPage); ok {
		return board
	}
	if services := m.services(); services != nil {
		return services.beside
	}
	return nil
}

// boardService is the service that the board shows.
func (m *Model) boardService() (model.Service, bool) {
	if board := m.board(); board != nil {
		return board.service()
	}
	return model.Service{}, false
}

// poll is the poller that the header tells of.
func (m *Model) poll() *feed.Poller { return m.top().feeds()[0].Pollers()[0] }

// drawn is the whole text as the screen shows it.
func (r *reader) drawn(l look) string {
	lines := make([]string, len(r.rows))
	for i, row := range r.rows {
		lines[i] = r.draw(l, row)
	}
	return strings.Join(lines, "\n")
}
