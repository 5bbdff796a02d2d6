package say

import (
	"fmt"
	"strings"
	"time"

	"tealset/model"
)

// Deployment is what the deployment of a service does or waits for now, by CodeDeploy or by
// the ECS controller. It is empty where none is under way and none failed, and where it is not
// read yet.
func Deployment(r model.Rollout, now time.Time) string { return deployment(r, now, false) }

// DeploymentBeside is the same where what it waits for a person to do is told beside it.
func DeploymentBeside(r model.Rollout, now time.Time) string { return deployment(r, now, true) }

func deployment(r model.Rollout, now time.Time, told bool) string {
	if r.Service.ControllerType() == model.ControllerECS {
		return nativeDeployment(r, now, told)
	}
	return codeDeployment(r.Known, r.Service.CodeDeployID(), now, told)
}

// waits are the words for a wait after a name, unless they are told elsewhere.
func waits(name string, wait model.Wait, now time.Time, told bool) string {
	if told && wait.Person {
		return name
	}
	return name + " " + wait.Words(now)
}

// Unread is why a part of what is known could not be read.
func Unread(fault *model.Fault) string {
	if fault.Kind == model.FaultDenied {
		return "no access: " + fault.Operation + " is not allowed"
	}
	return "not known: " + fault.Headline
}

// codeDeployment is what a deployment by CodeDeploy does or waits for. The original set is
// the Blue one, whatever its target group is called.
func codeDeployment(known model.Known, id string, now time.Time, told bool) string {
	d, target := known.CodeDeployment, known.CodeDeployTarget
	switch {
	case id == "", d == nil && known.CodeDeployFault == nil:
		return ""
	case d == nil, d.Missing != "":
		return "CodeDeploy " + id + ": " + model.CodeDeployWord(known.CodeDeployFault, missingAs(d, target))
	case d.Error != nil || d.Status == model.CodeDeployFailed || d.Status == model.CodeDeployStopped:
		return codeDeployError(*d, target)
	}
	wait, ok := model.CodeDeployWait(*d, target)
	if !ok {
		return ""
	}
	return Join(waits("CodeDeploy", wait, now, told), codeDeploySides(known.CodeDeployFault, target), codeDeployEvent(target), "status "+d.Status)
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
		text = Join(text, d.Rollback.Message)
	}
	return Join(text, codeDeployEvent(target), codeDeploySides(nil, target))
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
	return strings.Join(sides, Dot)
}

// nativeDeployment is what a deployment by the ECS controller does or waits for.
func nativeDeployment(r model.Rollout, now time.Time, told bool) string {
	const little = "only what DescribeServices tells is shown: "
	d, fault := r.Known.ServiceDeployment, r.Known.DeploymentFault
	switch current := r.Service.CurrentServiceDeployment; {
	case current == "":
		return ""
	case fault != nil && (d == nil || d.ARN != current):
		return little + Unread(fault)
	case d == nil || d.ARN != current:
		return ""
	case d.Missing != "":
		return little + "ECS answers " + d.Missing
	}
	wait, ok := d.DeploymentWait()
	words := model.StrategyRolling
	if d.Configuration != nil && d.Configuration.Strategy != "" {
		words = d.Configuration.Strategy
	}
	if ok {
		words = waits(words, wait, now, told)
	} else {
		words += " the deployment is " + OrNone(d.Status)
	}
	reason := d.StatusReason
	if d.Rollback != nil && d.Rollback.Reason != "" {
		reason = d.Rollback.Reason
	}
	return Join(words, reason, bakeLeft(*d, wait, now), d.StepWords(), trafficAsked(d.Target), stageText(*d, now), d.BreakerWords(), alarmWords(d.Alarms))
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
	return "≤ " + Age(wait.Until.Sub(now)) + " left"
}

// stageText is the stage, and for how long this program has seen it.
func stageText(d model.ServiceDeployment, now time.Time) string {
	text := ""
	if d.Stage != "" {
		text = "stage " + d.Stage
	}
	if seen := now.Sub(d.StageSeen); text != "" && !d.StageSeen.IsZero() && seen >= time.Second {
		text += ", seen for " + Age(seen)
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
	case a.Status == model.MonitorTriggered:
		return "ALARM"
	case len(a.Names) == 1:
		return "watches the alarm " + a.Names[0]
	case len(a.Names) > 1:
		return fmt.Sprintf("watches %d alarms", len(a.Names))
	}
	return ""
}
