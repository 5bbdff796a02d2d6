package ui

import (
	"tealset/model"
	"tealset/ui/say"
	"tealset/ui/widget"
)

// deploymentsBody shows what the ECS controller has in place of task sets.
func (m *Model) deploymentsBody(service model.Service, width int) []string {
	columns := []widget.Column{
		{Title: "DEPLOYMENT", Min: 10},
		{Title: "RUNNING", Min: 8, Right: true},
		{Title: "PEND", Min: 4, Right: true},
		{Title: "FAILED", Min: 6, Right: true},
		{Title: "ROLLOUT", Min: 13, Max: 20},
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
	lines = append(lines, m.rolloutReasons(service, width)...)
	note := "The ECS controller rolls tasks over by itself: such a service has no task sets."
	if controller := service.ControllerType(); controller != model.ControllerECS {
		note = "The " + controller + " controller is not known here: it shows deployments, and no task sets."
	}
	return append(append(lines, ""), indented(note, 3, width-1)...)
}

func (m *Model) deploymentCell(d model.Deployment, column, width int) widget.Cell {
	switch column {
	case 0:
		return widget.Styled(m.look.bold, say.OrNone(d.Status))
	case 1:
		broken := rolloutTier(d, m.look) == model.Broken
		return runningCell(m.look, model.Serving{Running: int64(d.Running), Wanted: int64(d.Desired)}, broken, width)
	case 2:
		return pendingCell(m.look, d.Pending, width)
	case 3:
		if d.Failed >= model.FailsAgain {
			return widget.Styled(m.look.bad, say.Count(d.Failed, width))
		}
		return number(m.look, d.Failed, width)
	case 4:
		return rolloutCell(m.look, d)
	case 5:
		return revisionCell(d.TaskDefinition, width)
	default:
		return widget.Plain(say.Since(d.CreatedAt, m.look.now))
	}
}

// rolloutTier is the verdict on one deployment. One that another has replaced is
// history, whatever became of it.
func rolloutTier(d model.Deployment, l look) model.Tier {
	switch {
	case d.Status == model.DeploymentInactive:
		return model.Calm
	case d.RolloutState == model.RolloutFailed, d.Stuck(l.now):
		return model.Broken
	case d.RolloutState == model.RolloutInProgress:
		return model.Busy
	}
	return model.Calm
}

func rolloutCell(l look, d model.Deployment) widget.Cell {
	if d.RolloutState == "" {
		return widget.Plain(glyphNone)
	}
	sign, style := l.tier(rolloutTier(d, l))
	return signCell(sign, style, d.RolloutState)
}

// rolloutReasons are what ECS says of the deployments that failed or are stuck.
func (m *Model) rolloutReasons(service model.Service, width int) []string {
	var lines []string
	for _, d := range service.Deployments {
		if rolloutTier(d, m.look) != model.Broken || d.Cause() == "" {
			continue
		}
		sign, style := m.look.tier(model.Broken)
		for i, part := range wrap(say.OrNone(d.Status)+": "+d.Cause(), width-6) {
			if i > 0 {
				sign = " "
			}
			lines = append(lines, "   "+style.Render(sign+" "+part))
		}
	}
	if len(lines) == 0 {
		return nil
	}
	return append([]string{""}, lines...)
}
