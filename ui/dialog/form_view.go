package dialog

import (
	"fmt"
	"strings"

	"charm.land/lipgloss/v2"

	"tealset/ui/widget"
)

// Styles are what overlays are drawn with.
type Styles struct {
	Frame, Dim, Reverse, Warn lipgloss.Style
}

// Width is the width of a form inside its frame, where there is room.
const Width = 74

// Inner is how wide a form is inside its frame on a screen of a width.
func Inner(width int) int { return max(1, min(Width, width-4)) }

// Room is how many lines are left for the text of a form on a screen of a height.
func (f *Form) Room(width, height int) int {
	return max(1, height-len(f.foot(Styles{}, Inner(width), height))-3)
}

// View draws the form on a screen of at most width by height cells: the title in the
// frame's upper edge, the text as far as it fits, then the stops.
func (f *Form) View(s Styles, title string, text []string, width, height int) string {
	inner := Inner(width)
	var out strings.Builder
	out.WriteString(edge(s, "╭", title, "╮", inner))
	line := func(text string) {
		bar := s.Frame.Render("│")
		out.WriteString("\n" + bar + " " + widget.Fit(text, inner) + " " + bar)
	}
	for i := f.offset; i < min(len(text), f.offset+f.room); i++ {
		line(text[i])
	}
	out.WriteString("\n" + edge(s, "├", f.more(), "┤", inner))
	for _, text := range f.foot(s, inner, height) {
		line(text)
	}
	out.WriteString("\n" + edge(s, "╰", "", "╯", inner))
	return out.String()
}

// roomy is the height from which on there are empty lines between the stops.
const roomy = 20

// foot are the stops below the text, the buttons on the last line.
func (f *Form) foot(s Styles, width, height int) []string {
	var lines []string
	for i, stop := range f.stops {
		if stop.button() {
			continue
		}
		quick := stop.Kind == Quick && i > 0 && f.stops[i-1].Kind == Quick
		if quick {
			lines[len(lines)-1] = widget.Cut(lines[len(lines)-1]+"  "+stop.view(s, stop == f.focus, width), width)
		} else {
			lines = append(lines, stop.view(s, stop == f.focus, width))
		}
		if height >= roomy && !f.together(i) {
			lines = append(lines, "")
		}
	}
	return append(lines, f.lastLine(s, width))
}

// together tells whether a stop and the next one belong together.
func (f *Form) together(at int) bool {
	if at+1 == len(f.stops) {
		return false
	}
	kind := f.stops[at+1].Kind
	return kind == Quick || kind == OneOf && f.stops[at].Kind == OneOf
}

func (s *Stop) view(styles Styles, focused bool, width int) string {
	switch s.Kind {
	case Quick:
		return s.pressable(styles, focused)
	case OneOf:
		return s.ticked(styles, focused, width, "( ) ", "(x) ")
	case Toggle:
		return s.ticked(styles, focused, width, "[ ] ", "[x] ")
	default:
		label := s.Label + ": "
		room := max(8, width-widget.Width(label))
		if !focused {
			return label + styles.Dim.Render(widget.Fit(orNothing(s.Value()), room))
		}
		return widget.CutLeft(label, width-room) + fitted(styles, s.input, room)
	}
}

// ticked is a stop with a box before it that tells whether it is on.
func (s *Stop) ticked(styles Styles, focused bool, width int, box, on string) string {
	if s.On {
		box = on
	}
	text := box + s.Label
	if focused {
		return styles.Reverse.Render(widget.Fit(text, width))
	}
	return text
}

// lastLine is the remark and the buttons. The button in focus stands in reverse
// between brackets, so that it is told apart without any colour as well. One that
// cannot be pressed is dim.
func (f *Form) lastLine(s Styles, width int) string {
	var buttons []string
	for _, stop := range f.stops {
		if stop.button() {
			buttons = append(buttons, stop.pressable(s, stop == f.focus))
		}
	}
	row := strings.Join(buttons, "  ")
	remark := widget.Cut(f.remark, max(0, width-widget.Width(row)-1))
	return widget.Spread(s.Warn.Render(remark), row, width)
}

// pressable is a button, between brackets where it has the focus.
func (s *Stop) pressable(styles Styles, focused bool) string {
	switch {
	case focused && s.Not != "":
		return styles.Dim.Render("[ ") + styles.Dim.Reverse(true).Render(s.Label) + styles.Dim.Render(" ]")
	case focused:
		return styles.Reverse.Render("[ " + s.Label + " ]")
	case s.Not != "":
		return styles.Dim.Render("  " + s.Label + "  ")
	default:
		return "  " + s.Label + "  "
	}
}

// edge is a line of the frame with a text in it.
func edge(s Styles, left, text, right string, inner int) string {
	line := left + "─"
	if text != "" {
		line += " " + widget.Cut(text, max(0, inner-3)) + " "
	}
	return s.Frame.Render(line + strings.Repeat("─", max(0, inner+3-widget.Width(line))) + right)
}

func orNothing(text string) string {
	if text == "" {
		return "go here with tab"
	}
	return text
}

func lines(n int) string {
	if n == 1 {
		return "1 more line"
	}
	return fmt.Sprintf("%d more lines", n)
}
