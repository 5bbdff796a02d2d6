package change

import (
	"time"

	"tealset/model"
)

// How often the target of a change is looked at after the answer: closely at first,
// and then slowly until the end is known. ECS gives draining no limit.
const (
	FollowEvery   = 5 * time.Second
	FollowClosely = 10 * time.Minute
	FollowSlowly  = time.Minute
)

// GiveUpAfter is how long a set has to be seen unchanged before a change of unknown
// outcome counts as not done: far longer than any request is under way.
const GiveUpAfter = 10 * time.Minute

// following is what is known of the target after the answer.
type following struct {
	since      time.Time // the answer came, or an earlier run's change was taken over
	readAt     time.Time // the last read ended, well or not
	fault      *model.Fault
	status     string // of the set in the last read that had it; empty before
	seenAt     time.Time
	firstSeen  time.Time // of the reads that showed the set unchanged
	goneAt     time.Time
	adopted    bool
	unanswered bool
}

// Adopt is a change that an earlier run of the program sent, and whose outcome is
// not known. recorded is the outcome that this run wrote down: Unknown for an answer
// that did not tell, None where it ended before it could write anything.
func Adopt(request Request, recorded Outcome, now time.Time) *Flow {
	return &Flow{
		state: Following, request: request, outcome: Unknown,
		following: following{since: now, readAt: now, adopted: true, unanswered: recorded == None},
	}
}

// Adopted tells whether an earlier run sent the change.
func (f *Flow) Adopted() bool { return f.following.adopted }

// Unanswered tells whether that earlier run ended before it could write down that
// an answer, or none, had come.
func (f *Flow) Unanswered() bool { return f.following.unanswered }

// Answer is what ECS answered; zero before, and for a change of an earlier run.
func (f *Flow) Answer() Answer { return f.answer }

// Status is the set's status in the last read after the answer, and when that read
// ended; empty where no read has shown the set.
func (f *Flow) Status() (status string, at time.Time) {
	return f.following.status, f.following.seenAt
}

// GoneAt is when the set was first known to be gone; zero where it is not.
func (f *Flow) GoneAt() time.Time { return f.following.goneAt }

// Fault is why the last look at the target failed; nil where it did not.
func (f *Flow) Fault() *model.Fault { return f.following.fault }

// Answered takes the answer to the request with the id. A second one, or one to
// another request, changes nothing.
func (f *Flow) Answered(id string, a Answer) {
	if f.state != Sent || id != f.request.ID {
		return
	}
	f.answer = a
	switch outcome := f.request.Outcome(a); outcome {
	case Accepted, Unknown:
		f.state, f.outcome = Following, outcome
		f.following.since, f.following.readAt = a.At, a.At
		f.endAccepted()
	case Gone:
		f.following.goneAt = a.At
		f.end(outcome)
	default:
		f.end(outcome)
	}
}

// Saw takes a read of the target's service, with the times at which it began and
// ended. One that began before the answer came may show what was before, and changes
// nothing. resolved means that this read told an outcome that was unknown until now.
func (f *Flow) Saw(service model.Service, began, ended time.Time) (resolved bool) {
	if f.state != Following || !f.isAbout(service) || began.Before(f.following.since) {
		return false
	}
	was := f.outcome
	f.following.readAt, f.following.fault = ended, nil
	set, ok := service.TaskSet(f.request.Target.ARN)
	if !ok {
		f.following.status, f.following.goneAt = "", ended
		f.end(Gone)
		return was == Unknown
	}
	f.following.status, f.following.seenAt = set.Status, ended
	switch {
	case f.request.shownBy(set):
		f.outcome = Accepted
		f.endAccepted()
	case was == Accepted: // an old state was served: no set comes back from DRAINING
	case f.following.firstSeen.IsZero():
		f.following.firstSeen = ended
	case ended.Sub(f.following.firstSeen) >= GiveUpAfter:
		f.end(NotDone)
	}
	return was == Unknown && f.outcome != Unknown
}

// Lost takes note that a look at the target failed. That the service or its cluster
// was not found tells nothing about the set: meanwhile the credentials may be those
// of another account.
func (f *Flow) Lost(fault *model.Fault, at time.Time) {
	if f.state == Following {
		f.following.readAt, f.following.fault = at, fault
	}
}

// NextRead is how long to wait before the target is looked at again; ok is false
// where there is nothing to look for. After a clock that stood still it is 0.
func (f *Flow) NextRead(now time.Time) (wait time.Duration, ok bool) {
	if f.state != Following {
		return 0, false
	}
	every := FollowEvery
	if now.Sub(f.following.since) >= FollowClosely {
		every = FollowSlowly
	}
	wait = f.following.readAt.Add(every).Sub(now)
	return min(max(0, wait), every), true
}

// endAccepted ends an accepted change whose target does not go on to change.
func (f *Flow) endAccepted() {
	if f.outcome == Accepted && !effects[f.request.Kind].lasts {
		f.end(Accepted)
	}
}

func (f *Flow) end(outcome Outcome) { f.state, f.outcome = Ended, outcome }
