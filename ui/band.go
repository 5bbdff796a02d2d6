package ui

import (
	"strings"

	"charm.land/lipgloss/v2"

	"tealset/model"
	"tealset/ui/feed"
	"tealset/ui/say"
	"tealset/ui/widget"
)

// band is what stands between the summary and the rows: the outcome of the last
// change until esc closes it, and the fault of the page's reads while it lasts.
// The rows stay below it.
func (m *Model) band(width int) []string {
	var lines []string
	if m.changes.banner != nil {
		lines = append(lines, m.bannerLines(width)...)
	}
	if poll := m.failing(); poll != nil {
		lines = append(lines, m.faultLines(poll, width)...)
	}
	return lines
}

// failing is the poller whose fault concerns what is on the screen, the focused side
// first; nil when all is well.
func (m *Model) failing() *feed.Poller {
	for _, f := range m.visibleFeeds() {
		for _, poll := range f.Pollers() {
			if poll.Fault() != nil {
				return poll
			}
		}
	}
	return nil
}

func (m *Model) bannerLines(width int) []string {
	sent := m.changes.banner
	sign, style := glyphCheck, m.look.good
	if sent.bad() {
		sign, style = glyphBad, m.look.bad
	}
	head := " " + style.Render(sign+" "+sent.sentence())
	lines := []string{widget.Spread(head, m.look.dim.Render("esc: close")+" ", width)}
	if sent.conn.label() != m.top().from().label() { // it was left behind by a switch, or by another profile
		lines = append(lines, m.hint("It is of "+sent.account()+".", width)...)
	}
	for _, text := range sent.further() {
		lines = append(lines, m.hint(text, width)...)
	}
	return lines
}

func (m *Model) faultLines(poll *feed.Poller, width int) []string {
	fault := poll.Fault()
	of := poll.Source()
	if fault.Scope != "" && m.services() != nil && m.services().all != nil {
		of = model.NameOf(fault.Scope)
	}
	style := m.look.bad
	if fault.Kind == model.FaultThrottled {
		style = m.look.busy
	}
	head, more := " "+style.Render(glyphBad+" "+fault.Headline), m.look.dim.Render("a: more")+" "
	about := say.Join(say.OrNone(fault.Operation), of)
	if identified := say.Join(about, fault.RequestID); lipgloss.Width(head+glyphDot+identified+" "+more) <= width {
		about = identified // where there is no room for the id, it stands on the activity page
	}
	lines := []string{widget.Spread(head+m.look.dim.Render(glyphDot+about), more, width)}
	return append(lines, m.hint(fault.Next, width)...)
}

// hint is the next step for the person, in two lines at most.
func (m *Model) hint(text string, width int) []string {
	if text == "" {
		return nil
	}
	lines := wrap(text, width-4)
	if len(lines) > 2 {
		lines = []string{lines[0], widget.Cut(strings.Join(lines[1:], " "), width-4)}
	}
	for i := range lines {
		lines[i] = "   " + lines[i]
	}
	return lines
}

// footer is the last line: the keys of the page, or the filter's line.
func (m *Model) footer(width int) string {
	hint := func(texts ...string) string {
		return widget.Fit(" "+m.look.dim.Render(strings.Join(texts, glyphDot)), width)
	}
	switch top := m.overlays.Top().(type) {
	case picker:
		return hint("type to narrow the list", "enter chooses", "esc closes")
	case commandLine:
		return widget.Fit(" "+top.View(m.look.overlay(), width-1), width)
	case filterLine:
		return widget.Fit(" "+top.View(m.look.overlay(), width-1), width)
	case *deleteForm:
		return hint(top.hints()...)
	}
	var hints []string
	room := width - 2
	for _, binding := range m.hints() {
		keys, does := brief(binding)
		if room -= lipgloss.Width(keys+" "+does) + len(glyphDot); room < -len(glyphDot) {
			break
		}
		hints = append(hints, m.look.bold.Render(keys)+" "+m.look.dim.Render(does))
	}
	return widget.Fit(" "+strings.Join(hints, m.look.dim.Render(glyphDot)), width)
}
