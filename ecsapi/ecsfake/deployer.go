package ecsfake

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// A deployer brings out one revision of a service after another, as a pipeline
// does with an EXTERNAL service: a green set fills up, is promoted when it is
// steady, and the former PRIMARY is deleted. Each step plans the next, and looks
// again at what is there: a person may have deleted any of it meanwhile.
type deployer struct {
	server   *Server
	service  *service
	revision int
}

func (d *deployer) startAt(at time.Time) { d.server.plan(at, d.create) }

// pause is the time from the end of one deployment to the next.
const pause = 2 * time.Minute

func (d *deployer) create(at time.Time) {
	v := d.service
	if v.status != Active || len(v.sets) >= maxTaskSets {
		d.startAt(at.Add(pause))
		return
	}
	d.revision++
	green := d.server.newTaskSet(v, "", at)
	green.wire.ExternalID = fmt.Sprintf("pipeline-%d", 1841+d.revision)
	green.wire.TaskDefinition = d.server.identity.taskDefinition(revision(v.family, d.revision))
	green.wire.Scale.Value = 100
	green.wire.LoadBalancers = []LoadBalancer{d.server.attached(LoadBalancer{
		TargetGroupArn: d.freeTargetGroup(), ContainerName: v.family, ContainerPort: 8080,
	})}
	d.server.reconcile(green, at)
	d.server.plan(at.Add(90*time.Second), func(at time.Time) { d.promote(green, at) })
}

// freeTargetGroup is the one of two that the PRIMARY does not use.
func (d *deployer) freeTargetGroup() string {
	if t := d.service.primary(); t != nil && len(t.wire.LoadBalancers) > 0 &&
		strings.Contains(t.wire.LoadBalancers[0].TargetGroupArn, d.service.name+"-a/") {
		return d.service.name + "-b"
	}
	return d.service.name + "-a"
}

func (d *deployer) promote(green *taskSet, at time.Time) {
	switch {
	case !slices.Contains(d.service.sets, green):
		d.startAt(at.Add(pause))
	case green.wire.Stability != steadyState:
		d.server.plan(at.Add(15*time.Second), func(at time.Time) { d.promote(green, at) })
	default:
		former := d.service.primary()
		d.server.promote(green, at)
		d.server.plan(at.Add(30*time.Second), func(at time.Time) { d.clear(former, at) })
	}
}

func (d *deployer) clear(former *taskSet, at time.Time) {
	if former != nil && former.wire.Status == Active && slices.Contains(d.service.sets, former) {
		d.server.drain(former, at)
	}
	d.startAt(at.Add(pause))
}

// A roller does the same for a service with the ECS controller: the new
// deployment is PRIMARY at once, and the former one shrinks when it is steady.
type roller struct {
	server   *Server
	service  *service
	revision int
}

// startAt takes up a deployment that is under way.
func (r *roller) startAt(at time.Time) { r.server.plan(at.Add(40*time.Second), r.shrink) }

func (r *roller) begin(at time.Time) {
	r.revision++
	t := r.server.newTaskSet(r.service, "", at)
	t.wire.TaskDefinition = r.server.identity.taskDefinition(revision(r.service.family, r.revision))
	t.wire.Scale.Value = 100
	r.server.promote(t, at)
	r.server.reconcile(t, at)
	r.server.plan(at.Add(45*time.Second), r.shrink)
}

func (r *roller) shrink(at time.Time) {
	for _, t := range slices.Clone(r.service.sets) {
		if t.wire.Status == Active {
			t.wire.Scale.Value = 0
			r.server.reconcile(t, at)
		}
	}
	r.server.plan(at.Add(3*time.Minute), r.begin)
}
