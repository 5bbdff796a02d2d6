package change

import (
	"fmt"

	"tealset/model"
)

// What these checks find.
const (
	// CheckDeployment is whether the deployment can be changed as it is.
	CheckDeployment CheckID = "deployment"
	// CheckNext is what happens next.
	CheckNext CheckID = "next"
	// CheckServes is what serves after going back.
	CheckServes CheckID = "what will serve"
)

// deployAnew is what to do where there is nothing to go back to.
const deployAnew = "Deploy the former revision anew."

// codeDeployRefusals are why a deployment of CodeDeploy cannot be changed.
func (p place) codeDeployRefusals() []Check {
	block := func(sentence, instead string) []Check {
		return []Check{{ID: CheckDeployment, Severity: Block, Sentence: sentence, Instead: instead}}
	}
	known, pinned := p.rollout.Known, p.request.Deployment()
	d := known.CodeDeployment
	switch {
	case p.service.ControllerType() != model.ControllerCodeDeploy:
		return nil // that is told already
	case p.service.CodeDeployID() == "":
		return block("no deployment of CodeDeploy is known of this service", "")
	case pinned != "" && p.service.CodeDeployID() != pinned:
		return block("another deployment is the last one by now: "+p.service.CodeDeployID(), "Look at the service again.")
	case d == nil || d.Missing != "" || d.Status == "" || d.ID != p.service.CodeDeployID():
		return block("what CodeDeploy does is not known: "+model.CodeDeployWord(known.CodeDeployFault, known.CodeDeployTarget), "")
	}
	ended := "the deployment " + d.ID + " has ended: " + d.Status
	switch kind := p.request.Kind; {
	case kind == StopCodeDeploy && d.Final():
		return block(ended, deployAnew)
	case d.Final():
		return block(ended, "")
	case kind == RerouteTraffic && d.Status != model.CodeDeployReady:
		return block("it does not wait for someone to shift the traffic: it "+p.doing(), "")
	case kind == TerminateOriginal && !d.TerminationWaitStarted:
		return block("it does not wait before it ends the original set: it "+p.doing(), "")
	case kind == TerminateOriginal && p.roleOf(model.LabelBlue) < 0:
		return block("the original set has ended, or ends already", "")
	}
	return nil
}

// doing is what CodeDeploy does or waits for now.
func (p place) doing() string {
	known := p.rollout.Known
	if wait, ok := model.CodeDeployWait(*known.CodeDeployment, known.CodeDeployTarget); ok {
		return wait.Words(p.c.Now)
	}
	return "is " + known.CodeDeployment.Status
}

// rerouteChecks look at the replacement set, to which all traffic goes next.
func (p place) rerouteChecks() []Check {
	checks := p.takesOver(model.LabelGreen, "the replacement set")
	d := p.rollout.Known.CodeDeployment
	next := "the traffic shifts to the replacement set"
	if d.ConfigName != "" {
		next += " by " + d.ConfigName
	}
	if d.Termination != nil && d.Termination.Action == "TERMINATE" {
		next += fmt.Sprintf(", then the original set is kept for %d min", d.Termination.WaitMinutes)
	}
	return append(checks, Check{ID: CheckNext, Severity: OK, Sentence: next})
}

// terminateChecks always have a danger: going back at once is lost.
func (p place) terminateChecks() []Check {
	original := "the original set"
	at := p.roleOf(model.LabelBlue)
	if at >= 0 {
		side := p.rollout.Sides[at]
		original = fmt.Sprintf("the original set %s with %s", side.ShortID(), tasks(max(0, side.Running)))
	}
	checks := []Check{{
		ID: CheckWayBack, Severity: Danger,
		Sentence: "going back at once is lost: CodeDeploy ends " + original,
		Instead:  "Wait until it ends by itself.",
	}}
	if at >= 0 {
		if share := p.rollout.Traffic.Sides[at]; share.Known() && !share.Shared && share.High > 0 {
			checks = append(checks, Check{
				ID: CheckTraffic, Sentence: share.Text() + " of the production traffic still goes to the original set", Instead: atTheBalancer,
			}.ofTraffic(share.High))
		}
	}
	return append(checks, p.takesOver(model.LabelGreen, "the replacement set")...)
}

// stopChecks look at the original set, which serves alone after going back.
func (p place) stopChecks() []Check {
	if p.roleOf(model.LabelBlue) < 0 {
		return []Check{{
			ID: CheckServes, Severity: Block, Sentence: "the original set is gone: nothing is left to go back to",
			Instead: deployAnew,
		}}
	}
	return append(p.takesOver(model.LabelBlue, "the original set"), Check{
		ID: CheckNext, Severity: OK, Sentence: "CodeDeploy stops, and gives all traffic back to the original set",
	})
}

// takesOver looks at the set that is to serve: its tasks and its targets.
func (p place) takesOver(label, what string) []Check {
	at := p.roleOf(label)
	if at < 0 {
		return []Check{{ID: CheckServes, Severity: Danger, Sentence: what + " is not found among the sets of the service", Instead: "Look at CodeDeploy."}}
	}
	return p.serves(at, what)
}

// serves tells whether a side runs its tasks, and whether their targets are healthy.
func (p place) serves(at int, what string) []Check {
	side := p.rollout.Sides[at]
	desired := int64(p.service.Desired)
	check := Check{ID: CheckServes, Severity: OK, Have: int64(max(0, side.Running)), Need: desired}
	check.Sentence = fmt.Sprintf("%s %s will serve: %d of %d tasks run", what, side.ShortID(), check.Have, desired)
	if check.Have < desired || !side.Steady() {
		check.Severity, check.Instead = Danger, "Wait until it runs its tasks."
		check.Sentence = fmt.Sprintf("%s %s is to serve, and is not ready: %d of %d tasks run", what, side.ShortID(), check.Have, desired)
	}
	return append([]Check{check}, p.sideTargets(at, CheckCandidateTargets)...)
}
