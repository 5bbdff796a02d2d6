package model

import (
	"strings"
	"testing"
	"time"
)

// startedBy is a task of a set or a deployment, created some time ago.
func startedBy(id string, age time.Duration, t Task) Task {
	t.StartedBy, t.CreatedAt, t.Described = id, ago(age), true
	return t
}

// Tasks stand with the set that started them, the newest first; those of a set that is gone
// come last, and so do tasks that are not described yet.
func TestTasksStandWithTheirSet(t *testing.T) {
	t.Parallel()
	blue, green := setOf(1, StatusPrimary, 2), setOf(2, StatusActive, 1)
	running := func(arn string) Task { return Task{ARN: arn, LastStatus: TaskRunning, DesiredStatus: TaskRunning} }
	sides := checkout(blue, green).Sides()
	groups := TasksBySide(sides, []Task{
		startedBy(blue.ID, 3*minute, running("old")), startedBy(blue.ID, minute, running("new")),
		startedBy(green.ID, minute, stopped("EssentialContainerExited", "Essential container in task exited", exited(1, ""))),
		startedBy("ecs-svc/9", minute, running("gone")),
		{ARN: "listed"},
	})
	var got []string
	for _, g := range groups {
		line := "other:"
		if g.Side != nil {
			line = g.Side.Role + ":"
		}
		for _, task := range g.Live {
			line += " " + task.ARN
		}
		for _, s := range g.Stopped {
			line += " " + s.Words
		}
		got = append(got, line)
	}
	if text := strings.Join(got, "; "); text != "PRIMARY: new old; ACTIVE: exit 1 (app error); other: gone listed" {
		t.Error(text)
	}
	if groups := TasksBySide(sides, nil); len(groups) != 2 {
		t.Errorf("without tasks of no set there are %d groups", len(groups))
	}
}

// Two failures of one verdict in the time that is looked at are trouble of their set; one,
// older ones, and normal ends are none.
func TestTroubleOfASetIsFromTwoFailures(t *testing.T) {
	t.Parallel()
	missing := stopped("TaskFailedToStart", "CannotPullContainerError: failed to resolve ref shop/checkout:1: not found")
	memory := stopped("EssentialContainerExited", "Essential container in task exited", exited(137, "OutOfMemoryError: Container killed due to memory usage"))
	replaced := stopped("ServiceSchedulerInitiated", "Scaling activity initiated by (deployment ecs-svc/1)")
	for _, c := range []struct {
		tasks []Task
		want  string
	}{
		{nil, ""},
		{[]Task{endedAgo(minute, missing)}, ""},
		{[]Task{endedAgo(minute, missing), endedAgo(minute, memory)}, ""},
		{[]Task{endedAgo(minute, replaced), endedAgo(2*minute, replaced)}, ""},
		{[]Task{endedAgo(minute, missing), endedAgo(2*time.Hour, missing)}, ""},
		{[]Task{endedAgo(minute, missing), endedAgo(4*minute, missing), endedAgo(2*time.Hour, missing)}, "2 stopped in 4m: image or tag not found"},
		{[]Task{
			endedAgo(minute, missing), endedAgo(4*minute, missing),
			endedAgo(2*minute, memory), endedAgo(6*minute, memory), endedAgo(8*minute, memory),
		}, "3 stopped in 8m: out of memory"},
	} {
		got := ""
		if group, ok := (SideTasks{Stopped: StopGroups(c.tasks)}).Trouble(ago(time.Hour)); ok {
			got = group.Sentence(noon)
		}
		if got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}
