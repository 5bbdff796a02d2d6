package ecsapi

import (
	"testing"
	"time"

	"tealset/ecsapi/ecsfake"
	"tealset/model"
)

// The tasks of one service are listed by its name, and described with what ECS says of
// each; one that ECS does not know is a failure.
func TestTasksAreListedByServiceAndDescribed(t *testing.T) {
	t.Parallel()
	now := ecsfake.NewClock(time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC))
	server, service := fakeService(t, now)
	c := over(&ecsfake.Transport{Handler: server})
	names, err := c.ListTasks(t.Context(), service.Ref(), model.Cursor{})
	if err != nil {
		t.Fatal(fault(t, err).Detail)
	}
	if len(names.ARNs) != 6 || names.More {
		t.Fatalf("%d tasks, more %t", len(names.ARNs), names.More)
	}
	answer, err := c.DescribeTasks(t.Context(), service.ClusterARN, append(names.ARNs, names.ARNs[0]+"x"))
	if err != nil {
		t.Fatal(fault(t, err).Detail)
	}
	if len(answer.Found) != 6 || len(answer.Failures) != 1 {
		t.Fatalf("%+v", answer)
	}
	for _, task := range answer.Found {
		if task.LastStatus != model.TaskRunning || task.Health != model.TaskHealthy || task.AvailabilityZone == "" ||
			task.CreatedAt.IsZero() || task.ClusterARN != service.ClusterARN || !task.Described {
			t.Errorf("%+v", task)
		}
	}
}

// What ECS cannot answer is not sent.
func TestTasksThatCannotBeAskedFor(t *testing.T) {
	t.Parallel()
	count := &counted{next: says(200, "{}")}
	c := over(count)
	_, unnamed := c.ListTasks(t.Context(), model.ServiceRef{Cluster: "shop"}, model.Cursor{})
	_, many := c.DescribeTasks(t.Context(), "shop", make([]string, 101))
	for _, err := range []error{unnamed, many} {
		if f := fault(t, err); f.Kind != model.FaultBug || f.Sent {
			t.Errorf("%+v", f)
		}
	}
	if answer, err := c.DescribeTasks(t.Context(), "shop", nil); err != nil || len(answer.Found) != 0 || count.requests != 0 {
		t.Errorf("%+v, %v, %d requests", answer, err, count.requests)
	}
	count.next = says(200, `{"tasks":[null,{},{"taskArn":"a\u001b"}]}`)
	if answer, err := c.DescribeTasks(t.Context(), "shop", []string{"a"}); err != nil || len(answer.Found) != 1 ||
		answer.Found[0].ARN != "a␛" || answer.Found[0].ClusterARN != "shop" {
		t.Errorf("%+v, %v", answer, err)
	}
}
