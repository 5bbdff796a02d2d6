package ecsapi

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"

	"tealset/model"
)

// maxDeploymentsDescribe is the most that ECS takes in one request (API reference of
// DescribeServiceDeployments and DescribeServiceRevisions).
const maxDeploymentsDescribe = 20

// ListServiceDeployments gives one page, of 100 at most, of the deployments of a service
// with the ECS controller, the newest first, and the place of the next page; more is false
// at the end. It costs one request. A page whose nextToken ECS has sent before comes with
// a fault; it is then the last.
func (r *Reader) ListServiceDeployments(
	ctx context.Context, ref model.ServiceRef, from model.Cursor,
) (history []model.ServiceDeploymentBrief, next model.Cursor, more bool, err error) {
	if ref.Service == "" {
		return nil, next, false, refuse(opListServiceDeployments, "no service is named")
	}
	name := model.NameOf(ref.Service)
	o := r.read(opListServiceDeployments, name)
	answer, _, err := send(ctx, r.session, o, func(ctx context.Context) (*ecs.ListServiceDeploymentsOutput, error) {
		answer, err := r.sdk.ListServiceDeployments(ctx, &ecs.ListServiceDeploymentsInput{
			Cluster: optional(ref.Cluster), Service: &name, MaxResults: new(int32(pageSize)), NextToken: optional(from.Token),
		})
		return withList(answer, err, func(a *ecs.ListServiceDeploymentsOutput) bool { return a.ServiceDeployments != nil })
	})
	if err != nil {
		return nil, next, false, err
	}
	history = each(answer.ServiceDeployments, briefOf, func(b model.ServiceDeploymentBrief) bool { return b.ARN != "" })
	if answer.NextToken == nil || *answer.NextToken == "" {
		return history, next, false, nil
	}
	next, err = from.Advance(o.name, *answer.NextToken)
	return history, next, err == nil, err
}

// DescribeServiceDeployments describes up to 20 deployments by ARN; more are a fault, none
// are an empty answer without a request. One that ECS does not know is in Failures. It
// costs one request.
func (r *Reader) DescribeServiceDeployments(ctx context.Context, arns []string) (model.Descriptions[model.ServiceDeployment], error) {
	var descriptions model.Descriptions[model.ServiceDeployment]
	if len(arns) == 0 {
		return descriptions, nil
	}
	if len(arns) > maxDeploymentsDescribe {
		return descriptions, refuse(opDescribeServiceDeployments, fmt.Sprintf("%d deployments, ECS takes %d", len(arns), maxDeploymentsDescribe))
	}
	o := r.read(opDescribeServiceDeployments, several(arns, "deployments"))
	answer, _, err := send(ctx, r.session, o, func(ctx context.Context) (*ecs.DescribeServiceDeploymentsOutput, error) {
		answer, err := r.sdk.DescribeServiceDeployments(ctx, &ecs.DescribeServiceDeploymentsInput{ServiceDeploymentArns: arns})
		return withList(answer, err, func(a *ecs.DescribeServiceDeploymentsOutput) bool {
			return a.ServiceDeployments != nil || a.Failures != nil
		})
	})
	if err != nil {
		return descriptions, err
	}
	descriptions.Found = each(answer.ServiceDeployments, serviceDeploymentOf, func(d model.ServiceDeployment) bool { return d.ARN != "" })
	descriptions.Failures = each(answer.Failures, failureOf, known[model.Failure])
	return descriptions, nil
}

// DescribeServiceRevisions describes up to 20 revisions of services by ARN, as
// DescribeServiceDeployments does deployments. A revision never changes.
func (r *Reader) DescribeServiceRevisions(ctx context.Context, arns []string) (model.Descriptions[model.ServiceRevision], error) {
	var descriptions model.Descriptions[model.ServiceRevision]
	if len(arns) == 0 {
		return descriptions, nil
	}
	if len(arns) > maxDeploymentsDescribe {
		return descriptions, refuse(opDescribeServiceRevisions, fmt.Sprintf("%d revisions, ECS takes %d", len(arns), maxDeploymentsDescribe))
	}
	o := r.read(opDescribeServiceRevisions, several(arns, "revisions"))
	answer, _, err := send(ctx, r.session, o, func(ctx context.Context) (*ecs.DescribeServiceRevisionsOutput, error) {
		answer, err := r.sdk.DescribeServiceRevisions(ctx, &ecs.DescribeServiceRevisionsInput{ServiceRevisionArns: arns})
		return withList(answer, err, func(a *ecs.DescribeServiceRevisionsOutput) bool {
			return a.ServiceRevisions != nil || a.Failures != nil
		})
	})
	if err != nil {
		return descriptions, err
	}
	descriptions.Found = each(answer.ServiceRevisions, serviceRevisionOf, func(r model.ServiceRevision) bool { return r.ARN != "" })
	descriptions.Failures = each(answer.Failures, failureOf, known[model.Failure])
	return descriptions, nil
}

func briefOf(d types.ServiceDeploymentBrief) model.ServiceDeploymentBrief {
	return model.ServiceDeploymentBrief{
		ARN: text(d.ServiceDeploymentArn), ServiceARN: text(d.ServiceArn), ClusterARN: text(d.ClusterArn), Status: word(d.Status),
		StatusReason: text(d.StatusReason), TargetARN: text(d.TargetServiceRevisionArn),
		CreatedAt: moment(d.CreatedAt), StartedAt: moment(d.StartedAt), FinishedAt: moment(d.FinishedAt),
	}
}

func serviceDeploymentOf(d types.ServiceDeployment) model.ServiceDeployment {
	deployment := model.ServiceDeployment{
		ARN: text(d.ServiceDeploymentArn), ServiceARN: text(d.ServiceArn), ClusterARN: text(d.ClusterArn), Status: word(d.Status),
		StatusReason: text(d.StatusReason), Stage: word(d.LifecycleStage),
		Hooks:         each(d.LifecycleHookDetails, hookOf, func(h model.LifecycleHook) bool { return h.ID != "" || h.Status != "" }),
		Sources:       each(d.SourceServiceRevisions, revisionCountsOf, func(r model.RevisionCounts) bool { return r.ARN != "" }),
		Configuration: configurationOf(d.DeploymentConfiguration),
		CreatedAt:     moment(d.CreatedAt), StartedAt: moment(d.StartedAt), FinishedAt: moment(d.FinishedAt),
		StoppedAt: moment(d.StoppedAt), UpdatedAt: moment(d.UpdatedAt),
	}
	if d.TargetServiceRevision != nil {
		deployment.Target = new(revisionCountsOf(*d.TargetServiceRevision))
	}
	if b := d.DeploymentCircuitBreaker; b != nil {
		deployment.Breaker = &model.CircuitBreaker{Status: word(b.Status), Failures: b.FailureCount, Threshold: b.Threshold}
	}
	if a := d.Alarms; a != nil {
		deployment.Alarms = &model.DeploymentAlarms{
			Status: word(a.Status), Names: texts(a.AlarmNames), Triggered: texts(a.TriggeredAlarmNames),
		}
	}
	if b := d.Rollback; b != nil {
		deployment.Rollback = &model.DeploymentRollback{Reason: text(b.Reason), RevisionARN: text(b.ServiceRevisionArn), StartedAt: moment(b.StartedAt)}
	}
	return deployment
}

func hookOf(h types.DeploymentLifecycleHookDetail) model.LifecycleHook {
	return model.LifecycleHook{
		ID: text(h.HookId), TargetType: word(h.TargetType), TargetARN: text(h.TargetArn), Status: word(h.Status),
		ExpiresAt: moment(h.ExpiresAt), TimeoutAction: word(h.TimeoutAction),
	}
}

func revisionCountsOf(r types.ServiceRevisionSummary) model.RevisionCounts {
	return model.RevisionCounts{
		ARN: text(r.Arn), Requested: r.RequestedTaskCount, Running: r.RunningTaskCount, Pending: r.PendingTaskCount,
		ProductionWeight: fraction(r.RequestedProductionTrafficWeight), TestWeight: fraction(r.RequestedTestTrafficWeight),
	}
}

func serviceRevisionOf(r types.ServiceRevision) model.ServiceRevision {
	revision := model.ServiceRevision{
		ARN: text(r.ServiceRevisionArn), ServiceARN: text(r.ServiceArn), ClusterARN: text(r.ClusterArn), TaskDefinition: text(r.TaskDefinition),
		LaunchType:               word(r.LaunchType),
		CapacityProviderStrategy: each(r.CapacityProviderStrategy, capacityOf, known[model.CapacityProviderItem]),
		PlatformVersion:          text(r.PlatformVersion), PlatformFamily: text(r.PlatformFamily),
		LoadBalancers: each(r.LoadBalancers, loadBalancerOf, known[model.LoadBalancer]),
		Images: each(r.ContainerImages, func(i types.ContainerImage) model.ContainerImage {
			return model.ContainerImage{Container: text(i.ContainerName), Image: text(i.Image), ImageDigest: text(i.ImageDigest)}
		}, known[model.ContainerImage]),
		CreatedAt: moment(r.CreatedAt),
	}
	if c := r.ResolvedConfiguration; c != nil {
		revision.Resolved = each(c.LoadBalancers, func(l types.ServiceRevisionLoadBalancer) model.ResolvedLoadBalancer {
			return model.ResolvedLoadBalancer{TargetGroupARN: text(l.TargetGroupArn), ProductionListenerRule: text(l.ProductionListenerRule)}
		}, known[model.ResolvedLoadBalancer])
	}
	switch {
	case len(r.GatewayConnectors) > 0:
		revision.Elsewhere = "a gateway"
	case len(r.VpcLatticeConfigurations) > 0:
		revision.Elsewhere = viaLattice
	case r.ServiceConnectConfiguration != nil && r.ServiceConnectConfiguration.Enabled:
		revision.Elsewhere = viaServiceConnect
	}
	return revision
}
