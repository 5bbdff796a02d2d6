package ui

import (
	"strings"
	"time"

	"github.com/sahilm/fuzzy"
)

// derived is what was made of a row at some time, so that it need not be made for each key or
// each answer.
type derived struct {
	version int // of the row
	name    string
	texts   string // what the filter looks through, in small letters, and changes only by a read
	now     string // what changes by time alone, as it was at a time
	nowAt   time.Time
}

// lasts is how long what changes by time alone is taken as it was: a few seconds make no
// difference, and the verdict on thousands of rows takes its time.
const lasts = 5 * time.Second

// recent tells whether something that was made at a time still lasts.
func (l look) recent(at time.Time) bool {
	since := l.now.Sub(at)
	return 0 <= since && since < lasts
}

// derive makes anew what has to be made of the rows that were read anew. That is done when
// they come, a few at a time: a first letter must not wait for thousands.
func (g *grid[T]) derive(l look) {
	for i, row := range g.rows {
		d := &g.derived[i]
		if d.version != row.Version() || d.name == "" {
			*d = derived{
				version: row.Version(),
				name:    strings.ToLower(g.name(row.Value)),
				texts:   strings.ToLower(strings.Join(append(g.texts(row.Value), g.cells(l, row.Value, false)...), "\n")),
			}
			for _, ranks := range g.ranks {
				ranks[i] = keptRank{}
			}
		}
	}
}

// forgetRanks is for columns whose ranks have changed without a change of the rows.
func (g *grid[T]) forgetRanks() { clear(g.ranks) }

// cells are what the cells of a row say: those that change by time alone, or the others.
// Where a cell would tell more on a wide screen, that is left out: the reason for a state is
// made of words that stand for other states.
func (g *grid[T]) cells(l look, value T, byTime bool) []string {
	var texts []string
	for _, c := range g.columns {
		if (c.verdict || c.ages) == byTime {
			width := max(c.Min, c.Max)
			if c.verdict {
				width = c.Min
			}
			texts = append(texts, c.cell(l, value, width).Text)
		}
	}
	return texts
}

// says tells whether a word in a cell that changes by time alone begins so now: steady is not
// unsteady.
func (g *grid[T]) says(l look, at int, word string) bool {
	d := &g.derived[at]
	if !l.recent(d.nowAt) {
		cells := strings.Fields(strings.Join(g.cells(l, g.rows[at].Value, true), " "))
		d.nowAt, d.now = l.now, "\n"+strings.ToLower(strings.Join(cells, "\n"))
	}
	return strings.Contains(d.now, "\n"+word)
}

// setFilter narrows the rows to those that match every word of the text.
func (g *grid[T]) setFilter(l look, text string) {
	g.filter = text
	g.arrange(l)
	g.lost = nil // whoever writes a filter moves the cursor
}

// filtered is the filter's text, empty without one.
func (g *grid[T]) filtered() string { return g.filter }

// count is how many rows the filter shows, and how many there are.
func (g *grid[T]) count() (shown, total int) { return len(g.shown), len(g.rows) }

// fits tells whether all rows are on the screen.
func (g *grid[T]) fits() bool { return len(g.Visible()) == len(g.rows) }

// match are the places of the rows that every word of the filter matches: fuzzily in the
// name, or as it is in a cell, an id or an ARN. Those are too long, and the numbers in
// them too many, for a fuzzy search to mean anything.
func (g *grid[T]) match(l look) []int {
	matched := make([]int, len(g.rows))
	for at := range matched {
		matched[at] = at
	}
	for word := range strings.FieldsSeq(strings.ToLower(g.filter)) {
		matched = g.matchWord(l, matched, word)
	}
	return matched
}

func (g *grid[T]) matchWord(l look, rows []int, word string) []int {
	hit := make([]bool, len(rows))
	for _, found := range fuzzy.FindFromNoSort(word, names{g.derived, rows}) {
		hit[found.Index] = true
	}
	matched := rows[:0]
	for i, at := range rows {
		if hit[i] || strings.Contains(g.derived[at].texts, word) || g.says(l, at, word) {
			matched = append(matched, at)
		}
	}
	return matched
}

// names are the names of some rows, as fuzzy reads them.
type names struct {
	of   []derived
	rows []int
}

func (n names) Len() int            { return len(n.rows) }
func (n names) String(i int) string { return n.of[n.rows[i]].name }
