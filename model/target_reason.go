package model

import (
	"fmt"
	"strings"
)

// How much a target needs a person, the least first.
const (
	calmTarget = iota
	goingTarget
	startingTarget
	unusedTarget
	sickTarget
)

// TargetReason is why a target is not healthy.
type TargetReason struct {
	Short    string // a few cells: "404", "timeout"; empty where nothing has to be said
	Long     string // what it means, a part of a sentence
	severity int
}

// Why is why the target is not healthy, by the reason codes of DescribeTargetHealth. It is
// empty for one that is, and for one whose health checks are switched off. The group tells
// how its targets are checked.
func (t Target) Why(group TargetGroup) TargetReason {
	switch t.State {
	case TargetHealthyState, TargetUnavailable:
		return TargetReason{}
	case TargetDraining:
		return TargetReason{severity: goingTarget}
	case TargetInitial:
		return TargetReason{"starting", startingWords(group.HealthCheck), startingTarget}
	case TargetUnused:
		return unusedReason(t)
	}
	return sickReason(t, group.HealthCheck)
}

func startingWords(check TargetHealthCheck) string {
	if seconds, ok := check.SecondsToHealthy(); ok {
		return fmt.Sprintf("the first health checks take %d s at least", seconds)
	}
	return "the first health checks are under way"
}

func unusedReason(t Target) TargetReason {
	switch t.Reason {
	case targetNotInUse:
		return TargetReason{"in no rule", "its group is in no rule, or its zone is switched off: no health checks run", unusedTarget}
	case "Target.NotRegistered":
		return TargetReason{"not registered", "it is not registered, or not any more", unusedTarget}
	case "Target.InvalidState":
		return TargetReason{"stopped", "its instance is stopped or ended", unusedTarget}
	case "Target.IpUnusable":
		return TargetReason{"address taken", "a load balancer uses its address", unusedTarget}
	}
	return TargetReason{"unused", told("no traffic comes to it", t), unusedTarget}
}

func sickReason(t Target, check TargetHealthCheck) TargetReason {
	switch t.Reason {
	case "Target.ResponseCodeMismatch":
		return TargetReason{codesOf(t.Description), told("wrong path, or an error of the app"+checked(check), t), sickTarget}
	case "Target.Timeout":
		return TargetReason{"timeout", told("a security group, a wrong port, or a slow start"+checked(check), t), sickTarget}
	case "Target.FailedHealthChecks":
		return TargetReason{"no answer", told("the container refuses the connection: it crashed, or listens elsewhere"+checked(check), t), sickTarget}
	case "Elb.InternalError":
		return TargetReason{"AWS error", "an error of the load balancer", sickTarget}
	}
	short := t.State
	if short == "" {
		short = "no state"
	}
	return TargetReason{short, told("not healthy", t), sickTarget}
}

// codesOf are the codes in a description like "Health checks failed with these codes: [404]".
func codesOf(description string) string {
	_, after, found := strings.Cut(description, "[")
	codes, _, closed := strings.Cut(after, "]")
	if found && closed && codes != "" {
		return codes
	}
	return "wrong code"
}

// told adds what ELB says itself, where it says something.
func told(words string, t Target) string {
	if t.Description == "" {
		return words
	}
	return words + ": " + strings.TrimRight(t.Description, ".")
}

// checked tells how a group is checked, as far as is known.
func checked(check TargetHealthCheck) string {
	var parts []string
	if check.Path != "" {
		parts = append(parts, "path "+check.Path)
	}
	if check.Port != "" {
		parts = append(parts, "port "+check.Port)
	}
	if check.Matcher != "" {
		parts = append(parts, "wants "+check.Matcher)
	}
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}
