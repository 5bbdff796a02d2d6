package script

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"tealset/model"
	"tealset/ui/say"
)

// Condition is what a wait is for.
type Condition struct {
	word  string
	tasks int32 // of running=
}

// The words of the conditions.
const (
	forStable   = "stable"
	forGone     = "gone"
	forPrimary  = "primary"
	forRunning  = "running"
	forDeployed = "deployed"
)

// ParseCondition is the condition of --for. Primary=SET names the set, as the argument does.
func ParseCondition(text string, scope Scope) (Condition, Scope, error) {
	word, value, valued := strings.Cut(text, "=")
	switch {
	case word == forPrimary && valued && value == "":
		return Condition{}, scope, usage("--for primary= names no task set; give primary=SET")
	case word == forPrimary && valued && scope.Set != "" && scope.Set != value:
		return Condition{}, scope, usage("--for primary=%s and the argument %s name two task sets; give one", value, scope.Set)
	case word == forPrimary:
		scope.Set = cmp.Or(scope.Set, value)
		return Condition{word: word}, scope, nil
	case word == forRunning:
		tasks, err := strconv.ParseInt(value, 10, 32)
		if err != nil || tasks < 0 {
			return Condition{}, scope, usage("--for %q has no number of tasks; give running=N, such as running=4", text)
		}
		return Condition{word: word, tasks: int32(tasks)}, scope, nil
	case !valued && (word == forStable || word == forGone || word == forDeployed):
		return Condition{word: word}, scope, nil
	}
	return Condition{}, scope, usage("--for %q is not a condition; give stable, gone, primary=SET, running=N or deployed", text)
}

// String is the condition in a sentence: "not stable after 5m".
func (c Condition) String() string {
	if c.word == forRunning {
		return fmt.Sprintf("running %d", c.tasks)
	}
	return c.word
}

// check finds a condition that lacks its set.
func (c Condition) check(scope Scope) error {
	switch {
	case (c.word == forGone || c.word == forPrimary) && scope.Set == "":
		return usage("--for %s is about one task set; name it", c.word)
	case c.word == forDeployed && scope.Set != "":
		return usage("--for deployed is about the service; leave out %s", scope.Set)
	}
	return nil
}

// reads is in how many reads one after the other the condition has to hold. A recorded answer
// of ECS had STEADY_STATE together with a scale that had just been changed.
func (c Condition) reads() int {
	if c.word == forStable || c.word == forRunning {
		return 2
	}
	return 1
}

// verdict tells why a condition does not hold; empty where it does.
type verdict struct{ why string }

// judge looks at a read of the service. An error means that the condition will not hold.
func (c Condition) judge(ctx context.Context, w *waiting, service model.Service) (verdict, error) {
	now := w.shell.Now()
	set, there := service.TaskSet(w.pinned)
	if w.pinned != "" && c.word != forGone {
		switch {
		case !there && c.word == forRunning && c.tasks == 0:
			return verdict{}, nil
		case !there:
			return verdict{}, failed("%s is gone", w.options.Scope.Set)
		case set.Draining() && c.word != forRunning:
			return verdict{}, failed("%s was deleted: it is DRAINING", set.ID)
		}
	}
	if service.Status != model.StatusActive && c.word != forGone && (c.word != forRunning || c.tasks != 0) {
		return verdict{}, failed("%s is %s: its status is not ACTIVE", service.Name, say.OrNone(service.Status))
	}
	switch c.word {
	case forGone:
		if there {
			return verdict{setWords(set, now)}, nil
		}
	case forPrimary:
		if !set.Primary() {
			return verdict{shortSide(set.ID) + " is " + say.OrNone(set.Status)}, nil
		}
	case forRunning:
		running := service.Running
		if w.pinned != "" {
			running = set.Running
		}
		if running != c.tasks {
			return verdict{fmt.Sprintf("running %d", running)}, nil
		}
	case forDeployed:
		return deployed(ctx, w.source.Reader, service)
	case forStable:
		if w.pinned != "" {
			return stable([]model.TaskSet{set}, now), nil
		}
		return serviceStable(service, now), nil
	}
	return verdict{}, nil
}

// serviceStable judges all that is to stay of a service.
func serviceStable(service model.Service, now time.Time) verdict {
	live := service.Live()
	switch {
	case service.ControllerType() == model.ControllerECS:
		if len(service.Deployments) > 1 {
			return verdict{fmt.Sprintf("%d deployments are under way", len(service.Deployments))}
		}
		if service.Running != service.Desired || service.Pending > 0 {
			return verdict{fmt.Sprintf("%s runs %d of %d, %d pending", service.Name, service.Running, service.Desired, service.Pending)}
		}
		return verdict{}
	case len(live) == 0 && service.Desired > 0:
		return verdict{"the service has no task set to run its tasks"}
	}
	return stable(live, now)
}

// stable judges sets: each is to be steady with as many tasks as it wants.
func stable(sets []model.TaskSet, now time.Time) verdict {
	for _, set := range sets {
		if !set.Steady() || set.Running != set.ComputedDesired || set.Pending > 0 {
			return verdict{setWords(set, now)}
		}
	}
	return verdict{}
}

// setWords are a set as it is: "ecs-svc/…567890456 runs 6 of 10, 2 pending, STABILIZING for 5m".
func setWords(set model.TaskSet, now time.Time) string {
	words := fmt.Sprintf("%s runs %d of %d", shortSide(set.ID), set.Running, set.ComputedDesired)
	if set.Pending > 0 {
		words += fmt.Sprintf(", %d pending", set.Pending)
	}
	state, since := set.StabilityStatus, set.StableSince()
	if set.Draining() {
		state, since = set.Status, set.UpdatedAt
	}
	if state == "" {
		return words
	}
	words += ", " + state
	if !since.IsZero() {
		words += " for " + say.Age(now.Sub(since))
	}
	return words
}
