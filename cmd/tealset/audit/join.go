package audit

import (
	"cmp"
	"os"
	"slices"
	"time"
)

// entry is the lines of one change, which share its id. The file can be edited by
// others, so that any of them may be missing or there twice.
type entry struct{ intent, outcome, resolved *Record }

// join puts the lines of each change together, in the order of their first
// lines. Lines of a kind that this version does not know are left out.
func join(records []Record) []*entry {
	var all []*entry
	byID := make(map[string]*entry)
	for i := range records {
		r := &records[i]
		if r.Kind != Intent && r.Kind != Ended && r.Kind != Resolved {
			continue
		}
		e := byID[r.ID]
		if e == nil {
			e = new(entry)
			byID[r.ID] = e
			all = append(all, e)
		}
		e.add(r)
	}
	return all
}

// add keeps the first intent, and of the others the last line that settles it:
// what is known once does not become unknown.
func (e *entry) add(r *Record) {
	switch r.Kind {
	case Intent:
		e.intent = cmp.Or(e.intent, r)
	case Ended:
		if !settles(e.outcome) || settles(r) {
			e.outcome = r
		}
	case Resolved:
		if !settles(e.resolved) || settles(r) {
			e.resolved = r
		}
	}
}

// settles tells whether a line says how the change ended.
func settles(r *Record) bool { return r != nil && r.Outcome != "" && r.Outcome != Unknown }

// record is the change as one record: the intent, or the first line there is,
// with the outcome. What ECS itself answered goes before what was found later.
func (e *entry) record() Record {
	r := *cmp.Or(e.intent, e.outcome, e.resolved)
	if e.outcome != nil {
		r.Outcome, r.Code, r.RequestID = e.outcome.Outcome, e.outcome.Code, e.outcome.RequestID
		r.Attempts, r.Milliseconds = e.outcome.Attempts, e.outcome.Milliseconds
	}
	if e.resolved != nil && !settles(e.outcome) {
		r.Outcome = cmp.Or(e.resolved.Outcome, r.Outcome)
		r.Code, r.RequestID = cmp.Or(r.Code, e.resolved.Code), cmp.Or(r.RequestID, e.resolved.RequestID)
	}
	return r
}

// foundLater tells whether the outcome is that of a later look.
func (e *entry) foundLater() bool { return settles(e.resolved) && !settles(e.outcome) }

// underWayFor is longer than any call lasts, so that a pid that is used again,
// or always the same as in a container, hides an intent for a while only.
const underWayFor = time.Hour

// started tells this process's intents from those of an earlier one that had the
// same pid.
var started = time.Now()

// Dangling is the changes of which nobody knows how they ended, newest first:
// intents without an outcome, or with the outcome Unknown that nothing resolved.
// Each is the intent's record, with the outcome Unknown where there was one.
//
// An intent is left out as long as it may be under way: it is less than an hour
// old, of this host, and a process with its pid is alive, which may by chance be
// another one. Of other hosts that share the trail, all are given: see Host, PID
// and Time.
func Dangling(records []Record) []Record {
	host, err := os.Hostname()
	if err != nil {
		host = ""
	}
	v := vantage{now: time.Now(), host: host, pid: os.Getpid(), started: started, alive: alive}
	return v.dangling(records)
}

// vantage is from where intents are judged.
type vantage struct {
	now     time.Time
	host    string // empty where it is not known: nothing is under way then
	pid     int    // of this process
	started time.Time
	alive   func(pid int) bool
}

func (v vantage) dangling(records []Record) []Record {
	var left []Record
	for _, e := range slices.Backward(join(records)) {
		if settles(e.outcome) || settles(e.resolved) || e.outcome == nil && v.underWay(e.intent) {
			continue
		}
		left = append(left, e.record())
	}
	slices.SortStableFunc(left, func(a, b Record) int { return b.Time.Compare(a.Time) })
	return left
}

func (v vantage) underWay(intent *Record) bool {
	if intent == nil || v.host == "" || intent.Host != v.host || v.now.Sub(intent.Time).Abs() >= underWayFor {
		return false
	}
	if intent.PID == v.pid {
		return !intent.Time.Before(v.started)
	}
	return v.alive(intent.PID)
}
