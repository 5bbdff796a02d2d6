package ui

import (
	"strings"
	"unicode"

	"github.com/charmbracelet/x/ansi"

	"tealset/ui/widget"
)

// text makes the lines of a text for a width. It shows what is known now. A reader wraps
// the lines, so most texts do not need the width.
type text func(l look, width int) []textLine

// textLine is a line of a text before it is wrapped.
type textLine struct {
	text   string // may be styled, and has no line break
	indent int    // where it goes on when it is wrapped, in cells
	// whole lets it be broken within words only, as it may be copied from the screen; else
	// it is broken at spaces where it has any.
	whole bool
	// of names what the line tells of, in a text in which the first lines go away by
	// themselves and new ones come. Empty in all other texts.
	of string
}

// span is a part of a line, in cells: from the first on, up to but without the last.
type span struct{ from, to int }

// plainLines are lines that wrap at spaces and go on at an indent.
func plainLines(texts ...string) []textLine {
	lines := make([]textLine, len(texts))
	for i, text := range texts {
		lines[i] = textLine{text: text}
	}
	return lines
}

// wrapped is the line in parts of at most width cells, the indent of all but the first
// included. It is never broken at a hyphen, as the libraries do: ids and ARNs have those,
// and are to be read and copied whole.
func (l textLine) wrapped(width int) []span {
	total := widget.Width(l.text)
	width = max(1, width)
	if total <= width {
		return []span{{0, total}}
	}
	var spans []span
	cells := cellsOf(l.text)
	room, indent := width, l.indentFor(width)
	for from := 0; ; room = width - indent {
		if total-from <= room {
			return append(spans, span{from, total})
		}
		to, next := l.breakAt(cells, from, room)
		spans = append(spans, span{from, to})
		from = next
		if from >= total {
			return spans
		}
	}
}

// indentFor leaves room for text where the indent would take too much.
func (l textLine) indentFor(width int) int { return min(l.indent, width/2) }

// breakAt is where a part that begins at a cell ends, and where the next one begins: at
// the last spaces within the room, else where the room ends.
func (l textLine) breakAt(cells []cell, from, room int) (to, next int) {
	least := from
	if from == 0 {
		least = l.indent // what stands before it are columns, not words
	}
	for i, c := range cells {
		if c.space && !l.whole && c.at > least && c.at <= from+room && !cells[i-1].space {
			to, next = c.at, afterSpaces(cells[i:])
		}
	}
	if to == 0 {
		return hardBreak(cells, from, room)
	}
	return to, next
}

// hardBreak is the last end of a character within the room, or of the first one where
// that is wider.
func hardBreak(cells []cell, from, room int) (to, next int) {
	for _, c := range cells {
		if c.at <= from || c.at+c.width <= from+room {
			to = c.at + c.width
		}
	}
	return to, to
}

func afterSpaces(cells []cell) int {
	for _, c := range cells {
		if !c.space {
			return c.at
		}
	}
	last := cells[len(cells)-1]
	return last.at + last.width
}

// cell is a character of a line, with its marks.
type cell struct {
	at, width int
	space     bool
}

func cellsOf(text string) []cell {
	var cells []cell
	var state byte
	at := 0
	for len(text) > 0 {
		part, width, n, next := ansi.DecodeSequence(text, state, nil)
		if width > 0 {
			cells = append(cells, cell{at: at, width: width, space: strings.TrimFunc(part, unicode.IsSpace) == ""})
			at += width
		}
		text, state = text[n:], next
	}
	return cells
}
