package model

import "time"

// Roster is a list that fills up: names as the pages of a listing bring them,
// values as they are described. It is changed in place; rows keep their order of
// arrival and their addresses, so that a fold costs what changed, not the list.
type Roster[T any] struct {
	// Source is put into every row: which of several rosters of one table it is in.
	Source int
	rows   []*Row[T]
	byARN  map[string]*Row[T]
	sweeps int // how many listings have begun
}

// Row is one entry of a roster.
type Row[T any] struct {
	ARN    string
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

// Row is the row with the given ARN, nil when there is none.
func (r *Roster[T]) Row(arn string) *Row[T] { return r.byARN[arn] }

// Begin begins a new listing. The rows stay until it has ended.
func (r *Roster[T]) Begin() { r.sweeps++ }

// List takes a page of a listing in: unknown ARNs become rows with the value
// that fresh makes of them.
func (r *Roster[T]) List(arns []string, fresh func(arn string) T) {
	for _, arn := range arns {
		row := r.byARN[arn]
		if row == nil {
			row = r.add(arn, fresh(arn))
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
			delete(r.byARN, row.ARN)
		}
	}
	clear(r.rows[len(left):])
	r.rows = left
}

// Put takes a described value in, at the time it was read. An unknown ARN
// becomes a row.
func (r *Roster[T]) Put(arn string, value T, at time.Time) {
	row := r.byARN[arn]
	if row == nil {
		row = r.add(arn, value)
		row.sweep = r.sweeps
	}
	row.Value, row.ReadAt = value, at
}

func (r *Roster[T]) add(arn string, value T) *Row[T] {
	if r.byARN == nil {
		r.byARN = map[string]*Row[T]{}
	}
	row := &Row[T]{ARN: arn, Source: r.Source, Value: value}
	r.byARN[arn] = row
	r.rows = append(r.rows, row)
	return row
}
