package ecsfake

import (
	"fmt"
	"time"
)

// A codeDeployer goes on with a deployment of CodeDeploy that waits for a person, and
// brings out another when it is done, which waits in its turn.
type codeDeployer struct {
	server   *Server
	service  *service
	id       string
	revision int
	once     bool // No other deployment follows.
	turn     int  // Counts up when a person has acted: what was planned before is void.
}

// startAt takes up a deployment that is ready.
func (c *codeDeployer) startAt(at time.Time) {
	c.server.codeDeployment(c.id).course = c
	c.plan(at.Add(2*time.Minute), c.reroute)
}

// plan does something later, unless a person acts before that.
func (c *codeDeployer) plan(at time.Time, do func(at time.Time)) {
	turn := c.turn
	c.server.plan(at, func(at time.Time) {
		if c.turn == turn {
			do(at)
		}
	})
}

func (c *codeDeployer) proceed(at time.Time, change func(*Deployment)) {
	c.server.proceed(c.server.codeDeployment(c.id), at, change)
}

// sets are the set that was there before and the one of the deployment; either may be
// nil.
func (c *codeDeployer) sets() (blue, green *taskSet) {
	for _, t := range c.service.sets {
		if t.wire.ExternalID == c.id {
			green = t
		} else if t.wire.Status != Draining {
			blue = t
		}
	}
	return blue, green
}

func (c *codeDeployer) weigh(percent int) {
	blue, green := c.sets()
	d := c.server.codeDeployment(c.id)
	if r := c.server.rule(d.Balancer, d.Port, defaultPriority); r != nil && blue != nil && green != nil {
		c.server.weigh(r, Weighted{green.targetGroup(), &percent}, Weighted{blue.targetGroup(), new(100 - percent)})
	}
}

// reroute shifts the traffic, first a tenth of it.
func (c *codeDeployer) reroute(at time.Time) {
	c.proceed(at, func(d *Deployment) { d.Status, d.Event = inProgress, "AllowTraffic" })
	c.weigh(10)
	c.plan(at.Add(40*time.Second), func(at time.Time) {
		c.weigh(100)
		if _, green := c.sets(); green != nil {
			c.server.promote(green, at)
		}
		c.proceed(at, func(d *Deployment) { d.Event = "AfterAllowTraffic" })
	})
	c.plan(at.Add(time.Minute), func(at time.Time) {
		c.proceed(at, func(d *Deployment) { d.Event, d.Terminating = "", true })
	})
	c.plan(at.Add(time.Minute+5*time.Minute), c.finish)
}

// finish ends the blue set and the deployment.
func (c *codeDeployer) finish(at time.Time) {
	if blue, _ := c.sets(); blue != nil {
		c.server.drain(blue, at)
	}
	c.proceed(at, func(d *Deployment) { d.Terminating, d.Status = false, succeeded })
	if !c.once {
		c.plan(at.Add(pause), c.begin)
	}
}

// begin makes the next deployment and its green set.
func (c *codeDeployer) begin(at time.Time) {
	v, former := c.service, c.server.codeDeployment(c.id)
	blue := v.primary()
	if v.status != Active || blue == nil || len(v.sets) > 1 {
		c.plan(at.Add(pause), c.begin)
		return
	}
	c.revision++
	c.id = fmt.Sprintf("d-%09X", c.revision*0x1234567%0xFFFFFFFFF)
	d := former.Deployment
	d.ID, d.Status, d.Event, d.Age, d.EventAge = c.id, inProgress, "Install", 0, 0
	d.Error, d.Message, d.RolledBackBy, d.Terminating = "", "", "", false
	c.server.addCodeDeploymentAt(d, at)
	green := c.server.newTaskSet(v, "", at)
	green.wire.StartedBy, green.wire.ExternalID = CodeDeploy, c.id
	green.wire.TaskDefinition = c.server.identity.taskDefinition(revision(v.family, c.revision))
	green.wire.Scale.Value = 100
	group := d.Groups[0]
	if blue.targetGroup() == c.server.identity.targetGroup(group) {
		group = d.Groups[1]
	}
	green.wire.LoadBalancers = []LoadBalancer{c.server.attached(LoadBalancer{TargetGroupArn: group, ContainerName: v.family, ContainerPort: 8080})}
	c.server.reconcile(green, at)
	if r := c.server.rule(d.Balancer, d.TestPort, defaultPriority); r != nil {
		c.server.weigh(r, Weighted{green.targetGroup(), new(1)})
	}
	c.server.codeDeployment(c.id).course = c
	c.plan(at.Add(time.Minute), func(at time.Time) {
		c.proceed(at, func(d *Deployment) { d.Status, d.Event = deploymentReady, "" })
		c.startAt(at)
	})
}
