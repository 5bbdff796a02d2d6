package ui

import (
	"strings"
	"testing"
	"time"

	"tealset/ecsapi/ecsfake"
)

// ofDemo opens the board of a service of the demo.
func ofDemo(service string) func(*setup) {
	return func(o *setup) { o.Cluster, o.Service = "shop-prod", service }
}

// now are the lines of the board that tell what the deployment does, joined.
func (d *driver) now() string {
	d.t.Helper()
	var lines []string
	for line := range strings.SplitSeq(d.screen(), "\n") {
		if _, board, ok := strings.Cut(line, "│"); ok { // without the list beside it
			line = board
		}
		lines = append(lines, line)
	}
	_, text, ok := strings.Cut(strings.Join(lines, "\n"), " now   ")
	if !ok {
		d.t.Fatalf("nothing is told of a deployment:\n%s", d.screen())
	}
	text, _, _ = strings.Cut(text, " next  ")
	return strings.Join(strings.Fields(text), " ")
}

func (d *driver) tells(texts ...string) {
	d.t.Helper()
	now := d.now()
	for _, text := range texts {
		if !strings.Contains(now, text) {
			d.t.Errorf("%q is not in %q", text, now)
		}
	}
}

// A green whose image is missing: the cause is read from the board at 80×24 without a key, in
// short and with the image's name. The next step tells it once, whole.
func TestAMissingImageIsReadFromTheBoardWithoutAKey(t *testing.T) {
	driveServer(t, ecsfake.Demo, 80, 24, ofDemo("reviews"), func(d *driver) {
		d.soon(90*time.Second, "the cause", func() bool { return strings.Contains(d.screen(), "image or tag not found") })
		if n := strings.Count(d.screen(), "com/reviews:v56: not found"); n != 2 {
			t.Errorf("the image is named %d times, not by its tasks and by an event:\n%s", n, d.screen())
		}
		d.press("n")
		d.see("reviews:v56: not found")
		if n := strings.Count(d.screen(), "image or tag not found"); n != 2 {
			t.Errorf("the cause is told %d times, not in the step and once below it:\n%s", n, d.screen())
		}
	})
}

// What a deployment by CodeDeploy waits for stands above the next step: until about when, as
// no answer tells that, and the traffic of the Blue set, which is the original one although
// its target group is called green. It takes two lines at 80×24.
func TestTheBoardTellsWhatCodeDeployWaitsFor(t *testing.T) {
	driveServer(t, ecsfake.Demo, 80, 24, ofDemo("inventory"), func(d *driver) {
		d.wait(3 * time.Second)
		d.tells("CodeDeploy waits for someone to shift the traffic until about ", "UTC, then CodeDeploy stops the deployment", "Blue …")
		if n := strings.Count(d.screen()[strings.Index(d.screen(), " now   "):strings.Index(d.screen(), " next  ")], "\n"); n > 2 {
			t.Errorf("%d lines:\n%s", n, d.screen())
		}
	})
	driveServer(t, ecsfake.Demo, 200, 60, ofDemo("inventory"), func(d *driver) {
		d.wait(3 * time.Second)
		sides := d.m.board().rollout().Sides
		d.tells("Blue "+sides[0].ShortID()+" 100 %", "Green "+sides[1].ShortID()+" 0 %", "status Ready")
		d.soon(10*time.Minute, "the wait before the Blue set ends", func() bool { return strings.Contains(d.now(), "keeps the original task set") })
		d.wait(time.Minute) // both answers are of the same time
		d.tells("CodeDeploy ends the original task set", "Green "+sides[1].ShortID()+" 100 %")
	})
}

// What CodeDeploy does not tell has a word, and no alarm.
func TestTheBoardHasAWordForAnUnknownDeployment(t *testing.T) {
	for fault, want := range map[string]string{"AccessDeniedException": "no access", "SubscriptionRequiredException": "not available here"} {
		driveServer(t, ecsfake.Demo, 200, 60, ofDemo("inventory"), func(d *driver) {
			d.ecs.Fail("GetDeployment", -1, ecsfake.Exception(fault, "no"))
			d.wait(3 * time.Second)
			d.tells("CodeDeploy d-K3LM0V5DF: " + want)
		})
	}
}

// A canary of the ECS controller at a pause hook waits for a person; ECS's own sentence on
// the rollout is in sight. The next one is rolled back, with its reason; that is busy here as it
// is in the line above the sides.
func TestTheBoardTellsWhatTheECSControllerWaitsFor(t *testing.T) {
	driveServer(t, ecsfake.Demo, 80, 24, ofDemo("storefront"), func(d *driver) {
		d.wait(4 * time.Second)
		d.see("◊ the deployment waits for a person until ", "UTC, then ROLLBACK", "next  continue, or roll back  ", "n continue")
		d.tells("CANARY · the canary of 10 %, for 5 min")
		if strings.Contains(d.now(), "waits for a person") {
			t.Error("the wait is told twice")
		}
	})
	driveServer(t, ecsfake.Demo, 200, 60, ofDemo("storefront"), func(d *driver) {
		d.wait(4 * time.Second)
		d.tells("asked for: production 10 %, test 100 %", "stage PRE_PRODUCTION_TRAFFIC_SHIFT, seen for ", "0 of 3 failures", "watches the alarm storefront-5xx", " in progress.")
		d.soon(20*time.Minute, "a rollback", func() bool { return strings.Contains(d.screen(), "rolls back: ") })
		d.tells("rolls back: ", "Service deployment rolled back because")
		busy, _, _ := strings.Cut(d.m.look.busy.Render("x"), "x")
		for _, text := range []string{"CANARY rolls back: ", glyphBusy + " ECS rolls back: "} {
			if !strings.Contains(d.m.View().Content, busy+text) {
				t.Errorf("%q is not told as busy:\n%s", text, d.screen())
			}
		}
	})
}

// Without the right to describe the deployment, what DescribeServices tells is shown, and
// why there is no more.
func TestTheBoardShowsTheOldDeploymentsWhereThereIsNoMore(t *testing.T) {
	driveServer(t, ecsfake.Demo, 120, 36, ofDemo("storefront"), func(d *driver) {
		d.ecs.Fail("DescribeServiceDeployments", -1, denied("DescribeServiceDeployments"))
		d.wait(4 * time.Second)
		d.tells("only what DescribeServices tells is shown: no access: DescribeServiceDeployments is not allowed", " in progress.")
		d.see("PRIMARY", "IN_PROGRESS")
	})
}
