package feed

import (
	"cmp"
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/model"
)

// namesEvery is how often the names of a short list are listed, unless its Kind says
// otherwise.
const namesEvery = time.Minute

// NamesMsg is the answer to a listing: a page of it has come, or failed.
type NamesMsg struct {
	Token
	Scope string
	Names model.Names
	Err   error
	At    time.Time
}

// NamesEvery is how often the names are listed: the longer the list, the more rarely, so
// that they cost ten requests a minute at most.
func (l *List[T]) NamesEvery() time.Duration {
	const request = time.Minute / namesMost
	return l.poll.shared.Slowed(max(cmp.Or(l.kind.NamesEvery, namesEvery), time.Duration(l.sweep.pages)*request))
}

// ListedAt is when the last listing ended; zero before.
func (l *List[T]) ListedAt() time.Time { return l.listedAt }

// Listing tells whether a listing has begun and not reached its last page.
func (l *List[T]) Listing() bool { return l.listing }

// FirstListing tells whether the names are only just coming: those of a later listing
// are known but for a few.
func (l *List[T]) FirstListing() bool { return l.listing && l.listedAt.IsZero() }

// Partial tells whether there may be more than its rows: no listing has come to its end, or
// the last one had to leave something out.
func (l *List[T]) Partial() bool { return l.listedAt.IsZero() || l.partial }

// Listed tells how many scopes have been listed in the present listing, of how many.
func (l *List[T]) Listed() (scopes, of int) { return l.scopes - len(l.queue), l.scopes }

// namesDue tells whether a page of names is to be read at once: of the first listing, of
// one that a key asked for, of one that may have what the last had to leave out, or where
// the names are what one looks at.
func (l *List[T]) namesDue(now time.Time) bool {
	if l.listing && !l.relist {
		return !l.renewing
	}
	again := (len(l.leftOut) > 0 || l.kind.NamesEvery > 0) && l.namesOld(now)
	return (l.relist || l.listedAt.IsZero() || again) && l.ready()
}

// namesInBackground tells whether the background reads a page of names: names that are
// known are listed anew slowly.
func (l *List[T]) namesInBackground(now time.Time) bool {
	if l.listing && !l.relist {
		return true
	}
	return (l.relist || l.namesOld(now)) && l.ready()
}

func (l *List[T]) namesOld(now time.Time) bool { return now.Sub(l.begunAt) >= l.NamesEvery() }

// Failed tells whether the last listing had to leave something out.
func (l *List[T]) Failed() bool { return !l.listing && len(l.leftOut) > 0 }

// ready tells whether the scopes are known that are to be listed.
func (l *List[T]) ready() bool {
	_, ready := l.kind.Scopes()
	return ready
}

// readNames reads the next page of the listing, which it begins where none is under way,
// by the poller of the rounds or by that of the background.
func (l *List[T]) readNames(now time.Time, poll *Poller) tea.Cmd {
	if !l.listing || l.relist {
		l.queue, _ = l.kind.Scopes()
		l.scopes, l.pages, l.begunAt = len(l.queue), 0, now
		l.listing, l.relist, l.cursor, l.leftOut = true, false, model.Cursor{}, nil
		l.roster.Begin()
	}
	l.renewing = poll != &l.poll
	if len(l.queue) == 0 {
		l.endNames(now)
		if l.renewing {
			return nil
		}
		return poll.pause(now, max(0, l.due().Sub(now)))
	}
	l.pages++
	l.pageAt = now
	priority := model.Background
	if !l.renewing {
		priority = l.priority()
	}
	list, clock, scope, from := l.kind.List, poll.shared.clock, l.queue[0], l.cursor
	return poll.read(now, priority, func(ctx context.Context, token Token) tea.Msg {
		names, err := list(ctx, scope, from)
		return NamesMsg{Token: token, Scope: scope, Names: names, Err: err, At: clock()}
	})
}

// listed folds a page of names in.
func (l *List[T]) listed(now time.Time, msg NamesMsg) tea.Cmd {
	poll := l.pollerOf(msg)
	poll.stop()
	l.roster.List(msg.Names.ARNs,
		func(arn string) model.Key { return l.kind.Key(msg.Scope, arn) },
		func(arn string) T { return l.kind.Listed(arn, msg.Scope) })
	readAt := poll.readAt
	fault := poll.answered(l.kind.ListOperation, msg.Scope, msg.Err, msg.At)
	if !readAt.IsZero() {
		poll.readAt = readAt // a list of names makes no count any younger
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
		l.renewing = false // the next listing, which may have it, waits for the end of this one
		l.endScope(msg.At)
		poll.faults[len(poll.faults)-1].Again = msg.At.Add(l.NamesEvery())
	}
	l.countDescribed()
	l.countDescriptions()
	if fault == nil || fault.OfTarget() {
		return nil
	}
	return poll.backOff(now, fault)
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
	left := map[string]bool{}
	for _, row := range l.roster.Rows() {
		left[l.kind.Scope(row.Value)] = true
	}
	for _, poll := range l.Pollers() {
		poll.forget(func(fault *Fault) bool {
			switch fault.Operation {
			case l.kind.ListOperation:
				return !l.leftOut[fault.Scope]
			case l.kind.DescribeOperation: // what has gone needs no description
				return !left[fault.Scope]
			}
			return false
		})
	}
	l.listing, l.renewing, l.listedAt, l.partial = false, false, at, len(l.leftOut) > 0
	// The rows have moved up, and rights may have come.
	l.sweep.next, l.sweep.denied, l.sweep.oldest, l.sweep.pages = 0, nil, time.Time{}, l.pages
}

// StartUnseen starts the reads of a list that is not on the screen: those of the
// background alone.
func (l *List[T]) StartUnseen(now time.Time) tea.Cmd {
	if !l.poll.idle() && !l.poll.reading {
		l.poll.stop() // a pause between two rounds, or after a fault of one
	}
	if l.poll.idle() {
		l.poll.failures = 0 // what failed is not tried again here, and the background waits for it
	}
	return l.nextInBackground(now, false)
}

// Complete tells whether all rows have been listed, and described as far as that is
// allowed. What is only listed anew by the clock is complete.
func (l *List[T]) Complete() bool {
	known, total := l.Described()
	asked := l.relist || l.listing && !l.renewing
	return !asked && !l.listedAt.IsZero() && (known == total || l.sweep.denied[""])
}
