package change

import (
	"fmt"

	"tealset/model"
)

// What these checks find.
const (
	// CheckGone is that the target is not there any more.
	CheckGone CheckID = "gone"
	// CheckDraining is that the set was deleted already.
	CheckDraining CheckID = "draining"
	// CheckServiceStatus is that the service is not ACTIVE.
	CheckServiceStatus CheckID = "service status"
	// CheckController is who owns the task sets of the service.
	CheckController CheckID = "controller"
	// CheckAwaited is that an earlier change of the set still awaits its answer.
	CheckAwaited CheckID = "earlier change awaited"
	// CheckEarlier is that nobody knows what an earlier change of the set did.
	CheckEarlier CheckID = "earlier change unknown"
)

// refusals are what no force overrides, because of ECS or of tealset.
func refusals(service model.Service, set model.TaskSet, c Circumstances) []Check {
	checks := controllerChecks(service, set)
	if service.Status != "" && service.Status != model.ServiceActive {
		checks = append(checks, Check{
			ID: CheckServiceStatus, Severity: Block, ByECS: true,
			Sentence: "the service is " + service.Status + ": ECS answers ServiceNotActiveException",
			Instead:  "Its task sets go with the service.",
		})
	}
	if set.Draining() {
		checks = append(checks, Check{
			ID: CheckDraining, Severity: Block,
			Sentence: fmt.Sprintf("already DRAINING: %s left, then it disappears", tasks(set.Running)),
			Instead:  "Wait.",
		})
	}
	if awaited := ofTarget(c.Earlier, set, None); len(awaited) > 0 {
		checks = append(checks, Check{
			ID: CheckAwaited, Severity: Block,
			Sentence: said(awaited[0], c) + " awaits its answer",
			Instead:  "Wait for it.",
		})
	}
	return checks
}

func controllerChecks(service model.Service, set model.TaskSet) []Check {
	switch service.ControllerType() {
	case model.ControllerExternal:
		return nil
	case model.ControllerCodeDeploy:
		sentence := "CodeDeploy owns this set"
		if set.ExternalID != "" {
			sentence += " by deployment " + set.ExternalID
		}
		return []Check{{
			ID: CheckController, Severity: Block, ByECS: true,
			Sentence: sentence + ": ECS deletes sets of EXTERNAL services only",
			Instead:  "Continue or stop the deployment in CodeDeploy.",
		}}
	default:
		return []Check{{
			ID: CheckController, Severity: Block, ByECS: true,
			Sentence: "the deployment controller is " + service.ControllerType() + ", not EXTERNAL",
		}}
	}
}

// earlierChecks tell of changes of the same set that may still take effect, or
// have done so already.
func earlierChecks(set model.TaskSet, c Circumstances) []Check {
	unknown := ofTarget(c.Earlier, set, Unknown)
	if len(unknown) == 0 {
		return nil
	}
	latest := unknown[0]
	for _, earlier := range unknown {
		if earlier.Request.At.After(latest.Request.At) {
			latest = earlier
		}
	}
	sentence := said(latest, c) + " has no known outcome"
	if others := len(unknown) - 1; others > 0 {
		sentence += fmt.Sprintf(", nor have %d before it", others)
	}
	return []Check{{
		ID: CheckEarlier, Severity: Danger, Need: int64(len(unknown)),
		Sentence: sentence, Instead: "Wait until it is known.",
	}}
}

// ofTarget are the changes of the set that have come to the outcome.
func ofTarget(earlier []Earlier, set model.TaskSet, outcome Outcome) []Earlier {
	var found []Earlier
	for _, e := range earlier {
		if e.Request.Target.ARN == set.ARN && e.Outcome == outcome {
			found = append(found, e)
		}
	}
	return found
}

// said names an earlier change and its age.
func said(earlier Earlier, c Circumstances) string {
	if earlier.Request.At.IsZero() {
		return fmt.Sprintf("an earlier %s", earlier.Request.Kind)
	}
	return fmt.Sprintf("a %s of %s ago", earlier.Request.Kind, ageText(since(earlier.Request.At, c.Now)))
}
