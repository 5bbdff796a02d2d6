package widget

import (
	"slices"
)

// Column is one column of a table. Columns stand in the order of their weight:
// where the table is too narrow they are dropped from the right.
type Column struct {
	Title string
	Min   int // cells that it needs
	Max   int // cells that it takes where there is room; below Min it counts as Min
	Right bool
	// Whole means that a part of its Max is of little use: the column has its Max before
	// others grow, or only of what they leave, the last such column first.
	Whole bool
	// Last means that the column comes only when all before it have their Max.
	Last bool
	// Weight is the column's share of the cells that are left when all have their Max; 0
	// for none.
	Weight int
}

// Cell is what stands in one column of one row.
type Cell struct {
	Text  string
	Style Style
	plain bool
}

// Plain is a cell in the terminal's own colours.
func Plain(text string) Cell { return Cell{Text: text, plain: true} }

// Styled is a cell in a style.
func Styled(style Style, text string) Cell { return Cell{Text: text, Style: style} }

// Bold is the cell in bold, in its own colour.
func (c Cell) Bold() Cell { return Styled(c.Style.Bold(), c.Text) }

// Gap is the space between two columns.
const Gap = 2

// Widths shares width cells out among the columns: as many of them as fit with
// their Min, from the left, then each up to its Max, and what is left by their weights.
// The first one is always there, cut if it must be. A dropped column has no entry.
func Widths(columns []Column, width int) []int {
	var widths []int
	used := 0
	for i, column := range columns {
		need := column.Min
		if i > 0 {
			need += Gap
		}
		if column.Last {
			more, all := grow(widths, columns, width-used)
			if used += more; !all {
				break
			}
		}
		if i > 0 && used+need > width {
			break
		}
		used += need
		widths = append(widths, min(column.Min, max(width, 0)))
	}
	more, _ := grow(widths, columns, width-used)
	share(widths, columns, width-used-more)
	return widths
}

// grow widens the columns up to their Max by what is left. It tells how much it took, and
// whether all have their Max now.
func grow(widths []int, columns []Column, left int) (used int, all bool) {
	all = true
	widen := func(i int, whole bool) {
		more, room := max(columns[i].Max-widths[i], 0), max(left-used, 0)
		switch {
		case more > room && whole:
			return
		case more > room:
			more, all = room, false
		}
		widths[i] += more
		used += more
	}
	for i := range widths {
		if columns[i].Whole {
			widen(i, true)
		}
	}
	for i := range widths {
		if !columns[i].Whole {
			widen(i, false)
		}
	}
	for i := range slices.Backward(widths) {
		widen(i, false) // the others have what there is for them
	}
	return used, all
}

// share gives cells that are left to the columns by their weights.
func share(widths []int, columns []Column, left int) {
	weights := 0
	for i := range widths {
		weights += columns[i].Weight
	}
	for i := range widths {
		if weights > 0 && left > 0 {
			more := left * columns[i].Weight / weights
			widths[i] += more
			left, weights = left-more, weights-columns[i].Weight
		}
	}
}

// Line draws one row: cell is asked for each column that has a width, with that
// width. plain leaves the cells' styles out, for a row that has one style.
func Line(columns []Column, widths []int, plain bool, cell func(column, width int) Cell) string {
	line := make([]byte, 0, 256)
	for i, width := range widths {
		if i > 0 {
			line = append(line, Spaces(Gap)...)
		}
		c := cell(i, width)
		text := Cut(c.Text, width)
		fill := Spaces(width - Width(text))
		if !plain && !c.plain && text != "" {
			text = c.Style.Render(text)
		}
		if columns[i].Right {
			line = append(append(line, fill...), text...)
		} else {
			line = append(append(line, text...), fill...)
		}
	}
	return string(line)
}
