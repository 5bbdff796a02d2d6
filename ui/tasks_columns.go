package ui

import (
	"tealset/model"
	"tealset/ui/say"
	"tealset/ui/widget"
)

func taskTexts(_ look, t model.Task) []string {
	return []string{t.ARN, t.LastStatus, t.Missing, t.Health, t.AvailabilityZone, t.StartedBy, t.TaskDefinition}
}

func taskColumns() []column[model.Task] {
	return []column[model.Task]{
		{
			Column: widget.Column{Title: "TASK", Min: 14, Max: 36},
			cell:   func(_ look, t model.Task, width int) widget.Cell { return widget.Plain(widget.CutLeft(t.ID(), width)) },
			rank:   func(_ look, t model.Task) rank { return byText(t.ID()) },
		},
		{
			Column: widget.Column{Title: "STATUS", Min: 16},
			cell:   taskStatusCell,
			rank:   func(_ look, t model.Task) rank { return byText(t.LastStatus) },
		},
		{
			Column: widget.Column{Title: "HEALTH", Min: 11},
			cell:   taskHealthCell,
			rank:   func(_ look, t model.Task) rank { return byText(t.Health) },
		},
		{
			Column: widget.Column{Title: "AGE", Min: 5, Right: true},
			cell:   func(l look, t model.Task, _ int) widget.Cell { return widget.Plain(say.Since(t.CreatedAt, l.now)) },
			rank:   func(_ look, t model.Task) rank { return byAge(t.CreatedAt) },
		},
		{
			Column: widget.Column{Title: "ZONE", Min: 11, Max: 20},
			cell:   func(_ look, t model.Task, _ int) widget.Cell { return widget.Plain(say.OrNone(t.AvailabilityZone)) },
			rank:   func(_ look, t model.Task) rank { return byText(t.AvailabilityZone) },
		},
	}
}

func taskStatusCell(l look, t model.Task, _ int) widget.Cell {
	switch {
	case t.Missing != "":
		return signCell(glyphBad, l.bad, t.Missing)
	case !t.Described:
		return widget.Styled(l.dim, glyphNone)
	case t.LastStatus == model.TaskRunning:
		return widget.Plain(glyphGood + " " + t.LastStatus)
	default:
		return signCell(glyphBusy, l.busy, say.OrNone(t.LastStatus))
	}
}

// taskHealthCell shows UNKNOWN, which ECS says where a task has no health checks, as a
// thing that is not known.
func taskHealthCell(l look, t model.Task, _ int) widget.Cell {
	switch t.Health {
	case model.TaskHealthy:
		return widget.Plain(glyphGood + " " + t.Health)
	case model.TaskUnhealthy:
		return signCell(glyphBad, l.bad, t.Health)
	default:
		return widget.Styled(l.dim, say.OrNone(t.Health))
	}
}
