package change

import "tealset/model"

// Outcome is how a change ended, or how far that is known. The screen, the audit
// trail and the exit code tell the same one.
type Outcome string

// The outcomes. Their texts are those of the audit trail.
const (
	// None means that no answer has come yet.
	None Outcome = ""
	// NotSent means that no request was made.
	NotSent Outcome = "not sent"
	// Accepted means that AWS answered as asked: a deleted set is DRAINING.
	Accepted Outcome = "accepted"
	// Refused means that ECS answered and changed nothing.
	Refused Outcome = "refused"
	// Gone means that there is no such set any more.
	Gone Outcome = "gone"
	// Unknown means that the request may have had its effect, or not.
	Unknown Outcome = "unknown"
	// NotDone means that no answer told, and that later reads showed the target unchanged, or
	// come to another end. The trail's first version called it "not deleted".
	NotDone Outcome = "not done"
)

// Outcome is what an answer to the request means. An answer that is not about the
// target, or in which the target does not show the change, tells nothing: Unknown.
func (r Request) Outcome(a Answer) Outcome {
	switch fault := a.Fault; {
	case fault == nil && r.takenBy(a):
		return Accepted
	case fault == nil, fault.OutcomeUnknown():
		return Unknown
	case !fault.Sent:
		return NotSent
	case fault.Kind == model.FaultTaskSetNotFound:
		return Gone
	default:
		return Refused
	}
}

// takenBy tells whether an answer without a fault says that the change was made, or is under
// way. A change of a set is told by the set alone.
func (r Request) takenBy(a Answer) bool {
	if answered := definitions[r.Kind].answered; answered != nil {
		return answered(r, a)
	}
	return a.TaskSet != nil && a.TaskSet.ARN == r.Target.ARN && r.shownBy(*a.TaskSet)
}

// Known tells whether the outcome says what became of the target.
func (o Outcome) Known() bool { return o != None && o != Unknown }

// MayBeMade tells whether the change may have been made: it is not known that nothing was
// changed. A set that is gone may be so by the change.
func (o Outcome) MayBeMade() bool { return o != NotSent && o != Refused && o != NotDone }
