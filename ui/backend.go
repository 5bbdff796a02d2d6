// Package ui is the dashboard: a Bubble Tea program over a Backend that reads ECS and
// over Changes that change it. docs/architecture.md walks one key press through it.
package ui

import (
	"context"

	"tealset/model"
	"tealset/model/change"
)

// Backend is what the dashboard reads of AWS. Every method that takes a context
// sends one request where it does not say otherwise, gives up by a deadline of its
// own, and fails with a *model.Fault. The methods are called from many goroutines at
// once.
type Backend interface {
	clusterBackend
	rolloutBackend
	balancingBackend
}

// clusterBackend is what is read of clusters, services, task sets and tasks.
type clusterBackend interface {
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
	// ListStoppedTasks reads one page of the tasks of a service that have stopped in the
	// last hour or so, or are about to.
	ListStoppedTasks(ctx context.Context, ref model.ServiceRef, from model.Cursor) (model.Names, error)
}

// rolloutBackend is what is read of deployments, by the ECS controller and by CodeDeploy,
// and of what they deploy.
type rolloutBackend interface {
	// ListServiceDeployments reads one page of the history of a service's deployments, the
	// newest first, and where the next page begins; more is false on the last.
	ListServiceDeployments(ctx context.Context, ref model.ServiceRef, from model.Cursor) (history []model.ServiceDeploymentBrief, next model.Cursor, more bool, err error)
	// DescribeServiceDeployments reads up to describeDeploymentsMax deployments by ARN.
	DescribeServiceDeployments(ctx context.Context, arns []string) (model.Descriptions[model.ServiceDeployment], error)
	// DescribeServiceRevisions reads up to describeDeploymentsMax revisions by ARN, which
	// never change.
	DescribeServiceRevisions(ctx context.Context, arns []string) (model.Descriptions[model.ServiceRevision], error)
	// DescribeTaskDefinition reads a task definition, which never changes but for its status.
	DescribeTaskDefinition(ctx context.Context, name string) (model.TaskDefinition, error)
	// GetDeployment reads a deployment of CodeDeploy. Missing says why there is none.
	GetDeployment(ctx context.Context, id string) (model.CodeDeployment, error)
	// GetDeploymentTarget reads how a deployment of CodeDeploy goes for a service. Missing
	// says why there is nothing to tell: it may not have started.
	GetDeploymentTarget(ctx context.Context, id string, of model.ServiceRef) (model.CodeDeployTarget, error)
}

// balancingBackend is what is read of load balancing. Of describeBalancingMax things that
// are asked for at once, one that is gone costs up to twice as many requests as there are
// halvings of their number: ELB tells of none then.
type balancingBackend interface {
	// DescribeTargetGroups reads up to describeBalancingMax target groups by ARN.
	DescribeTargetGroups(ctx context.Context, groups []string) (model.Descriptions[model.TargetGroup], error)
	// ListListeners reads all listeners of a load balancer, 400 to a request.
	ListListeners(ctx context.Context, loadBalancer string) ([]model.Listener, error)
	// ListRules reads all rules of a listener, 400 to a request.
	ListRules(ctx context.Context, listener string) ([]model.Rule, error)
	// DescribeListeners reads up to describeBalancingMax listeners by ARN, of any load
	// balancers.
	DescribeListeners(ctx context.Context, listeners []string) (model.Descriptions[model.Listener], error)
	// DescribeRules reads up to describeBalancingMax rules by ARN, of any listeners.
	DescribeRules(ctx context.Context, rules []string) (model.Descriptions[model.Rule], error)
	// DescribeTargetHealth reads the health of all targets of a target group. Missing says
	// why there is none.
	DescribeTargetHealth(ctx context.Context, group string) (model.GroupHealth, error)
	// DescribeTargetGroupAttributes reads the attributes of a target group that matter in a
	// rollout.
	DescribeTargetGroupAttributes(ctx context.Context, group string) (model.GroupAttributes, error)
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

// What one call of the methods that describe takes (ECS's limits, and for load balancing
// our own: it tells no number).
const (
	describeClustersMax    = 100
	describeServicesMax    = 10
	describeTasksMax       = 100
	describeDeploymentsMax = 20
	describeBalancingMax   = 20
)
