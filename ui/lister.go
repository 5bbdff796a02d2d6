package ui

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/model"
)

// namesEvery is how often a list of one part asks for its names again; what the rows
// on the screen say is asked for with every round.
const namesEvery = time.Minute

// lister is a page whose rows are listed by name, page by page, and described
// first where they are on the screen.
//
// Its reads come in rounds. A round describes the rows on the screen, lists names
// when that is due, and then pauses. Rows that come on the screen in between are
// described at once. Beside the rounds, a sweep describes every other row once
// (sweep.go). Rows that are off the screen are not described again before refresh.
type lister[T any] struct {
	poll   poller
	grid   *grid[T] // perhaps with the rows of other listers in it
	roster model.Roster[T]
	rows   func() []*model.Row[T] // those of the grid; nil means the roster's

	kind     listing[T]
	list     func(ctx context.Context, part string, from model.Cursor) (model.Names, error)
	describe func(ctx context.Context, part string, arns []string) (model.Descriptions[T], error)
	// parts are what is listed one after the other, such as the clusters of a
	// Region whose services are wanted, once they are known.
	parts func() (parts []string, ready bool)

	queue    []string // the parts that are still to be listed, the present one first
	inAll    int      // how many parts this listing has
	cursor   model.Cursor
	listing  bool            // a listing has begun and not reached its last page
	failed   map[string]bool // the parts that this listing had to leave out
	listedAt time.Time       // when the last listing ended; zero before
	relist   bool            // a new listing was asked for
	round    time.Time       // when this round began: older descriptions are stale
	asked    bool            // the round was begun by a key, not by the clock
	closer   time.Time       // when rows were last asked for
	denied   map[string]bool // the parts that must not be described: no more of them this round

	sweep sweep
}

// listing is what a lister must know of the things it lists.
type listing[T any] struct {
	listOperation, describeOperation string // ECS's names
	batch                            int    // how many go into one description
	watched                          bool   // the row under the cursor is described more often than the others
	listed                           func(arn, part string) T
	part                             func(T) string // what it is listed in, and described by
	key                              func(part, arn string) model.Key
	arn                              func(T) string
	name                             func(T) string
	named                            func(T, string) T     // the value with the ARN that it is listed by
	missing                          func(T, string) T     // the value with the reason of a failure
	fold                             func(known, read T) T // what is known after a read
	keep                             func(T) bool          // stays even when it is not listed
}

// namesListedMsg: a page of a listing has come, or failed.
type namesListedMsg struct {
	page   page
	source int
	gen    int
	part   string
	names  model.Names
	err    error
	at     time.Time
}

// describedMsg: rows have been described, or not.
type describedMsg[T any] struct {
	source int
	gen    int
	part   string
	swept  bool // by the sweep
	asked  []model.Key
	answer model.Descriptions[T]
	err    error
	at     time.Time
}

// next starts the reads that are due, if any: one of the rounds', and one of the
// sweep's.
func (s *lister[T]) next(ctx context.Context, l look, clock func() time.Time) tea.Cmd {
	return tea.Batch(s.nextOfRound(ctx, l.now, clock), s.nextOfSweep(ctx, l.now, clock))
}

func (s *lister[T]) nextOfRound(ctx context.Context, now time.Time, clock func() time.Time) tea.Cmd {
	stale := s.stale(now)
	if !s.poll.idle() {
		if s.poll.reading || s.poll.pauses > 0 || len(stale) == 0 && !s.namesDue(now) {
			return nil
		}
		s.poll.stop() // rows came on the screen during the pause, or the parts are known
	}
	switch {
	case len(stale) > 0:
		return s.readRows(ctx, now, clock, stale)
	case s.namesDue(now):
		return s.readNames(ctx, now, clock)
	default:
		return s.poll.pause(ctx, now, max(0, s.due().Sub(now)))
	}
}

// due is when the next round begins, or the row under the cursor is described.
func (s *lister[T]) due() time.Time {
	due := s.round.Add(s.poll.interval)
	if row := s.watched(); row != nil && s.closerDue(row).Before(due) {
		return s.closerDue(row)
	}
	return due
}

// watched is the row under the cursor where it is described more often than the
// others, nil elsewhere.
func (s *lister[T]) watched() *model.Row[T] {
	row := s.grid.current()
	if row == nil || !s.kind.watched || s.denied[s.kind.part(row.Value)] {
		return nil
	}
	return row
}

// closerDue is when that row is described again: in the middle of a round, and no
// sooner for a cursor that moves on and on.
func (s *lister[T]) closerDue(row *model.Row[T]) time.Time {
	last := s.closer
	if row.ReadAt.After(last) {
		last = row.ReadAt
	}
	return last.Add(s.poll.interval / 2)
}

// stale are the rows on the screen that were not described in this round, of one
// part, and as many as go into one request.
func (s *lister[T]) stale(now time.Time) []*model.Row[T] {
	var found []*model.Row[T]
	for _, row := range s.grid.visible() {
		if (row.ReadAt.Before(s.round) || row.ReadAt.IsZero()) && !s.denied[s.kind.part(row.Value)] {
			found = s.gather(found, row)
		}
	}
	if row := s.watched(); len(found) == 0 && row != nil && !now.Before(s.closerDue(row)) {
		return []*model.Row[T]{row}
	}
	return found
}

// gather adds a row of this lister to those that go into one request.
func (s *lister[T]) gather(rows []*model.Row[T], row *model.Row[T]) []*model.Row[T] {
	if len(rows) == s.kind.batch || row.Source != s.roster.Source {
		return rows
	}
	if len(rows) > 0 && s.kind.part(row.Value) != s.kind.part(rows[0].Value) {
		return rows
	}
	return append(rows, row)
}

func (s *lister[T]) readRows(ctx context.Context, now time.Time, clock func() time.Time, rows []*model.Row[T]) tea.Cmd {
	s.closer = now
	return s.poll.read(model.WithPriority(ctx, s.priority()), now, s.describing(rows, false, clock))
}

// describing is the read of some rows, for a poller.
func (s *lister[T]) describing(rows []*model.Row[T], swept bool, clock func() time.Time) func(context.Context, int) tea.Msg {
	describe, source, part := s.describe, s.roster.Source, s.kind.part(rows[0].Value)
	arns, keys := make([]string, len(rows)), make([]model.Key, len(rows))
	for i, row := range rows {
		arns[i], keys[i] = row.ARN, row.Key
	}
	return func(ctx context.Context, gen int) tea.Msg {
		answer, err := describe(ctx, part, arns)
		return describedMsg[T]{source: source, gen: gen, part: part, swept: swept, asked: keys, answer: answer, err: err, at: clock()}
	}
}

// priority is that of the round's reads.
func (s *lister[T]) priority() model.Priority {
	if s.asked {
		return model.Asked
	}
	return model.Visible
}

// tick begins what a pause was for: the next round, unless only the row under the
// cursor is due, or the pause was for a fault.
func (s *lister[T]) tick(msg pollDueMsg, now time.Time) {
	if msg.sweep {
		s.sweep.poll.ended(msg.gen)
		return
	}
	if s.poll.ended(msg.gen) && (s.poll.pauses > 0 || now.Sub(s.round) >= s.poll.interval) {
		s.begin(now)
		s.asked = false
	}
}

// begin begins a round.
func (s *lister[T]) begin(now time.Time) { s.round, s.asked, s.denied = now, true, nil }

// refresh begins a round now, with a new listing and a new sweep.
func (s *lister[T]) refresh(now time.Time) {
	s.stop()
	s.poll.pauses, s.sweep.poll.pauses = 0, 0
	s.begin(now)
	s.relist, s.closer = true, time.Time{}
	for _, row := range s.roster.Rows() {
		if row.ReadAt.After(now) { // the clock was set back
			row.ReadAt = time.Time{}
		}
	}
	s.sweep.begin(now)
}

// stop drops what is under way.
func (s *lister[T]) stop() {
	s.poll.stop()
	s.sweep.poll.stop()
}

// described folds descriptions in, and the reasons for those that are missing.
func (s *lister[T]) described(ctx context.Context, l look, msg describedMsg[T]) tea.Cmd {
	poll := &s.poll
	if msg.swept {
		poll = &s.sweep.poll
	}
	if !poll.ended(msg.gen) {
		return nil
	}
	fault := poll.answered(s.kind.describeOperation, msg.part, msg.err, msg.at)
	if fault == nil {
		s.sweep.allow(msg.part)
		for _, poll := range []*poller{&s.poll, &s.sweep.poll} { // both ask the same
			poll.forget(func(past *pageFault) bool {
				return past.Operation == s.kind.describeOperation && (past.part == msg.part || past.Transient())
			})
		}
		s.take(msg)
		s.show(l)
		return nil
	}
	// No reason to stop listing, nor to describe no other part: the rows of this one
	// stay as they are for this round, and are not swept again before the next listing.
	if fault.Kind == model.FaultDenied || fault.OfTarget() && s.inAll > 1 {
		s.denied, s.sweep.denied = including(s.denied, msg.part), including(s.sweep.denied, msg.part)
		return nil
	}
	return poll.backOff(ctx, l.now, fault)
}

// unreadable tells whether a row cannot be read now: not when only the names cannot be
// listed, or another part.
func (s *lister[T]) unreadable(row *model.Row[T]) bool {
	return slices.ContainsFunc(s.poll.faults, func(fault *pageFault) bool {
		return !fault.OfTarget() || fault.Operation == s.kind.describeOperation && fault.part == s.kind.part(row.Value)
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

// show puts what is known into the table.
func (s *lister[T]) show(l look) {
	s.count()
	if s.rows != nil {
		s.grid.setRows(l, s.rows())
		return
	}
	s.grid.setRows(l, s.roster.Rows())
}

func (s *lister[T]) take(msg describedMsg[T]) {
	for _, key := range msg.asked { // even what ECS says nothing about has been asked for
		if row := s.roster.Row(key); row != nil {
			row.ReadAt = msg.at
		}
	}
	for _, failure := range msg.answer.Failures {
		key, _ := askedAs(s.kind.key(msg.part, failure.ARN), model.NameOf(failure.ARN), msg.asked)
		if row := s.roster.Row(key); row != nil {
			row.Value = s.kind.missing(row.Value, failure.Reason)
		}
	}
	for _, read := range msg.answer.Found {
		if key, ok := askedAs(s.kind.key(msg.part, s.kind.arn(read)), s.kind.name(read), msg.asked); ok {
			s.put(key, read, msg.at)
		}
	}
}

// askedAs is the key of what was asked for and answered with the given key and name;
// ok is false when it was not asked for. Where an ARN has another form than that which
// was listed, the name tells: it is unique in what is asked in one request.
func askedAs(key model.Key, name string, asked []model.Key) (as model.Key, ok bool) {
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

// put folds one value into its row, which keeps its ARN: ECS lists some services by a
// long ARN and describes them by their old short one.
func (s *lister[T]) put(key model.Key, read T, at time.Time) {
	arn := s.kind.arn(read)
	if row := s.roster.Row(key); row != nil {
		arn = row.ARN
		read = s.kind.fold(row.Value, s.kind.named(read, arn))
	}
	s.roster.Put(key, arn, read, at)
}
