package gateway

import (
	"sync"
	"time"

	"tealset/cmd/tealset/audit"
	"tealset/model/change"
)

// Trail is what changes are written down in.
type Trail interface {
	// Append returns when the line is on the disk. After an error it is not.
	Append(line audit.Record) error
}

// Ledger keeps the changes of all gateways until their outcome is known, and writes
// them down.
type Ledger struct {
	trail Trail
	self  audit.Record

	mu         sync.Mutex
	left       bool               // the screen is left: nothing more is sent
	open       map[string]pending // by the request's ID: the outcome is not known
	done       map[string]bool    // the IDs that were sent here, or resolved here
	unrecorded map[string]Unsettled
	answered   chan struct{} // a value for each answer, for wait
	made       bool          // a change was sent that is not known to have changed nothing
}

// pending is a change whose outcome is not known.
type pending struct {
	request change.Request
	record  audit.Record // its intent
	stage   stage
}

// stage is how far a change has come that is not known to have ended.
type stage int

const (
	begun    stage = iota // its intent is being written
	sent                  // it was sent, and no answer has come
	answered              // the answer, or its absence, did not tell
	earlier               // it is of an earlier run
)

// beingLeft is why nothing is sent any more.
const beingLeft = "tealset is being left"

// NewLedger makes a ledger over a trail; nil for none. Self is what is the same for
// every line of this process, as of audit.Self.
func NewLedger(trail Trail, self audit.Record) *Ledger {
	return &Ledger{
		trail: trail, self: self,
		open: map[string]pending{}, done: map[string]bool{}, unrecorded: map[string]Unsettled{},
		answered: make(chan struct{}, 1),
	}
}

func (l *Ledger) write(line audit.Record) error {
	if l.trail == nil {
		return nil
	}
	return l.trail.Append(line)
}

// begin takes note of a change before its intent is written: from there on, leaving
// waits for it. Why is not empty once the screen is left, since nobody would wait for
// the answer, and for a request that has been here before.
func (l *Ledger) begin(request change.Request, intent audit.Record) (why string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case l.left:
		return beingLeft
	case l.done[request.ID]:
		return "this was sent already"
	}
	l.done[request.ID] = true
	l.open[request.ID] = pending{request: request, record: intent}
	return ""
}

// send takes note that a change is sent now; ok is false once the screen is left.
func (l *Ledger) send(id string) (ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.left {
		return false
	}
	p := l.open[id]
	p.stage = sent
	l.open[id] = p
	return true
}

// end writes down how a change ended, and gives its answer.
func (l *Ledger) end(
	request change.Request, intent audit.Record, answer change.Answer, took time.Duration,
) change.Answer {
	outcome := request.Outcome(answer)
	answer.Unrecorded = l.note(request, intent.After(outcome, answer, took))
	l.mu.Lock()
	l.made = l.made || outcome.MayBeMade()
	l.mu.Unlock()
	if outcome.Known() {
		l.settle(request.ID)
		return answer
	}
	l.mu.Lock()
	l.open[request.ID] = pending{request: request, record: intent, stage: answered}
	l.mu.Unlock()
	l.wakeWaiter()
	return answer
}

func (l *Ledger) resolved(request change.Request, outcome change.Outcome) {
	l.mu.Lock()
	p, ok := l.open[request.ID]
	if ok = ok && outcome.Known() && p.stage >= answered; ok {
		delete(l.open, request.ID)
		l.done[request.ID] = true
	}
	l.mu.Unlock()
	if !ok {
		return
	}
	line := p.record
	line.Time, line.Kind, line.Outcome = time.Time{}, audit.Resolved, outcome
	_ = l.note(p.request, line) // it is told when the screen is left
}

// Made tells whether this run has sent a change that is not known to have changed nothing.
func (l *Ledger) Made() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.made
}

// note writes a line about what has happened already. A failure is told when the
// screen is left, unless a later line about the same change could be written; and by
// the next start, which finds the intent alone.
func (l *Ledger) note(request change.Request, line audit.Record) error {
	err := l.write(line)
	l.mu.Lock()
	defer l.mu.Unlock()
	if err == nil {
		delete(l.unrecorded, request.ID)
		return nil
	}
	l.unrecorded[request.ID] = Unsettled{Request: request, Outcome: line.Outcome, Unrecorded: err}
	return err
}

// settle takes note that nothing about a change is open any more.
func (l *Ledger) settle(id string) {
	l.mu.Lock()
	delete(l.open, id)
	l.mu.Unlock()
	l.wakeWaiter()
}

// wakeWaiter wakes the one that waits, if any.
func (l *Ledger) wakeWaiter() {
	select {
	case l.answered <- struct{}{}:
	default:
	}
}
