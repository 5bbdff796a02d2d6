package ui

import (
	"strings"
	"time"

	"charm.land/bubbles/v2/textinput"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"tealset/model"
)

// The signs beside the words, each one cell wide in every terminal.
const (
	glyphGood     = "●"
	glyphBusy     = "◐"
	glyphBad      = "▲"
	glyphDraining = "◌"
	glyphMarker   = "▌"
	glyphFull     = "━"
	glyphEmpty    = "─"
	glyphBar      = "│"
	glyphRule     = "─"
	glyphCrumb    = " › "
	glyphDot      = " · "
	glyphNone     = "–" // not known; never a zero
	glyphCheck    = "✓"
	glyphCross    = "✗"
)

// styles are the colours of the screen: ANSI 0 to 15 only, so that they follow
// the terminal's theme, on dark and on light. Nothing is told by colour alone.
type styles struct {
	plain, bold, dim, reverse, title, accent lipgloss.Style
	primary, active, draining                lipgloss.Style
	good, busy, bad                          lipgloss.Style
}

func newStyles() styles {
	plain := lipgloss.NewStyle()
	colour := func(ansi string) lipgloss.Style { return plain.Foreground(lipgloss.Color(ansi)) }
	return styles{
		plain:    plain,
		bold:     plain.Bold(true),
		dim:      plain.Faint(true),
		reverse:  plain.Reverse(true),
		title:    colour("6"),
		accent:   colour("6"),
		primary:  colour("12"),
		active:   colour("2"),
		draining: plain.Faint(true),
		good:     colour("2"),
		busy:     colour("3"),
		bad:      colour("1").Bold(true),
	}
}

// newLine is a line to type into, in the terminal's own colours: those of textinput
// are made for a dark background.
func newLine(prompt string) textinput.Model {
	line := textinput.New()
	line.Prompt = prompt
	styles := line.Styles()
	plain := lipgloss.NewStyle()
	for _, state := range []*textinput.StyleState{&styles.Focused, &styles.Blurred} {
		state.Text, state.Prompt = plain, plain
		state.Placeholder, state.Suggestion = plain.Faint(true), plain.Faint(true)
	}
	line.SetStyles(styles)
	// Bubbles 2.2.1 panics where it deletes a word and finds spaces up to the end.
	line.KeyMap.DeleteWordForward.SetEnabled(false)
	return line
}

// look is what a drawing function needs beside its subject: the styles, and the
// time that durations are told from.
type look struct {
	styles
	now time.Time
}

// severity is the glyph and the style of a verdict.
func (l look) severity(s model.Severity) (string, lipgloss.Style) {
	switch s {
	case model.Attention:
		return glyphBad, l.bad
	case model.Busy:
		return glyphBusy, l.busy
	default:
		return glyphGood, l.good
	}
}

// asciiOf has the stand-ins for the signs of this package and of the frames that
// lipgloss draws, one cell for one cell.
var asciiOf = map[rune]byte{
	'●': '*', '◐': '~', '▲': '!', '◌': 'o', '▌': '>', '━': '=', '│': '|', '─': '-',
	'›': '>', '·': '-', '–': '-', '✓': '+', '✗': 'x', '…': '~', '→': '>', '←': '<', '↑': '^', '↓': 'v',
	'┬': '+', '┴': '+', '├': '+', '┤': '+', '╭': '+', '╮': '+', '╰': '+', '╯': '+', '×': 'x', '⌫': '<',
}

// toASCII replaces every character that is not ASCII without moving anything: a
// sign by its stand-in, all else by question marks of the same width.
func toASCII(screen string) string {
	var out strings.Builder
	out.Grow(len(screen))
	var state byte
	for len(screen) > 0 {
		part, width, n, next := ansi.DecodeSequence(screen, state, nil) // a character with its marks, or a sequence
		runes := []rune(part)
		stand, known := asciiOf[runes[0]]
		switch {
		case len(part) == 1 || runes[0] == ansi.ESC:
			out.WriteString(part)
		case known && len(runes) == 1:
			out.WriteByte(stand)
		default:
			out.WriteString(strings.Repeat("?", width))
		}
		screen, state = screen[n:], next
	}
	return out.String()
}
