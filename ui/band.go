package ui

import (
	"strings"

	"charm.land/lipgloss/v2"

	"tealset/model"
	"tealset/ui/say"
	"tealset/ui/widget"
)

// band is what stands between the summary and the rows: the outcome of the last
// change until esc closes it, and the fault of the page's reads while it lasts.
// The rows stay below it.
func (m *Model) band(width int) []string {
	var lines []string
	if m.banner != nil {
		lines = append(lines, m.bannerLines(width)...)
	}
	if poll := m.failing(); poll != nil {
		lines = append(lines, m.faultLines(poll, width)...)
	}
	return lines
}

// failing is the poller whose fault concerns what is on the screen, the focused side
// first; nil when all is well.
func (m *Model) failing() *poller {
	polls := []*poller{m.poll()}
	if m.servicesVisible() {
		polls = append(polls, &m.services.poll, &m.services.sweep.poll)
	}
	m.clusters.each(func(s *lister[model.Cluster]) {
		if m.place == atClusters || m.all && m.servicesVisible() && s.roster.Source == m.source {
			polls = append(polls, &s.poll, &s.sweep.poll)
		}
	})
	for _, poll := range polls {
		if poll.fault() != nil {
			return poll
		}
	}
	return nil
}

func (m *Model) bannerLines(width int) []string {
	sent := m.banner
	sign, style := glyphCheck, m.look.good
	if sent.bad() {
		sign, style = glyphBad, m.look.bad
	}
	head := " " + style.Render(sign+" "+sent.sentence())
	lines := []string{widget.Spread(head, m.look.dim.Render("esc: close")+" ", width)}
	if sent.source.label() != m.shown().label() { // it was left behind by a switch, or by another profile
		lines = append(lines, m.hint("It is of "+sent.whose()+".", width)...)
	}
	for _, text := range sent.further() {
		lines = append(lines, m.hint(text, width)...)
	}
	return lines
}

func (m *Model) faultLines(poll *poller, width int) []string {
	fault := poll.fault()
	whose := ""
	if len(m.sources) > 1 && poll.page == clustersPage {
		whose = m.sources[poll.source].label()
	} else if m.all {
		whose = model.NameOf(fault.part)
	}
	style := m.look.bad
	if fault.Kind == model.FaultThrottled {
		style = m.look.busy
	}
	head, more := " "+style.Render(glyphBad+" "+fault.Headline), m.look.dim.Render("a: more")+" "
	about := say.Join(say.OrNone(fault.Operation), whose)
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
		return widget.Fit(" "+top.View(width-1), width)
	case filterLine:
		return widget.Fit(" "+top.View(width-1), width)
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
