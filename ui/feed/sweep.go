package feed

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/model"
)

// sweep describes the rows that are not on the screen, those near it first, each
// once. It has a poller of its own, so that a row that comes on the screen never
// waits for it.
type sweep struct {
	poll      Poller
	begun     time.Time // rows that were described before are described again
	next      int       // the rows of the roster before it have been described, or must not be
	described int       // how many rows have been
	// denied are the scopes that must not be described.
	denied map[string]bool
}

// begin begins a new sweep: what is known now is old.
func (s *sweep) begin(now time.Time) { s.begun, s.next, s.denied = now, 0, nil }

// allow takes note that a scope may be described after all.
func (s *sweep) allow(scope string) {
	if s.denied[scope] {
		delete(s.denied, scope)
		s.next = 0
	}
}

// nextOfSweep starts the sweep's next read, where no other is wanted more.
func (l *List[T]) nextOfSweep(now time.Time) tea.Cmd {
	if !l.sweep.poll.idle() || l.poll.reading || l.poll.failures > 0 {
		return nil
	}
	rows := l.unswept()
	if len(rows) == 0 {
		return nil
	}
	return l.sweep.poll.read(now, model.Background, l.describing(rows, now))
}

// unswept are the next rows to describe, as many as go into one request.
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
// runs when some have changed, not for each key.
func (l *List[T]) countDescribed() {
	l.sweep.described = 0
	for _, row := range l.roster.Rows() {
		if !l.wants(row) {
			l.sweep.described++
		}
	}
}
