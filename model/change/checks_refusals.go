package change

import (
	"fmt"

	"tealset/model"
)

// What these checks find.
const (
	// CheckGone is that the target is not there any more.
	CheckGone CheckID = "gone"
	// CheckDraining is that the set was deleted already.
	CheckDraining CheckID = "draining"
	// CheckServiceStatus is that the service is not ACTIVE.
	CheckServiceStatus CheckID = "service status"
	// CheckController is who owns the task sets of the service.
	CheckController CheckID = "controller"
	// CheckAwaited is that an earlier change of the set still awaits its answer.
	CheckAwaited CheckID = "earlier change awaited"
	// CheckEarlier is that nobody knows what an earlier change of the set did.
	CheckEarlier CheckID = "earlier change unknown"
	// CheckFormer is that a set is not the former PRIMARY, or does not run its tasks.
	CheckFormer CheckID = "former"
)

// refusals are what no force overrides, because of AWS or of tealset.
func (p place) refusals() []Check {
	checks := p.controllerChecks()
	if status := p.service.Status; status != "" && status != model.ServiceActive {
		check := Check{ID: CheckServiceStatus, Severity: Block, Sentence: "the service is " + status}
		if p.request.Kind.OfTaskSet() { // of the others nobody tells what AWS answers then
			check.ByECS, check.Instead = true, "Its task sets go with the service."
			check.Sentence += ": ECS answers ServiceNotActiveException"
		}
		checks = append(checks, check)
	}
	switch p.request.Kind {
	case RerouteTraffic, TerminateOriginal, StopCodeDeploy:
		checks = append(checks, p.codeDeployRefusals()...)
	case ContinueHook, RollBackHook, RollBackDeployment:
		checks = append(checks, p.nativeRefusals()...)
	default:
		checks = append(checks, p.setRefusals()...)
	}
	if awaited := p.ofTarget(None); len(awaited) > 0 {
		checks = append(checks, Check{
			ID: CheckAwaited, Severity: Block,
			Sentence: said(awaited[0], p.c) + " awaits its answer",
			Instead:  "Wait for it.",
		})
	}
	return checks
}

// setRefusals are those of a change of a task set.
func (p place) setRefusals() []Check {
	kind, set := p.request.Kind, p.set
	switch {
	case set.Draining() && kind == DeleteTaskSet:
		return []Check{{
			ID: CheckDraining, Severity: Block,
			Sentence: fmt.Sprintf("already DRAINING: %s left, then it disappears", tasks(set.Running)),
			Instead:  "Wait.",
		}}
	case set.Draining():
		return []Check{{ID: CheckDraining, Severity: Block, Sentence: "it is DRAINING: it was deleted and ends its tasks"}}
	case set.Primary() && (kind == PromoteTaskSet || kind == RestorePrimary):
		return []Check{{ID: CheckRole, Severity: Block, Sentence: "it is the PRIMARY already"}}
	case kind == RestorePrimary:
		return p.formerRefusals()
	}
	return nil
}

// formerRefusals are why a set is not made PRIMARY again: it is not known to have been it just
// before, or it does not run what it is to run.
func (p place) formerRefusals() []Check {
	if p.c.Former != p.set.ARN {
		return []Check{{
			ID: CheckFormer, Severity: Block,
			Sentence: p.set.ShortID() + " is not known to have been PRIMARY just before the present one",
			Instead:  "Promote a set that you choose.",
		}}
	}
	if p.set.Running < p.set.ComputedDesired || p.set.Running <= 0 || p.set.Running < p.service.Desired {
		return []Check{{
			ID: CheckFormer, Severity: Block, Have: int64(p.set.Running), Need: int64(p.service.Desired),
			Sentence: fmt.Sprintf("%s does not run its desired count: %d of %d tasks run", p.set.ShortID(), max(0, p.set.Running), p.service.Desired),
			Instead:  "Scale it up first.",
		}}
	}
	return nil
}

// controllerChecks tell whether the service's controller is the one that the kind is for.
func (p place) controllerChecks() []Check {
	kind, controller := p.request.Kind, p.service.ControllerType()
	want := model.ControllerExternal
	switch {
	case kind.Needs().CodeDeploy:
		want = model.ControllerCodeDeploy
	case kind.Needs().ServiceDeployment:
		want = model.ControllerECS
	}
	check := Check{ID: CheckController, Severity: Block, ByECS: true}
	switch {
	case controller == want:
		return nil
	case want == model.ControllerExternal && controller == model.ControllerCodeDeploy:
		check.Sentence = "CodeDeploy owns this set"
		if p.set.ExternalID != "" {
			check.Sentence += " by deployment " + p.set.ExternalID
		}
		check.Sentence += ": ECS " + definitions[kind].verbs + " sets of EXTERNAL services only"
		check.Instead = "Continue or stop the deployment in CodeDeploy."
	default:
		check.Sentence = "the deployment controller is " + controller + ", not " + want
	}
	return []Check{check}
}

// earlier tells of changes of the same target that may still take effect, or have done so
// already.
func (p place) earlier() []Check {
	c := p.c
	unknown := p.ofTarget(Unknown)
	if len(unknown) == 0 {
		return nil
	}
	latest := unknown[0]
	for _, earlier := range unknown {
		if earlier.Request.At.After(latest.Request.At) {
			latest = earlier
		}
	}
	sentence := said(latest, c) + " has no known outcome"
	if others := len(unknown) - 1; others > 0 {
		sentence += fmt.Sprintf(", nor have %d before it", others)
	}
	return []Check{{
		ID: CheckEarlier, Severity: Danger, Need: int64(len(unknown)),
		Sentence: sentence, Instead: "Wait until it is known.",
	}}
}

// ofTarget are the changes of the same set or deployment that have come to the outcome. The
// role of the PRIMARY is one for all sets of a service.
func (p place) ofTarget(outcome Outcome) []Earlier {
	var found []Earlier
	for _, e := range p.c.Earlier {
		if e.Outcome == outcome && e.Request.sameTarget(p.request) {
			found = append(found, e)
		}
	}
	return found
}

// sameTarget tells whether two changes are of one set or deployment, or both of the role of
// the PRIMARY in one service.
func (r Request) sameTarget(other Request) bool {
	if r.Kind.OfTaskSet() != other.Kind.OfTaskSet() {
		return false
	}
	if r.Kind.Operation() == definitions[PromoteTaskSet].operation && r.Kind.Operation() == other.Kind.Operation() {
		return r.Target.ServiceKey() == other.Target.ServiceKey()
	}
	return r.Target.ARN == other.Target.ARN && r.Deployment() == other.Deployment()
}

// said names an earlier change and its age.
func said(earlier Earlier, c Circumstances) string {
	if earlier.Request.At.IsZero() {
		return fmt.Sprintf("an earlier %s", earlier.Request.Kind.Operation())
	}
	return fmt.Sprintf("a %s of %s ago", earlier.Request.Kind.Operation(), ageText(since(earlier.Request.At, c.Now)))
}
