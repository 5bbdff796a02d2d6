package model

import (
	"strings"
	"testing"
)

// The log stream of a container is named by its prefix, its name and the task's id; without
// a prefix by the container's id. Another driver has none.
func TestTheLogStreamOfAContainer(t *testing.T) {
	t.Parallel()
	task := Task{ARN: "arn:aws:ecs:eu-west-1:123456789012:task/shop/21b23041", Containers: []Container{{Name: "app", RuntimeID: "54794508ae8a"}}}
	with := func(log *LogConfiguration) TaskDefinition {
		return TaskDefinition{Containers: []ContainerDefinition{{Name: "app", Log: log}}}
	}
	cli := CLI{Profile: "oncall", Region: "eu-central-1"}
	for _, c := range []struct {
		definition TaskDefinition
		want       string
	}{
		{with(&LogConfiguration{"awslogs", "/ecs/checkout", "eu-west-1", "web"}), "aws logs tail /ecs/checkout --log-stream-names web/app/21b23041 --since 1h --follow --profile oncall --region eu-west-1"},
		{with(&LogConfiguration{"awslogs", "/ecs/checkout", "", ""}), "aws logs tail /ecs/checkout --log-stream-names 54794508ae8a --since 1h --follow --profile oncall --region eu-central-1"},
		{with(&LogConfiguration{Driver: "splunk"}), ""},
		{with(&LogConfiguration{Driver: "awslogs"}), ""},
		{with(nil), ""},
		{TaskDefinition{}, ""},
	} {
		got := ""
		if log, ok := c.definition.LogOf(task, "app"); ok {
			got = strings.Join(log.Command(cli), " ")
		}
		if got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
	if log, _ := with(&LogConfiguration{Driver: "awslogs", Group: "g"}).LogOf(Task{}, "app"); log.Stream != "" || strings.Contains(strings.Join(log.Command(CLI{}), " "), "stream") {
		t.Errorf("a stream was made up: %+v", log)
	}
}
