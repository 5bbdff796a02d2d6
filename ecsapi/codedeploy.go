package ecsapi

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/codedeploy"
	"github.com/aws/aws-sdk-go-v2/service/codedeploy/types"

	"tealset/model"
)

// ListDeployments gives the ids of all deployments of a deployment group of CodeDeploy that were
// created at a time or later, in no order. It costs one request for each page; AWS does not tell
// how long one is.
func (r *Reader) ListDeployments(ctx context.Context, application, group string, since time.Time) ([]string, error) {
	if application == "" || group == "" { // without both CodeDeploy would tell those of all groups
		return nil, refuse(opListDeployments, "no application or no deployment group is named")
	}
	o := r.read(opListDeployments, group)
	return pages(o.operation, group, func(from model.Cursor) ([]string, *string, error) {
		answer, _, err := send(ctx, r.session, o, func(ctx context.Context) (*codedeploy.ListDeploymentsOutput, error) {
			sdk, err := r.codeDeploy()
			if err != nil {
				return nil, err
			}
			answer, err := sdk.ListDeployments(ctx, &codedeploy.ListDeploymentsInput{
				ApplicationName: &application, DeploymentGroupName: &group,
				CreateTimeRange: &types.TimeRange{Start: &since}, NextToken: optional(from.Token),
			})
			return withList(answer, err, func(a *codedeploy.ListDeploymentsOutput) bool { return a.Deployments != nil })
		})
		if err != nil {
			return nil, nil, err
		}
		return texts(answer.Deployments), answer.NextToken, nil
	})
}

// GetDeployment reads a deployment of CodeDeploy by its id, which the task sets that it
// made have as their external id. It costs one request. A deployment that CodeDeploy does
// not know has the code of that in Missing, and is no fault.
func (r *Reader) GetDeployment(ctx context.Context, id string) (model.CodeDeployment, error) {
	deployment := model.CodeDeployment{ID: id}
	if id == "" {
		return deployment, refuse(opGetDeployment, "no deployment is named")
	}
	answer, _, err := send(ctx, r.session, r.read(opGetDeployment, id), func(ctx context.Context) (*codedeploy.GetDeploymentOutput, error) {
		sdk, err := r.codeDeploy()
		if err != nil {
			return nil, err
		}
		answer, err := sdk.GetDeployment(ctx, &codedeploy.GetDeploymentInput{DeploymentId: &id})
		return withList(answer, err, func(a *codedeploy.GetDeploymentOutput) bool { return a.DeploymentInfo != nil })
	})
	if code := notThere(err); code != "" {
		return deployment.Failed(code), nil
	}
	if err != nil {
		return deployment, err
	}
	deployment = codeDeploymentOf(*answer.DeploymentInfo)
	deployment.ID = id // as it was asked for: the key
	return deployment, nil
}

// GetDeploymentTarget reads how a deployment of CodeDeploy goes for the service that it
// deploys to. It costs one request. Where CodeDeploy does not know it, or has not begun
// with it, the code of that is in Missing, and is no fault.
func (r *Reader) GetDeploymentTarget(ctx context.Context, id string, of model.ServiceRef) (model.CodeDeployTarget, error) {
	target := model.CodeDeployTarget{DeploymentID: id}
	if id == "" || of.Service == "" {
		return target, refuse(opGetDeploymentTarget, "no deployment or no service is named")
	}
	name := model.NameOf(of.Cluster) + ":" + model.NameOf(of.Service)
	answer, _, err := send(ctx, r.session, r.read(opGetDeploymentTarget, id), func(ctx context.Context) (*codedeploy.GetDeploymentTargetOutput, error) {
		sdk, err := r.codeDeploy()
		if err != nil {
			return nil, err
		}
		answer, err := sdk.GetDeploymentTarget(ctx, &codedeploy.GetDeploymentTargetInput{DeploymentId: &id, TargetId: &name})
		return withList(answer, err, func(a *codedeploy.GetDeploymentTargetOutput) bool { return a.DeploymentTarget != nil })
	})
	if code := notThere(err); code != "" {
		return target.Failed(code), nil
	}
	if err != nil {
		return target, err
	}
	target.Type = word(answer.DeploymentTarget.DeploymentTargetType)
	if t := answer.DeploymentTarget.EcsTarget; t != nil {
		target.ID, target.ARN, target.Status, target.UpdatedAt = text(t.TargetId), text(t.TargetArn), word(t.Status), moment(t.LastUpdatedAt)
		target.Events = each(t.LifecycleEvents, lifecycleEventOf, func(e model.LifecycleEvent) bool { return e.Name != "" })
		target.TaskSets = each(t.TaskSetsInfo, codeDeployTaskSetOf, func(s model.CodeDeployTaskSet) bool { return s.ID != "" })
	}
	return target, nil
}

// nothingToTell are the codes by which CodeDeploy says that there is nothing to tell.
var nothingToTell = []string{
	"DeploymentDoesNotExistException", "DeploymentNotStartedException", "DeploymentTargetDoesNotExistException",
	"InvalidDeploymentIdException", "InvalidDeploymentTargetIdException",
}

// notThere is the code of an error by which CodeDeploy says that there is nothing to tell;
// empty for every other error.
func notThere(err error) string {
	var fault *model.Fault
	if errors.As(err, &fault) && slices.Contains(nothingToTell, fault.Code) {
		return fault.Code
	}
	return ""
}

func codeDeploymentOf(d types.DeploymentInfo) model.CodeDeployment {
	deployment := model.CodeDeployment{
		ID: text(d.DeploymentId), Application: text(d.ApplicationName), Group: text(d.DeploymentGroupName), ConfigName: text(d.DeploymentConfigName),
		ComputePlatform: word(d.ComputePlatform), Status: word(d.Status), Creator: word(d.Creator),
		ExternalID: text(d.ExternalId), CreatedAt: moment(d.CreateTime), StartedAt: moment(d.StartTime), CompletedAt: moment(d.CompleteTime),
		Messages: texts(d.DeploymentStatusMessages), TerminationWaitStarted: d.InstanceTerminationWaitTimeStarted,
	}
	if e := d.ErrorInformation; e != nil {
		deployment.Error = &model.CodeDeployError{Code: word(e.Code), Message: text(e.Message)}
	}
	if b := d.RollbackInfo; b != nil {
		deployment.Rollback = &model.CodeDeployRollback{
			DeploymentID: text(b.RollbackDeploymentId), TriggeringID: text(b.RollbackTriggeringDeploymentId), Message: text(b.RollbackMessage),
		}
	}
	if c := d.BlueGreenDeploymentConfiguration; c != nil {
		if o := c.DeploymentReadyOption; o != nil {
			deployment.Ready = &model.ReadyOption{ActionOnTimeout: word(o.ActionOnTimeout), WaitMinutes: o.WaitTimeInMinutes}
		}
		if o := c.TerminateBlueInstancesOnDeploymentSuccess; o != nil {
			deployment.Termination = &model.TerminationOption{Action: word(o.Action), WaitMinutes: o.TerminationWaitTimeInMinutes}
		}
	}
	if l := d.LoadBalancerInfo; l != nil {
		deployment.Pairs = each(l.TargetGroupPairInfoList, pairOf, func(p model.TargetGroupPair) bool { return len(p.Groups)+len(p.Production) > 0 })
	}
	return deployment
}

func pairOf(p types.TargetGroupPairInfo) model.TargetGroupPair {
	return model.TargetGroupPair{
		Groups:     each(p.TargetGroups, func(g types.TargetGroupInfo) string { return text(g.Name) }, known[string]),
		Production: listenersOf(p.ProdTrafficRoute), Test: listenersOf(p.TestTrafficRoute),
	}
}

func listenersOf(route *types.TrafficRoute) []string {
	if route == nil {
		return nil
	}
	return texts(route.ListenerArns)
}

func lifecycleEventOf(e types.LifecycleEvent) model.LifecycleEvent {
	event := model.LifecycleEvent{
		Name: text(e.LifecycleEventName), Status: word(e.Status), StartedAt: moment(e.StartTime), EndedAt: moment(e.EndTime),
	}
	if d := e.Diagnostics; d != nil {
		event.Diagnostics = &model.LifecycleDiagnostics{
			ErrorCode: word(d.ErrorCode), ScriptName: text(d.ScriptName), Message: text(d.Message), LogTail: text(d.LogTail),
		}
	}
	return event
}

func codeDeployTaskSetOf(s types.ECSTaskSet) model.CodeDeployTaskSet {
	set := model.CodeDeployTaskSet{
		ID:    text(s.Identifer),
		Label: word(s.TaskSetLabel), Status: text(s.Status),
		Desired: s.DesiredCount, Pending: s.PendingCount, Running: s.RunningCount,
	}
	if weight := fraction(&s.TrafficWeight); weight != nil {
		set.TrafficWeight = *weight
	}
	if s.TargetGroup != nil {
		set.TargetGroup = text(s.TargetGroup.Name)
	}
	return set
}
