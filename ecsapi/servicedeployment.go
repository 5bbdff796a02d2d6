package ecsapi

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"

	"tealset/model"
	"tealset/model/change"
)

var (
	opContinueServiceDeployment = operation{serviceECS, "ContinueServiceDeployment"}
	opStopServiceDeployment     = operation{serviceECS, "StopServiceDeployment"}
)

// ContinueServiceDeployment continues a deployment of the ECS controller at one pause hook, or
// rolls it back there; action is CONTINUE or ROLLBACK. The answer's Deployment is what ECS
// acted on, by its ARN.
func (w *Writer) ContinueServiceDeployment(ctx context.Context, arn, hook, action string) change.Answer {
	e := effect{maybe: "The deployment may have gone on", again: "continue the deployment again"}
	if action == string(types.DeploymentLifecycleHookActionRollback) {
		e = effect{maybe: "The deployment may roll back", again: "roll the deployment back again"}
	}
	missing := unnamed(needed{theDeployment, arn}, needed{"the hook", hook}, needed{"the action", action})
	return once(ctx, w, w.write(opContinueServiceDeployment, model.NameOf(arn), e), missing, func(ctx context.Context) (*ecs.ContinueServiceDeploymentOutput, error) {
		return w.sdk.ContinueServiceDeployment(ctx, &ecs.ContinueServiceDeploymentInput{
			ServiceDeploymentArn: &arn, HookId: &hook, Action: types.DeploymentLifecycleHookAction(action),
		})
	}, func(a *change.Answer, out ecs.ContinueServiceDeploymentOutput) {
		a.Deployment = text(out.ServiceDeploymentArn)
	})
}

// StopServiceDeployment stops a deployment of the ECS controller and rolls it back. The
// answer's Deployment is as that of ContinueServiceDeployment.
func (w *Writer) StopServiceDeployment(ctx context.Context, arn string) change.Answer {
	e := effect{maybe: "The deployment may roll back", again: "roll the deployment back again"}
	missing := unnamed(needed{theDeployment, arn})
	return once(ctx, w, w.write(opStopServiceDeployment, model.NameOf(arn), e), missing, func(ctx context.Context) (*ecs.StopServiceDeploymentOutput, error) {
		return w.sdk.StopServiceDeployment(ctx, &ecs.StopServiceDeploymentInput{
			ServiceDeploymentArn: &arn, StopType: types.StopServiceDeploymentStopTypeRollback,
		})
	}, func(a *change.Answer, out ecs.StopServiceDeploymentOutput) {
		a.Deployment = text(out.ServiceDeploymentArn)
	})
}
