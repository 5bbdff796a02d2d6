package ui

import (
	"bufio"
	"fmt"
	"image/color"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"github.com/lucasb-eyer/go-colorful"

	"tealset/ecsapi/ecsfake"
	"tealset/model"
	"tealset/ui/widget"
)

// terminalPalette is what a terminal shows for its first sixteen colours, and its ground
// in the dark and in the light.
type terminalPalette map[string]colorful.Color

func terminalPalettes(t *testing.T) map[string]terminalPalette {
	t.Helper()
	files, err := filepath.Glob("testdata/palettes/*.txt")
	if err != nil || len(files) < 4 {
		t.Fatalf("%d palettes: %v", len(files), err)
	}
	all := map[string]terminalPalette{}
	for _, name := range files {
		file, err := os.Open(filepath.Clean(name))
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = file.Close() }()
		palette := terminalPalette{}
		for lines := bufio.NewScanner(file); lines.Scan(); {
			key, hex, _ := strings.Cut(lines.Text(), " ")
			if key == "#" {
				continue
			}
			if palette[key], err = colorful.Hex(hex); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		all[strings.TrimSuffix(filepath.Base(name), ".txt")] = palette
	}
	return all
}

// shows is how a colour looks on the terminal: the first sixteen are its own.
func (p terminalPalette) shows(c color.Color) colorful.Color {
	number := ""
	switch c := c.(type) {
	case ansi.BasicColor:
		number = fmt.Sprint(uint8(c))
	case ansi.IndexedColor:
		number = fmt.Sprint(uint8(c))
	}
	if own, ok := p[number]; ok {
		return own
	}
	shown, _ := colorful.MakeColor(c)
	return shown
}

// contrast is that of WCAG 2: 1 for none, 21 for black on white.
func contrast(a, b colorful.Color) float64 {
	light := func(c colorful.Color) float64 {
		r, g, b := c.LinearRgb()
		return 0.2126*r + 0.7152*g + 0.0722*b + 0.05
	}
	if light(a) < light(b) {
		a, b = b, a
	}
	return light(a) / light(b)
}

var (
	darkGround  = tea.BackgroundColorMsg{Color: color.Black}
	lightGround = tea.BackgroundColorMsg{Color: color.White}
)

// themed is a terminal with its theme, and the grounds that its colours are for.
var themed = []struct {
	name    string
	theme   Theme
	profile colorprofile.Profile
	answer  tea.Msg // to the question for the ground; nil for none
	grounds []string
	least   float64
}{
	{"dark", ThemeDark, colorprofile.ANSI256, nil, []string{"dark"}, 4.5},
	{"dark where the terminal is said to be light", ThemeDark, colorprofile.TrueColor, lightGround, []string{"dark"}, 4.5},
	{"light", ThemeLight, colorprofile.ANSI256, nil, []string{"light"}, 4.5},
	{"auto on a dark ground", ThemeAuto, colorprofile.ANSI256, darkGround, []string{"dark"}, 4.5},
	{"auto on a light ground", ThemeAuto, colorprofile.ANSI256, lightGround, []string{"light"}, 4.5},
	// No colour can have 4.5 on both of the four terminals' grounds. 3 is what WCAG wants
	// of large letters and of signs.
	{"auto without an answer", ThemeAuto, colorprofile.ANSI256, nil, []string{"dark", "light"}, 3},
	{"blue-orange on a dark ground", ThemeBlueOrange, colorprofile.ANSI256, darkGround, []string{"dark"}, 4.5},
	{"blue-orange on a light ground", ThemeBlueOrange, colorprofile.ANSI256, lightGround, []string{"light"}, 4.5},
	{"blue-orange without an answer", ThemeBlueOrange, colorprofile.ANSI256, nil, []string{"dark", "light"}, 3},
	{"blue-orange with sixteen colours", ThemeBlueOrange, colorprofile.ANSI, nil, []string{"dark", "light"}, 4.5},
	{"mono", ThemeMono, colorprofile.TrueColor, nil, []string{"dark", "light"}, 4.5},
	{"sixteen colours", ThemeAuto, colorprofile.ANSI, nil, []string{"dark", "light"}, 4.5},
	{"no colours", ThemeAuto, colorprofile.ASCII, nil, []string{"dark", "light"}, 4.5},
}

// All text of every page can be read on the ground that its theme is for: the contrast is
// at least 4.5 with the colours of four terminals, and nothing is drawn by the terminal's
// own faint, which nobody knows the contrast of, but where there are no colours.
func TestContrast(t *testing.T) {
	palettes := terminalPalettes(t)
	pages := []struct {
		name string
		open func(d *driver)
	}{
		{"clusters", keys()},
		{"services", keys("j", "j", "j", "enter")},
		{"failing", inTurn(keys("j", "j", "j", "enter"), func(d *driver) {
			d.wait(time.Second)
			d.ecs.Fail("*", -1, ecsfake.Exception("ServerException", "no"))
			d.wait(time.Minute)
		})},
		{"dialog", inTurn(keys("j", "j", "j", "enter"), func(d *driver) { d.open("checkout") }, keys("ctrl+d"))},
		{"help", keys("?")},
		{"activity", keys("a")},
		{"command", keys(":", "c")},
	}
	for i, theme := range themed {
		for _, page := range pages {
			if raced && i > 0 {
				continue // races do not need every theme
			}
			t.Run(theme.name+"/"+page.name, func(t *testing.T) {
				open := func(o *setup) { o.Theme = theme.theme }
				driveServer(t, ecsfake.Demo, 120, 36, open, func(d *driver) {
					d.m.Update(tea.ColorProfileMsg{Profile: theme.profile})
					if theme.answer != nil {
						d.m.Update(theme.answer)
					}
					d.wait(2 * time.Second)
					page.open(d)
					d.wait(2 * time.Second)
					for name, palette := range palettes {
						for _, ground := range theme.grounds {
							d.legible(name, palette, ground, theme.profile, theme.least)
						}
					}
				})
			})
		}
	}
}

// legible looks at every cell of the screen.
func (d *driver) legible(name string, palette terminalPalette, ground string, profile colorprofile.Profile, least float64) {
	d.t.Helper()
	screen := uv.NewScreenBuffer(d.m.width, d.m.height)
	uv.NewStyledString(d.m.View().Content).Draw(screen, screen.Bounds())
	told := map[string]bool{}
	for y := range d.m.height {
		for x := range d.m.width {
			cell := screen.CellAt(x, y)
			if cell == nil || strings.TrimSpace(cell.Content) == "" {
				continue
			}
			style := cell.Style
			if style.Attrs&uv.AttrFaint != 0 && profile >= colorprofile.ANSI {
				d.t.Fatalf("%q is faint, in line %d:\n%s", cell.Content, y+1, d.screen())
			}
			if style.Fg == nil || profile < colorprofile.ANSI { // the terminal's own, which can be read on its ground
				continue
			}
			text, back := palette.shows(profile.Convert(style.Fg)), palette[ground]
			if style.Bg != nil {
				back = palette.shows(profile.Convert(style.Bg))
			}
			ratio := contrast(text, back)
			if what := text.Hex() + " on " + back.Hex(); ratio < least && !told[what] {
				told[what] = true
				d.t.Errorf("%s, %s: %s has %.2f, in line %d", name, ground, what, ratio, y+1)
			}
		}
	}
}

// The terminal is asked for its ground where the theme depends on it, and nowhere else.
func TestTheGroundIsAskedForByAutoAlone(t *testing.T) {
	for theme, asks := range map[Theme]bool{"": true, ThemeAuto: true, ThemeBlueOrange: true, ThemeDark: false, ThemeLight: false, ThemeMono: false} {
		m := &Model{options: Options{Theme: theme}}
		if cmd := m.askGround(); (cmd != nil) != asks {
			t.Errorf("theme %q: asked is %t", theme, cmd != nil)
		}
	}
}

// With sixteen colours and with none, each tier still has a look or a sign of its own.
func TestTiersDifferWithFewColours(t *testing.T) {
	for _, theme := range Themes() {
		for _, profile := range []colorprofile.Profile{colorprofile.ASCII, colorprofile.ANSI, colorprofile.ANSI256} {
			l := look{styles: display{profile: profile}.styles(theme)}
			seen := map[string]bool{}
			for tier := model.Calm; tier <= model.Broken; tier++ {
				sign, style := l.tier(tier)
				seen[toASCII(style.Render(sign))] = true
			}
			if len(seen) != 4 {
				t.Errorf("%s, %s: four tiers look like %d", theme, profile, len(seen))
			}
		}
	}
}

// In blue-orange nothing is green or red: each colour is one that people without red or green
// cones tell from the others by its blue, and what is broken has less of that than all else.
func TestBlueOrangeHasNeitherRedNorGreen(t *testing.T) {
	for name, p := range map[string]palette{"dark": blueOnDark, "light": blueOnLight, "either": blueOnEither} {
		blue := func(number string) float64 {
			c, _ := colorful.MakeColor(lipgloss.Color(number))
			return c.B - max(c.R, c.G)
		}
		for what, number := range map[string]string{"good": p.good, "primary": p.primary, "busy": p.busy, "accent": p.accent} {
			if blue(number) < 0 {
				t.Errorf("%s: %s is not blue or cyan: %s", name, what, number)
			}
		}
		if bad, _ := colorful.MakeColor(lipgloss.Color(p.bad)); bad.R <= bad.G || bad.G < bad.R/3 || bad.B > 0.1 {
			t.Errorf("%s: what is bad is not orange: %s", name, p.bad)
		}
	}
}

// Mono has no colour at all, on any terminal.
func TestMonoHasNoColour(t *testing.T) {
	for _, profile := range []colorprofile.Profile{colorprofile.ASCII, colorprofile.ANSI, colorprofile.ANSI256, colorprofile.TrueColor} {
		s := display{profile: profile, ground: color.Black}.styles(ThemeMono)
		for _, style := range []widget.Style{s.plain, s.bold, s.reverse, s.title, s.accent, s.dim, s.stale, s.primary, s.draining, s.good, s.busy, s.untidy, s.bad} {
			if _, none := style.GetForeground().(lipgloss.NoColor); !none {
				t.Errorf("%s: a colour is used: %v", profile, style.GetForeground())
			}
		}
	}
}

// In ASCII an arrow is no comparison: "running 5 -> 1", where ">" would say that 5 is more.
func TestArrowsInASCII(t *testing.T) {
	for in, want := range map[string]string{
		"running 5 → 1, desired 4": "running 5 ->1, desired 4",
		"enter → l":                "enter ->l",
		"→":                        ">",
		"(→ ←)":                    "(> <)",
		"← →   sideways":           "< >   sideways",
	} {
		if got := toASCII(in); got != want || lipgloss.Width(got) != lipgloss.Width(in) {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
