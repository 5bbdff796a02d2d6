package output

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Level tells by itself in which formats a column stands.
type Level int

// The levels of a column.
const (
	InTable Level = iota // in every format that has columns
	InWide               // in wide alone
	ByName               // only where it is asked for by name
)

// Column is a column of rows of one kind.
type Column[T any] struct {
	Name  string // ECS's own member, or a word of tealset's; for --columns and --sort
	Title string // above the column in a table
	Level Level
	Right bool // it has numbers
	Words bool // it has words for people, which are cut where a terminal is too narrow
	// Listed means that a listing of names alone tells it, with no description.
	Listed bool
	Text   func(T) string // empty where it is not known
	// Brief is the text in a table that is not wide; nil means Text.
	Brief func(T) string
	// Short is the text where the terminal is too narrow; nil means Text.
	Short func(T) string
	// Order compares two rows that have the text; nil compares the texts.
	Order func(a, b T) int
}

// Names are the names of columns.
func Names[T any](columns []Column[T]) []string {
	names := make([]string, 0, len(columns))
	for _, c := range columns {
		names = append(names, c.Name)
	}
	return names
}

// Choose are the columns that a style asks for, of all that there are. The error is a
// sentence that names those there are.
func Choose[T any](all []Column[T], s Style) ([]Column[T], error) {
	if s.Columns == nil {
		return slices.DeleteFunc(slices.Clone(all), func(c Column[T]) bool {
			return c.Level == ByName || c.Level == InWide && s.Format != Wide
		}), nil
	}
	var chosen []Column[T]
	for _, name := range s.Columns {
		c, err := find(all, "columns", name)
		if err != nil {
			return nil, err
		}
		chosen = append(chosen, c)
	}
	return chosen, nil
}

// find is the column of a name that a flag has.
func find[T any](all []Column[T], flag, name string) (Column[T], error) {
	at := slices.IndexFunc(all, func(c Column[T]) bool { return c.Name == name })
	if at >= 0 {
		return all[at], nil
	}
	for _, c := range all {
		if strings.EqualFold(c.Name, name) {
			return Column[T]{}, fmt.Errorf("--%s %q is not a column; did you mean %q?", flag, name, c.Name)
		}
	}
	return Column[T]{}, fmt.Errorf("--%s %q is not a column; give %s", flag, name, either(Names(all)))
}

// Sorted are the rows in the order of a column; rows of which it is not known come last.
func Sorted[T any](rows []T, all []Column[T], by string) ([]T, error) {
	if by == "" {
		return rows, nil
	}
	c, err := find(all, "sort", by)
	if err != nil {
		return nil, err
	}
	rows = slices.Clone(rows)
	slices.SortStableFunc(rows, func(a, b T) int {
		one, other := c.Text(a), c.Text(b)
		switch {
		case one == "" || other == "":
			return cmp.Compare(other, one)
		case c.Order != nil:
			return c.Order(a, b)
		}
		return cmp.Compare(one, other)
	})
	return rows, nil
}

// NeedsDescriptions tells whether a style asks for more than a listing of names tells.
func NeedsDescriptions[T any](all []Column[T], s Style) bool {
	if s.Format.Document() {
		return true
	}
	columns, err := Choose(all, s)
	if s.Format == Name {
		columns = nil
	}
	if c, unknown := find(all, "sort", s.Sort); s.Sort != "" && unknown == nil {
		columns = append(columns, c)
	}
	return err != nil || slices.ContainsFunc(columns, func(c Column[T]) bool { return !c.Listed })
}
