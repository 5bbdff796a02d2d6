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
			d.see("checkout › tasks", "6 tasks", "SET", "TASK", "STATUS", "HEALTH", "AGE", "● RUNNING", "● HEALTHY")
			if size.Width > 80 {
				d.see("ADDRESS", "ZONE", "eu-west-1a")
			}
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
		if d.ecs.Count("ListTasks") != listed+2 || d.ecs.Count("DescribeTasks") != described+1 { // running and stopped ones
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
		d.see("no task runs, and none stopped", "0 tasks")
		d.press("d", "y", "c", "enter")
		d.see("no task runs")
	})
}

// The tasks stand by the sides of their service, those that run first, and then those that
// stopped, each with why; equal reasons are counted above them. The page costs no more than
// 18 requests a minute.
func TestTasksThatStoppedTellWhy(t *testing.T) {
	driveServer(t, ecsfake.Demo, 160, 40, func(o *setup) { o.Cluster, o.Service = "shop-prod", "reviews" }, func(d *driver) {
		d.wait(time.Minute)
		d.press("t")
		d.wait(2 * time.Second)
		d.see("stopped in", "image or tag not found", "✗ STOPPED", "● RUNNING", "reviews:v56", "reviews:56", "reviews:55")
		page := d.m.top().(*tasksPage)
		sides := d.m.pages[2].(*boardPage).rollout().Sides
		var sets []string
		for _, row := range page.grid.shown {
			if set := page.sideOf(row.Value); len(sets) == 0 || sets[len(sets)-1] != set {
				sets = append(sets, set)
			}
		}
		if len(sets) != 2 || sets[0] != sides[0].ShortID() || sets[1] != sides[1].ShortID() {
			t.Errorf("the tasks stand by %v, the board has %s and %s", sets, sides[0].ShortID(), sides[1].ShortID())
		}
		listed, described := d.ecs.Count("ListTasks"), d.ecs.Count("DescribeTasks")
		d.wait(5 * time.Minute)
		listed, described = d.ecs.Count("ListTasks")-listed, d.ecs.Count("DescribeTasks")-described
		const service = 1 // read of the service a minute
		if (listed+described)/5+service > 18 {
			t.Errorf("%d listings and %d descriptions in five minutes", listed, described)
		}
	})
}

// At 80 columns the reason is whole.
func TestWhyATaskStoppedIsWholeAt80Columns(t *testing.T) {
	driveServer(t, ecsfake.Demo, 80, 24, func(o *setup) { o.Cluster, o.Service = "shop-prod", "reviews" }, func(d *driver) {
		d.wait(time.Minute)
		d.press("t")
		d.wait(2 * time.Second)
		if row := d.row("✗ STOPPED"); !strings.Contains(row, "image or tag not found") {
			t.Errorf("the row is %q", row)
		}
	})
}

// A task whose set is gone is one of "other".
func TestATaskOfASetThatIsGoneIsOfOther(t *testing.T) {
	world := shop()
	world.Clusters[0].Services[0].TaskSets[1].TaskRaw = map[string]any{"startedBy": "ecs-svc/1"}
	drive(t, world, checkout, func(d *driver) {
		d.press("t")
		d.wait(time.Second)
		d.see("other ")
	})
}

// One task tells its containers, its times and where its log is, with the command to copy;
// its task definition is read once. Without that right the rest stays.
func TestOneTaskTellsItsContainersAndItsLog(t *testing.T) {
	reviews := func(o *setup) { o.Cluster, o.Service = "shop-prod", "reviews" }
	driveServer(t, ecsfake.Demo, 140, 60, reviews, func(d *driver) {
		d.wait(time.Minute)
		d.press("t")
		d.wait(2 * time.Second)
		d.press("enter")
		d.wait(time.Second)
		id := d.m.top().(*tasksPage).grid.Current().Value.ID()
		d.see("  image ", "imageDigest", "pullStartedAt", "/ecs/reviews", "aws logs tail /ecs/reviews --log-stream-names app/", id, "--since 1h --follow")
		d.press("esc", "enter")
		d.wait(time.Second)
		if n := d.ecs.Count("DescribeTaskDefinition"); n != 1 {
			t.Errorf("the task definition was read %d times", n)
		}
		d.press("esc", "G", "enter")
		d.wait(time.Second)
		d.see("(why it stopped)", "image or tag not found", "CannotPullContainerError", "stoppedReason", "TaskFailedToStart")
	})
	driveServer(t, ecsfake.Demo, 140, 60, reviews, func(d *driver) {
		d.wait(time.Second)
		d.ecs.Fail("DescribeTaskDefinition", -1, denied("DescribeTaskDefinition"))
		d.press("t")
		d.wait(2 * time.Second)
		d.press("enter")
		d.wait(time.Second)
		d.see("(log)", "not known: ", "  image ")
	})
}
