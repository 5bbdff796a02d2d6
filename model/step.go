package model

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// StepKind is what has to be done next in a rollout.
type StepKind int

// The kinds of step, in the order of a rollout.
const (
	// StepNone is that nothing has to be done.
	StepNone StepKind = iota
	// StepUnknown is that too little is known to tell.
	StepUnknown
	// StepMend is that something has to be put right before anything else.
	StepMend
	// StepWait is that it goes on by itself.
	StepWait
	// StepScaleUp is that a set has to run tasks before it can serve.
	StepScaleUp
	// StepAttach is that a target group has to be put into a rule.
	StepAttach
	// StepShift is that traffic has to be shifted. tealset shows the command.
	StepShift
	// StepPromote is that a set has to become the PRIMARY.
	StepPromote
	// StepScaleDown is that a former set has to be scaled to 0.
	StepScaleDown
	// StepDelete is that a former set has to be deleted.
	StepDelete
	// StepContinue is that a deployment waits until a person continues it or goes back.
	StepContinue
)

const nothingToDo = "nothing to do"

// noStep is the step where nothing has to be done.
func noStep() Step { return Step{Kind: StepNone, Words: nothingToDo} }

// String is the kind in a word or two.
func (k StepKind) String() string {
	return [...]string{
		StepNone: nothingToDo, StepUnknown: "not known", StepMend: "mend", StepWait: "wait", StepScaleUp: "scale up",
		StepAttach: "put into a rule", StepShift: "shift traffic", StepPromote: "promote", StepScaleDown: "scale down",
		StepDelete: "delete", StepContinue: "continue",
	}[k]
}

// Step is the next step of a rollout.
type Step struct {
	Kind  StepKind
	Words string   // what to do, a sentence without a full stop
	Wait  string   // what is waited for until then, a sentence without a full stop; empty where Words tell it
	Side  string   // the id of the side that it is about; empty where it is about the service
	Not   []string // what is not known that matters for it, each a part of a sentence
	Then  []StepKind
	// Others are the ids of further candidates, the newest first.
	Others []string
	// Percent is the share to which traffic is to be shifted, and Shifts how, one for each
	// production route where the side has less; of StepShift and StepAttach only.
	Percent int
	Shifts  []Shift
}

// Sentence is the step in one line, with what is not known and what comes after it: "mend:
// its tasks stop (image or tag not found); then wait, shift traffic, promote".
func (s Step) Sentence() string {
	sentence := s.Words
	if s.Wait != "" {
		sentence += ": " + s.Wait
	}
	if len(s.Not) > 0 {
		sentence += "; not known: " + strings.Join(s.Not, ", ")
	}
	if len(s.Then) > 0 {
		words := make([]string, len(s.Then))
		for i, kind := range s.Then {
			words[i] = kind.String()
		}
		sentence += "; then " + strings.Join(words, ", ")
	}
	if len(s.Others) > 0 {
		short := make([]string, len(s.Others))
		for i, id := range s.Others {
			short[i] = ShortID(id)
		}
		sentence += " (also there: " + strings.Join(short, ", ") + ")"
	}
	return sentence
}

// NextStep is the next safe step of the rollout at a time: the first of the steps that is
// not done. Tasks first, then targets, then traffic, then the role; what came before is
// taken away last. Where no step is left but something is wrong, that is what to mend.
func (r Rollout) NextStep(now time.Time) Step {
	step := r.step(now)
	if step.Kind != StepNone {
		return step
	}
	if tier, reasons := r.Reasons(now); tier >= Untidy {
		words := reasons[0]
		if len(r.Sides) == 0 {
			words = "create a task set"
		}
		return Step{Kind: StepMend, Words: "mend: " + words}
	}
	return step
}

func (r Rollout) step(now time.Time) Step {
	switch controller := r.Service.ControllerType(); {
	case !r.Service.Described:
		return Step{Kind: StepUnknown, Words: "the service is not read yet"}
	case controller == ControllerECS:
		return r.nativeStep(now)
	case controller == ControllerCodeDeploy:
		return r.codeDeployStep(now)
	case controller == ControllerExternal:
		return r.externalStep(now)
	default:
		return Step{Kind: StepUnknown, Words: "tealset does not know the controller " + controller}
	}
}

func (r Rollout) externalStep(now time.Time) Step {
	candidates, serving := r.Candidates(), r.Serving()
	if len(candidates) > 0 {
		step := r.StepOf(candidates[0], now)
		for _, other := range candidates[1:] {
			step.Others = append(step.Others, r.Sides[other].ID)
		}
		return step
	}
	former := r.Former()
	switch {
	case serving < 0:
		return noStep()
	case len(former) == 0:
		step := r.tasksStep(serving, now)
		if step.Kind == StepNone {
			return noStep()
		}
		step.Side = r.Sides[serving].ID
		return step
	}
	if step := r.StepOf(serving, now); step.Kind != StepNone {
		return step
	}
	return r.takeAway(former[0])
}

// StepOf is the next step on the way of one side to all of the traffic and to the role of the
// PRIMARY, whatever the others are about.
func (r Rollout) StepOf(at int, now time.Time) Step {
	for _, step := range []func(int, time.Time) Step{r.tasksStep, r.targetsStep, r.trafficStep, r.roleStep} {
		if step := step(at, now); step.Kind != StepNone {
			step.Side = r.Sides[at].ID
			step.Not = append(step.Not, r.notKnown(at, step.Kind)...)
			step.Then = r.after(at, step.Kind)
			return step
		}
	}
	return noStep()
}

// tasksStep is that all tasks of the side have to run.
func (r Rollout) tasksStep(at int, now time.Time) Step {
	side := r.Sides[at]
	switch group, trouble := r.Tasks[at].Trouble(now.Add(-lookBack)); {
	case side.Steady() && side.Running <= 0 && r.Service.Desired > 0:
		return Step{Kind: StepScaleUp, Words: "scale up " + side.ShortID() + ": it runs no task"}
	case side.Steady():
		return Step{}
	case trouble:
		return Step{Kind: StepMend, Words: fmt.Sprintf("mend: the tasks of %s stop (%s)", side.ShortID(), group.Words)}
	case side.TaskSet != nil && side.TaskSet.Stuck(now):
		return Step{Kind: StepMend, Words: fmt.Sprintf("mend: %s has not been steady for %s, %d of %d tasks run", side.ShortID(), span(since(side.TaskSet.StableSince(), now)), side.Running, side.Wanted)}
	}
	words := fmt.Sprintf("wait: %d of %d tasks of %s run", side.Running, side.Wanted, side.ShortID())
	if side.Running >= side.Wanted {
		words = "wait: " + side.ShortID() + " is not steady yet"
	}
	if stopped := r.Tasks[at].Stopped; len(stopped) > 0 && stopped[0].Kind < StopOutside {
		words += ", " + stopped[0].Sentence(now)
	}
	return Step{Kind: StepWait, Words: words}
}

// targetsStep is that all targets of the side have to be healthy.
func (r Rollout) targetsStep(at int, _ time.Time) Step {
	side, targets := r.Sides[at], r.Targets[at]
	c := targets.Counts
	if r.Traffic.Sides[at].Word == TrafficUnattached || targets.Worst.Reason == targetNotInUse {
		return Step{
			Kind: StepAttach, Words: "put the target group of " + side.ShortID() + " into a rule: no health checks run before",
			Shifts: r.ShiftsTo(at, 0),
		}
	}
	if !targets.Known() || targets.Shared || c.Unavailable > 0 || c.Healthy >= targets.Needed(side.Running) {
		return Step{}
	}
	words := targets.healthyWords(side)
	if targets.Reason.Long != "" {
		words += ": " + targets.Reason.Long
	}
	if c.Unhealthy > 0 {
		return Step{Kind: StepMend, Words: "mend: " + words}
	}
	return Step{Kind: StepWait, Words: "wait: " + words}
}

// trafficStep is that the side has to get all of the production traffic, as far as that can
// be told.
func (r Rollout) trafficStep(at int, _ time.Time) Step {
	side, share := r.Sides[at], r.Traffic.Sides[at]
	if share.Shared || !share.Known() && share.Word != TrafficAllZero || share.Known() && share.Low >= 100 {
		return Step{}
	}
	if side.Serves() && !r.servesBeside(at) {
		return Step{} // what others of the rule get is none of this rollout
	}
	percent := NextPercent(share.Low) // of the routes where it has least; none of the others goes back to it
	if step := r.enough(at, int64(percent)); step.Kind != StepNone {
		return step
	}
	step := Step{Kind: StepShift, Percent: percent, Shifts: r.ShiftsTo(at, percent)}
	if share.Known() && share.High > 0 {
		step.Words = fmt.Sprintf("shift on: %s has %s, next %d %%", side.ShortID(), share.Text(), percent)
	} else {
		step.Words = fmt.Sprintf("shift traffic to %s: %d %%", side.ShortID(), percent)
	}
	if share.Known() && share.High >= float64(percent) {
		step.Words += " where it has less"
	}
	return step
}

// enough is that the side has to run as many tasks as a share of the traffic takes, of those that
// are desired, or of those that the serving side runs where these are fewer.
func (r Rollout) enough(at int, percent int64) Step {
	side, desired := r.Sides[at], int64(r.Service.Desired)
	if serving := r.Serving(); serving >= 0 && serving != at {
		desired = min(desired, int64(r.Sides[serving].Running))
	}
	running := int64(max(0, side.Running))
	if side.TaskSet == nil || running*100 >= desired*percent {
		return Step{}
	}
	return Step{Kind: StepScaleUp, Words: fmt.Sprintf(
		"scale up %s: it runs %d of %d tasks, too few for %d %% of the traffic", side.ShortID(), running, desired, percent)}
}

// servesBeside tells whether another live side has a share of the traffic.
func (r Rollout) servesBeside(at int) bool {
	for i, share := range r.Traffic.Sides {
		if i != at && r.Sides[i].Live() && share.Known() && share.High > 0 {
			return true
		}
	}
	return false
}

// ShiftsTo are the shifts of the production routes to a side, which is then to have so many
// percent. A route that gives it as much already, or more, gets none: none takes traffic away.
func (r Rollout) ShiftsTo(at, percent int) []Shift {
	var shifts []Shift
	for _, route := range r.Traffic.production() {
		if has, ok := route.Percent(r.Sides[at].Groups()); ok && has >= float64(percent) {
			continue
		}
		shifts = append(shifts, r.Shift(route, r.Sides[at], percent))
	}
	return shifts
}

// roleStep is that the side has to become the PRIMARY.
func (r Rollout) roleStep(at int, _ time.Time) Step {
	if r.Sides[at].Serves() {
		return Step{}
	}
	if step := r.enough(at, 100); step.Kind != StepNone {
		return step
	}
	return Step{Kind: StepPromote, Words: "promote " + r.Sides[at].ShortID()}
}

// takeAway is the next step on the way of a former side out of the service.
func (r Rollout) takeAway(at int) Step {
	side, share := r.Sides[at], r.Traffic.Sides[at]
	step := Step{Side: side.ID, Not: r.notKnown(at, StepScaleDown)}
	switch {
	case share.Known() && share.High > 0 && !share.Shared:
		step.Kind, step.Words = StepUnknown, fmt.Sprintf("%s has %s of the traffic, which nobody seems to take away", side.ShortID(), share.Text())
	case side.Running > 0 || side.Wanted > 0:
		step.Kind, step.Then = StepScaleDown, []StepKind{StepDelete}
		step.Words = "scale " + side.ShortID() + " to 0 (going back at once is lost then)"
	default:
		step.Kind, step.Words = StepDelete, "delete "+side.ShortID()
	}
	return step
}

// notKnown is what is not known of a side that matters for a step: targets before traffic is
// shifted to them, traffic before a role changes or tasks are taken away.
func (r Rollout) notKnown(at int, kind StepKind) []string {
	var not []string
	targets, share := r.Targets[at], r.Traffic.Sides[at]
	if (kind == StepShift || kind == StepPromote) && (unknownWord(targets.Word) || targets.Doubt != "" || targets.Shared || targets.Counts.Unavailable > 0) {
		not = append(not, "the health of its targets"+whyNot(cmp.Or(targets.Doubt, targets.Word), targets.Shared))
	}
	if (kind == StepPromote || kind == StepScaleDown) && (unknownWord(share.Word) || share.Doubt != "" || share.Shared) {
		not = append(not, "its traffic"+whyNot(cmp.Or(share.Doubt, share.Word), share.Shared))
	}
	return not
}

// unknownWord tells whether a word says that something is not known, and not that there is
// none.
func unknownWord(word string) bool {
	return word != "" && word != TrafficNone && word != TrafficUnattached
}

func whyNot(word string, shared bool) string {
	switch {
	case shared:
		return " (it shares its target group)"
	case word == "":
		return " (health checks are off)"
	}
	return " (" + word + ")"
}

// after are the steps that follow one on the way of a side.
func (r Rollout) after(at int, kind StepKind) []StepKind {
	way := []StepKind{StepMend, StepWait, StepScaleUp, StepAttach, StepShift, StepPromote}
	var then []StepKind
	for _, next := range way[slices.Index(way, kind)+1:] {
		share := r.Traffic.Sides[at]
		switch {
		case next == StepScaleUp, next == StepAttach:
		case next == StepWait && kind != StepMend:
		case next == StepShift && (share.Shared || !share.Known() && share.Word != TrafficUnattached || share.Known() && share.Low >= 100):
		case next == StepPromote && r.Sides[at].Serves():
		default:
			then = append(then, next)
		}
	}
	return then
}
