package ecsapi

import (
	"cmp"
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"

	"tealset/model"
	"tealset/model/clean"
)

// ListServices gives one page, of 100 at most, of the ARNs of a cluster's
// services; the cluster is given by name or ARN, and empty is ECS's "default".
// Services that drain are not listed.
//
// A page whose nextToken ECS has sent before in this listing comes with its ARNs
// and with a fault; it is then the last.
func (r *Reader) ListServices(ctx context.Context, cluster string, from model.Cursor) (model.Names, error) {
	o := r.read(opListServices, model.NameOf(cluster))
	answer, _, err := send(ctx, r.session, o, func(ctx context.Context) (*ecs.ListServicesOutput, error) {
		answer, err := r.sdk.ListServices(ctx, &ecs.ListServicesInput{
			Cluster: optional(cluster), MaxResults: new(int32(pageSize)), NextToken: optional(from.Token),
		})
		return withList(answer, err, func(a *ecs.ListServicesOutput) bool { return a.ServiceArns != nil })
	})
	if err != nil {
		return model.Names{}, err
	}
	return page(o.name, from, answer.ServiceArns, answer.NextToken)
}

// DescribeServices describes up to ten services of one cluster, with their task
// sets; more are a fault, none are an empty answer without a request. A service
// that ECS does not know is in Failures.
//
// Tags are not asked for, and events are dropped: a hundred to a service, they
// would be 78 MiB for the 5,000 services that a cluster may have.
func (r *Reader) DescribeServices(
	ctx context.Context, cluster string, services []string,
) (model.Descriptions[model.Service], error) {
	var descriptions model.Descriptions[model.Service]
	if len(services) == 0 {
		return descriptions, nil
	}
	if len(services) > maxServicesDescribe {
		return descriptions, refuse(opDescribeServices,
			fmt.Sprintf("%d services, ECS takes %d", len(services), maxServicesDescribe))
	}
	o := r.read(opDescribeServices, several(services, "services"))
	answer, _, err := send(ctx, r.session, o, func(ctx context.Context) (*ecs.DescribeServicesOutput, error) {
		answer, err := r.sdk.DescribeServices(ctx, &ecs.DescribeServicesInput{
			Cluster: optional(cluster), Services: services,
		})
		return withList(answer, err, describesServices)
	})
	if err != nil {
		return descriptions, err
	}
	for i := range answer.Services {
		answer.Services[i].Events = nil
	}
	descriptions.Found = servicesOf(answer.Services)
	for i := range descriptions.Found { // some endpoints leave the cluster out
		descriptions.Found[i].ClusterARN = cmp.Or(descriptions.Found[i].ClusterARN, cluster)
	}
	descriptions.Failures = each(answer.Failures, failureOf, known[model.Failure])
	return descriptions, nil
}

// DescribeService describes one service with its tags and its latest events. A
// service that ECS does not know is a fault of kind FaultServiceNotFound. One that
// comes without its cluster is of the cluster that was asked.
func (r *Reader) DescribeService(ctx context.Context, ref model.ServiceRef) (model.Service, error) {
	if ref.Service == "" {
		return model.Service{}, refuse(opDescribeServices, "no service is named")
	}
	o := r.read(opDescribeServices, model.NameOf(ref.Service))
	answer, x, err := send(ctx, r.session, o, func(ctx context.Context) (*ecs.DescribeServicesOutput, error) {
		answer, err := r.sdk.DescribeServices(ctx, &ecs.DescribeServicesInput{
			Cluster: optional(ref.Cluster), Services: []string{ref.Service},
			Include: []types.ServiceField{types.ServiceFieldTags},
		})
		return withList(answer, err, describesServices)
	})
	if err != nil {
		return model.Service{}, err
	}
	if found := servicesOf(answer.Services); len(found) > 0 {
		found[0].ClusterARN = cmp.Or(found[0].ClusterARN, ref.Cluster)
		if found[0].Tags == nil { // they were asked for: it has none
			found[0].Tags = []model.Tag{}
		}
		return found[0], nil
	}
	return model.Service{}, missing(goneService(), o.operation, answer.Failures, x)
}

func describesServices(a *ecs.DescribeServicesOutput) bool {
	return a.Services != nil || a.Failures != nil
}

// missing is the fault of an answer without the one thing that was asked for.
func missing(gone verdict, o operation, failures []types.Failure, x *exchange) *model.Fault {
	detail := o.name + " answered without it"
	if given := each(failures, failureOf, known[model.Failure]); len(given) > 0 {
		detail = fmt.Sprintf("%s: %s %s %s", o.name, given[0].Reason, given[0].ARN, given[0].Detail)
	}
	return &model.Fault{
		Kind: gone.kind, Operation: o.name, Headline: gone.headline, Next: model.Advice(gone.next), Detail: safeText(detail),
		RequestID: clean.Text(x.requestID), Attempts: x.attempts, Sent: true,
	}
}
