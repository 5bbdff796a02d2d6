package feed

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/model"
)

// RowsMsg is the answer to a description: rows have been described, or not.
type RowsMsg[T any] struct {
	Token
	Scope     string
	Keys      []model.Key
	Answer    model.Descriptions[T]
	Err       error
	Began, At time.Time
}

// due is when the next round begins, or the row under the cursor is described.
func (l *List[T]) due() time.Time {
	due := l.round.Add(l.interval())
	if row := l.watched(); row != nil && l.watchedDue(row).Before(due) {
		return l.watchedDue(row)
	}
	return due
}

// interval is the time between two rounds. It is longer where a board is open beside the
// list, and the rows would cost what the sweep needs.
func (l *List[T]) interval() time.Duration {
	if !l.beside {
		return l.poll.Interval()
	}
	requests := (len(l.view.Visible()) + l.kind.Batch - 1) / l.kind.Batch
	return l.poll.allowance.beside(requests, l.poll.Interval())
}

// watched is the row under the cursor where it is described more often than the
// others, nil elsewhere.
func (l *List[T]) watched() *model.Row[T] {
	row := l.view.Current()
	if row == nil || l.beside || !l.kind.WatchCursor || l.denied[l.kind.Scope(row.Value)] {
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
	return last.Add(l.poll.Interval() / 2)
}

// sideBySide is how many descriptions of rows on the screen are sent at once. As many rows
// as a large screen has are described in the time that one answer takes; the budget makes
// those wait that are too many for it.
const sideBySide = 6

// stale are the rows on the screen that were not described in this round, by the requests
// that they go into: each of one scope.
func (l *List[T]) stale(now time.Time) [][]*model.Row[T] {
	var batches [][]*model.Row[T]
	for _, row := range l.view.Visible() {
		if row.Source == l.Source() && (row.ReadAt.Before(l.round) || row.ReadAt.IsZero()) && !l.denied[l.kind.Scope(row.Value)] && !l.settled(row) {
			batches = l.batched(batches, row)
		}
	}
	if row := l.watched(); len(batches) == 0 && row != nil && !now.Before(l.watchedDue(row)) && now.Sub(l.round) < l.interval() {
		if l.alone || !l.sweep.poll.idle() {
			return [][]*model.Row[T]{{row}}
		}
		// One request describes as many as that.
		return [][]*model.Row[T]{l.withOldest([]*model.Row[T]{row}, now.Add(-l.poll.Interval()))}
	}
	return batches
}

// settled tells whether a row has been described for good.
func (l *List[T]) settled(row *model.Row[T]) bool {
	return l.kind.Settled != nil && !row.ReadAt.IsZero() && l.kind.Settled(row.Value)
}

// batched adds a row to the first request that takes it, or to one of its own; rows for
// which there are too many requests are left out.
func (l *List[T]) batched(batches [][]*model.Row[T], row *model.Row[T]) [][]*model.Row[T] {
	for i, batch := range batches {
		if more := l.gather(batch, row); len(more) > len(batch) {
			batches[i] = more
			return batches
		}
	}
	if len(batches) == sideBySide {
		return batches
	}
	return append(batches, []*model.Row[T]{row})
}

// gather adds a row of this list to those that go into one request.
func (l *List[T]) gather(rows []*model.Row[T], row *model.Row[T]) []*model.Row[T] {
	if len(rows) == l.kind.Batch || row.Source != l.Source() {
		return rows
	}
	if len(rows) > 0 && l.kind.Scope(row.Value) != l.kind.Scope(rows[0].Value) {
		return rows
	}
	return append(rows, row)
}

func (l *List[T]) readRows(now time.Time, batches [][]*model.Row[T]) tea.Cmd {
	l.rowsReadFrom = now
	if l.poll.failures > 0 { // one tells whether it works again
		batches = batches[:1]
	}
	requests := make([]request, len(batches))
	for i, rows := range batches {
		requests[i] = l.describing(rows, now)
	}
	return l.poll.read(now, l.priority(), requests...)
}

// describing is the request for some rows.
func (l *List[T]) describing(rows []*model.Row[T], now time.Time) request {
	describe, clock, scope := l.kind.Describe, l.poll.shared.clock, l.kind.Scope(rows[0].Value)
	arns, keys := make([]string, len(rows)), make([]model.Key, len(rows))
	for i, row := range rows {
		arns[i], keys[i] = row.ARN, row.Key
	}
	return func(ctx context.Context, token Token) tea.Msg {
		answer, err := describe(ctx, scope, arns)
		return RowsMsg[T]{Token: token, Scope: scope, Keys: keys, Answer: answer, Err: err, Began: now, At: clock()}
	}
}

// priority is that of the round's reads.
func (l *List[T]) priority() model.Priority {
	if l.byKey {
		return model.Interactive
	}
	return model.Visible
}

// described folds descriptions in, and the reasons for those that are missing.
func (l *List[T]) described(now time.Time, msg RowsMsg[T]) tea.Cmd {
	poll := l.pollerOf(msg)
	poll.came()
	fault := poll.answered(l.kind.DescribeOperation, msg.Scope, msg.Err, msg.At)
	if fault != nil || poll == &l.sweep.poll {
		l.alone = fault != nil
	}
	if fault == nil {
		l.sweep.allow(msg.Scope)
		for _, poll := range l.Pollers() { // both ask the same
			poll.forget(func(past *Fault) bool {
				return past.Operation == l.kind.DescribeOperation && (past.Scope == msg.Scope || past.Transient())
			})
		}
		l.fold(msg)
		if l.sweep.recount || l.sweep.described < l.roster.Len() {
			l.countDescribed()
		}
		return nil
	}
	// No reason to stop listing, nor to describe no other scope: the rows of this one
	// stay as they are for this round, and are not swept again before the next listing.
	if fault.Kind == model.FaultDenied || fault.OfTarget() && l.scopes > 1 {
		l.denied, l.sweep.denied = including(l.denied, msg.Scope), including(l.sweep.denied, msg.Scope)
		return nil
	}
	poll.stop() // what is still under way is read again then
	return poll.backOff(now, fault)
}

// Unreadable tells whether a row cannot be read now: not when only the names cannot be
// listed, or another scope.
func (l *List[T]) Unreadable(row *model.Row[T]) bool {
	return slices.ContainsFunc(l.poll.faults, func(fault *Fault) bool {
		return !fault.OfTarget() || fault.Operation == l.kind.DescribeOperation && fault.Scope == l.kind.Scope(row.Value)
	})
}

// including adds a scope to a set of them.
func including(scopes map[string]bool, scope string) map[string]bool {
	if scopes == nil {
		scopes = map[string]bool{}
	}
	scopes[scope] = true
	return scopes
}

func (l *List[T]) fold(msg RowsMsg[T]) {
	table := l.roster.Table()
	for _, key := range msg.Keys { // even what ECS says nothing about has been asked for
		table.Tried(key, msg.Began, msg.At)
	}
	for _, failure := range msg.Answer.Failures {
		if key, ok := keyAsRequested(l.kind.Key(msg.Scope, failure.ARN), model.NameOf(failure.ARN), msg.Keys); ok {
			table.Fail(key, failure.Reason)
		}
	}
	for _, read := range msg.Answer.Found {
		arn, name := read.Identity()
		if key, ok := keyAsRequested(l.kind.Key(msg.Scope, arn), name, msg.Keys); ok {
			table.Put(key, read, msg.Began, msg.At)
		}
	}
}

// keyAsRequested is the key of what was asked for and answered with the given key and name;
// ok is false when it was not asked for. Where an ARN has another form than that which
// was listed, the name tells: it is unique in what is asked in one request.
func keyAsRequested(key model.Key, name string, asked []model.Key) (as model.Key, ok bool) {
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
