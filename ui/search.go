package ui

import (
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"tealset/ui/dialog"
	"tealset/ui/say"
	"tealset/ui/widget"
)

// search is what is looked for in a text, and where that was found. It looks at lines as
// they are before they are wrapped, and takes small and capital letters for the same.
type search struct {
	text  string // empty where nothing is looked for
	found []match
	at    int // the match that is looked at
}

// match is a part of a line that matches.
type match struct {
	line int
	span
}

// look finds the text in the lines.
func (s *search) look(lines []textLine) {
	s.found = s.found[:0]
	text := strings.ToLower(s.text)
	if text == "" {
		return
	}
	for i, l := range lines {
		rest, at := strings.ToLower(ansi.Strip(l.text)), 0
		for {
			before, after, ok := strings.Cut(rest, text)
			if !ok {
				break
			}
			from := at + widget.Width(before)
			at = from + widget.Width(text)
			s.found = append(s.found, match{line: i, span: span{from, at}})
			rest = after
		}
	}
}

// marks are the matches of a line, the one that is looked at apart from the others.
func (s *search) marks(l look, line int) []lipgloss.Range {
	var marks []lipgloss.Range
	for i, m := range s.found {
		if m.line != line {
			continue
		}
		style := l.accent.Underline(true)
		if i == s.at {
			style = l.reverse.Style
		}
		marks = append(marks, lipgloss.NewRange(m.from, m.to, style))
	}
	return marks
}

// status tells how many matches there are.
func (s *search) status() string {
	if len(s.found) == 0 {
		return "nothing matches /" + s.text
	}
	return say.Thousands(s.at+1) + " of " + say.Thousands(len(s.found)) + " match /" + s.text
}

// searchFor looks for a text, from a row on.
func (r *reader) searchFor(text string, from int) {
	r.search = search{text: text}
	r.search.look(r.lines)
	r.scrollTo(from)
	r.search.at = r.firstFrom(from)
	r.showMatch()
}

// next goes to the next match, or to the one before. Behind the last one comes the first.
func (r *reader) next(by int) {
	n := len(r.search.found)
	if n == 0 {
		return
	}
	switch at := r.matchRow(r.search.at); {
	case at >= r.offset && at < r.offset+r.height:
		r.search.at = (r.search.at + by + n) % n
	case by > 0: // the text was scrolled away from the match
		r.search.at = r.firstFrom(r.offset)
	default:
		r.search.at = (r.firstFrom(r.offset+r.height) + n - 1) % n
	}
	r.showMatch()
}

// firstFrom is the first match from a row on, or the first of all.
func (r *reader) firstFrom(row int) int {
	for i := range r.search.found {
		if r.matchRow(i) >= row {
			return i
		}
	}
	return 0
}

// matchRow is the row in which a match begins.
func (r *reader) matchRow(i int) int {
	found := r.search.found[i]
	at := r.rowOf(found.line)
	for at+1 < len(r.rows) && r.rows[at+1].line == found.line && r.rows[at+1].from <= found.from {
		at++
	}
	return at
}

// showMatch brings the match that is looked at on the screen.
func (r *reader) showMatch() {
	if len(r.search.found) == 0 {
		return
	}
	if at := r.matchRow(r.search.at); at < r.offset || at >= r.offset+r.height {
		r.scrollTo(at - r.height/3)
	}
	if found := r.search.found[r.search.at]; r.unwrapped && (found.from < r.column || found.to > r.column+r.width-readerMargin) {
		r.column = 0
		r.moveSideways(found.from - r.width/3)
	}
}

// currentMatch is the line of the match that is looked at, and where that begins.
func (r *reader) currentMatch() (id lineID, from int) {
	if r.search.at >= len(r.search.found) {
		return lineID{}, 0
	}
	found := r.search.found[r.search.at]
	return r.idOf(found.line), found.from
}

// matchAt is the first match from a cell of a line on, or the first of all.
func (r *reader) matchAt(id lineID, from int) int {
	at := r.find(id)
	for i, found := range r.search.found {
		if found.line > at || found.line == at && found.from >= from {
			return i
		}
	}
	return 0
}

// searchLine looks for what is typed into it.
type searchLine struct {
	*dialog.Line
	from int // the row that was at the top when it was opened
}

// Pressed leaves the keys that move to the text.
func (s searchLine) Pressed(press dialog.Press) dialog.Action {
	if key.Matches(press, s.Keys.Up, s.Keys.Down, s.Keys.PageUp, s.Keys.PageDown) {
		return moveAction{press.KeyPressMsg}
	}
	return s.Line.Pressed(press)
}
