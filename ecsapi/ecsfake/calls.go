package ecsfake

import (
	"slices"
	"time"
)

// maxCalls is how many calls are remembered.
const maxCalls = 10_000

// Call is a request that came in, whatever became of it.
type Call struct {
	Service   string    // As policies call it: "ecs".
	Operation string    // As AWS calls it: "DeleteTaskSet".
	Body      []byte    // As it was sent.
	Time      time.Time // By the server's clock.
	UserAgent string
}

// calls is a ring of the newest calls, and a count of all.
type calls struct {
	ring   []Call
	oldest int
	counts map[string]int
}

func (c *calls) add(call Call, known bool) {
	if c.counts == nil {
		c.counts = map[string]int{}
	}
	// A made-up operation is counted in the total alone: the names are the
	// client's, and there is no end to them.
	if known {
		c.counts[call.Operation]++
	}
	c.counts["*"]++
	if len(c.ring) < maxCalls {
		c.ring = append(c.ring, call)
		return
	}
	c.ring[c.oldest] = call
	c.oldest = (c.oldest + 1) % maxCalls
}

// Calls returns the newest 10,000 calls, oldest first.
func (s *Server) Calls() []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Concat(s.calls.ring[s.calls.oldest:], s.calls.ring[:s.calls.oldest])
}

// Forget drops the calls that are remembered, for whoever watches the memory of a
// long run; the counts go on.
func (s *Server) Forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls.ring, s.calls.oldest = nil, 0
}

// Count returns how often an operation was called since the start; "*" means
// all calls.
func (s *Server) Count(operation string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls.counts[operation]
}
