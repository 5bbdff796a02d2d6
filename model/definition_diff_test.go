package model

import (
	"fmt"
	"strings"
	"testing"
)

// definition is a task definition in which everything is set.
func definition() TaskDefinition {
	number := func(n int32) *int32 { return &n }
	essential := false
	return TaskDefinition{
		ARN: "arn:aws:ecs:eu-west-1:123456789012:task-definition/checkout:41", CPU: "256", Memory: "512", NetworkMode: "awsvpc",
		TaskRoleARN: "arn:aws:iam::123456789012:role/task", ExecutionRoleARN: "arn:aws:iam::123456789012:role/execution",
		CPUArchitecture: "ARM64", OSFamily: "LINUX", EphemeralGiB: number(30), Compatibilities: []string{"FARGATE", "EC2"},
		Volumes: []Volume{{"data", "efs", "fs-1:/data"}},
		Containers: []ContainerDefinition{{
			Name: "app", Image: "shop/checkout:1.41", Essential: &essential, CPU: 128, Memory: number(256), MemoryReservation: number(128), StopTimeout: number(30),
			Ports:       []PortMapping{{ContainerPort: number(8080)}, {ContainerPort: number(80), HostPort: number(8081), Protocol: "tcp", AppProtocol: "http", Name: "web"}},
			Environment: []NamedValue{{"LOG_LEVEL", MarkOf(1)}, {"PORT", MarkOf(2)}}, Secrets: []NamedValue{{"PASSWORD", MarkOf(3)}},
			HealthCheck: &ContainerHealthCheck{Command: MarkOf(4), Interval: number(30), Timeout: number(5), Retries: number(3), StartPeriod: number(10)},
			Log:         &LogConfiguration{"awslogs", "/ecs/checkout", "eu-west-1", "app"},
			Mounts:      []MountPoint{{"data", "/data", true}},
		}},
	}
}

// different are the lines that differ, those that cannot be told marked by a question mark.
func different(lines []DefinitionLine) string {
	var words []string
	for _, l := range lines {
		switch {
		case l.Unknown:
			words = append(words, l.What+"?")
		case l.Differs:
			words = append(words, fmt.Sprintf("%s: %s | %s", l.What, l.Left, l.Right))
		}
	}
	return strings.Join(words, "\n")
}

// Everything that a rollout may change is compared, each by itself; what both have alike
// stands after what differs.
func TestTaskDefinitionsAreCompared(t *testing.T) {
	t.Parallel()
	number := func(n int32) *int32 { return &n }
	app := func(change func(*ContainerDefinition)) func(*TaskDefinition) {
		return func(d *TaskDefinition) { change(&d.Containers[0]) }
	}
	for _, c := range []struct {
		change func(*TaskDefinition)
		want   string
	}{
		{func(*TaskDefinition) {}, ""},
		{func(d *TaskDefinition) { d.ARN, d.Revision = "another", 42 }, ""},
		{func(d *TaskDefinition) { d.CPU = "512" }, "cpu of the task: 256 | 512"},
		{func(d *TaskDefinition) { d.Memory = "" }, "memory of the task: 512 MiB | "},
		{func(d *TaskDefinition) { d.TaskRoleARN = "arn:aws:iam::123456789012:role/other" }, "task role: arn:aws:iam::123456789012:role/task | arn:aws:iam::123456789012:role/other"},
		{func(d *TaskDefinition) { d.ExecutionRoleARN = "" }, "execution role: arn:aws:iam::123456789012:role/execution | "},
		{func(d *TaskDefinition) { d.NetworkMode = "bridge" }, "network mode: awsvpc | bridge"},
		{func(d *TaskDefinition) { d.CPUArchitecture = "X86_64" }, "CPU architecture: ARM64 | X86_64"},
		{func(d *TaskDefinition) { d.EphemeralGiB = nil }, "ephemeral storage: 30 GiB | "},
		{func(d *TaskDefinition) { d.Compatibilities = []string{"EC2", "FARGATE"} }, ""},
		{func(d *TaskDefinition) { d.Volumes = []Volume{{"data", "efs", "fs-2:/data"}, {"tmp", "", ""}} }, "volume data: efs fs-1:/data | efs fs-2:/data\nvolume tmp:  | there"},
		{app(func(c *ContainerDefinition) { c.Image = "shop/checkout:1.42" }), "image of app: shop/checkout:1.41 | shop/checkout:1.42"},
		{app(func(c *ContainerDefinition) { c.CPU = 0 }), "cpu of app: 128 | "},
		{app(func(c *ContainerDefinition) { c.Memory, c.MemoryReservation = number(512), nil }), "memory of app: 256 MiB | 512 MiB\nmemory reservation of app: 128 MiB | "},
		{app(func(c *ContainerDefinition) { c.Ports = c.Ports[1:] }), "ports of app: 8080/tcp, 8081→80/tcp http web | 8081→80/tcp http web"},
		{app(func(c *ContainerDefinition) { c.Essential = nil }), "essential of app: false | true"},
		{app(func(c *ContainerDefinition) { c.StopTimeout = number(120) }), "stop timeout of app: 30 s | 120 s"},
		{app(func(c *ContainerDefinition) { c.HealthCheck = nil }), "health check of app: every 30 s, timeout 5 s, retries 3, start period 10 s | "},
		{app(func(c *ContainerDefinition) {
			check := *c.HealthCheck
			check.Command = MarkOf(5)
			c.HealthCheck = &check
		}), "command of the health check of app: set (not shown) | set (not shown)"},
		{app(func(c *ContainerDefinition) { c.Log = &LogConfiguration{Driver: "splunk"} }), "log of app: awslogs /ecs/checkout eu-west-1 app | splunk"},
		{app(func(c *ContainerDefinition) { c.Mounts = []MountPoint{{"data", "/data", false}} }), "mount /data of app: data (read only) | data"},
		{app(func(c *ContainerDefinition) { c.Name = "web" }), "container app: shop/checkout:1.41 | \ncontainer web:  | shop/checkout:1.41"},
	} {
		right := definition()
		c.change(&right)
		lines := CompareDefinitions(definition(), right)
		if got := different(lines); got != c.want {
			t.Errorf("got\n%s\nwant\n%s", got, c.want)
		}
		same := false
		for _, l := range lines {
			if l.Differs && same {
				t.Errorf("%s stands after what does not differ", l.What)
			}
			same = same || !l.Differs
		}
	}
}

// Of environment variables and secrets the names are told, whether one side lacks it, and
// whether the values are the same: never a value. Values of which nothing is known are told
// as unknown.
func TestValuesOfTheEnvironmentAreOnlyCompared(t *testing.T) {
	t.Parallel()
	right := definition()
	right.Containers[0].Environment = []NamedValue{{"LOG_LEVEL", MarkOf(9)}, {"PORT", Mark{}}, {"NEW", MarkOf(1)}}
	right.Containers[0].Secrets = nil
	want := strings.Join([]string{
		"environment LOG_LEVEL of app: set (not shown) | set (not shown)", "environment NEW of app:  | set (not shown)",
		"secret PASSWORD of app: set (not shown) | ", "environment PORT of app?",
	}, "\n")
	if got := different(CompareDefinitions(definition(), right)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// Nothing stands where neither side has anything.
func TestEmptyTaskDefinitionsHaveNoLines(t *testing.T) {
	t.Parallel()
	if lines := CompareDefinitions(TaskDefinition{}, TaskDefinition{}); len(lines) != 0 {
		t.Errorf("%+v", lines)
	}
}
