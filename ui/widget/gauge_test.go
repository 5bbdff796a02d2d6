package widget

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// A full bar means full, an empty one nothing, and no count goes beyond the bar:
// ECS's are 32 bits wide, and may be negative or above what was asked for.
func TestGaugeIsFullOnlyWhenItIs(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		count := rapid.OneOf(rapid.IntRange(-1, 12), rapid.IntRange(math.MinInt32, math.MaxInt32))
		part, whole, width := count.Draw(t, "part"), count.Draw(t, "whole"), rapid.IntRange(2, 40).Draw(t, "width")
		bar := Gauge(part, whole, width, "#", ".")
		filled := strings.Count(bar, "#")
		if bar != strings.Repeat("#", filled)+strings.Repeat(".", width-filled) {
			t.Fatalf("%q is no bar of %d cells", bar, width)
		}
		if (filled > 0) != (part > 0) {
			t.Errorf("%d of %d is %q", part, whole, bar)
		}
		if (filled == width) != (part > 0 && part >= whole) {
			t.Errorf("%d of %d is %q", part, whole, bar)
		}
		if more := strings.Count(Gauge(part+1, whole, width, "#", "."), "#"); more < filled {
			t.Errorf("%d of %d fills %d cells, and one more %d", part, whole, filled, more)
		}
	})
}

// A bar shows its share, and what runs without being wanted fills it.
func TestGaugeByExample(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		part, whole, width int
		want               string
	}{
		{4, 8, 8, "####...."},
		{1, 100, 8, "#......."},
		{99, 100, 8, "#######."},
		{8, 8, 8, "########"},
		{0, 8, 8, "........"},
		{0, 0, 8, "........"},
		{1, 0, 8, "########"},
		{1, 2, 1, "#"},
		{1, 2, 0, ""},
		{1, 2, -1, ""},
	} {
		if got := Gauge(test.part, test.whole, test.width, "#", "."); got != test.want {
			t.Errorf("%d of %d in %d cells is %q, want %q", test.part, test.whole, test.width, got, test.want)
		}
	}
}
