package ui

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"tealset/ecsapi/ecsfake"
)

// The counts of a board wait for nothing but its service: they are drawn while the load
// balancers, the tasks and the deployments have not answered, and none of those is asked
// before the service.
func TestTheCountsOfABoardWaitForItsServiceAlone(t *testing.T) {
	for _, service := range []string{"accounts", "inventory", "storefront"} {
		held := func(now func() time.Time) *ecsfake.Server {
			s := ecsfake.Demo(now)
			for _, operation := range []string{
				"DescribeTargetGroups", "DescribeListeners", "DescribeRules", "DescribeTargetHealth", "DescribeTargetGroupAttributes", "ListTasks", "DescribeTasks",
				"DescribeTaskDefinition", "GetDeployment", "GetDeploymentTarget", "DescribeServiceDeployments", "DescribeServiceRevisions",
			} {
				s.Fail(operation, -1, ecsfake.Slow(9*time.Second))
			}
			return s
		}
		driveServer(t, held, 80, 24, ofDemo(service), func(d *driver) {
			d.wait(time.Second)
			sides := d.m.board().grid.shown
			if len(sides) != 2 || d.m.board().rollout().Known.TasksRead {
				t.Fatalf("%s: %d sides", service, len(sides))
			}
			for _, side := range sides {
				if !regexp.MustCompile(`(?m)^ .  ?` + side.Value.Role + ` .* \d+/\d+ `).MatchString(d.screen()) {
					t.Errorf("%s: %s has no counts:\n%s", service, side.Value.Role, d.screen())
				}
			}
			calls := d.ecs.Calls()
			described := slices.IndexFunc(calls, func(c ecsfake.Call) bool { return c.Operation == "DescribeServices" })
			beside := slices.IndexFunc(calls, func(c ecsfake.Call) bool { return c.Service != "ecs" || strings.Contains(c.Operation, "Task") })
			if described < 0 || beside >= 0 && beside < described {
				t.Errorf("%s: %s was asked before the service", service, calls[beside].Operation)
			}
		})
	}
}
