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
	return text + Spaces(width-Width(text))
}

// FitRight is Fit with the spaces before the text, for numbers.
func FitRight(text string, width int) string {
	if width <= 0 {
		return ""
	}
	text = Cut(text, width)
	return Spaces(width-Width(text)) + text
}

// Cut shortens text to at most width cells and marks the cut with an ellipsis.
func Cut(text string, width int) string {
	if width <= 0 {
		return ""
	}
	if len(text) <= width || Width(text) <= width { // no text is wider than its bytes
		return text
	}
	return ansi.Truncate(text, width, "…")
}

// CutLeft shortens text to at most width cells by its beginning, for paths whose
// end says most.
func CutLeft(text string, width int) string {
	over := Width(text) - width
	if over <= 0 {
		return text
	}
	if width <= 1 {
		return Cut("…", width)
	}
	for ; ; over++ { // once more where the cut meets the middle of a wide character
		if end := ansi.TruncateLeft(text, over+1, ""); Width(end) < width {
			return "…" + end
		}
	}
}

// CutMiddle shortens text to at most width cells by what stands before its second half, for
// messages whose beginning tells the kind of a mistake and whose end tells what is wrong.
func CutMiddle(text string, width int) string {
	const begin, of = 2, 5 // the share of the beginning
	head := Cut(text, width*begin/of)
	if Width(text) <= width || head == "" {
		return Cut(text, width)
	}
	return head + strings.TrimPrefix(CutLeft(text, width-Width(head)+Width("…")), "…")
}

// Spread puts one text at the left and one at the right end of a line of the
// given width. The left one is cut first, never below half of the line.
func Spread(left, right string, width int) string {
	room := width - Width(right) - 1
	if room < width/2 {
		room = min(width/2, Width(left))
		right = Cut(right, width-room-1)
	}
	left = Cut(left, max(room, 0))
	gap := width - Width(left) - Width(right)
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
	if cells, ok := simpleWidth(text); ok {
		return cells
	}
	return ansi.StringWidth(text)
}

// simpleWidth counts the cells of what nearly every text on the screen is made of: ASCII,
// colours, and the signs of oneCell. It is ten times as fast as finding the borders of all
// characters. ok is false where the text has anything else.
func simpleWidth(text string) (cells int, ok bool) {
	for i := 0; i < len(text); {
		switch c := text[i]; {
		case ' ' <= c && c <= '~':
			cells++
			i++
		case c == ansi.ESC:
			length := colourLength(text[i:])
			if length == 0 {
				return 0, false
			}
			i += length
		default:
			r, size := utf8.DecodeRuneInString(text[i:])
			if !oneCell(r) {
				return 0, false
			}
			cells++
			i += size
		}
	}
	return cells, true
}

// colourLength is the length of the sequence that sets a colour or another style and stands
// at the beginning of text; 0 where none does.
func colourLength(text string) int {
	if len(text) < 2 || text[1] != '[' {
		return 0
	}
	for i := 2; i < len(text); i++ {
		switch c := text[i]; {
		case '0' <= c && c <= '9' || c == ';' || c == ':':
		case c == 'm':
			return i + 1
		default:
			return 0
		}
	}
	return 0
}

// oneCell tells whether a sign that is not ASCII takes one cell whatever stands beside it.
// What it does not know is measured the long way.
func oneCell(r rune) bool {
	switch r {
	case '│', '─', '━', '┬', '┴', '╭', '╮', '╰', '╯', '▌', '●', '◐', '◊', '▲', '◌', '·', '–', '›', '…', '←', '→', '↑', '↓', '✓', '✗':
		return true
	}
	return false
}
