package ui

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"tealset/model"
	"tealset/ui/widget"
)

// column is one column of a page's table. Its title is its name.
type column[T any] struct {
	widget.Column
	verdict bool // it says how things are, and where they could not be read again, how old that is
	beside  bool // it is shown where the table stands beside another page
	// whole is what the column has to show in full where there is room for it; nil where
	// its Max tells that. It is asked for every row at every drawing: for a few rows.
	whole func(T) string
	// cell draws the value in width cells.
	cell func(l look, value T, width int) widget.Cell
	// rank is what the rows are sorted by.
	rank func(l look, value T) rank
}

// rank is a place in an order: the smaller number first, then the smaller text.
type rank struct {
	number float64
	text   string
}

func byText(text string) rank                                { return rank{text: text} }
func byNumber[N ~int | ~int32 | ~int64 | ~float64](n N) rank { return rank{number: float64(n)} }

// byAge puts what was made last first.
func byAge(created time.Time) rank { return rank{number: -float64(created.Unix())} }

// grid is a table of rows that are told apart by their keys. The cursor stands on
// a key, never on a row number: a refresh that reorders the rows does not move it
// to another one.
type grid[T any] struct {
	columns []column[T]
	// name is what the filter finds fuzzily, texts are what it finds as they stand:
	// what the cells say, and the ids and ARNs that they show in a short form.
	name  func(T) string
	label func(T) string // names a row in a sentence; nil means name
	gone  string         // what is said of one that went from under the cursor
	texts func(l look, value T) []string

	rows       []*model.Row[T] // all of them, by name
	shown      []*model.Row[T] // filtered and sorted
	ranked     []ranked[T]     // room to sort in
	found      map[*model.Row[T]]haystack
	selected   model.Key     // under the cursor
	source     int           // where that is from
	under      *model.Row[T] // the row that the cursor stood on last; nil when that has gone
	lost       *model.Row[T] // it went from under the cursor, and that is still to be told
	chosen     model.Key     // goes under the cursor as soon as there is a row of it; zero for none
	at         int           // its place in shown
	held       bool          // the cursor stays on its key even when that has gone
	followsTop bool          // the cursor stays on the first row, until it is moved
	offset     int           // the first row on the screen
	height     int           // rows on the screen

	filter  string
	sort    string // the title of the column that the rows are sorted by
	reverse bool
	widest  int // name, in cells
}

// is tells whether the cursor is meant to stand on a row.
func (g *grid[T]) is(row *model.Row[T]) bool { return row.Key == g.selected && row.Source == g.source }

// setRows takes the rows in and filters and sorts them anew.
func (g *grid[T]) setRows(l look, rows []*model.Row[T]) {
	if fresh := g.index(l, rows); fresh || len(rows) != len(g.rows) {
		g.rows = slices.Clone(rows)
		slices.SortStableFunc(g.rows, func(a, b *model.Row[T]) int {
			return strings.Compare(g.name(a.Value), g.name(b.Value))
		})
		g.widest = 0
		for _, row := range rows {
			g.widest = max(g.widest, widget.Width(g.name(row.Value)))
		}
	}
	g.arrange(l)
}

// arrange filters and sorts. It costs time by the number of rows, so it runs when
// rows, filter or sorting change, not when the cursor moves. Each rank is made once:
// sorting compares them many times.
func (g *grid[T]) arrange(l look) {
	g.shown = g.match()
	order := g.columns[g.sorted()].rank
	rows := g.ranked[:0]
	for i, row := range g.shown {
		rows = append(rows, ranked[T]{row: row, rank: order(l, row.Value), at: i})
	}
	if g.reverse {
		slices.SortFunc(rows, func(a, b ranked[T]) int { return b.compare(a) })
	} else {
		slices.SortFunc(rows, ranked[T].compare)
	}
	for i := range rows {
		g.shown[i] = rows[i].row
	}
	clear(rows) // the room stays, of the rows only those that are shown
	g.ranked = rows
	g.follow()
}

// ranked is a row with what it is sorted by: the column, and its place by name.
type ranked[T any] struct {
	row  *model.Row[T]
	rank rank
	at   int
}

func (r ranked[T]) compare(other ranked[T]) int {
	switch {
	case r.rank.number != other.rank.number:
		return cmp.Compare(r.rank.number, other.rank.number)
	case r.rank.text != other.rank.text:
		return strings.Compare(r.rank.text, other.rank.text)
	default:
		return r.at - other.at
	}
}

// sorted is the place of the column that the rows are sorted by: the first, where none
// has that title.
func (g *grid[T]) sorted() int {
	return max(0, slices.IndexFunc(g.columns, func(c column[T]) bool { return c.Title == g.sort }))
}

// follow puts the cursor back on its key, or, when that has gone and the cursor is
// not held, on the row that has moved up into its place. A cursor that nobody has
// moved yet stays on what comes first.
func (g *grid[T]) follow() {
	if at := g.find(g.chosen); g.chosen != (model.Key{}) && at >= 0 && !g.held {
		g.chosen = model.Key{}
		g.moveTo(at)
		return
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

// resize sets how many rows there is room for.
func (g *grid[T]) resize(height int) {
	g.height = max(0, height)
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
func (g *grid[T]) choose(key model.Key) {
	g.followsTop, g.chosen = false, key
	g.follow()
}

func (g *grid[T]) find(key model.Key) int {
	return slices.IndexFunc(g.shown, func(row *model.Row[T]) bool { return row.Key == key })
}

// anchor lets the cursor stand where it is: somebody has pressed a key here.
func (g *grid[T]) anchor() { g.followsTop, g.chosen = false, model.Key{} }

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

// sortNext sorts by the next column.
func (g *grid[T]) sortNext(l look) {
	g.sort, g.reverse = g.columns[(g.sorted()+1)%len(g.columns)].Title, false
	g.arrange(l)
}

func (g *grid[T]) sortReverse(l look) {
	g.reverse = !g.reverse
	g.arrange(l)
}
