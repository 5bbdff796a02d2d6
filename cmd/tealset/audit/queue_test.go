package audit

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
)

// queued tells how many lines wait.
func (q *queue) queued() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.all)
}

// busy tells whether one writes and nobody waits.
func (q *queue) busy() bool {
	if q.turn.TryLock() {
		q.turn.Unlock()
		return false
	}
	return q.queued() == 0
}

// meanwhile lets so many others begin to append while one writes. The errors of
// all are by the number of the append, that of the first is the last.
func meanwhile(t *testing.T, q *queue, others int, add func(n int) error) []error {
	t.Helper()
	errs := make([]error, others+1)
	var all sync.WaitGroup
	all.Go(func() { errs[others] = add(others) })
	for !q.busy() {
		runtime.Gosched()
	}
	for n := range others {
		for q.queued() < n { // so that they come in order
			runtime.Gosched()
		}
		all.Go(func() { errs[n] = add(n) })
	}
	all.Wait()
	return errs
}

// Any number of appends of one process get to the disk, however many come at once:
// they wait for each other, not for the file lock's two seconds. Those that come
// while one is written are written together, in their order: one lock, one sync.
func TestAppendsOfOneProcessQueue(t *testing.T) {
	const others = 2000
	path := place(t)
	trail := open(t, path)
	syncs := 0
	trail.sync = func(f *os.File) error {
		for syncs == 0 && trail.queue.queued() < others {
			runtime.Gosched()
		}
		syncs++
		return f.Sync()
	}
	for n, err := range meanwhile(t, &trail.queue, others, func(n int) error { return trail.Append(intent(fmt.Sprint(n))) }) {
		if err != nil {
			t.Fatalf("append %d: %v", n, err)
		}
	}
	got := ids(t, path, 0)
	if len(got) != others+1 {
		t.Fatalf("%d lines of %d", len(got), others+1)
	}
	for n, id := range got[1:] {
		if id != fmt.Sprint(n) {
			t.Fatalf("line %s comes where %d was to come", id, n)
		}
	}
	if syncs != 2 {
		t.Errorf("%d syncs", syncs)
	}
}

// What cannot be written fails for every line that was in the piece, and for no
// line after it.
func TestAFailedPieceFailsForItsLines(t *testing.T) {
	path := place(t)
	trail := open(t, path)
	first := true
	trail.sync = func(*os.File) error {
		for first && trail.queue.queued() < 3 {
			runtime.Gosched()
		}
		if !first {
			return errNoSpace
		}
		first = false
		return nil
	}
	errs := meanwhile(t, &trail.queue, 3, func(n int) error { return trail.Append(intent(fmt.Sprint(n))) })
	for n, err := range errs {
		if failed := errors.Is(err, errNoSpace); failed != (n < 3) {
			t.Errorf("append %d: %v", n, err)
		}
	}
	trail.sync = (*os.File).Sync
	mustAppend(t, trail, intent("after"))
	if got := ids(t, path, 0); strings.Join(got, " ") != "3 after" {
		t.Errorf("%v", got)
	}
}

// A piece has no more bytes than it may, and a line that alone has more is a piece
// of its own.
func TestPiecesAreBounded(t *testing.T) {
	var q queue
	var pieces []int
	write := func(piece []byte) error {
		for len(pieces) == 0 && q.queued() < 3 {
			runtime.Gosched()
		}
		pieces = append(pieces, len(piece))
		if len(piece) > maxTogether {
			return errNoSpace
		}
		return nil
	}
	sizes := []int{maxTogether/2 + 1, maxTogether / 2, maxTogether + 1, 7}
	errs := meanwhile(t, &q, 3, func(n int) error { return q.add(bytes.Repeat([]byte{'x'}, sizes[n]), write) })
	for n, err := range errs {
		if (err != nil) != (n == 2) {
			t.Errorf("append %d: %v", n, err)
		}
	}
	if want := []int{7, maxTogether/2 + 1, maxTogether / 2, maxTogether + 1}; fmt.Sprint(pieces) != fmt.Sprint(want) {
		t.Errorf("pieces of %v bytes, want %v", pieces, want)
	}
}
