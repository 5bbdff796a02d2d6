package main

import (
	"sync"
	"time"

	"tealset/cmd/tealset/audit"
	"tealset/model/change"
)

// ledger keeps what was sent through all gateways until its outcome is known, and
// writes it down.
type ledger struct {
	trail trail // nil leaves none

	mu       sync.Mutex
	left     bool               // the screen is left: nothing more is sent
	open     map[string]pending // by the request's ID: sent, and the outcome is not known
	problems []error            // outcomes that could not be written down
	answered chan struct{}      // a value for each answer, for wait
}

func newLedger(trail trail) *ledger {
	return &ledger{trail: trail, open: map[string]pending{}, answered: make(chan struct{}, 1)}
}

// trail is what the ledger needs of an audit trail.
type trail interface{ Append(audit.Record) error }

// pending is a deletion whose outcome is not known.
type pending struct {
	request  change.Request
	record   audit.Record // its intent
	inFlight bool         // no answer at all has come
	earlier  bool         // it is of an earlier run
}

// Resolved notes what later reads have shown of an outcome that was unknown.
func (l *ledger) Resolved(request change.Request, outcome change.Outcome) {
	l.mu.Lock()
	open, ok := l.open[request.ID]
	delete(l.open, request.ID)
	l.mu.Unlock()
	if !ok {
		return
	}
	record := open.record
	record.Time, record.Kind, record.Outcome = time.Time{}, audit.Resolved, audit.Outcome(outcome)
	l.note(record)
}

func (l *ledger) write(record audit.Record) error {
	if l.trail == nil {
		return nil
	}
	return l.trail.Append(record)
}

// note writes a line about what has happened already: a failure to do so is told
// when the screen is left, and by the next start, which finds the intent alone.
func (l *ledger) note(record audit.Record) {
	if err := l.write(record); err != nil {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.problems = append(l.problems, err)
	}
}

// begin takes note that a request is being sent; ok is false once the screen is
// left, since nobody would wait for its answer.
func (l *ledger) begin(request change.Request, record audit.Record) (ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.left {
		l.open[request.ID] = pending{request: request, record: record, inFlight: true}
	}
	return !l.left
}

func (l *ledger) end(request change.Request, record audit.Record, answer change.Answer, took time.Duration) {
	fault := faultOf(request, answer)
	l.note(record.After(answer.RequestID, fault, 1, took))
	if fault == nil || !fault.OutcomeUnknown() {
		l.settle(request)
		return
	}
	l.mu.Lock()
	l.open[request.ID] = pending{request: request, record: record}
	l.mu.Unlock()
	l.tell()
}

// settle takes note that nothing about a deletion is open any more.
func (l *ledger) settle(request change.Request) {
	l.mu.Lock()
	delete(l.open, request.ID)
	l.mu.Unlock()
	l.tell()
}

// tell wakes the one that waits, if any.
func (l *ledger) tell() {
	select {
	case l.answered <- struct{}{}:
	default:
	}
}
