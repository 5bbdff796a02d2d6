package model

import (
	"slices"
	"strings"
	"time"
)

// nativeStep is the next step of a service of the ECS controller, which does by itself what
// a person does with task sets.
func (r Rollout) nativeStep(now time.Time) Step {
	d := r.Known.ServiceDeployment
	switch {
	case d != nil && !d.Final() && d.Status != "":
		return r.serviceDeploymentStep(*d, now)
	case r.Service.CurrentServiceDeployment != "":
		return Step{Kind: StepWait, Words: "wait: a deployment is under way", Not: []string{"its stage" + faultWord(r.Known.DeploymentFault)}}
	}
	if split := r.findSplit(); len(split) > 0 {
		return Step{Kind: StepMend, Words: "mend: " + split[0].Words, Shifts: r.shiftsToServing()}
	}
	if present, _, moving := r.Service.rollout(); moving && present != nil {
		return Step{Kind: StepWait, Words: "wait: " + present.progress(now)}
	}
	return noStep()
}

func (r Rollout) serviceDeploymentStep(d ServiceDeployment, now time.Time) Step {
	wait, ok := d.DeploymentWait()
	if !ok {
		return Step{Kind: StepUnknown, Words: "the deployment does not tell what it does"}
	}
	stops, side := r.targetStops(now)
	switch {
	case wait.Person && stops != "":
		return Step{Kind: StepContinue, Side: side, Words: "roll back, or continue: the deployment " + wait.Words(now) + "; " + stops}
	case wait.Person:
		return Step{Kind: StepContinue, Words: "continue, or roll back", Wait: "the deployment " + wait.Words(now)}
	case stops != "" && !d.RollsBack():
		if count := d.BreakerWords(); count != "" {
			stops += ", " + count
		}
		return Step{Kind: StepMend, Side: side, Words: "mend: " + stops}
	}
	words := "the deployment " + wait.Words(now)
	if step := d.StepWords(); step != "" {
		words += ", " + step
	}
	if count := d.BreakerWords(); count != "" && d.Breaker.Failures > 0 {
		words += ", " + count
	}
	return Step{Kind: StepWait, Words: StepWait.String(), Wait: words}
}

// targetStops is that the tasks of the new revision stop while it does not run all of them, with
// its id; empty where they do not.
func (r Rollout) targetStops(now time.Time) (words, id string) {
	for i, side := range r.Sides {
		if group, trouble := r.Tasks[i].Trouble(now.Add(-lookBack)); trouble && side.Role == RoleTarget && !side.Steady() {
			return "the tasks of " + side.ShortID() + " stop (" + group.Words + ")", side.ID
		}
	}
	return "", ""
}

// shiftsToServing give all traffic of the production routes to the group of the only side
// that serves; none where ECS does not tell which group that is.
func (r Rollout) shiftsToServing() []Shift {
	serving := r.Serving()
	if serving < 0 || len(r.Sides[serving].Groups()) != 1 {
		return nil
	}
	return r.ShiftsTo(serving, 100)
}

// codeDeployStep is the next step of a service of CodeDeploy.
func (r Rollout) codeDeployStep(now time.Time) Step {
	d := r.Known.CodeDeployment
	alone := len(r.Candidates())+len(r.Former()) == 0
	switch {
	case d == nil && alone:
		return noStep()
	case d == nil:
		return Step{
			Kind: StepUnknown, Words: "CodeDeploy has two task sets",
			Not: []string{"what it waits for (" + CodeDeployWord(r.Known.CodeDeployFault, r.Known.CodeDeployTarget) + ")"},
		}
	}
	for _, i := range r.Candidates() {
		if group, trouble := r.Tasks[i].Trouble(now.Add(-lookBack)); trouble && !r.Sides[i].Steady() && !d.Final() {
			return Step{Kind: StepMend, Side: r.Sides[i].ID, Words: "mend: the tasks of " + r.Sides[i].ShortID() + " stop (" + group.Words + ")"}
		}
	}
	if wait, ok := CodeDeployWait(*d, r.Known.CodeDeployTarget); ok {
		if wait.Person {
			return Step{Kind: StepContinue, Words: "reroute the traffic, or stop and roll back", Wait: "CodeDeploy " + wait.Words(now)}
		}
		return Step{Kind: StepWait, Words: StepWait.String(), Wait: "CodeDeploy " + wait.Words(now)}
	}
	if findings := slices.Concat(r.findDeployment(now), r.findSplit(), r.findDisagreement()); len(findings) > 0 {
		return Step{Kind: StepMend, Words: "mend: " + findings[0].Words}
	}
	return noStep()
}

// faultWord is a fault in brackets, empty without one.
func faultWord(fault *Fault) string {
	switch {
	case fault == nil:
		return ""
	case fault.Kind == FaultDenied:
		return " (" + TrafficNoAccess + ")"
	}
	return " (" + strings.TrimRight(fault.Headline, ".") + ")"
}
