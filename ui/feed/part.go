package feed

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/model"
)

// Part reads again and again something that belongs to what is looked at, such as the load
// balancing of a board's service. It has a pace of its own, and its fault is its own: it
// tells it to fail, and shows no Poller, so that what misses one part loses nothing else.
type Part[T any] struct {
	value Value[T]
	every func() time.Duration
	fail  func(fault *model.Fault)
}

// Pace is how often a Part reads.
type Pace struct {
	// Every is the time between two reads while somebody looks; 0 while nothing is to be
	// read.
	Every func() time.Duration
	// Requests is how many requests the next read takes.
	Requests func() int
}

// NewPart makes one whose first read is due. request, fold and both functions of the pace
// are as of NewValue; fail is given what a read failed with, on the Update goroutine. It is nil
// where no read fails as a whole: what a Partial lacks, fold sees itself.
func NewPart[T any](
	allowance *Allowance, operation string, pace Pace, request func() func(ctx context.Context) (T, error),
	fold func(value T, began, at time.Time), fail func(fault *model.Fault),
) *Part[T] {
	p := &Part[T]{value: *NewValue(allowance, "", operation, request, fold), every: pace.Every, fail: fail}
	p.value.poll.every, p.value.poll.requests = pace.Every, pace.Requests
	return p
}

// Pollers is none: what goes wrong is told where the part stands.
func (p *Part[T]) Pollers() []*Poller { return nil }

// PaceChanged makes the pause under way anew.
func (p *Part[T]) PaceChanged() { p.value.PaceChanged() }

// Start reads, or pauses until that is due; a pause that has become too long is made anew.
func (p *Part[T]) Start(now time.Time) tea.Cmd {
	every, poll := p.every(), &p.value.poll
	if every == 0 {
		delete(poll.allowance.parts, poll)
		if !poll.reading {
			poll.stop()
		}
		return nil
	}
	poll.allowance.parts[poll] = float64(poll.requests()) / every.Minutes()
	if pauses := !poll.idle() && !poll.reading; pauses && poll.failures == 0 && poll.due.Sub(now) > 2*poll.Interval() {
		poll.stop()
	}
	p.value.byKey = false
	return p.value.Start(now)
}

// Take takes a message of this feed's reads in; taken is false for every other message.
func (p *Part[T]) Take(now time.Time, msg Msg) (cmd tea.Cmd, taken bool) {
	cmd, taken = p.value.Take(now, msg)
	if answer, ok := msg.(ValueMsg[T]); taken && ok && answer.Err != nil {
		p.fail(p.Fault())
	}
	return cmd, taken
}

// Begin makes the next read due at once.
func (p *Part[T]) Begin(now time.Time) { p.value.Begin(now) }

// Refresh reads anew, whatever is under way.
func (p *Part[T]) Refresh(now time.Time) { p.value.Refresh(now) }

// Stop drops what is under way.
func (p *Part[T]) Stop() {
	delete(p.value.poll.allowance.parts, &p.value.poll)
	p.value.Stop()
}

// Fault is why the last read failed; nil where it did not.
func (p *Part[T]) Fault() *model.Fault {
	if fault := p.value.poll.Fault(); fault != nil {
		return fault.Fault
	}
	return nil
}

// ReadAt is when the last good answer came; zero before.
func (p *Part[T]) ReadAt() time.Time { return p.value.poll.ReadAt() }
