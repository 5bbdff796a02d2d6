package ecsfake

import (
	"slices"
	"time"
)

// preShift is the stage before each step of a canary, at which a hook can wait for a
// person. The SDK has no constant for it.
const preShift = "PRE_PRODUCTION_TRAFFIC_SHIFT"

// A canaries brings out one canary after another of a service with the ECS controller.
// One waits at a hook until somebody lets it go on, the next is rolled back by an alarm,
// and so on in turn.
type canaries struct {
	server   *Server
	service  *service
	revision int
	fails    bool
	turn     int // Counts up when a person has acted: what was planned before is void.
}

// plan does something later, unless a person acts before that.
func (c *canaries) plan(at time.Time, do func(at time.Time)) {
	turn := c.turn
	c.server.plan(at, func(at time.Time) {
		if c.turn == turn {
			do(at)
		}
	})
}

// goOn and goBack are what a person asks for.
func (c *canaries) goOn(at time.Time) {
	c.turn++
	c.proceed(at)
}

func (c *canaries) goBack(at time.Time) {
	c.turn++
	c.rollBackFor(at, nil)
}

// startAt takes up a canary that waits at its hook.
func (c *canaries) startAt(at time.Time) {
	c.service.course = c
	c.plan(at.Add(150*time.Second), c.proceed)
}

// deploy changes the deployment under way.
func (c *canaries) deploy(at time.Time, change func(*ServiceDeployment)) {
	c.server.deploy(c.service.deployments[len(c.service.deployments)-1], at, change)
}

// weigh shares the production traffic out between the green set and the blue one.
func (c *canaries) weigh(green int) {
	t, blue := c.service.primary(), c.blue()
	if r := c.server.rule(c.service.strategy.Balancer, c.service.strategy.Port, c.service.strategy.Priority); r != nil && t != nil && blue != nil {
		c.server.weigh(r, Weighted{blue.targetGroup(), new(100 - green)}, Weighted{t.targetGroup(), &green})
	}
}

// blue is the set that was there before.
func (c *canaries) blue() *taskSet {
	for _, t := range c.service.sets {
		if t.wire.Status == Active {
			return t
		}
	}
	return nil
}

func (c *canaries) proceed(at time.Time) {
	c.deploy(at, func(d *ServiceDeployment) {
		d.Stage, d.Production = shifting, new(100.0)
		for i := range d.Hooks {
			d.Hooks[i].Status = "SUCCEEDED"
		}
	})
	c.weigh(100)
	c.plan(at.Add(15*time.Second), func(at time.Time) {
		c.deploy(at, func(d *ServiceDeployment) { d.Stage = "BAKE_TIME" })
	})
	c.plan(at.Add(75*time.Second), func(at time.Time) {
		c.deploy(at, func(d *ServiceDeployment) { d.Stage = "CLEAN_UP" })
		c.retire(c.blue(), at)
	})
	c.plan(at.Add(2*time.Minute), c.end)
}

// end finishes the deployment under way with success.
func (c *canaries) end(at time.Time) {
	c.deploy(at, func(d *ServiceDeployment) { d.Status, d.Stage = "SUCCESSFUL", "" })
	c.server.sayService(c.service, at, "has reached a steady state.")
	c.plan(at.Add(pause), c.begin)
}

// retire stops the tasks of a set, which is gone when the last has stopped.
func (c *canaries) retire(t *taskSet, at time.Time) {
	if t != nil {
		t.wire.Scale.Value = 0
		c.server.reconcile(t, at)
	}
}

// begin brings out the next canary.
func (c *canaries) begin(at time.Time) {
	v := c.service
	blue := v.primary()
	if v.status != Active || blue == nil || len(v.sets) > 1 {
		c.plan(at.Add(pause), c.begin)
		return
	}
	c.revision, c.fails = c.revision+1, !c.fails
	green := c.server.newTaskSet(v, "", at)
	green.wire.TaskDefinition = c.server.identity.taskDefinition(revision(v.family, c.revision))
	green.wire.Scale.Value = 100
	group := c.server.identity.targetGroup(v.family + "-a")
	if blue.targetGroup() == group {
		group = c.server.identity.targetGroup(v.family + "-b")
	}
	green.wire.LoadBalancers = []LoadBalancer{c.server.attached(LoadBalancer{TargetGroupArn: group, ContainerName: v.family, ContainerPort: 8080})}
	c.server.promote(green, at)
	c.server.reconcile(green, at)
	c.deploy(at, func(d *ServiceDeployment) {
		d.Status, d.Stage, d.Production, d.Test, d.Alarms = rollingOut, "SCALE_UP", new(0.0), new(0.0), []string{v.family + "-5xx"}
	})
	c.plan(at.Add(50*time.Second), func(at time.Time) {
		c.deploy(at, func(d *ServiceDeployment) { d.Stage, d.Test = "TEST_TRAFFIC_SHIFT", new(100.0) })
	})
	c.plan(at.Add(70*time.Second), func(at time.Time) {
		c.deploy(at, func(d *ServiceDeployment) { d.Stage, d.Production = shifting, new(10.0) })
		c.weigh(10)
	})
	if c.fails {
		c.plan(at.Add(100*time.Second), c.rollBack)
		return
	}
	c.plan(at.Add(90*time.Second), c.wait)
}

// wait has the canary stand at a hook for two minutes and a half.
func (c *canaries) wait(at time.Time) {
	c.deploy(at, func(d *ServiceDeployment) {
		d.Stage = preShift
		d.Hooks = []Hook{{ID: "ecs-pause-" + derived(43, c.service.arn+at.String()), Expires: time.Hour + at.Sub(c.service.deployments[len(c.service.deployments)-1].hooksFrom)}}
	})
	c.plan(at.Add(150*time.Second), c.proceed)
}

// rollBack goes back to the blue set, since an alarm rings.
func (c *canaries) rollBack(at time.Time) {
	c.rollBackFor(at, c.service.deployments[len(c.service.deployments)-1].Alarms)
}

// rollBackFor goes back for alarms, or for a person where there are none.
func (c *canaries) rollBackFor(at time.Time, alarms []string) {
	blue, green := c.blue(), c.service.primary()
	if blue == nil || green == nil {
		c.end(at)
		return
	}
	c.deploy(at, func(d *ServiceDeployment) {
		d.Status, d.Production, d.Triggered, d.Hooks = rollingBack, new(0.0), alarms, nil
		d.Rollback, d.StatusReason = "Service deployment rolled back because of an alarm.", "Service deployment rolled back because alarm(s) were triggered."
		if len(alarms) == 0 {
			d.Rollback, d.StatusReason = byPerson, byPerson
		}
	})
	if len(alarms) > 0 {
		c.server.sayService(c.service, at, "(deployment "+green.wire.ID+") deployment failed: alarm detected.")
	}
	c.server.sayService(c.service, at, "rolling back to deployment "+blue.wire.ID+".")
	c.weigh(0)
	c.server.promote(blue, at)
	c.plan(at.Add(40*time.Second), func(at time.Time) {
		c.deploy(at, func(d *ServiceDeployment) { d.Status, d.Stage = "ROLLBACK_SUCCESSFUL", "" })
		if slices.Contains(c.service.sets, green) {
			c.retire(green, at)
		}
		c.plan(at.Add(pause), c.begin)
	})
}
