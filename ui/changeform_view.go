package ui

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/lipgloss/v2"

	"tealset/model"
	"tealset/model/change"
	"tealset/ui/dialog"
	"tealset/ui/say"
	"tealset/ui/widget"
)

// layout says what the form asks now, for a screen of a size.
func (d *changeForm) layout(l look, c change.Circumstances, width, height int) {
	checks := d.flow.Checks(c)
	d.form.Show(d.stops(checks, c)...)
	d.atRisk = d.possible(checks) && change.AtRisk(checks)
	inner := dialog.Inner(width)
	head := d.head(inner)
	risks, rest := d.findings(l, checks, inner)
	must := len(head) + len(risks)
	d.lines = slices.Concat(head, risks, rest)
	if d.possible(checks) {
		d.lines = append(append(d.lines, ""), d.call(l, inner)...)
	}
	d.form.Layout(len(d.lines), must, d.form.Room(width, height))
}

// possible tells whether the change is offered.
func (d *changeForm) possible(checks []change.Check) bool {
	return d.readOnly == "" && !change.Impossible(checks)
}

// stops are what there is to press. The field for the name stays once it was asked
// for: what passes may come back.
func (d *changeForm) stops(checks []change.Check, c change.Circumstances) []*dialog.Stop {
	if !d.possible(checks) {
		d.cancel.Label = "Close"
		return []*dialog.Stop{d.cancel}
	}
	d.cancel.Label = "Cancel"
	d.named = d.named || change.AtRisk(checks)
	d.act.Not = ""
	switch {
	case d.flow.State() == change.Rereading:
		d.act.Not = "it is being read again"
	case change.Blocked(checks):
		d.act.Not = d.words.blocked
	case !d.flow.Allowed(c, d.name.Value()):
		d.act.Not = "type the service's name first"
	}
	var stops []*dialog.Stop
	if d.force != nil {
		stops = append(stops, d.force)
	}
	if d.named {
		stops = append(stops, d.name)
	}
	return append(stops, d.cancel, d.act)
}

// head names the target: all of it, whatever its length.
func (d *changeForm) head(width int) []string {
	target := d.flow.Request().Target
	arn, _ := model.ParseARN(target.ARN)
	set := d.flow.TaskSet()
	var lines []string
	note := func(what string, values ...string) {
		const label = 10
		for i, line := range wrap(say.Join(values...), width-label) {
			if i > 0 {
				what = ""
			}
			lines = append(lines, widget.Fit(what, label)+line)
		}
	}
	note("task set", say.OrNone(target.ID), say.OrNone(set.Status), model.Revision(set.TaskDefinition))
	note("service", model.NameOf(target.ClusterARN)+glyphCrumb+model.NameOf(target.ServiceARN))
	note("account", say.OrNone(arn.Account), say.OrNone(d.conn.Region), d.conn.signer())
	if d.conn.Endpoint != "" {
		note("endpoint", d.conn.Endpoint)
	}
	return append(lines, "")
}

// findings are the reasons for asking afresh and what is at risk, which have to be
// read, and then the rest of the checks.
func (d *changeForm) findings(l look, checks []change.Check, width int) (risks, rest []string) {
	risks = append(risks, d.news(l, width)...)
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
func (d *changeForm) news(l look, width int) []string {
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
	case d.readOnly != "":
		lines = append(lines, finding(l.bold, glyphCross, "READ-ONLY: nothing can be "+d.words.done+", as "+d.readOnly, width)...)
	case d.flow.State() == change.Rereading:
		lines = append(lines, finding(l.busy, glyphBusy, "reading it again before it is "+d.words.done+"… "+say.Since(d.since, l.now), width)...)
	case d.flow.State() == change.Vanished:
		bad("nothing was sent: " + model.ShortID(d.flow.Request().Target.ID) + " was deleted by somebody else")
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

// call is what will be asked of ECS, in the words of its API.
func (d *changeForm) call(l look, width int) []string {
	target := d.flow.Request().Target
	head := d.flow.Request().Kind.Operation()
	if d.force != nil {
		head += fmt.Sprintf(" force=%t", d.force.On)
	}
	lines := []string{head}
	for _, parameter := range []string{"cluster=" + target.ClusterARN, "service=" + target.ServiceARN, "taskSet=" + target.ARN} {
		for i, line := range hardWrap(parameter, width-4) {
			lines = append(lines, strings.Repeat(" ", 2+2*min(i, 1))+line)
		}
	}
	for i, line := range lines {
		lines[i] = l.dim.Render(line)
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
		styles.Frame = l.bad
	}
	return d.form.View(styles, title, d.lines, width, height)
}

func checkSign(l look, severity change.Severity) (string, lipgloss.Style) {
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

func finding(style lipgloss.Style, sign, text string, width int) []string {
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
	if d.force != nil {
		hints = append(hints, "f ticks force when it has focus")
	}
	return append(hints, "esc cancels")
}
