package ui

import (
	"slices"
	"strings"
	"time"

	"github.com/sahilm/fuzzy"

	"tealset/model"
)

// haystack is what the filter looks through of one row, in small letters.
type haystack struct {
	readAt time.Time
	name   string
	texts  string // what changes only by a read
	now    string // what changes by time alone, as it was at a time
	at     time.Time
}

// index makes the haystacks of the rows that are new or were read anew, and tells
// whether there are new ones. That is done when they come, a few at a time: a first
// letter must not wait for thousands.
func (g *grid[T]) index(l look, rows []*model.Row[T]) (fresh bool) {
	if len(g.found) > 2*len(rows) {
		g.found = nil // most of them have gone
	}
	if g.found == nil {
		g.found = make(map[*model.Row[T]]haystack, len(rows))
	}
	for _, row := range rows {
		hay, known := g.found[row]
		if known && hay.readAt.Equal(row.ReadAt) {
			continue
		}
		fresh = fresh || !known
		g.found[row] = haystack{
			readAt: row.ReadAt,
			name:   strings.ToLower(g.name(row.Value)),
			texts:  strings.ToLower(strings.Join(append(g.texts(row.Value), g.cells(l, row.Value, false)...), "\n")),
		}
	}
	return fresh
}

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
// unsteady. A few seconds make no difference, and the verdict on thousands of rows takes its
// time.
func (g *grid[T]) says(l look, row *model.Row[T], word string) bool {
	const lasts = 5 * time.Second
	hay := g.found[row]
	if since := l.now.Sub(hay.at); since < 0 || since >= lasts {
		hay.at, hay.now = l.now, "\n"+strings.ToLower(strings.Join(strings.Fields(strings.Join(g.cells(l, row.Value, true), " ")), "\n"))
		g.found[row] = hay
	}
	return strings.Contains(hay.now, "\n"+word)
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

// match are the rows that every word of the filter matches: fuzzily in the name, or
// as it stands in a cell, an id or an ARN. Those are too long, and the numbers in
// them too many, for a fuzzy search to mean anything.
func (g *grid[T]) match(l look) []*model.Row[T] {
	matched := slices.Clone(g.rows)
	if g.filter == "" {
		return matched
	}
	hays := make([]haystack, len(matched))
	for i, row := range matched {
		hays[i] = g.found[row]
	}
	for word := range strings.FieldsSeq(strings.ToLower(g.filter)) {
		matched, hays = g.matchWord(l, matched, hays, word)
	}
	return matched
}

func (g *grid[T]) matchWord(l look, rows []*model.Row[T], hays []haystack, word string) ([]*model.Row[T], []haystack) {
	hit := make([]bool, len(rows))
	for _, found := range fuzzy.FindFromNoSort(word, names(hays)) {
		hit[found.Index] = true
	}
	matched, left := make([]*model.Row[T], 0, len(rows)), make([]haystack, 0, len(rows))
	for i, row := range rows {
		if hit[i] || strings.Contains(hays[i].texts, word) || g.says(l, row, word) {
			matched, left = append(matched, row), append(left, hays[i])
		}
	}
	return matched, left
}

// names are the names of the rows, as fuzzy reads them.
type names []haystack

func (n names) Len() int            { return len(n) }
func (n names) String(i int) string { return n[i].name }
