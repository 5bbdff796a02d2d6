package ecsapi

import (
	"context"
	"errors"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/ecs/types"

	"tealset/model"
	"tealset/model/change"
	"tealset/model/clean"
)

// effect is what a write does, in the words of its faults.
type effect struct {
	done  string // what the task set may be where no answer told: "deleted"
	again string // what to do once the cause is mended: "delete the task set again"
}

// write is a request with a write's deadline.
func (w *Writer) write(o operation, target string, e effect) request {
	return request{operation: o, target: target, timeout: w.timeout, effect: &e}
}

// change sends a write of one task set, once and never again: the operations have no
// client token, so a second request could meet the first one's effect.
//
// Where the answer has a fault, its OutcomeUnknown tells whether the write may have had its
// effect all the same; the service must then be read before anything else is offered. The
// kind FaultTaskSetNotFound means that the set is gone. The answer's TaskSet is nil where
// ECS sent none that can be used.
func (w *Writer) change(
	ctx context.Context, o operation, e effect, ref model.TaskSetRef, ask func(context.Context) (*types.TaskSet, error),
) change.Answer {
	if why := missingName(ref); why != "" {
		return change.Answer{Fault: refuse(o, why), At: time.Now()}
	}
	out, x, err := send(ctx, w.session, w.write(o, targetOf(ref), e), ask)
	answer := change.Answer{RequestID: clean.Text(x.requestID), At: time.Now()}
	if err != nil {
		answer.Fault, _ = errors.AsType[*model.Fault](err)
		return answer
	}
	if set := taskSetOf(*out); hasTaskSet(set) {
		answer.TaskSet = &set
	}
	return answer
}
