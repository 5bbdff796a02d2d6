package model

import (
	"fmt"
	"slices"
	"time"
)

// CheckSeverity says what a check means for a deletion, the worst first.
type CheckSeverity int

// The severities of a check.
const (
	// Block means that ECS refuses, or that tealset does.
	Block CheckSeverity = iota
	// Danger means that serving capacity would go.
	Danger
	// Warning is something to know before.
	Warning
	// Unknown is a question that could not be answered.
	Unknown
	// OK is a risk that was looked for and not found.
	OK
)

// Check is one finding about a deletion.
type Check struct {
	Severity CheckSeverity
	Sentence string
	Instead  string // what to do instead; may be empty
	// Forceable means that force overrides this block.
	Forceable bool
}

// Preflight checks the deletion of one set out of what was read of its service,
// the worst finding first.
func Preflight(service Service, set TaskSet, now time.Time) []Check {
	var checks []Check
	checks = append(checks, refusals(service, set)...)
	if !set.Draining() {
		checks = append(checks, roleCheck(service, set), capacityCheck(service, set))
		checks = append(checks, otherSetChecks(service, set)...)
		checks = append(checks, stateChecks(service, set, now)...)
	}
	slices.SortStableFunc(checks, func(a, b Check) int { return int(a.Severity) - int(b.Severity) })
	return checks
}

// Refused tells whether a deletion with these findings is not to be offered.
func Refused(checks []Check, force bool) bool {
	return slices.ContainsFunc(checks, func(c Check) bool {
		return c.Severity == Block && (!c.Forceable || !force)
	})
}

// Impossible tells whether no force makes this deletion possible.
func Impossible(checks []Check) bool { return Refused(checks, true) }

// CapacityAtRisk tells whether the deletion would take serving capacity, so that
// the service's name has to be typed.
func CapacityAtRisk(checks []Check) bool {
	return slices.ContainsFunc(checks, func(c Check) bool {
		return c.Severity == Danger || c.Severity == Block && c.Forceable
	})
}

// refusals are what ECS refuses whatever force says.
func refusals(service Service, set TaskSet) []Check {
	var checks []Check
	if set.Draining() {
		checks = append(checks, Check{
			Severity: Block,
			Sentence: fmt.Sprintf("already DRAINING: %s left, then it disappears", tasks(set.Running)),
			Instead:  "Wait.",
		})
	}
	if service.Status != "" && service.Status != ServiceActive {
		checks = append(checks, Check{
			Severity: Block,
			Sentence: "the service is " + service.Status + ": ECS answers ServiceNotActiveException",
			Instead:  "Its task sets go with the service.",
		})
	}
	switch service.ControllerType() {
	case ControllerExternal:
	case ControllerCodeDeploy:
		sentence := "CodeDeploy owns this set"
		if set.ExternalID != "" {
			sentence += " by deployment " + set.ExternalID
		}
		checks = append(checks, Check{
			Severity: Block,
			Sentence: sentence + ": ECS deletes sets of EXTERNAL services only",
			Instead:  "Continue or stop the deployment in CodeDeploy.",
		})
	default:
		checks = append(checks, Check{
			Severity: Block,
			Sentence: "the deployment controller is " + service.ControllerType() + ", not EXTERNAL",
		})
	}
	return checks
}

func roleCheck(service Service, set TaskSet) Check {
	if set.Primary() {
		return Check{
			Severity: Block, Forceable: true,
			Sentence: "this is the PRIMARY: ECS refuses unless forced",
			Instead:  "Promote another set first.",
		}
	}
	primary, ok := service.Primary()
	if !ok {
		return Check{Severity: Warning, Sentence: "no set is PRIMARY"}
	}
	return Check{Severity: OK, Sentence: fmt.Sprintf("not PRIMARY: %s keeps that role", ShortID(primary.ID))}
}

func capacityCheck(service Service, set TaskSet) Check {
	var others int32
	for _, other := range service.TaskSets {
		if other.ARN != set.ARN && !other.Draining() {
			others += other.Running
		}
	}
	change := fmt.Sprintf("running %d → %d, desired %d", others+set.Running, others, service.Desired)
	switch {
	case set.Running > 0 && others == 0:
		return Check{
			Severity: Danger,
			Sentence: "the only set with running tasks: " + change,
			Instead:  "Start and promote another set first.",
		}
	case set.Running > 0 && others < service.Desired:
		return Check{Severity: Danger, Sentence: "too little is left: " + change, Instead: "Scale another set up first."}
	case set.Running <= 0:
		return Check{Severity: OK, Sentence: "no running task is lost: " + change}
	}
	return Check{Severity: OK, Sentence: "enough is left: " + change}
}

// otherSetChecks look at the primary that is to carry on alone.
func otherSetChecks(service Service, set TaskSet) []Check {
	primary, ok := service.Primary()
	if !ok || primary.ARN == set.ARN {
		return nil
	}
	if !primary.Steady() || primary.Running < primary.ComputedDesired {
		return []Check{{
			Severity: Danger,
			Sentence: fmt.Sprintf("the PRIMARY %s is not steady: %d of %d tasks run",
				ShortID(primary.ID), primary.Running, primary.ComputedDesired),
			Instead: "Wait until it is.",
		}}
	}
	return nil
}

// stateChecks look at the set itself.
func stateChecks(service Service, set TaskSet, now time.Time) []Check {
	var checks []Check
	if scale, _ := set.ScalePercent(); set.Running > 0 || scale > 0 {
		checks = append(checks, Check{
			Severity: Warning,
			Sentence: fmt.Sprintf("%s and the scale is %g%%: ECS may refuse unless forced", runs(set.Running), scale),
			Instead:  "Scale it to 0 first.",
		})
	}
	if age := since(set.CreatedAt, now); !set.CreatedAt.IsZero() && age < StuckAfter {
		checks = append(checks, Check{
			Severity: Warning,
			Sentence: "created less than ten minutes ago: a deployment may be under way",
		})
	}
	if sharesTargetGroup(service, set) {
		checks = append(checks, Check{Severity: Warning, Sentence: "another set registers with the same target group"})
	}
	return checks
}

func sharesTargetGroup(service Service, set TaskSet) bool {
	for _, other := range service.TaskSets {
		if other.ARN == set.ARN {
			continue
		}
		for _, balancer := range other.LoadBalancers {
			shared := slices.ContainsFunc(set.LoadBalancers, func(mine LoadBalancer) bool {
				return mine.TargetGroupARN != "" && mine.TargetGroupARN == balancer.TargetGroupARN
			})
			if shared {
				return true
			}
		}
	}
	return false
}

func tasks(n int32) string {
	if n == 1 {
		return "1 task"
	}
	return fmt.Sprintf("%d tasks", n)
}

func runs(n int32) string {
	switch n {
	case 0:
		return "no task runs"
	case 1:
		return "1 task runs"
	}
	return fmt.Sprintf("%d tasks run", n)
}

// Change is one thing about a target that is no longer as it was shown.
type Change struct {
	What, Was, Is string
}

// Changes are what matters for a deletion and differs between two reads of a
// set: role, scale, revision, running.
func Changes(was, is TaskSet) []Change {
	var changes []Change
	note := func(what, was, is string) {
		if was != is {
			changes = append(changes, Change{What: what, Was: was, Is: is})
		}
	}
	note("role", was.Status, is.Status)
	note("scale", scaleText(was), scaleText(is))
	note("revision", Revision(was.TaskDefinition), Revision(is.TaskDefinition))
	note("running", fmt.Sprint(was.Running), fmt.Sprint(is.Running))
	return changes
}

func scaleText(set TaskSet) string {
	scale, ok := set.ScalePercent()
	if !ok {
		return "–"
	}
	return fmt.Sprintf("%g%%", scale)
}
