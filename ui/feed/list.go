package feed

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/model"
)

// List is a list whose rows are listed by name, page by page, and described first where
// they are on the screen. What it reads goes into a table of the Store; see the package
// for what it reads next. Rows that are off the screen are not described again before
// Refresh.
type List[T model.Object[T]] struct {
	poll   Poller
	sweep  sweep
	kind   Kind[T]
	view   View[T]
	roster model.Roster[T]

	queue    []string // the parts that are still to be listed, the present one first
	parts    int      // how many parts this listing has
	cursor   model.Cursor
	listing  bool            // a listing has begun and not reached its last page
	leftOut  map[string]bool // the parts that this listing had to leave out
	listedAt time.Time       // when the last listing ended; zero before
	relist   bool            // a new listing was asked for

	round        time.Time       // when this round began: older descriptions are stale
	byKey        bool            // the round was begun by a key, not by the clock
	watchCursor  bool            // the row under the cursor is described more often than the others
	rowsReadFrom time.Time       // when the last description of rows on the screen began
	denied       map[string]bool // the parts that must not be described: no more of them this round
}

// Kind is what a List must know of what it lists.
type Kind[T model.Object[T]] struct {
	ListOperation, DescribeOperation string // ECS's names
	Batch                            int    // how many go into one description
	// List reads one page of the names of a part, such as a cluster's services.
	List func(ctx context.Context, part string, from model.Cursor) (model.Names, error)
	// Describe reads some rows of one part.
	Describe func(ctx context.Context, part string, arns []string) (model.Descriptions[T], error)
	// Parts are what is listed one after the other, such as the clusters of a Region
	// whose services are wanted; ready is false until they are known.
	Parts func() (parts []string, ready bool)
	// Part is the one that a thing was listed in, and is described by.
	Part func(T) string
	// Key is that of a thing of a part, by its ARN.
	Key func(part, arn string) model.Key
	// Listed is a thing of which only the ARN is known.
	Listed func(arn, part string) T
}

// OnePart is the Parts of a list that is listed in one piece.
func OnePart(part string) func() (parts []string, ready bool) {
	return func() ([]string, bool) { return []string{part}, true }
}

// View is what of a list is looked at. It may hold the rows of other lists as well.
type View[T any] interface {
	Visible() []*model.Row[T] // the rows on the screen
	Near() []*model.Row[T]    // those, and those of a screen above and below
	Current() *model.Row[T]   // the row under the cursor; nil where there is none
}

// NewList makes a list over a table that reads nothing yet. source names what is read
// from, for a person.
func NewList[T model.Object[T]](shared *Shared, source string, table *model.Table[T], kind Kind[T], view View[T]) *List[T] {
	l := &List[T]{
		poll: newPoller(shared, source, 2), sweep: sweep{poll: newPoller(shared, source, 1)},
		kind: kind, view: view, roster: model.NewRoster(table),
	}
	now := shared.clock()
	l.Begin(now)
	l.sweep.begin(now)
	return l
}

// RowsMsg is the answer to a description: rows have been described, or not.
type RowsMsg[T any] struct {
	Token
	Part      string
	Asked     []model.Key
	Answer    model.Descriptions[T]
	Err       error
	Began, At time.Time
}

// Rows are the rows that are listed, in order of arrival; the slice is the list's own.
func (l *List[T]) Rows() []*model.Row[T] { return l.roster.Rows() }

// Version is another one after every change of the rows.
func (l *List[T]) Version() int { return l.roster.Table().Version() }

// Pollers are those of the rounds and of the sweep.
func (l *List[T]) Pollers() []*Poller { return []*Poller{&l.poll, &l.sweep.poll} }

// Source is the place of the Store that the rows are in.
func (l *List[T]) Source() int { return l.roster.Table().Source() }

// WatchCursor describes the row under the cursor twice as often as the others, or not.
func (l *List[T]) WatchCursor(watch bool) { l.watchCursor = watch }

// PaceChanged makes the pause under way anew.
func (l *List[T]) PaceChanged() {
	l.poll.paceChanged()
	l.sweep.poll.paceChanged()
}

// Start starts the reads that are due, if any: one of the rounds', and one of the sweep's.
func (l *List[T]) Start(now time.Time) tea.Cmd {
	return tea.Batch(l.nextOfRound(now), l.nextOfSweep(now))
}

func (l *List[T]) nextOfRound(now time.Time) tea.Cmd {
	stale := l.stale(now)
	if !l.poll.idle() {
		if l.poll.reading || l.poll.failures > 0 || len(stale) == 0 && !l.namesDue(now) {
			return nil
		}
		l.poll.stop() // rows came on the screen during the pause, or the parts are known
	}
	switch {
	case len(stale) > 0:
		return l.readRows(now, stale)
	case l.namesDue(now):
		return l.readNames(now)
	default:
		return l.poll.pause(now, max(0, l.due().Sub(now)))
	}
}

// due is when the next round begins, or the row under the cursor is described.
func (l *List[T]) due() time.Time {
	due := l.round.Add(l.poll.interval())
	if row := l.watched(); row != nil && l.watchedDue(row).Before(due) {
		return l.watchedDue(row)
	}
	return due
}

// watched is the row under the cursor where it is described more often than the
// others, nil elsewhere.
func (l *List[T]) watched() *model.Row[T] {
	row := l.view.Current()
	if row == nil || !l.watchCursor || l.denied[l.kind.Part(row.Value)] {
		return nil
	}
	return row
}

// watchedDue is when that row is described again: in the middle of a round, and no
// sooner for a cursor that moves on and on.
func (l *List[T]) watchedDue(row *model.Row[T]) time.Time {
	last := l.rowsReadFrom
	if row.ReadAt.After(last) {
		last = row.ReadAt
	}
	return last.Add(l.poll.interval() / 2)
}

// stale are the rows on the screen that were not described in this round, of one
// part, and as many as go into one request.
func (l *List[T]) stale(now time.Time) []*model.Row[T] {
	var found []*model.Row[T]
	for _, row := range l.view.Visible() {
		if (row.ReadAt.Before(l.round) || row.ReadAt.IsZero()) && !l.denied[l.kind.Part(row.Value)] {
			found = l.gather(found, row)
		}
	}
	if row := l.watched(); len(found) == 0 && row != nil && !now.Before(l.watchedDue(row)) {
		return []*model.Row[T]{row}
	}
	return found
}

// gather adds a row of this list to those that go into one request.
func (l *List[T]) gather(rows []*model.Row[T], row *model.Row[T]) []*model.Row[T] {
	if len(rows) == l.kind.Batch || row.Source != l.Source() {
		return rows
	}
	if len(rows) > 0 && l.kind.Part(row.Value) != l.kind.Part(rows[0].Value) {
		return rows
	}
	return append(rows, row)
}

func (l *List[T]) readRows(now time.Time, rows []*model.Row[T]) tea.Cmd {
	l.rowsReadFrom = now
	return l.poll.read(now, l.priority(), l.describing(rows, now))
}

// describing is the read of some rows, for a poller.
func (l *List[T]) describing(rows []*model.Row[T], now time.Time) func(context.Context, Token) tea.Msg {
	describe, clock, part := l.kind.Describe, l.poll.shared.clock, l.kind.Part(rows[0].Value)
	arns, keys := make([]string, len(rows)), make([]model.Key, len(rows))
	for i, row := range rows {
		arns[i], keys[i] = row.ARN, row.Key
	}
	return func(ctx context.Context, token Token) tea.Msg {
		answer, err := describe(ctx, part, arns)
		return RowsMsg[T]{Token: token, Part: part, Asked: keys, Answer: answer, Err: err, Began: now, At: clock()}
	}
}

// priority is that of the round's reads.
func (l *List[T]) priority() model.Priority {
	if l.byKey {
		return model.Asked
	}
	return model.Visible
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
		l.poll.ended(msg)
		return l.listed(now, msg), true
	case RowsMsg[T]:
		return l.described(now, msg), true
	}
	return nil, true
}

// paused begins what a pause was for: the next round, unless only the row under the
// cursor is due, or the pause was for a fault.
func (l *List[T]) paused(msg dueMsg, now time.Time) {
	l.sweep.poll.ended(msg)
	if l.poll.ended(msg) && (l.poll.failures > 0 || now.Sub(l.round) >= l.poll.interval()) {
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
	l.relist, l.rowsReadFrom = true, time.Time{}
	l.roster.Table().Forget(now)
	l.sweep.begin(now)
}

// Stop drops what is under way.
func (l *List[T]) Stop() {
	l.poll.stop()
	l.sweep.poll.stop()
}

// described folds descriptions in, and the reasons for those that are missing.
func (l *List[T]) described(now time.Time, msg RowsMsg[T]) tea.Cmd {
	poll := &l.poll
	if l.sweep.poll.owns(msg) {
		poll = &l.sweep.poll
	}
	poll.stop()
	fault := poll.answered(l.kind.DescribeOperation, msg.Part, msg.Err, msg.At)
	if fault == nil {
		l.sweep.allow(msg.Part)
		for _, poll := range l.Pollers() { // both ask the same
			poll.forget(func(past *Fault) bool {
				return past.Operation == l.kind.DescribeOperation && (past.Part == msg.Part || past.Transient())
			})
		}
		l.fold(msg)
		l.countDescribed()
		return nil
	}
	// No reason to stop listing, nor to describe no other part: the rows of this one
	// stay as they are for this round, and are not swept again before the next listing.
	if fault.Kind == model.FaultDenied || fault.OfTarget() && l.parts > 1 {
		l.denied, l.sweep.denied = including(l.denied, msg.Part), including(l.sweep.denied, msg.Part)
		return nil
	}
	return poll.backOff(now, fault)
}

// Unreadable tells whether a row cannot be read now: not when only the names cannot be
// listed, or another part.
func (l *List[T]) Unreadable(row *model.Row[T]) bool {
	return slices.ContainsFunc(l.poll.faults, func(fault *Fault) bool {
		return !fault.OfTarget() || fault.Operation == l.kind.DescribeOperation && fault.Part == l.kind.Part(row.Value)
	})
}

// including adds a part to a set of them.
func including(parts map[string]bool, part string) map[string]bool {
	if parts == nil {
		parts = map[string]bool{}
	}
	parts[part] = true
	return parts
}

func (l *List[T]) fold(msg RowsMsg[T]) {
	table := l.roster.Table()
	for _, key := range msg.Asked { // even what ECS says nothing about has been asked for
		table.Tried(key, msg.Began, msg.At)
	}
	for _, failure := range msg.Answer.Failures {
		if key, ok := keyAsAsked(l.kind.Key(msg.Part, failure.ARN), model.NameOf(failure.ARN), msg.Asked); ok {
			table.Fail(key, failure.Reason)
		}
	}
	for _, read := range msg.Answer.Found {
		arn, name := read.Identity()
		if key, ok := keyAsAsked(l.kind.Key(msg.Part, arn), name, msg.Asked); ok {
			table.Put(key, read, msg.Began, msg.At)
		}
	}
}

// keyAsAsked is the key of what was asked for and answered with the given key and name;
// ok is false when it was not asked for. Where an ARN has another form than that which
// was listed, the name tells: it is unique in what is asked in one request.
func keyAsAsked(key model.Key, name string, asked []model.Key) (as model.Key, ok bool) {
	if slices.Contains(asked, key) {
		return key, true
	}
	for _, candidate := range asked {
		if candidate.Name == name {
			return candidate, true
		}
	}
	return model.Key{}, false
}
