package ui

import (
	"tealset/model"
	"tealset/ui/widget"
)

// deploymentsBody shows what the ECS controller has in place of task sets.
func (m *Model) deploymentsBody(service model.Service, width int) []string {
	columns := []widget.Column{
		{Title: "DEPLOYMENT", Min: 10},
		{Title: "RUNNING", Min: 8, Right: true},
		{Title: "PEND", Min: 4, Right: true},
		{Title: "FAILED", Min: 6, Right: true},
		{Title: "ROLLOUT", Min: 13},
		{Title: "REVISION", Min: 12, Max: 30},
		{Title: "AGE", Min: 5, Right: true},
	}
	widths := widget.Widths(columns, width-3)
	line := func(cell func(column, width int) widget.Cell) string {
		return "   " + widget.Line(columns, widths, false, cell)
	}
	lines := []string{m.look.dim.Render(line(func(i, _ int) widget.Cell { return widget.Plain(columns[i].Title) }))}
	for _, deployment := range service.Deployments {
		lines = append(lines, line(func(i, width int) widget.Cell { return m.deploymentCell(deployment, i, width) }))
	}
	note := "The ECS controller rolls tasks over by itself: such a service has no task sets."
	if controller := service.ControllerType(); controller != model.ControllerECS {
		note = "The " + controller + " controller is not known here: it shows deployments, and no task sets."
	}
	return append(append(lines, ""), indented(note, 3, width-1)...)
}

func (m *Model) deploymentCell(d model.Deployment, column, width int) widget.Cell {
	switch column {
	case 0:
		return widget.Styled(m.look.bold, orNone(d.Status))
	case 1:
		return runningCell(m.look, d.Running, d.Desired, width)
	case 2:
		return pendingCell(m.look, d.Pending, width)
	case 3:
		return number(m.look, d.Failed, width)
	case 4:
		return widget.Plain(orNone(d.RolloutState))
	case 5:
		return revisionCell(d.TaskDefinition, width)
	default:
		return widget.Plain(age(d.CreatedAt, m.look.now))
	}
}
