package ui

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"tealset/ui/say"
	"tealset/ui/widget"
)

// readerMargin is the empty cells at the left of a text.
const readerMargin = 1

// sideways is how far ← and → move, in cells.
const sideways = 16

// reader is a page of text that scrolls: details, YAML, JSON, events, activity and
// help. Its text is made anew when anything has changed.
type reader struct {
	keys  *keyMap
	opens key.Binding // opens it, and closes it again
	title string
	about subject
	text  text
	note  string // what its status line says of all of it; may be empty
	back  int    // the depth of the page that closing it goes back to

	lines         []textLine
	rows          []textRow // the lines as they are drawn
	width, height int
	offset        int  // the first row on the screen
	fixed         bool // the lines are made for the width: there is nothing to wrap
	unwrapped     bool // each line is one row
	column        int  // the first cell on the screen, where the lines are not wrapped
	// tail tells that the newest line is the last one. While that is on the screen, new ones
	// are followed; else the line that is read stays where it is.
	tail   bool
	below  int // of a tail, what has come below the screen since that showed the end
	search search
}

// textRow is a part of a line.
type textRow struct {
	line int
	span
	indent int
}

func newReader(keys *keyMap, opens key.Binding, title string, about subject, text text) *reader {
	return &reader{keys: keys, opens: opens, title: title, about: about, text: text}
}

// layout makes the text for the present size; the place in it stays. By a key alone
// no text changes, so that scrolling costs no more where there is much of it.
func (r *reader) layout(l look, width, height int, byKey bool) {
	resized, follows := width != r.width, r.follows()
	r.width, r.height = width, height
	if !byKey || resized || r.lines == nil {
		if lines := r.text(l, width-readerMargin); resized || !slices.Equal(lines, r.lines) {
			r.write(lines, follows)
		}
	}
	if r.scrollTo(r.offset); follows {
		r.toBottom()
	}
}

// follows tells whether new lines come on the screen by themselves.
func (r *reader) follows() bool { return r.tail && r.offset+r.height >= len(r.rows) }

// write takes the lines in. The line that is read stays where it is.
func (r *reader) write(lines []textLine, follows bool) {
	top := r.idOf(r.topLine())
	part := r.offset - r.rowOf(r.topLine())
	current, from := r.currentMatch()
	if r.tail && !follows {
		r.below += fresh(lines, r.lines)
	}
	r.lines = lines
	r.wrap()
	if r.offset > 0 {
		at := r.find(top)
		r.scrollTo(r.rowOf(at) + min(part, r.rowsOf(at)-1))
	}
	r.search.look(r.lines)
	r.search.at = r.matchAt(current, from)
}

// fresh counts what the lines tell of that the old ones did not.
func fresh(lines, old []textLine) int {
	known := make(map[string]bool, len(old))
	for _, l := range old {
		known[l.of] = true
	}
	n := 0
	for _, l := range lines {
		if !known[l.of] {
			known[l.of] = true
			n++
		}
	}
	return n
}

// wrap makes the rows of the lines.
func (r *reader) wrap() {
	width := r.width - readerMargin
	r.rows = r.rows[:0]
	for i, l := range r.lines {
		if r.unwrapped {
			r.rows = append(r.rows, textRow{line: i, span: span{0, widget.Width(l.text)}})
			continue
		}
		for part, s := range l.wrapped(width) {
			indent := 0
			if part > 0 {
				indent = l.indentFor(width)
			}
			r.rows = append(r.rows, textRow{line: i, span: s, indent: indent})
		}
	}
}

// lineID finds a line again in a text that is made anew.
type lineID struct {
	of string // what it tells of
	n  int    // how many lines before it tell of the same
}

func (r *reader) idOf(at int) lineID {
	if at >= len(r.lines) {
		return lineID{}
	}
	id := lineID{of: r.lines[at].of}
	for _, l := range r.lines[:at] {
		if l.of == id.of {
			id.n++
		}
	}
	return id
}

// find is the line of an id, or the nearest before it that is still there.
func (r *reader) find(id lineID) int {
	found := 0
	for i, l := range r.lines {
		if l.of != id.of {
			continue
		}
		found = i
		if id.n--; id.n < 0 {
			break
		}
	}
	return found
}

// topLine is the line of the first row on the screen.
func (r *reader) topLine() int {
	if r.offset < len(r.rows) {
		return r.rows[r.offset].line
	}
	return 0
}

// rowOf is the first row of a line.
func (r *reader) rowOf(at int) int {
	first, _ := slices.BinarySearchFunc(r.rows, at, func(r textRow, at int) int { return r.line - at })
	return first
}

func (r *reader) rowsOf(at int) int { return r.rowOf(at+1) - r.rowOf(at) }

// scrollTo puts a row at the top of the screen, as far as there are as many.
func (r *reader) scrollTo(offset int) {
	if r.offset = max(0, min(offset, len(r.rows)-r.height)); r.follows() {
		r.below = 0
	}
}

func (r *reader) scroll(by int) { r.scrollTo(r.offset + by) }

// toggleWrap shows each line in one row, or wrapped again.
func (r *reader) toggleWrap() {
	top, follows := r.topLine(), r.follows()
	r.unwrapped, r.column = !r.unwrapped, 0
	r.wrap()
	if r.scrollTo(r.rowOf(top)); follows {
		r.toBottom()
	}
}

// moveSideways moves over lines that are not wrapped.
func (r *reader) moveSideways(by int) {
	widest := 0
	for _, row := range r.rows {
		widest = max(widest, row.to)
	}
	r.column = max(0, min(r.column+by, widest-r.width+readerMargin+1))
}

// view draws what is on the screen.
func (r *reader) view(l look) []string {
	var out []string
	for _, row := range r.rows[min(r.offset, len(r.rows)):min(r.offset+r.height, len(r.rows))] {
		out = append(out, r.draw(l, row))
	}
	return out
}

func (r *reader) draw(l look, row textRow) string {
	text := r.lines[row.line].text
	if marks := r.search.marks(l, row.line); len(marks) > 0 {
		text = lipgloss.StyleRanges(text, marks...)
	}
	if r.unwrapped {
		text = widget.Cut(ansi.TruncateLeft(text, r.column, ""), r.width-readerMargin)
	} else if row.from > 0 || row.to < widget.Width(text) {
		text = ansi.Cut(text, row.from, row.to)
	}
	return widget.Spaces(readerMargin+row.indent) + text
}

// status tells the place in the text, and what is searched for.
func (r *reader) status() string {
	var parts []string
	if r.search.text != "" {
		parts = append(parts, r.search.status())
	}
	if r.note != "" {
		parts = append(parts, r.note)
	}
	if len(r.rows) > r.height {
		parts = append(parts, say.Thousands(r.offset+1)+"–"+say.Thousands(min(r.offset+r.height, len(r.rows)))+" of "+say.Thousands(len(r.rows))+" lines")
	}
	switch {
	case r.follows():
		parts = append(parts, "new "+r.title+" are followed")
	case r.below > 0:
		parts = append(parts, say.Thousands(r.below)+" new below, "+first(r.keys.Bottom)+" follows them")
	case r.tail:
		parts = append(parts, "stays here, "+first(r.keys.Bottom)+" follows new "+r.title)
	}
	return say.Join(parts...)
}

// whole is the text as it is copied: in whole lines and without styles.
func (r *reader) whole() string {
	var out strings.Builder
	for _, l := range r.lines {
		out.WriteString(strings.TrimRight(ansi.Strip(l.text), " ") + "\n")
	}
	return out.String()
}

// subject is what the cursor stands on, or the open text is about; ok is false where that
// is nothing.
func (m *Model) subject() (about subject, ok bool) {
	if m.reader != nil {
		return m.reader.about, m.reader.about.exists()
	}
	return m.top().subject()
}
