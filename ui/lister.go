package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/model"
)

// namesEvery is how often a list asks for its names again; what the rows on the
// screen say is asked for with every round.
const namesEvery = time.Minute

// lister is a page whose rows are listed by name, page by page, and described
// only while they are on the screen.
//
// Its reads come in rounds. A round describes the rows on the screen, lists names
// when that is due, and then pauses. Rows that come on the screen in between are
// described at once.
type lister[T any] struct {
	poll   poller
	grid   grid[T]
	roster model.Roster[T]

	list     func(context.Context, model.Cursor) (model.Names, error)
	describe func(context.Context, []string) (model.Descriptions[T], error)
	kind     listing[T]

	cursor   model.Cursor
	listing  bool      // a listing has begun and not reached its last page
	listedAt time.Time // when the last one did; zero before
	relist   bool      // a new listing was asked for
	round    time.Time // when this round began: older descriptions are stale
	resume   time.Time // when the pause would have ended that rows on the screen broke
	skip     bool      // describing is not allowed: no more of it this round
}

// listing is what a lister must know of the things it lists.
type listing[T any] struct {
	listOperation, describeOperation string // ECS's names
	batch                            int    // how many go into one description
	listed                           func(arn string) T
	arn                              func(T) string
	name                             func(T) string
	named                            func(T, string) T     // the value with the ARN that it is listed by
	missing                          func(T, string) T     // the value with the reason of a failure
	fold                             func(known, read T) T // what is known after a read
	keep                             func(T) bool          // stays even when it is not listed
}

// namesListedMsg: a page of a listing has come, or failed.
type namesListedMsg struct {
	page  page
	gen   int
	names model.Names
	err   error
	at    time.Time
}

// describedMsg: rows have been described, or not.
type describedMsg[T any] struct {
	gen    int
	asked  []string
	answer model.Descriptions[T]
	err    error
	at     time.Time
}

// next starts the read that is due, if any: nil while one is under way.
func (s *lister[T]) next(ctx context.Context, l look, clock func() time.Time) tea.Cmd {
	now := l.now
	stale := s.stale()
	if !s.poll.idle() {
		if s.poll.reading || s.poll.pauses > 0 || len(stale) == 0 {
			return nil
		}
		s.resume = s.poll.due // rows came on the screen during the pause
		s.poll.stop()
	}
	switch {
	case len(stale) > 0:
		return s.readRows(ctx, now, clock, stale)
	case s.listing || s.relist || now.Sub(s.listedAt) >= namesEvery:
		return s.readNames(ctx, now, clock)
	case s.resume.After(now):
		return s.poll.pause(ctx, now, s.resume.Sub(now))
	default:
		return s.poll.pause(ctx, now, s.poll.interval)
	}
}

// stale are the ARNs of the rows on the screen that were not described in this
// round, as many as go into one request.
func (s *lister[T]) stale() []string {
	if s.skip {
		return nil
	}
	var arns []string
	for _, row := range s.grid.visible() {
		if row.ReadAt.Before(s.round) || row.ReadAt.IsZero() {
			arns = append(arns, row.ARN)
			if len(arns) == s.kind.batch {
				break
			}
		}
	}
	return arns
}

func (s *lister[T]) readNames(ctx context.Context, now time.Time, clock func() time.Time) tea.Cmd {
	if !s.listing {
		s.listing, s.relist, s.cursor = true, false, model.Cursor{}
		s.roster.Begin()
	}
	list, page, from := s.list, s.poll.page, s.cursor
	return s.poll.read(ctx, now, func(ctx context.Context, gen int) tea.Msg {
		names, err := list(ctx, from)
		return namesListedMsg{page: page, gen: gen, names: names, err: err, at: clock()}
	})
}

func (s *lister[T]) readRows(ctx context.Context, now time.Time, clock func() time.Time, arns []string) tea.Cmd {
	describe := s.describe
	return s.poll.read(ctx, now, func(ctx context.Context, gen int) tea.Msg {
		answer, err := describe(ctx, arns)
		return describedMsg[T]{gen: gen, asked: arns, answer: answer, err: err, at: clock()}
	})
}

// due begins the next round.
func (s *lister[T]) due(msg pollDueMsg, now time.Time) {
	if s.poll.ended(msg.gen) {
		s.begin(now)
	}
}

func (s *lister[T]) begin(now time.Time) { s.round, s.resume, s.skip = now, time.Time{}, false }

// refresh begins a round now, with a new listing.
func (s *lister[T]) refresh(now time.Time) {
	s.poll.stop()
	s.poll.pauses = 0
	s.begin(now)
	s.relist = true
}

// listed folds a page of names in.
func (s *lister[T]) listed(ctx context.Context, l look, msg namesListedMsg) tea.Cmd {
	if !s.poll.ended(msg.gen) {
		return nil
	}
	s.roster.List(msg.names.ARNs, s.kind.listed)
	readAt := s.poll.readAt
	fault := s.poll.answered(s.kind.listOperation, msg.err, msg.at)
	if !readAt.IsZero() {
		s.poll.readAt = readAt // a list of names makes no count any younger
	}
	switch {
	case fault == nil && msg.names.More:
		s.cursor = msg.names.Next
	case fault == nil:
		s.roster.End(s.kind.keep)
		s.listing, s.listedAt = false, msg.at
	case !fault.Transient():
		// The place in the listing is lost: the next one begins anew, in a while.
		s.listing, s.listedAt = false, msg.at
	}
	s.grid.setRows(l, s.roster.Rows())
	return s.backOff(ctx, l, fault)
}

// described folds descriptions in, and the reasons for those that are missing.
func (s *lister[T]) described(ctx context.Context, l look, msg describedMsg[T]) tea.Cmd {
	if !s.poll.ended(msg.gen) {
		return nil
	}
	fault := s.poll.answered(s.kind.describeOperation, msg.err, msg.at)
	if fault == nil {
		s.take(msg)
		s.grid.revalue(l, s.roster.Rows())
	}
	return s.backOff(ctx, l, fault)
}

func (s *lister[T]) take(msg describedMsg[T]) {
	for _, arn := range msg.asked { // even what ECS says nothing about has been asked for
		if row := s.roster.Row(arn); row != nil {
			row.ReadAt = msg.at
		}
	}
	for _, failure := range msg.answer.Failures {
		if row := s.roster.Row(failure.ARN); row != nil {
			row.Value = s.kind.missing(row.Value, failure.Reason)
		}
	}
	for _, read := range msg.answer.Found {
		s.put(read, msg.at, msg.asked)
	}
}

// put folds one value into its row. ECS lists some services by a long ARN and
// describes them by their old short one: then the name tells which was asked for.
func (s *lister[T]) put(read T, at time.Time, asked []string) {
	arn := s.kind.arn(read)
	if s.roster.Row(arn) == nil {
		for _, candidate := range asked {
			if model.NameOf(candidate) == s.kind.name(read) {
				arn = candidate
			}
		}
	}
	read = s.kind.named(read, arn)
	if row := s.roster.Row(arn); row != nil {
		read = s.kind.fold(row.Value, read)
	}
	s.roster.Put(arn, read, at)
}

// backOff pauses after a fault. A missing right to describe is no reason to stop
// listing: it only leaves the rows as they are for this round. A listing that fails
// for good is no reason to describe less often: it is tried again in a minute.
func (s *lister[T]) backOff(ctx context.Context, l look, fault *model.Fault) tea.Cmd {
	if fault == nil {
		return nil
	}
	if fault.Kind == model.FaultDenied && fault.Operation == s.kind.describeOperation {
		s.skip = true
		return nil
	}
	if fault.Operation == s.kind.listOperation && !fault.Transient() {
		return nil
	}
	s.poll.pauses++
	return s.poll.pause(ctx, l.now, s.poll.interval)
}
