package ui

import (
	"slices"
	"time"

	"tealset/model"
	"tealset/ui/say"
	"tealset/ui/widget"
)

// columns are those of the sides of a rollout.
func (b *boardPage) columns(rollout model.Rollout) []column[side] {
	if slices.ContainsFunc(rollout.Sides, func(s model.Side) bool { return s.TaskSet == nil }) {
		return b.withTraffic(rollout, deploymentColumns(), "ROLLOUT", false)
	}
	columns := b.withTraffic(rollout, taskSetColumns(rollout.Sides), "STABILITY", true)
	return chosen(b.frame.columns[TableTaskSets], columns, moreTaskSetColumns)
}

// withTraffic puts the columns of the traffic behind the one of a title, where there is any
// to tell of.
func (b *boardPage) withTraffic(rollout model.Rollout, columns []column[side], after string, pending bool) []column[side] {
	if at := titled(columns, "AGE"); b.stopsTasks() {
		columns = slices.Insert(columns, at+1, stopsColumn())
	}
	if b.parts == nil || !balanced(rollout) {
		return columns
	}
	if pending { // what is at risk stands before it where there is little room
		at := titled(columns, "PEND")
		pend := columns[at]
		columns = slices.Insert(slices.Delete(columns, at, at+1), titled(columns, "AGE"), pend)
	}
	return slices.Insert(columns, titled(columns, after)+1, trafficColumns(rollout, b.now)...)
}

// stopsTasks tells whether the tasks of a side stop again and again.
func (b *boardPage) stopsTasks() bool {
	return slices.ContainsFunc(b.rollout().Tasks, func(tasks model.SideTasks) bool {
		_, trouble := tasks.Trouble(b.now.Add(-time.Hour))
		return trouble && tasks.Side != nil
	})
}

// stopsColumn says why, in the words of the line above the rows. It stands where there is
// room beside all else.
func stopsColumn() column[side] {
	return column[side]{
		name: "stops", Column: widget.Column{Title: "TASKS STOP", Min: 22, Last: true},
		whole: func(r side) string { return r.stops },
		cell: func(l look, r side, _ int) widget.Cell {
			if r.stops == "" {
				return widget.Styled(l.dim, say.None)
			}
			return widget.Styled(l.bad, r.stops)
		},
		rank: func(_ look, r side) rank { return byText(r.stops).of(r.stops != "") },
	}
}

func titled(columns []column[side], title string) int {
	return slices.IndexFunc(columns, func(c column[side]) bool { return c.Title == title })
}

// balanced tells whether any side has a load balancer, or may have one.
func balanced(rollout model.Rollout) bool {
	return slices.ContainsFunc(rollout.Traffic.Sides, func(t model.SideTraffic) bool { return t.Word != model.TrafficNone })
}

// trafficColumns are the share of the production traffic and the healthy targets.
func trafficColumns(rollout model.Rollout, now time.Time) []column[side] {
	return []column[side]{
		{
			name: "traffic", Column: widget.Column{Title: "TRAFFIC", Min: trafficMin(rollout, now), Max: 12, Right: true}, most: true,
			cell: trafficCell,
			rank: func(_ look, r side) rank { return byNumber(r.traffic.High).of(r.traffic.Known()) },
		},
		{
			name: "targets", Column: widget.Column{Title: "TARGETS", Min: targetsMin(rollout, now), Max: 16}, verdict: false,
			cell: targetsCell,
			rank: func(_ look, r side) rank { return byNumber(r.targets.Counts.Healthy).of(r.targets.Known()) },
		},
	}
}

// trafficMin is how wide the shares are: a share that is cut would be another one.
func trafficMin(rollout model.Rollout, now time.Time) int {
	least := len("TRAFFIC")
	for _, t := range rollout.Traffic.Sides {
		least = max(least, widget.Width(t.Text()+oldText(t.Doubt, t.ReadAt, now)))
	}
	return least
}

// targetsMin is how wide the words are for what is not known of the targets, and counts that are
// of two sides or have an age.
func targetsMin(rollout model.Rollout, now time.Time) int {
	least := len("TARGETS")
	for _, t := range rollout.Targets {
		least = max(least, widget.Width(t.Word))
		if old := oldText(t.Doubt, t.ReadAt, now); old != "" || t.Shared {
			t.Reason = model.TargetReason{}
			least = max(least, widget.Width(t.Text()+old))
		}
	}
	return least
}

// oldAfter is how old a value is told to be that could not be read again: one read that failed
// only dims it.
const oldAfter = time.Minute

// oldText is the age of what could not be read again, behind the value; empty for any other,
// and where no time is known.
func oldText(doubt string, at, now time.Time) string {
	if doubt == "" || at.IsZero() || now.Sub(at) < oldAfter {
		return ""
	}
	return " " + say.Since(at, now) + " old"
}

// trafficCell is the share of the production traffic, or the word for why it is not known.
func trafficCell(l look, r side, _ int) widget.Cell {
	text := r.traffic.Text()
	switch {
	case r.traffic.Known() && r.traffic.Doubt != "":
		return widget.Styled(l.dim, text+oldText(r.traffic.Doubt, r.traffic.ReadAt, l.now))
	case !r.traffic.Known():
		return widget.Styled(l.dim, text)
	case r.traffic.High > 0 && r.targets.Known() && r.targets.Counts.Healthy == 0:
		return widget.Styled(l.bad, text)
	case r.traffic.High > 0 && r.Serves():
		return widget.Styled(l.primary, text)
	case r.traffic.High > 0:
		return widget.Styled(l.busy, text)
	}
	return widget.Styled(l.dim, text)
}

// targetsCell is the healthy of all targets with the worst reason, or the word for why they
// are not known.
func targetsCell(l look, r side, width int) widget.Cell {
	t := r.targets
	old := oldText(t.Doubt, t.ReadAt, l.now)
	text := widget.Cut(t.Text(), width-widget.Width(old)) + old
	switch {
	case t.Doubt != "":
		return widget.Styled(l.dim, text)
	case !t.Known(), t.Counts.Staying() == 0:
		return widget.Styled(l.dim, text)
	case t.Counts.Unhealthy > 0:
		return widget.Styled(l.bad, text)
	case t.Counts.Healthy < t.Counts.Staying():
		return widget.Styled(l.busy, text)
	}
	return widget.Plain(text)
}
