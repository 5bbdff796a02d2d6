package model

import (
	"strings"
	"time"
)

// findDeployment tells of a deployment that failed, is rolled back, or waits for a person.
func (r Rollout) findDeployment(now time.Time) []Finding {
	if d := r.Known.ServiceDeployment; d != nil && r.Service.ControllerType() == ControllerECS {
		return findNative(*d, now)
	}
	if d := r.Known.CodeDeployment; d != nil && r.Service.ControllerType() == ControllerCodeDeploy {
		return findCodeDeploy(*d, r.Known.CodeDeployTarget, now)
	}
	return nil
}

// DeploymentTier is how much the deployment of the service by CodeDeploy or by the ECS controller
// asks for a person: the tier of what was found about it; else Busy while it is under way, and
// Calm where it is over or not known.
func (r Rollout) DeploymentTier(now time.Time) Tier {
	for _, finding := range r.findDeployment(now) {
		return finding.Tier
	}
	native, codeDeploy := r.Known.ServiceDeployment, r.Known.CodeDeployment
	switch r.Service.ControllerType() {
	case ControllerECS:
		if native == nil || native.Missing != "" || native.Final() {
			return Calm
		}
	case ControllerCodeDeploy:
		if codeDeploy == nil || codeDeploy.Missing != "" || codeDeploy.Final() {
			return Calm
		}
	default:
		return Calm
	}
	return Busy
}

func findNative(d ServiceDeployment, now time.Time) []Finding {
	switch {
	case d.Status == DeployRollbackFailed:
		return []Finding{{ID: FindDeploymentFailed, Tier: Broken, Words: because("the rollback failed", d.reason())}}
	case d.RollsBack():
		return []Finding{{ID: FindDeploymentFailed, Tier: Busy, Words: because("ECS rolls back", d.reason())}}
	case d.Status == DeployRollbackSuccessful:
		return []Finding{{ID: FindDeploymentFailed, Tier: Untidy, Words: because("the deployment was rolled back", d.reason())}}
	case d.Alarms != nil && len(d.Alarms.Triggered) > 0:
		return []Finding{{ID: FindDeploymentFailed, Tier: Untidy, Words: "an alarm is on: " + strings.Join(d.Alarms.Triggered, ", ")}}
	}
	return waiting(d.DeploymentWait())(now)
}

// reason is why the deployment ended or is rolled back, empty where ECS told nothing.
func (d ServiceDeployment) reason() string {
	if d.Rollback != nil && d.Rollback.Reason != "" {
		return d.Rollback.Reason
	}
	return d.StatusReason
}

func findCodeDeploy(d CodeDeployment, target *CodeDeployTarget, now time.Time) []Finding {
	reason := ""
	if d.Error != nil {
		reason = strings.Trim(d.Error.Code+": "+d.Error.Message, ": ")
	}
	switch {
	case d.Status == CodeDeployFailed, d.Status == CodeDeployStopped && reason != "":
		words := because("CodeDeploy's deployment "+d.ID+" "+lowerWords(d.Status), reason)
		if d.Rollback != nil && d.Rollback.DeploymentID != "" {
			words += "; " + d.Rollback.DeploymentID + " rolls it back"
		}
		return []Finding{{ID: FindDeploymentFailed, Tier: Untidy, Words: words}}
	case d.Rollback != nil && d.Rollback.TriggeringID != "" && !d.Final():
		return []Finding{{ID: FindDeploymentFailed, Tier: Busy, Words: "CodeDeploy rolls " + d.Rollback.TriggeringID + " back"}}
	}
	return waiting(CodeDeployWait(d, target))(now)
}

// waiting is the finding for a wait, if that is for a person.
func waiting(wait Wait, ok bool) func(time.Time) []Finding {
	return func(now time.Time) []Finding {
		if !ok || !wait.Person {
			return nil
		}
		return []Finding{{ID: FindWaits, Tier: Untidy, Words: "the deployment " + wait.Words(now)}}
	}
}
