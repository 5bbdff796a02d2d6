package ui

import (
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	escape "html"
	"image/color"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"

	"tealset/ecsapi/ecsfake"
)

var pictureFile = flag.String("picture", "", "write the README's moving picture to this file")

// The README's moving picture shows the demo's rollout and the dialog that deletes. It is drawn
// from the pages themselves on a clock of its own, so that the same code gives the same picture,
// apart from the order of what two answers of the same instant tell.
func TestTheMovingPicture(t *testing.T) {
	const most = 250_000 // bytes, which a page on the web can bear
	var f film
	driveServer(t, ecsfake.Demo, filmWidth, filmHeight, func(o *setup) {
		o.Profile, o.Demo, o.Theme = "on-call", true, ThemeDark
	}, f.story)
	picture := f.svg()
	decoder := xml.NewDecoder(strings.NewReader(picture))
	for {
		if _, err := decoder.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if len(picture) > most || len(f.frames) < 10 {
		t.Errorf("%d frames are %d bytes", len(f.frames), len(picture))
	}
	if *pictureFile != "" {
		if err := os.WriteFile(filepath.Clean(*pictureFile), []byte(picture), 0o644); err != nil { //nolint:gosec // it is published
			t.Fatal(err)
		}
	}
}

const (
	filmWidth, filmHeight = 120, 34 // cells
	cellWidth, cellHeight = 8.0, 17.0
	filmMargin            = 10.0
)

// A film is what the screen showed, each picture for a time.
type film struct{ frames []still }

type still struct {
	lines []string // as SVG, a line of the screen each, its top at 0
	long  time.Duration
}

// story opens a service in the middle of its rollout, looks on, and deletes what another
// rollout has left behind.
func (f *film) story(d *driver) {
	d.settle()
	d.wait(2 * time.Second)
	f.show(d, 1500*time.Millisecond)
	for _, key := range []string{"j", "j", "j", "enter", "j", "j", "j", "j", "j", "j", "j"} {
		d.press(key)
		d.wait(time.Second)
		f.show(d, 500*time.Millisecond)
	}
	d.see("rollout")
	d.open("checkout")
	d.wait(2 * time.Second)
	f.show(d, 2*time.Second)
	for range 12 {
		d.wait(10 * time.Second)
		f.show(d, 700*time.Millisecond)
	}
	d.press("esc")
	d.see("leftover")
	d.open("catalog")
	d.wait(2 * time.Second)
	f.show(d, 2*time.Second)
	d.on("ACTIVE")
	d.press("ctrl+d")
	d.see("Delete")
	f.show(d, 500*time.Millisecond)
	d.wait(2 * time.Second)
	f.show(d, 2*time.Second)
	d.slowly("y")
	f.show(d, time.Second)
	d.slowly("enter")
	d.wait(2 * time.Second)
	d.deletes(1)
	f.show(d, 2*time.Second)
	d.wait(time.Minute)
	f.show(d, 3*time.Second)
}

// show keeps the screen as it is now, or lets the last picture stand for longer.
func (f *film) show(d *driver, long time.Duration) {
	screen := vt.NewEmulator(filmWidth, filmHeight)
	_, _ = screen.WriteString(strings.ReplaceAll(d.m.View().Content, "\n", "\r\n"))
	lines := make([]string, filmHeight)
	for y := range lines {
		lines[y] = svgLine(screen, y)
	}
	if last := len(f.frames) - 1; last >= 0 && strings.Join(f.frames[last].lines, "\n") == strings.Join(lines, "\n") {
		f.frames[last].long += long
		return
	}
	f.frames = append(f.frames, still{lines, long})
}

// svgLine is a line of the screen: the grounds, and the texts of one style each. The length of
// each text is told, so that columns stand below one another in every font.
func svgLine(screen *vt.Emulator, y int) string {
	var grounds, texts strings.Builder
	for x := 0; x < filmWidth; {
		style, text, from := screen.CellAt(x, y).Style, "", x
		for ; x < filmWidth; x++ {
			cell := screen.CellAt(x, y)
			if !cell.Style.Equal(&style) {
				break
			}
			if cell.Content == "" && cell.Width == 1 {
				text += " "
			}
			text += cell.Content
		}
		front, ground := filmColours(style)
		if ground != "" {
			fmt.Fprintf(&grounds, `<rect x="%g" width="%g" height="%g" fill="%s"/>`, float64(from)*cellWidth, float64(x-from)*cellWidth, cellHeight, ground)
		}
		writeWords(&texts, style, front, text, from)
	}
	return grounds.String() + texts.String()
}

// writeWords writes a text without the wide gaps in it.
func writeWords(out *strings.Builder, style uv.Style, front, text string, at int) {
	for text != "" {
		left := strings.TrimLeft(text, " ")
		at += len(text) - len(left)
		word, rest, _ := strings.Cut(left, "  ")
		if word != "" {
			attributes := ""
			if style.Attrs&uv.AttrBold != 0 {
				attributes += ` class="b"`
			}
			if front != "" {
				attributes += fmt.Sprintf(` fill="%s"`, front)
			}
			if style.Attrs&uv.AttrFaint != 0 {
				attributes += ` opacity=".6"`
			}
			if style.Underline != 0 {
				attributes += ` text-decoration="underline"`
			}
			width := ansi.StringWidth(word)
			fmt.Fprintf(out, `<text x="%g" y="13" textLength="%g"%s>%s</text>`, float64(at)*cellWidth, float64(width)*cellWidth, attributes, escape.EscapeString(word))
			at += width
		}
		at += len(left) - len(word) - len(rest)
		text = rest
	}
}

// filmColours are those of the text and of the ground, where they are not the terminal's own.
func filmColours(style uv.Style) (front, ground string) {
	front, ground = filmColour(style.Fg), filmColour(style.Bg)
	if style.Attrs&uv.AttrReverse == 0 {
		return front, ground
	}
	if front == "" {
		front = filmFront
	}
	if ground == "" {
		ground = filmGround
	}
	return ground, front
}

const filmFront, filmGround = "#d0d0d0", "#16191d"

// filmPalette are the sixteen colours of a dark terminal.
var filmPalette = [16]string{
	"#16191d", "#e06c75", "#98c379", "#e5c07b", "#61afef", "#c678dd", "#56b6c2", "#d0d0d0",
	"#7f848e", "#ff7b86", "#b5e08f", "#ffd68a", "#7cc4ff", "#dd93f2", "#6fd3df", "#ffffff",
}

func filmColour(c color.Color) string {
	if c == nil {
		return ""
	}
	if basic, ok := c.(ansi.BasicColor); ok {
		return filmPalette[basic]
	}
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}

// svg lays the pictures side by side and moves them through a window. Lines that are the same
// in several pictures are written once.
func (f *film) svg() string {
	const width, height = filmWidth*cellWidth + 2*filmMargin, filmHeight*cellHeight + 2*filmMargin
	var whole, at time.Duration
	for _, frame := range f.frames {
		whole += frame.long
	}
	var steps, lines, pictures strings.Builder
	known := map[string]int{"": 0}
	for i, frame := range f.frames {
		fmt.Fprintf(&steps, "%.3f%%{transform:translateX(%gpx)}", 100*at.Seconds()/whole.Seconds(), -float64(i)*width)
		at += frame.long
		fmt.Fprintf(&pictures, `<g transform="translate(%g %g)">`, float64(i)*width+filmMargin, filmMargin)
		for y, line := range frame.lines {
			if _, ok := known[line]; !ok {
				known[line] = len(known)
				fmt.Fprintf(&lines, "<g id=\"l%d\">%s</g>\n", known[line], line)
			}
			if known[line] > 0 {
				fmt.Fprintf(&pictures, `<use href="#l%d" y="%g"/>`, known[line], float64(y)*cellHeight)
			}
		}
		pictures.WriteString("</g>\n")
	}
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%[1]g" height="%[2]g" viewBox="0 0 %[1]g %[2]g">
<title>tealset --demo: a rollout is followed, and a task set that another one left behind is deleted</title>
<style>text{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;white-space:pre}.b{font-weight:700}
.f{animation:f %.1[4]fs infinite step-end}@keyframes f{%[5]s}@media (prefers-reduced-motion:reduce){.f{animation:none}}</style>
<defs>
%[6]s</defs>
<rect width="100%%" height="100%%" rx="6" fill="%[7]s"/>
<g class="f" fill="%[3]s">
%[8]s</g>
</svg>
`, width, height, filmFront, whole.Seconds(), steps.String(), lines.String(), filmGround, pictures.String())
}
