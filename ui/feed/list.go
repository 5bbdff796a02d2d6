package feed

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/model"
)

// List is a list whose rows are listed by name, page by page, and described first where
// they are on the screen. What it reads goes into a table of the Store; see the package
// for what it reads next.
type List[T model.Object[T]] struct {
	poll   Poller
	sweep  sweep
	kind   Kind[T]
	view   View[T]
	roster model.Roster[T]

	queue    []string // the scopes that are still to be listed, the present one first
	scopes   int      // how many scopes this listing has
	pages    int      // how many requests it has taken
	cursor   model.Cursor
	listing  bool            // a listing has begun and not reached its last page
	leftOut  map[string]bool // the scopes that this listing had to leave out
	listedAt time.Time       // when the last listing ended; zero before
	partial  bool            // that had to leave something out
	relist   bool            // a new listing was asked for
	renewing bool            // the listing was begun by the clock: the background goes on with it
	begunAt  time.Time       // when the last listing began; zero before
	pageAt   time.Time       // when the last page of it began

	round        time.Time       // when this round began: older descriptions are stale
	byKey        bool            // the round was begun by a key, not by the clock
	beside       bool            // an open board is read beside it, and not the row under its cursor
	rowsReadFrom time.Time       // when the last description of rows on the screen began
	denied       map[string]bool // the scopes that must not be described: no more of them this round
	alone        bool            // a read of the round has failed: no rows go along with the next ones
}

// Kind is what a List must know of what it lists.
type Kind[T model.Object[T]] struct {
	ListOperation, DescribeOperation string // ECS's names
	Batch                            int    // how many go into one description
	// WatchCursor describes the row under the cursor twice as often as the others on the
	// screen.
	WatchCursor bool
	// List reads one page of the names of a scope, such as a cluster's services.
	List func(ctx context.Context, scope string, from model.Cursor) (model.Names, error)
	// Describe reads some rows of one scope.
	Describe func(ctx context.Context, scope string, arns []string) (model.Descriptions[T], error)
	// NamesEvery is how often the names of a short list are listed; 0 is a minute.
	NamesEvery time.Duration
	// Scopes are what is listed one after the other, such as the clusters of a Region
	// whose services are wanted; ready is false until they are known.
	Scopes func() (scopes []string, ready bool)
	// Scope is the one that a thing was listed in, and is described by.
	Scope func(T) string
	// Key is that of a thing of a scope, by its ARN.
	Key func(scope, arn string) model.Key
	// Settled tells that a thing that was described never changes any more: it is read again
	// only when a key asks for all. Nil means that everything may change.
	Settled func(T) bool
	// Listed is a thing of which only the ARN is known.
	Listed func(arn, scope string) T
}

// OneScope is the Scopes of a list that is listed in one piece.
func OneScope(scope string) func() (scopes []string, ready bool) {
	return func() ([]string, bool) { return []string{scope}, true }
}

// View is what of a list is looked at. It may hold the rows of other lists as well.
type View[T any] interface {
	Visible() []*model.Row[T] // the rows on the screen
	Near() []*model.Row[T]    // those, and those of a screen above and below
	Current() *model.Row[T]   // the row under the cursor; nil where there is none
}

// NewList makes a list over a table that reads nothing yet. source names what is read
// from, for a person.
func NewList[T model.Object[T]](allowance *Allowance, source string, table *model.Table[T], kind Kind[T], view View[T]) *List[T] {
	l := &List[T]{
		poll: newPoller(allowance, source, 2), sweep: sweep{poll: newPoller(allowance, source, 1)},
		kind: kind, view: view, roster: model.NewRoster(table),
	}
	now := allowance.shared.clock()
	l.Begin(now)
	l.sweep.begin(now)
	return l
}

// Rows are the rows that are listed, in order of arrival; the slice is the list's own.
func (l *List[T]) Rows() []*model.Row[T] { return l.roster.Rows() }

// Version is another one after every change of the rows.
func (l *List[T]) Version() int { return l.roster.Table().Version() }

// Pollers are those of the rounds and of the sweep.
func (l *List[T]) Pollers() []*Poller { return []*Poller{&l.poll, &l.sweep.poll} }

// Source is the place of the Store that the rows are in.
func (l *List[T]) Source() int { return l.roster.Table().Source() }

// SetBeside tells whether the list stands beside an open board: what both show is spent
// from one allowance.
func (l *List[T]) SetBeside(beside bool) {
	if l.beside = beside; !beside {
		l.poll.allowance.rows = 0
	}
}

// PaceChanged makes the pause under way anew.
func (l *List[T]) PaceChanged() {
	l.poll.paceChanged()
	l.sweep.poll.paceChanged()
}

// Start starts the reads that are due, if any: one of the rounds', and one of the sweep's.
func (l *List[T]) Start(now time.Time) tea.Cmd {
	return tea.Batch(l.nextOfRound(now), l.nextInBackground(now, true))
}

func (l *List[T]) nextOfRound(now time.Time) tea.Cmd {
	if !l.poll.idle() && (l.poll.reading || l.poll.failures > 0) {
		return nil
	}
	if l.FirstListing() && l.sweep.poll.idle() {
		l.renewing = false // it was begun off the screen, slowly
	}
	stale := l.stale(now)
	if !l.poll.idle() {
		if len(stale) == 0 && !l.namesDue(now) {
			return nil
		}
		l.poll.stop() // rows came on the screen during the pause, or the scopes are known
	}
	switch {
	case len(stale) > 0:
		return l.readRows(now, stale)
	case l.namesDue(now):
		return l.readNames(now, &l.poll)
	default:
		return l.poll.pause(now, max(0, l.due().Sub(now)))
	}
}

// Take takes a message of this list's reads in; taken is false for every other message.
func (l *List[T]) Take(now time.Time, msg Msg) (cmd tea.Cmd, taken bool) {
	if !l.poll.owns(msg) && !l.sweep.poll.owns(msg) {
		return nil, false
	}
	switch msg := msg.(type) {
	case dueMsg:
		l.paused(msg, now)
	case NamesMsg:
		return l.listed(now, msg), true
	case RowsMsg[T]:
		return l.described(now, msg), true
	}
	return nil, true
}

// pollerOf is the poller that a message is of.
func (l *List[T]) pollerOf(msg Msg) *Poller {
	if l.sweep.poll.owns(msg) {
		return &l.sweep.poll
	}
	return &l.poll
}

// paused begins what a pause was for: the next round, unless only the row under the
// cursor is due, or the pause was for a fault.
func (l *List[T]) paused(msg dueMsg, now time.Time) {
	l.sweep.poll.ended(msg)
	if l.poll.ended(msg) && (l.poll.failures > 0 || now.Sub(l.round) >= l.interval()) {
		l.Begin(now)
		l.byKey = false
	}
}

// Begin begins a round: what is known now is old, as when one comes back to the list.
func (l *List[T]) Begin(now time.Time) { l.round, l.byKey, l.denied = now, true, nil }

// Refresh begins a round now, with a new listing and a new sweep.
func (l *List[T]) Refresh(now time.Time) {
	l.Stop()
	l.poll.failures, l.sweep.poll.failures = 0, 0
	l.Begin(now)
	l.relist, l.renewing, l.rowsReadFrom = true, false, time.Time{}
	l.roster.Table().Forget(now)
	l.sweep.begin(now)
}

// Stop drops what is under way, and ends the sweep.
func (l *List[T]) Stop() {
	delete(l.sweep.poll.allowance.sweeps, &l.sweep)
	l.poll.stop()
	l.sweep.poll.stop()
}
