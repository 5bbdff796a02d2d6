package ecsapi

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"

	"tealset/model"
	"tealset/model/change"
)

var opDeleteTaskSet = operation{serviceECS, "DeleteTaskSet"}

// DeleteTaskSet deletes one task set, with force even if it has not been scaled down to
// zero. A TaskSet in the answer is DRAINING where it was deleted; see change.
func (w *Writer) DeleteTaskSet(ctx context.Context, ref model.TaskSetRef, force bool) change.Answer {
	e := effect{maybe: "The task set may be deleted", again: "delete the task set again"}
	return w.changeSet(ctx, opDeleteTaskSet, e, ref, func(ctx context.Context) (*types.TaskSet, error) {
		out, err := w.sdk.DeleteTaskSet(ctx, &ecs.DeleteTaskSetInput{
			Cluster: &ref.ClusterARN, Service: &ref.ServiceARN, TaskSet: &ref.ARN,
			Force: &force,
		})
		if err != nil || out == nil {
			return nil, err
		}
		return out.TaskSet, nil
	})
}
