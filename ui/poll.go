package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/model"
)

// maxPause is the longest pause between two reads of a page that fails.
const maxPause = time.Minute

// page names a poller in the messages that come back to it.
type page int

const (
	clustersPage page = iota
	servicesPage
	boardPage
)

// poller owns the reads of one page: at most one is under way, and the next is
// due only after the answer of the last. Every command carries the generation it
// was made in; stop ends a generation, so that whatever still comes back from it,
// an answer or a timer, is dropped. No number of refreshes makes two chains.
type poller struct {
	page     page
	interval time.Duration

	gen     int
	cancel  context.CancelFunc // of what is under way; nil when nothing is
	reading bool               // a read is under way, not a pause
	since   time.Time          // when that read began

	due    time.Time // when the pause ends; zero when there is none
	readAt time.Time // of the last good answer
	pauses int       // failed reads in a row
	faults []*model.Fault
}

// pollDueMsg: the pause of a page has ended.
type pollDueMsg struct {
	page page
	gen  int
}

// idle tells whether neither a read nor a pause is under way.
func (p *poller) idle() bool { return p.cancel == nil }

// read starts one read. It must be idle.
func (p *poller) read(ctx context.Context, now time.Time, do func(ctx context.Context, gen int) tea.Msg) tea.Cmd {
	ctx, p.cancel = context.WithCancel(ctx)
	p.reading, p.since = true, now
	gen := p.gen
	return func() tea.Msg { return do(ctx, gen) }
}

// pause makes the next read due after wait, doubled for each failure in a row.
func (p *poller) pause(ctx context.Context, now time.Time, wait time.Duration) tea.Cmd {
	for range p.pauses {
		wait = min(2*wait, max(maxPause, p.interval))
	}
	ctx, p.cancel = context.WithCancel(ctx)
	p.due = now.Add(wait)
	due := pollDueMsg{page: p.page, gen: p.gen}
	return after(ctx, wait, due)
}

// stop ends what is under way and drops what may still come of it.
func (p *poller) stop() {
	if p.cancel != nil {
		p.cancel()
	}
	p.gen++
	p.cancel, p.reading, p.due = nil, false, time.Time{}
}

// current tells whether what comes from a generation is still wanted.
func (p *poller) current(gen int) bool { return gen == p.gen && p.cancel != nil }

// ended takes note that the read or the pause of a generation has come back; ok
// is false when it is to be dropped.
func (p *poller) ended(gen int) (ok bool) {
	if !p.current(gen) {
		return false
	}
	p.stop()
	return true
}

// answered takes the outcome of one operation in: a fault is kept until the same
// operation succeeds.
func (p *poller) answered(operation string, err error, at time.Time) *model.Fault {
	kept := p.faults[:0]
	for _, fault := range p.faults {
		if fault.Operation != operation {
			kept = append(kept, fault)
		}
	}
	p.faults = kept
	if err == nil {
		p.readAt, p.pauses = at, 0
		return nil
	}
	fault := asFault(operation, err)
	p.faults = append(p.faults, fault)
	return fault
}

// fault is what is to be shown of the page's reads, nil when all is well.
func (p *poller) fault() *model.Fault {
	if len(p.faults) == 0 {
		return nil
	}
	return p.faults[0]
}

// after is tea.Tick that ends with its context, so that no timer outlives the
// page or the program it was for.
func after(ctx context.Context, d time.Duration, msg tea.Msg) tea.Cmd {
	return func() tea.Msg {
		timer := time.NewTimer(d)
		defer timer.Stop()
		select {
		case <-timer.C:
			return msg
		case <-ctx.Done():
			return nil
		}
	}
}
