package ui

import (
	"strings"

	"tealset/model"
	"tealset/ui/say"
	"tealset/ui/widget"
)

// The lines that are told of a deployment at most: in the height of a small terminal, and
// from that many lines on.
const (
	deploymentLines, deploymentLinesTall = 2, 4
	deploymentTall                       = 20
)

// deploymentLines are what the deployment of the service does or waits for now, by CodeDeploy
// or by the ECS controller. There are none where no deployment is under way and none failed.
func (b *boardPage) deploymentLines(l look, width, height int) []string {
	most := deploymentLines
	if height >= deploymentTall {
		most = deploymentLinesTall
	}
	const indent = 7 // as of the next step
	service := b.rollout().Service
	text, style := say.Deployment(b.rollout(), l.now), l.dim
	if b.tellsWait(l, width) {
		text = say.DeploymentBeside(b.rollout(), l.now)
	}
	if tier := b.rollout().DeploymentTier(l.now); tier != model.Calm {
		_, style = l.tier(tier)
	}
	reason := ""
	if service.ControllerType() == model.ControllerECS {
		if fault := b.conn.rollout(b.key).beside.fault; fault != nil && text != "" {
			text = say.Join(text, "its revisions: "+say.Unread(fault))
		}
		if reason = rolloutReason(l, service); text != "" && strings.HasSuffix(reason, " in progress.") {
			text, reason = say.Join(text, reason), "" // it says no more than the line before
		}
	}
	room := max(1, width-indent)
	var lines []string
	if text != "" {
		lines = limited(wrap(text, room), most-min(1, len(reason)), room)
	}
	for i := range lines {
		lines[i] = style.Render(lines[i])
	}
	if reason != "" {
		lines = append(lines, l.dim.Render(widget.Cut(reason, room)))
	}
	for i := range lines {
		label := widget.Spaces(indent)
		if i == 0 {
			label = " " + l.bold.Render("now") + "   "
		}
		lines[i] = widget.Cut(label+lines[i], width)
	}
	return lines
}

// tellsWait tells whether the line above the sides tells in full what the deployment waits for a
// person to do, so that no other line has to.
func (b *boardPage) tellsWait(l look, width int) bool {
	findings := b.rollout().Findings(l.now)
	return len(findings) > 0 && findings[0].ID == model.FindWaits && b.rollout().Service.Health(l.now).Tier <= findings[0].Tier &&
		widget.Width(b.verdict(l, false)) <= width
}

// limited are the first lines, the last of which goes on as far as there is room.
func limited(lines []string, most, width int) []string {
	if most = max(1, most); len(lines) > most {
		lines[most-1] = widget.Cut(strings.Join(lines[most-1:], " "), width)
		lines = lines[:most]
	}
	return lines
}

// rolloutReason is what ECS says of its present deployment; empty where it says nothing, or
// where the board has said it as the cause of a failure.
func rolloutReason(l look, service model.Service) string {
	for _, d := range service.Deployments {
		if d.Status == model.StatusPrimary && (d.Tier(l.now) != model.Broken || d.Cause() == "") {
			return d.RolloutStateReason
		}
	}
	return ""
}
