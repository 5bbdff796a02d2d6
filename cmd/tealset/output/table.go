package output

import (
	"strings"

	"tealset/ui/say"
	"tealset/ui/widget"
)

// gap stands between two columns of a table.
const gap = "  "

// leastCut is the fewest cells that a column is cut to.
const leastCut = 8

// grid is a table of texts before it is drawn: cells by row and column, the first row with
// the titles where there are some.
type grid struct {
	cells [][]string
	whole []bool // columns that are not cut: a number, or the end of an id, would be another one
	right []bool // columns with numbers
	short [][]string
	most  int // cells in a line; 0 is no limit
}

func gridOf[T any](rows []T, columns []Column[T], s Style) grid {
	g := grid{most: s.Width}
	for _, c := range columns {
		g.right, g.whole = append(g.right, c.Right), append(g.whole, c.Right || c.Short != nil)
	}
	if !s.NoHeaders {
		titles := make([]string, 0, len(columns))
		for _, c := range columns {
			titles = append(titles, c.Title)
		}
		g.add(titles, titles)
	}
	for _, row := range rows {
		cells, short := make([]string, 0, len(columns)), make([]string, 0, len(columns))
		for _, c := range columns {
			of := c.Text
			if c.Brief != nil && s.Format != Wide {
				of = c.Brief
			}
			text := say.OrNone(Signs(of(row)))
			cells = append(cells, text)
			if c.Short != nil {
				text = say.OrNone(Signs(c.Short(row)))
			}
			short = append(short, text)
		}
		g.add(cells, short)
	}
	return g
}

func (g *grid) add(cells, short []string) {
	g.cells, g.short = append(g.cells, cells), append(g.short, short)
}

// String draws the table. Where it is wider than the terminal it has the short texts, and
// then the widest columns of words are cut until it fits.
func (g grid) String() string {
	widths := g.widths()
	if g.most > 0 && lineWidth(widths) > g.most {
		g.cells = g.short
		widths = g.widths()
		for lineWidth(widths) > g.most {
			at := g.widest(widths)
			if at < 0 {
				break
			}
			widths[at]--
		}
	}
	var out strings.Builder
	for _, cells := range g.cells {
		out.WriteString(g.line(cells, widths))
	}
	return out.String()
}

func (g grid) line(cells []string, widths []int) string {
	parts := make([]string, len(cells))
	for i, cell := range cells {
		if g.right[i] {
			parts[i] = widget.FitRight(cell, widths[i])
		} else {
			parts[i] = widget.Fit(cell, widths[i])
		}
	}
	line := strings.TrimRight(strings.Join(parts, gap), " ")
	if g.most > 0 {
		line = widget.Cut(line, g.most)
	}
	return line + "\n"
}

// widths are the cells that each column takes.
func (g grid) widths() []int {
	widths := make([]int, len(g.right))
	for _, cells := range g.cells {
		for i, cell := range cells {
			widths[i] = max(widths[i], widget.Width(cell))
		}
	}
	return widths
}

func lineWidth(widths []int) int {
	sum := len(gap) * (len(widths) - 1)
	for _, width := range widths {
		sum += width
	}
	return sum
}

// widest is the widest column that can be cut, -1 where there is none.
func (g grid) widest(widths []int) int {
	widest := -1
	for i, width := range widths {
		if !g.whole[i] && width > leastCut && (widest < 0 || width > widths[widest]) {
			widest = i
		}
	}
	return widest
}

// tsvOf has the names of the columns above their values. What is not known is empty.
func tsvOf[T any](rows []T, columns []Column[T], headers bool) string {
	var out strings.Builder
	write := func(text func(Column[T]) string) {
		for i, c := range columns {
			if i > 0 {
				out.WriteByte('\t')
			}
			out.WriteString(Signs(text(c)))
		}
		out.WriteByte('\n')
	}
	if headers {
		write(func(c Column[T]) string { return c.Name })
	}
	for _, row := range rows {
		write(func(c Column[T]) string { return c.Text(row) })
	}
	return out.String()
}
