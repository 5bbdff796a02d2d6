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
	signAlike             // it is as after that, and names another cause for it, or may have one
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

// manualStop is CodeDeploy's code for a deployment that somebody stopped.
const manualStop = "MANUAL_STOP"

// stopped is what it shows once it was stopped. An alarm stops a deployment as well, and one that
// fails rolls back by itself. The status may also read Succeeded after a stop, which alone tells
// nothing: it is that of a deployment that came through.
func stopped(_ Request, known model.Known) sign {
	d, cause := known.CodeDeployment, ""
	if d.Error != nil {
		cause = d.Error.Code
	}
	switch {
	case cause == manualStop, cause == "" && d.Status == model.CodeDeployStopped:
		return signDone
	case d.Status == model.CodeDeployStopped, d.Status == model.CodeDeployFailed, d.Rollback != nil && d.Rollback.DeploymentID != "":
		return signAlike
	case d.Final():
		return signElse
	default:
		return signNone
	}
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
	case slices.ContainsFunc(d.Hooks, func(h model.LifecycleHook) bool { return h.ID == r.Hook() && h.Status == model.HookTimedOut }):
		return signAlike
	default:
		return signDone
	}
}

// rolledBack is what it shows once it goes back.
func rolledBack(_ Request, known model.Known) sign {
	switch d := known.ServiceDeployment; {
	case d.Status == model.DeploySuccessful:
		return signNever
	case !d.RollsBack() && d.Status != model.DeployStopRequested && !d.Final():
		return signNone
	case goesBackByItself(*d):
		return signAlike
	default:
		return signDone
	}
}

// goesBackByItself tells whether a deployment names a cause for which ECS rolls back without being
// asked: the circuit breaker, an alarm, a hook that failed or whose time was over.
func goesBackByItself(d model.ServiceDeployment) bool {
	return d.Breaker != nil && d.Breaker.Status == model.MonitorTriggered ||
		d.Alarms != nil && (d.Alarms.Status == model.MonitorTriggered || len(d.Alarms.Triggered) > 0) ||
		slices.ContainsFunc(d.Hooks, func(h model.LifecycleHook) bool {
			return h.Status == model.HookFailed || h.Status == model.HookTimedOut && h.TimeoutAction != actionContinue
		})
}
