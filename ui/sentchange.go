package ui

import (
	"slices"
	"time"

	"tealset/model"
	"tealset/model/change"
	"tealset/ui/say"
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
	given   int       // how many reads of its service it was given; see model.Row
}

// changes are all that were sent, the oldest first.
type changes struct {
	all    []*sentChange
	banner *sentChange // whose outcome stands above the rows until esc
}

// add takes a change in. What was read of its service before tells nothing of it.
func (c *changes) add(s *sentChange) {
	if row := s.conn.store.Services.Row(s.Request().Target.ServiceKey()); row != nil {
		s.given = row.Reads
	}
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

// inFlight tells whether a change of a set has been sent and not answered.
func (c *changes) inFlight(target model.TaskSetRef) bool {
	return slices.ContainsFunc(c.all, func(s *sentChange) bool {
		mine := s.Request().Target
		return s.State() == change.Sent && mine.ARN == target.ARN && mine.ServiceKey() == target.ServiceKey()
	})
}

// anyInFlight tells whether any change awaits its answer.
func (c *changes) anyInFlight() bool {
	return slices.ContainsFunc(c.all, func(s *sentChange) bool { return s.State() == change.Sent })
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

// account is the account, the Region and the profile that the set is of.
func (s *sentChange) account() string {
	arn, _ := model.ParseARN(s.Request().Target.ARN)
	return say.Join(arn.Account, arn.Region, s.conn.signer())
}

// sentence tells the outcome to a person.
func (s *sentChange) sentence() string {
	id := model.ShortID(s.Request().Target.ID)
	fault := s.Answer().Fault
	switch s.Outcome() {
	case change.None:
		return "deleting " + id + "…"
	case change.Accepted:
		return id + " is DRAINING"
	case change.Gone:
		if fault != nil && fault.Kind == model.FaultTaskSetNotFound {
			return id + " was gone already"
		}
		return id + " is gone " + say.Age(s.GoneAt().Sub(s.Request().At)) + " after it was deleted"
	case change.NotDone:
		status, _ := s.Status()
		return id + " was not deleted: it is still " + say.OrNone(status)
	case change.Refused, change.NotSent:
		return id + " was not deleted: " + fault.Headline
	case change.Unknown:
	}
	return id + ": outcome unknown: " + s.why()
}

// why tells why an outcome is not known.
func (s *sentChange) why() string {
	answer := s.Answer()
	switch {
	case s.Unanswered():
		return "tealset ended before the answer came"
	case s.Adopted():
		return "an earlier run of tealset got no clear answer"
	case answer.Fault != nil:
		return answer.Fault.Headline
	case answer.TaskSet == nil:
		return "the answer was empty"
	case answer.TaskSet.ARN != s.Request().Target.ARN:
		return "the answer was about another task set"
	default:
		return "the answer says that it is " + say.OrNone(answer.TaskSet.Status)
	}
}

// further is what there is to know beside the sentence: what a read said after an
// unknown outcome, the next step, the request.
func (s *sentChange) further() []string {
	var texts []string
	id, answer, request := model.ShortID(s.Request().Target.ID), s.Answer(), s.Request()
	if s.Outcome() == change.Unknown {
		texts = append(texts, s.seen(id))
	}
	if answer.Fault != nil && s.bad() {
		texts = append(texts, answer.Fault.Next)
	}
	if answer.Unrecorded != nil {
		texts = append(texts, "The outcome is not in the audit trail: "+answer.Unrecorded.Error()+".")
	}
	if s.Adopted() {
		texts = append(texts, "It was sent "+request.At.UTC().Format("2006-01-02 15:04:05 UTC")+" to "+
			model.NameOf(request.Target.ClusterARN)+glyphCrumb+model.NameOf(request.Target.ServiceARN)+".")
	}
	if answer.RequestID != "" {
		texts = append(texts, "request id "+answer.RequestID)
	}
	return texts
}

// seen tells what the looks at the target have found so far.
func (s *sentChange) seen(id string) string {
	if fault := s.Fault(); fault != nil {
		return "It cannot be read now: " + fault.Headline + "."
	}
	status, at := s.Status()
	if at.IsZero() {
		return "Reading " + id + " again."
	}
	return at.UTC().Format("15:04:05 UTC") + ": ECS says " + id + " is " + say.OrNone(status) + "."
}

// took is how long the answer took; ok is false where none has come.
func (s *sentChange) took() (took time.Duration, ok bool) {
	at := s.Answer().At
	return at.Sub(s.Request().At).Round(time.Millisecond), !at.IsZero()
}
