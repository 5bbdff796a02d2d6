package ecsapi

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"

	"tealset/model"
)

// DescribeTaskSet describes one task set with its tags. A set that ECS does not
// know, or leaves out of its answer, is a fault of kind FaultTaskSetNotFound.
func (r *Reader) DescribeTaskSet(ctx context.Context, ref model.TaskSetRef) (model.TaskSet, error) {
	if why := missingName(ref); why != "" {
		return model.TaskSet{}, refuse(opDescribeTaskSets, why)
	}
	o := r.read(opDescribeTaskSets, targetOf(ref))
	answer, x, err := send(ctx, r.session, o, func(ctx context.Context) (*ecs.DescribeTaskSetsOutput, error) {
		return r.sdk.DescribeTaskSets(ctx, &ecs.DescribeTaskSetsInput{
			Cluster: &ref.ClusterARN, Service: &ref.ServiceARN, TaskSets: []string{ref.ARN},
			Include: []types.TaskSetField{types.TaskSetFieldTags},
		})
	})
	if err != nil {
		return model.TaskSet{}, err
	}
	for _, set := range each(answer.TaskSets, taskSetOf, hasTaskSet) {
		if set.ARN == ref.ARN {
			return set, nil
		}
	}
	return model.TaskSet{}, missing(goneTaskSet(), o.operation, answer.Failures, x)
}

// missingName says what a reference lacks to mean one task set and no other; empty
// if it lacks nothing. ECS would take an empty cluster for the one named "default".
func missingName(ref model.TaskSetRef) string {
	switch {
	case ref.ClusterARN == "":
		return "no cluster is named"
	case ref.ServiceARN == "":
		return "no service is named"
	case ref.ARN == "":
		return "no task set is named"
	default:
		return ""
	}
}

// targetOf names a task set for people: by its id, or by the end of its ARN.
func targetOf(ref model.TaskSetRef) string {
	if ref.ID != "" {
		return ref.ID
	}
	return model.NameOf(ref.ARN)
}
