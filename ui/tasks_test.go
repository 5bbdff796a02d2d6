package ui

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/ecsapi/ecsfake"
)

// t on the board opens the tasks of its service, at every size, and esc goes back to it.
// A task has its details, and its id and ARN to copy.
func TestTasksOfAService(t *testing.T) {
	for _, size := range []tea.WindowSizeMsg{{Width: 80, Height: 24}, {Width: 140, Height: 36}} {
		drive(t, shop(), checkout, func(d *driver) {
			d.send(size)
			d.press("t")
			d.see("checkout › tasks", "6 tasks", "TASK", "STATUS", "HEALTH", "AGE", "ZONE", "● RUNNING", "● HEALTHY", "eu-west-1a")
			row := d.m.top().(*tasksPage).grid.Current()
			d.press("c")
			d.see("clipboard: " + row.Value.ID())
			d.press("d")
			d.see("desiredStatus", "availabilityZone", row.Value.StartedBy, row.Value.ID()+" › details")
			d.press("esc", "J")
			d.see(`"taskArn": "` + row.ARN[:20])
			d.press("esc", "esc")
			d.see("PRIMARY", "ACTIVE")
		})
	}
}

// Only the tasks of that service are asked for, and none while a list is on the screen.
func TestTasksAreReadWhileTheyAreLookedAt(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.wait(time.Minute)
		listed, described := d.ecs.Count("ListTasks"), d.ecs.Count("DescribeTasks")
		d.press("t")
		if d.ecs.Count("ListTasks") != listed+1 || d.ecs.Count("DescribeTasks") != described+1 {
			t.Errorf("%d listings, %d descriptions more", d.ecs.Count("ListTasks")-listed, d.ecs.Count("DescribeTasks")-described)
		}
		for _, call := range d.ecs.Calls() {
			if call.Operation == "ListTasks" && !strings.Contains(string(call.Body), `"serviceName":"checkout"`) {
				t.Errorf("asked for %s", call.Body)
			}
		}
		d.wait(20 * time.Second)
		if n := d.ecs.Count("DescribeTasks") - described; n < 2 {
			t.Errorf("described %d times in 20 s", n)
		}
		d.press("esc", "esc")
		asked := d.ecs.Count("ListTasks") + d.ecs.Count("DescribeTasks")
		d.wait(5 * time.Minute)
		if n := d.ecs.Count("ListTasks") + d.ecs.Count("DescribeTasks") - asked; n != 0 {
			t.Errorf("%d requests for tasks after the page was left", n)
		}
	})
}

// A right that is missing costs what it gives: without DescribeTasks the ids stay, and
// nothing is told of the tasks; without ListTasks the board is as it was.
func TestTasksWithoutARight(t *testing.T) {
	drive(t, shop(), checkout, func(d *driver) {
		d.ecs.Fail("DescribeTasks", -1, denied("DescribeTasks"))
		d.press("t")
		d.see("no permission for ecs:DescribeTasks", "6 tasks")
		d.seeNot("RUNNING", "HEALTHY ")
	})
	drive(t, shop(), checkout, func(d *driver) {
		d.ecs.Fail("ListTasks", -1, denied("ListTasks"))
		d.press("t")
		d.see("no permission for ecs:ListTasks", "nothing has been read yet")
		d.press("esc")
		d.see("PRIMARY", "ACTIVE")
		d.seeNot("no permission")
	})
}

// A service whose tasks all ended says so.
func TestNoTaskRuns(t *testing.T) {
	world := shop()
	world.Clusters[0].Services[1] = ecsfake.Service{Name: "web", Controller: ecsfake.External}
	drive(t, world, func(o *setup) { o.Cluster, o.Service = "shop", "web" }, func(d *driver) {
		d.press("t")
		d.see("no task runs", "0 tasks")
		d.press("d", "y", "c", "enter")
		d.see("no task runs")
	})
}
