package ui

import (
	"github.com/charmbracelet/x/ansi"

	"tealset/ui/dialog"
	"tealset/ui/widget"
)

// splitNow tells whether the list and the board stand side by side now.
func (m *Model) splitNow() bool {
	return m.split() && m.top().pair() != nil && m.reader == nil && !m.picking()
}

func (m *Model) listWidth() int {
	least := listMin
	if m.services().all() { // there the names have their clusters before them
		least += allMore
	}
	if whose := m.services().whose; m.top() == m.services() || m.width-least-whose > boardMin { // an open board needs the room more
		least += whose
	}
	most := max(min(m.width-boardMin, listFirst), int(listPart*float64(m.width)))
	return max(least, min(most, m.services().grid.widest+besideName))
}

// body is what fills the middle, exactly height lines.
func (m *Model) body(height int) []string {
	var lines []string
	switch {
	case m.picking():
		p, _ := dialog.Find[picker](&m.overlays)
		lines = p.Lines(m.look.overlay(), m.width)
	case m.reader != nil:
		lines = m.reader.view(m.look)
	case m.splitNow():
		return m.splitBody(height)
	default:
		d := drawing{width: m.width, focused: m.asking() == nil, failing: m.failing() != nil}
		lines = m.top().body(m.look, d)
		if board, ok := m.top().(*boardPage); ok {
			lines = append([]string{board.verdict(m.look, d.failing)}, lines...)
		}
	}
	return exactly(lines, height)
}

// splitBody draws the list and the board side by side: the open one, or that of the
// service under the cursor.
func (m *Model) splitBody(height int) []string {
	services, left := m.services(), m.listWidth()
	right := m.width - left - 1
	d := drawing{width: left - 1, focused: m.top() == services && m.asking() == nil, failing: m.failing() != nil}
	list := exactly(services.body(m.look, d), height)
	board := exactly(m.splitBoard(right), height)
	bar := m.look.dim.Render(glyphBar)
	lines := make([]string, height)
	for i := range lines {
		lines[i] = widget.Fit(list[i], left) + bar + widget.Fit(board[i], right)
	}
	return lines
}

// splitBoard is the board beside the list, with the service's own line above.
func (m *Model) splitBoard(width int) []string {
	services := m.services()
	board, open := m.top().(*boardPage)
	d := drawing{width: width, focused: open && m.asking() == nil}
	style := m.look.title
	if !open {
		board, style = services.beside, m.look.dim
		row := services.previewRow()
		d.failing = row != nil && services.unreadable(row)
	} else {
		d.failing = board.stale()
	}
	service, ok := board.service()
	if !ok {
		return nil
	}
	head := " " + style.Render(service.Name) + "   " + board.sum(m.look)
	if d.failing {
		head = " " + m.look.stale.Render(ansi.Strip(head[1:]))
	}
	return append([]string{head, board.verdict(m.look, d.failing)}, board.body(m.look, d)...)
}
