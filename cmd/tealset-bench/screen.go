package main

import (
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/charmbracelet/x/vt"
)

// listRow is a line of the list: a margin, a service of ecsfake.Fleet, and
// running/desired once the service has been described. Other lines name services
// too, in a sentence or further to the right.
var listRow = regexp.MustCompile(`^.{3}(svc-\d+)(?:$| +(\d+/\d+)?)`)

// marked is the margin of the row that has the cursor. Programs from before the marker
// draw that row in reverse video, whose bit in a cell's attributes this is.
const (
	marked  = " ▌ "
	reverse = 1 << 5
)

// A watch is what has been seen on the screen, and when the bytes came that showed
// it.
type watch struct {
	names  time.Time // The first row of the list.
	counts time.Time // The first row with counts.
	full   time.Time // Counts in every row on the screen.

	top, bottom string    // The services in the first and in the last row now.
	selected    string    // The one under the cursor.
	moved       time.Time // When the cursor came there.
}

// look takes note of a screen that was drawn with bytes that came at a time.
func (w *watch) look(screen *vt.Emulator, at time.Time) {
	rows, counted := 0, 0
	for y, line := range strings.Split(screen.String(), "\n") {
		found := listRow.FindStringSubmatchIndex(line)
		if found == nil {
			continue
		}
		rows++
		if found[4] >= 0 {
			counted++
		}
		name := line[found[2]:found[3]]
		if rows == 1 {
			w.top = name
		}
		w.bottom = name
		cell := screen.CellAt(utf8.RuneCountInString(line[:found[2]]), y)
		under := strings.HasPrefix(line, marked) || cell != nil && cell.Style.Attrs&reverse != 0
		if under && name != w.selected {
			w.selected, w.moved = name, at
		}
	}
	once(&w.names, at, rows > 0)
	once(&w.counts, at, counted > 0)
	once(&w.full, at, counted > 0 && counted == rows)
}

// once keeps the first time at which something was so.
func once(first *time.Time, at time.Time, so bool) {
	if so && first.IsZero() {
		*first = at
	}
}
