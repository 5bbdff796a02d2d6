package ecsfake

import (
	"container/heap"
	"sync"
	"time"
)

// maxCatchUp bounds how much of the past one request plays: what was due in a
// longer gap between two requests happens in the last ten minutes of the gap.
// Without it a crash loop looked at again after a night would play thousands
// of crashes.
const maxCatchUp = 10 * time.Minute

// Clock is a clock that moves only when told, for tests: its Now is what New
// wants. It is safe for concurrent use.
type Clock struct {
	mu sync.Mutex
	at time.Time
}

// NewClock returns a Clock that stands at the given time.
func NewClock(at time.Time) *Clock { return &Clock{at: at} }

// Now returns the time the clock stands at.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

// Advance moves the clock forward by d, or back for a negative d.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// An event is something due at a time. Events of one time happen in the order
// in which they were planned, so the same requests at the same times give the
// same world.
type event struct {
	at    time.Time
	order int
	do    func(at time.Time)
}

// A timeline is a heap of events, the next one first.
type timeline []event

func (t timeline) Len() int      { return len(t) }
func (t timeline) Swap(i, j int) { t[i], t[j] = t[j], t[i] }
func (t timeline) Less(i, j int) bool {
	if t[i].at.Equal(t[j].at) {
		return t[i].order < t[j].order
	}
	return t[i].at.Before(t[j].at)
}

// Push is for container/heap.
func (t *timeline) Push(e any) { *t = append(*t, e.(event)) }

// Pop is for container/heap.
func (t *timeline) Pop() any {
	last := len(*t) - 1
	e := (*t)[last]
	(*t)[last] = event{}
	*t = (*t)[:last]
	return e
}

// plan has do happen at the given time.
func (s *Server) plan(at time.Time, do func(at time.Time)) {
	s.planned++
	heap.Push(&s.timeline, event{at: at, order: s.planned, do: do})
}

// advance plays everything that is due by now. An event is played at the time
// it was due, not at the time of the request, so that how often a client polls
// changes nothing. A clock that goes back is taken to stand still. The wall
// clock rules (Round): a laptop that slept has missed something.
func (s *Server) advance() {
	now := s.now().Round(0)
	if skip := now.Sub(s.at) - maxCatchUp; skip > 0 {
		for i := range s.timeline {
			s.timeline[i].at = s.timeline[i].at.Add(skip)
		}
	}
	for len(s.timeline) > 0 && !s.timeline[0].at.After(now) {
		e := heap.Pop(&s.timeline).(event)
		e.do(e.at)
	}
	if now.After(s.at) {
		s.at = now
	}
}
