package ecsapi

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/codedeploy"
	"github.com/aws/aws-sdk-go-v2/service/codedeploy/types"

	"tealset/model"
	"tealset/model/change"
	"tealset/model/clean"
)

var (
	opContinueDeployment = operation{serviceCodeDeploy, "ContinueDeployment"}
	opStopDeployment     = operation{serviceCodeDeploy, "StopDeployment"}
)

// theDeployment names what a change of a deployment needs.
const theDeployment = "the deployment"

// ContinueDeployment lets a deployment of CodeDeploy go on that waits: with READY_WAIT it
// shifts the traffic, with TERMINATION_WAIT it ends the original task set. An answer of
// CodeDeploy has nothing but a request id.
func (w *Writer) ContinueDeployment(ctx context.Context, id, wait string) change.Answer {
	e := effect{maybe: "The deployment may have gone on", again: "continue the deployment again"}
	missing := unnamed(needed{theDeployment, id}, needed{"the wait", wait})
	return once(ctx, w, w.write(opContinueDeployment, id, e), missing, func(ctx context.Context) (*codedeploy.ContinueDeploymentOutput, error) {
		sdk, err := w.codeDeploy()
		if err != nil {
			return nil, err
		}
		return sdk.ContinueDeployment(ctx, &codedeploy.ContinueDeploymentInput{
			DeploymentId: &id, DeploymentWaitType: types.DeploymentWaitType(wait),
		})
	}, func(*change.Answer, codedeploy.ContinueDeploymentOutput) {})
}

// StopDeployment stops a deployment of CodeDeploy, which then gives the traffic back to the
// original task set. The answer's Status is Pending or Succeeded.
func (w *Writer) StopDeployment(ctx context.Context, id string) change.Answer {
	e := effect{maybe: "The deployment may be stopped", again: "stop the deployment again"}
	missing := unnamed(needed{theDeployment, id})
	return once(ctx, w, w.write(opStopDeployment, id, e), missing, func(ctx context.Context) (*codedeploy.StopDeploymentOutput, error) {
		sdk, err := w.codeDeploy()
		if err != nil {
			return nil, err
		}
		return sdk.StopDeployment(ctx, &codedeploy.StopDeploymentInput{DeploymentId: &id, AutoRollbackEnabled: new(true)})
	}, func(a *change.Answer, out codedeploy.StopDeploymentOutput) { a.Status = clean.Text(string(out.Status)) })
}

// deploymentVerdict tells of CodeDeploy's answers about what was asked for: the exceptions
// that the API reference lists for the two operations above.
func (r refusal) deploymentVerdict() (verdict, bool) {
	switch r.code {
	case "DeploymentAlreadyCompletedException":
		return verdict{
			model.FaultInvalid, "the deployment has ended already",
			"Nothing is left to continue or to stop; read the service again{refresh} to see how it ended.",
		}, true
	case "DeploymentDoesNotExistException", "InvalidDeploymentIdException", "DeploymentIdRequiredException":
		return verdict{
			model.FaultOther, "CodeDeploy does not know the deployment",
			"Check the Region, and read the service again{refresh}.",
		}, true
	case "DeploymentGroupDoesNotExistException":
		return verdict{
			model.FaultOther, "CodeDeploy does not know the deployment group any more",
			"Without it nothing can be rolled back by CodeDeploy: deploy the former revision anew.",
		}, true
	case "DeploymentIsNotInReadyStateException":
		return verdict{
			model.FaultInvalid, "the deployment does not wait for that now",
			"Read the service again{refresh} to see what it waits for.",
		}, true
	case "InvalidDeploymentStatusException":
		return verdict{
			model.FaultInvalid, "CodeDeploy does not take that in the deployment's present state",
			"Read the service again{refresh} to see what it does.",
		}, true
	case "InvalidDeploymentWaitTypeException":
		return verdict{
			model.FaultInvalid, "CodeDeploy does not know the wait that was named",
			reportIt,
		}, true
	case "UnsupportedActionForDeploymentTypeException":
		return verdict{
			model.FaultUnsupported, "CodeDeploy does not take that for this type of deployment",
			"Only blue/green deployments can be continued or rolled back this way.",
		}, true
	default:
		return verdict{}, false
	}
}
