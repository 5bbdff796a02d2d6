package ui

import (
	"fmt"

	"tealset/model"
	"tealset/ui/say"
	"tealset/ui/widget"
)

// besideFrom is the width from which on the two task definitions stand side by side.
const besideFrom = 100

// differenceText is the whole difference: first what differs, then what cannot be compared,
// then what is the same.
func (b *boardPage) differenceText(l look, width int) []textLine {
	lines, why := b.differences()
	if why != "" {
		return plainLines(why)
	}
	left, right, _ := b.compared()
	name := func(s model.Side) string {
		return say.Join(say.OrNone(s.Role), s.ShortID(), model.Revision(s.TaskDefinition))
	}
	differ := 0
	for _, d := range lines {
		if d.Differs && !d.Unknown {
			differ++
		}
	}
	head := fmt.Sprintf("%d of %d lines differ. Values of the environment and of secrets are compared, and never shown.", differ, len(lines))
	if left.TaskDefinition == right.TaskDefinition {
		head = "Both run the same task definition."
	}
	out := []textLine{{text: head}, {}}
	if width >= besideFrom {
		return append(out, besideLines(l, width, name(left), name(right), lines)...)
	}
	out = append(out, textLine{text: "< " + name(left)}, textLine{text: "> " + name(right)})
	return append(out, belowLines(l, lines)...)
}

// differenceHead is the sign, the style and the words above the lines of one sort.
func differenceHead(l look, d model.DefinitionLine) (sign string, style widget.Style, head string) {
	switch {
	case d.Unknown:
		return "?", l.busy, "could not be compared"
	case d.Differs:
		return "*", l.bold, "differs"
	}
	return " ", l.dim, "the same"
}

// belowLines are the values one below the other.
func belowLines(l look, lines []model.DefinitionLine) []textLine {
	const indent = 6
	var out []textLine
	last := ""
	for _, d := range lines {
		sign, style, head := differenceHead(l, d)
		if head != last {
			out, last = append(out, textLine{}, textLine{text: l.title.Render(head)}), head
		}
		if !d.Differs || d.Left == d.Right {
			text := d.Left
			if d.Differs {
				text = differenceWords(d)
			}
			out = append(out, textLine{text: style.Render(sign + " " + d.What + "  " + text), indent: indent})
			continue
		}
		out = append(out,
			textLine{text: style.Render(sign + " " + d.What), indent: indent},
			textLine{text: "    < " + say.OrNone(d.Left), indent: indent}, textLine{text: "    > " + say.OrNone(d.Right), indent: indent})
	}
	return out
}

// besideLines are the values side by side, each wrapped in its column.
func besideLines(l look, width int, left, right string, lines []model.DefinitionLine) []textLine {
	const gap = 2
	what := width / 4
	value := (width - what - 2 - 2*gap) / 2
	row := func(sign string, style widget.Style, texts [3]string) []textLine {
		cells := [3][]string{wrap(texts[0], what), wrap(texts[1], value), wrap(texts[2], value)}
		var out []textLine
		for i := range max(len(cells[0]), len(cells[1]), len(cells[2])) {
			line := sign + " " + widget.Fit(at(cells[0], i), what) + widget.Spaces(gap) + widget.Fit(at(cells[1], i), value) + widget.Spaces(gap) + at(cells[2], i)
			out = append(out, textLine{text: style.Render(line)})
			sign = " "
		}
		return out
	}
	out := row(" ", l.title, [3]string{"", left, right})
	last := ""
	for _, d := range lines {
		sign, style, head := differenceHead(l, d)
		if head != last {
			out, last = append(out, textLine{}, textLine{text: l.title.Render(head)}), head
		}
		texts := [3]string{d.What, say.OrNone(d.Left), say.OrNone(d.Right)}
		if d.Differs && d.Left == d.Right {
			texts[2] = differenceWords(d)
		}
		out = append(out, row(sign, style, texts)...)
	}
	return out
}
