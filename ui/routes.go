package ui

import (
	"slices"
	"time"

	"charm.land/bubbles/v2/key"

	"tealset/model"
	"tealset/ui/feed"
)

// routesPage shows every rule and listener that forwards to a service, and under them the
// command that shifts traffic in the one under the cursor. It shows what the board knows.
type routesPage struct {
	*frame
	board *boardPage
	grid  *routesGrid
	share string // the candidate's percent as it was typed; empty for the next step
	now   time.Time
}

// route is a rule with its place among all and with what each side has of it.
type route struct {
	model.Route
	at    int
	sides []model.Side
}

// routesGrid leaves room below its rows.
type routesGrid struct {
	*grid[route]
	room int // for the rows and all below them, without the titles
}

// resize gives the rows what they need, and a third of the room at most.
func (g *routesGrid) resize(size gridSize) {
	g.room = size.height
	size.height = max(1, min(len(g.rows), max(3, size.height/3)))
	g.grid.resize(size)
}

func newRoutes(b *boardPage) *routesPage {
	return &routesPage{frame: b.frame, board: b, grid: &routesGrid{grid: &grid[route]{
		columns: routeColumns(), followsTop: true, gone: " does not forward to this service any more",
		name: func(r route) string { return r.Kind.String() }, label: func(r route) string { return "the rule " + r.Place() }, texts: routeTexts,
	}}}
}

func (b *boardPage) opensRoutes() binding {
	return binding{
		Binding: b.keys.Traffic,
		group:   groupCloser, elsewhere: "open a service to see the rules that forward to it",
		can: b.whyNoService, opens: &routesPage{frame: b.frame, board: b},
		does: func() action { return openAction{newRoutes(b)} },
	}
}

func (p *routesPage) feeds() []feed.Feed { return p.board.feeds() }

func (p *routesPage) sync(l look) {
	p.now = l.now
	rollout := p.board.rollout()
	rows := make([]*model.Row[route], len(rollout.Traffic.Routes))
	for i, r := range rollout.Traffic.Routes {
		rows[i] = &model.Row[route]{Key: model.ELBKey(r.ID()), ARN: r.ID(), Value: route{r, i, rollout.Sides}, ReadAt: r.ReadAt}
	}
	p.grid.setRows(l, rows)
}

func (p *routesPage) bindings() []binding {
	k := p.keys
	var digits []binding
	for _, digit := range k.Percent.Keys() {
		digits = append(digits, binding{
			Binding: bind(digit, "", digit), unnamed: true, onRow: true, can: p.whyNoShift,
			does: func() action { return percentAction{p, digit} },
		})
	}
	return slices.Concat(
		digits,
		[]binding{
			{
				Binding: k.Percent, group: groupAct,
				elsewhere: "open a service, then " + first(k.Traffic) + ": there a digit sets the share of the candidate", can: p.whyNoShift,
				does: func() action { return percentAction{p, ""} },
			},
			{
				Binding: worded(k.CopyID, "copy the command"), onRow: true, can: p.whyNoCommand,
				does: func() action { command, _ := p.command(); return copyAction{command, "the command"} },
			},
			{
				Binding: worded(k.Open, "the whole command"), onRow: true, can: p.whyNoCommand,
				does: func() action { return commandAction{p} },
			},
		},
		common(k.Back, k.Details, k.Filter, k.Refresh, k.Activity, k.Help, k.YAML),
	)
}

func (p *routesPage) pair() *servicesPage { return nil }

func (p *routesPage) table() table { return p.grid }

func (p *routesPage) subject() (about subject, ok bool) {
	row := p.grid.Current()
	if row == nil {
		return subject{}, false
	}
	store := p.board.conn.store
	// Of default actions the listener is read again, and not its default rule.
	if listener := store.Listeners.Row(model.ELBKey(row.Value.ListenerARN)); listener != nil && row.Value.Default {
		return rowSubject(p.board.conn, listener, listenerDetails), true
	}
	if rule := store.Rules.Row(row.Key); rule != nil {
		return rowSubject(p.board.conn, rule, ruleDetails), true
	}
	return subject{}, false
}

func (p *routesPage) from() *connection { return p.board.conn }

func (p *routesPage) arns() []string { return p.board.arns() }

func (p *routesPage) crumb() string { return "traffic" }

func (p *routesPage) sum(look) string {
	if !p.board.conn.rollout(p.board.key).routed {
		return ""
	}
	rules := len(p.grid.rows)
	return counted("rule", p.grid, rules, rules, false)
}

func (p *routesPage) readAt() time.Time { return p.board.readAt() }

func (p *routesPage) stale() bool { return p.board.stale() }

// body draws the rules, and below them what there is to say of the one under the cursor.
func (p *routesPage) body(l look, d drawing) []string {
	var lines []string
	switch {
	case len(p.grid.shown) > 0:
		lines = p.grid.lines(l, d.focused, func(*model.Row[route]) bool { return d.failing })
	case p.grid.filter != "":
		lines = emptyBody(l, p.grid, false, "", "")
	}
	below := p.below(l, d.width)
	room := p.grid.room + 1 - len(lines)
	if len(below) > room { // what is empty gives way first
		below = slices.DeleteFunc(below, func(line string) bool { return line == "" })
	}
	if len(below) > room && room > 0 {
		below = append(below[:room-1:room-1], "   "+l.dim.Render("… "+first(p.keys.Open)+" shows the whole command, "+first(p.keys.CopyID)+" copies it"))
	}
	return append(lines, below...)
}

// openPercent lets the candidate's share be typed.
func (m *Model) openPercent(p *routesPage, text string) {
	p.share = text
	m.overlays.Open(percentLine{movingLine{newPercentLine(m.keys.overlay, text)}}, m.look.now)
}

// setPercent takes what is typed for the candidate's share.
func (m *Model) setPercent(text string) {
	if p, ok := m.top().(*routesPage); ok {
		p.share = text
	}
}

// openShift shows the whole command of the rule under the cursor, and nothing else, so
// that a copy of the text is the command.
func (m *Model) openShift(p *routesPage) {
	about, _ := p.subject()
	m.open(key.Binding{}, "command", about, func(look, int) []textLine {
		command, why := p.command()
		if why != "" {
			return plainLines("There is no command: " + why + ".")
		}
		return []textLine{{text: command, whole: true}}
	})
}
