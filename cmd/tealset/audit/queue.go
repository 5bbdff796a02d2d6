package audit

import "sync"

// queue lets the goroutines of one process write one after the other. Whoever has
// the turn writes the lines of all who wait, in one piece: many of them so cost
// one lock and one sync, not one each. Its zero value is ready.
type queue struct {
	turn sync.Mutex // held while lines are written
	mu   sync.Mutex // of what follows
	all  []*waiting // in the order in which they came
}

// waiting is a line in the queue. Both others are written under the turn, by
// whoever has it, and read under it.
type waiting struct {
	line    []byte
	written bool
	err     error
}

// maxTogether is the most bytes that are written in one piece, unless one line has
// more: a failed piece fails for everyone in it.
const maxTogether = 1 << 20

// add returns when the line has been written, by this call or another one, or not.
func (q *queue) add(line []byte, write func([]byte) error) error {
	own := &waiting{line: line}
	q.mu.Lock()
	q.all = append(q.all, own)
	q.mu.Unlock()

	q.turn.Lock()
	defer q.turn.Unlock()
	for !own.written { // once, unless what came before it fills a piece
		q.writeNext(write)
	}
	return own.err
}

// writeNext writes what has waited longest. Callers have the turn.
func (q *queue) writeNext(write func([]byte) error) {
	next := q.take()
	var piece []byte
	for _, w := range next {
		piece = append(piece, w.line...)
	}
	err := write(piece)
	for _, w := range next {
		w.written, w.err = true, err
	}
}

// take takes the lines of the next piece out of the queue.
func (q *queue) take() []*waiting {
	q.mu.Lock()
	defer q.mu.Unlock()
	n, size := 1, len(q.all[0].line)
	for n < len(q.all) && size+len(q.all[n].line) <= maxTogether {
		size += len(q.all[n].line)
		n++
	}
	next := q.all[:n:n]
	q.all = q.all[n:]
	return next
}
