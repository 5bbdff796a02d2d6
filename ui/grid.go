package ui

import (
	"slices"
	"strings"

	"tealset/model"
	"tealset/ui/widget"
)

// column is one column of a page's table. Its title is its name.
type column[T any] struct {
	widget.Column
	name    string // in a configuration: a member of ECS's answer, or tealset's own; empty where it cannot be chosen
	verdict bool   // it says how things are, and where they could not be read again, how old that is
	ages    bool   // it says how old something is
	beside  bool   // it is shown where the table stands beside another page
	most    bool   // the largest stand first, until that is reversed
	narrow  int    // there it needs no more cells than this; 0 means its Min
	// whole is what the column has to show in full where there is room for it; nil where
	// its Max tells that. It is asked for every row at every drawing: for a few rows.
	whole func(T) string
	// cell draws the value in width cells.
	cell func(l look, value T, width int) widget.Cell
	// rank is what the rows are sorted by.
	rank func(l look, value T) rank
}

// grid is a table of rows that are told apart by their keys. The cursor stands on
// a key, never on a row number: a refresh that reorders the rows does not move it
// to another one.
type grid[T any] struct {
	columns []column[T]
	// name is what the filter finds fuzzily. What the cells say it finds as it is, and
	// texts: the ids and ARNs that they show in a short form, or not at all.
	name  func(T) string
	label func(T) string // names a row in a sentence; nil means name
	gone  string         // what is said of one that went from under the cursor
	texts func(value T) []string

	given    []*model.Row[T]       // as they were given
	rows     []*model.Row[T]       // all of them, by name
	derived  []derived             // of each of those
	ranks    map[string][]keptRank // of each of those, by the title of a column
	shown    []*model.Row[T]       // filtered and sorted
	ranked   []ranked[T]           // room to sort in
	selected model.Key             // under the cursor
	source   int                   // where that is from
	marked   model.Key             // of the row that somebody marked; zero for none
	under    *model.Row[T]         // the row that the cursor stood on last; nil when that has gone
	lost     *model.Row[T]         // it went from under the cursor, and that is still to be told
	// chosen goes under the cursor as soon as there is such a row; nil for none.
	chosen     func(*model.Row[T]) bool
	at         int  // its place in shown
	held       bool // the cursor stays on its key even when that has gone
	followsTop bool // the cursor stays on the first row, until it is moved
	offset     int  // the first row on the screen
	gridSize

	filter  string
	sort    string // the title of the column that the rows are sorted by
	reverse bool
	widest  int // name, in cells
}

// notListed is said of a row of a list that went from under the cursor.
const notListed = " is not listed any more"

// gridSize is the room that a grid has.
type gridSize struct {
	width, height int  // height is rows, without the titles
	beside        bool // it stands beside another page
}

// is tells whether the cursor is meant to stand on a row.
func (g *grid[T]) is(row *model.Row[T]) bool { return row.Key == g.selected && row.Source == g.source }

// setRows takes the rows in and filters and sorts them anew.
func (g *grid[T]) setRows(l look, rows []*model.Row[T]) {
	if !slices.Equal(rows, g.given) {
		g.take(rows)
	}
	g.derive(l)
	g.arrange(l)
}

// take puts the rows in the order of their names, with what has been made of them.
func (g *grid[T]) take(rows []*model.Row[T]) {
	before := make(map[*model.Row[T]]derived, len(g.rows))
	for i, row := range g.rows {
		before[row] = g.derived[i]
	}
	g.given, g.rows, g.derived, g.ranks = slices.Clone(rows), slices.Clone(rows), make([]derived, len(rows)), nil
	slices.SortStableFunc(g.rows, func(a, b *model.Row[T]) int {
		return strings.Compare(g.name(a.Value), g.name(b.Value))
	})
	g.widest = 0
	for i, row := range g.rows {
		g.derived[i] = before[row]
		g.widest = max(g.widest, widget.Width(g.name(row.Value)))
	}
}

// arrange filters and sorts. It costs time by the number of rows, so it runs when
// rows, filter or sorting change, not when the cursor moves.
func (g *grid[T]) arrange(l look) {
	matched := g.match(l)
	column := g.columns[g.sorted()]
	rows, ranks := g.ranked[:0], g.ranksOf(column)
	for _, at := range matched {
		if !l.recent(ranks[at].at) {
			ranks[at] = keptRank{column.rank(l, g.rows[at].Value), l.now}
		}
		rows = append(rows, ranked[T]{row: g.rows[at], rank: ranks[at].rank, at: at})
	}
	slices.SortFunc(rows, func(a, b ranked[T]) int { return a.compare(b, column.most != g.reverse, g.reverse) })
	g.shown = make([]*model.Row[T], len(rows))
	for i := range rows {
		g.shown[i] = rows[i].row
	}
	clear(rows) // the room stays, of the rows only those that are shown
	g.ranked = rows
	g.follow()
}

// follow puts the cursor back on its key, or, when that has gone and the cursor is
// not held, on the row that has moved up into its place. A cursor that nobody has
// moved yet stays on what comes first.
func (g *grid[T]) follow() {
	if g.chosen != nil && !g.held {
		if at := slices.IndexFunc(g.shown, g.chosen); at >= 0 {
			g.chosen = nil
			g.moveTo(at)
			return
		}
	}
	if g.followsTop && !g.held {
		g.moveTo(0)
		return
	}
	if g.at < len(g.shown) && g.is(g.shown[g.at]) { // where two rows have one key, it stays on its own
		g.moveTo(g.at)
		return
	}
	if i := slices.IndexFunc(g.shown, g.is); i >= 0 {
		g.at = i
	} else if g.under != nil && !g.held {
		g.lost, g.under = g.under, nil
	}
	g.moveTo(g.at)
}

// hold keeps the cursor on its key, or lets it go on.
func (g *grid[T]) hold(held bool) {
	g.held = held
	g.follow()
}

// moveTo puts the cursor on a row by its place, as far as there is one.
func (g *grid[T]) moveTo(at int) {
	g.at = max(0, min(at, len(g.shown)-1))
	if g.at < len(g.shown) && !g.held {
		g.under = g.shown[g.at]
		g.selected, g.source = g.under.Key, g.under.Source
	}
	g.offset = widget.Scroll(g.offset, g.at, g.height, len(g.shown))
}

// resize sets how much room there is.
func (g *grid[T]) resize(size gridSize) {
	size.height = max(0, size.height)
	g.gridSize = size
	g.moveTo(g.at)
}

// Current is the row under the cursor, nil when there is none.
func (g *grid[T]) Current() *model.Row[T] {
	if g.at >= len(g.shown) || !g.is(g.shown[g.at]) {
		return nil
	}
	return g.shown[g.at]
}

// Visible are the rows on the screen.
func (g *grid[T]) Visible() []*model.Row[T] { return g.window(0) }

// Near are those, and those of a screen above and below.
func (g *grid[T]) Near() []*model.Row[T] { return g.window(1) }

// window are the rows on the screen and those of a number of screens around it.
func (g *grid[T]) window(screens int) []*model.Row[T] {
	begin := max(0, g.offset-screens*g.height)
	end := min(len(g.shown), g.offset+(1+screens)*g.height)
	return g.shown[min(begin, end):end]
}

// choose puts the cursor on a row that somebody went to by its name, as soon as there is
// one that the filter shows, unless a key moves the cursor before.
func (g *grid[T]) choose(chosen func(*model.Row[T]) bool) {
	g.followsTop, g.chosen = false, chosen
	g.follow()
}

// hides tells whether the filter hides all rows of a kind.
func (g *grid[T]) hides(is func(*model.Row[T]) bool) bool {
	return g.filter != "" && !slices.ContainsFunc(g.shown, is) && slices.ContainsFunc(g.rows, is)
}

// anchor lets the cursor stand where it is: somebody has pressed a key here.
func (g *grid[T]) anchor() { g.followsTop, g.chosen = false, nil }

func (g *grid[T]) scroll(by int) { g.moveTo(g.at + by) }

// page leaves one row in sight.
func (g *grid[T]) page() int { return max(1, g.height-1) }

func (g *grid[T]) toTop() { g.moveTo(0) }

func (g *grid[T]) toBottom() { g.moveTo(len(g.shown) - 1) }
