package change

import (
	"slices"

	"tealset/model"
)

// sign is what a read of a deployment shows of a change.
type sign int

const (
	signNone  sign = iota // it is as it was before
	signDone              // it has gone on as was asked
	signElse              // it has come to another end, perhaps after it had gone on as was asked
	signNever             // it has come to an end that it could not have come to after that
)

// deploymentIn is the status of the request's deployment in what is known; ok is false where
// that deployment was not read.
func (r Request) deploymentIn(known model.Known) (status string, ok bool) {
	if d := known.CodeDeployment; r.Kind.Needs().CodeDeploy && d != nil && d.ID == r.Deployment() && d.Status != "" {
		return d.Status, true
	}
	if d := known.ServiceDeployment; r.Kind.Needs().ServiceDeployment && d != nil && d.ARN == r.Deployment() && d.Status != "" {
		return d.Status, true
	}
	return "", false
}

// rerouted is what CodeDeploy shows once the traffic may shift: it waits no more.
func rerouted(_ Request, known model.Known) sign {
	switch d := known.CodeDeployment; d.Status {
	case model.CodeDeployReady, model.CodeDeployCreated, model.CodeDeployQueued:
		return signNone
	case model.CodeDeployStopped, model.CodeDeployFailed:
		return signElse
	default:
		return signDone
	}
}

// terminated is what it shows once the original set may end.
func terminated(_ Request, known model.Known) sign {
	switch d := known.CodeDeployment; {
	case d.Status == model.CodeDeployStopped, d.Status == model.CodeDeployFailed:
		return signElse
	case d.TerminationWaitStarted && !d.Final():
		return signNone
	default:
		return signDone
	}
}

// stopped is what it shows once it was stopped. The status may then also read Succeeded, which
// alone tells nothing: it is also that of a deployment that came through.
func stopped(_ Request, known model.Known) sign {
	d := known.CodeDeployment
	if d.Status == model.CodeDeployStopped || d.Status == model.CodeDeployFailed || d.Rollback != nil && d.Rollback.DeploymentID != "" {
		return signDone
	}
	return signNone
}

// continued is what a service deployment shows once a hook was continued: the hook waits no
// more, and nothing goes back.
func continued(r Request, known model.Known) sign {
	d := known.ServiceDeployment
	switch {
	case d.RollsBack(), d.Status == model.DeployStopRequested, d.Final() && d.Status != model.DeploySuccessful:
		return signElse
	case slices.ContainsFunc(d.Paused(), func(h model.LifecycleHook) bool { return h.ID == r.Hook() }):
		return signNone
	default:
		return signDone
	}
}

// rolledBack is what it shows once it goes back.
func rolledBack(_ Request, known model.Known) sign {
	switch d := known.ServiceDeployment; {
	case d.Status == model.DeploySuccessful:
		return signNever
	case d.RollsBack(), d.Status == model.DeployStopRequested, d.Final():
		return signDone
	default:
		return signNone
	}
}
