// Package ui is the dashboard: a Bubble Tea program over a Backend that speaks
// to ECS. docs/architecture.md walks one key press through it.
package ui

import (
	"context"

	"tealset/model"
)

// Backend is what the dashboard asks of ECS. Every method that takes a context
// sends one request, gives up by a deadline of its own, and fails with a
// *model.Fault. The methods are called from many goroutines at once.
type Backend interface {
	// ListClusters reads one page of the Region's clusters.
	ListClusters(ctx context.Context, from model.Cursor) (model.Names, error)
	// DescribeClusters reads up to describeClustersMax clusters.
	DescribeClusters(ctx context.Context, clusters []string) (model.Descriptions[model.Cluster], error)
	// ListServices reads one page of a cluster's services.
	ListServices(ctx context.Context, cluster string, from model.Cursor) (model.Names, error)
	// DescribeServices reads up to describeServicesMax services with their task
	// sets, without events and tags.
	DescribeServices(ctx context.Context, cluster string, services []string) (model.Descriptions[model.Service], error)
	// DescribeService reads one service with everything.
	DescribeService(ctx context.Context, ref model.ServiceRef) (model.Service, error)
	// DescribeTaskSet reads one task set with its tags.
	DescribeTaskSet(ctx context.Context, ref model.TaskSetRef) (model.TaskSet, error)
	// DeleteTaskSet deletes one task set. It is sent once, whatever happens.
	DeleteTaskSet(ctx context.Context, request model.DeleteRequest) (model.Deletion, error)
	// DeletionResolved takes note of what became of a deletion whose answer did not
	// tell: the set's status in a later read, empty when it is gone. It sends nothing.
	DeletionResolved(request model.DeleteRequest, status string)
}

// What DescribeClusters and DescribeServices take in one request (ECS's limits).
const (
	describeClustersMax = 100
	describeServicesMax = 10
)
