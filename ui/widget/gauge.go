package widget

import "strings"

// Gauge is a bar of width cells that is filled by part of whole. Anything above
// zero shows at least one filled cell and anything below whole leaves at least
// one empty, so that a full bar always means full. A bar of a single cell has no
// room for both: it only tells something from nothing.
func Gauge(part, whole, width int, full, empty string) string {
	if width <= 0 {
		return ""
	}
	filled := 0
	switch {
	case part <= 0:
	case whole <= 0 || part >= whole:
		filled = width
	default:
		filled = max(1, min(width-1, part*width/whole))
	}
	return strings.Repeat(full, filled) + strings.Repeat(empty, width-filled)
}
