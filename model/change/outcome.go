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
	// Accepted means that ECS answered as asked: a deleted set is DRAINING.
	Accepted Outcome = "accepted"
	// Refused means that ECS answered and changed nothing.
	Refused Outcome = "refused"
	// Gone means that there is no such set any more.
	Gone Outcome = "gone"
	// Unknown means that the request may have had its effect, or not.
	Unknown Outcome = "unknown"
	// NotDone means that no answer told, and that ECS still showed the target
	// unchanged later. Its text is that of the trail's first version.
	NotDone Outcome = "not deleted"
)

// Outcome is what an answer to the request means. An answer that is not about the
// target, or in which the target does not show the change, tells nothing: Unknown.
func (r Request) Outcome(a Answer) Outcome {
	switch fault := a.Fault; {
	case fault == nil && a.TaskSet != nil && a.TaskSet.ARN == r.Target.ARN && r.shownBy(*a.TaskSet):
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

// Known tells whether the outcome says what became of the target.
func (o Outcome) Known() bool { return o != None && o != Unknown }
