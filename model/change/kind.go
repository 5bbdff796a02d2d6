package change

import "tealset/model"

// Kind is the kind of a change: the name of ECS's operation.
type Kind string

// The kinds of change.
const (
	// DeleteTaskSet deletes one task set.
	DeleteTaskSet Kind = "DeleteTaskSet"
)

// effect is what a kind of change does to its target.
type effect struct {
	// done is what the target then is: "deleted".
	done string
	// shownBy tells whether the set, as ECS told it later, shows that it was done.
	shownBy func(r Request, set model.TaskSet) bool
	// lasts means that the set goes on to change, and is looked at until it is gone.
	lasts bool
}

// effects are those of all kinds. Never changed.
var effects = map[Kind]effect{
	DeleteTaskSet: {
		done:    "deleted",
		shownBy: func(_ Request, set model.TaskSet) bool { return set.Draining() },
		lasts:   true,
	},
}

// Done is what the target is once the change is made, in a sentence: "deleted". It is
// empty for a kind that tealset does not make.
func (k Kind) Done() string { return effects[k].done }

// shownBy tells whether the set shows that the change was made.
func (r Request) shownBy(set model.TaskSet) bool {
	shownBy := effects[r.Kind].shownBy
	return shownBy != nil && shownBy(r, set)
}
