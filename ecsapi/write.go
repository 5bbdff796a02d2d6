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
	maybe string // what may be so where no answer told: "The task set may be deleted"
	again string // what to do once the cause is mended: "delete the task set again"
}

// write is a request with a write's deadline.
func (w *Writer) write(o operation, target string, e effect) request {
	return request{operation: o, target: target, timeout: w.timeout, effect: &e}
}

// once sends a write, once and never again: the operations have no client token, so a second
// request could meet the first one's effect. missing says what is not named, and is empty
// where all is; fill puts what was answered into the answer.
//
// Where the answer has a fault, its OutcomeUnknown tells whether the write may have had its
// effect all the same; the target must then be read before anything else is offered. The
// kind FaultTaskSetNotFound means that a task set is gone.
func once[Out any](
	ctx context.Context, w *Writer, o request, missing string,
	ask func(context.Context) (*Out, error), fill func(*change.Answer, Out),
) change.Answer {
	if missing != "" {
		return change.Answer{Fault: refuse(o.operation, missing), At: time.Now()}
	}
	out, x, err := send(ctx, w.session, o, ask)
	answer := change.Answer{RequestID: clean.Text(x.requestID), At: time.Now()}
	if err != nil {
		answer.Fault, _ = errors.AsType[*model.Fault](err)
		return answer
	}
	fill(&answer, *out)
	return answer
}

// changeSet sends a write of one task set. The answer's TaskSet is nil where ECS sent none
// that can be used.
func (w *Writer) changeSet(
	ctx context.Context, o operation, e effect, ref model.TaskSetRef, ask func(context.Context) (*types.TaskSet, error),
) change.Answer {
	return once(ctx, w, w.write(o, targetOf(ref), e), missingName(ref), ask, func(a *change.Answer, answered types.TaskSet) {
		if set := taskSetOf(answered); hasTaskSet(set) {
			a.TaskSet = &set
		}
	})
}

// needed is a thing that a write needs, and its value.
type needed struct{ what, value string }

// unnamed is the first of some things that has no value; empty where all have one.
func unnamed(things ...needed) string {
	for _, thing := range things {
		if thing.value == "" {
			return thing.what + " is not named"
		}
	}
	return ""
}
