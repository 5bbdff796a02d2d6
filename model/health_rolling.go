package model

import (
	"fmt"
	"strings"
	"time"
)

// FailsAgain is how many tasks of a deployment may fail one after the other before it
// counts as stuck: the least at which ECS's own circuit breaker gives up.
const FailsAgain = 3

// Stuck tells whether the deployment makes no progress: it is under way and runs less
// than desired after StuckAfter, or has failed FailsAgain tasks in a row. ECS counts
// failures only until the first task runs.
func (d Deployment) Stuck(now time.Time) bool {
	if d.RolloutState != RolloutInProgress && d.RolloutState != "" {
		return false
	}
	return d.Failed >= FailsAgain || d.Running < d.Desired && since(d.lacksSince(), now) >= StuckAfter
}

// lacksSince is since when the deployment may have run less than is desired: it began then,
// was scaled up, or was last seen to run all.
func (d *Deployment) lacksSince() time.Time {
	from := d.CreatedAt
	for _, later := range []time.Time{d.Seen.Raised, d.Seen.Full} {
		if later.After(from) {
			from = later
		}
	}
	return from
}

// Tier is the verdict on the deployment alone. One that another has replaced is history,
// whatever became of it.
func (d Deployment) Tier(now time.Time) Tier {
	switch {
	case d.Status == DeploymentInactive:
		return Calm
	case d.RolloutState == RolloutFailed, d.Stuck(now):
		return Broken
	case d.RolloutState == RolloutInProgress:
		return Busy
	}
	return Calm
}

// Cause is what ECS says of the state of the deployment, empty where that only says
// again that it is in progress.
func (d Deployment) Cause() string {
	if strings.HasSuffix(d.RolloutStateReason, " in progress.") {
		return ""
	}
	return d.RolloutStateReason
}

// rollsBack tells whether ECS, when the deployment failed, went back to an earlier one
// by itself: only its sentence tells so.
func (d Deployment) rollsBack() bool {
	return strings.Contains(strings.ToLower(d.RolloutStateReason), "rolling back")
}

// rollingHealth judges a service of the ECS controller by its present deployment, and
// then by its counts: a rollout may run on fewer tasks for a while, until its own have all
// run once.
func (s *Service) rollingHealth(serving Serving, now time.Time) Health {
	present, failed, moving := s.rollout()
	switch {
	case present == nil:
	case present.RolloutState == RolloutFailed:
		return judged(isFailed, because("a deployment failed", present.Cause()))
	case moving && present.Stuck(now):
		return judged(isStuck, because(present.progress(now), present.Cause()))
	case moving && !present.Seen.Full.IsZero() && s.short(serving, now):
		return judged(isShort, serving.reason())
	case moving && failed != nil && failed.rollsBack():
		return judged(isRollback, because("a deployment failed", failed.Cause()))
	case moving:
		reason := "a deployment is in progress"
		if failed != nil {
			reason += ", after one that failed"
		}
		return judged(isRollout, reason)
	}
	return s.oldSetsHealth(s.capacityHealth(serving, now))
}

// oldSetsHealth tells of task sets that are left in a service whose controller was changed
// to ECS, unless something worse was found.
func (s *Service) oldSetsHealth(found Health) Health {
	live := 0
	for i := range s.TaskSets {
		if !s.TaskSets[i].Draining() {
			live++
		}
	}
	switch {
	case found.Tier >= Untidy || len(s.TaskSets) == 0:
		return found
	case live > 0:
		return judged(isLeftover, "a task set is left from before the controller was changed to ECS")
	}
	return judged(isDraining, "a task set from before the controller was changed to ECS is draining")
}

// rollout finds the present deployment, which is the PRIMARY or else the first, one
// beside it that failed, and whether tasks move from one to another. Behind a Classic
// Load Balancer ECS tells no rollout state: there a second deployment tells it.
// INACTIVE ones are history.
func (s *Service) rollout() (present, failed *Deployment, moving bool) {
	live := 0
	for i := range s.Deployments {
		d := &s.Deployments[i]
		if d.Status == DeploymentInactive {
			continue
		}
		live++
		moving = moving || d.RolloutState == RolloutInProgress
		if present == nil || d.Status == StatusPrimary && present.Status != StatusPrimary {
			present = d
		}
	}
	for i := range s.Deployments {
		d := &s.Deployments[i]
		if failed == nil && d != present && d.Status != DeploymentInactive && d.RolloutState == RolloutFailed {
			failed = d
		}
	}
	return present, failed, moving || present != nil && present.RolloutState == "" && live > 1
}

// progress tells how far a deployment has come.
func (d Deployment) progress(now time.Time) string {
	text := fmt.Sprintf("%d of %d tasks of the deployment run", d.Running, d.Desired)
	if age := since(d.lacksSince(), now); age >= StuckAfter {
		text += " after " + span(age)
	}
	if d.Failed > 0 {
		text += fmt.Sprintf(", %d failed", d.Failed)
	}
	return text
}

// because puts ECS's own reason behind a sentence, where it gives one.
func because(text, reason string) string {
	if reason == "" {
		return text
	}
	return text + ": " + reason
}

// span is a time of ten minutes or more in words.
func span(d time.Duration) string {
	switch {
	case d < time.Hour:
		return fmt.Sprintf("%d minutes", int(d.Minutes()))
	case d < 2*time.Hour:
		return "1 hour"
	case d < 48*time.Hour:
		return fmt.Sprintf("%d hours", int(d.Hours()))
	}
	return fmt.Sprintf("%d days", int(d.Hours())/24)
}
