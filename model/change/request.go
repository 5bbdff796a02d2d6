package change

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"tealset/model"
)

// Request is one change as a person confirmed it.
type Request struct {
	ID   string // of this change alone; it joins the lines of the trail
	Kind Kind
	// Target is the service, and the task set that the change is of; ARN and ID are empty for
	// a change of a deployment, which Params name.
	Target model.TaskSetRef
	Force  bool
	Params map[string]string // what else the operation takes, by AWS's names; nil for nothing
	Seen   model.TaskSet     // what the person was shown when they confirmed; zero for a deployment
	// Former is the ARN of the set that was PRIMARY when the change was confirmed, of a change
	// that gives that role to another one; empty where there was none.
	Former string
	At     time.Time // when it was confirmed
}

// Answer is what came back for a request that was sent, or why none was.
type Answer struct {
	TaskSet    *model.TaskSet // as ECS answered; nil where the answer had none
	Deployment string         // ARN of the service deployment that ECS answered with; may be empty
	Status     string         // of a stop, as CodeDeploy answered; may be empty
	RequestID  string         // of AWS; empty without an answer
	Fault      *model.Fault   // nil where AWS answered as asked
	At         time.Time      // when it came
	// Unrecorded is why the outcome is not in the audit trail; nil where it is, or
	// where no trail is wanted.
	Unrecorded error
}

// Deployment is the deployment that the change is of: its id at CodeDeploy, or the ARN of the
// service deployment. It is empty for a change of a task set.
func (r Request) Deployment() string { return cmp.Or(r.Params[paramDeployment], r.Params[paramARN]) }

// Hook is the id of the pause hook that the change is of; empty where it is of none.
func (r Request) Hook() string { return r.Params[paramHook] }

// Percent is the scale that is asked for; ok is false for a change of another kind.
func (r Request) Percent() (percent float64, ok bool) {
	number, found := strings.CutSuffix(r.Params[paramScale], "%")
	percent, err := strconv.ParseFloat(number, 64)
	return percent, found && err == nil
}

// Name is the target in a few words, for people: "…562181757", "deployment d-4A8C".
func (r Request) Name() string {
	switch {
	case r.Target.ARN != "":
		return model.ShortID(cmp.Or(r.Target.ID, model.TaskSetID(r.Target.ARN)))
	case r.Params[paramDeployment] != "":
		return "deployment " + r.Params[paramDeployment]
	default:
		return "deployment " + model.ShortID(model.NameOf(r.Params[paramARN]))
	}
}
