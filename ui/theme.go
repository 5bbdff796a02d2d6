package ui

import (
	"image/color"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
)

// Theme is for which ground the colours are chosen.
type Theme string

// The themes. Auto asks the terminal for its ground; until it answers, and where it never
// does, the colours are such as can be read on a dark and on a light one. So does
// blue-orange, whose colours people without red or green cones tell apart. Mono has none.
const (
	ThemeAuto       Theme = "auto"
	ThemeDark       Theme = "dark"
	ThemeLight      Theme = "light"
	ThemeMono       Theme = "mono"
	ThemeBlueOrange Theme = "blue-orange"
)

// Themes are all of them, the usual one first.
func Themes() []Theme {
	return []Theme{ThemeAuto, ThemeDark, ThemeLight, ThemeMono, ThemeBlueOrange}
}

// palette is the colours of a theme. They are of the 256 that nearly every terminal has,
// and above the first 16: those look different in each terminal, and can be read on no
// ground for certain. TestContrast has what each of them must hold.
type palette struct {
	dim, accent, primary, good, busy, untidy, bad string
}

var (
	onDark   = palette{dim: "246", accent: "80", primary: "75", good: "114", busy: "221", untidy: "177", bad: "203"}
	onLight  = palette{dim: "241", accent: "24", primary: "26", good: "22", busy: "94", untidy: "127", bad: "160"}
	onEither = palette{dim: "243", accent: "30", primary: "32", good: "28", busy: "130", untidy: "133", bad: "196"}

	// What is well is blue, what is broken orange, what changes cyan.
	blueOnDark   = palette{dim: "246", accent: "80", primary: "75", good: "75", busy: "80", untidy: "182", bad: "208"}
	blueOnLight  = palette{dim: "241", accent: "24", primary: "26", good: "25", busy: "24", untidy: "90", bad: "94"}
	blueOnEither = palette{dim: "243", accent: "30", primary: "32", good: "32", busy: "30", untidy: "133", bad: "166"}
)

// display is what the terminal has told of itself.
type display struct {
	profile colorprofile.Profile
	ground  color.Color // nil until it has answered
}

// styles are those of a theme on the terminal.
func (t display) styles(theme Theme) *styles {
	blue := theme == ThemeBlueOrange
	dark, light, either := onDark, onLight, onEither
	if blue {
		dark, light, either = blueOnDark, blueOnLight, blueOnEither
	}
	switch {
	case t.profile < colorprofile.ANSI:
		return monoStyles()
	case theme == ThemeMono:
		return uncoloured()
	case t.profile == colorprofile.ANSI:
		return sixteenStyles(blue)
	case theme == ThemeDark:
		return colourStyles(dark)
	case theme == ThemeLight:
		return colourStyles(light)
	case t.ground == nil:
		return colourStyles(either)
	case (tea.BackgroundColorMsg{Color: t.ground}).IsDark():
		return colourStyles(dark)
	default:
		return colourStyles(light)
	}
}

// askGround asks the terminal for its ground, where the theme depends on it. It is asked
// once: bytes of an answer that comes in pieces may act as keys.
func (m *Model) askGround() tea.Cmd {
	switch m.options.Theme {
	case ThemeAuto, ThemeBlueOrange, "":
		return tea.RequestBackgroundColor
	default:
		return nil
	}
}

func colourStyles(p palette) *styles {
	plain := lipgloss.NewStyle()
	colour := func(number string) lipgloss.Style { return plain.Foreground(lipgloss.Color(number)) }
	return &styles{
		plain: plain, bold: plain.Bold(true), reverse: plain.Reverse(true),
		dim: colour(p.dim), stale: colour(p.dim), draining: colour(p.dim),
		title: colour(p.accent), accent: colour(p.accent),
		primary: colour(p.primary),
		good:    colour(p.good), busy: colour(p.busy), untidy: colour(p.untidy),
		bad: colour(p.bad).Bold(true),
	}
}

// sixteenStyles are for a terminal of sixteen colours, such as a console. Nobody knows how
// these look there, so what matters has a ground of its own, and the rest no colour.
func sixteenStyles(blue bool) *styles {
	s := uncoloured()
	pair := func(text, ground string) lipgloss.Style {
		return s.plain.Foreground(lipgloss.Color(text)).Background(lipgloss.Color(ground))
	}
	s.bad, s.untidy, s.busy = pair("15", "1").Bold(true), pair("15", "5"), pair("0", "11")
	if blue { // yellow is the orange of these terminals
		s.bad, s.busy = pair("0", "11").Bold(true), pair("0", "14")
	}
	return s
}

// monoStyles are for no colours, as by NO_COLOR: bold, faint and reverse are none.
func monoStyles() *styles {
	s := uncoloured()
	s.dim, s.draining, s.bad = s.plain.Faint(true), s.plain.Faint(true), s.bold
	return s
}

func uncoloured() *styles {
	plain := lipgloss.NewStyle()
	bold := plain.Bold(true)
	return &styles{
		plain: plain, bold: bold, reverse: plain.Reverse(true),
		dim: plain, stale: plain, draining: plain, title: bold, accent: plain,
		primary: bold, good: plain, busy: plain, untidy: plain, bad: bold,
	}
}
