package ui

import (
	"fmt"
	"strings"

	"tealset/model"
	"tealset/ui/say"
)

// verdict is why the service needs a person, on a line of its own; empty where it needs none.
// What was found about the rollout stands before the verdict on the service where it is worse.
func (b *boardPage) verdict(l look, stale bool) string {
	service, ok := b.service()
	health := service.Health(l.now)
	tier, reasons := health.Tier, []string{health.Reason}
	if b.parts != nil && ok && service.Described {
		tier, reasons = b.rollout().Reasons(l.now)
	}
	if !ok || tier == model.Calm {
		return ""
	}
	glyph, style := l.tier(tier)
	text := glyph + " " + strings.Join(reasons, say.Dot)
	if stale {
		return " " + l.old(text, b.knownAt())
	}
	return " " + style.Render(text)
}

// body draws the sides; under them, what ECS says of its own deployments.
func (b *boardPage) body(l look, d drawing) []string {
	service, ok := b.service()
	switch {
	case ok && service.Missing != "" && !service.Described:
		return []string{"", "   " + l.dim.Render("ECS answers "+service.Missing+": it may have been deleted")}
	case !ok || !service.Described:
		return emptyBody(l, b.grid, d.failing, beingRead, "")
	}
	var lines []string
	switch rolls := service.ControllerType() == model.ControllerECS || len(service.Deployments) > 0; {
	case len(b.grid.shown) > 0:
		lines = b.withChangesBelow(l, b.grid.lines(l, d.focused, func(*model.Row[side]) bool { return d.failing }), d.width)
	case b.grid.filter != "":
		lines = emptyBody(l, b.grid, false, "", "")
	case !rolls && service.Health(l.now).Tier < model.Broken: // else the line above says so
		lines = emptyBody(l, b.grid, false, "no task sets", "")
	}
	if len(service.TaskSets) == 0 || service.ControllerType() == model.ControllerECS {
		lines = append(lines, b.deployments(l, service, d.width)...)
	}
	return append(lines, b.panelLines(l, d, b.grid.height+1-len(lines))...)
}

// deployments are what there is to say of deployments.
func (b *boardPage) deployments(l look, service model.Service, width int) []string {
	var lines []string
	for _, deployment := range service.Deployments {
		if deployment.Tier(l.now) != model.Broken || deployment.Cause() == "" {
			continue
		}
		sign, style := l.tier(model.Broken)
		for i, part := range wrap(say.OrNone(deployment.Status)+": "+deployment.Cause(), width-6) {
			if i > 0 {
				sign = " "
			}
			lines = append(lines, "   "+style.Render(sign+" "+part))
		}
	}
	if len(lines) > 0 {
		lines = append([]string{""}, lines...)
	}
	switch controller := service.ControllerType(); {
	case controller == model.ControllerECS && len(service.TaskSets) > 0:
		lines = append(append(lines, ""), indented("The controller of this service was changed to ECS, which has no task sets of its own: those here are left from before.", 3, width-1)...)
	case controller == model.ControllerECS && !ofRevisions(b.rollout().Sides):
		lines = append(append(lines, ""), indented("The ECS controller replaces tasks by itself: there are no task sets.", 3, width-1)...)
	case controller != model.ControllerECS && len(service.Deployments) > 0:
		lines = append(append(lines, ""), indented("The "+controller+" controller is not known here: it shows deployments, and no task sets.", 3, width-1)...)
	}
	return lines
}

// sum is the service in one line.
func (b *boardPage) sum(l look) string {
	s, ok := b.service()
	switch {
	case !ok, s.Missing != "" && !s.Described:
		return ""
	case !s.Described:
		return "not read yet"
	}
	parts := []string{s.ControllerType()}
	if s.Status != model.ServiceActive {
		parts = append(parts, l.busy.Render(say.OrNone(s.Status)))
	}
	parts = append(parts, "running "+say.Serving(s.Serving(), unlimited))
	if s.Pending > 0 {
		parts = append(parts, fmt.Sprintf("pending %d", s.Pending))
	}
	if s.ControllerType() != model.ControllerECS {
		slots := fmt.Sprintf("slots %d/%d", s.SlotsUsed(), model.MaxTaskSets)
		if s.SlotsUsed() >= model.MaxTaskSets {
			slots = l.untidy.Render(slots)
		}
		parts = append(parts, slots)
	}
	if filter := b.grid.filtered(); filter != "" { // a set that is hidden must not pass for gone
		shown, total := b.grid.count()
		parts = append(parts, l.busy.Render(fmt.Sprintf("%d of %d match /%s", shown, total, filter)))
	}
	return strings.Join(parts, say.Dot)
}
