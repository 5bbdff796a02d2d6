package ui

import (
	"fmt"
	"strings"
	"time"

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
	text, style := b.codeDeployText(l)
	reason := ""
	if service.ControllerType() == model.ControllerECS {
		text, style = b.nativeText(l)
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

// limited are the first lines, the last of which goes on as far as there is room.
func limited(lines []string, most, width int) []string {
	if most = max(1, most); len(lines) > most {
		lines[most-1] = widget.Cut(strings.Join(lines[most-1:], " "), width)
		lines = lines[:most]
	}
	return lines
}

// codeDeployText is what a deployment by CodeDeploy does or waits for. The original set is
// the Blue one, whatever its target group is called.
func (b *boardPage) codeDeployText(l look) (string, widget.Style) {
	known, id := b.rollout().Known, b.rollout().Service.CodeDeployID()
	d, target := known.CodeDeployment, known.CodeDeployTarget
	switch {
	case id == "":
		return "", l.dim
	case d == nil && known.CodeDeployFault == nil:
		return "", l.dim // not read yet
	case d == nil, d.Missing != "":
		return "CodeDeploy " + id + ": " + model.CodeDeployWord(known.CodeDeployFault, missingAs(d, target)), l.dim
	case d.Error != nil || d.Status == model.CodeDeployFailed || d.Status == model.CodeDeployStopped:
		return codeDeployError(*d, target), l.bad
	}
	wait, ok := model.CodeDeployWait(*d, target)
	if !ok {
		return "", l.dim
	}
	style := l.busy
	if wait.Person {
		style = l.untidy
	}
	return say.Join("CodeDeploy "+wait.Words(l.now), codeDeploySides(known.CodeDeployFault, target), codeDeployEvent(target), "status "+d.Status), style
}

// missingAs is the target, with the code by which CodeDeploy told that there is no such
// deployment.
func missingAs(d *model.CodeDeployment, target *model.CodeDeployTarget) *model.CodeDeployTarget {
	if d == nil {
		return target
	}
	return &model.CodeDeployTarget{Missing: d.Missing}
}

func codeDeployError(d model.CodeDeployment, target *model.CodeDeployTarget) string {
	text := "CodeDeploy: " + d.Status
	if d.Error != nil {
		text += ": " + strings.TrimSuffix(strings.TrimSpace(d.Error.Code+": "+d.Error.Message), ":")
	}
	if d.Rollback != nil && d.Rollback.Message != "" {
		text = say.Join(text, d.Rollback.Message)
	}
	return say.Join(text, codeDeployEvent(target), codeDeploySides(nil, target))
}

// codeDeployEvent is the lifecycle event under way, or the one that failed with what was
// told of it.
func codeDeployEvent(target *model.CodeDeployTarget) string {
	if target == nil {
		return ""
	}
	for _, event := range target.Events {
		switch {
		case event.Status == model.EventInProgress:
			return event.Name + " under way"
		case event.Status == model.EventFailed && event.Diagnostics != nil:
			return strings.TrimSpace(event.Name + " failed: " + event.Diagnostics.ErrorCode + " " + event.Diagnostics.Message)
		case event.Status == model.EventFailed:
			return event.Name + " failed"
		}
	}
	return ""
}

// codeDeploySides are the sets with their labels and their shares of the traffic.
func codeDeploySides(fault *model.Fault, target *model.CodeDeployTarget) string {
	if target == nil || target.Missing != "" || fault != nil {
		return "traffic " + model.CodeDeployWord(fault, target)
	}
	var sides []string
	for _, set := range target.TaskSets {
		sides = append(sides, strings.TrimSpace(set.Label+" "+model.ShortID(set.ID))+" "+model.PercentText(set.TrafficWeight))
	}
	return strings.Join(sides, say.Dot)
}

// nativeText is what a deployment by the ECS controller does or waits for.
func (b *boardPage) nativeText(l look) (string, widget.Style) {
	rollout := b.rollout()
	d, fault := rollout.Known.ServiceDeployment, rollout.Known.DeploymentFault
	switch current := rollout.Service.CurrentServiceDeployment; {
	case current == "":
		return "", l.dim
	case fault != nil && (d == nil || d.ARN != current):
		return "only what DescribeServices tells is shown: " + partFault(fault), l.dim
	case d == nil || d.ARN != current:
		return "", l.dim // not read yet
	case d.Missing != "":
		return "only what DescribeServices tells is shown: ECS answers " + d.Missing, l.dim
	}
	wait, ok := d.DeploymentWait()
	words, style := "the deployment is "+say.OrNone(d.Status), l.busy
	if ok {
		words = wait.Words(l.now)
	}
	strategy := model.StrategyRolling
	if d.Configuration != nil && d.Configuration.Strategy != "" {
		strategy = d.Configuration.Strategy
	}
	switch {
	case d.RollsBack(), d.Rollback != nil:
		style = l.bad
	case wait.Person:
		style = l.untidy
	}
	reason := d.StatusReason
	if d.Rollback != nil && d.Rollback.Reason != "" {
		reason = d.Rollback.Reason
	}
	revisions := ""
	if fault := b.conn.rollout(b.key).beside.fault; fault != nil {
		revisions = "its revisions: " + partFault(fault)
	}
	return say.Join(strategy+" "+words, reason, revisions, bakeLeft(*d, wait, l.now), d.StepWords(), trafficAsked(d.Target), stageText(*d, l.now), d.BreakerWords(), alarmWords(d.Alarms)), style
}

// trafficAsked is the traffic that ECS asked for its new revision; empty where it did not
// tell, as it does not where it shifts none.
func trafficAsked(target *model.RevisionCounts) string {
	if target == nil {
		return ""
	}
	var parts []string
	if w := target.ProductionWeight; w != nil {
		parts = append(parts, "production "+model.PercentText(*w))
	}
	if w := target.TestWeight; w != nil {
		parts = append(parts, "test "+model.PercentText(*w))
	}
	if len(parts) == 0 {
		return ""
	}
	return "asked for: " + strings.Join(parts, ", ")
}

// bakeLeft is how long the bake lasts at most; empty in other stages.
func bakeLeft(d model.ServiceDeployment, wait model.Wait, now time.Time) string {
	if d.Stage != model.StageBake || wait.Until.IsZero() {
		return ""
	}
	return "≤ " + say.Age(wait.Until.Sub(now)) + " left"
}

// stageText is the stage, and since when this program has seen it.
func stageText(d model.ServiceDeployment, now time.Time) string {
	if d.Stage == "" {
		return ""
	}
	text := "stage " + d.Stage
	if !d.StageSeen.IsZero() {
		text += ", seen for " + say.Since(d.StageSeen, now)
	}
	return text
}

// alarmWords are the alarms that end the deployment; empty where there are none.
func alarmWords(a *model.DeploymentAlarms) string {
	switch {
	case a == nil, a.Status == "DISABLED":
		return ""
	case len(a.Triggered) > 0:
		return "ALARM: " + strings.Join(a.Triggered, ", ")
	case a.Status == "TRIGGERED":
		return "ALARM"
	case len(a.Names) == 1:
		return "watches the alarm " + a.Names[0]
	case len(a.Names) > 1:
		return fmt.Sprintf("watches %d alarms", len(a.Names))
	}
	return ""
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
