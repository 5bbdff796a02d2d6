package widget

import (
	"strings"

	"charm.land/lipgloss/v2"
)

// Style is how text looks: its colours and its weight. The sequences around a text are the
// same for every line, so they are made once. Lipgloss looks at margins, borders and lines
// anew with each text, and of that hundreds stand on a screen.
type Style struct {
	lipgloss.Style
	before, behind string
}

// NewStyle makes a style of one that sets no sizes, margins or borders.
func NewStyle(style lipgloss.Style) Style {
	const text = "x" // which is no part of a sequence that sets a style
	before, behind, _ := strings.Cut(style.Render(text), text)
	return Style{Style: style, before: before, behind: behind}
}

// Render is a text in the style. A text without any stays empty.
func (s *Style) Render(text string) string {
	switch {
	case text == "":
		return ""
	case strings.ContainsAny(text, "\n\t"): // each line has sequences of its own, and a tab is four spaces
		return s.Style.Render(text)
	}
	return s.before + text + s.behind
}

// Bold is the style in bold.
func (s *Style) Bold() Style { return NewStyle(s.Style.Bold(true)) }
