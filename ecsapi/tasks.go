package ecsapi

import (
	"cmp"
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"

	"tealset/model"
)

// maxTasksDescribe is the most that ECS takes in one request (API reference of
// DescribeTasks).
const maxTasksDescribe = 100

// ListTasks gives one page, of 100 at most, of the ARNs of a service's tasks that are
// meant to run.
//
// A page whose nextToken ECS has sent before in this listing comes with its ARNs
// and with a fault; it is then the last.
func (r *Reader) ListTasks(ctx context.Context, ref model.ServiceRef, from model.Cursor) (model.Names, error) {
	return r.listTasks(ctx, ref, types.DesiredStatusRunning, from)
}

// ListStoppedTasks is ListTasks for those that have stopped in the last hour or so, or are
// about to.
func (r *Reader) ListStoppedTasks(ctx context.Context, ref model.ServiceRef, from model.Cursor) (model.Names, error) {
	return r.listTasks(ctx, ref, types.DesiredStatusStopped, from)
}

func (r *Reader) listTasks(
	ctx context.Context, ref model.ServiceRef, desired types.DesiredStatus, from model.Cursor,
) (model.Names, error) {
	if ref.Service == "" {
		return model.Names{}, refuse(opListTasks, "no service is named")
	}
	name := model.NameOf(ref.Service)
	o := r.read(opListTasks, name)
	answer, _, err := send(ctx, r.session, o, func(ctx context.Context) (*ecs.ListTasksOutput, error) {
		answer, err := r.sdk.ListTasks(ctx, &ecs.ListTasksInput{
			Cluster: optional(ref.Cluster), ServiceName: &name, DesiredStatus: desired,
			MaxResults: new(int32(pageSize)), NextToken: optional(from.Token),
		})
		return withList(answer, err, func(a *ecs.ListTasksOutput) bool { return a.TaskArns != nil })
	})
	if err != nil {
		return model.Names{}, err
	}
	return page(o.name, from, answer.TaskArns, answer.NextToken)
}

// DescribeTasks describes up to 100 tasks of one cluster; more are a fault, none are an
// empty answer without a request. A task that ECS does not know is in Failures.
func (r *Reader) DescribeTasks(ctx context.Context, cluster string, tasks []string) (model.Descriptions[model.Task], error) {
	var descriptions model.Descriptions[model.Task]
	if len(tasks) == 0 {
		return descriptions, nil
	}
	if len(tasks) > maxTasksDescribe {
		return descriptions, refuse(opDescribeTasks, fmt.Sprintf("%d tasks, ECS takes %d", len(tasks), maxTasksDescribe))
	}
	o := r.read(opDescribeTasks, several(tasks, "tasks"))
	answer, _, err := send(ctx, r.session, o, func(ctx context.Context) (*ecs.DescribeTasksOutput, error) {
		answer, err := r.sdk.DescribeTasks(ctx, &ecs.DescribeTasksInput{Cluster: optional(cluster), Tasks: tasks})
		return withList(answer, err, func(a *ecs.DescribeTasksOutput) bool { return a.Tasks != nil || a.Failures != nil })
	})
	if err != nil {
		return descriptions, err
	}
	descriptions.Found = each(answer.Tasks, taskOf, hasTask)
	for i := range descriptions.Found { // some endpoints leave the cluster out
		descriptions.Found[i].ClusterARN = cmp.Or(descriptions.Found[i].ClusterARN, cluster)
	}
	descriptions.Failures = each(answer.Failures, failureOf, known[model.Failure])
	return descriptions, nil
}

func hasTask(t model.Task) bool { return t.ARN != "" }
