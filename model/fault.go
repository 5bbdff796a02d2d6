package model

import (
	"context"
	"errors"
)

// FaultKind tells apart the faults that the screen treats differently.
type FaultKind int

// The kinds of fault. The zero value is a fault that none of the others fits.
const (
	FaultOther FaultKind = iota
	// FaultCanceled was asked for by the program itself; it is never shown as a fault.
	FaultCanceled
	// FaultCredentials means that no request could be signed.
	FaultCredentials
	// FaultExpired means that the credentials were good once.
	FaultExpired
	// FaultDenied means that the caller has no right to this one operation.
	FaultDenied
	// FaultThrottled means that the account's request rate is used up.
	FaultThrottled
	// FaultClusterNotFound means that the cluster is gone or never was.
	FaultClusterNotFound
	// FaultServiceNotFound means that the service is gone or never was.
	FaultServiceNotFound
	// FaultTaskSetNotFound means that the task set is gone already.
	FaultTaskSetNotFound
	// FaultServiceNotActive means that the service drains or was deleted.
	FaultServiceNotActive
	// FaultInvalid means that ECS refuses the request as it is.
	FaultInvalid
	// FaultUnsupported means that the Region or service lacks the feature.
	FaultUnsupported
	// FaultQuota means that a quota is used up; waiting does not help.
	FaultQuota
	// FaultTimeout means that no answer came in time.
	FaultTimeout
	// FaultNetwork means that the endpoint was not reached, or went away.
	FaultNetwork
	// FaultNotAWS means that something answered which does not speak ECS's protocol.
	FaultNotAWS
	// FaultServer means that ECS failed on its side.
	FaultServer
	// FaultConfig means that a setting is missing or wrong: region, profile, role.
	FaultConfig
	// FaultClock means that this machine's clock is too far off to sign a request.
	FaultClock
	// FaultBug means that tealset or the SDK failed on an answer.
	FaultBug
)

// Fault is an error in the words of a person who has to act on it.
type Fault struct {
	Kind      FaultKind
	Operation string // of ECS, "DeleteTaskSet"; empty when none was under way
	Headline  string // a few words, no full stop
	Next      Advice // the next step, one sentence
	Detail    string // the whole text of the error
	Code      string // ECS's error code, "TaskSetNotFoundException"; empty without an answer
	RequestID string // of AWS, for its support; empty without an answer
	Attempts  int    // how many times the request was sent, 0 when it never was
	// Sent tells whether the request can have reached ECS, so that a write may
	// have taken effect.
	Sent bool
}

// Error is the headline; the rest of the fault is for the screen.
func (f *Fault) Error() string { return f.Headline }

// AsFault is the fault in an error of an operation, made up where the error holds none.
func AsFault(operation string, err error) *Fault {
	if fault, ok := errors.AsType[*Fault](err); ok {
		if fault.Operation == "" {
			named := *fault
			named.Operation = operation
			return &named
		}
		return fault
	}
	kind := FaultOther
	if errors.Is(err, context.DeadlineExceeded) {
		kind = FaultTimeout
	}
	return &Fault{Kind: kind, Operation: operation, Headline: "the request failed", Detail: err.Error(), Sent: true}
}

// Transient tells whether the same request may well succeed if it is sent again
// later.
func (f *Fault) Transient() bool {
	switch f.Kind {
	case FaultThrottled, FaultTimeout, FaultNetwork, FaultServer, FaultExpired, FaultCredentials, FaultCanceled:
		return true
	default:
		return false
	}
}

// OfTarget tells whether the fault is about what was asked for, so that the same
// operation may well succeed on something else.
func (f *Fault) OfTarget() bool {
	switch f.Kind {
	case FaultDenied, FaultClusterNotFound, FaultServiceNotFound, FaultServiceNotActive, FaultInvalid, FaultUnsupported, FaultOther:
		return true
	default:
		return false
	}
}

// OutcomeUnknown tells whether a write that ended with this fault may have taken
// effect: an answer was lost, came too late, or was not from ECS.
func (f *Fault) OutcomeUnknown() bool {
	if !f.Sent {
		return false
	}
	switch f.Kind {
	case FaultTimeout, FaultNetwork, FaultNotAWS, FaultServer, FaultBug, FaultCanceled:
		return true
	default:
		return false
	}
}
