package ui

import (
	"fmt"
	"strconv"

	"tealset/model"
)

// count is a number in at most width cells where that can be: rounded down to
// thousands, millions or billions rather than cut, which would be another number.
func count[N int32 | int64](n N, width int) string {
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

// ratio is running/desired in at most width cells, both short where one has to be.
func ratio[N int32 | int64](running, desired N, width int) string {
	text := fmt.Sprintf("%d/%d", running, desired)
	if len(text) <= width {
		return text
	}
	half := (width - 1) / 2
	return count(running, half) + "/" + count(desired, half)
}

// servingText is running/wanted of the serving side in at most width cells, and what
// runs beside it: "4/4 +4". Where there is no room for how much that is, a plus alone
// tells that there is something.
func servingText(s model.Serving, width int) string {
	if s.Beside == 0 {
		return ratio(s.Running, s.Wanted, width)
	}
	text := fmt.Sprintf("%d/%d +%d", s.Running, s.Wanted, s.Beside)
	if len(text) <= width {
		return text
	}
	return ratio(s.Running, s.Wanted, width-1) + "+"
}
