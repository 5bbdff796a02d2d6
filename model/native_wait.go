package model

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
)

// StageBake is the stage in which both revisions run after all traffic has shifted.
const StageBake = "BAKE_TIME"

// The stages around a step of a linear or canary deployment: hooks wait before it, the traffic
// shifts, and hooks run after it.
const (
	stageBeforeShift = "PRE_PRODUCTION_TRAFFIC_SHIFT"
	stageShift       = "PRODUCTION_TRAFFIC_SHIFT"
	stageAfterShift  = "POST_PRODUCTION_TRAFFIC_SHIFT"
)

// RollsBack tells whether the deployment is rolled back, or is about to be. There is no such
// stage: while ECS goes back the stages of traffic run once more.
func (d ServiceDeployment) RollsBack() bool {
	return d.Status == DeployRollbackRequested || d.Status == DeployRollbackInProgress
}

// StageWords are what ECS does in a stage (ServiceDeploymentLifecycleStage), a part of a
// sentence. A stage that is not known is told as it is.
func StageWords(stage string) string {
	switch stage {
	case "":
		return "replaces the tasks"
	case "RECONCILE_SERVICE":
		return "looks at the service"
	case "PRE_SCALE_UP":
		return "is about to start tasks"
	case "SCALE_UP":
		return "starts tasks"
	case "POST_SCALE_UP":
		return "has started the tasks"
	case "TEST_TRAFFIC_SHIFT":
		return "shifts the test traffic"
	case "POST_TEST_TRAFFIC_SHIFT":
		return "has shifted the test traffic"
	case stageBeforeShift:
		return "is about to shift the production traffic"
	case stageShift:
		return "shifts the production traffic"
	case stageAfterShift:
		return "has shifted the production traffic"
	case StageBake:
		return "bakes: both revisions run"
	case "CLEAN_UP":
		return "ends the tasks of the old revision"
	}
	return "is in the stage " + lowerWords(stage)
}

// stages are those of a deployment in their order, but for stageBeforeShift, which comes again
// before each step.
var stages = []string{
	"RECONCILE_SERVICE", "PRE_SCALE_UP", "SCALE_UP", "POST_SCALE_UP", "TEST_TRAFFIC_SHIFT", "POST_TEST_TRAFFIC_SHIFT",
	stageShift, stageAfterShift, StageBake, "CLEAN_UP",
}

// NextStage is the stage that follows the present one; empty where that is not known. After a
// step the traffic shifts again, until all of it has.
func (d ServiceDeployment) NextStage() string {
	more := d.Target != nil && d.Target.ProductionWeight != nil && *d.Target.ProductionWeight < 100
	if d.Stage == stageBeforeShift || d.Stage == stageAfterShift && more {
		return stageShift
	}
	at := slices.Index(stages, d.Stage)
	if at < 0 || at+1 == len(stages) {
		return ""
	}
	return stages[at+1]
}

// BeforeTasks tells whether the deployment has not come to start the tasks of its new revision.
func (d ServiceDeployment) BeforeTasks() bool {
	at := slices.Index(stages, d.Stage)
	return at >= 0 && at < slices.Index(stages, "POST_SCALE_UP")
}

// DeploymentWait is what a service deployment waits for; ok is false where it has come to
// its end or tells nothing. Hooks come first: of those that wait for a person the one that
// runs out first.
func (d ServiceDeployment) DeploymentWait() (wait Wait, ok bool) {
	switch {
	case d.Final(), d.Status == "":
		return Wait{}, false
	case d.Status == DeployPending:
		return Wait{For: "waits for its turn"}, true
	case d.Status == DeployStopRequested:
		return Wait{For: "is about to stop"}, true
	case d.RollsBack():
		return Wait{For: "rolls back: " + StageWords(d.Stage)}, true
	}
	if paused := d.Paused(); len(paused) > 0 {
		wait = Wait{For: "waits for a person", Until: paused[0].ExpiresAt, Person: true}
		if len(paused) > 1 {
			wait.For = fmt.Sprintf("waits for a person (%d hooks, all must be continued)", len(paused))
		}
		if paused[0].TimeoutAction != "" {
			wait.Then = strings.ToUpper(paused[0].TimeoutAction)
		}
		return wait, true
	}
	for _, hook := range d.Hooks {
		if hook.Status == HookInProgress {
			return Wait{For: "waits for the hook " + hookName(hook), Until: hook.ExpiresAt}, true
		}
	}
	wait = Wait{For: StageWords(d.Stage)}
	if d.Stage == StageBake {
		wait.Until, wait.Computed = d.bakeEnd()
		if wait.Computed {
			wait.For += ", at most"
		}
	}
	return wait, true
}

// hookName is the function of a hook, or its id.
func hookName(hook LifecycleHook) string {
	if arn, ok := ParseARN(hook.TargetARN); ok {
		return strings.TrimPrefix(arn.Resource, "function:")
	}
	return hook.ID
}

// Paused are the hooks that wait for a person, the one that runs out first at the beginning.
func (d ServiceDeployment) Paused() []LifecycleHook {
	var paused []LifecycleHook
	for _, hook := range d.Hooks {
		if hook.Status == HookAwaitsAction {
			paused = append(paused, hook)
		}
	}
	slices.SortStableFunc(paused, func(a, b LifecycleHook) int {
		if a.ExpiresAt.IsZero() != b.ExpiresAt.IsZero() {
			if a.ExpiresAt.IsZero() {
				return 1
			}
			return -1
		}
		return a.ExpiresAt.Compare(b.ExpiresAt)
	})
	return paused
}

// bakeEnd is when the bake is over at the latest. No member of an answer has it: the stage
// began no later than this program first saw it, and no later than ECS last changed the
// deployment in it.
func (d ServiceDeployment) bakeEnd() (end time.Time, ok bool) {
	if d.Configuration == nil || d.Configuration.BakeMinutes == nil {
		return time.Time{}, false
	}
	began := d.StageSeen
	if began.IsZero() || !d.UpdatedAt.IsZero() && d.UpdatedAt.Before(began) {
		began = d.UpdatedAt
	}
	if began.IsZero() {
		return time.Time{}, false
	}
	return began.Add(time.Duration(*d.Configuration.BakeMinutes) * time.Minute), true
}

// StepWords tell which step of its strategy the deployment has come to: "step 3 of 10", "the
// canary of 10 %, for 5 min". It is empty where there are no steps or nothing is known of
// them.
func (d ServiceDeployment) StepWords() string {
	if d.Configuration == nil || d.Target == nil || d.Target.ProductionWeight == nil {
		return ""
	}
	weight := *d.Target.ProductionWeight
	switch c := d.Configuration; {
	case c.Strategy == StrategyLinear && c.Linear != nil && c.Linear.Percent != nil && *c.Linear.Percent > 0:
		step := *c.Linear.Percent
		return fmt.Sprintf("step %d of %d", int(math.Ceil(weight/step)), int(math.Ceil(100/step)))
	case c.Strategy == StrategyCanary && c.Canary != nil && c.Canary.Percent != nil && weight > 0 && weight < 100:
		words := "the canary of " + PercentText(*c.Canary.Percent)
		if c.Canary.BakeMinutes != nil {
			words += fmt.Sprintf(", for %d min", *c.Canary.BakeMinutes)
		}
		return words
	}
	return ""
}

// BreakerWords tell how many failed tasks the circuit breaker counts: "2 of 3 failures".
// It is empty where it is switched off or ECS told nothing.
func (d ServiceDeployment) BreakerWords() string {
	b := d.Breaker
	switch {
	case b == nil, b.Status == "DISABLED", b.Threshold <= 0:
		return ""
	case b.Status == MonitorTriggered:
		return fmt.Sprintf("the circuit breaker ended it after %d of %d failures", b.Failures, b.Threshold)
	}
	return fmt.Sprintf("%d of %d failures", b.Failures, b.Threshold)
}
