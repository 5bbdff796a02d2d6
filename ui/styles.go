package ui

import (
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"tealset/model"
	"tealset/ui/dialog"
	"tealset/ui/say"
	"tealset/ui/widget"
)

// The signs beside the words, each one cell wide.
const (
	glyphGood     = "●"
	glyphBusy     = "◐"
	glyphUntidy   = "◊"
	glyphBad      = "▲"
	glyphDraining = "◌"
	glyphMarker   = "▌"
	glyphMarked   = "*" // a row that somebody marked
	glyphFull     = "━"
	glyphEmpty    = "─"
	glyphBar      = "│"
	glyphRule     = "─"
	glyphCrumb    = " › "
	glyphDot      = say.Dot
	glyphNone     = say.None
	glyphCheck    = "✓"
	glyphCross    = "✗"
	glyphStale    = "?" // it could not be read again: nobody knows whether it is still so
)

// styles are how the parts of the screen look, see theme.go. Nothing is told by colour
// alone.
type styles struct {
	plain, bold, reverse, title, accent widget.Style
	dim                                 widget.Style // what recedes: rules, titles, zeros
	stale                               widget.Style // what could not be read again
	primary, draining                   widget.Style
	good, busy, untidy, bad             widget.Style
}

// look is what a drawing function needs beside its subject: the styles, and the
// time that durations are told from.
type look struct {
	*styles
	now  time.Time
	keys map[string]string // the first key of each action that has one, as a person reads it
}

// hint is the key of an action with what it does now: "a: more"; empty where it has none.
func (l look) hint(action, does string) string {
	if l.keys[action] == "" {
		return ""
	}
	return l.keys[action] + ": " + does
}

// advice is what to do, with the keys in force.
func (l look) advice(a model.Advice) string {
	return a.WithKeys(func(action string) string { return l.keys[action] })
}

// old is a text about what could not be read again: without its colours, which are those of
// what is so, and with its age.
func (l look) old(text string, readAt time.Time) string {
	text = glyphStale + " " + ansi.Strip(text)
	if !readAt.IsZero() {
		text += say.Dot + say.Since(readAt, l.now) + " old"
	}
	return l.stale.Render(text)
}

// overlay is what overlays are drawn with.
func (l look) overlay() dialog.Styles {
	return dialog.Styles{Frame: l.accent.Style, Dim: l.dim.Style, Reverse: l.reverse.Style, Warn: l.busy.Style}
}

// verdict is the sign and the style of a verdict: of its tier, but what is calm without
// running anything recedes.
func (l look) verdict(tier model.Tier, word string) (string, widget.Style) {
	if tier == model.Calm && word != "steady" {
		return glyphDraining, l.dim
	}
	return l.tier(tier)
}

// tier is the sign and the style of a tier.
func (l look) tier(t model.Tier) (string, widget.Style) {
	switch t {
	case model.Broken:
		return glyphBad, l.bad
	case model.Untidy:
		return glyphUntidy, l.untidy
	case model.Busy:
		return glyphBusy, l.busy
	default:
		return glyphGood, l.plain
	}
}

// asciiOf has the stand-ins for the signs of this package and of the frames that
// lipgloss draws, one cell for one cell. No two signs of a verdict or of a check have
// the same, nor one that is a sign by itself ("!", "?") or stands for a cut ("~").
var asciiOf = map[rune]byte{
	'●': '*', '◐': '@', '◊': '%', '▲': '#', '◌': 'o', '▌': '>', '━': '=', '│': '|', '─': '-',
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
		if after, ok := strings.CutPrefix(screen, " → "); ok && !strings.HasPrefix(after, " ") { // not ">": that would compare
			out.WriteString(" ->")
			screen = after
			continue
		}
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
