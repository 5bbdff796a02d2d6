package audit

import (
	"time"

	"tealset/model"
)

// After is the line that follows an intent: the same change with what came of
// it. A nil fault means that ECS accepted. Attempts is how many times the request
// was sent, for the case that the fault does not say; took is how long it took,
// every attempt included.
func (r Record) After(requestID string, fault *model.Fault, attempts int, took time.Duration) Record {
	r.Time = time.Time{}
	r.Kind = Ended
	r.Outcome = OutcomeOf(fault)
	r.RequestID = requestID
	r.Attempts = attempts
	r.Milliseconds = took.Milliseconds()
	if fault == nil {
		return r
	}
	r.Code = fault.Code
	if fault.RequestID != "" {
		r.RequestID = fault.RequestID
	}
	if fault.Attempts != 0 {
		r.Attempts = fault.Attempts
	}
	return r
}

// OutcomeOf is the outcome of a call that ended with this fault; nil is none. A
// fault whose effect cannot be told is Unknown before it is anything else.
func OutcomeOf(fault *model.Fault) Outcome {
	switch {
	case fault == nil:
		return Accepted
	case fault.OutcomeUnknown():
		return Unknown
	case !fault.Sent:
		return NotSent
	case fault.Kind == model.FaultTaskSetNotFound:
		return Gone
	default:
		return Refused
	}
}
