package ui

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/model"
)

// The longest pauses between two reads of a page that fails: by what ECS says, and
// for want of credentials.
const (
	maxPause         = time.Minute
	credentialsPause = 15 * time.Second
)

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
	source   int  // which of the page's listers it is of
	sweep    bool // it reads what is off the screen
	interval time.Duration
	jitter   func() float64 // see Options; nil for none

	gen     int
	cancel  context.CancelFunc // of what is under way; nil when nothing is
	reading bool               // a read is under way, not a pause
	since   time.Time          // when that read began

	due    time.Time // when the pause ends; zero when there is none
	readAt time.Time // of the last good answer
	pauses int       // failed reads in a row
	faults []*pageFault
}

// pageFault is a fault of a page's reads, with the part of the list that it is about.
type pageFault struct {
	*model.Fault
	part  string
	again time.Time // when it is tried again; zero means with the next read
}

// pollDueMsg: the pause of a page has ended.
type pollDueMsg struct {
	page   page
	source int
	sweep  bool
	gen    int
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

// pause makes the next read due after wait, or up to a tenth later.
func (p *poller) pause(ctx context.Context, now time.Time, wait time.Duration) tea.Cmd {
	if p.jitter != nil {
		wait += time.Duration(p.jitter() * float64(wait) / 10)
	}
	ctx, p.cancel = context.WithCancel(ctx)
	p.due = now.Add(wait)
	due := pollDueMsg{page: p.page, source: p.source, sweep: p.sweep, gen: p.gen}
	return after(ctx, wait, due)
}

// backOff pauses after a fault, twice as long for each that came in a row. Trying
// without credentials costs nobody anything: that is tried again soon, for the moment
// when they are there.
func (p *poller) backOff(ctx context.Context, now time.Time, fault *model.Fault) tea.Cmd {
	most := max(maxPause, p.interval)
	if fault.Kind == model.FaultExpired || fault.Kind == model.FaultCredentials {
		most = max(credentialsPause, p.interval)
	}
	wait := p.interval
	for range min(p.pauses+1, 10) {
		wait = min(2*wait, most)
	}
	p.pauses++
	return p.pause(ctx, now, wait)
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

// answered takes the outcome of one operation on one part in: a fault is kept until
// the same succeeds.
func (p *poller) answered(operation, part string, err error, at time.Time) *model.Fault {
	p.forget(func(fault *pageFault) bool { return fault.Operation == operation && fault.part == part })
	if err == nil {
		p.readAt, p.pauses = at, 0
		return nil
	}
	fault := asFault(operation, err)
	p.faults = append(p.faults, &pageFault{Fault: fault, part: part})
	return fault
}

func (p *poller) forget(past func(*pageFault) bool) { p.faults = slices.DeleteFunc(p.faults, past) }

// fault is what is to be shown of the page's reads, nil when all is well.
func (p *poller) fault() *pageFault {
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
