package say

import (
	"fmt"
	"strconv"

	"tealset/model"
)

// Count is a number in at most width cells where that can be: rounded down to
// thousands, millions or billions rather than cut, which would be another number.
func Count[N int32 | int64](n N, width int) string {
	text := strconv.Itoa(int(n))
	for i, unit := range []string{"k", "M", "G"} {
		if len(text) <= width {
			break
		}
		by := []int{1e3, 1e6, 1e9}[i]
		text = fmt.Sprintf("%d%s", int(n)/by, unit)
	}
	return text
}

// Thousands is a number with commas, as large ones are read.
func Thousands(n int) string {
	if n < 1000 {
		return strconv.Itoa(n)
	}
	return fmt.Sprintf("%s,%03d", Thousands(n/1000), n%1000)
}

// Ratio is running/desired in at most width cells, both short where one has to be.
func Ratio[N int32 | int64](running, desired N, width int) string {
	text := fmt.Sprintf("%d/%d", running, desired)
	if len(text) <= width {
		return text
	}
	half := (width - 1) / 2
	return Count(running, half) + "/" + Count(desired, half)
}

// Serving is running/wanted of the serving side in at most width cells, and what runs
// beside it: "4/4 +4". Where there is no room for how much that is, a plus alone tells
// that there is something.
func Serving(s model.Serving, width int) string {
	if s.Beside == 0 {
		return Ratio(s.Running, s.Wanted, width)
	}
	text := fmt.Sprintf("%d/%d +%d", s.Running, s.Wanted, s.Beside)
	if len(text) <= width {
		return text
	}
	return Ratio(s.Running, s.Wanted, width-1) + "+"
}

// Scale is a scale: "100%", "33.3%", "3 COUNT"; None for one that ECS did not send.
func Scale(scale *model.Scale) string {
	switch {
	case scale == nil:
		return None
	case scale.Percent():
		return fmt.Sprintf("%.3g%%", scale.Value)
	}
	return fmt.Sprintf("%.3g %s", scale.Value, scale.Unit)
}
