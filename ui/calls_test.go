package ui

import (
	"testing"
	"time"

	"tealset/ecsapi/ecsfake"
)

// mostRequests is what an open board may cost in a minute with everything on, all services
// of AWS and the list beside it together.
const mostRequests = 40

// quarters are a quarter of the smallest bucket of what a board reads of each service.
var quarters = map[string]int{"ecs": 12, "elasticloadbalancing": 10, "codedeploy": 2}

// Each story of a rollout is looked at within the promised requests: the board with everything
// on, its list beside it, in any minute of the first ten once the board has been opened, and
// no second takes more than a quarter of a bucket of AWS.
func TestAnOpenBoardCostsFewRequestsInEachStory(t *testing.T) {
	for _, story := range ecsfake.Stories() {
		if raced && story.Service != "checkout" {
			continue // races do not need every story
		}
		t.Run(story.Service, func(t *testing.T) {
			driveServer(t, ecsfake.Demo, 120, 36, ofDemo(story.Service), func(d *driver) {
				d.wait(time.Minute) // it is opened
				opened := d.ecs.Count("*")
				d.passes(9*time.Minute, nil)
				cost := ecsfake.CostOf(d.ecs.Calls()[opened:], 9*time.Minute)
				if cost.Minute > mostRequests {
					t.Errorf("%d requests in the busiest minute: %+v", cost.Minute, cost)
				}
				for service, n := range cost.Second {
					if n > quarters[service] {
						t.Errorf("%d requests to %s in one second", n, service)
					}
				}
				t.Logf("%s: %d requests in the busiest minute, %.1f a minute, the least are %.1f; in a second %v",
					story.Tells, cost.Minute, cost.Average, cost.Floor, cost.Second)
			})
		})
	}
}
