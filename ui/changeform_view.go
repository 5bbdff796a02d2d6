package ui

import (
	"fmt"
	"slices"
	"strings"

	"tealset/model/change"
	"tealset/ui/dialog"
	"tealset/ui/say"
	"tealset/ui/widget"
)

// layout says what the form asks now, for a screen of a size.
func (d *changeForm) layout(l look, c change.Circumstances, width, height int) {
	checks := d.flow.Checks(c)
	why := d.board.forbidden(d.offer.Kind)
	possible := why == "" && !change.Impossible(checks)
	d.form.Show(d.stops(checks, c, possible)...)
	d.atRisk = possible && change.AtRisk(checks)
	inner := dialog.Inner(width)
	head := d.head(l, inner)
	risks, rest := d.findings(l, checks, inner)
	told, commands := d.advice(l, possible, inner)
	risks = slices.Concat(d.news(l, why, inner), told, risks)
	must := len(head) + len(risks)
	d.lines = slices.Concat(head, risks, commands, rest)
	if possible {
		d.lines = append(append(d.lines, ""), d.call(l, inner)...)
	}
	d.form.Layout(len(d.lines), must, d.form.Room(width, height))
}

// stops are what there is to press. The field for the name stays once it was asked
// for: what passes may come back.
func (d *changeForm) stops(checks []change.Check, c change.Circumstances, possible bool) []*dialog.Stop {
	if !possible {
		d.cancel.Label = "Close"
		return []*dialog.Stop{d.cancel}
	}
	d.cancel.Label = "Cancel"
	d.named = d.named || c.NameAlways || change.AtRisk(checks)
	d.act.Not = d.whyNot(checks, c)
	stops := slices.Concat(d.percent, d.hooks)
	if d.force != nil {
		stops = append(stops, d.force)
	}
	if d.named {
		stops = append(stops, d.name)
	}
	return append(stops, d.cancel, d.act)
}

// whyNot tells why the button that acts cannot be pressed now; empty where it can.
func (d *changeForm) whyNot(checks []change.Check, c change.Circumstances) string {
	switch {
	case d.flow.State() == change.Rereading:
		return "it is being read again"
	case change.Blocked(checks) && d.force != nil:
		return "ECS refuses this unless force is ticked"
	case change.Blocked(checks):
		return checks[0].Sentence // the worst stands first
	case !d.flow.Allowed(c, d.name.Value()):
		return "type the service's name first"
	}
	return ""
}

// findings are what is at risk, which has to be read, and the rest of the checks.
func (d *changeForm) findings(l look, checks []change.Check, width int) (risks, rest []string) {
	for _, check := range checks {
		sign, style := checkSign(l, check.Severity)
		text := check.Sentence
		if check.Instead != "" && check.Severity != change.OK {
			text += ". " + check.Instead
		}
		lines := finding(style, sign, text, width)
		if check.Severity <= change.Danger {
			risks = append(risks, lines...)
		} else {
			rest = append(rest, lines...)
		}
	}
	return risks, rest
}

// news is what has happened since the dialog opened.
func (d *changeForm) news(l look, forbidden string, width int) []string {
	var lines []string
	bad := func(text string) { lines = append(lines, finding(l.bad, glyphCross, text, width)...) }
	reasons := d.flow.Reasons()
	nothing := func() string { // once is enough
		if reasons.Confirmed && len(lines) == 0 {
			return "nothing was sent: "
		}
		return ""
	}
	switch {
	case forbidden != "":
		lines = append(lines, finding(l.bold, glyphCross, forbidden, width)...)
	case d.flow.State() == change.Rereading:
		lines = append(lines, finding(l.busy, glyphBusy, "reading it again before it is "+d.offer.Kind.Done()+"… "+say.Since(d.since, l.now), width)...)
	case d.flow.State() == change.Vanished:
		bad("nothing was sent: " + d.flow.Request().Name() + " was deleted by somebody else")
	}
	if reasons.TakenBack {
		bad(nothing() + "other keys came with enter, as in a paste; press enter alone")
	}
	if reasons.Fault != nil {
		bad(nothing() + "it could not be read again: " + reasons.Fault.Headline)
	}
	if len(reasons.Differences) > 0 {
		bad(nothing() + "it has changed since you were asked")
		for _, d := range reasons.Differences {
			lines = append(lines, finding(l.bold, " ", fmt.Sprintf("%s %s → %s", d.What, d.Was, d.Is), width)...)
		}
	}
	if len(reasons.Grown) > 0 {
		text := "more is at risk than when you were asked"
		if d.force != nil {
			text += "; force is off"
		}
		bad(nothing() + text)
	}
	return lines
}

// view draws the form, in a red frame where the change takes serving capacity.
func (d *changeForm) view(l look, armed bool, width, height int) string {
	title := d.words.title
	if !armed {
		title += glyphDot + "not ready: wait a moment"
	}
	styles := l.overlay()
	if d.atRisk {
		styles.Frame = l.bad.Style
	}
	return d.form.View(styles, title, d.lines, width, height)
}

func checkSign(l look, severity change.Severity) (string, widget.Style) {
	switch severity {
	case change.Block:
		return glyphCross, l.bad
	case change.Danger:
		return glyphBad, l.bad
	case change.Warning:
		return "!", l.busy
	case change.Unanswered:
		return "?", l.dim
	default:
		return glyphCheck, l.good
	}
}

func finding(style widget.Style, sign, text string, width int) []string {
	lines := wrap(text, width-2)
	for i := range lines {
		mark := strings.Repeat(" ", 2)
		if i == 0 {
			mark = style.Render(sign) + " "
		}
		lines[i] = mark + lines[i]
	}
	return lines
}

// hints are the keys that do something in the form as it is.
func (d *changeForm) hints() []string {
	if !slices.Contains(d.form.Stops(), d.act) {
		return []string{"up, down scroll", "esc closes"}
	}
	hints := []string{"tab moves", "enter presses"}
	switch {
	case d.force != nil:
		hints = append(hints, "f ticks force when it has focus")
	case len(d.hooks) > 0:
		hints = append(hints, "space chooses the hook in focus")
	}
	return append(hints, "esc cancels")
}
