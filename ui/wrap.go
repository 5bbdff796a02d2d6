package ui

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"tealset/ui/widget"
)

// wrap breaks unstyled text into lines of at most width cells, at spaces where it
// can. It never breaks at a hyphen, as the libraries do: ids and ARNs have those,
// and are to be read and copied whole.
func wrap(text string, width int) []string {
	width = max(1, width)
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(text) {
		switch {
		case line == "":
			line = word
		case widget.Width(line)+1+widget.Width(word) <= width:
			line += " " + word
		default:
			lines = append(lines, line)
			line = word
		}
		if widget.Width(line) > width {
			parts := hardWrap(line, width)
			lines = append(lines, parts[:len(parts)-1]...)
			line = parts[len(parts)-1]
		}
	}
	return append(lines, line)
}

// hardWrap breaks text wherever the width ends, so that nothing is added or lost
// but the line breaks.
func hardWrap(text string, width int) []string {
	return strings.Split(ansi.Hardwrap(text, max(1, width), true), "\n")
}

// indented is wrapped text with spaces before each line; nothing for no text.
func indented(text string, by, width int) []string {
	if text == "" {
		return nil
	}
	lines := wrap(text, width-by)
	for i := range lines {
		lines[i] = strings.Repeat(" ", by) + lines[i]
	}
	return lines
}
