package ui

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/lipgloss/v2"

	"tealset/model"
	"tealset/ui/widget"
)

// dialogWidth is the width of the dialog inside its frame, where there is room.
const dialogWidth = 74

// view draws the dialog into at most width by height cells, frame included. The
// checks scroll where they do not fit; what names the target and the buttons are
// always there.
func (c *confirm) view(l look, where func(room int) string, width, height int) string {
	inner := max(1, min(dialogWidth, width-4))
	head, middle, foot := c.parts(l, where, inner)
	room := middleRoom(height, head, foot)
	if len(middle) > room {
		middle = middle[min(c.offset, len(middle)-room):][:room]
		middle[room-1] = l.dim.Render(widget.Fit("  ↑ ↓ more", inner))
	}
	title := "Delete task set"
	if !c.guard.Armed() {
		title += glyphDot + "not ready: wait a moment"
	}
	return frame(l, title, slices.Concat(head, middle, foot), inner)
}

// scrollLimit is the largest offset that still moves the checks.
func (c *confirm) scrollLimit(l look, where func(room int) string, width, height int) int {
	head, middle, foot := c.parts(l, where, max(1, min(dialogWidth, width-4)))
	return max(0, len(middle)-middleRoom(height, head, foot))
}

func (c *confirm) parts(l look, where func(room int) string, width int) (head, middle, foot []string) {
	checks := c.checks(l.now)
	return c.head(l, where, width), c.findings(l, checks, width), c.foot(l, checks, width)
}

// middleRoom is how many lines of findings fit between the rest and the frame.
func middleRoom(height int, head, foot []string) int {
	return max(1, height-2-len(head)-len(foot))
}

func (c *confirm) head(l look, where func(room int) string, width int) []string {
	role := l.active
	if c.set.Primary() {
		role = l.primary
	}
	return []string{
		widget.Spread(l.bold.Render(orNone(c.set.ID)),
			role.Render(orNone(c.set.Status))+glyphDot+model.Revision(c.set.TaskDefinition), width),
		widget.Spread(model.NameOf(c.ref.ClusterARN)+glyphCrumb+c.service.Name, where(width/2), width),
		"",
	}
}

// findings are the reasons for asking afresh, and then the checks, the worst first.
func (c *confirm) findings(l look, checks []model.Check, width int) []string {
	var lines []string
	if c.fault != nil {
		lines = append(lines, finding(l.bad, glyphCross, "nothing was sent: it could not be read again: "+c.fault.Headline, width)...)
	}
	if c.grown {
		lines = append(lines, finding(l.bad, glyphCross, "more is at risk than when you were asked: force is off again", width)...)
	}
	if len(c.changes) > 0 {
		lines = append(lines, finding(l.bad, glyphCross, "nothing was sent: it changed since you were asked", width)...)
		for _, change := range c.changes {
			text := fmt.Sprintf("%s %s → %s", change.What, change.Was, change.Is)
			lines = append(lines, finding(l.bold, " ", text, width)...)
		}
	}
	for _, check := range checks {
		sign, style := checkSign(l, check.Severity)
		text := check.Sentence
		if check.Instead != "" && check.Severity != model.OK {
			text += ". " + check.Instead
		}
		lines = append(lines, finding(style, sign, text, width)...)
	}
	return lines
}

func checkSign(l look, severity model.CheckSeverity) (string, lipgloss.Style) {
	switch severity {
	case model.Block:
		return glyphCross, l.bad
	case model.Danger:
		return glyphBad, l.bad
	case model.Warning:
		return "!", l.busy
	case model.Unknown:
		return "?", l.dim
	default:
		return glyphCheck, l.good
	}
}

func finding(style lipgloss.Style, sign, text string, width int) []string {
	lines := wrap(text, width-2)
	for i := range lines {
		mark := "  "
		if i == 0 {
			mark = style.Render(sign) + " "
		}
		lines[i] = mark + lines[i]
	}
	return lines
}

// foot is what is asked for: force, the name, the call, the buttons.
func (c *confirm) foot(l look, checks []model.Check, width int) []string {
	lines := []string{""}
	switch {
	case c.confirmed != nil:
		lines = append(lines, "reading it again before it is deleted… "+age(c.since, l.now), "")
	case c.readOnly:
		lines = append(lines, "READ-ONLY: nothing can be deleted", "")
	case model.Impossible(checks):
		lines = append(lines, "ECS would refuse this, forced or not", "")
	default:
		lines = append(lines, c.question(l, checks, width)...)
	}
	buttons := c.buttons(l, checks, width)
	if c.tooQuick != "" {
		buttons = widget.Spread(l.busy.Render("too quick: press "+c.tooQuick+" again"), c.buttons(l, checks, width/2), width)
	}
	return append(lines, buttons)
}

func (c *confirm) question(l look, checks []model.Check, width int) []string {
	box := "[ ]"
	if c.force {
		box = "[x]"
	}
	force := box + " force   delete even though it has not been scaled down to zero"
	if c.focus == focusForce {
		force = l.reverse.Render(widget.Fit(force, width))
	}
	lines := []string{force, ""}
	if c.mustType(checks) {
		label := "type the service's name to delete: "
		field := widget.Fit(c.name.View(), max(1, width-len(label)))
		if c.focus != focusName {
			field = l.dim.Render(widget.Fit(orNone(c.name.Value())+"  (tab comes here)", max(1, width-len(label))))
		}
		lines = append(lines, label+field, "")
	}
	for _, line := range c.call(width) {
		lines = append(lines, l.dim.Render(line))
	}
	return append(lines, "")
}

// call is what will be asked of ECS, in the words of its API: on one line where it
// fits, broken between two parameters otherwise.
func (c *confirm) call(width int) []string {
	where := fmt.Sprintf("DeleteTaskSet cluster=%s service=%s", model.NameOf(c.ref.ClusterARN), c.service.Name)
	what := fmt.Sprintf("taskSet=%s force=%t", c.ref.ID, c.force)
	if call := where + " " + what; lipgloss.Width(call) <= width {
		return []string{call}
	}
	return []string{widget.Cut(where, width), widget.Cut("  "+what, width)}
}

// buttons: the one in focus stands in reverse between brackets, so that it is told
// apart without any colour as well. One that would do nothing is dim.
func (c *confirm) buttons(l look, checks []model.Check, width int) string {
	button := func(f focus, label string, live bool) string {
		switch {
		case c.focus == f:
			return l.reverse.Render("[ " + label + " ]")
		case live:
			return "  " + label + "  "
		default:
			return l.dim.Render("  " + label + "  ")
		}
	}
	buttons := button(focusCancel, "Cancel", true)
	if len(c.stops(checks)) > 1 {
		buttons += "  " + button(focusDelete, "Delete", c.ready(checks) && c.confirmed == nil)
	}
	return widget.FitRight(buttons, width)
}

// frame puts lines into a box with a title in its upper edge.
func frame(l look, title string, lines []string, width int) string {
	var out strings.Builder
	top := "╭─ " + title + " " + strings.Repeat(glyphRule, max(0, width-lipgloss.Width(title)-1)) + "╮"
	out.WriteString(l.accent.Render(widget.Cut(top, width+4)) + "\n")
	for _, line := range lines {
		bar := l.accent.Render(glyphBar)
		out.WriteString(bar + " " + widget.Fit(line, width) + " " + bar + "\n")
	}
	out.WriteString(l.accent.Render("╰" + strings.Repeat(glyphRule, width+2) + "╯"))
	return out.String()
}
