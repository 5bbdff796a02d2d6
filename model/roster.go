package model

import "time"

// Roster is the rows of a Table that a listing names, in the order in which its pages
// brought them.
type Roster[T Object[T]] struct {
	table    *Table[T]
	rows     []*Row[T]
	named    map[*Row[T]]int // the last listing that named each row
	listings int             // how many have begun
}

// NewRoster makes an empty one over a table.
func NewRoster[T Object[T]](table *Table[T]) Roster[T] {
	return Roster[T]{table: table, named: map[*Row[T]]int{}}
}

// Table is what the rows are of.
func (r *Roster[T]) Table() *Table[T] { return r.table }

// Len is how many rows there are.
func (r *Roster[T]) Len() int { return len(r.rows) }

// Rows are the rows in order of arrival; the slice is the roster's own.
func (r *Roster[T]) Rows() []*Row[T] { return r.rows }

// Begin begins a new listing. The rows stay until it has ended.
func (r *Roster[T]) Begin() { r.listings++ }

// List takes a page of a listing in: an ARN whose key is unknown becomes a row with
// the value that fresh makes of it.
func (r *Roster[T]) List(arns []string, keyOf func(arn string) Key, fresh func(arn string) T) {
	for _, arn := range arns {
		key := keyOf(arn)
		row := r.table.Row(key)
		if row == nil {
			row = r.table.add(key, arn, fresh(arn))
		}
		if _, known := r.named[row]; !known {
			r.rows = append(r.rows, row)
			r.table.changed()
		}
		if row.Gone() { // it is another one of that name
			row.Value, row.Began, row.ReadAt = fresh(arn), time.Time{}, time.Time{}
			r.table.changed(row)
		}
		r.named[row], row.unlisted = r.listings, time.Time{}
	}
}

// End ends a listing that reached its last page: rows that it did not name leave the
// roster, except those of which keep says that they were not asked for. The Store goes on
// to know what it knew of them for goneFor.
func (r *Roster[T]) End(at time.Time, keep func(T) bool) {
	left := r.rows[:0]
	for _, row := range r.rows {
		if r.named[row] == r.listings || keep(row.Value) {
			left = append(left, row)
			continue
		}
		row.unlisted = at
		delete(r.named, row)
	}
	if len(left) < len(r.rows) {
		r.table.changed()
	}
	r.table.dropGone(at)
	clear(r.rows[len(left):])
	r.rows = left
}
