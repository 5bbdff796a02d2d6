package audit

import (
	"cmp"
	"time"

	"tealset/model/change"
)

// After is the line that follows an intent: the same change with its outcome and
// what is known of its answer. Took is how long that took.
func (r Record) After(outcome change.Outcome, answer change.Answer, took time.Duration) Record {
	r.Time, r.Kind, r.Outcome = time.Time{}, Ended, outcome
	r.RequestID, r.Milliseconds = answer.RequestID, took.Milliseconds()
	if r.Attempts = 1; outcome == change.NotSent {
		r.Attempts = 0
	}
	if fault := answer.Fault; fault != nil {
		r.Code, r.RequestID = fault.Code, cmp.Or(fault.RequestID, answer.RequestID)
		r.Attempts = cmp.Or(fault.Attempts, r.Attempts)
	}
	return r
}
