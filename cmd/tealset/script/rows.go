package script

import (
	"time"

	"tealset/cmd/tealset/output"
	"tealset/model"
	"tealset/ui/say"
)

// row is an object of ECS with the source that it was read from.
type row[T any] struct {
	value   T
	cluster string // the name of a service's or a set's cluster
	service string // the name of a set's service
	where   output.Where
	pinned  bool // the scope tells the rest: a name is enough
	// traffic and targets are the share of the production traffic and the healthy targets of a
	// set, or the word for why they are not known; empty where nobody asked.
	traffic, targets string
	rollout          *model.Rollout // of a service that is described alone; nil for others
}

// clusterOwn is what tealset adds to a cluster.
type clusterOwn struct {
	output.Where
	Tier string `json:"tier,omitempty"`
}

// serviceOwn is what tealset adds to a service. The verdict is empty for one that was not
// described.
type serviceOwn struct {
	output.Where
	Health string `json:"health,omitempty"`
	Tier   string `json:"tier,omitempty"`
	Reason string `json:"reason,omitempty"`
	// What follows is told of a service that is described alone.
	Findings   []string  `json:"findings,omitempty"` // about the rollout, the worst first
	Deployment string    `json:"deployment,omitempty"`
	NextStep   *stepOwn  `json:"nextStep,omitempty"`
	Sides      []sideOwn `json:"sides,omitempty"`
}

// stepOwn is the next step of a rollout.
type stepOwn struct {
	Kind string `json:"kind"`           // in a word or two: "wait", "shift traffic"
	Text string `json:"text"`           // with what is missing for it
	Side string `json:"side,omitempty"` // the id of the side that it is about
}

// sideOwn is a side of a service's board: a task set, a service revision, or a deployment.
type sideOwn struct {
	ID             string `json:"id"`
	ARN            string `json:"arn,omitempty"`
	Role           string `json:"role,omitempty"`
	RunningCount   int32  `json:"runningCount"`
	PendingCount   int32  `json:"pendingCount"`
	DesiredCount   int32  `json:"desiredCount"`
	TaskDefinition string `json:"taskDefinition,omitempty"`
	Traffic        string `json:"traffic"` // of the production traffic, "50 %"
	Targets        string `json:"targets"` // healthy of all, "4/4"
}

// setOwn is what tealset adds to a task set.
type setOwn struct {
	output.Where
	Health       string   `json:"health"`
	ScalePercent *float64 `json:"scalePercent,omitempty"`
	Traffic      string   `json:"traffic,omitempty"` // of the production traffic, "50 %"
	Targets      string   `json:"targets,omitempty"` // healthy of all, "4/4"
}

func clusterDocument(r row[model.Cluster]) any {
	own := clusterOwn{Where: r.where}
	if r.value.Described || r.value.Missing != "" {
		own.Tier = r.value.Tier().String()
	}
	return owned{r.value.Document(), own}
}

func serviceDocument(now time.Time) func(row[model.Service]) any {
	return func(r row[model.Service]) any {
		own := serviceOwn{Where: r.where}
		if r.value.Described {
			health := r.value.Health(now)
			own.Health, own.Tier, own.Reason = health.Word, health.Tier.String(), health.Reason
		}
		if r.rollout != nil {
			own.tell(*r.rollout, now)
		}
		return owned{r.value.Document(), own}
	}
}

// tell adds what is known of the rollout.
func (own *serviceOwn) tell(r model.Rollout, now time.Time) {
	for _, finding := range r.Findings(now) {
		own.Findings = append(own.Findings, finding.Sentence())
	}
	own.Deployment = say.Deployment(r, now)
	step := r.NextStep(now)
	own.NextStep = &stepOwn{step.Kind.String(), step.Sentence(), step.Side}
	for i, side := range r.Sides {
		own.Sides = append(own.Sides, sideOwn{
			ID: side.ID, ARN: side.ARN, Role: side.Role, RunningCount: side.Running, PendingCount: side.Pending, DesiredCount: side.Wanted,
			TaskDefinition: side.TaskDefinition, Traffic: r.Traffic.Sides[i].Text(), Targets: r.Targets[i].Text(),
		})
	}
}

func setDocument(now time.Time) func(row[model.TaskSet]) any {
	return func(r row[model.TaskSet]) any {
		own := setOwn{Where: r.where, Health: setHealth(r.value, now), Traffic: r.traffic, Targets: r.targets}
		if percent, ok := r.value.ScalePercent(); ok {
			own.ScalePercent = &percent
		}
		return owned{r.value.Document(), own}
	}
}

// The words for the health of one task set. Those that mean the same as a verdict on a
// service are the same word.
const (
	setLingers  = "lingers"  // it has been draining for ten minutes
	setDraining = "draining" // it was deleted
	setStuck    = "stuck"    // it has not become steady for ten minutes
	setShort    = "short"    // the PRIMARY runs too few tasks
	setSettling = "settling" // it is not steady yet
	setServing  = "serving"  // the PRIMARY, steady
	setSteady   = "steady"   // it is steady beside the PRIMARY
)

// setHealth is the health of one task set in one word.
func setHealth(set model.TaskSet, now time.Time) string {
	switch {
	case set.Lingers(now):
		return setLingers
	case set.Draining():
		return setDraining
	case set.Stuck(now):
		return setStuck
	case set.Primary() && set.Short(now):
		return setShort
	case !set.Steady():
		return setSettling
	case set.Primary():
		return setServing
	}
	return setSteady
}

// wantsPerson tells whether a person should look at the set.
func wantsPerson(set model.TaskSet, now time.Time) bool {
	switch setHealth(set, now) {
	case setLingers, setStuck, setShort:
		return true
	}
	return false
}
