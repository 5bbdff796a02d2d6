// Package widget draws parts of a screen that know nothing of ECS.
package widget

import (
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Fit makes text exactly width cells wide: cut with an ellipsis, or filled with
// spaces behind it. Styled text stays styled. A width below one gives nothing.
func Fit(text string, width int) string {
	if width <= 0 {
		return ""
	}
	text = Cut(text, width)
	return text + Spaces(width-ansi.StringWidth(text))
}

// FitRight is Fit with the spaces before the text, for numbers.
func FitRight(text string, width int) string {
	if width <= 0 {
		return ""
	}
	text = Cut(text, width)
	return Spaces(width-ansi.StringWidth(text)) + text
}

// Cut shortens text to at most width cells and marks the cut with an ellipsis.
func Cut(text string, width int) string {
	if width <= 0 {
		return ""
	}
	if len(text) <= width { // no text is wider than its bytes
		return text
	}
	return ansi.Truncate(text, width, "…")
}

// CutLeft shortens text to at most width cells by its beginning, for paths whose
// end says most.
func CutLeft(text string, width int) string {
	over := ansi.StringWidth(text) - width
	if over <= 0 {
		return text
	}
	if width <= 1 {
		return Cut("…", width)
	}
	for ; ; over++ { // once more where the cut meets the middle of a wide character
		if end := ansi.TruncateLeft(text, over+1, ""); ansi.StringWidth(end) < width {
			return "…" + end
		}
	}
}

// Spread puts one text at the left and one at the right end of a line of the
// given width. The left one is cut first, never below half of the line.
func Spread(left, right string, width int) string {
	room := width - ansi.StringWidth(right) - 1
	if room < width/2 {
		room = min(width/2, ansi.StringWidth(left))
		right = Cut(right, width-room-1)
	}
	left = Cut(left, max(room, 0))
	gap := width - ansi.StringWidth(left) - ansi.StringWidth(right)
	return left + Spaces(gap) + right
}

// Spaces is n spaces, none when n is negative.
func Spaces(n int) string {
	const blank = "                                                                                "
	if n <= 0 {
		return ""
	}
	if n <= len(blank) {
		return blank[:n]
	}
	return strings.Repeat(" ", n)
}

// Width is how many cells text takes.
func Width(text string) int {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf || text[i] == ansi.ESC {
			return ansi.StringWidth(text)
		}
	}
	return len(text)
}
