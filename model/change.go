package model

import (
	"cmp"
	"fmt"
)

// notTold stands for what ECS did not send.
const notTold = "–"

// Change is one thing about a target that is no longer as it was shown.
type Change struct {
	What, Was, Is string
}

// Changes are what matters for a deletion and differs between two reads of a
// set: role, scale, revision, running.
func Changes(was, is TaskSet) []Change {
	var changes []Change
	note := func(what, was, is string) {
		if was != is {
			changes = append(changes, Change{What: what, Was: cmp.Or(was, notTold), Is: cmp.Or(is, notTold)})
		}
	}
	note("role", was.Status, is.Status)
	note("scale", scaleText(was), scaleText(is))
	note("revision", Revision(was.TaskDefinition), Revision(is.TaskDefinition))
	note("running", fmt.Sprint(was.Running), fmt.Sprint(is.Running))
	return changes
}

func scaleText(set TaskSet) string {
	scale, ok := set.ScalePercent()
	if !ok {
		return notTold
	}
	return fmt.Sprintf("%g%%", scale)
}
