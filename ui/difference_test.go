package ui

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/ecsapi/ecsfake"
)

// v on the board compares the task definitions of the side that serves and of the candidate:
// what differs first, side by side where there is room. Of the environment only names are
// shown. Each task definition is read once.
func TestRevisionsAreCompared(t *testing.T) {
	for _, size := range []tea.WindowSizeMsg{{Width: 80, Height: 24}, {Width: 120, Height: 36}, {Width: 200, Height: 60}} {
		if raced && size.Width != 120 {
			continue // races do not need every size
		}
		drive(t, shop(), checkout, func(d *driver) {
			d.send(size)
			d.wait(3 * time.Second)
			d.press("v")
			d.see("checkout › difference", "lines differ", "PRIMARY", "checkout:41", "ACTIVE", "checkout:42", "differs", "image of checkout", "checkout:v41", "checkout:v42", "another value", "the same")
			lines := d.screen()
			if strings.Index(lines, "image of checkout") > strings.Index(lines, "the same") {
				t.Errorf("what differs does not stand first:\n%s", lines)
			}
			if beside := strings.Contains(d.row("checkout:v41"), "checkout:v42"); beside != (size.Width >= besideFrom) {
				t.Errorf("side by side: %t\n%s", beside, lines)
			}
			for _, text := range []string{"wave-", "INFO", "1536m", "secretsmanager"} { // values of the fake's environment and secrets
				if strings.Contains(d.m.reader.whole(), text) {
					t.Errorf("%q is shown", text)
				}
			}
			d.press("v")
			d.see("RUNNING")
			d.wait(10 * time.Minute)
			d.press("v", "v")
			d.wait(time.Minute)
			if n := d.ecs.Count("DescribeTaskDefinition"); n != 2 {
				t.Errorf("task definitions were read %d times, not each once", n)
			}
		})
	}
}

// The board itself tells what differs where it has the room for that, and only there has the
// task definitions read.
func TestThePanelOfTheDifference(t *testing.T) {
	for width, reads := range map[int]int{80: 0, 120: 0, 200: 2} {
		drive(t, shop(), checkout, func(d *driver) {
			d.send(tea.WindowSizeMsg{Width: width, Height: 60})
			d.wait(time.Minute)
			if n := d.ecs.Count("DescribeTaskDefinition"); n != reads {
				t.Errorf("at %d columns task definitions were read %d times, not %d", width, n, reads)
			}
			if reads > 0 {
				d.see("difference checkout:41 → checkout:42", "image of checkout")
				if row := d.row("image of checkout"); !strings.Contains(row, "…/checkout:v41 → …:v42") {
					t.Errorf("%q", row)
				}
			}
		})
	}
}

// space marks a side, which v compares with the one under the cursor; once more takes the
// mark away.
func TestAMarkedSideIsCompared(t *testing.T) {
	world := shop()
	sets := &world.Clusters[0].Services[0].TaskSets
	*sets = append(*sets, ecsfake.TaskSet{Status: ecsfake.Active, Revision: 43, Age: time.Minute, Scale: new(0.0)})
	drive(t, world, checkout, func(d *driver) {
		d.wait(3 * time.Second)
		d.press("v")
		d.see("< PRIMARY", "checkout:43") // the newest candidate
		d.press("v")
		d.wait(time.Second)
		cursor := func(revision string) {
			t.Helper()
			d.press("g")
			for range 3 {
				if strings.HasSuffix(d.m.board().grid.Current().Value.TaskDefinition, revision) {
					return
				}
				d.press("j")
			}
			t.Fatalf("no side runs %s:\n%s", revision, d.screen())
		}
		cursor(":43")
		d.press("space")
		d.see("is marked: v compares it with the one under the cursor")
		if row := d.row("*ACTIVE"); !strings.Contains(row, d.m.board().grid.Current().Value.ShortID()) {
			t.Errorf("the mark stands at %q", row)
		}
		cursor(":42")
		d.press("v")
		d.wait(time.Second)
		d.see("< ACTIVE", "checkout:43", "> ACTIVE", "checkout:42", "image of checkout")
		d.press("v")
		d.wait(time.Second)
		cursor(":43")
		d.press("space")
		d.see("is not marked any more")
		d.seeNot("*ACTIVE")
	})
}

// What stands against a comparison is told: no second side, no right to read the task
// definitions; when that is there again, the difference comes by itself.
func TestADifferenceThatIsNotKnown(t *testing.T) {
	drive(t, shop(), func(o *setup) { o.Cluster, o.Service = "shop", "web" }, func(d *driver) {
		d.wait(time.Second)
		d.press("v")
		d.see("there is nothing to compare: two sides are needed")
	})
	drive(t, shop(), checkout, func(d *driver) {
		d.ecs.Fail("DescribeTaskDefinition", -1, denied("DescribeTaskDefinition"))
		d.wait(time.Second)
		d.press("v")
		d.wait(time.Second)
		d.see("no access: DescribeTaskDefinition is not allowed")
		d.ecs.Heal()
		d.wait(3 * time.Minute)
		d.see("image of checkout")
		d.press("v")
		d.seeNot("no access", "no right")
	})
}

// Two sides of one task definition are told to run the same.
func TestTwoSidesOfOneRevision(t *testing.T) {
	world := shop()
	world.Clusters[0].Services[0].TaskSets[1].Revision = 41
	drive(t, world, checkout, func(d *driver) {
		d.wait(time.Second)
		d.press("v")
		d.wait(time.Second)
		d.see("Both run the same task definition.", "the same")
		d.seeNot("differs")
		if n := d.ecs.Count("DescribeTaskDefinition"); n != 1 {
			t.Errorf("it was read %d times", n)
		}
	})
}
