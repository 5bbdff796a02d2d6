package ui

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/model"
)

// sweep describes the rows that are not on the screen, those near it first, each
// once. It has a poller of its own, so that a row that comes on the screen never
// waits for it.
type sweep struct {
	poll  poller
	begun time.Time // rows that were described before are described again
	next  int       // the rows of the roster before it have been described, or must not be
	known int       // how many rows have been
	// denied are the parts that must not be described.
	denied map[string]bool
}

// begin begins a new sweep: what is known now is old.
func (w *sweep) begin(now time.Time) { w.begun, w.next, w.denied = now, 0, nil }

// allow takes note that a part may be described after all.
func (w *sweep) allow(part string) {
	if w.denied[part] {
		delete(w.denied, part)
		w.next = 0
	}
}

// nextOfSweep starts the sweep's next read, where no other is wanted more.
func (s *lister[T]) nextOfSweep(ctx context.Context, now time.Time, clock func() time.Time) tea.Cmd {
	if !s.sweep.poll.idle() || s.poll.reading || s.poll.pauses > 0 {
		return nil
	}
	rows := s.unswept()
	if len(rows) == 0 {
		return nil
	}
	return s.sweep.poll.read(model.WithPriority(ctx, model.Rest), now, s.describing(rows, true, clock))
}

// unswept are the next rows to describe, as many as go into one request.
func (s *lister[T]) unswept() []*model.Row[T] {
	var found []*model.Row[T]
	for _, row := range s.grid.window(1) {
		if s.wants(row) && !s.sweep.denied[s.kind.part(row.Value)] {
			found = s.gather(found, row)
		}
	}
	rows := s.roster.Rows()
	for i := min(s.sweep.next, len(rows)); i < len(rows) && len(found) < s.kind.batch; i++ {
		switch {
		case !s.wants(rows[i]), s.sweep.denied[s.kind.part(rows[i].Value)]:
			if i == s.sweep.next {
				s.sweep.next++
			}
		case len(found) > 0 && s.kind.part(found[0].Value) != s.kind.part(rows[i].Value):
			return found
		case !slices.Contains(found, rows[i]):
			found = append(found, rows[i])
		}
	}
	return found
}

func (s *lister[T]) wants(row *model.Row[T]) bool {
	return row.ReadAt.IsZero() || row.ReadAt.Before(s.sweep.begun)
}

// swept tells how many rows have been described, of how many there are.
func (s *lister[T]) swept() (known, total int) { return s.sweep.known, s.roster.Len() }

// count counts the rows that have been described. It looks at all of them, so it
// runs when some have changed, not for each key.
func (s *lister[T]) count() {
	s.sweep.known = 0
	for _, row := range s.roster.Rows() {
		if !s.wants(row) {
			s.sweep.known++
		}
	}
}
