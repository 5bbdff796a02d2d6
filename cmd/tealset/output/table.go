package output

import (
	"slices"
	"strings"

	"tealset/ui/say"
	"tealset/ui/widget"
)

// gap stands between two columns of a table.
const gap = "  "

// The fewest cells of a column on a terminal that is too narrow.
const (
	leastCut  = 8  // of a column that is cut
	leastName = 24 // of one that is not: a longer text moves the rest of its line to the right
)

// grid is a table of texts before it is drawn: cells by row and column, the first row with
// the titles where there are some.
type grid struct {
	cells [][]string
	short [][]string // the same with the short texts
	right []bool     // columns with numbers
	words []bool     // columns that can be cut
	names []bool     // columns of which some texts may be much longer than the others
	every bool       // no column can be left out
	most  int        // cells in a line; 0 is no limit
}

func gridOf[T any](rows []T, columns []Column[T], s Style) grid {
	g := grid{most: s.Width, every: s.Every || s.Columns != nil}
	if s.Format == Wide {
		g.most = 0
	}
	for _, c := range columns {
		g.right, g.words = append(g.right, c.Right), append(g.words, c.Words)
		g.names = append(g.names, !c.Right && !c.Words && c.Short == nil)
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

// String draws the table.
func (g grid) String() string {
	cells, widths := g.fit()
	var out strings.Builder
	for _, line := range cells {
		out.WriteString(g.line(line, widths))
	}
	return out.String()
}

// fit gives the texts, and the widths of the columns that have room. Where the table is wider
// than the terminal, words are cut, then ids are short, then the last columns are left out; names and
// numbers stay whole, since a part of one is another one. What is still too wide is wrapped by the
// terminal.
func (g grid) fit() (cells [][]string, widths []int) {
	whole := g.widths(g.cells)
	if g.most == 0 {
		return g.cells, whole
	}
	short := g.widths(g.short)
	for columns := len(whole); ; columns-- {
		if widths = g.narrowed(whole[:columns]); lineWidth(widths) <= g.most {
			return g.cells, widths
		}
		if widths = g.narrowed(short[:columns]); lineWidth(widths) <= g.most {
			return g.short, widths
		}
		if g.every || columns <= 1 {
			return g.cells, whole[:columns]
		}
	}
}

// narrowed makes the widest of these columns narrower until a line fits, or none can be.
func (g grid) narrowed(widths []int) []int {
	widths = slices.Clone(widths)
	for _, can := range []func(i int) bool{
		func(i int) bool { return g.names[i] && widths[i] > leastName },
		func(i int) bool { return g.words[i] && widths[i] > leastCut },
	} {
		for lineWidth(widths) > g.most {
			widest := -1
			for i, width := range widths {
				if can(i) && (widest < 0 || width > widths[widest]) {
					widest = i
				}
			}
			if widest < 0 {
				break
			}
			widths[widest]--
		}
	}
	return widths
}

func (g grid) line(cells []string, widths []int) string {
	parts := make([]string, len(widths))
	for i, width := range widths {
		switch cell := cells[i]; {
		case g.right[i]:
			parts[i] = widget.FitRight(cell, width)
		case g.words[i]:
			parts[i] = widget.Fit(cell, width)
		default:
			parts[i] = widget.Fit(cell, max(width, widget.Width(cell)))
		}
	}
	return strings.TrimRight(strings.Join(parts, gap), " ") + "\n"
}

// widths are the cells that each column takes.
func (g grid) widths(cells [][]string) []int {
	widths := make([]int, len(g.right))
	for _, line := range cells {
		for i := range widths {
			widths[i] = max(widths[i], widget.Width(line[i]))
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
