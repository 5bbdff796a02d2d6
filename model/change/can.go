package change

import (
	"slices"

	"tealset/model"
)

// Offer is a change that a person may ask for now, or why not.
type Offer struct {
	Kind Kind
	Set  model.TaskSet // of a change of a task set
	// Hooks are the pause hooks that wait, of a change that is of one; the one that runs out
	// first at the beginning.
	Hooks   []model.LifecycleHook
	Percent *float64 // the scale that is suggested; nil where none is
	// Why is why the change cannot be taken now, a part of a sentence; empty where it can.
	Why string
}

// Can tells why a change of a kind cannot be taken now, a part of a sentence without a full
// stop; empty where it can. It is the one answer for whatever advertises or takes a change. The
// set is that of a change of a task set, and nil for none. What is at risk is for the checks.
func Can(kind Kind, r model.Rollout, set *model.TaskSet, c Circumstances) (why string) {
	if c.Forbidden != nil {
		if why := c.Forbidden(kind); why != "" {
			return why
		}
	}
	q := question{request: Request{Kind: kind, Target: model.TaskSetRef{ClusterARN: r.Service.ClusterARN, ServiceARN: r.Service.ARN}}, service: r.Service}
	switch {
	case !r.Service.Described:
		return "the service is not read yet"
	case kind == DeleteTaskSet && r.Service.WhyNotDelete() != "":
		return r.Service.WhyNotDelete()
	case kind.OfTaskSet() && set == nil:
		return "no task set is chosen"
	case kind.OfTaskSet():
		q.set, q.request.Target = *set, r.Service.TaskSetRef(*set)
	case kind.Needs().CodeDeploy:
		q.request.Params = map[string]string{paramDeployment: r.Service.CodeDeployID()}
	default:
		q.request.Params = map[string]string{paramARN: r.Service.CurrentServiceDeployment}
	}
	p := q.within(r, c)
	if kind == DeleteTaskSet {
		return p.whyNotDelete()
	}
	checks := p.refusals()
	if len(checks) == 0 && (kind == StopCodeDeploy || kind == RollBackHook || kind == RollBackDeployment) {
		checks = p.risks() // where nothing is left to go back to
	}
	for _, check := range checks {
		if check.Severity == Block && !check.Forceable {
			return withRemedy(check)
		}
	}
	return ""
}

func withRemedy(check Check) string {
	if check.Instead == "" {
		return check.Sentence
	}
	return check.Sentence + ": " + lowerFirst(check.Instead)
}

// whyNotDelete leaves all that is about the set to the dialog.
func (p place) whyNotDelete() string {
	if p.side < 0 {
		return ""
	}
	return p.rollout.Sides[p.side].WhyNotDelete()
}

// Forward is the change that goes forward: for task sets the promotion of the one that is
// given, nil for none; for a deployment what it waits for.
func Forward(r model.Rollout, set *model.TaskSet, c Circumstances) Offer {
	offer := Offer{Kind: PromoteTaskSet}
	switch known := r.Known; r.Service.ControllerType() {
	case model.ControllerCodeDeploy:
		offer.Kind = RerouteTraffic
		if d := known.CodeDeployment; d != nil && d.TerminationWaitStarted && d.Status != model.CodeDeployReady {
			offer.Kind = TerminateOriginal
		}
	case model.ControllerECS:
		offer.Kind, offer.Hooks = ContinueHook, paused(r)
	default:
		if set != nil {
			offer.Set = *set
		}
	}
	offer.Why = Can(offer.Kind, r, set, c)
	return offer
}

// Back is the change that goes back: the former set becomes PRIMARY again, or the deployment
// is stopped and rolled back, at a hook where one waits.
func Back(r model.Rollout, c Circumstances) Offer {
	switch r.Service.ControllerType() {
	case model.ControllerCodeDeploy:
		return Offer{Kind: StopCodeDeploy, Why: Can(StopCodeDeploy, r, nil, c)}
	case model.ControllerECS:
		if hooks := paused(r); len(hooks) > 0 {
			return Offer{Kind: RollBackHook, Hooks: hooks, Why: Can(RollBackHook, r, nil, c)}
		}
		return Offer{Kind: RollBackDeployment, Why: Can(RollBackDeployment, r, nil, c)}
	}
	offer := Offer{Kind: RestorePrimary}
	set, ok := r.Service.TaskSet(c.Former)
	if !ok {
		offer.Why = "it is not known which set was PRIMARY before"
		if c.Former != "" {
			offer.Why = "the former PRIMARY " + model.ShortID(model.TaskSetID(c.Former)) + " is gone"
		}
		if r.Service.ControllerType() != model.ControllerExternal {
			offer.Why = Can(RestorePrimary, r, &model.TaskSet{}, c)
		}
		return offer
	}
	offer.Set = set
	offer.Why = Can(RestorePrimary, r, &set, c)
	return offer
}

func paused(r model.Rollout) []model.LifecycleHook {
	if d := r.Known.ServiceDeployment; d != nil && d.ARN == r.Service.CurrentServiceDeployment {
		return d.Paused()
	}
	return nil
}

// Next is the change that takes the next step of the rollout, with that step. Its kind is
// empty where the step is no change: Why says that.
func Next(r model.Rollout, c Circumstances) (Offer, model.Step) {
	step := r.NextStep(c.Now)
	at := slices.IndexFunc(r.Sides, func(s model.Side) bool { return s.ID == step.Side && s.TaskSet != nil })
	var set *model.TaskSet
	if at >= 0 {
		set = r.Sides[at].TaskSet
	}
	of := func(kind Kind, percent *float64) (Offer, model.Step) {
		offer := Offer{Kind: kind, Percent: percent, Why: Can(kind, r, set, c)}
		if set != nil {
			offer.Set = *set
		}
		return offer, step
	}
	switch step.Kind {
	case model.StepPromote:
		return of(PromoteTaskSet, nil)
	case model.StepScaleUp:
		return of(ScaleTaskSet, new(100.0))
	case model.StepScaleDown:
		return of(ScaleTaskSet, new(0.0))
	case model.StepDelete:
		return of(DeleteTaskSet, nil)
	case model.StepContinue:
		return Forward(r, nil, c), step
	default:
		return Offer{Why: step.Sentence()}, step
	}
}
