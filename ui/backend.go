// Package ui is the dashboard: a Bubble Tea program over a Backend that reads ECS and
// over Changes that change it. docs/architecture.md walks one key press through it.
package ui

import (
	"context"

	"tealset/model"
	"tealset/model/change"
)

// Backend is what the dashboard reads of ECS. Every method that takes a context
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
	// ListTasks reads one page of the tasks of a service that are meant to run.
	ListTasks(ctx context.Context, ref model.ServiceRef, from model.Cursor) (model.Names, error)
	// DescribeTasks reads up to describeTasksMax tasks.
	DescribeTasks(ctx context.Context, cluster string, tasks []string) (model.Descriptions[model.Task], error)
}

// Changes is the one way to a change of ECS. Its methods are called from many
// goroutines at once.
type Changes interface {
	// Do sends one change, once or not at all. It returns when the outcome has been
	// written down, and gives up by a deadline of its own.
	Do(ctx context.Context, request change.Request) change.Answer
	// Resolved takes note of what became of a change whose answer did not tell: what
	// later reads have shown. It sends nothing.
	Resolved(request change.Request, outcome change.Outcome)
}

// What DescribeClusters, DescribeServices and DescribeTasks take in one request (ECS's limits).
const (
	describeClustersMax = 100
	describeServicesMax = 10
	describeTasksMax    = 100
)
