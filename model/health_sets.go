package model

import (
	"fmt"
	"time"
)

// setFindings are what a verdict needs to know of the task sets of a service.
type setFindings struct {
	live, primaries int
	wanted          int64 // tasks that the live sets are to run together
	primaryWanted   int64
	unsteady        bool
	leftOver        bool
	stuck, lingers  string // the first such set in short, empty without one
}

// findings looks at every set. It is asked for every row of a list, so it makes no
// copies.
func (s *Service) findings(now time.Time) setFindings {
	var found setFindings
	var primary *TaskSet
	for i := range s.TaskSets {
		if s.TaskSets[i].Status == StatusPrimary {
			primary = &s.TaskSets[i]
			break
		}
	}
	leftOverAfter := s.leftOverAfter()
	for i := range s.TaskSets {
		set := &s.TaskSets[i]
		if set.Draining() {
			if found.lingers == "" && set.Lingers(now) {
				found.lingers = set.ShortID()
			}
			continue
		}
		found.live++
		found.wanted += int64(set.ComputedDesired)
		if set.Primary() {
			found.primaries++
			found.primaryWanted += int64(set.ComputedDesired)
		}
		found.leftOver = found.leftOver || primary != nil && set.besideFor(primary, leftOverAfter, now)
		if set.Steady() {
			continue
		}
		found.unsteady = true
		if found.stuck == "" && set.Stuck(now) {
			found.stuck = set.ShortID()
		}
	}
	return found
}

// taskSetHealth tells what is broken, then what is untidy, then what changes by
// itself. A role or a scale that looks wrong is untidy only when every set is steady:
// a rollout under way is about to change both.
func (s *Service) taskSetHealth(serving Serving, now time.Time) Health {
	found := s.findings(now)
	switch {
	case found.live == 0:
		return s.lifelessHealth(serving, now)
	case s.short(serving, now):
		return judged(isShort, serving.reason())
	case found.stuck != "":
		return judged(isStuck, found.stuck+" has not become steady")
	case found.primaries > 1:
		return judged(isDoubled, fmt.Sprintf("%d task sets are PRIMARY", found.primaries))
	case s.SlotsUsed() >= MaxTaskSets:
		return judged(isFull, fmt.Sprintf("%d of %d task set slots are used", s.SlotsUsed(), MaxTaskSets))
	case found.lingers != "":
		return judged(isLingers, found.lingers+" has been draining for over ten minutes")
	case found.leftOver:
		return s.leftOverHealth()
	case serving.Running < serving.Wanted:
		return s.startingHealth(serving, now)
	case found.unsteady && found.live > 1 && s.ControllerType() == ControllerCodeDeploy:
		return judged(isRollout, "CodeDeploy is deploying: a task set is stabilizing")
	case found.unsteady && found.live > 1:
		return judged(isRollout, "a task set is stabilizing")
	case found.unsteady:
		return judged(isSettling, "the task set is stabilizing")
	}
	return s.steadySetsHealth(found, serving, now)
}

// steadySetsHealth is the verdict where every set runs what it is to run.
func (s *Service) steadySetsHealth(found setFindings, serving Serving, now time.Time) Health {
	switch {
	case found.primaries == 0:
		return judged(isHeadless, "no task set is PRIMARY")
	case found.primaryWanted <= 0 && s.Desired > 0:
		return judged(isHeadless, "the PRIMARY is scaled to 0, and what runs is not PRIMARY")
	case found.wanted < int64(s.Desired) && recent(s.Seen.Raised, now):
		return judged(isScaling, fmt.Sprintf("%d tasks have been desired for less than two minutes", s.Desired))
	case found.wanted < int64(s.Desired):
		return judged(isPartial, fmt.Sprintf("the task sets are scaled to %d of %d desired tasks", found.wanted, s.Desired))
	case found.live > 1 && s.ControllerType() == ControllerCodeDeploy:
		return judged(isWaiting, "CodeDeploy keeps two sets until the traffic has shifted or its wait ends")
	case found.live > 1:
		return judged(isTwoLive, fmt.Sprintf("%d sets are live: promote or delete one", found.live))
	case found.live < len(s.TaskSets) && s.ControllerType() == ControllerCodeDeploy:
		return judged(isDraining, "a set that CodeDeploy deleted is draining")
	case found.live < len(s.TaskSets):
		return judged(isDraining, "a deleted set is draining")
	}
	return s.capacityHealth(serving, now)
}

// lifelessHealth is the verdict on a service without a set that is to stay.
func (s *Service) lifelessHealth(serving Serving, now time.Time) Health {
	switch {
	case s.Desired > 0 && !s.short(serving, now):
		return s.startingHealth(serving, now)
	case s.Desired > 0 && len(s.TaskSets) > 0:
		return judged(isEmpty, "every task set is draining")
	case s.Desired > 0:
		return judged(isEmpty, "no task sets")
	case len(s.TaskSets) > 0:
		return judged(isDraining, "the last task sets are draining")
	}
	return judged(isIdle, "no task sets and none desired")
}

// leftOverAfter is how long a second set may stand beside the primary.
func (s *Service) leftOverAfter() time.Duration {
	if s.ControllerType() == ControllerCodeDeploy {
		return CodeDeployHoldsFor + LeftOverAfter
	}
	return LeftOverAfter
}

func (s *Service) leftOverHealth() Health {
	reason := "a second set has stood beside the primary for over a day"
	if s.ControllerType() == ControllerCodeDeploy {
		reason = "a second set has stood beside the primary for longer than CodeDeploy waits"
	}
	return judged(isLeftover, reason)
}

// besideFor tells whether the set has stood beside the primary for a time. A former
// primary has been steady for longer than that: it stands beside the new one since
// that was created, or since its own change of role, which is an update.
func (t *TaskSet) besideFor(primary *TaskSet, least time.Duration, now time.Time) bool {
	return t.Status != StatusPrimary && since(t.UpdatedAt, now) >= least &&
		since(primary.CreatedAt, now) >= least && since(t.StableSince(), now) >= least
}
