package ui

import "tealset/model/change"

// changeWords are what the screen says of a kind of change. What is said of its target is
// for the checks.
type changeWords struct {
	title  string // of its form: "Delete task set"
	button string // that acts: "Delete"
	toDo   string // what the button does, after "to": "delete"
	doing  string // while the answer is awaited, before the target: "deleting"
	done   string // what the target then is: "deleted"
	force  string // the label of the toggle; empty where the operation knows no force
	// blocked is why the button cannot be pressed while a check blocks that force overrides.
	blocked string
}

// wordsOf are the words of a kind of change.
func wordsOf(kind change.Kind) changeWords {
	switch kind {
	case change.DeleteTaskSet:
		return changeWords{
			title: "Delete task set", button: "Delete", toDo: "delete", doing: "deleting", done: kind.Done(),
			force: "force   delete although it is not scaled to zero", blocked: "ECS refuses this unless force is ticked",
		}
	default:
		return changeWords{title: string(kind), button: "Send", toDo: "send it", doing: "sending", done: "changed"}
	}
}
