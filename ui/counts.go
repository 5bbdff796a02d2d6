package ui

import (
	"fmt"
	"strconv"
)

// count is a number in at most width cells where that can be: rounded down to
// thousands, millions or billions rather than cut, which would be another number.
func count(n int32, width int) string {
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
func ratio(running, desired int32, width int) string {
	text := fmt.Sprintf("%d/%d", running, desired)
	if len(text) <= width {
		return text
	}
	half := (width - 1) / 2
	return count(running, half) + "/" + count(desired, half)
}
