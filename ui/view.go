package ui

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"tealset/ui/dialog"
	"tealset/ui/widget"
)

// Sizes of the screen, in cells.
const (
	leastWidth, leastHeight = 60, 15 // below, one line says so
	roomyHeight             = 20     // from here on a form leaves the footer in sight
	splitWidth              = 120    // from here the list and the board stand side by side
	boardMin                = 79     // what the board needs for its columns up to the scale
	listFirst               = 60     // the list gets what else there is up to here, if its names need it
	listPart                = 0.3    // of the split is the list's at most on a wider screen
	besideName              = 30     // what the list has beside its names
	listMin                 = 39     // but no less than this
	allMore                 = 12     // what the list of all clusters has more
	unlimited               = 1 << 10
	chrome                  = 5 // header, summary, two rules, footer
)

func (m *Model) tooSmall() bool { return m.width < leastWidth || m.height < leastHeight }

// split tells whether there is room for two pages side by side.
func (m *Model) split() bool { return m.width >= splitWidth }

// layout tells every part how much room it has.
func (m *Model) layout(byKey bool) {
	body := m.bodyHeight()
	m.share(body)
	if m.tellJump(); m.bodyHeight() != body { // what that says takes room
		body = m.bodyHeight()
		m.share(body)
	}
	if m.reader != nil {
		m.reader.layout(m.look, m.width, body, byKey)
	}
	if d := m.asking(); d != nil && !m.tooSmall() { // what is not drawn has not been read
		d.layout(m.look, m.circumstances(d), m.width, m.formHeight())
	}
	if p, ok := m.overlays.Top().(picker); ok {
		p.Layout(body)
	}
}

// share tells the pages how much room they have, the titles of their columns included.
func (m *Model) share(body int) {
	alone := gridSize{width: m.width, height: body - 1}
	services := m.services()
	for _, p := range m.pages {
		p.table().resize(alone)
	}
	if services == nil {
		return
	}
	if board, open := m.top().(*boardPage); open && !m.split() { // the verdict stands above its rows
		board.grid.resize(gridSize{width: alone.width, height: alone.height - 1})
	}
	if m.split() {
		left := m.listWidth()
		services.grid.resize(gridSize{width: left - 1, height: body - 1, beside: true})
		alone.width -= left + 1
		if board, open := m.top().(*boardPage); open {
			board.grid.resize(alone)
		}
	}
	services.beside.grid.resize(alone)
	services.showBeside(m.look)
}

func (m *Model) bodyHeight() int {
	return max(1, m.height-chrome-len(m.band(m.width))-len(m.furtherNotice()))
}

// View draws the state; the same state gives the same screen.
func (m *Model) View() tea.View {
	screen := m.screen()
	if m.options.ASCII {
		screen = toASCII(screen)
	}
	view := tea.NewView(screen)
	view.AltScreen = true
	view.ReportFocus = true
	view.WindowTitle = m.windowTitle()
	// For ctrl and a letter in a layout that is not Latin; see latin.
	view.KeyboardEnhancements.ReportAlternateKeys = true
	return view
}

func (m *Model) screen() string {
	if m.tooSmall() {
		text := fmt.Sprintf("too small: tealset needs %dx%d, this is %dx%d", leastWidth, leastHeight, m.width, m.height)
		return widget.Cut(text, m.width)
	}
	lines := []string{m.header(m.width), m.summary(m.width)}
	lines = append(lines, m.band(m.width)...)
	lines = append(lines, m.rule("┬", ""))
	lines = append(lines, m.body(m.bodyHeight())...)
	lines = append(lines, m.rule("┴", m.remark()))
	lines = append(append(lines, m.furtherNotice()...), m.footer(m.width))
	for i := range lines {
		lines[i] = widget.Cut(lines[i], m.width)
	}
	if d := m.asking(); d != nil {
		lines = m.withForm(lines, d.view(m.look, m.overlays.Armed(), m.width, m.formHeight()))
	}
	return strings.Join(lines, "\n")
}

// formHeight is how high a form may be: the footer stays in sight, where there is room.
func (m *Model) formHeight() int {
	if m.height < roomyHeight {
		return m.height
	}
	return m.height - 1
}

// withForm puts a form over the middle of the screen. Nothing stands beside it: bits of
// words would be read as part of it.
func (m *Model) withForm(lines []string, box string) []string {
	form := strings.Split(box, "\n")
	left := widget.Spaces((m.width - widget.Width(form[0])) / 2)
	for y, line := range form {
		lines[max(0, (m.formHeight()-len(form))/2)+y] = left + line
	}
	return lines
}

// picking tells whether a list to choose from stands in place of the rows.
func (m *Model) picking() bool {
	_, ok := dialog.Find[picker](&m.overlays)
	return ok
}

// rule is a line across the screen, with a joint where the split's bar meets it
// and a notice that lasts until the next key.
func (m *Model) rule(joint, notice string) string {
	line := strings.Repeat(glyphRule, m.width)
	if m.splitNow() {
		at := m.listWidth()
		line = strings.Repeat(glyphRule, at) + joint + strings.Repeat(glyphRule, m.width-at-1)
	}
	if notice == "" {
		return m.look.dim.Render(line)
	}
	text := " " + widget.Cut(notice, m.width-6) + " "
	rest := max(0, m.width-2-widget.Width(text))
	return m.look.dim.Render(strings.Repeat(glyphRule, 2)) + m.look.bold.Render(text) +
		m.look.dim.Render(strings.Repeat(glyphRule, rest))
}

// remark is what the lower rule says: a notice, the place in a text, why the service under
// the cursor needs a person, where no board beside the list says that, or why a deployment of
// the history ended.
func (m *Model) remark() string {
	services, ok := m.top().(*servicesPage)
	history, past := m.top().(*historyPage)
	switch {
	case m.notice != "":
		return m.noticeLines()[0]
	case m.picking():
		return ""
	case m.reader != nil:
		return m.reader.status()
	case past:
		return history.remark()
	case !ok || m.split():
		return ""
	}
	return services.remark(m.look)
}

// mostNotice is how many lines a notice takes at most.
const mostNotice = 3

// noticeLines is the notice in lines: its end says what to do next, so that is not cut.
func (m *Model) noticeLines() []string {
	lines := wrap(m.notice, m.width-6)
	if len(lines) > mostNotice {
		lines = append(lines[:mostNotice-1:mostNotice-1], widget.CutLeft(strings.Join(lines[mostNotice-1:], " "), m.width-6))
	}
	return lines
}

// furtherNotice are the lines of a notice below the rule, which has the first one.
func (m *Model) furtherNotice() []string {
	if m.notice == "" || m.tooSmall() {
		return nil
	}
	lines := m.noticeLines()[1:]
	for i := range lines {
		lines[i] = "   " + m.look.bold.Render(lines[i])
	}
	return lines
}

// beingRead is said where the first answer is waited for.
const beingRead = "reading…"

// nothingRead is said where there is nothing yet to show or to act on.
const nothingRead = "nothing has been read yet"

// emptyBody says why there are no rows: text, where nothing stands against reading them.
// unread tells that there is more to filter than is known.
func emptyBody(l look, rows table, failing bool, text, unread string) []string {
	switch {
	case rows.filtered() != "":
		text = "nothing matches /" + rows.filtered() + unread
		if key := l.keys["back"]; key != "" {
			text += ": " + key + " clears the filter"
		}
	case failing:
		text = nothingRead
	}
	return []string{"", "   " + l.dim.Render(text)}
}

// hints are the keys that the footer names for what is on the screen, as many as there is
// room for: those that do something now. The last two are always there.
func (m *Model) hints() (hints []key.Binding, always [2]key.Binding) {
	k := m.keys
	named := m.top().bindings()
	bound := m.bindings(named, "")
	always = [2]key.Binding{k.Help, k.Quit}
	if m.reader != nil {
		named = common(k.text.Search, k.text.Next, k.text.Wrap, k.text.CopyAll, k.YAML, k.JSON, k.CopyARN)
		always[1] = k.text.Close
	}
	for _, b := range named {
		first, found := firstOf(bound, func(other binding) bool { return other.is(b.Binding) })
		if !b.unnamed && found && first.whyNotNamed() == "" && !b.is(always[0]) && !b.is(always[1]) && (m.reader == nil || !b.is(m.reader.opens)) {
			hints = append(hints, b.Binding)
		}
	}
	return hints, always
}

// exactly makes lines exactly height many.
func exactly(lines []string, height int) []string {
	if len(lines) > height {
		return lines[:height]
	}
	for len(lines) < height {
		lines = append(lines, "")
	}
	return lines
}
