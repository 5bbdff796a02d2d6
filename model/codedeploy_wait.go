package model

import (
	"cmp"
	"regexp"
	"strconv"
	"time"
)

// EventLimit is how long CodeDeploy waits for the replacement task set to become healthy
// (the text of its time-out says 60 minutes), and for a hook's function (its documentation
// of hooks says one hour).
const EventLimit = time.Hour

// CodeDeployWait is what a deployment of CodeDeploy waits for; ok is false where it has come
// to its end or tells nothing. The target may be nil where it was not read.
func CodeDeployWait(d CodeDeployment, target *CodeDeployTarget) (wait Wait, ok bool) {
	var events []LifecycleEvent
	if target != nil {
		events = target.Events
	}
	switch {
	case d.Final():
		return Wait{}, false
	case d.Status == CodeDeployReady:
		return d.readyWait(events), true
	case d.TerminationWaitStarted:
		return d.terminationWait(events), true
	case d.Status == CodeDeployBaking:
		return Wait{For: "watches its alarms"}, true
	case d.Status == CodeDeployCreated, d.Status == CodeDeployQueued:
		return Wait{For: "waits for its turn"}, true
	}
	for _, event := range events {
		if event.Status == EventInProgress {
			return d.eventWait(event), true
		}
	}
	return Wait{For: "is under way"}, d.Status != ""
}

// readyWait ends the time of the option after the last event that has ended. No member of an
// answer has it.
func (d CodeDeployment) readyWait(events []LifecycleEvent) Wait {
	wait := Wait{For: "waits for someone to shift the traffic", Person: true}
	if d.Ready == nil || d.Ready.ActionOnTimeout == "CONTINUE_DEPLOYMENT" {
		return wait
	}
	var last time.Time
	for _, event := range events {
		if event.EndedAt.After(last) {
			last = event.EndedAt
		}
	}
	wait.Then = "CodeDeploy stops the deployment"
	if !last.IsZero() {
		wait.Until, wait.Computed = last.Add(time.Duration(d.Ready.WaitMinutes)*time.Minute), true
	}
	return wait
}

// terminationWait ends the time of the option after AfterAllowTraffic. No member of an answer
// has it.
func (d CodeDeployment) terminationWait(events []LifecycleEvent) Wait {
	wait := Wait{For: "keeps the original task set"}
	if d.Termination == nil || d.Termination.Action == "KEEP_ALIVE" {
		return wait
	}
	wait.Then = "CodeDeploy ends the original task set"
	for _, event := range events {
		if event.Name == "AfterAllowTraffic" && !event.EndedAt.IsZero() {
			wait.Until, wait.Computed = event.EndedAt.Add(time.Duration(d.Termination.WaitMinutes)*time.Minute), true
		}
	}
	return wait
}

// eventWait is what a lifecycle event under way waits for.
func (d CodeDeployment) eventWait(event LifecycleEvent) Wait {
	wait := Wait{For: LifecycleWords(event.Name)}
	limit := func(length time.Duration, then string) {
		if !event.StartedAt.IsZero() {
			wait.Until, wait.Computed, wait.Then = event.StartedAt.Add(length), true, then
		}
	}
	switch event.Name {
	case "Install":
		limit(EventLimit, "the deployment fails")
	case "AllowTraffic":
		if minutes, ok := canaryMinutes(d.ConfigName); ok {
			limit(minutes, "all traffic shifts")
		}
	case "AllowTestTraffic":
	default:
		limit(EventLimit, "the deployment fails")
	}
	return wait
}

// LifecycleWords are what CodeDeploy does in a lifecycle event, a part of a sentence.
func LifecycleWords(event string) string {
	switch event {
	case "Install":
		return "waits for the replacement task set to become healthy"
	case "AllowTestTraffic":
		return "sends the test traffic to the replacement task set"
	case "AllowTraffic":
		return "shifts the traffic to the replacement task set"
	}
	return "waits for the hook " + cmp.Or(event, "that it does not name")
}

// canaryConfig is how CodeDeploy names its own canary configurations.
var canaryConfig = regexp.MustCompile(`^CodeDeployDefault\.ECSCanary\d+Percent(\d+)Minutes$`)

// canaryMinutes is how long the first share of a canary lasts, by the name of a configuration
// of CodeDeploy's own. ok is false for all others.
func canaryMinutes(config string) (length time.Duration, ok bool) {
	parts := canaryConfig.FindStringSubmatch(config)
	if parts == nil {
		return 0, false
	}
	minutes, err := strconv.Atoi(parts[1])
	return time.Duration(minutes) * time.Minute, err == nil && minutes < 100_000
}

// CodeDeployWord is the word for a deployment of CodeDeploy that is not known. None of them
// is an alarm: an account without CodeDeploy, a missing right and a deployment that has not
// begun are as they should be.
func CodeDeployWord(fault *Fault, target *CodeDeployTarget) string {
	code := ""
	if target != nil {
		code = target.Missing
	}
	if fault != nil {
		code = cmp.Or(fault.Code, code)
		if fault.Kind == FaultDenied {
			return TrafficNoAccess
		}
	}
	switch code {
	case "SubscriptionRequiredException":
		return "not available here"
	case "DeploymentNotStartedException":
		return "not started yet"
	case "DeploymentDoesNotExistException", "DeploymentTargetDoesNotExistException":
		return "not known any more"
	}
	return TrafficUnknown
}
