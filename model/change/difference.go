package change

import (
	"cmp"

	"tealset/model"
)

// Difference is one thing about a target that is not the same in two reads.
type Difference struct {
	What, Was, Is string
}

// Differences are what voids a confirmation when it differs between two reads of a
// set: its role, its scale, its revision. Counts are not among them: they move by
// themselves, and Grown tells when that matters.
func Differences(was, is model.TaskSet) []Difference {
	var differences []Difference
	note := func(what string, short, full func(model.TaskSet) string) {
		before, after := short(was), short(is)
		if before == after {
			before, after = full(was), full(is)
		}
		if before != after {
			differences = append(differences, Difference{
				What: what, Was: cmp.Or(before, notTold), Is: cmp.Or(after, notTold),
			})
		}
	}
	role := func(set model.TaskSet) string { return set.Status }
	definition := func(set model.TaskSet) string { return set.TaskDefinition }
	revision := func(set model.TaskSet) string { return model.Revision(set.TaskDefinition) }
	note("role", role, role)
	note("scale", scaleText, exactScaleText)
	note("revision", revision, definition)
	return differences
}
