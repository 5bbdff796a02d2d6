package ui

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"tealset/model"
	"tealset/ui/dialog"
	"tealset/ui/say"
	"tealset/ui/widget"
)

// Sizes of the screen, in cells.
const (
	leastWidth, leastHeight = 60, 15 // below, one line says so
	roomyHeight             = 20     // from here on a form leaves the footer in sight
	splitWidth              = 120    // from here the list and the board stand side by side
	listPart                = 0.3    // of the split is the list's
	listMin                 = 39     // but no less than this
	allMore                 = 12     // what the list of all clusters has more
	splitColumns            = 3      // of the list beside the board: name, running, state
	allColumns              = 1 << 10
	chrome                  = 5 // header, summary, two rules, footer
)

func (m *Model) tooSmall() bool { return m.width < leastWidth || m.height < leastHeight }

// layout tells every part how much room it has.
func (m *Model) layout(byKey bool) {
	body := m.bodyHeight()
	m.clusters.grid.resize(body - 1)
	m.services.grid.resize(body - 1)
	m.board.grid.resize(body - 1)
	m.showBoard()
	m.tellJump()
	if m.reader != nil {
		m.reader.layout(m, m.width, body, byKey)
	}
	if d := m.deleting(); d != nil && !m.tooSmall() { // what is not drawn has not been read
		d.readFailed = m.board.poll.fault() != nil
		d.layout(m.look, m.circumstances(d), m.width, m.formHeight())
	}
	if p, ok := m.overlays.Top().(picker); ok {
		p.Layout(body)
	}
}

func (m *Model) bodyHeight() int { return max(1, m.height-chrome-len(m.band(m.width))) }

// showBoard puts the service that is looked at into the board's rows.
func (m *Model) showBoard() {
	if m.place == atClusters {
		return
	}
	service, _ := m.boardService()
	m.board.show(m.look, service, m.inFlight)
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
	lines = append(lines, m.rule("┴", m.remark()), m.footer(m.width))
	for i := range lines {
		lines[i] = widget.Cut(lines[i], m.width)
	}
	screen := strings.Join(lines, "\n")
	if d := m.deleting(); d != nil {
		return m.withForm(screen, d.view(m.look, m.overlays.Armed(), m.width, m.formHeight()))
	}
	return screen
}

// formHeight is how high a form may be: the footer stays in sight, where there is room.
func (m *Model) formHeight() int {
	if m.height < roomyHeight {
		return m.height
	}
	return m.height - 1
}

// withForm puts a form over the middle of the screen.
func (m *Model) withForm(screen, box string) string {
	x, y := (m.width-lipgloss.Width(box))/2, (m.formHeight()-lipgloss.Height(box))/2
	return lipgloss.NewCompositor(
		lipgloss.NewLayer(screen),
		lipgloss.NewLayer(box).X(max(0, x)).Y(max(0, y)).Z(1),
	).Render()
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
	rest := max(0, m.width-2-lipgloss.Width(text))
	return m.look.dim.Render(strings.Repeat(glyphRule, 2)) + m.look.bold.Render(text) +
		m.look.dim.Render(strings.Repeat(glyphRule, rest))
}

// splitNow tells whether the list and the board stand side by side now.
func (m *Model) splitNow() bool {
	return m.split() && m.place != atClusters && m.reader == nil && !m.picking()
}

// remark is what the lower rule says: a notice, or why the service under the cursor
// needs a person, where no board beside the list says that.
func (m *Model) remark() string {
	if m.notice != "" || m.place != atServices || m.split() || m.reader != nil || m.picking() {
		return m.notice
	}
	if row := m.services.roster.Row(m.beside.key); row != nil {
		if health := row.Value.Health(m.look.now); health.Tier > model.Calm {
			return row.Value.Name + ": " + health.Reason
		}
	}
	return ""
}

func (m *Model) listWidth() int {
	if m.all { // there the names have their clusters before them
		return max(listMin+allMore, int(listPart*float64(m.width)))
	}
	return max(listMin, int(listPart*float64(m.width)))
}

// body is what fills the middle, exactly height lines.
func (m *Model) body(height int) []string {
	var lines []string
	switch {
	case m.picking():
		p, _ := dialog.Find[picker](&m.overlays)
		lines = p.Lines(m.look.overlay(), m.width)
	case m.reader != nil:
		lines = strings.Split(m.reader.view.View(), "\n")
	case m.place == atClusters:
		lines = m.clustersBody(m.width)
	case m.splitNow():
		return m.splitBody(height)
	case m.place == atServices:
		lines = m.servicesBody(m.width, allColumns)
	default:
		lines = m.boardBody(m.width, true)
	}
	return exactly(lines, height)
}

func (m *Model) splitBody(height int) []string {
	left := m.listWidth()
	right := m.width - left - 1
	list := exactly(m.servicesBody(left-1, splitColumns), height)
	board := exactly(m.splitBoard(right), height)
	bar := m.look.dim.Render(glyphBar)
	lines := make([]string, height)
	for i := range lines {
		lines[i] = widget.Fit(list[i], left) + bar + widget.Fit(board[i], right)
	}
	return lines
}

// splitBoard is the board beside the list, with the service's own line above.
func (m *Model) splitBoard(width int) []string {
	service, ok := m.boardService()
	if !ok {
		return nil
	}
	style := m.look.dim
	if m.place == atBoard {
		style = m.look.title
	}
	head := " " + style.Render(service.Name) + "   " + m.serviceSum(service)
	why := ""
	if health := service.Health(m.look.now); health.Tier > model.Calm {
		glyph, style := m.look.tier(health.Tier)
		why = " " + style.Render(glyph+" "+health.Reason)
	}
	return append([]string{head, why}, m.boardBody(width, m.place == atBoard)...)
}

func (m *Model) clustersBody(width int) []string {
	if len(m.clusters.grid.shown) == 0 {
		waiting := false
		var regions []string
		m.clusters.each(func(s *lister[model.Cluster]) {
			waiting = waiting || s.listing || s.listedAt.IsZero()
			regions = append(regions, say.OrNone(m.sources[s.roster.Source].Region))
		})
		return m.emptyBody(waiting, "no clusters in "+strings.Join(regions, ", "))
	}
	return m.clusters.grid.lines(m.look, width, m.deleting() == nil, func(row *model.Row[model.Cluster]) bool {
		return m.clusters.listers[row.Source].unreadable(row)
	}, allColumns)
}

func (m *Model) servicesBody(width, columns int) []string {
	if len(m.services.grid.shown) == 0 {
		return m.emptyBody(m.services.listing || m.services.listedAt.IsZero(), "no services in this cluster")
	}
	focused := m.place == atServices && m.deleting() == nil
	return m.services.grid.lines(m.look, width, focused, m.services.unreadable, columns)
}

func (m *Model) boardBody(width int, focused bool) []string {
	service, ok := m.boardService()
	switch {
	case ok && service.Missing != "" && !service.Described:
		return []string{"", "   " + m.look.dim.Render("ECS answers "+service.Missing+": it may have been deleted")}
	case !ok || !service.Described:
		return m.emptyBody(true, "")
	case len(service.TaskSets) == 0 && (service.ControllerType() == model.ControllerECS || len(service.Deployments) > 0):
		return m.deploymentsBody(service, width)
	case len(m.board.grid.shown) == 0:
		return m.emptyBody(false, "no task sets")
	}
	stale := m.board.poll.fault() != nil
	if row := m.services.roster.Row(m.beside.key); m.place == atServices && row != nil {
		stale = m.services.unreadable(row)
	}
	return m.board.grid.lines(m.look, width, focused && m.deleting() == nil, func(*model.Row[boardRow]) bool { return stale }, allColumns)
}

// emptyBody says why there are no rows.
func (m *Model) emptyBody(waiting bool, empty string) []string {
	text := empty
	switch {
	case m.table().filtered() != "":
		text = "nothing matches /" + m.table().filtered() + m.unread() + ": esc clears the filter"
	case m.failing() != nil:
		text = "nothing has been read yet"
	case waiting:
		text = "reading…"
	}
	return []string{"", "   " + m.look.dim.Render(text)}
}

// unread tells that there is more to filter than is known.
func (m *Model) unread() string {
	known, total := m.services.swept()
	if m.place != atServices || known == total {
		return ""
	}
	return " in the " + say.Thousands(known) + " of " + say.Thousands(total) + " services that are described"
}

// hints are the keys that the footer names for what is on the screen, as many as
// there is room for.
func (m *Model) hints() []key.Binding {
	k := m.keys
	switch {
	case m.reader != nil && m.reader.about.arn == "":
		return []key.Binding{k.Back, k.PageDown, k.Bottom, k.Quit}
	case m.reader != nil:
		return []key.Binding{k.Back, k.PageDown, k.YAML, k.JSON, k.CopyID, k.CopyARN, k.Quit}
	case m.place == atClusters:
		return []key.Binding{k.Open, k.Filter, k.All, k.Command, k.Activity, k.Help, k.Quit, k.Profile, k.Region, k.Sort, k.Details, k.Refresh}
	case m.place == atBoard && len(m.board.grid.rows) == 0:
		return []key.Binding{k.Details, k.Events, k.Activity, k.Help, k.Back, k.YAML, k.CopyID}
	case m.place == atServices:
		return []key.Binding{k.Open, k.Back, k.Filter, k.Sort, k.Command, k.Activity, k.Help, k.Quit, k.Details, k.YAML}
	default:
		return []key.Binding{k.Delete, k.Details, k.Events, k.Activity, k.Help, k.Back, k.YAML, k.CopyID}
	}
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
