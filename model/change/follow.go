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

// GiveUpAfter is how long a target has to be seen unchanged before nothing more is looked for:
// far longer than any request is under way.
const GiveUpAfter = 10 * time.Minute

// seenWithin is how long after the confirmation, and after the look before it, a look may begin so
// that between them no change can have been made and taken back by somebody else. It is more
// than FollowSlowly and than the time that an answer takes.
const seenWithin = 2 * time.Minute

// following is what is known of the target after the answer.
type following struct {
	effectAt   time.Time // the end of the first read that showed all that follows from the change
	since      time.Time // the answer came, or an earlier run's change was taken over
	readAt     time.Time // the last read ended, well or not
	fault      *model.Fault
	status     string // of the set in the last read that had it; empty before
	seenAt     time.Time
	firstSeen  time.Time // of the reads that showed the set unchanged
	unseen     bool      // more than seenWithin passed without a look
	goneAt     time.Time
	deleted    bool // by this change, and it was looked at until it was gone
	adopted    bool
	unanswered bool
}

// Adopt is a change that an earlier run of the program sent, and whose outcome is
// not known. recorded is the outcome that this run wrote down: Unknown for an answer
// that did not tell, None where it ended before it could write anything.
func Adopt(request Request, recorded Outcome, now time.Time) *Flow {
	return &Flow{
		state: Following, question: question{request: request}, outcome: Unknown,
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

// Status is the status of the set, or of the deployment, in the last read after the answer,
// and when that read ended; empty where no read has shown it.
func (f *Flow) Status() (status string, at time.Time) {
	return f.following.status, f.following.seenAt
}

// GoneAt is when the set was first known to be gone; zero where it is not.
func (f *Flow) GoneAt() time.Time { return f.following.goneAt }

// GoneAfter is how long after its confirmation a deletion had its set gone. It is false where that
// is not known: the deletion may have had no effect, and somebody else deleted the set, or nobody
// looked for a while before the set was gone.
func (f *Flow) GoneAfter() (after time.Duration, ok bool) {
	return f.following.goneAt.Sub(f.request.At), f.following.deleted
}

// Fault is why the last look at the target failed; nil where it did not.
func (f *Flow) Fault() *model.Fault { return f.following.fault }

// EffectAt is when a read first showed all that follows from the change: the tasks of a scaled
// set all run, a deployment has gone on. It is zero before, and for a deleted set, see GoneAt.
func (f *Flow) EffectAt() time.Time { return f.following.effectAt }

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
	case Gone:
		f.following.goneAt = a.At
		f.end(outcome)
	default:
		f.end(outcome)
	}
}

// Saw takes a read of the target's service, with the times at which it began and
// ended. One that began before the answer came may show what was before, and changes
// nothing; nor does any for a change of a deployment. resolved means that this read told an
// outcome that was unknown until now.
func (f *Flow) Saw(service model.Service, began, ended time.Time) (resolved bool) {
	if !f.request.Kind.OfTaskSet() || f.state != Following || !f.isAbout(service) || began.Before(f.following.since) {
		return false
	}
	was := f.outcome
	f.following.looks(f.request.At, began)
	f.following.readAt, f.following.fault = ended, nil
	set, ok := service.TaskSet(f.request.Target.ARN)
	if !ok {
		f.following.status, f.following.goneAt = "", ended
		f.following.deleted = was == Accepted && f.request.Kind == DeleteTaskSet && !f.following.unseen
		f.end(f.withoutSet())
		return was == Unknown
	}
	f.following.status, f.following.seenAt = set.Status, ended
	complete := definitions[f.request.Kind].complete
	switch {
	case f.request.shownBy(set) && complete != nil && complete(set):
		f.took(ended)
	case f.request.shownBy(set):
		f.outcome = Accepted
	case was == Accepted && complete == nil: // an old state was served: no set comes back from DRAINING
	default:
		f.unchanged(ended, f.untouched(set))
	}
	return was == Unknown && f.outcome != Unknown
}

// looks takes note of how long nobody looked before a look begins. By the wall clock, since the
// monotonic one stands still while a laptop sleeps.
func (w *following) looks(confirmed, began time.Time) {
	last := w.seenAt
	if last.IsZero() {
		last = confirmed
	}
	w.unseen = w.unseen || began.Round(0).Sub(last.Round(0)).Abs() > seenWithin
}

// untouched tells whether a set that does not show the change cannot have shown it before. A role
// and a scale can be given back while nobody looks; no set comes back from DRAINING.
func (f *Flow) untouched(set model.TaskSet) bool {
	confirmed := f.request.Seen.UpdatedAt
	return definitions[f.request.Kind].complete == nil || !f.following.unseen ||
		!confirmed.IsZero() && set.UpdatedAt.Equal(confirmed)
}

// withoutSet is the outcome of a change whose set is gone: that it was accepted stays true,
// unless it was to be deleted.
func (f *Flow) withoutSet() Outcome {
	if f.outcome == Accepted && f.request.Kind != DeleteTaskSet {
		return Accepted
	}
	return Gone
}

// SawDeployment takes a read of the deployment that the change is of, as Saw takes one of a
// service. A read of another deployment changes nothing.
func (f *Flow) SawDeployment(known model.Known, began, ended time.Time) (resolved bool) {
	if f.request.Kind.OfTaskSet() || f.state != Following || began.Before(f.following.since) {
		return false
	}
	status, ok := f.request.deploymentIn(known)
	if !ok {
		return false
	}
	was := f.outcome
	f.following.readAt, f.following.fault = ended, nil
	f.following.status, f.following.seenAt = status, ended
	switch definitions[f.request.Kind].sign(f.request, known) {
	case signDone:
		f.took(ended)
	case signAlike:
		if f.outcome == Accepted {
			f.took(ended)
		} else {
			f.end(f.outcome)
		}
	case signElse:
		f.end(f.outcome)
	case signNever:
		f.end(f.orNotDone())
	case signNone:
		f.unchanged(ended, true) // no deployment goes back to an earlier state
	}
	return was == Unknown && f.outcome != Unknown
}

// took ends a change of which a read showed all that follows from it.
func (f *Flow) took(at time.Time) {
	f.following.effectAt = at
	f.end(Accepted)
}

// unchanged takes note of a read that showed the target as before the change; all along tells
// that it cannot have been otherwise in between.
func (f *Flow) unchanged(at time.Time, allAlong bool) {
	switch {
	case f.following.firstSeen.IsZero():
		f.following.firstSeen = at
	case at.Sub(f.following.firstSeen) < GiveUpAfter:
	case allAlong:
		f.end(f.orNotDone())
	default:
		f.end(f.outcome)
	}
}

// orNotDone is the outcome of a change that shows no effect. What was answered stays true.
func (f *Flow) orNotDone() Outcome {
	if f.outcome == Accepted {
		return Accepted
	}
	return NotDone
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

func (f *Flow) end(outcome Outcome) { f.state, f.outcome = Ended, outcome }
