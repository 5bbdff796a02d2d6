package model

import "time"

// Store is what is known of one source: a profile's view of one Region. Every read is
// folded into it, whatever asked for it, and every page shows what it says. There is one
// for each source, so that what two profiles see never meets.
//
// It is changed in place, on one goroutine. Rows keep their addresses, so that a fold
// costs what changed, not the list.
type Store struct {
	Clusters *Table[Cluster]
	Services *Table[Service]
	Tasks    *Table[Task]

	TargetGroups  *Table[TargetGroup]
	Listeners     *Table[Listener]
	Rules         *Table[Rule]
	TargetsHealth *Table[GroupHealth] // by the ARN of the group

	CodeDeployments    *Table[CodeDeployment]
	CodeDeployTargets  *Table[CodeDeployTarget] // by the id of the deployment
	ServiceDeployments *Table[ServiceDeployment]
	ServiceRevisions   *Table[ServiceRevision] // they never change: read once
	TaskDefinitions    *Table[TaskDefinition]  // they never change but for their status: read once
}

// NewStore makes an empty one. source is put into every row.
func NewStore(source int) *Store {
	return &Store{
		Clusters: newTable[Cluster](source), Services: newTable[Service](source), Tasks: newTable[Task](source),
		TargetGroups: newTable[TargetGroup](source), Listeners: newTable[Listener](source),
		Rules: newTable[Rule](source), TargetsHealth: newTable[GroupHealth](source),
		CodeDeployments: newTable[CodeDeployment](source), CodeDeployTargets: newTable[CodeDeployTarget](source),
		ServiceDeployments: newTable[ServiceDeployment](source), ServiceRevisions: newTable[ServiceRevision](source),
		TaskDefinitions: newTable[TaskDefinition](source),
	}
}

// TaskSet is a set of a known service; ok is false where either is not known.
func (s *Store) TaskSet(service Key, arn string) (set TaskSet, ok bool) {
	row := s.Services.Row(service)
	if row == nil {
		return TaskSet{}, false
	}
	return row.Value.TaskSet(arn)
}

// PutTaskSet folds what ECS told of one set at a given time into its service, if that is
// known.
func (s *Store) PutTaskSet(service Key, set TaskSet, at time.Time) {
	if row := s.Services.Row(service); row != nil {
		row.Value = row.Value.WithTaskSet(set, at)
		s.Services.changed(row)
	}
}

// PutTags tells the tags of one set, if that is known.
func (s *Store) PutTags(service Key, arn string, tags []Tag) {
	if row := s.Services.Row(service); row != nil {
		row.Value = row.Value.withTags(arn, tags)
		s.Services.changed(row)
	}
}

// Object is a kind of thing that a Store keeps.
type Object[T any] interface {
	// Key tells it from all others of its kind.
	Key() Key
	// Identity is the ARN by which it was listed first, and its name.
	Identity() (arn, name string)
	// Replace is what is known of it after a new read that was answered at a given time.
	// It is also asked of the zero value.
	Replace(read T, at time.Time) T
	// Failed is the same, with the reason that ECS gave instead of a description.
	Failed(reason string) T
}

// Table is what is known of one kind of thing, by key.
type Table[T Object[T]] struct {
	source  int
	rows    map[Key]*Row[T]
	version int
}

func newTable[T Object[T]](source int) *Table[T] {
	return &Table[T]{source: source, rows: map[Key]*Row[T]{}}
}

// Row is one thing that is known.
type Row[T any] struct {
	Key    Key
	ARN    string // as it was first listed or described
	Source int    // which source's Store it is in
	Value  T
	// ReadAt is when the value was last described, or tried to be, and Began when that
	// read began; zero before.
	Began, ReadAt time.Time
	Reads         int       // how many descriptions were folded in
	unlisted      time.Time // when a listing ended that should have named it and did not
	version       int
}

// Version is another one after every change of the value, or of when it was read.
func (r *Row[T]) Version() int { return r.version }

// Gone tells whether the thing was missing in a listing that ended after it was last
// read. It may still exist: ECS does not list a service that drains.
func (r *Row[T]) Gone() bool { return !r.unlisted.IsZero() && !r.ReadAt.After(r.unlisted) }

// Row is what is known of one thing, nil where nothing is.
func (t *Table[T]) Row(key Key) *Row[T] { return t.rows[key] }

// Here are the rows of what is not gone, in no order.
func (t *Table[T]) Here() []*Row[T] {
	var rows []*Row[T]
	for _, row := range t.rows {
		if !row.Gone() {
			rows = append(rows, row)
		}
	}
	return rows
}

// Source is put into every row.
func (t *Table[T]) Source() int { return t.source }

// Version is another one after every change.
func (t *Table[T]) Version() int { return t.version }

// changed takes note of a change to some rows, or to which rows there are.
func (t *Table[T]) changed(rows ...*Row[T]) {
	t.version++
	for _, row := range rows {
		row.version = t.version
	}
}

// Put folds a read in that began and ended at the given times.
func (t *Table[T]) Put(key Key, read T, began, at time.Time) {
	row := t.rows[key]
	if row == nil {
		arn, _ := read.Identity()
		var unknown T
		row = t.add(key, arn, unknown.Replace(read, at))
	} else {
		row.Value = row.Value.Replace(read, at)
	}
	row.Began, row.ReadAt = began, at
	row.Reads++
	t.changed(row)
}

// Tried takes note that a thing was asked for, whatever ECS said of it.
func (t *Table[T]) Tried(key Key, began, at time.Time) {
	if row := t.rows[key]; row != nil {
		row.Began, row.ReadAt = began, at
		t.changed(row)
	}
}

// Fail takes the reason in that ECS gave instead of a description.
func (t *Table[T]) Fail(key Key, reason string) {
	if row := t.rows[key]; row != nil {
		row.Value = row.Value.Failed(reason)
		t.changed(row)
	}
}

// Forget makes rows that seem to have been read after a time be read anew: the clock was
// set back.
func (t *Table[T]) Forget(after time.Time) {
	for _, row := range t.rows {
		if row.ReadAt.After(after) {
			row.ReadAt = time.Time{}
			t.changed(row)
		}
	}
}

// goneFor is how long the Store knows a thing that is gone: a text about it can still be
// read, and tasks, whose ids are always new, do not pile up.
const goneFor = 15 * time.Minute

// dropGone forgets what has been gone for long.
func (t *Table[T]) dropGone(now time.Time) {
	for key, row := range t.rows {
		if row.Gone() && now.Sub(row.unlisted) >= goneFor {
			delete(t.rows, key)
		}
	}
}

func (t *Table[T]) add(key Key, arn string, value T) *Row[T] {
	row := &Row[T]{Key: key, ARN: arn, Source: t.source, Value: value}
	t.rows[key] = row
	t.changed(row)
	return row
}
