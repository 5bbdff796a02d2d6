package ecsapi

import (
	"context"
	"errors"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/ecs"

	"tealset/model"
	"tealset/model/change"
	"tealset/model/clean"
)

// DeleteTaskSet deletes one task set, with force even if it has not been scaled
// down to zero. The request is sent once and never again: the operation has no
// client token, so a second one could meet the first one's effect.
//
// Where the answer has a fault, its OutcomeUnknown tells whether the set may be
// deleted all the same; the service must then be read before anything else is
// offered. The kind FaultTaskSetNotFound means that the set is gone already. The
// answer's TaskSet is nil where ECS sent none that can be used.
func (w *Writer) DeleteTaskSet(ctx context.Context, ref model.TaskSetRef, force bool) change.Answer {
	if why := missingName(ref); why != "" {
		return change.Answer{Fault: refuse(opDeleteTaskSet, why), At: time.Now()}
	}
	o := w.write(opDeleteTaskSet, targetOf(ref))
	out, x, err := send(ctx, w.session, o, func(ctx context.Context) (*ecs.DeleteTaskSetOutput, error) {
		return w.sdk.DeleteTaskSet(ctx, &ecs.DeleteTaskSetInput{
			Cluster: &ref.ClusterARN, Service: &ref.ServiceARN, TaskSet: &ref.ARN, Force: &force,
		})
	})
	answer := change.Answer{RequestID: clean.Text(x.requestID), At: time.Now()}
	if err != nil {
		answer.Fault, _ = errors.AsType[*model.Fault](err)
		return answer
	}
	if out.TaskSet == nil {
		return answer
	}
	if set := taskSetOf(*out.TaskSet); hasTaskSet(set) {
		answer.TaskSet = &set
	}
	return answer
}
