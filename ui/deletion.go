package ui

import (
	"time"

	"tealset/model"
)

// outcome is how far a deletion has come.
type outcome int

const (
	outcomeSent     outcome = iota // no answer yet
	outcomeAccepted                // the set is DRAINING
	outcomeGone                    // the set has disappeared
	outcomeRefused                 // ECS said no: nothing was deleted
	outcomeUnknown                 // no answer that tells; being read again
)

func (o outcome) String() string {
	return [...]string{"sent", "accepted, draining", "gone", "refused", "unknown"}[o]
}

// deletion is one DeleteTaskSet that was sent, and what became of it. It is kept
// as long as the program runs.
type deletion struct {
	ref              model.TaskSetRef
	force            bool
	sentAt, answered time.Time
	goneAt           time.Time
	outcome          outcome
	requestID        string
	fault            *model.Fault
	seen             string // what a read said after an unknown outcome: the set's status
	seenAt           time.Time
}

// inFlight tells whether a deletion of the set has been sent and not answered.
func (m *Model) inFlight(arn string) bool {
	for _, d := range m.deletions {
		if d.ref.ARN == arn && d.outcome == outcomeSent {
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

// follow takes a read of the service in that began after the answer: whether the
// set still drains, is gone, or was never deleted.
func (d *deletion) follow(service model.Service, at time.Time) {
	if d.outcome != outcomeAccepted && d.outcome != outcomeUnknown {
		return
	}
	set, ok := service.TaskSet(d.ref.ARN)
	switch {
	case !ok:
		d.outcome, d.goneAt = outcomeGone, at
	case set.Draining():
		d.outcome = outcomeAccepted
	case d.outcome == outcomeUnknown:
		d.seen, d.seenAt = set.Status, at
	}
}

// sentence tells the outcome to a person.
func (d *deletion) sentence() string {
	id := model.ShortID(d.ref.ID)
	switch d.outcome {
	case outcomeSent:
		return "deleting " + id + "…"
	case outcomeAccepted:
		return id + " is DRAINING"
	case outcomeGone:
		if d.fault != nil && d.fault.Kind == model.FaultTaskSetNotFound {
			return id + " was gone already"
		}
		return id + " is gone " + short(d.goneAt.Sub(d.sentAt)) + " after it was deleted"
	case outcomeRefused:
		return "not deleted: " + d.fault.Headline
	default:
		if d.fault == nil {
			return "outcome unknown: the answer was empty"
		}
		return "outcome unknown: " + d.fault.Headline
	}
}

// further is what there is to know beside the sentence: what a read said after an
// unknown outcome, the next step, the request.
func (d *deletion) further() []string {
	var texts []string
	if d.outcome == outcomeUnknown && d.seen == "" {
		texts = append(texts, "Reading "+model.ShortID(d.ref.ID)+" again.")
	}
	if d.outcome == outcomeUnknown && d.seen != "" {
		texts = append(texts, d.seenAt.UTC().Format("15:04:05 UTC")+": ECS says "+model.ShortID(d.ref.ID)+" is "+d.seen+".")
	}
	if d.fault != nil && d.outcome != outcomeGone {
		texts = append(texts, d.fault.Next)
	}
	if d.requestID != "" {
		texts = append(texts, "request id "+d.requestID)
	}
	return texts
}
