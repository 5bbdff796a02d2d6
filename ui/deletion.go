package ui

import (
	"time"

	"tealset/model"
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
	model.DeleteRequest
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
func dangling(request model.DeleteRequest, source Source, now time.Time) *deletion {
	return &deletion{DeleteRequest: request, source: source, since: now, earlier: true, outcome: outcomeUnknown}
}

// whose is the account, the Region and the profile that the set is of.
func (d *deletion) whose() string {
	arn, _ := model.ParseARN(d.Ref.ARN)
	return join(arn.Account, arn.Region, d.source.Profile)
}

// inFlight tells whether a deletion of the set has been sent and not answered.
func (m *Model) inFlight(arn string) bool {
	for _, d := range m.deletions {
		if d.Ref.ARN == arn && d.outcome == outcomeSent {
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
func (d *deletion) answer(msg taskSetDeletedMsg) {
	d.answered = msg.at
	if msg.err == nil {
		d.requestID = msg.answer.RequestID
		d.outcome = outcomeAccepted
		if !msg.answered() { // an answer without the set tells nothing: read again
			d.outcome = outcomeUnknown
		}
		return
	}
	d.fault = asFault("DeleteTaskSet", msg.err)
	d.requestID = d.fault.RequestID
	switch {
	case d.fault.Kind == model.FaultTaskSetNotFound:
		d.outcome, d.goneAt = outcomeGone, msg.at
	case d.fault.OutcomeUnknown():
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
	set, ok := service.TaskSet(d.Ref.ARN)
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

// status is the set's status as far as it is known; empty when it is gone.
func (d *deletion) status() string {
	switch d.outcome {
	case outcomeGone:
		return ""
	case outcomeAccepted:
		return model.StatusDraining
	default:
		return d.seen
	}
}

// sentence tells the outcome to a person.
func (d *deletion) sentence() string {
	id := model.ShortID(d.Ref.ID)
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
		texts = append(texts, "Reading "+model.ShortID(d.Ref.ID)+" again.")
	}
	if d.outcome == outcomeUnknown && d.seen != "" {
		texts = append(texts, d.seenAt.UTC().Format("15:04:05 UTC")+": ECS says "+model.ShortID(d.Ref.ID)+" is "+d.seen+".")
	}
	if d.fault != nil && (d.outcome == outcomeRefused || d.outcome == outcomeUnknown) {
		texts = append(texts, d.fault.Next)
	}
	if d.earlier {
		texts = append(texts, "It was sent "+d.At.UTC().Format("2006-01-02 15:04:05 UTC")+" to "+
			model.NameOf(d.Ref.ClusterARN)+glyphCrumb+model.NameOf(d.Ref.ServiceARN)+".")
	}
	if d.requestID != "" {
		texts = append(texts, "request id "+d.requestID)
	}
	return texts
}
