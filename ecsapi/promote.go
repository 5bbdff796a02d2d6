package ecsapi

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"

	"tealset/model"
	"tealset/model/change"
)

var (
	opUpdateServicePrimaryTaskSet = operation{serviceECS, "UpdateServicePrimaryTaskSet"}
	opUpdateTaskSet               = operation{serviceECS, "UpdateTaskSet"}
)

// UpdateServicePrimaryTaskSet makes a task set the PRIMARY of its service. It moves no
// traffic. A TaskSet in the answer is PRIMARY where that was done; see change.
func (w *Writer) UpdateServicePrimaryTaskSet(ctx context.Context, ref model.TaskSetRef) change.Answer {
	e := effect{maybe: "The task set may be PRIMARY", again: "promote the task set again"}
	return w.changeSet(ctx, opUpdateServicePrimaryTaskSet, e, ref, func(ctx context.Context) (*types.TaskSet, error) {
		out, err := w.sdk.UpdateServicePrimaryTaskSet(ctx, &ecs.UpdateServicePrimaryTaskSetInput{
			Cluster: &ref.ClusterARN, Service: &ref.ServiceARN, PrimaryTaskSet: &ref.ARN,
		})
		if err != nil || out == nil {
			return nil, err
		}
		return out.TaskSet, nil
	})
}

// UpdateTaskSet sets the scale of a task set, in percent of the service's desired count. A
// TaskSet in the answer has that scale where it was set; see change.
func (w *Writer) UpdateTaskSet(ctx context.Context, ref model.TaskSetRef, percent float64) change.Answer {
	e := effect{maybe: "The task set may be scaled", again: "scale the task set again"}
	return w.changeSet(ctx, opUpdateTaskSet, e, ref, func(ctx context.Context) (*types.TaskSet, error) {
		out, err := w.sdk.UpdateTaskSet(ctx, &ecs.UpdateTaskSetInput{
			Cluster: &ref.ClusterARN, Service: &ref.ServiceARN, TaskSet: &ref.ARN,
			Scale: &types.Scale{Value: percent, Unit: types.ScaleUnitPercent},
		})
		if err != nil || out == nil {
			return nil, err
		}
		return out.TaskSet, nil
	})
}
