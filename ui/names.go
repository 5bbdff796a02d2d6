package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/model"
)

// only is the parts of a list that is listed in one piece.
func only(part string) func() ([]string, bool) {
	return func() ([]string, bool) { return []string{part}, true }
}

// namesEvery is how often the names are listed: those of many parts less often, so
// that it costs no more.
func (s *lister[T]) namesEvery() time.Duration {
	const partsInTime = 10
	return namesEvery * time.Duration(max(1, s.inAll/partsInTime))
}

// namesDue tells whether a page of names is to be read.
func (s *lister[T]) namesDue(now time.Time) bool {
	if s.listing && !s.relist {
		return true
	}
	if !s.relist && now.Sub(s.listedAt) < s.namesEvery() {
		return false
	}
	_, ready := s.parts()
	return ready
}

// readNames reads the next page of the listing, which it begins where none is under
// way.
func (s *lister[T]) readNames(ctx context.Context, now time.Time, clock func() time.Time) tea.Cmd {
	if !s.listing || s.relist {
		s.queue, _ = s.parts()
		s.inAll = len(s.queue)
		s.listing, s.relist, s.cursor, s.failed = true, false, model.Cursor{}, nil
		s.roster.Begin()
	}
	if len(s.queue) == 0 {
		s.endNames(now)
		return s.poll.pause(ctx, now, max(0, s.due().Sub(now)))
	}
	list, page, source, part, from := s.list, s.poll.page, s.roster.Source, s.queue[0], s.cursor
	return s.poll.read(model.WithPriority(ctx, s.priority()), now, func(ctx context.Context, gen int) tea.Msg {
		names, err := list(ctx, part, from)
		return namesListedMsg{page: page, source: source, gen: gen, part: part, names: names, err: err, at: clock()}
	})
}

// firstListing tells whether the names are only just coming: those of a later listing
// are known but for a few.
func (s *lister[T]) firstListing() bool { return s.listing && s.listedAt.IsZero() }

// listed folds a page of names in.
func (s *lister[T]) listed(ctx context.Context, l look, msg namesListedMsg) tea.Cmd {
	if !s.poll.ended(msg.gen) {
		return nil
	}
	s.roster.List(msg.names.ARNs,
		func(arn string) model.Key { return s.kind.key(msg.part, arn) },
		func(arn string) T { return s.kind.listed(arn, msg.part) })
	readAt := s.poll.readAt
	fault := s.poll.answered(s.kind.listOperation, msg.part, msg.err, msg.at)
	if !readAt.IsZero() {
		s.poll.readAt = readAt // a list of names makes no count any younger
	}
	switch {
	case fault == nil && msg.names.More:
		s.cursor = msg.names.Next
	case fault == nil:
		s.endPart(msg.at)
	case fault.OfTarget():
		// The place in this part is lost: the rows that it had stay until the next
		// listing, and the other parts are listed all the same.
		s.failed = including(s.failed, msg.part)
		s.endPart(msg.at)
		s.poll.faults[len(s.poll.faults)-1].again = msg.at.Add(s.namesEvery())
	}
	s.show(l)
	if fault == nil || fault.OfTarget() {
		return nil
	}
	return s.poll.backOff(ctx, l.now, fault)
}

// endPart goes on to the next part, or ends the listing.
func (s *lister[T]) endPart(at time.Time) {
	s.queue, s.cursor = s.queue[1:], model.Cursor{}
	if len(s.queue) == 0 {
		s.endNames(at)
	}
}

func (s *lister[T]) endNames(at time.Time) {
	s.roster.End(func(value T) bool { return s.failed[s.kind.part(value)] || s.kind.keep(value) })
	s.poll.forget(func(fault *pageFault) bool {
		return fault.Operation == s.kind.listOperation && !s.failed[fault.part]
	})
	left := map[string]bool{}
	for _, row := range s.roster.Rows() {
		left[s.kind.part(row.Value)] = true
	}
	for _, poll := range []*poller{&s.poll, &s.sweep.poll} { // what has gone needs no description
		poll.forget(func(fault *pageFault) bool {
			return fault.Operation == s.kind.describeOperation && !left[fault.part]
		})
	}
	s.listing, s.listedAt = false, at
	s.sweep.next, s.sweep.denied = 0, nil // the rows have moved up, and rights may have come
}
