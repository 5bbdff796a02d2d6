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
	for _, stop := range f.stops {
		if stop.Kind == Cancel || stop.Kind == Act {
			continue
		}
		lines = append(lines, stop.view(s, stop == f.focus, width))
		if height >= roomy {
			lines = append(lines, "")
		}
	}
	return append(lines, f.lastLine(s, width))
}

func (s *Stop) view(styles Styles, focused bool, width int) string {
	if s.Kind != Toggle {
		label := s.Label + ": "
		room := max(8, width-widget.Width(label))
		if !focused {
			return label + styles.Dim.Render(widget.Fit(orNothing(s.Value()), room))
		}
		return widget.CutLeft(label, width-room) + fitted(styles, s.input, room)
	}
	box := "[ ] "
	if s.On {
		box = "[x] "
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
		switch {
		case stop.Kind != Cancel && stop.Kind != Act:
		case stop == f.focus && stop.Not != "":
			buttons = append(buttons, s.Dim.Render("[ ")+s.Dim.Reverse(true).Render(stop.Label)+s.Dim.Render(" ]"))
		case stop == f.focus:
			buttons = append(buttons, s.Reverse.Render("[ "+stop.Label+" ]"))
		case stop.Not != "":
			buttons = append(buttons, s.Dim.Render("  "+stop.Label+"  "))
		default:
			buttons = append(buttons, "  "+stop.Label+"  ")
		}
	}
	row := strings.Join(buttons, "  ")
	remark := widget.Cut(f.remark, max(0, width-widget.Width(row)-1))
	return widget.Spread(s.Warn.Render(remark), row, width)
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
		return "press tab to type it"
	}
	return text
}

func lines(n int) string {
	if n == 1 {
		return "1 more line"
	}
	return fmt.Sprintf("%d more lines", n)
}
