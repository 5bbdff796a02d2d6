package change

import "tealset/model"

// Difference is one thing about a target that is not the same in two reads.
type Difference struct {
	What, Was, Is string
}

// Differences are what voids a confirmation when it differs between two reads of a
// set: its role, its scale, its revision. Counts are not among them: they move by
// themselves, and Grown tells when that matters.
func Differences(was, is model.TaskSet) []Difference {
	return differences(setFacts(was), setFacts(is))
}
