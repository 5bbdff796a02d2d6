package model

import (
	"strings"
	"time"
)

// Tier is how soon a person should look at a service.
type Tier int

// The tiers of a verdict, the worst last.
const (
	// Calm needs nobody.
	Calm Tier = iota
	// Busy changes by itself, as it should.
	Busy
	// Untidy runs, but has something that a person should clean up.
	Untidy
	// Broken runs less than it should, or makes no progress.
	Broken
)

// Health is the one verdict on a service: a word for the row, the reason in a few words,
// and what a person should do, in sentences.
type Health struct {
	Tier   Tier
	Word   string
	Reason string
	Advice Advice
	// Missing is the share of the wanted serving tasks that does not run, from 0 to
	// 1. It is 0 where the counts are not known.
	Missing float64
}

// Urgency is what verdicts are sorted by, the largest first: the tier, and within a
// tier the missing share.
func (h Health) Urgency() float64 { return 2*float64(h.Tier) + h.Missing }

// StuckAfter is how long a set may stabilize or drain, or a deployment run less than
// is desired, before a person should look: ECS itself gives no limit, and target
// groups rarely need more.
const StuckAfter = 10 * time.Minute

// LeftOverAfter is how long a second live set may stand steady beside the
// primary before it counts as left over from a deployment.
const LeftOverAfter = 24 * time.Hour

// CodeDeployHoldsFor is how long CodeDeploy may keep a second set on purpose: two days
// before the traffic shifts, and two days before it ends the original set.
const CodeDeployHoldsFor = 4 * 24 * time.Hour

// Health judges a described service at a given time by its worst finding.
func (s Service) Health(now time.Time) Health {
	switch s.Missing {
	case "":
	case ReasonMissing:
		return judged(isGone, "ECS answers "+s.Missing)
	default:
		return judged(isGone, "ECS answers "+s.Missing).called(s.Missing)
	}
	if !s.Described {
		return Health{Reason: "not read yet"}
	}
	if s.Status != "" && s.Status != ServiceActive {
		return judged(isOtherStatus, "the service is "+s.Status).called(s.Status)
	}
	serving := s.serving()
	var health Health
	if s.ControllerType() == ControllerECS {
		health = s.rollingHealth(serving, now)
	} else {
		health = s.taskSetHealth(serving, now)
	}
	health.Missing = serving.missing()
	return health
}

// called is the same by a word of ECS.
func (h Health) called(word string) Health {
	h.Word = strings.ToLower(word)
	return h
}

// capacityHealth is the verdict where nothing but the counts is left to look at.
func (s *Service) capacityHealth(serving Serving, now time.Time) Health {
	switch {
	case s.short(serving, now):
		return judged(isShort, serving.reason())
	case serving.Running < serving.Wanted:
		return s.startingHealth(serving, now)
	case s.Desired == 0 && serving.Running == 0:
		return judged(isIdle, "no tasks are desired")
	}
	return judged(isSteady, "as it should be")
}

// since is the time from then to now, never negative: clocks disagree. It is
// zero when then is not known.
func since(then, now time.Time) time.Duration {
	if then.IsZero() {
		return 0
	}
	return max(0, now.Sub(then))
}
