package change

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"tealset/model"
)

// What these checks find.
const (
	// CheckScale is that the set has not been scaled to zero.
	CheckScale CheckID = "scale"
	// CheckYoung is that the set was created a short time ago.
	CheckYoung CheckID = "young"
	// CheckRevision is that no other set has the task definition.
	CheckRevision CheckID = "last on its revision"
	// CheckTargetGroup is that another set registers with the same target group.
	CheckTargetGroup CheckID = "shared target group"
	// CheckOwner is a program that manages the set or its service.
	CheckOwner CheckID = "owner"
	// CheckStale is that the data on the screen is old.
	CheckStale CheckID = "stale"
	// CheckEndpoint is that the requests do not go to AWS's own endpoint.
	CheckEndpoint CheckID = "endpoint"
)

// scaleChecks tell whether the set was scaled to zero, as ECS may want it to be. The
// PRIMARY is not to be scaled to zero first: it serves.
func scaleChecks(set model.TaskSet, force bool) []Check {
	if set.Scale == nil && set.Running <= 0 {
		return []Check{{
			ID: CheckScale, Severity: Unanswered,
			Sentence: "ECS did not tell its scale: if it is not 0, ECS may refuse unless forced",
		}}
	}
	if set.Running <= 0 && set.Scale.Value <= 0 {
		return nil
	}
	check := Check{
		ID: CheckScale, Severity: Warning,
		Sentence: fmt.Sprintf("%s and the scale is %s", runs(set.Running), scaleText(set)),
	}
	if force {
		check.Sentence += ": force deletes it all the same"
	} else {
		check.Sentence += ": ECS may refuse unless forced"
	}
	if !set.Primary() {
		check.Instead = "Scale it to 0 first."
	}
	return []Check{check}
}

// setChecks look at the age of the set and at what it shares with others.
func setChecks(service model.Service, set model.TaskSet, now time.Time) []Check {
	var checks []Check
	note := func(id CheckID, sentence string) {
		checks = append(checks, Check{ID: id, Severity: Warning, Sentence: sentence})
	}
	if !set.CreatedAt.IsZero() && since(set.CreatedAt, now) < recently {
		note(CheckYoung, "created less than ten minutes ago: a deployment may be under way")
	}
	if lastOnTaskDefinition(service, set) {
		note(CheckRevision, "the last set on "+model.Revision(set.TaskDefinition)+": going back to it will need a new set")
	}
	if sharesTargetGroup(service, set) {
		note(CheckTargetGroup, "another set registers with the same target group")
	}
	return checks
}

func lastOnTaskDefinition(service model.Service, set model.TaskSet) bool {
	return set.TaskDefinition != "" && !slices.ContainsFunc(service.Live(), func(other model.TaskSet) bool {
		return other.ARN != set.ARN && other.TaskDefinition == set.TaskDefinition
	})
}

func sharesTargetGroup(service model.Service, set model.TaskSet) bool {
	return slices.ContainsFunc(service.TaskSets, func(other model.TaskSet) bool {
		return other.ARN != set.ARN && slices.ContainsFunc(other.LoadBalancers, func(theirs model.LoadBalancer) bool {
			return theirs.TargetGroupARN != "" && slices.ContainsFunc(set.LoadBalancers, func(mine model.LoadBalancer) bool {
				return mine.TargetGroupARN == theirs.TargetGroupARN
			})
		})
	})
}

// ownerChecks tell which program made the set, as far as its tags and those of its
// service say, and what that may do then.
func ownerChecks(service model.Service, set model.TaskSet, then string) []Check {
	var checks []Check
	note := func(owner string) {
		check := Check{
			ID: CheckOwner, Severity: Warning,
			Sentence: owner + " manages this: " + then,
		}
		if !slices.Contains(checks, check) {
			checks = append(checks, check)
		}
	}
	if set.StartedBy == model.ControllerCodeDeploy {
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

// readChecks tell how old what is known is, and where it comes from.
func readChecks(c Circumstances) []Check {
	var checks []Check
	if age := since(c.ReadAt, c.Now); c.ReadFailed || age > StaleAfter {
		sentence := "the data on the screen is " + ageText(age) + " old"
		if c.ReadFailed {
			sentence += ", and the last read failed"
		}
		checks = append(checks, Check{
			ID: CheckStale, Severity: Warning,
			Sentence: sentence + ": it is read again before anything is sent",
		})
	}
	if c.Endpoint != "" {
		checks = append(checks, Check{
			ID: CheckEndpoint, Severity: Warning, Sentence: "the endpoint is not AWS's: " + c.Endpoint,
		})
	}
	return checks
}

// since is the time from then to now, never negative: clocks disagree. It is zero
// when then is not known.
func since(then, now time.Time) time.Duration {
	if then.IsZero() {
		return 0
	}
	return max(0, now.Sub(then))
}
