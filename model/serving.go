package model

import (
	"fmt"
	"time"
)

// Serving is the side of a service that its traffic counts on, in tasks.
type Serving struct {
	Running int64
	// Wanted is how many of its tasks are to run.
	Wanted int64
	// Beside is how many tasks run in what is not the serving side: a candidate, a
	// former primary, sets that drain, or the other half of a rolling deployment.
	Beside int64
	// Promoted tells that the serving side is what ECS calls PRIMARY.
	Promoted bool
}

// Serving is the PRIMARY task set, of which its computed desired is wanted. Where none
// is PRIMARY, or the PRIMARY is scaled to nothing although tasks are desired, all sets
// that are not draining count together, and the service's desired count is wanted. In a
// service without task sets the tasks of all deployments serve.
func (s Service) Serving() Serving { return s.serving() }

func (s *Service) serving() Serving {
	if s.ControllerType() == ControllerECS || len(s.TaskSets) == 0 {
		return s.servingDeployments()
	}
	var primary Serving
	var live, total int64
	for i := range s.TaskSets {
		set := &s.TaskSets[i]
		total += int64(set.Running)
		if set.Draining() {
			continue
		}
		live += int64(set.Running)
		if set.Primary() {
			// No set is to run more than the service desires: where ECS says so, the
			// desired count was lowered, and it has not computed anew.
			primary.Wanted += int64(min(set.ComputedDesired, s.Desired))
			primary.Running += int64(set.Running)
			primary.Promoted = true
		}
	}
	serving := primary
	if !primary.Promoted || primary.Wanted <= 0 && s.Desired > 0 {
		serving = Serving{Running: min(live, int64(max(0, s.Desired))), Wanted: int64(s.Desired)}
	}
	serving.Beside = max(0, total-serving.Running)
	return serving
}

func (s *Service) servingDeployments() Serving {
	serving := Serving{Running: int64(s.Running), Wanted: int64(s.Desired)}
	if len(s.Deployments)+len(s.TaskSets) > 1 && s.Running > s.Desired {
		serving.Running, serving.Beside = int64(s.Desired), int64(s.Running)-int64(s.Desired)
	}
	return serving
}

// short tells whether the serving side runs too few tasks, and not because it is new or was
// just scaled up.
func (s *Service) short(serving Serving, now time.Time) bool {
	return serving.Running < serving.Wanted && serving.Running < s.due(serving, now)
}

// due is how many tasks of the serving side have to run now.
func (s *Service) due(serving Serving, now time.Time) int64 {
	own := s.counted()
	if s.ControllerType() == ControllerECS || len(s.TaskSets) == 0 {
		return int64(own.due(now))
	}
	var primaries, yet int64 // yet is what live sets need not run yet
	for i := range s.TaskSets {
		set := &s.TaskSets[i]
		if set.Draining() {
			continue
		}
		due := set.counted().due(now)
		yet += int64(set.ComputedDesired) - int64(due)
		if set.Primary() {
			primaries += int64(due)
		}
	}
	if serving.Promoted {
		return primaries
	}
	return serving.Wanted - max(yet, int64(own.wanted)-int64(own.due(now)))
}

// startingHealth is the verdict on a serving side that may run too few tasks for a while.
func (s *Service) startingHealth(serving Serving, now time.Time) Health {
	created := recent(s.CreatedAt, now)
	for i := range s.TaskSets {
		set := &s.TaskSets[i]
		if set.Primary() || !serving.Promoted && !set.Draining() {
			created = created || recent(set.CreatedAt, now)
		}
	}
	if created {
		return judged(isStarting, serving.reason()+": created less than two minutes ago")
	}
	return judged(isScaling, serving.reason()+": scaled up less than two minutes ago")
}

// missing is the share of the wanted tasks that does not run, from 0 to 1.
func (v Serving) missing() float64 {
	if v.Running >= v.Wanted || v.Wanted <= 0 {
		return 0
	}
	return 1 - float64(max(0, v.Running))/float64(v.Wanted)
}

// reason tells how many of the wanted tasks run.
func (v Serving) reason() string {
	if v.Promoted {
		return fmt.Sprintf("%d of %d tasks of the PRIMARY run", v.Running, v.Wanted)
	}
	return fmt.Sprintf("%d of %d tasks run", v.Running, v.Wanted)
}
