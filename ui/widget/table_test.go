package widget

import (
	"slices"
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"
)

// someColumns draws the columns of a table.
func someColumns(t *rapid.T) []Column {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Column {
		return Column{
			Min: rapid.IntRange(1, 15).Draw(t, "min"), Max: rapid.IntRange(0, 30).Draw(t, "max"),
			Right: rapid.Bool().Draw(t, "right"), Last: rapid.IntRange(0, 4).Draw(t, "last") == 0,
			Whole: rapid.IntRange(0, 3).Draw(t, "whole") == 0,
		}
	}), 1, 8).Draw(t, "columns")
}

// taken is how wide a row of these columns is.
func taken(widths []int) int {
	sum := Gap * (len(widths) - 1)
	for _, width := range widths {
		sum += width
	}
	return sum
}

// most is what a column takes before the cells that are left are shared out.
func (c Column) most() int { return max(c.Min, c.Max) }

// What is left when all columns have their Max is shared out by their weights, down to the
// last cell, and nobody else gets any of it.
func TestWhatIsLeftIsSharedByWeight(t *testing.T) {
	t.Parallel()
	columns := []Column{{Min: 4, Max: 10}, {Min: 4, Weight: 1}, {Min: 4, Max: 6, Weight: 3}, {Min: 4}}
	for width, want := range map[int][]int{
		30: {10, 4, 6, 4},
		34: {10, 5, 9, 4},
		70: {10, 14, 36, 4},
		71: {10, 14, 37, 4},
	} {
		if got := Widths(columns, width); !slices.Equal(got, want) {
			t.Errorf("%d cells are shared out as %v, want %v", width, got, want)
		}
	}
}

// Columns never take more than there is, stay between what they need and what they
// want, and grow in their order: one has more than its least only when those before
// it have their most. What is of little use in part is left out of that. Only the first is ever narrower than it needs to be.
func TestWidthsStayWithinTheirBounds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		columns, width := someColumns(t), rapid.IntRange(-2, 120).Draw(t, "width")
		widths := Widths(columns, width)
		if len(widths) == 0 || taken(widths) > max(width, 0) {
			t.Fatalf("%v takes %d of %d cells", widths, taken(widths), width)
		}
		satisfied, most := true, true
		for i, got := range widths {
			least := columns[i].Min
			if i == 0 {
				least = min(least, max(width, 0))
			}
			if got < least || got > columns[i].most() {
				t.Errorf("column %d of %v is not within %d and %d", i, widths, least, columns[i].most())
			}
			if !satisfied && got > least && !columns[i].Whole || !most && columns[i].Last {
				t.Errorf("column %d of %v has more than its due before those at its left", i, widths)
			}
			most = most && got == columns[i].most()
			satisfied = satisfied && (got == columns[i].most() || columns[i].Whole)
		}
	})
}

// Columns are dropped from the right, the heaviest stay longest, and none is dropped
// for want of room that is there: a wider table never shows fewer columns.
func TestWidthsDropFromTheRight(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		columns, width := someColumns(t), rapid.IntRange(1, 120).Draw(t, "width")
		widths := Widths(columns, width)
		if wider := Widths(columns, width+1); len(wider) < len(widths) {
			t.Errorf("%v in %d cells, but %v in one more", widths, width, wider)
		}
		if len(widths) == len(columns) {
			return
		}
		needed := make([]int, len(widths)+1) // by those that are shown and one more
		for i := range needed {
			needed[i] = columns[i].Min
			if columns[i].Last { // it comes only when all before it have their most
				for before := range i {
					needed[before] = columns[before].most()
				}
			}
		}
		if taken(needed) <= width {
			t.Errorf("%v in %d cells has room for one more of %v", widths, width, columns)
		}
	})
}

// A table's worth of examples, as the board has them.
func TestWidthsByExample(t *testing.T) {
	t.Parallel()
	columns := []Column{{Min: 9, Max: 10}, {Min: 10}, {Min: 8, Max: 17}, {Min: 11, Max: 24, Last: true}}
	for _, test := range []struct {
		width int
		want  []int
	}{
		{5, []int{5}},
		{9, []int{9}},
		{20, []int{10}},
		{21, []int{9, 10}},
		{31, []int{9, 10, 8}},
		{33, []int{10, 10, 9}},
		{53, []int{10, 10, 17}},
		{54, []int{10, 10, 17, 11}},
		{200, []int{10, 10, 17, 24}},
	} {
		if got := Widths(columns, test.width); !slices.Equal(got, test.want) {
			t.Errorf("%d cells are shared out as %v, want %v", test.width, got, test.want)
		}
	}
}

// What is of little use in part is whole before others grow, or has only what they leave,
// the last one first.
func TestWhatIsOfLittleUseInPartIsWholeOrLast(t *testing.T) {
	t.Parallel()
	columns := []Column{{Min: 4, Max: 6}, {Min: 8, Max: 20, Whole: true}, {Min: 5, Max: 9, Whole: true}, {Min: 3, Last: true}}
	for width, want := range map[int][]int{
		22: {5, 8, 5},
		23: {6, 8, 5},
		24: {6, 8, 6},
		25: {4, 8, 9},
		32: {6, 13, 9}, // the last one comes only when all before it have their Max
		33: {4, 20, 5},
		39: {6, 20, 9},
		44: {6, 20, 9, 3},
	} {
		if got := Widths(columns, width); !slices.Equal(got, want) {
			t.Errorf("%d cells are shared out as %v, want %v", width, got, want)
		}
	}
}

// A row is as wide as its columns and the gaps between them, whatever its cells
// hold, and drawn without styles it is the same text without them.
func TestLineIsAsWideAsItsColumns(t *testing.T) {
	t.Parallel()
	loud := NewStyle(lipgloss.NewStyle().Bold(true).Foreground(lipgloss.Red))
	rapid.Check(t, func(t *rapid.T) {
		columns, width := someColumns(t), rapid.IntRange(0, 120).Draw(t, "width")
		widths := Widths(columns, width)
		cells := make([]Cell, len(widths))
		for i := range cells {
			if text := plainText(t, "text"); rapid.Bool().Draw(t, "styled") {
				cells[i] = Styled(loud, text)
			} else {
				cells[i] = Plain(text)
			}
		}
		cell := func(i, width int) Cell {
			if width != widths[i] {
				t.Errorf("column %d is asked for %d cells, not %d", i, width, widths[i])
			}
			return cells[i]
		}
		styled, plain := Line(columns, widths, false, cell), Line(columns, widths, true, cell)
		if ansi.StringWidth(styled) != taken(widths) {
			t.Errorf("%q is not %d cells wide", styled, taken(widths))
		}
		if ansi.Strip(styled) != plain {
			t.Errorf("%q in styles is %q", plain, styled)
		}
		if strings.Contains(plain, "\x1b") {
			t.Errorf("%q is not plain", plain)
		}
	})
}

// A style reaches the text of its cell and not the room around it; a plain
// row has none, nor has an empty cell.
func TestLineStylesTheTextAlone(t *testing.T) {
	t.Parallel()
	bold := NewStyle(lipgloss.NewStyle().Bold(true))
	columns := []Column{{Min: 6}, {Min: 4, Right: true}, {Min: 2}}
	cell := func(i, _ int) Cell { return Styled(bold, []string{"cart", "8/8", ""}[i]) }
	widths := Widths(columns, 80)
	if got, want := Line(columns, widths, false, cell), bold.Render("cart")+"     "+bold.Render("8/8")+"    "; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := Line(columns, widths, true, cell), "cart     8/8    "; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// Words stand at the left of their column and numbers at the right.
func TestLineAligns(t *testing.T) {
	t.Parallel()
	columns := []Column{{Min: 6}, {Min: 4, Right: true}, {Min: 5}}
	got := Line(columns, Widths(columns, 80), false, func(i, _ int) Cell { return Plain([]string{"cart", "8/8", "checkout"}[i]) })
	if want := "cart     8/8  chec…"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
