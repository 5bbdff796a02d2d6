package audit

import "time"

// Choose gives what tells whether a line is of a change that is wanted: of one that began at
// or after a time, where that is not zero, and with open, of one of which nobody knows how it
// ended. It reads the trail once. For the error see Read.
func Choose(path string, since time.Time, open bool) (wanted func(Record) bool, err error) {
	if since.IsZero() && !open {
		return func(Record) bool { return true }, nil
	}
	records, _, err := Read(path)
	ids := map[string]bool{}
	for _, e := range join(records) {
		began := e.record().Time
		ended := settles(e.outcome) || settles(e.resolved)
		ids[e.record().ID] = !began.Before(since) && (!open || !ended)
	}
	return func(r Record) bool { return ids[r.ID] }, err
}
