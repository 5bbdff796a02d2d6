package ecsapi

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/service/ecs"

	"tealset/model"
	"tealset/model/clean"
)

// DeleteTaskSet deletes one task set, with force even if it has not been scaled
// down to zero. The request is sent once and never again: the operation has no
// client token, so a second one could meet the first one's effect.
//
// After an error, OutcomeUnknown of its *model.Fault tells whether the set may be
// deleted all the same; the service must then be read before anything else is
// offered. The kind FaultTaskSetNotFound means that the set is gone already. An
// answer without a usable task set is a Deletion whose TaskSet is nil.
func (w *Writer) DeleteTaskSet(ctx context.Context, ref model.TaskSetRef, force bool) (model.Deletion, error) {
	if why := unpinned(ref); why != "" {
		return model.Deletion{}, refuse(opDeleteTaskSet, why)
	}
	o := w.write(opDeleteTaskSet, targetOf(ref))
	answer, f, err := send(ctx, w.session, o, func(ctx context.Context) (*ecs.DeleteTaskSetOutput, error) {
		return w.sdk.DeleteTaskSet(ctx, &ecs.DeleteTaskSetInput{
			Cluster: &ref.ClusterARN, Service: &ref.ServiceARN, TaskSet: &ref.ARN, Force: &force,
		})
	})
	if err != nil {
		return model.Deletion{}, err
	}
	deletion := model.Deletion{RequestID: clean.Text(f.requestID)}
	if answer.TaskSet == nil {
		return deletion, nil
	}
	if set := taskSetOf(*answer.TaskSet); hasTaskSet(set) {
		deletion.TaskSet = &set
	}
	return deletion, nil
}
