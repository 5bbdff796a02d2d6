package ui

import (
	"image/color"

	"tealset/ui/widget"

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
	s := uncoloured()
	colour := func(number string) widget.Style {
		return widget.NewStyle(lipgloss.NewStyle().Foreground(lipgloss.Color(number)))
	}
	s.dim, s.stale, s.draining = colour(p.dim), colour(p.dim), colour(p.dim)
	s.title, s.accent, s.primary = colour(p.accent), colour(p.accent), colour(p.primary)
	s.good, s.busy, s.untidy, s.bad = colour(p.good), colour(p.busy), colour(p.untidy), colour(p.bad)
	s.bad = s.bad.Bold()
	return s
}

// sixteenStyles are for a terminal of sixteen colours, such as a console. Nobody knows how
// these look there, so what matters has a ground of its own, and the rest no colour.
func sixteenStyles(blue bool) *styles {
	s := uncoloured()
	pair := func(text, ground string) widget.Style {
		return widget.NewStyle(lipgloss.NewStyle().Foreground(lipgloss.Color(text)).Background(lipgloss.Color(ground)))
	}
	s.bad, s.untidy, s.busy = pair("15", "1"), pair("15", "5"), pair("0", "11")
	if blue { // yellow is the orange of these terminals
		s.bad, s.busy = pair("0", "11"), pair("0", "14")
	}
	s.bad = s.bad.Bold()
	return s
}

// monoStyles are for no colours, as by NO_COLOR: bold, faint and reverse are none.
func monoStyles() *styles {
	s := uncoloured()
	faint := widget.NewStyle(lipgloss.NewStyle().Faint(true))
	s.dim, s.draining, s.bad = faint, faint, s.bold
	return s
}

func uncoloured() *styles {
	plain := widget.NewStyle(lipgloss.NewStyle())
	bold, reverse := plain.Bold(), widget.NewStyle(lipgloss.NewStyle().Reverse(true))
	return &styles{
		plain: plain, bold: bold, reverse: reverse,
		dim: plain, stale: plain, draining: plain, title: bold, accent: plain,
		primary: bold, good: plain, busy: plain, untidy: plain, bad: bold,
	}
}
