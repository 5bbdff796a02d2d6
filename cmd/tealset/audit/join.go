package audit

import (
	"cmp"

	"tealset/model/change"
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
		if !r.known() {
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

// known tells whether this version knows the kind of a line.
func (r *Record) known() bool { return r.Kind == Intent || r.Kind == Ended || r.Kind == Resolved }

// settles tells whether a line says how the change ended.
func settles(r *Record) bool { return r != nil && r.Outcome != "" && r.Outcome != change.Unknown }

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
