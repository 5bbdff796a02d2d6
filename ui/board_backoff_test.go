package ui

import (
	"testing"
	"time"

	"tealset/ecsapi/ecsfake"
)

// A read of the traffic that brings only a part is a read that failed: while rules, listeners or
// groups cannot be read, all of them are looked for once a minute at most; and when they can be
// read again the board goes on as before.
func TestAReadOfTheTrafficThatFailsIsTriedLessOften(t *testing.T) {
	for _, operation := range []string{"DescribeTargetGroups", "DescribeListeners", "DescribeRules"} {
		driveServer(t, ecsfake.Demo, 120, 36, ofDemo("checkout"), func(d *driver) {
			d.ecs.Fail(operation, -1, ecsfake.Exception("OperationNotPermitted", "not now"))
			d.wait(3 * time.Minute)
			before := d.ecs.Count("DescribeTargetGroups") // each search begins with one
			d.wait(10 * time.Minute)
			if searches := d.ecs.Count("DescribeTargetGroups") - before; searches < 5 || searches > 10 {
				t.Errorf("without %s: %d searches in ten minutes", operation, searches)
			}
			d.ecs.Heal()
			d.wait(90 * time.Second)
			if fault := d.m.board().rollout().Known.Routing.Fault; fault != nil {
				t.Errorf("with %s again: %v", operation, fault)
			}
		})
	}
}
