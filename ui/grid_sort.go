package ui

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"tealset/model"
)

// rank is a place in an order by number, then by text.
type rank struct {
	number  float64
	text    string
	unknown bool // it stands last in either direction
}

func byText(text string) rank { return rank{text: text} }

func byNumber[N ~int | ~int32 | ~int64 | ~float64](n N) rank { return rank{number: float64(n)} }

// of is the rank of a value that may not be known yet.
func (r rank) of(known bool) rank {
	r.unknown = !known
	return r
}

// byRevision puts the revisions of a task definition in the order of their numbers.
func byRevision(taskDefinition string) rank {
	family, revision, _ := strings.Cut(model.Revision(taskDefinition), ":")
	const digits = 12
	return byText(family + ":" + strings.Repeat("0", max(0, digits-len(revision))) + revision)
}

// byAge puts what was made last first.
func byAge(created time.Time) rank { return rank{number: -float64(created.Unix())} }

// keptRank is what a row is sorted by in one column, as it was at a time.
type keptRank struct {
	rank
	at time.Time
}

// ranksOf is what the rows are sorted by in a column, as far as that is known. It is kept: to
// look at thousands of rows, which lie all over the memory, takes longer than to sort them.
func (g *grid[T]) ranksOf(c column[T]) []keptRank {
	if g.ranks == nil {
		g.ranks = map[string][]keptRank{}
	}
	if g.ranks[c.Title] == nil {
		g.ranks[c.Title] = make([]keptRank, len(g.rows))
	}
	return g.ranks[c.Title]
}

// ranked is a row with what it is sorted by: the column, and its place by name.
type ranked[T any] struct {
	row  *model.Row[T]
	rank rank
	at   int
}

// compare puts the smaller rank first, or the larger one; rows of one rank stand by name,
// which is reversed as well where somebody has asked for that.
func (r ranked[T]) compare(other ranked[T], largest, reverse bool) int {
	by := cmp.Compare(r.rank.number, other.rank.number)
	if by == 0 {
		by = strings.Compare(r.rank.text, other.rank.text)
	}
	switch {
	case r.rank.unknown != other.rank.unknown:
		if r.rank.unknown {
			return 1
		}
		return -1
	case by == 0 && reverse:
		return other.at - r.at
	case by == 0:
		return r.at - other.at
	case largest:
		return -by
	default:
		return by
	}
}

// sorted is the place of the column that the rows are sorted by: the first, where none
// has that title.
func (g *grid[T]) sorted() int {
	return max(0, slices.IndexFunc(g.columns, func(c column[T]) bool { return c.Title == g.sort }))
}

// sortNext sorts by the next column on the screen.
func (g *grid[T]) sortNext(l look) {
	cells, _, widths := g.layout()
	cells = cells[:len(widths)]
	at := slices.IndexFunc(cells, func(c column[T]) bool { return c.Title == g.columns[g.sorted()].Title })
	g.sort, g.reverse = cells[(at+1)%len(cells)].Title, false
	g.arrange(l)
}

func (g *grid[T]) sortReverse(l look) {
	g.reverse = !g.reverse
	g.arrange(l)
}
