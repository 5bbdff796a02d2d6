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

// StuckAfter is how long a set may stabilize before it counts as stuck: ECS
// itself gives a rollout no limit, and target groups rarely need more.
const StuckAfter = 10 * time.Minute

// LeftOverAfter is how long a second live set may stand steady beside the
// primary before it counts as left over from a deployment.
const LeftOverAfter = 24 * time.Hour

// Health judges a described service at a given time, the worst finding first.
func (s Service) Health(now time.Time) Health {
	if s.Missing != "" {
		return Health{Attention, "gone", "ECS answers " + s.Missing}
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

func (s Service) taskSetHealth(now time.Time) Health {
	live := s.Live()
	_, hasPrimary := s.Primary()
	switch {
	case len(s.TaskSets) == 0 && s.Desired == 0:
		return Health{Calm, "idle", "no task sets and none desired"}
	case len(s.TaskSets) == 0:
		return Health{Attention, "empty", "no task sets"}
	}
	for _, set := range live {
		if age := since(set.StableSince(), now); !set.Steady() && age >= StuckAfter {
			return Health{Attention, "stuck", fmt.Sprintf("%s has not become steady", ShortID(set.ID))}
		}
	}
	stabilizing := 0
	for _, set := range live {
		if !set.Steady() {
			stabilizing++
		}
	}
	switch {
	case s.SlotsUsed() >= MaxTaskSets:
		return Health{Attention, "full", fmt.Sprintf("%d of %d task set slots are used", s.SlotsUsed(), MaxTaskSets)}
	case stabilizing > 0 && len(live) > 1:
		return Health{Busy, "rollout", "a task set is stabilizing"}
	case s.Running < s.Desired && stabilizing == 0:
		return s.capacityHealth()
	case stabilizing > 0:
		return s.unsteady()
	case !hasPrimary:
		return Health{Attention, "headless", "no task set is PRIMARY"}
	case len(live) > 1 && s.leftOver(now):
		return Health{Attention, "leftover", "a second set has stood beside the primary for over a day"}
	case len(live) > 1:
		return Health{Busy, "two live", "two sets are steady: promote or delete one"}
	case len(live) < len(s.TaskSets):
		return Health{Busy, "draining", "a deleted set is draining"}
	}
	return s.capacityHealth()
}

// unsteady is the verdict when the only live set has not settled.
func (s Service) unsteady() Health {
	if s.Running < s.Desired {
		return Health{Attention, "short", fmt.Sprintf("%d of %d tasks run", s.Running, s.Desired)}
	}
	return Health{Busy, "settling", "the task set is stabilizing"}
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

func (s Service) leftOver(now time.Time) bool {
	for _, set := range s.Live() {
		if !set.Primary() && since(set.StableSince(), now) >= LeftOverAfter {
			return true
		}
	}
	return false
}

// since is the time from then to now, never negative: clocks disagree. It is
// zero when then is not known.
func since(then, now time.Time) time.Duration {
	if then.IsZero() {
		return 0
	}
	return max(0, now.Sub(then))
}
