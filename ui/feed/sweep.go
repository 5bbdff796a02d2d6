package feed

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/model"
)

// sweep reads what is not on the screen: every row once, those near the screen first, and
// then again and again those that were read longest ago, as fast as the allowance lets it.
// It has a poller of its own, so that a row that comes on the screen never waits for it.
type sweep struct {
	poll      Poller
	begun     time.Time // rows that were described before are described again
	next      int       // the rows of the roster before it have been described, or must not be
	described int       // how many rows have been
	recount   bool      // it is not known any more how many have been
	// denied are the scopes that must not be described.
	denied map[string]bool

	descriptions int       // how many it takes to read all rows once
	along        float64   // how many of those go along with other reads in a minute
	pages        int       // how many requests the last listing of the names took
	oldest       time.Time // no row was read before; zero where that is not known
	claimed      time.Time // when it last had something to read
}

// sweepEvery is how old a row must be at least before the sweep reads it again.
const sweepEvery = time.Minute

// begin begins a new sweep: what is known now is old.
func (s *sweep) begin(now time.Time) {
	s.begun, s.next, s.denied, s.oldest, s.recount = now, 0, nil, time.Time{}, true
}

// allow takes note that a scope may be described. Where it must not before, a right has
// come, and the others are tried as well.
func (s *sweep) allow(scope string) {
	if s.denied[scope] {
		s.next, s.denied, s.oldest = 0, nil, time.Time{}
	}
}

// yields tells whether another sweep of the same allowance has waited longer.
func (s *sweep) yields(now time.Time) bool {
	const asks = 2 * time.Second // a sweep that has something to read asks every second
	s.claimed = now
	for other := range s.poll.allowance.sweeps {
		if other != s && other.poll.idle() && now.Sub(other.claimed) < asks && other.oldest.Before(s.oldest) {
			return true
		}
	}
	return false
}

// nextInBackground starts the next read of the background, where no other is wanted more.
// hurry reads what has never been read at once, and not only as the allowance lets it.
func (l *List[T]) nextInBackground(now time.Time, hurry bool) tea.Cmd {
	allowance := l.sweep.poll.allowance
	allowance.sweeps[&l.sweep] = struct{}{}
	l.sweep.along = 0
	if hurry && l.watched() != nil && !l.alone {
		l.sweep.along = float64(time.Minute) / float64(l.interval()) * float64(l.kind.Batch-1) / float64(l.kind.Batch)
	}
	if !l.sweep.poll.idle() || l.poll.reading || l.poll.failures > 0 {
		return nil
	}
	unread := l.unswept()
	if len(unread) > 0 && hurry {
		return l.readInBackground(now, unread)
	}
	again := l.sweep.poll.failures > 0 // it has paused already
	if !again && !allowance.ready(now) {
		return nil
	}
	rows := unread
	if len(rows) == 0 {
		rows = l.oldRows(now)
	}
	turn := l.listedAt.IsZero() && len(unread) == 0 || now.Sub(l.pageAt) >= allowance.pageEvery(now)
	names := turn && l.namesInBackground(now)
	if !names && len(rows) == 0 || !again && l.sweep.yields(now) {
		return nil
	}
	allowance.spend(now)
	if names {
		return l.readNames(now, &l.sweep.poll)
	}
	return l.readInBackground(now, rows)
}

func (l *List[T]) readInBackground(now time.Time, rows []*model.Row[T]) tea.Cmd {
	return l.sweep.poll.read(now, model.Background, l.describing(rows, now))
}

// oldRows are the rows that the sweep reads again, as many as go into one request.
func (l *List[T]) oldRows(now time.Time) []*model.Row[T] {
	age := max(l.poll.shared.Slowed(sweepEvery), l.poll.Interval())
	if now.Sub(l.sweep.oldest) < age {
		return nil // no need to look at all of them
	}
	l.sweep.oldest = now
	var first *model.Row[T]
	for _, row := range l.roster.Rows() {
		if row.ReadAt.Before(l.sweep.oldest) && !l.sweep.denied[l.kind.Scope(row.Value)] && !l.settled(row) {
			first, l.sweep.oldest = row, row.ReadAt
		}
	}
	if first == nil || now.Sub(first.ReadAt) < age {
		return nil
	}
	return l.withOldest([]*model.Row[T]{first}, now.Add(-age))
}

// withOldest adds to the rows of a request those of the same scope that were read longest
// ago, and before a time, as many as go into it.
func (l *List[T]) withOldest(rows []*model.Row[T], before time.Time) []*model.Row[T] {
	scope := l.kind.Scope(rows[0].Value)
	older := func(a, b *model.Row[T]) int { return a.ReadAt.Compare(b.ReadAt) }
	var found []*model.Row[T]
	for _, row := range l.roster.Rows() {
		if !row.ReadAt.Before(before) || l.kind.Scope(row.Value) != scope || slices.Contains(rows, row) || l.settled(row) {
			continue
		}
		at, _ := slices.BinarySearchFunc(found, row, older)
		if room := l.kind.Batch - len(rows); at < room {
			found = slices.Insert(found, at, row)
			found = found[:min(len(found), room)]
		}
	}
	return append(rows, found...)
}

// unswept are the next rows to describe that this sweep has not, as many as go into one
// request.
func (l *List[T]) unswept() []*model.Row[T] {
	var found []*model.Row[T]
	for _, row := range l.view.Near() {
		if l.wants(row) && !l.sweep.denied[l.kind.Scope(row.Value)] {
			found = l.gather(found, row)
		}
	}
	rows := l.roster.Rows()
	for i := min(l.sweep.next, len(rows)); i < len(rows) && len(found) < l.kind.Batch; i++ {
		switch {
		case !l.wants(rows[i]), l.sweep.denied[l.kind.Scope(rows[i].Value)]:
			if i == l.sweep.next {
				l.sweep.next++
			}
		case len(found) > 0 && l.kind.Scope(found[0].Value) != l.kind.Scope(rows[i].Value):
			return found
		case !slices.Contains(found, rows[i]):
			found = append(found, rows[i])
		}
	}
	return found
}

func (l *List[T]) wants(row *model.Row[T]) bool {
	return row.ReadAt.IsZero() || row.ReadAt.Before(l.sweep.begun)
}

// Described tells how many rows have been described, of how many there are.
func (l *List[T]) Described() (known, total int) { return l.sweep.described, l.roster.Len() }

// countDescribed counts the rows that have been described. It looks at all of them, so it
// runs when some have changed and not all had been, not for each key.
func (l *List[T]) countDescribed() {
	l.sweep.described, l.sweep.recount = 0, false
	for _, row := range l.roster.Rows() {
		if !l.wants(row) {
			l.sweep.described++
		}
	}
}

// countDescriptions counts how many it takes to read all rows once. It runs when names have
// come or gone.
func (l *List[T]) countDescriptions() {
	l.sweep.descriptions = 0
	rows := map[string]int{} // of each scope
	for _, row := range l.roster.Rows() {
		scope := l.kind.Scope(row.Value)
		if rows[scope]%l.kind.Batch == 0 {
			l.sweep.descriptions++
		}
		rows[scope]++
	}
}
