package ui

import (
	"time"

	"tealset/model"
	"tealset/ui/say"
	"tealset/ui/widget"
)

// nameMin is how much of the first column goes before the last others do.
const nameMin = 24

// gridMargin is the cells of the signs before a row.
const gridMargin = 3

// layout are the columns and how wide those are that there is room for.
//
// Beside another page there are only the columns for that; then the first one gives way
// before they do, and the last takes what is left.
func (g *grid[T]) layout() (cells []column[T], columns []widget.Column, widths []int) {
	for _, c := range g.columns {
		if c.beside || !g.beside {
			if g.beside && c.narrow > 0 {
				c.Min = c.narrow
			}
			c.Max = max(c.Max, g.wholeOf(c))
			cells, columns = append(cells, c), append(columns, c.Column)
		}
	}
	if g.beside {
		columns[len(columns)-1].Max = g.width
	} else {
		columns[0].Min = max(columns[0].Min, min(g.widest, nameMin))
	}
	columns[0].Max = max(columns[0].Min, min(g.widest, columns[0].Max))
	return cells, columns, widget.Widths(columns, g.width-gridMargin)
}

// lines draws the title row and the rows on the screen. Only what is on the screen is
// drawn. The row under the cursor has a marker at its left, and its first column is bold
// where the grid has the focus: every cell keeps its own colour, and a moved cursor writes
// little. Rows that cannot be read now are grey, with a sign at the left and the age beside
// the verdict.
func (g *grid[T]) lines(l look, focused bool, stale func(*model.Row[T]) bool) []string {
	cells, columns, widths := g.layout()
	title := widget.Line(columns, widths, true, func(i, width int) widget.Cell {
		return widget.Plain(g.title(cells[i], width))
	})
	out := make([]string, 0, g.height+1)
	out = append(out, l.dim.Render(widget.Fit("   "+title, g.width)))
	for _, row := range g.Visible() {
		under, old := g.is(row), stale(row)
		line := widget.Line(columns, widths, old, func(i, width int) widget.Cell {
			cell := cells[i].cell(l, row.Value, width)
			if i == 0 && under && focused {
				cell = cell.Bold()
			}
			if old && cells[i].verdict && !row.ReadAt.IsZero() {
				cell.Text = aged(cell.Text, l.now.Sub(row.ReadAt), width)
			}
			return cell
		})
		mark := " "
		if row.Key == g.marked {
			mark = glyphMarked
		}
		switch {
		case under && old:
			line = l.stale.Render(glyphStale) + g.marker(l, focused) + l.stale.Render(mark+line)
		case under:
			line = " " + g.marker(l, focused) + mark + line
		case old:
			line = l.stale.Render(glyphStale + " " + mark + line)
		default:
			line = "  " + mark + line
		}
		line = widget.Fit(line, g.width)
		out = append(out, line)
	}
	return out
}

// marker stands before the row under the cursor.
func (g *grid[T]) marker(l look, focused bool) string {
	style := l.dim
	if focused {
		style = l.accent
	}
	return style.Render(glyphMarker)
}

// aged is the text of a verdict with the age of what it was given on, in minutes, where
// there is room for it.
func aged(text string, age time.Duration, width int) string {
	if age < time.Minute {
		return text
	}
	long := text + " " + say.Minutes(age) + " old"
	if widget.Width(long) > width {
		return text
	}
	return long
}

// wholeOf is how wide a column has to be so that nothing in it is cut; 0 where that is not
// asked for.
func (g *grid[T]) wholeOf(c column[T]) int {
	wide := 0
	if c.whole != nil {
		for _, row := range g.rows {
			wide = max(wide, widget.Width(c.whole(row.Value)))
		}
	}
	return wide
}

// title is a column's title, with an arrow where the rows are sorted by it: it points down
// where the largest stand first.
func (g *grid[T]) title(c column[T], width int) string {
	title, arrow := c.Title, "↑"
	if title != g.columns[g.sorted()].Title {
		return title
	}
	if c.most != g.reverse {
		arrow = "↓"
	}
	return title[:min(len(title), width-1)] + arrow
}
