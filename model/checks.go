package model

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

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
	return Check{Severity: OK, Sentence: fmt.Sprintf("not PRIMARY: %s keeps that role", primary.ShortID())}
}

func capacityCheck(service Service, set TaskSet) Check {
	var others int64
	for _, other := range service.TaskSets {
		if other.ARN != set.ARN && !other.Draining() {
			others += int64(other.Running)
		}
	}
	change := fmt.Sprintf("running %d → %d, desired %d", others+int64(set.Running), others, service.Desired)
	switch {
	case set.Running > 0 && others == 0:
		return Check{
			Severity: Danger,
			Sentence: "the only set with running tasks: " + change,
			Instead:  "Start and promote another set first.",
		}
	case set.Running > 0 && others < int64(service.Desired):
		return Check{Severity: Danger, Sentence: "too little is left: " + change, Instead: "Scale another set up first."}
	case set.Running <= 0:
		return Check{Severity: OK, Sentence: "no running task is lost: " + change}
	}
	return Check{Severity: OK, Sentence: "enough is left: " + change}
}

// otherSetChecks look at the primary that is to carry on alone.
func otherSetChecks(service Service, set TaskSet, now time.Time) []Check {
	primary, ok := service.Primary()
	if !ok || primary.ARN == set.ARN {
		return nil
	}
	if !primary.Steady() || primary.Running < primary.ComputedDesired {
		return []Check{{
			Severity: Danger,
			Sentence: fmt.Sprintf("the PRIMARY %s is not steady: %d of %d tasks run",
				primary.ShortID(), primary.Running, primary.ComputedDesired),
			Instead: "Wait until it is.",
		}}
	}
	if age := since(primary.UpdatedAt, now); !primary.UpdatedAt.IsZero() && age < StuckAfter {
		return []Check{{
			Severity: Warning,
			Sentence: fmt.Sprintf("the PRIMARY %s changed less than ten minutes ago: it may still be baking", primary.ShortID()),
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
			Sentence: fmt.Sprintf("%s and the scale is %s: ECS may refuse unless forced", runs(set.Running), scaleText(set)),
			Instead:  "Scale it to 0 first.",
		})
	}
	if age := since(set.CreatedAt, now); !set.CreatedAt.IsZero() && age < StuckAfter {
		checks = append(checks, Check{
			Severity: Warning,
			Sentence: "created less than ten minutes ago: a deployment may be under way",
		})
	}
	if lastOnTaskDefinition(service, set) {
		checks = append(checks, Check{
			Severity: Warning,
			Sentence: "the last set on " + Revision(set.TaskDefinition) + ": going back to it will need a new set",
		})
	}
	if sharesTargetGroup(service, set) {
		checks = append(checks, Check{Severity: Warning, Sentence: "another set registers with the same target group"})
	}
	return checks
}

func lastOnTaskDefinition(service Service, set TaskSet) bool {
	return set.TaskDefinition != "" && !slices.ContainsFunc(service.Live(), func(other TaskSet) bool {
		return other.ARN != set.ARN && other.TaskDefinition == set.TaskDefinition
	})
}

// ownerChecks tell which program made the set, as far as its tags and those of its
// service say: it may make the set again, or count on it.
func ownerChecks(service Service, set TaskSet) []Check {
	var checks []Check
	note := func(owner string) {
		check := Check{Severity: Warning, Sentence: owner + " manages this: it may make the set anew, or fail without it"}
		if !slices.Contains(checks, check) {
			checks = append(checks, check)
		}
	}
	if set.StartedBy == ControllerCodeDeploy {
		note("CodeDeploy")
	}
	for _, tag := range slices.Concat(set.Tags, service.Tags) {
		key, value := strings.ToLower(tag.Key), strings.ToLower(tag.Value)
		switch {
		case key == "aws:cloudformation:stack-name":
			note("CloudFormation stack " + tag.Value)
		case strings.Contains(key, "pipecd"):
			note("PipeCD")
		case strings.Contains(key, "terraform"), value == "terraform":
			note("Terraform")
		}
	}
	return checks
}

// trafficChecks say what is not looked at: only the load balancer knows it.
func trafficChecks(set TaskSet) []Check {
	if len(set.LoadBalancers) == 0 {
		return nil
	}
	return []Check{{
		Severity: Unknown,
		Sentence: "traffic weights and target health are not looked up here",
		Instead:  "Look at the load balancer.",
	}}
}

func circumstanceChecks(c Circumstances) []Check {
	var checks []Check
	if age := since(c.ReadAt, c.Now); c.ReadFailed || age > StaleAfter {
		sentence := fmt.Sprintf("what is shown is %s old", age.Round(time.Second))
		if c.ReadFailed {
			sentence += ", and the last read failed"
		}
		checks = append(checks, Check{Severity: Warning, Sentence: sentence + ": it is read again before anything is sent"})
	}
	if c.Endpoint != "" {
		checks = append(checks, Check{Severity: Warning, Sentence: "the endpoint is not AWS's: " + c.Endpoint})
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
