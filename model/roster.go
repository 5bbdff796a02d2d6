package model

import "time"

// Roster is a list that fills up: names as the pages of a listing bring them,
// values as they are described. It is changed in place; rows keep their order of
// arrival and their addresses, so that a fold costs what changed, not the list.
type Roster[T any] struct {
	// Source is put into every row: which of several rosters of one table it is in.
	Source int
	rows   []*Row[T]
	byKey  map[Key]*Row[T]
	sweeps int // how many listings have begun
}

// Row is one entry of a roster.
type Row[T any] struct {
	Key    Key
	ARN    string // as it was first listed or described
	Source int
	Value  T
	// ReadAt is when the value was last described, or tried to be; zero before.
	ReadAt time.Time
	sweep  int // the last listing that named it
}

// Len is how many rows there are.
func (r *Roster[T]) Len() int { return len(r.rows) }

// Rows are the rows in order of arrival; the slice is the roster's own.
func (r *Roster[T]) Rows() []*Row[T] { return r.rows }

// Row is the row with the given key, nil when there is none.
func (r *Roster[T]) Row(key Key) *Row[T] { return r.byKey[key] }

// Begin begins a new listing. The rows stay until it has ended.
func (r *Roster[T]) Begin() { r.sweeps++ }

// List takes a page of a listing in: an ARN whose key is unknown becomes a row with
// the value that fresh makes of it.
func (r *Roster[T]) List(arns []string, keyOf func(arn string) Key, fresh func(arn string) T) {
	for _, arn := range arns {
		key := keyOf(arn)
		row := r.byKey[key]
		if row == nil {
			row = r.add(key, arn, fresh(arn))
		}
		row.sweep = r.sweeps
	}
}

// End ends a listing that reached its last page: rows that it did not name are
// gone. keep holds on to some of those, such as a service that was opened by
// name and drains, which ECS does not list.
func (r *Roster[T]) End(keep func(T) bool) {
	left := r.rows[:0]
	for _, row := range r.rows {
		if row.sweep == r.sweeps || keep(row.Value) {
			left = append(left, row)
		} else {
			delete(r.byKey, row.Key)
		}
	}
	clear(r.rows[len(left):])
	r.rows = left
}

// Put takes a described value in, at the time it was read. An unknown key becomes a
// row with the given ARN.
func (r *Roster[T]) Put(key Key, arn string, value T, at time.Time) {
	row := r.byKey[key]
	if row == nil {
		row = r.add(key, arn, value)
		row.sweep = r.sweeps
	}
	row.Value, row.ReadAt = value, at
}

func (r *Roster[T]) add(key Key, arn string, value T) *Row[T] {
	if r.byKey == nil {
		r.byKey = map[Key]*Row[T]{}
	}
	row := &Row[T]{Key: key, ARN: arn, Source: r.Source, Value: value}
	r.byKey[key] = row
	r.rows = append(r.rows, row)
	return row
}
