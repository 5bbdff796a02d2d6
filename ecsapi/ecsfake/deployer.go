package ecsfake

import (
	"fmt"
	"slices"
	"time"
)

// A deployer brings out one revision of a service after another, as a pipeline
// does with an EXTERNAL service: a green set fills up behind the test listener, gets
// 10, 50 and 100 percent of the traffic when it is steady, is promoted, and the former
// PRIMARY is deleted. Each step plans the next, and looks again at what is there: a
// person may have deleted any of it meanwhile.
type deployer struct {
	server   *Server
	service  *service
	revision int
	groups   [2]string     // The names of its target groups.
	priority string        // Of its rules.
	fill     time.Duration // From the creation of a green set to the first traffic.
	step     time.Duration // From one share of the traffic to the next, and to the promotion.
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
	d.test(green)
	d.resume(green, at)
}

// resume takes up a deployment whose green set is there.
func (d *deployer) resume(green *taskSet, at time.Time) {
	d.server.plan(at.Add(d.fill), func(at time.Time) { d.shift(green, 10, at) })
}

// freeTargetGroup is the one of two that the PRIMARY does not use.
func (d *deployer) freeTargetGroup() string {
	if t := d.service.primary(); t != nil && t.targetGroup() == d.server.identity.targetGroup(d.groups[0]) {
		return d.groups[1]
	}
	return d.groups[0]
}

// targetGroup is the first target group of the set, empty if it has none.
func (t *taskSet) targetGroup() string {
	for _, l := range t.wire.LoadBalancers {
		return l.TargetGroupArn
	}
	return ""
}

// test has the test listener send all to the green set.
func (d *deployer) test(green *taskSet) {
	if r := d.server.rule(demoBalancer, testPort, d.priority); r != nil {
		d.server.weigh(r, Weighted{green.targetGroup(), new(1)})
	}
}

// shift gives the green set its next share of the traffic, and at 50 percent all of its
// tasks, where it does not have them.
func (d *deployer) shift(green *taskSet, percent int, at time.Time) {
	next := map[int]int{10: 50, 50: 100}
	switch {
	case !slices.Contains(d.service.sets, green) || green.wire.Status == Draining:
		d.restore()
		d.startAt(at.Add(pause))
		return
	case green.wire.Stability != steadyState:
		d.server.plan(at.Add(d.step), func(at time.Time) { d.shift(green, percent, at) })
		return
	}
	d.share(green, percent)
	if percent == 50 && green.wire.Scale.Value < 100 {
		green.wire.Scale.Value = 100
		green.touch(at)
		d.server.reconcile(green, at)
	}
	d.server.plan(at.Add(d.step), func(at time.Time) {
		if percent == 100 {
			d.promote(green, at)
			return
		}
		d.shift(green, next[percent], at)
	})
}

// share gives a set so many percent of the production traffic, and the PRIMARY the rest.
func (d *deployer) share(green *taskSet, percent int) {
	r := d.server.rule(demoBalancer, productionPort, d.priority)
	blue := d.service.primary()
	switch {
	case r == nil:
	case blue == nil || blue == green || blue.targetGroup() == green.targetGroup():
		d.server.weigh(r, Weighted{green.targetGroup(), new(100)})
	default:
		d.server.weigh(r, Weighted{blue.targetGroup(), new(100 - percent)}, Weighted{green.targetGroup(), &percent})
	}
}

// restore gives the traffic back to the PRIMARY.
func (d *deployer) restore() {
	if blue := d.service.primary(); blue != nil {
		d.share(blue, 100)
	}
}

func (d *deployer) promote(green *taskSet, at time.Time) {
	switch {
	case !slices.Contains(d.service.sets, green):
		d.restore()
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
