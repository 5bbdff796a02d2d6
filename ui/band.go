package ui

import (
	"strings"

	"charm.land/bubbles/v2/key"

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
	text, closes := sent.sentence(), m.look.dim.Render(m.look.hint("back", "close"))+" "
	done, back := m.undo(sent)
	if whole := done + "; " + back; back != "" && widget.Width(" "+sign+" "+whole+" "+closes) <= width {
		text, back = whole, ""
	}
	text, rest := m.fitBanner(text, width-widget.Width(" "+sign+" "+closes))
	lines := []string{widget.Spread(" "+style.Render(sign+" "+text), closes, width)}
	lines = append(lines, m.hint(rest, width)...)
	lines = append(lines, m.hint(back, width)...)
	if sent.conn.label() != m.top().from().label() { // it was left behind by a switch, or by another profile
		lines = append(lines, m.hint("It is of "+sent.account()+".", width)...)
	}
	for _, text := range append([]string{m.effect(sent)}, sent.further(m.look)...) {
		lines = append(lines, m.hint(text, width)...)
	}
	return lines
}

// fitBanner is what of a sentence has room beside the key that closes it, and the rest.
func (m *Model) fitBanner(text string, room int) (first, rest string) {
	lines := wrap(text, room)
	return lines[0], strings.Join(lines[1:], " ")
}

func (m *Model) faultLines(poll *feed.Poller, width int) []string {
	fault := poll.Fault()
	of := poll.Source()
	if fault.Scope != "" && m.services() != nil && m.services().all() {
		of = model.NameOf(fault.Scope)
	}
	style := m.look.bad
	if fault.Kind == model.FaultThrottled {
		style = m.look.busy
	}
	headline, next := m.faultWords(fault)
	head, more := " "+style.Render(glyphBad+" "+headline), m.look.dim.Render(m.look.hint("activity", "more"))+" "
	about := say.Join(say.OrNone(fault.Operation), of)
	if identified := say.Join(about, fault.RequestID); widget.Width(head+glyphDot+identified+" "+more) <= width {
		about = identified // where there is no room for the id, it stands on the activity page
	}
	lines := []string{widget.Spread(head+m.look.dim.Render(glyphDot+about), more, width)}
	return append(lines, m.hint(next, width)...)
}

// faultWords are the headline of a fault and its next step. What was gone to by a name and
// was never found is not told to be gone.
func (m *Model) faultWords(fault *feed.Fault) (headline, next string) {
	headline, next = fault.Headline, m.look.advice(fault.Next)
	var cluster, service string // never found
	switch top := m.top().(type) {
	case *servicesPage:
		if !top.all() && len(top.rows()) == 0 && top.conn.store.Clusters.Row(model.ClusterKey(top.cluster)) == nil {
			cluster = top.cluster
		}
	case *boardPage:
		if top.key == (model.Key{}) {
			cluster, service = top.ref.Cluster, top.ref.Service
		}
	}
	switch {
	case fault.Kind == model.FaultClusterNotFound && cluster != "":
		return "there is no cluster " + model.NameOf(cluster), "Check the name, the Region and the account. " + first(m.keys.Back) + " goes back."
	case fault.Kind == model.FaultServiceNotFound && service != "":
		return "there is no service " + model.NameOf(service) + " in " + model.NameOf(cluster), "Check the name and the cluster. " + first(m.keys.Back) + " goes back."
	}
	return headline, next
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
		return hint("type to narrow the list", first(m.keys.overlay.Accept)+" chooses", first(m.keys.overlay.Cancel)+" closes")
	case commandLine:
		return widget.Fit(" "+top.View(m.look.overlay(), width-1), width)
	case filterLine:
		return widget.Fit(" "+top.View(m.look.overlay(), width-1), width)
	case percentLine:
		return widget.Fit(" "+top.View(m.look.overlay(), width-1), width)
	case searchLine:
		return widget.Fit(" "+top.View(m.look.overlay(), width-1), width)
	case *changeForm:
		return hint(top.hints()...)
	}
	hints, always := m.hints()
	end := m.keyHint(always[0])
	if len(always[1].Keys()) > 0 {
		end += m.look.dim.Render(glyphDot) + m.keyHint(always[1])
	}
	room := width - 2 - widget.Width(end)
	var line strings.Builder
	for _, binding := range hints {
		text := m.keyHint(binding) + m.look.dim.Render(glyphDot)
		if room -= widget.Width(text); room < 0 {
			break
		}
		line.WriteString(text)
	}
	return widget.Fit(" "+line.String()+end, width)
}

// keyHint is a key in the footer.
func (m *Model) keyHint(binding key.Binding) string {
	keys, does := brief(binding)
	return m.look.bold.Render(keys) + " " + m.look.dim.Render(does)
}
