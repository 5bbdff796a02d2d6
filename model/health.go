package model

import (
	"fmt"
	"strings"
	"time"
)

// Severity orders what a person should look at first.
type Severity int

// The severities of a verdict, the worst last.
const (
	// Calm needs nobody.
	Calm Severity = iota
	// Busy changes by itself, as it should.
	Busy
	// Attention needs a person.
	Attention
)

// Health is the one verdict on a service: a word for the row, and the reason in
// a few words.
type Health struct {
	Severity Severity
	Word     string
	Reason   string
}

// StuckAfter is how long a set may stabilize, or drain, before it counts as stuck:
// ECS itself gives neither a limit, and target groups rarely need more.
const StuckAfter = 10 * time.Minute

// LeftOverAfter is how long a second live set may stand steady beside the
// primary before it counts as left over from a deployment.
const LeftOverAfter = 24 * time.Hour

// Health judges a described service at a given time, the worst finding first.
func (s Service) Health(now time.Time) Health {
	switch s.Missing {
	case "":
	case ReasonMissing:
		return Health{Attention, "gone", "ECS answers " + s.Missing}
	default:
		return Health{Attention, strings.ToLower(s.Missing), "ECS answers " + s.Missing}
	}
	if !s.Described {
		return Health{Calm, "", "not read yet"}
	}
	if s.Status != "" && s.Status != ServiceActive {
		return Health{Busy, strings.ToLower(s.Status), "the service is " + s.Status}
	}
	if s.ControllerType() == ControllerECS {
		return s.rollingHealth()
	}
	return s.taskSetHealth(now)
}

func (s Service) rollingHealth() Health {
	for _, deployment := range s.Deployments {
		if deployment.RolloutState == "FAILED" {
			return Health{Attention, "failed", "a deployment failed"}
		}
	}
	for _, deployment := range s.Deployments {
		if deployment.RolloutState == "IN_PROGRESS" {
			return Health{Busy, "rollout", "a deployment is in progress"}
		}
	}
	return s.capacityHealth()
}

// taskSetHealth looks for what hurts now, then for what will, then for what
// changes by itself, then for what was left behind. It is asked for every row of a
// list, so it makes no copies.
func (s Service) taskSetHealth(now time.Time) Health {
	var primary *TaskSet
	for i := range s.TaskSets {
		if primary == nil && s.TaskSets[i].Status == StatusPrimary {
			primary = &s.TaskSets[i]
		}
	}
	live, unsteady, leftOver, stuck, lingering := 0, false, false, "", ""
	for i := range s.TaskSets {
		set := &s.TaskSets[i]
		if set.Draining() {
			if lingering == "" && since(set.UpdatedAt, now) >= StuckAfter {
				lingering = set.ShortID()
			}
			continue
		}
		live++
		unsteady = unsteady || set.unsteady()
		leftOver = leftOver || primary != nil && set.leftOverBeside(primary, now)
		if stuck == "" && set.unsteady() && since(set.StableSince(), now) >= StuckAfter {
			stuck = set.ShortID()
		}
	}
	switch {
	case live == 0:
		return s.lifelessHealth()
	case s.Running < s.Desired:
		return s.capacityHealth()
	case stuck != "":
		return Health{Attention, "stuck", stuck + " has not become steady"}
	case s.SlotsUsed() >= MaxTaskSets:
		return Health{Attention, "full", fmt.Sprintf("%d of %d task set slots are used", s.SlotsUsed(), MaxTaskSets)}
	case unsteady && live > 1:
		return Health{Busy, "rollout", "a task set is stabilizing"}
	case unsteady:
		return Health{Busy, "settling", "the task set is stabilizing"}
	case primary == nil:
		return Health{Attention, "headless", "no task set is PRIMARY"}
	case lingering != "":
		return Health{Attention, "lingers", lingering + " has been draining for over ten minutes"}
	case leftOver:
		return Health{Attention, "leftover", "a second set has stood beside the primary for over a day"}
	case live > 1:
		return Health{Busy, "two live", fmt.Sprintf("%d sets are live: promote or delete one", live)}
	case live < len(s.TaskSets):
		return Health{Busy, "draining", "a deleted set is draining"}
	}
	return s.capacityHealth()
}

// lifelessHealth is the verdict on a service without a set that is to stay.
func (s Service) lifelessHealth() Health {
	switch {
	case s.Desired > 0 && len(s.TaskSets) > 0:
		return Health{Attention, "empty", "every task set is draining"}
	case s.Desired > 0:
		return Health{Attention, "empty", "no task sets"}
	case len(s.TaskSets) > 0:
		return Health{Busy, "draining", "the last task sets are draining"}
	}
	return Health{Calm, "idle", "no task sets and none desired"}
}

func (s Service) capacityHealth() Health {
	switch {
	case s.Running < s.Desired:
		return Health{Attention, "short", fmt.Sprintf("%d of %d tasks run", s.Running, s.Desired)}
	case s.Desired == 0 && s.Running == 0:
		return Health{Calm, "idle", "no tasks are desired"}
	}
	return Health{Calm, "steady", "as it should be"}
}

// unsteady tells whether ECS calls the set anything but steady. Where it says
// nothing, the counts have to do.
func (t TaskSet) unsteady() bool { return t.StabilityStatus != "" && !t.Steady() }

// leftOverBeside tells whether the set has stood beside the primary for so long
// that it was forgotten. A former primary has been steady for longer than that:
// it stands beside the new one since that was created, or since its own change of
// role, which is an update.
func (t *TaskSet) leftOverBeside(primary *TaskSet, now time.Time) bool {
	return !t.Primary() &&
		min(since(t.StableSince(), now), since(t.UpdatedAt, now), since(primary.CreatedAt, now)) >= LeftOverAfter
}

// since is the time from then to now, never negative: clocks disagree. It is
// zero when then is not known.
func since(then, now time.Time) time.Duration {
	if then.IsZero() {
		return 0
	}
	return max(0, now.Sub(then))
}
