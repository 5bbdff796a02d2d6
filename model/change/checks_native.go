package change

import (
	"fmt"
	"slices"
	"strings"

	"tealset/model"
)

// CheckAlarms are alarms of the deployment that ring.
const CheckAlarms CheckID = "alarms"

// nativeRefusals are why a deployment of the ECS controller cannot be changed.
func (p place) nativeRefusals() []Check {
	block := func(sentence, instead string) []Check {
		return []Check{{ID: CheckDeployment, Severity: Block, Sentence: sentence, Instead: instead}}
	}
	d, current, pinned := p.rollout.Known.ServiceDeployment, p.service.CurrentServiceDeployment, p.request.Deployment()
	switch {
	case p.service.ControllerType() != model.ControllerECS:
		return nil // that is told already
	case current == "" && p.request.Kind.Allow() == allowRollback:
		return block("no deployment is under way: there is nothing to stop", deployAnew)
	case current == "":
		return block("no deployment is under way", "")
	case pinned != "" && current != pinned:
		return block("another deployment is under way by now", "Look at the service again.")
	case d == nil || d.ARN != current || d.Status == "":
		return block("what the deployment does is not known: "+whyNotRead(p.rollout.Known.DeploymentFault), "")
	case d.Final():
		return block("the deployment has ended: "+d.Status, deployAnew)
	case d.RollsBack():
		return block("the deployment rolls back already", "Wait.")
	case d.Status == model.DeployStopRequested:
		return block("the deployment is about to stop", "Wait.")
	}
	return p.hookRefusals(d.Paused())
}

// hookRefusals are why no hook is continued, or why none is needed. A change at a hook never
// becomes one of the whole deployment by itself, nor the other way round.
func (p place) hookRefusals(paused []model.LifecycleHook) []Check {
	hook := p.request.Hook()
	check := Check{ID: CheckDeployment, Severity: Block}
	waits := slices.ContainsFunc(paused, func(h model.LifecycleHook) bool { return h.ID == hook })
	switch atHook := p.request.Kind != RollBackDeployment; {
	case !atHook && len(paused) > 0:
		check.Sentence, check.Instead = "a hook waits for a person", "Roll back at the hook."
	case atHook && len(paused) == 0:
		check.Sentence = "no hook waits for a person"
	case atHook && hook != "" && !waits:
		check.Sentence, check.Instead = "the hook "+hook+" does not wait any more", "Look at the service again."
	default:
		return nil
	}
	return []Check{check}
}

func whyNotRead(fault *model.Fault) string {
	if fault == nil {
		return "it is not read yet"
	}
	return fault.Headline
}

// continueChecks tell what happens next, and what speaks against it.
func (p place) continueChecks() []Check {
	d := p.rollout.Known.ServiceDeployment
	checks := alarmChecks(*d)
	for at := range p.rollout.Sides {
		if p.rollout.Sides[at].Role == model.RoleTarget && !d.BeforeTasks() {
			checks = append(checks, p.serves(at, "the new revision")...)
		}
	}
	next := "ECS goes on with the deployment"
	if d.Stage != "" {
		next += " from the stage " + d.Stage
	}
	if stage := d.NextStage(); stage != "" {
		next += ": it " + model.StageWords(stage) + " next"
	}
	if step := d.StepWords(); step != "" { // the one that it has come to, not the next one
		next += "; it is at " + step + " now"
	}
	if c := d.Configuration; c != nil && c.BakeMinutes != nil && *c.BakeMinutes > 0 {
		next += fmt.Sprintf("; both revisions run for %d min at the end", *c.BakeMinutes)
	}
	if others := len(d.Paused()) - 1; others > 0 {
		next += fmt.Sprintf("; %d more must be continued first", others)
	}
	return append(checks, Check{ID: CheckNext, Severity: OK, Sentence: next})
}

func alarmChecks(d model.ServiceDeployment) []Check {
	switch a := d.Alarms; {
	case a == nil, len(a.Names) == 0 && len(a.Triggered) == 0:
		return nil
	case len(a.Triggered) > 0:
		return []Check{{
			ID: CheckAlarms, Severity: Danger, Need: int64(len(a.Triggered)),
			Sentence: "alarms are red: " + strings.Join(a.Triggered, ", "), Instead: "Find out why first.",
		}}
	default:
		return []Check{{ID: CheckAlarms, Severity: OK, Sentence: "no alarm of the deployment is red"}}
	}
}

// rollBackChecks look at the revision that serves after going back.
func (p place) rollBackChecks() []Check {
	at := p.rollout.Serving()
	if at < 0 || p.rollout.Sides[at].Role != model.RoleSource {
		return []Check{{
			ID: CheckServes, Severity: Block, Sentence: "no earlier revision is left to go back to",
			Instead: deployAnew,
		}}
	}
	return append(p.serves(at, "the earlier revision"), Check{
		ID: CheckNext, Severity: OK, Sentence: "ECS rolls back: it gives all traffic to the earlier revision",
	})
}
