package ui

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"tealset/model"
	"tealset/model/change"
	"tealset/ui/say"
	"tealset/ui/widget"
)

// callsKept is how many ended requests the activity page keeps. Changes are all
// kept.
const callsKept = 500

// activity is what was asked of AWS.
type activity struct {
	calls     []model.Call
	dropped   int         // how many calls before them are not kept any more
	spent     []time.Time // the requests of the last minute, to what is shown
	perMinute int         // how many they were when the clock last ticked
}

// begin counts anew: another source is shown.
func (a *activity) begin() { a.spent, a.perMinute = nil, 0 }

// tick forgets the requests of more than a minute ago. What is shown of them changes with
// the clock alone, not with each answer, and not by one: reads that come a second earlier or
// later than a minute ago would change it all the time.
func (a *activity) tick(now time.Time) {
	a.spent = slices.DeleteFunc(a.spent, func(at time.Time) bool { return now.Sub(at) >= time.Minute })
	if n := len(a.spent); n == 0 || n < a.perMinute-1 || n > a.perMinute+1 {
		a.perMinute = n
	}
}

func (m *Model) callEnded(call model.Call) {
	a := &m.activity
	if slices.ContainsFunc(m.conns, func(c *connection) bool { return c.Profile == call.Profile && c.Region == call.Region }) {
		for range call.Attempts {
			a.spent = append(a.spent, m.look.now)
		}
	}
	if over := len(a.calls) - callsKept + 1; over > 0 {
		a.calls = slices.Delete(a.calls, 0, over)
		a.dropped += over
	}
	a.calls = append(a.calls, call)
}

// activityText tells what was asked of ECS here, by whom, and what came of it: the changes
// first, then every request, the newest first.
func (m *Model) activityText(l look, _ int) []textLine {
	lines := append(m.sourcesText(l), textLine{text: l.title.Render("Changes (times in UTC)")})
	if len(m.changes.all) == 0 {
		lines = append(lines, textLine{text: l.dim.Render("none")})
	}
	for _, sent := range slices.Backward(m.changes.all) {
		lines = append(lines, about("change "+sent.Request().ID, changeText(l, sent, m.effect(sent)))...)
	}
	lines = append(lines, textLine{}, textLine{text: l.title.Render(fmt.Sprintf("Requests (the last %d)", callsKept))})
	several := len(m.conns) > 1 || m.connects > 0 // sources
	for i, call := range slices.Backward(m.activity.calls) {
		lines = append(lines, about(fmt.Sprintf("call %d", m.activity.dropped+i), callText(l, call, several))...)
	}
	return lines
}

// about names what lines tell of.
func about(of string, lines []textLine) []textLine {
	for i := range lines {
		lines[i].of = of
	}
	return lines
}

// underTime is where what stands below a time begins.
const underTime = 10

// further are lines that stand below a time.
func further(texts ...string) []textLine {
	var lines []textLine
	for _, text := range texts {
		if text != "" {
			lines = append(lines, textLine{text: widget.Spaces(underTime) + text, indent: underTime})
		}
	}
	return lines
}

func changeText(l look, sent *sentChange, effect string) []textLine {
	style, request := l.good, sent.Request()
	outcome := string(sent.Outcome())
	switch {
	case sent.State() == change.Sent:
		style, outcome = l.bold, "sent"
	case sent.bad():
		style = l.bad
	}
	crumbs := []string{model.NameOf(request.Target.ClusterARN), model.NameOf(request.Target.ServiceARN), cmp.Or(request.Target.ID, deploymentName(request))}
	lines := []textLine{{indent: underTime, text: say.Clock(request.At) + "  " + strings.Join(crumbs, glyphCrumb)}}
	lines = append(lines, further(
		sent.account(),
		say.Join(callWords(request), style.Render(outcome), sent.sentence()),
	)...)
	if took, ok := sent.took(); ok {
		lines = append(lines, further(fmt.Sprintf("answered after %s", took))...)
	}
	lines = append(lines, further(append([]string{effect}, sent.further(l)...)...)...)
	if fault := sent.Answer().Fault; fault != nil {
		lines = append(lines, further(fault.Detail)...)
	}
	return lines
}

// callWords are the operation that was asked for and its parameters, but for those that name
// the target.
func callWords(request change.Request) string {
	words := request.Kind.Operation()
	if request.Kind == change.DeleteTaskSet {
		return fmt.Sprintf("%s force=%t", words, request.Force)
	}
	for _, name := range slices.Sorted(maps.Keys(request.Params)) {
		words += " " + name + "=" + model.NameOf(request.Params[name])
	}
	return words
}

// longestOperation is how long the names of the operations are, in cells.
const longestOperation = len("DescribeTargetGroupAttributes")

// callText tells of a request. One that tealset itself gave up, as its page was left or a
// write made its answer old, is no fault. Where there were several sources, it tells which.
func callText(l look, call model.Call, several bool) []textLine {
	state, failed := "ok", call.Fault != nil
	if failed {
		state = l.bad.Render(call.Fault.Headline)
	}
	if failed && call.Fault.Kind == model.FaultCanceled {
		state, failed = l.dim.Render("cancelled by tealset"), false
	}
	attempts := ""
	if call.Attempts > 1 {
		attempts = fmt.Sprintf(" (%d attempts)", call.Attempts)
	}
	source := ""
	if several {
		source = glyphDot + l.dim.Render(say.Join(call.Profile, call.Region))
	}
	head := fmt.Sprintf("%s  %s %s  %s%s%s", say.Clock(call.At), widget.Fit(call.Operation, longestOperation),
		widget.FitRight(call.Took.Round(time.Millisecond).String(), 7), state, attempts, source)
	about := say.Join(call.Target, call.RequestID)
	if !failed {
		return []textLine{{text: head + l.dim.Render(glyphDot+say.OrNone(about)), indent: underTime}}
	}
	return append([]textLine{{text: head, indent: underTime}}, further(about, call.Fault.Detail)...)
}
