package ui

import (
	"slices"
	"strings"

	"tealset/model"
	"tealset/ui/say"
	"tealset/ui/widget"
)

// sideTexts are what the filter finds of a side.
func sideTexts(s side) []string {
	if s.TaskSet == nil {
		return []string{s.ID, s.TaskDefinition}
	}
	return append(taskSetTexts(*s.TaskSet), s.TaskSet.StabilityStatus)
}

func taskSetTexts(set model.TaskSet) []string {
	texts := []string{set.ARN, set.ID, set.ExternalID, set.TaskDefinition, set.StartedBy}
	for _, balancer := range set.LoadBalancers {
		texts = append(texts, balancer.TargetGroupARN)
	}
	return texts
}

// taskSetColumns are those of the sides of a service. What none of them has gets no column.
func taskSetColumns(sides []model.Side) []column[side] {
	return slices.DeleteFunc(allTaskSetColumns(sides), func(c column[side]) bool {
		return c.Last && !slices.ContainsFunc(sides, func(s model.Side) bool { return s.TaskSet != nil && c.whole(side{Side: s}) != "" })
	})
}

func allTaskSetColumns(sides []model.Side) []column[side] {
	return []column[side]{
		{
			name: columnStatus, Column: widget.Column{Title: "ROLE", Min: 9, Max: 10},
			cell: roleCell,
			rank: func(_ look, r side) rank { return byNumber(model.RoleRank(r.Role)) },
		},
		{
			name: "id", Column: widget.Column{Title: "TASK SET", Min: 10, Whole: true},
			whole: func(r side) string { return r.ID },
			cell:  idCell,
			rank:  func(_ look, r side) rank { return byText(r.ID) },
		},
		{
			name: "runningCount", Column: widget.Column{Title: "RUNNING", Min: 8, Max: 17, Right: true, Whole: true, Weight: 1}, most: true,
			cell: gaugeCell,
			rank: func(_ look, r side) rank { return byNumber(r.Running) },
		},
		{
			name: "pendingCount", Column: widget.Column{Title: "PEND", Min: 4, Right: true}, most: true,
			cell: func(l look, r side, width int) widget.Cell { return pendingCell(l, r.Pending, width) },
			rank: func(_ look, r side) rank { return byNumber(r.Pending) },
		},
		{
			name: "stabilityStatus", Column: widget.Column{Title: "STABILITY", Min: 17, Max: 20},
			cell: stabilityCell, verdict: true,
			rank: func(_ look, r side) rank { return byText(r.TaskSet.StabilityStatus) },
		},
		{
			name: "scale", Column: widget.Column{Title: "SCALE", Min: 5, Right: true}, most: true,
			cell: scaleCell,
			rank: func(_ look, r side) rank {
				scale, known := r.TaskSet.ScalePercent()
				return rank{number: scale, unknown: !known}
			},
		},
		{
			name: "taskDefinition", Column: widget.Column{Title: "REVISION", Min: revisionMin(sides), Whole: true},
			whole: func(r side) string { return model.Revision(r.TaskDefinition) },
			cell:  func(_ look, r side, width int) widget.Cell { return revisionCell(r.TaskDefinition, width) },
			rank:  func(_ look, r side) rank { return byRevision(r.TaskDefinition) },
		},
		{
			name: "age", Column: widget.Column{Title: "AGE", Min: 5, Right: true}, ages: true,
			cell: func(l look, r side, _ int) widget.Cell { return widget.Plain(say.Since(r.CreatedAt, l.now)) },
			rank: func(_ look, r side) rank { return byAge(r.CreatedAt) },
		},
		lastColumn("externalId", "EXTERNAL ID", 12, func(r side) string { return r.TaskSet.ExternalID }),
		lastColumn("startedBy", "STARTED BY", 11, func(r side) string { return r.TaskSet.StartedBy }),
	}
}

// lastColumn is a text of a task set that stands only where all other columns have their room.
func lastColumn(name, title string, least int, text func(side) string) column[side] {
	return column[side]{
		name: name, Column: widget.Column{Title: title, Min: least, Last: true},
		whole: text,
		cell:  func(_ look, r side, _ int) widget.Cell { return widget.Plain(say.OrNone(text(r))) },
		rank:  func(_ look, r side) rank { return byText(text(r)) },
	}
}

// revisionMin is the room for the numbers of the revisions: one that is cut would be another.
func revisionMin(sides []model.Side) int {
	least := len("REVISION")
	for _, s := range sides {
		if at := strings.LastIndexByte(s.TaskDefinition, ':'); at >= 0 {
			least = max(least, 1+widget.Width(s.TaskDefinition[at:]))
		}
	}
	return least
}

// idCell is the whole id where there is room for it.
func idCell(_ look, r side, width int) widget.Cell {
	if widget.Width(r.ID) <= width {
		return widget.Plain(say.OrNone(r.ID))
	}
	return widget.Plain(say.OrNone(r.ShortID()))
}

func roleCell(l look, r side, width int) widget.Cell {
	switch {
	case r.sent != nil:
		doing := wordsOf(r.sent.Request().Kind).doing
		if widget.Width(doing+"…") <= width { // "promoting" has just its room at 80 columns
			doing += "…"
		}
		return widget.Styled(l.busy, doing)
	case r.TaskSet.Primary():
		return widget.Styled(l.primary, r.Role)
	case r.TaskSet.Draining():
		return widget.Styled(l.draining, r.Role)
	default:
		return widget.Plain(say.OrNone(r.Role))
	}
}

// gaugeCell is running/computed desired, with a bar where there is room.
func gaugeCell(l look, r side, width int) widget.Cell {
	const counts, least, most = 9, 8, 48 // cells
	text := say.Ratio(r.Running, r.Wanted, width)
	if bar := min(width-counts, most); bar >= least {
		whole := int(r.Wanted)
		if r.TaskSet.Draining() { // it wants none: a full bar would look healthy
			whole = max(bar, int(r.Running)+1)
		}
		gauge := widget.Gauge(int(r.Running), whole, bar, glyphFull, glyphEmpty)
		text = gauge + widget.FitRight(text, counts)
	}
	switch {
	case r.TaskSet.Draining():
		return widget.Styled(l.draining, text)
	case r.Running < r.Wanted && (r.TaskSet.Primary() && r.TaskSet.Short(l.now) || r.TaskSet.Stuck(l.now)):
		return widget.Styled(l.bad, text)
	case r.Running < r.Wanted:
		return widget.Styled(l.busy, text)
	default:
		return widget.Plain(text)
	}
}

// stabilityCell tells the stability and for how long it has been so.
func stabilityCell(l look, r side, _ int) widget.Cell {
	since := say.Since(r.TaskSet.StableSince(), l.now)
	switch {
	case r.TaskSet.Lingers(l.now):
		return widget.Styled(l.untidy, glyphUntidy+" draining "+since)
	case r.TaskSet.Draining():
		return widget.Styled(l.draining, glyphDraining+" draining "+since)
	case r.TaskSet.StabilityStatus == model.SteadyState:
		return widget.Plain(glyphGood + " steady " + since)
	case r.TaskSet.StabilityStatus == model.Stabilizing && r.TaskSet.Stuck(l.now):
		return widget.Styled(l.bad, glyphBad+" unsteady "+since)
	case r.TaskSet.StabilityStatus == model.Stabilizing:
		return widget.Styled(l.busy, glyphBusy+" stabilizing "+since)
	default:
		return widget.Plain(say.OrNone(r.TaskSet.StabilityStatus))
	}
}

func scaleCell(_ look, r side, _ int) widget.Cell { return widget.Plain(say.Scale(r.TaskSet.Scale)) }

// deploymentColumns are those of the deployments of the ECS controller, and of task sets
// that are left beside them.
func deploymentColumns() []column[side] {
	return []column[side]{
		{
			Column: widget.Column{Title: "DEPLOYMENT", Min: 12},
			cell:   deploymentCell,
			rank:   func(_ look, r side) rank { return byNumber(model.RoleRank(r.Role)) },
		},
		{
			Column: widget.Column{Title: "RUNNING", Min: 8, Right: true}, most: true,
			cell: func(l look, r side, width int) widget.Cell {
				serving := model.Serving{Running: int64(r.Running), Wanted: int64(r.Wanted)}
				return runningCell(l, serving, r.Deployment != nil && r.Deployment.Tier(l.now) == model.Broken, width)
			},
			rank: func(_ look, r side) rank { return byNumber(r.Running) },
		},
		{
			Column: widget.Column{Title: "PEND", Min: 4, Right: true}, most: true,
			cell: func(l look, r side, width int) widget.Cell { return pendingCell(l, r.Pending, width) },
			rank: func(_ look, r side) rank { return byNumber(r.Pending) },
		},
		{
			Column: widget.Column{Title: "FAILED", Min: 6, Right: true}, most: true,
			cell: failedCell,
			rank: func(_ look, r side) rank { return byNumber(failedTasks(r)) },
		},
		{
			Column: widget.Column{Title: "ROLLOUT", Min: 13, Max: 20},
			cell:   rolloutCell, verdict: true,
			rank: func(_ look, r side) rank { return byText(rolloutState(r)) },
		},
		{
			Column: widget.Column{Title: "REVISION", Min: 12},
			whole:  func(r side) string { return model.Revision(r.TaskDefinition) },
			cell:   func(_ look, r side, width int) widget.Cell { return revisionCell(r.TaskDefinition, width) },
			rank:   func(_ look, r side) rank { return byRevision(r.TaskDefinition) },
		},
		{
			Column: widget.Column{Title: "AGE", Min: 5, Right: true}, ages: true,
			cell: func(l look, r side, _ int) widget.Cell { return widget.Plain(say.Since(r.CreatedAt, l.now)) },
			rank: func(_ look, r side) rank { return byAge(r.CreatedAt) },
		},
	}
}

// deploymentCell tells the role, and that a row is a task set among deployments.
func deploymentCell(l look, r side, _ int) widget.Cell {
	if r.TaskSet != nil {
		return widget.Plain("set " + say.OrNone(r.Role))
	}
	return widget.Styled(l.bold, say.OrNone(r.Role))
}

// failedTasks is how many tasks of a deployment failed. ECS does not count those of sets.
func failedTasks(r side) int32 {
	if r.Deployment == nil {
		return 0
	}
	return r.Deployment.Failed
}

func failedCell(l look, r side, width int) widget.Cell {
	switch {
	case r.Deployment == nil:
		return widget.Styled(l.dim, say.None)
	case r.Deployment.Failed >= model.FailsAgain:
		return widget.Styled(l.bad, say.Count(r.Deployment.Failed, width))
	}
	return number(l, r.Deployment.Failed, width)
}

// rolloutState is ECS's word for how far a side is.
func rolloutState(r side) string {
	switch {
	case r.Deployment != nil:
		return r.Deployment.RolloutState
	case r.TaskSet != nil:
		return r.TaskSet.StabilityStatus
	}
	return ""
}

func rolloutCell(l look, r side, width int) widget.Cell {
	switch {
	case r.TaskSet != nil:
		return stabilityCell(l, r, width)
	case r.Deployment == nil:
		return widget.Plain(say.None)
	case r.Deployment.RolloutState == "":
		return widget.Plain(say.None)
	}
	sign, style := l.tier(r.Deployment.Tier(l.now))
	return signCell(sign, style, r.Deployment.RolloutState)
}
