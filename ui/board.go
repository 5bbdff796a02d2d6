package ui

import (
	"cmp"
	"slices"
	"strings"

	"tealset/model"
	"tealset/ui/say"
	"tealset/ui/widget"
)

// board shows the task sets of one service.
type board struct {
	poll poller
	grid *grid[boardRow]
	ref  model.ServiceRef // as it was asked for, perhaps by names
	of   model.Key        // whose sets the rows are
	key  model.Key        // of the service; zero until it has been read once by name
	due  bool             // the service is to be read as soon as no read is under way
	// asked tells that a key wants the next read, not the clock.
	asked bool
}

// boardRow is a task set with what this program has asked of it.
type boardRow struct {
	model.TaskSet
	deleting bool // a DeleteTaskSet for it has been sent and not been answered
}

func newBoard(pace pace) board {
	return board{
		poll: pace.board(),
		grid: &grid[boardRow]{
			columns: boardColumns(),
			name:    func(row boardRow) string { return row.Status },
			texts: func(_ look, row boardRow) []string {
				return append(taskSetTexts(row.TaskSet), row.StabilityStatus)
			},
		},
	}
}

// show puts the sets of a service into the rows.
func (b *board) show(l look, service model.Service, deleting func(model.TaskSetRef) bool) {
	rows := make([]*model.Row[boardRow], 0, len(service.TaskSets))
	for _, set := range byRole(service.TaskSets) {
		rows = append(rows, &model.Row[boardRow]{Key: model.TaskSetKey(set.ARN), ARN: set.ARN, Value: boardRow{TaskSet: set, deleting: deleting(service.TaskSetRef(set))}})
	}
	if key := service.Key(); key != b.of { // the cursor of another service's board is lost to nobody
		b.of, b.grid.under = key, nil
	}
	b.grid.setRows(l, rows)
}

func taskSetTexts(set model.TaskSet) []string {
	texts := []string{set.ARN, set.ID, set.ExternalID, set.TaskDefinition, set.StartedBy}
	for _, balancer := range set.LoadBalancers {
		texts = append(texts, balancer.TargetGroupARN)
	}
	return texts
}

// byRole orders sets by role, the PRIMARY first, and the newest first within one.
func byRole(sets []model.TaskSet) []model.TaskSet {
	sets = slices.Clone(sets)
	slices.SortStableFunc(sets, func(a, b model.TaskSet) int {
		return cmp.Or(cmp.Compare(roleRank(a), roleRank(b)), b.CreatedAt.Compare(a.CreatedAt), strings.Compare(a.ARN, b.ARN))
	})
	return sets
}

func roleRank(set model.TaskSet) int {
	switch set.Status {
	case model.StatusPrimary:
		return 0
	case model.StatusDraining:
		return 2
	default:
		return 1
	}
}

func boardColumns() []column[boardRow] {
	return []column[boardRow]{
		{
			Column: widget.Column{Title: "ROLE", Min: 9, Max: 10},
			cell:   roleCell,
			rank:   func(_ look, r boardRow) rank { return byNumber(roleRank(r.TaskSet)) },
		},
		{
			Column: widget.Column{Title: "TASK SET", Min: 10},
			cell:   func(_ look, r boardRow, _ int) widget.Cell { return widget.Plain(say.OrNone(r.ShortID())) },
			rank:   func(_ look, r boardRow) rank { return byText(r.ID) },
		},
		{
			Column: widget.Column{Title: "RUNNING", Min: 8, Max: 17},
			cell:   gaugeCell,
			rank:   func(_ look, r boardRow) rank { return byNumber(r.Running) },
		},
		{
			Column: widget.Column{Title: "PEND", Min: 4, Right: true},
			cell:   func(l look, r boardRow, width int) widget.Cell { return pendingCell(l, r.Pending, width) },
			rank:   func(_ look, r boardRow) rank { return byNumber(r.Pending) },
		},
		{
			Column: widget.Column{Title: "STABILITY", Min: 17, Max: 20},
			cell:   stabilityCell,
			rank:   func(_ look, r boardRow) rank { return byText(r.StabilityStatus) },
		},
		{
			Column: widget.Column{Title: "SCALE", Min: 5, Right: true},
			cell:   scaleCell,
			rank: func(_ look, r boardRow) rank {
				scale, _ := r.ScalePercent()
				return byNumber(scale)
			},
		},
		{
			Column: widget.Column{Title: "REVISION", Min: 12, Max: 22},
			cell:   func(_ look, r boardRow, width int) widget.Cell { return revisionCell(r.TaskDefinition, width) },
			rank:   func(_ look, r boardRow) rank { return byText(r.TaskDefinition) },
		},
		{
			Column: widget.Column{Title: "AGE", Min: 5, Right: true},
			cell:   func(l look, r boardRow, _ int) widget.Cell { return widget.Plain(say.Since(r.CreatedAt, l.now)) },
			rank:   func(_ look, r boardRow) rank { return byAge(r.CreatedAt) },
		},
		{
			Column: widget.Column{Title: "STARTED BY", Min: 11, Max: 24, Last: true},
			cell:   func(_ look, r boardRow, _ int) widget.Cell { return widget.Plain(say.OrNone(r.StartedBy)) },
			rank:   func(_ look, r boardRow) rank { return byText(r.StartedBy) },
		},
	}
}

func roleCell(l look, r boardRow, _ int) widget.Cell {
	switch {
	case r.deleting:
		return widget.Styled(l.busy, "deleting…")
	case r.Primary():
		return widget.Styled(l.primary, r.Status)
	case r.Draining():
		return widget.Styled(l.draining, r.Status)
	default:
		return widget.Styled(l.active, say.OrNone(r.Status))
	}
}

// gaugeCell is running/computed desired, with a bar where there is room.
func gaugeCell(l look, r boardRow, width int) widget.Cell {
	const bar = 8
	text := say.Ratio(r.Running, r.ComputedDesired, width)
	if width >= bar+1+len(text) {
		whole := int(r.ComputedDesired)
		if r.Draining() { // it wants none: a full bar would look healthy
			whole = max(bar, int(r.Running)+1)
		}
		gauge := widget.Gauge(int(r.Running), whole, bar, glyphFull, glyphEmpty)
		text = gauge + widget.FitRight(text, min(width, 17)-bar)
	}
	switch {
	case r.Draining():
		return widget.Styled(l.draining, text)
	case r.Running < r.ComputedDesired && (r.Primary() || r.Stuck(l.now)):
		return widget.Styled(l.bad, text)
	case r.Running < r.ComputedDesired:
		return widget.Styled(l.busy, text)
	default:
		return widget.Plain(text)
	}
}

// stabilityCell tells the stability and for how long it has been so.
func stabilityCell(l look, r boardRow, _ int) widget.Cell {
	since := say.Since(r.StableSince(), l.now)
	switch {
	case r.Lingers(l.now):
		return widget.Styled(l.untidy, glyphUntidy+" draining "+since)
	case r.Draining():
		return widget.Styled(l.draining, glyphDraining+" draining "+since)
	case r.StabilityStatus == model.SteadyState:
		return widget.Plain(glyphGood + " steady " + since)
	case r.StabilityStatus == model.Stabilizing && r.Stuck(l.now):
		return widget.Styled(l.bad, glyphBad+" unsteady "+since)
	case r.StabilityStatus == model.Stabilizing:
		return widget.Styled(l.busy, glyphBusy+" stabilizing "+since)
	default:
		return widget.Plain(say.OrNone(r.StabilityStatus))
	}
}

func scaleCell(_ look, r boardRow, _ int) widget.Cell {
	scale, ok := r.ScalePercent()
	if !ok {
		return widget.Plain(glyphNone)
	}
	return widget.Plain(say.Percent(scale))
}
