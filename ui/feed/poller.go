package feed

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/model"
)

// The longest pauses between two reads that fail: by what ECS says, and for want of
// credentials.
const (
	maxPause         = time.Minute
	credentialsPause = 15 * time.Second
)

// Shared is what all feeds of a program have in common. It is used on the Update goroutine
// alone, and changed by its methods.
type Shared struct {
	ctx     context.Context //nolint:containedctx // the program's: every read ends with it
	clock   func() time.Time
	refresh time.Duration
	blurred bool
	jitter  func() float64
	tokens  uint64 // how many were handed out

	allowances map[string]*Allowance // by Region
}

// NewShared makes it. refresh is the time between two reads of what is looked at most.
// jitter gives numbers from 0 to 1, by which reads are spread in time, so that many
// dashboards do not ask at the same moments; nil spreads nothing.
func NewShared(ctx context.Context, clock func() time.Time, refresh time.Duration, jitter func() float64) *Shared {
	return &Shared{ctx: ctx, clock: clock, refresh: refresh, jitter: jitter, allowances: map[string]*Allowance{}}
}

// Refresh is the time between two reads of what is looked at most, while somebody looks.
func (s *Shared) Refresh() time.Duration { return s.refresh }

// SetRefresh changes that time. Feeds take it up by PaceChanged.
func (s *Shared) SetRefresh(refresh time.Duration) { s.refresh = refresh }

// Blurred tells whether the terminal said that nobody looks.
func (s *Shared) Blurred() bool { return s.blurred }

// SetBlurred makes everything slower while nobody looks. Feeds take it up by PaceChanged.
func (s *Shared) SetBlurred(blurred bool) { s.blurred = blurred }

// Slowed is the time between two reads, which is longer while nobody looks.
func (s *Shared) Slowed(every time.Duration) time.Duration {
	const blurredPace = 6
	if s.blurred {
		return blurredPace * every
	}
	return every
}

// Token names one read or one pause. Only a Poller makes one; the zero Token names none.
type Token struct{ n uint64 }

// Msg is what a feed's read or pause brings. Each feed is offered it by Take; the one that
// handed out its token takes it.
type Msg interface{ token() Token }

func (t Token) token() Token { return t }

// dueMsg: a pause has ended.
type dueMsg struct{ Token }

// Poller owns the reads of one feed; see the package for its states.
type Poller struct {
	shared    *Shared
	allowance *Allowance // that its reads are spent from
	source    string
	times     time.Duration // the interval, as a multiple of the refresh
	// every is the interval where that is no multiple of the refresh, and requests how many
	// a read takes where it hides several; both are nil where that is not so.
	every    func() time.Duration
	requests func() int

	current Token              // of what is under way; zero where nothing is
	answers int                // that the read under way still waits for
	cancel  context.CancelFunc // of the same
	reading bool               // a read is under way, not a pause
	since   time.Time          // when the last read began
	due     time.Time          // when the pause ends; zero where there is none

	readAt   time.Time // of the last good answer
	failures int       // in a row
	faults   []*Fault
}

// Fault is a fault of a feed's reads.
type Fault struct {
	*model.Fault
	Scope string    // of a List: the scope that it is about
	Again time.Time // when it is tried again; zero means with the next read
}

func newPoller(allowance *Allowance, source string, times time.Duration) Poller {
	return Poller{shared: allowance.shared, allowance: allowance, source: source, times: times}
}

// Interval is the time between two reads, if all goes well.
func (p *Poller) Interval() time.Duration {
	if p.every != nil {
		return p.shared.Slowed(time.Duration(p.allowance.partsSlower() * float64(p.every())))
	}
	return p.shared.Slowed(p.times * p.shared.refresh)
}

// idle tells whether neither a read nor a pause is under way.
func (p *Poller) idle() bool { return p.current == Token{} }

// request is one request of a read. It runs off the Update goroutine and puts the token
// into the message that it returns.
type request func(ctx context.Context, token Token) tea.Msg

// read starts one read, of requests that are sent side by side. The poller must be idle.
func (p *Poller) read(now time.Time, priority model.Priority, requests ...request) tea.Cmd {
	ctx, token := p.start()
	ctx = model.WithPriority(ctx, priority)
	p.reading, p.since, p.answers = true, now, len(requests)
	cmds := make([]tea.Cmd, len(requests))
	for i, do := range requests {
		cmds[i] = func() tea.Msg { return do(ctx, token) }
	}
	if priority != model.Background {
		n := len(requests)
		if p.requests != nil {
			n = p.requests()
		}
		for range n {
			p.allowance.began(now)
		}
	}
	return tea.Batch(cmds...)
}

// start hands out the token of what is under way from now on.
func (p *Poller) start() (context.Context, Token) {
	p.shared.tokens++
	p.current = Token{p.shared.tokens}
	var ctx context.Context
	ctx, p.cancel = context.WithCancel(p.shared.ctx)
	return ctx, p.current
}

// pause makes the next read due after wait, or up to a tenth later.
func (p *Poller) pause(now time.Time, wait time.Duration) tea.Cmd {
	if jitter := p.shared.jitter; jitter != nil {
		wait += time.Duration(jitter() * float64(wait) / 10)
	}
	ctx, token := p.start()
	p.due = now.Add(wait)
	return After(ctx, wait, dueMsg{token})
}

// backOff pauses after a fault, twice as long for each that came in a row. Trying
// without credentials costs ECS nothing: that is tried again soon, for the moment when
// they are there.
func (p *Poller) backOff(now time.Time, fault *model.Fault) tea.Cmd {
	most := max(maxPause, p.Interval())
	if fault.Kind == model.FaultExpired || fault.Kind == model.FaultCredentials {
		most = max(credentialsPause, p.Interval())
	}
	wait := p.Interval()
	for range min(p.failures+1, 10) {
		wait = min(2*wait, most)
	}
	p.failures++
	return p.pause(now, wait)
}

// stop ends what is under way and drops what may still come of it.
func (p *Poller) stop() {
	if p.cancel != nil {
		p.cancel()
	}
	p.current, p.cancel, p.reading, p.answers, p.due = Token{}, nil, false, 0, time.Time{}
}

// owns tells whether a message is of what is under way.
func (p *Poller) owns(msg Msg) bool { return !p.idle() && msg.token() == p.current }

// ended takes note that the read or the pause of a message has come back; ok is false
// where the message is not of what is under way.
func (p *Poller) ended(msg Msg) (ok bool) {
	if !p.owns(msg) {
		return false
	}
	p.stop()
	return true
}

// came takes note of an answer of the read under way, which ends with the last one.
func (p *Poller) came() {
	if p.answers--; p.answers <= 0 {
		p.stop()
	}
}

// paceChanged makes the pause under way anew.
func (p *Poller) paceChanged() {
	if !p.reading && p.failures == 0 {
		p.stop()
	}
}

// answered takes the outcome of one operation on one scope in: a fault is kept until
// the same succeeds. What fails for no scope's sake takes the place of what did before.
func (p *Poller) answered(operation, scope string, err error, at time.Time) *model.Fault {
	p.forget(func(fault *Fault) bool { return fault.Operation == operation && fault.Scope == scope })
	if err == nil {
		p.readAt, p.failures = at, 0
		return nil
	}
	fault := model.AsFault(operation, err)
	p.forget(func(past *Fault) bool {
		return past.Operation == operation && ofAllScopes(past.Fault) && ofAllScopes(fault)
	})
	p.faults = append(p.faults, &Fault{Fault: fault, Scope: scope})
	return fault
}

// ofAllScopes tells whether a fault would meet the reads of every scope.
func ofAllScopes(fault *model.Fault) bool {
	return !fault.OfTarget() && fault.Kind != model.FaultDenied
}

func (p *Poller) forget(past func(*Fault) bool) { p.faults = slices.DeleteFunc(p.faults, past) }

// Token is that of what is under way; the zero Token where nothing is.
func (p *Poller) Token() Token { return p.current }

// Fault is what is to be shown of the reads, nil when all is well.
func (p *Poller) Fault() *Fault {
	if len(p.faults) == 0 {
		return nil
	}
	return p.faults[0]
}

// Source names what is read from.
func (p *Poller) Source() string { return p.source }

// Reading tells whether a read is under way, and since when.
func (p *Poller) Reading() (since time.Time, reading bool) { return p.since, p.reading }

// Due is when the next read begins; zero while one is under way, or none is planned.
func (p *Poller) Due() time.Time { return p.due }

// ReadAt is when the last good answer came; zero before.
func (p *Poller) ReadAt() time.Time { return p.readAt }

// After is tea.Tick that ends with its context, so that no timer outlives the page or
// the program it was for.
func After(ctx context.Context, d time.Duration, msg tea.Msg) tea.Cmd {
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
