package ui

import (
	"time"

	"tealset/model"
	"tealset/model/change"
)

// outcome is how far a deletion has come.
type outcome int

const (
	outcomeSent       outcome = iota // no answer yet
	outcomeAccepted                  // the set is DRAINING
	outcomeGone                      // the set has disappeared
	outcomeRefused                   // ECS said no: nothing was deleted
	outcomeUnknown                   // no answer that tells; being read again
	outcomeNotDeleted                // no answer told, and the set was still there ten minutes later
)

func (o outcome) String() string {
	return [...]string{"sent", "accepted, draining", "gone", "refused", "unknown", "not deleted"}[o]
}

// deletion is one DeleteTaskSet that was sent, and what became of it. It is kept
// as long as the program runs.
type deletion struct {
	change.Request
	source    Source    // by which it was sent, and is followed
	since     time.Time // from when on it is followed
	earlier   bool      // it was sent by a run that ended before the answer came
	followed  bool      // it is due to be looked at again
	answered  time.Time
	goneAt    time.Time
	outcome   outcome
	requestID string
	fault     *model.Fault
	seen      string // what a read said after an unknown outcome: the set's status
	seenAt    time.Time
}

// dangling is a deletion of an earlier run, whose outcome was never known.
func dangling(request change.Request, source Source, now time.Time) *deletion {
	return &deletion{Request: request, source: source, since: now, earlier: true, outcome: outcomeUnknown}
}

// whose is the account, the Region and the profile that the set is of.
func (d *deletion) whose() string {
	arn, _ := model.ParseARN(d.Target.ARN)
	return join(arn.Account, arn.Region, d.source.Profile)
}

// inFlight tells whether a deletion of the set has been sent and not answered.
func (m *Model) inFlight(arn string) bool {
	for _, d := range m.deletions {
		if d.Target.ARN == arn && d.outcome == outcomeSent {
			return true
		}
	}
	return false
}

// anyInFlight tells whether any deletion awaits its answer.
func (m *Model) anyInFlight() bool {
	for _, d := range m.deletions {
		if d.outcome == outcomeSent {
			return true
		}
	}
	return false
}

// answer takes ECS's answer in.
func (d *deletion) answer(a change.Answer) {
	d.answered, d.requestID, d.fault = a.At, a.RequestID, a.Fault
	switch d.Outcome(a) {
	case change.Accepted:
		d.outcome = outcomeAccepted
	case change.Gone:
		d.outcome, d.goneAt = outcomeGone, a.At
	case change.Unknown:
		d.outcome = outcomeUnknown
	default:
		d.outcome = outcomeRefused
	}
}

// bad tells whether a person should know even if they have gone on to other things.
func (d *deletion) bad() bool {
	return d.outcome == outcomeRefused || d.outcome == outcomeUnknown || d.outcome == outcomeNotDeleted
}

// open tells whether there is still something to find out.
func (d *deletion) open() bool { return d.outcome == outcomeAccepted || d.outcome == outcomeUnknown }

// follow takes a read of the service in that began after the answer: whether the
// set still drains, is gone, or was never deleted. resolved is true when this ends
// an unknown outcome.
func (d *deletion) follow(service model.Service, at time.Time) (resolved bool) {
	if !d.open() {
		return false
	}
	unknown := d.outcome == outcomeUnknown
	set, ok := service.TaskSet(d.Target.ARN)
	switch {
	case !ok:
		d.outcome, d.goneAt = outcomeGone, at
	case set.Draining():
		d.outcome = outcomeAccepted
	case unknown:
		d.seen, d.seenAt = set.Status, at
		if at.Sub(d.since) >= followFor {
			d.outcome = outcomeNotDeleted
		}
	}
	return unknown && d.outcome != outcomeUnknown
}

// resolved is the outcome that later reads have shown.
func (d *deletion) resolved() change.Outcome {
	switch d.outcome {
	case outcomeGone:
		return change.Gone
	case outcomeAccepted:
		return change.Accepted
	default:
		return change.NotDone
	}
}

// sentence tells the outcome to a person.
func (d *deletion) sentence() string {
	id := model.ShortID(d.Target.ID)
	switch d.outcome {
	case outcomeSent:
		return "deleting " + id + "…"
	case outcomeAccepted:
		return id + " is DRAINING"
	case outcomeGone:
		if d.fault != nil && d.fault.Kind == model.FaultTaskSetNotFound {
			return id + " was gone already"
		}
		return id + " is gone " + short(d.goneAt.Sub(d.At)) + " after it was deleted"
	case outcomeNotDeleted:
		return id + " not deleted: it is still " + d.seen
	case outcomeRefused:
		return id + " not deleted: " + d.fault.Headline
	default:
		switch {
		case d.earlier:
			return id + ": outcome unknown: tealset ended before the answer came"
		case d.fault == nil:
			return id + ": outcome unknown: the answer was empty"
		default:
			return id + ": outcome unknown: " + d.fault.Headline
		}
	}
}

// further is what there is to know beside the sentence: what a read said after an
// unknown outcome, the next step, the request.
func (d *deletion) further() []string {
	var texts []string
	if d.outcome == outcomeUnknown && d.seen == "" {
		texts = append(texts, "Reading "+model.ShortID(d.Target.ID)+" again.")
	}
	if d.outcome == outcomeUnknown && d.seen != "" {
		texts = append(texts, d.seenAt.UTC().Format("15:04:05 UTC")+": ECS says "+model.ShortID(d.Target.ID)+" is "+d.seen+".")
	}
	if d.fault != nil && (d.outcome == outcomeRefused || d.outcome == outcomeUnknown) {
		texts = append(texts, d.fault.Next)
	}
	if d.earlier {
		texts = append(texts, "It was sent "+d.At.UTC().Format("2006-01-02 15:04:05 UTC")+" to "+
			model.NameOf(d.Target.ClusterARN)+glyphCrumb+model.NameOf(d.Target.ServiceARN)+".")
	}
	if d.requestID != "" {
		texts = append(texts, "request id "+d.requestID)
	}
	return texts
}
