package widget

import (
	"testing"

	"pgregory.net/rapid"
)

// The cursor is always on the screen, no row is wasted below the last one, and the
// window moves no further than that takes: a reader must not lose the place.
func TestScrollKeepsTheCursorInSightAndMovesNoMoreThanNeeded(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		total, height := rapid.IntRange(1, 60).Draw(t, "total"), rapid.IntRange(1, 30).Draw(t, "height")
		cursor, old := rapid.IntRange(0, total-1).Draw(t, "cursor"), rapid.IntRange(-5, 70).Draw(t, "old")
		fine := func(offset int) bool {
			return offset >= 0 && offset <= max(0, total-height) && offset <= cursor && cursor < offset+height
		}
		got := Scroll(old, cursor, height, total)
		if !fine(got) {
			t.Fatalf("%d rows from %d on do not show row %d of %d", height, got, cursor, total)
		}
		for offset := range total {
			if fine(offset) && distance(old, offset) < distance(old, got) {
				t.Errorf("%d is nearer to %d than %d", offset, old, got)
			}
		}
	})
}

func distance(a, b int) int { return max(a-b, b-a) }

// Where there is nothing to show, or no room for it, the window begins at the top.
func TestScrollOverNothing(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ offset, cursor, height, total int }{
		{0, 0, 10, 0}, {7, 0, 10, 0}, {7, -1, 10, 0}, {-3, 0, 0, 0}, {0, 0, 0, 5},
	} {
		if got := Scroll(test.offset, test.cursor, test.height, test.total); got != 0 {
			t.Errorf("%+v begins at %d", test, got)
		}
	}
}
