package ui

import (
	"slices"
	"time"

	"tealset/model"
	"tealset/model/change"
)

// sentChange is a change that was sent, by this run or an earlier one, with the
// source by which that was done, and by which its target is looked at until its end is
// known. It is kept as long as the program runs.
type sentChange struct {
	*change.Flow
	conn    *connection
	reading bool      // its target is being read
	readNow bool      // its target is to be read without waiting
	readAt  time.Time // when the last such read began
	given   int       // how many reads of its service, or deployment, it was given; see model.Row

	shown        *model.Rollout // of its service, as it was put together last
	shownVersion int
}

// changes are all that were sent, the oldest first.
type changes struct {
	all    []*sentChange
	banner *sentChange // whose outcome stands above the rows until esc
}

// add takes a change in. What was read of its service before tells nothing of it.
func (c *changes) add(s *sentChange) {
	s.given = s.reads()
	c.all = append(c.all, s)
}

// byID is the one with an id; nil where there is none.
func (c *changes) byID(id string) *sentChange {
	at := slices.IndexFunc(c.all, func(s *sentChange) bool { return s.Request().ID == id })
	if at < 0 {
		return nil
	}
	return c.all[at]
}

// inFlight is the change of a set that has been sent and not answered; nil for none.
func (c *changes) inFlight(target model.TaskSetRef) *sentChange {
	for _, s := range c.all {
		mine := s.Request().Target
		if s.State() == change.Sent && mine.ARN == target.ARN && mine.ServiceKey() == target.ServiceKey() {
			return s
		}
	}
	return nil
}

// awaited is a change that awaits its answer; nil where none does.
func (c *changes) awaited() *sentChange {
	for _, s := range c.all {
		if s.State() == change.Sent {
			return s
		}
	}
	return nil
}

// unanswered says of a change that awaits its answer that it does so.
func (s *sentChange) unanswered() string {
	words := wordsOf(s.Request().Kind)
	return words.by + " has not answered a " + words.noun + " yet"
}

// readNow reads all targets without waiting.
func (c *changes) readNow() {
	for _, sent := range c.all {
		sent.readNow = true
	}
}

// show puts the outcome of a change above the rows. A good one does not take the
// place of a bad one of another change, which stays until it is closed.
func (c *changes) show(s *sentChange) {
	if c.banner == nil || c.banner == s || !c.banner.bad() || s.bad() {
		c.banner = s
	}
}

// bad tells whether a person should know even if they have gone on to other things.
func (s *sentChange) bad() bool {
	switch s.Outcome() {
	case change.Accepted, change.Gone:
		return s.Answer().Unrecorded != nil
	default:
		return s.State() != change.Sent
	}
}
