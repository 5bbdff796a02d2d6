package audit

import (
	"cmp"
	"context"
	"hash/maphash"
	"os"
	"slices"
	"time"
)

// underWayFor is longer than any call lasts, so that a pid that is used again,
// or always the same as in a container, hides an intent for a while only.
const underWayFor = time.Hour

// awaitedFor is longer than an answer is awaited. An intent that is older and has no outcome is of a
// process that could not write it, or of another one with the pid of that.
const awaitedFor = time.Minute

// started tells this process's intents from those of an earlier one that had the
// same pid.
var started = time.Now()

// Dangling reads the trail, as it is now, for the changes of which nobody knows how
// they ended, newest first: intents without an outcome, or with the outcome Unknown
// that nothing resolved. Each is the intent's record, with the outcome Unknown
// where there was one.
//
// An intent is left out as long as it may be under way: it is less than an hour
// old, of this host, and a process with its pid is alive, which may by chance be
// another one. Of other hosts that share the trail, all are given: see Host, PID
// and Time.
//
// Awaited are the intents that were left out, not of this process, and less than a minute old: their
// answers are awaited by another process.
//
// It takes as long as the files are (about a second for 60 MiB), keeps no more of
// them than what it gives, and ends early with the context. For the error see Read.
func Dangling(ctx context.Context, path string) (left, awaited []Record, err error) {
	open := newUnsettled()
	_, err = scan(path, func(r Record, _ []byte) error {
		open.add(r)
		return ctx.Err()
	})
	host, unnamed := os.Hostname()
	if unnamed != nil {
		host = ""
	}
	v := thisProcess{now: time.Now(), host: host, pid: os.Getpid(), started: started, alive: isAlive}
	left, awaited = v.dangling(open)
	return left, awaited, err
}

// unsettled are the changes of a trail whose end has not been read. Of those that
// have ended it keeps a number each: a line that comes late, or twice because the
// file was edited, must not open them again.
type unsettled struct {
	seed    maphash.Seed
	settled map[uint64]struct{} // of the ids
	open    map[string]*openEntry
	lines   int
}

// openEntry is a change with the number of its first line.
type openEntry struct {
	entry
	firstLine int
}

func newUnsettled() *unsettled {
	return &unsettled{seed: maphash.MakeSeed(), settled: map[uint64]struct{}{}, open: map[string]*openEntry{}}
}

// add takes the next line in. Lines of a kind that this version does not know are
// left out.
func (u *unsettled) add(r Record) {
	id := maphash.String(u.seed, r.ID)
	if _, over := u.settled[id]; over || !r.known() {
		return
	}
	u.lines++
	e := u.open[r.ID]
	if e == nil {
		e = &openEntry{firstLine: u.lines}
		u.open[r.ID] = e
	}
	if e.add(&r); settles(e.outcome) || settles(e.resolved) {
		delete(u.open, r.ID)
		u.settled[id] = struct{}{}
	}
}

// thisProcess is what tells whether an intent may still be under way: the process that
// reads the trail, its host, and the time.
type thisProcess struct {
	now     time.Time
	host    string // empty where it is not known: nothing is under way then
	pid     int
	started time.Time
	alive   func(pid int) bool
}

func (v thisProcess) dangling(u *unsettled) (left, awaited []Record) {
	var dangling, others []*openEntry
	for _, e := range u.open {
		switch {
		case e.outcome != nil, !v.underWay(e.intent):
			dangling = append(dangling, e)
		case e.intent.PID != v.pid && v.now.Sub(e.intent.Time).Abs() < awaitedFor:
			others = append(others, e)
		}
	}
	return newestFirst(dangling), newestFirst(others)
}

func newestFirst(left []*openEntry) []Record {
	slices.SortFunc(left, func(a, b *openEntry) int {
		return cmp.Or(b.record().Time.Compare(a.record().Time), cmp.Compare(b.firstLine, a.firstLine))
	})
	records := make([]Record, 0, len(left))
	for _, e := range left {
		records = append(records, e.record())
	}
	return records
}

func (v thisProcess) underWay(intent *Record) bool {
	if intent == nil || v.host == "" || intent.Host != v.host || v.now.Sub(intent.Time).Abs() >= underWayFor {
		return false
	}
	if intent.PID == v.pid {
		return !intent.Time.Before(v.started)
	}
	return v.alive(intent.PID)
}
