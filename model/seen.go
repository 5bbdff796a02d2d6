package model

import "time"

// NewFor is how long what was created, or is to run more tasks than before, may run too few
// of them without being short.
const NewFor = 2 * time.Minute

// Seen is what this program saw of a count of tasks from read to read. A fold carries it
// on, with the time of the read. It is the zero value where nothing was seen.
type Seen struct {
	// Raised is when a read had a higher wanted count than the read before it.
	Raised time.Time
	// Full is when a read last had all wanted tasks running.
	Full time.Time
	// Due is how many of the wanted tasks had to run by the last read: what is new need not
	// run yet, but what had to run before it, or has run since, must not go.
	Due int32
}

// counted is a count of tasks with what was seen of it.
type counted struct {
	running, wanted int32
	created         time.Time // zero where ECS did not tell
	seen            Seen
}

// starting tells whether the count is of something new, or has been raised.
func (c counted) starting(now time.Time) bool {
	return recent(c.created, now) || recent(c.seen.Raised, now)
}

// due is how many tasks have to run now.
func (c counted) due(now time.Time) int32 {
	if c.starting(now) {
		return min(c.seen.Due, c.wanted)
	}
	return c.wanted
}

// next is what has been seen of a count after a read at a given time. Lost tasks never lower
// what is due: only a lower wanted count does.
func (c counted) next(told counted, known bool, at time.Time) Seen {
	seen := c.seen
	due := int32(0)
	if known {
		due = c.due(at)
		if told.wanted > c.wanted {
			seen.Raised = at
		}
	}
	if told.running >= told.wanted {
		seen.Full = at
	}
	seen.Due = min(told.wanted, max(due, told.running))
	return seen
}

// recent tells whether a time is less than NewFor away from now. It may be ahead: clocks
// disagree.
func recent(then, now time.Time) bool {
	return !then.IsZero() && now.Sub(then).Abs() < NewFor
}

func (s *Service) counted() counted {
	return counted{s.Running, s.Desired, s.CreatedAt, s.Seen}
}

func (t *TaskSet) counted() counted {
	return counted{t.Running, t.ComputedDesired, t.CreatedAt, t.Seen}
}

func (d *Deployment) counted() counted {
	return counted{d.Running, d.Desired, d.CreatedAt, d.Seen}
}
