package change

import (
	"fmt"
	"slices"
	"time"

	"tealset/model"
)

// What these checks find.
const (
	// CheckRole is whether the set itself is the PRIMARY.
	CheckRole CheckID = "role"
	// CheckCapacity is what runs when the set is gone.
	CheckCapacity CheckID = "capacity"
	// CheckPrimary is the state of the PRIMARY that stays.
	CheckPrimary CheckID = "primary"
	// CheckPromoted is that the PRIMARY that stays changed a short time ago.
	CheckPromoted CheckID = "promoted recently"
)

// What to do instead.
const (
	promoteAnother = "Promote another set first."
	waitUntilItIs  = "Wait until it is."
)

// recently is how long after its creation, or after its promotion, a set may still
// be under a deployment that is going on.
const recently = 10 * time.Minute

func roleCheck(service model.Service, set model.TaskSet, force bool) Check {
	switch primary, ok := otherPrimary(service, set); {
	case set.Primary() && force:
		return Check{
			ID: CheckRole, Severity: Danger,
			Sentence: "this is the PRIMARY: force deletes the set that serves production traffic",
			Instead:  promoteAnother,
		}
	case set.Primary():
		return Check{
			ID: CheckRole, Severity: Block, Forceable: true, ByECS: true,
			Sentence: "this is the PRIMARY: ECS refuses unless forced",
			Instead:  promoteAnother,
		}
	case !ok:
		return Check{ID: CheckRole, Severity: Warning, Sentence: "no set is PRIMARY"}
	default:
		return Check{
			ID: CheckRole, Severity: OK,
			Sentence: fmt.Sprintf("not PRIMARY: %s keeps that role", primary.ShortID()),
		}
	}
}

// capacityCheck counts what runs when the set is gone. Only tasks of steady sets are
// sure to serve: those of others may fail their health checks, or start and stop.
func capacityCheck(service model.Service, set model.TaskSet) Check {
	var left, steady int64
	for _, other := range service.Live() {
		if other.ARN == set.ARN {
			continue
		}
		left += int64(max(0, other.Running))
		if other.Steady() {
			steady += int64(max(0, other.Running))
		}
	}
	check := Check{ID: CheckCapacity, Severity: Danger, Have: steady, Need: int64(service.Desired)}
	counts := fmt.Sprintf("running %d → %d", left+int64(max(0, set.Running)), left)
	if steady < left {
		counts += fmt.Sprintf(", of which %d in steady sets", steady)
	}
	counts += fmt.Sprintf(", desired %d", service.Desired)
	switch {
	case set.Running <= 0:
		check.Severity, check.Sentence = OK, "no running task is lost: "+counts
	case left == 0:
		check.Sentence, check.Instead = "the only set with running tasks: "+counts, "Start and promote another set first."
	case left < check.Need:
		check.Sentence, check.Instead = "too little is left: "+counts, "Scale another set up first."
	case steady < check.Need:
		check.Sentence, check.Instead = "too little of what is left is steady: "+counts, waitUntilItIs
	default:
		check.Severity, check.Sentence = OK, "enough is left: "+counts
	}
	return check
}

// primaryChecks look at the PRIMARY that is to carry on alone. That it is not steady
// and that it wants no tasks are one finding: from one to the other the risk grows
// or shrinks with what runs.
func primaryChecks(service model.Service, set model.TaskSet, now time.Time) []Check {
	primary, ok := otherPrimary(service, set)
	if !ok {
		return nil
	}
	check := Check{
		ID: CheckPrimary, Severity: Danger,
		Have: int64(primary.Running), Need: int64(primary.ComputedDesired),
	}
	switch {
	case primary.Running <= 0 && primary.ComputedDesired <= 0 && service.Desired > 0:
		check.Need = int64(service.Desired)
		check.Sentence = fmt.Sprintf("the PRIMARY %s runs no task and is to run none, while the service wants %d",
			primary.ShortID(), service.Desired)
		check.Instead = "Scale the PRIMARY up first, or promote another set."
		return []Check{check}
	case !primary.Steady(), primary.Running < primary.ComputedDesired:
		check.Sentence = fmt.Sprintf("the PRIMARY %s is not steady: %d of %d tasks run",
			primary.ShortID(), primary.Running, primary.ComputedDesired)
		check.Instead = waitUntilItIs
		return []Check{check}
	case !primary.UpdatedAt.IsZero() && since(primary.UpdatedAt, now) < recently:
		return []Check{{
			ID: CheckPromoted, Severity: Warning,
			Sentence: fmt.Sprintf("the PRIMARY %s changed less than ten minutes ago: it may still be baking", primary.ShortID()),
		}}
	}
	return nil
}

// otherPrimary is the PRIMARY beside the set; ok is false when there is none.
func otherPrimary(service model.Service, set model.TaskSet) (primary model.TaskSet, ok bool) {
	at := slices.IndexFunc(service.TaskSets, func(other model.TaskSet) bool {
		return other.Primary() && other.ARN != set.ARN
	})
	if at < 0 {
		return model.TaskSet{}, false
	}
	return service.TaskSets[at], true
}
