package ecsapi

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/ecs"

	"tealset/model"
)

// The most that ECS takes or gives in one request (API reference of ListClusters,
// ListServices, DescribeClusters and DescribeServices). ListServices gives 10
// unless asked for more.
const (
	pageSize            = 100
	maxClustersDescribe = 100
	maxServicesDescribe = 10
)

// ListClusters gives one page, of 100 at most, of the Region's cluster ARNs.
//
// A page whose nextToken ECS has sent before in this listing comes with its ARNs
// and with a fault; it is then the last.
func (r *Reader) ListClusters(ctx context.Context, from model.Cursor) (model.Names, error) {
	o := r.read(opListClusters, "")
	answer, _, err := send(ctx, r.session, o, func(ctx context.Context) (*ecs.ListClustersOutput, error) {
		answer, err := r.sdk.ListClusters(ctx, &ecs.ListClustersInput{
			MaxResults: new(int32(pageSize)), NextToken: optional(from.Token),
		})
		return withList(answer, err, func(a *ecs.ListClustersOutput) bool { return a.ClusterArns != nil })
	})
	if err != nil {
		return model.Names{}, err
	}
	return page(o.name, from, answer.ClusterArns, answer.NextToken)
}

// DescribeClusters describes up to 100 clusters, given by name or ARN; more are
// a fault, none are an empty answer without a request. A cluster that ECS does
// not know is in Failures. Tags are not asked for.
func (r *Reader) DescribeClusters(
	ctx context.Context, clusters []string,
) (model.Descriptions[model.Cluster], error) {
	var descriptions model.Descriptions[model.Cluster]
	if len(clusters) == 0 {
		return descriptions, nil
	}
	if len(clusters) > maxClustersDescribe {
		return descriptions, refuse(opDescribeClusters,
			fmt.Sprintf("%d clusters, ECS takes %d", len(clusters), maxClustersDescribe))
	}
	o := r.read(opDescribeClusters, several(clusters, "clusters"))
	answer, _, err := send(ctx, r.session, o, func(ctx context.Context) (*ecs.DescribeClustersOutput, error) {
		answer, err := r.sdk.DescribeClusters(ctx, &ecs.DescribeClustersInput{Clusters: clusters})
		return withList(answer, err, func(a *ecs.DescribeClustersOutput) bool { return a.Clusters != nil || a.Failures != nil })
	})
	if err != nil {
		return descriptions, err
	}
	descriptions.Found = each(answer.Clusters, clusterOf, hasCluster)
	descriptions.Failures = each(answer.Failures, failureOf, known[model.Failure])
	return descriptions, nil
}

// page makes a page of a listing. A repeated token ends the listing with a fault
// beside the names that came with it.
func page(operation string, from model.Cursor, arns []string, token *string) (model.Names, error) {
	names := model.Names{ARNs: texts(arns)}
	if token == nil || *token == "" {
		return names, nil
	}
	next, err := from.Advance(operation, *token)
	if err != nil {
		return names, err
	}
	names.Next, names.More = next, true
	return names, nil
}

// several says in a few words what a request is about: the one name, or how many.
func several(names []string, what string) string {
	if len(names) == 1 {
		return model.NameOf(names[0])
	}
	return fmt.Sprintf("%d %s", len(names), what)
}
