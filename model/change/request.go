package change

import (
	"time"

	"tealset/model"
)

// Request is one change as a person confirmed it.
type Request struct {
	ID     string // of this change alone; it joins the lines of the trail
	Kind   Kind
	Target model.TaskSetRef
	Force  bool
	Params map[string]string // what else the operation takes, by ECS's names; nil for nothing
	Seen   model.TaskSet     // what the person was shown when they confirmed
	At     time.Time         // when it was confirmed
}

// Answer is what came back for a request that was sent, or why none was.
type Answer struct {
	TaskSet   *model.TaskSet // as ECS answered; nil where the answer had none
	RequestID string         // of AWS; empty without an answer
	Fault     *model.Fault   // nil where ECS answered as asked
	At        time.Time      // when it came
	// Unrecorded is why the outcome is not in the audit trail; nil where it is, or
	// where no trail is wanted.
	Unrecorded error
}
