package ecsapi

import (
	"context"
	"math/rand/v2"

	"tealset/model"
)

// published are the buckets of request tokens that AWS gives an account in a
// Region: the burst is what may be sent in any one second, the rate what comes
// back in each. They are as "Request throttling" of each service's API reference
// has them, without those of operations that tealset never sends.
//
// The bucket of ECS's task set operations is not published. DescribeTaskSets is
// given one to itself, as small as the smallest that is published for reads of a
// kind of thing. Those of CodeDeploy are not published either: its two reads are
// given the smallest that AWS publishes for anything that tealset asks near it
// (ListServicesByNamespace of ECS). What changes anything is in none: a write never waits.
var published = []struct {
	service     service
	burst, rate float64
	operations  []string
}{
	{serviceECS, 50, 20, []string{opListClusters.name, opDescribeClusters.name}},
	{serviceECS, 100, 20, []string{opListServices.name, opDescribeServices.name}},
	{serviceECS, 50, 20, []string{opDescribeTaskSets.name}},
	{serviceECS, 100, 20, []string{opListTasks.name, opDescribeTasks.name}},
	{serviceECS, 50, 20, []string{opListServiceDeployments.name, opDescribeServiceDeployments.name}},
	{serviceECS, 50, 20, []string{opDescribeServiceRevisions.name}},
	{serviceECS, 50, 20, []string{opDescribeTaskDefinition.name}},
	{serviceELB, 40, 10, []string{
		opDescribeListeners.name, opDescribeRules.name, opDescribeTargetGroups.name, opDescribeTargetHealth.name,
		opDescribeTargetGroupAttributes.name,
	}},
	{serviceCodeDeploy, 10, 1, []string{opListDeployments.name, opGetDeployment.name, opGetDeploymentTarget.name}},
}

// Budget is the share of an account's request rates that tealset takes, so that enough
// is left for the console, the deployments and everybody else. It is safe for
// concurrent use, and meant to be shared by all clients of one Region. Reads wait
// for it, the less urgent ones longer, but for those of a confirmed change; a nil Budget is
// no limit.
type Budget struct{ buckets map[operation]*bucket }

// NewBudget makes a budget of a share of every published bucket, above 0 and at
// most 1. At least one request at a time is allowed however small it is.
func NewBudget(share float64) *Budget {
	b := &Budget{buckets: map[operation]*bucket{}}
	for _, p := range published {
		shared := newBucket(share*p.burst, share*p.rate, rand.Float64)
		for _, name := range p.operations {
			b.buckets[operation{p.service, name}] = shared
		}
	}
	return b
}

// bucket is what an operation's requests are paid from; nil without a limit.
func (b *Budget) bucket(o operation) *bucket {
	if b == nil {
		return nil
	}
	return b.buckets[o]
}

// take waits until the operation may be sent. It ends early only with the context,
// and then with an error. A read for a confirmed change does not wait.
func (b *Budget) take(ctx context.Context, o operation, p model.Priority) error {
	if p == model.Confirmed {
		b.bucket(o).charge()
		return nil
	}
	if err := b.bucket(o).take(ctx, p); err != nil {
		return unpaid{err}
	}
	return nil
}

// unpaid is the error of a request that was given up while it waited.
type unpaid struct{ error }

// Unwrap gives the context's error.
func (u unpaid) Unwrap() error { return u.error }
