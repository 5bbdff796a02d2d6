package feed

import (
	"cmp"
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/model"
)

// namesEvery is how often a short list asks for its names again, unless its Kind says
// otherwise; what the rows on the screen say is asked for with every round.
const namesEvery = time.Minute

// NamesMsg is the answer to a listing: a page of it has come, or failed.
type NamesMsg struct {
	Token
	Scope string
	Names model.Names
	Err   error
	At    time.Time
}

// NamesEvery is how often the names are listed: those that take many requests less often,
// so that they cost no more than ten a minute.
func (l *List[T]) NamesEvery() time.Duration {
	const requestsInTime = 10
	return cmp.Or(l.kind.NamesEvery, namesEvery) * time.Duration(max(1, l.pages/requestsInTime, l.scopes/requestsInTime))
}

// ListedAt is when the last listing ended; zero before.
func (l *List[T]) ListedAt() time.Time { return l.listedAt }

// Listing tells whether a listing has begun and not reached its last page.
func (l *List[T]) Listing() bool { return l.listing }

// FirstListing tells whether the names are only just coming: those of a later listing
// are known but for a few.
func (l *List[T]) FirstListing() bool { return l.listing && l.listedAt.IsZero() }

// Listed tells how many scopes have been listed in the present listing, of how many.
func (l *List[T]) Listed() (scopes, of int) { return l.scopes - len(l.queue), l.scopes }

// namesDue tells whether a page of names is to be read.
func (l *List[T]) namesDue(now time.Time) bool {
	if l.listing && !l.relist {
		return true
	}
	if !l.relist && now.Sub(l.listedAt) < l.NamesEvery() {
		return false
	}
	_, ready := l.kind.Scopes()
	return ready
}

// readNames reads the next page of the listing, which it begins where none is under
// way.
func (l *List[T]) readNames(now time.Time) tea.Cmd {
	if !l.listing || l.relist {
		l.queue, _ = l.kind.Scopes()
		l.scopes = len(l.queue)
		l.listing, l.relist, l.cursor, l.leftOut = true, false, model.Cursor{}, nil
		l.pages = 0
		l.roster.Begin()
	}
	if len(l.queue) == 0 {
		l.endNames(now)
		return l.poll.pause(now, max(0, l.due().Sub(now)))
	}
	list, clock, scope, from := l.kind.List, l.poll.shared.clock, l.queue[0], l.cursor
	return l.poll.read(now, l.priority(), func(ctx context.Context, token Token) tea.Msg {
		names, err := list(ctx, scope, from)
		return NamesMsg{Token: token, Scope: scope, Names: names, Err: err, At: clock()}
	})
}

// listed folds a page of names in.
func (l *List[T]) listed(now time.Time, msg NamesMsg) tea.Cmd {
	l.roster.List(msg.Names.ARNs,
		func(arn string) model.Key { return l.kind.Key(msg.Scope, arn) },
		func(arn string) T { return l.kind.Listed(arn, msg.Scope) })
	l.pages++
	readAt := l.poll.readAt
	fault := l.poll.answered(l.kind.ListOperation, msg.Scope, msg.Err, msg.At)
	if !readAt.IsZero() {
		l.poll.readAt = readAt // a list of names makes no count any younger
	}
	switch {
	case fault == nil && msg.Names.More:
		l.cursor = msg.Names.Next
	case fault == nil:
		l.endScope(msg.At)
	case fault.OfTarget():
		// The place in this scope is lost: the rows that it had stay until the next
		// listing, and the other scopes are listed all the same.
		l.leftOut = including(l.leftOut, msg.Scope)
		l.endScope(msg.At)
		l.poll.faults[len(l.poll.faults)-1].Again = msg.At.Add(l.NamesEvery())
	}
	l.countDescribed()
	if fault == nil || fault.OfTarget() {
		return nil
	}
	return l.poll.backOff(now, fault)
}

// endScope goes on to the next scope, or ends the listing.
func (l *List[T]) endScope(at time.Time) {
	l.queue, l.cursor = l.queue[1:], model.Cursor{}
	if len(l.queue) == 0 {
		l.endNames(at)
	}
}

func (l *List[T]) endNames(at time.Time) {
	l.roster.End(at, func(value T) bool { return l.leftOut[l.kind.Scope(value)] })
	l.poll.forget(func(fault *Fault) bool {
		return fault.Operation == l.kind.ListOperation && !l.leftOut[fault.Scope]
	})
	left := map[string]bool{}
	for _, row := range l.roster.Rows() {
		left[l.kind.Scope(row.Value)] = true
	}
	for _, poll := range l.Pollers() { // what has gone needs no description
		poll.forget(func(fault *Fault) bool {
			return fault.Operation == l.kind.DescribeOperation && !left[fault.Scope]
		})
	}
	l.listing, l.listedAt = false, at
	l.sweep.next, l.sweep.denied = 0, nil // the rows have moved up, and rights may have come
}

// StartUnseen starts the reads of a list that is not on the screen, for another one that
// needs to know its rows: their names when they are due, and each description once.
func (l *List[T]) StartUnseen(now time.Time, due bool) tea.Cmd {
	if fault := l.poll.Fault(); fault != nil && !fault.Again.IsZero() {
		due = !now.Before(fault.Again)
	}
	if due && !l.listing && !l.relist {
		l.Refresh(now)
	}
	if !l.poll.idle() && !l.poll.reading && l.poll.failures == 0 {
		l.poll.stop() // it paused between two rounds of its own page
	}
	if l.poll.idle() && !l.listing && !l.relist {
		l.poll.failures = 0 // nothing of it is tried again here, and the sweep waits for it
	}
	cmds := []tea.Cmd{l.nextOfSweep(now)}
	if l.poll.idle() && (l.listing || l.relist) {
		cmds = append(cmds, l.readNames(now))
	}
	return tea.Batch(cmds...)
}

// Complete tells whether all rows have been listed, and described as far as that is
// allowed.
func (l *List[T]) Complete() bool {
	known, total := l.Described()
	return !l.listing && !l.relist && !l.listedAt.IsZero() && (known == total || l.sweep.denied[""])
}
