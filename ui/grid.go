package ui

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/sahilm/fuzzy"

	"tealset/model"
	"tealset/ui/widget"
)

// column is one column of a page's table.
type column[T any] struct {
	widget.Column
	// cell draws the value in width cells.
	cell func(l look, value T, width int) widget.Cell
	// order compares two values for sorting; nil where sorting makes no sense.
	order func(l look, a, b T) int
}

// grid is a table of rows that are told apart by their ARN. The cursor stands on
// an ARN, never on a row number: a refresh that reorders the rows does not move
// it to another one.
type grid[T any] struct {
	columns []column[T]
	// long are the texts that the filter looks through beside the cells: the ids
	// and ARNs that a cell shows in a short form.
	long func(T) []string

	rows     []*model.Row[T] // all of them
	shown    []*model.Row[T] // filtered and sorted
	selected string          // ARN under the cursor
	at       int             // its place in shown
	held     bool            // the cursor stays on its ARN even when that has gone
	offset   int             // the first row on the screen
	height   int             // rows on the screen

	filter  string
	sort    int // index of the column that the rows are sorted by
	reverse bool
	widest  int // of the first column among the shown rows
}

// setRows takes the rows in and filters and sorts them anew.
func (g *grid[T]) setRows(l look, rows []*model.Row[T]) {
	g.rows = rows
	g.arrange(l)
}

// revalue takes note that values have changed, and perhaps that rows were added.
// Where neither order nor filter depends on them there is nothing to do.
func (g *grid[T]) revalue(l look, rows []*model.Row[T]) {
	if g.filter == "" && g.sort == 0 && len(rows) == len(g.rows) {
		return
	}
	g.setRows(l, rows)
}

// arrange filters and sorts. It costs time by the number of rows, so it runs when
// rows, filter or sorting change, not when the cursor moves.
func (g *grid[T]) arrange(l look) {
	g.shown = g.match(l)
	if order := g.columns[g.sort].order; order != nil {
		slices.SortStableFunc(g.shown, func(a, b *model.Row[T]) int {
			if g.reverse {
				a, b = b, a
			}
			return order(l, a.Value, b.Value)
		})
	}
	g.widest = 0
	for _, row := range g.shown {
		g.widest = max(g.widest, ansi.StringWidth(g.columns[0].cell(l, row.Value, 1<<10).Text))
	}
	g.follow()
}

// follow puts the cursor back on its ARN, or, when that has gone and the cursor is
// not held, on the row that has moved up into its place.
func (g *grid[T]) follow() {
	if i := slices.IndexFunc(g.shown, func(row *model.Row[T]) bool { return row.ARN == g.selected }); i >= 0 {
		g.at = i
	}
	g.moveTo(g.at)
}

// hold keeps the cursor on its ARN, or lets it go on.
func (g *grid[T]) hold(held bool) {
	g.held = held
	g.follow()
}

// moveTo puts the cursor on a row by its place, as far as there is one.
func (g *grid[T]) moveTo(at int) {
	g.at = max(0, min(at, len(g.shown)-1))
	if g.at < len(g.shown) && !g.held {
		g.selected = g.shown[g.at].ARN
	}
	g.offset = widget.Scroll(g.offset, g.at, g.height, len(g.shown))
}

// resize sets how many rows there is room for.
func (g *grid[T]) resize(height int) {
	g.height = max(0, height)
	g.moveTo(g.at)
}

// current is the row under the cursor, nil when there is none.
func (g *grid[T]) current() *model.Row[T] {
	if g.at >= len(g.shown) || g.shown[g.at].ARN != g.selected {
		return nil
	}
	return g.shown[g.at]
}

// visible are the rows on the screen.
func (g *grid[T]) visible() []*model.Row[T] {
	end := min(len(g.shown), g.offset+g.height)
	return g.shown[min(g.offset, end):end]
}

// move handles the keys that move the cursor; ok is false for all others.
func (g *grid[T]) move(keys keyMap, msg tea.KeyPressMsg) (ok bool) {
	switch {
	case key.Matches(msg, keys.Up):
		g.moveTo(g.at - 1)
	case key.Matches(msg, keys.Down):
		g.moveTo(g.at + 1)
	case key.Matches(msg, keys.PageUp):
		g.moveTo(g.at - max(1, g.height-1))
	case key.Matches(msg, keys.PageDown):
		g.moveTo(g.at + max(1, g.height-1))
	case key.Matches(msg, keys.Top):
		g.moveTo(0)
	case key.Matches(msg, keys.Bottom):
		g.moveTo(len(g.shown) - 1)
	default:
		return false
	}
	return true
}

// setFilter narrows the rows to those that match every word of the text.
func (g *grid[T]) setFilter(l look, text string) {
	g.filter = text
	g.arrange(l)
}

// filtered is the filter's text, empty without one.
func (g *grid[T]) filtered() string { return g.filter }

// count is how many rows the filter shows, and how many there are.
func (g *grid[T]) count() (shown, total int) { return len(g.shown), len(g.rows) }

// sortNext sorts by the next column that can be sorted by.
func (g *grid[T]) sortNext(l look) {
	for {
		g.sort = (g.sort + 1) % len(g.columns)
		if g.columns[g.sort].order != nil {
			break
		}
	}
	g.reverse = false
	g.arrange(l)
}

func (g *grid[T]) sortReverse(l look) {
	g.reverse = !g.reverse
	g.arrange(l)
}

// match are the rows that every word of the filter matches: fuzzily in one of the
// columns, or as it stands somewhere in an id or an ARN. Those are too long for a
// fuzzy search to mean anything.
func (g *grid[T]) match(l look) []*model.Row[T] {
	matched := slices.Clone(g.rows)
	for word := range strings.FieldsSeq(g.filter) {
		matched = g.matchWord(l, matched, word)
	}
	return matched
}

func (g *grid[T]) matchWord(l look, rows []*model.Row[T], word string) []*model.Row[T] {
	source := cells[T]{look: l, columns: g.columns, rows: rows}
	hit := make([]bool, len(rows))
	for _, found := range fuzzy.FindFromNoSort(word, source) {
		hit[found.Index/len(g.columns)] = true
	}
	lower := strings.ToLower(word)
	var matched []*model.Row[T]
	for i, row := range rows {
		contains := func(text string) bool { return strings.Contains(strings.ToLower(text), lower) }
		if hit[i] || slices.ContainsFunc(g.long(row.Value), contains) {
			matched = append(matched, row)
		}
	}
	return matched
}

// cells are the texts of all cells, one row after the other, as fuzzy reads them.
type cells[T any] struct {
	look    look
	columns []column[T]
	rows    []*model.Row[T]
}

func (c cells[T]) Len() int { return len(c.rows) * len(c.columns) }

func (c cells[T]) String(i int) string {
	return c.columns[i%len(c.columns)].cell(c.look, c.rows[i/len(c.columns)].Value, 1<<10).Text
}

// nameMin is how much of the first column goes before the last others do.
const nameMin = 24

// lines draws the title row and the rows on the screen, width cells wide. Only
// what is on the screen is drawn. The row under the cursor stands in reverse where
// the grid has the focus, and is only marked elsewhere.
//
// most is how many columns there are to be at most; with fewer than all, the
// first one gives way before they do.
func (g *grid[T]) lines(l look, width int, focused bool, most int) []string {
	columns := make([]widget.Column, min(most, len(g.columns)))
	for i := range columns {
		columns[i] = g.columns[i].Column
	}
	if len(columns) == len(g.columns) {
		columns[0].Min = max(columns[0].Min, min(g.widest, nameMin))
	}
	columns[0].Max = max(columns[0].Min, min(g.widest, columns[0].Max))
	const margin = 3
	widths := widget.Widths(columns, width-margin)
	title := widget.Line(columns, widths, true, func(i, width int) widget.Cell {
		return widget.Plain(g.title(i, width))
	})
	out := make([]string, 0, g.height+1)
	out = append(out, l.dim.Render(widget.Fit("   "+title, width)))
	for _, row := range g.visible() {
		under := row.ARN == g.selected
		line := widget.Line(columns, widths, under && focused, func(i, width int) widget.Cell {
			return g.columns[i].cell(l, row.Value, width)
		})
		switch {
		case under && focused:
			line = l.reverse.Render(widget.Fit("   "+line, width))
		case under:
			line = widget.Fit(" "+l.accent.Render(glyphMarker)+" "+line, width)
		default:
			line = widget.Fit("   "+line, width)
		}
		out = append(out, line)
	}
	return out
}

// title is a column's title, with an arrow where the rows are sorted by it.
func (g *grid[T]) title(i, width int) string {
	title := g.columns[i].Title
	switch {
	case i != g.sort:
		return title
	case g.reverse:
		return title[:min(len(title), width-1)] + "↓"
	default:
		return title[:min(len(title), width-1)] + "↑"
	}
}
