package ecsapi

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"

	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"

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
		}, explicitScale(percent))
		if err != nil || out == nil {
			return nil, err
		}
		return out.TaskSet, nil
	})
}

// explicitScale has a request carry its scale also where that is 0, which the SDK leaves out.
// What ECS takes a scale without a value for is not known.
func explicitScale(percent float64) func(*ecs.Options) {
	write := middleware.SerializeMiddlewareFunc("ExplicitScale", func(
		ctx context.Context, in middleware.SerializeInput, next middleware.SerializeHandler,
	) (middleware.SerializeOutput, middleware.Metadata, error) {
		request, ok := in.Request.(*smithyhttp.Request)
		if !ok {
			return middleware.SerializeOutput{}, middleware.Metadata{}, errors.New("the request is not one of HTTP")
		}
		body := map[string]any{}
		if err := json.NewDecoder(request.GetStream()).Decode(&body); err != nil {
			return middleware.SerializeOutput{}, middleware.Metadata{}, err
		}
		body["scale"] = map[string]any{"unit": types.ScaleUnitPercent, "value": percent}
		whole, err := json.Marshal(body)
		if err != nil {
			return middleware.SerializeOutput{}, middleware.Metadata{}, err
		}
		if in.Request, err = request.SetStream(bytes.NewReader(whole)); err != nil {
			return middleware.SerializeOutput{}, middleware.Metadata{}, err
		}
		return next.HandleSerialize(ctx, in)
	})
	return func(o *ecs.Options) {
		o.APIOptions = append(o.APIOptions, func(stack *middleware.Stack) error {
			return stack.Serialize.Add(write, middleware.After)
		})
	}
}
