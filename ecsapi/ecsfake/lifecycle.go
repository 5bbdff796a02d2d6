package ecsfake

import (
	"slices"
	"time"
)

// fillWithin bounds the time between the start of the first and of the last
// task of a big set.
const fillWithin = time.Minute

// touch notes that something about the set changed.
func (t *taskSet) touch(at time.Time) { t.wire.UpdatedAt = epoch{at} }

// stagger returns how long after the first of n tasks the i-th one moves.
func (s *Server) stagger(i, n int) time.Duration {
	return time.Duration(i) * min(s.timing.Every, fillWithin/time.Duration(n))
}

// reconcile starts the tasks that the set lacks of its computed desired count
// and stops those that are too many, the newest first.
func (s *Server) reconcile(t *taskSet, at time.Time) {
	staying := t.staying()
	want := min(t.computedDesired(), t.room)
	switch {
	case len(staying) < want:
		s.start(t, want-len(staying), at)
	case len(staying) > want:
		surplus := staying[want:]
		slices.Reverse(surplus)
		s.stop(t, surplus, at, func(i int) time.Duration { return s.timing.Start + s.stagger(i, len(surplus)) })
	}
	s.judge(t, at)
}

// judge sets the stability. A set is steady when its tasks have been all there,
// running and none leaving, for the settling time.
func (s *Server) judge(t *taskSet, at time.Time) {
	running, pending := t.counts()
	calm := running == t.computedDesired() && pending == 0 && len(t.staying()) == running && (t.end == nil || running == 0)
	if calm && t.wire.Stability == steadyState {
		return
	}
	t.settling++
	if t.wire.Stability != stabilizing {
		t.wire.Stability, t.wire.StabilityAt = stabilizing, epoch{at}
		t.touch(at)
	}
	if !calm || t.wire.Status == Draining {
		return
	}
	plan := t.settling
	s.plan(at.Add(s.timing.Settle), func(at time.Time) {
		if t.settling == plan && t.wire.Status != Draining {
			s.settle(t, at)
		}
	})
}

func (s *Server) settle(t *taskSet, at time.Time) {
	t.wire.Stability, t.wire.StabilityAt = steadyState, epoch{at}
	for _, d := range t.service.deployments {
		if d.target == t && d.follows && d.finished.IsZero() {
			d.finished, d.updated = at, at
			s.sayService(t.service, at, "(deployment "+t.wire.ID+") deployment completed.")
		}
	}
	t.touch(at)
	s.say(t, at, "updated state to STEADY_STATE.")
	s.saySteady(t.service, at)
}

// start makes n tasks, which become RUNNING one after another.
func (s *Server) start(t *taskSet, n int, at time.Time) {
	begun := make([]*task, 0, n)
	for i := range n {
		k := s.newTask(t, at)
		k.status = provisioning
		begun = append(begun, k)
		due := at.Add(s.timing.Start + s.stagger(i, n))
		s.plan(at.Add(due.Sub(at)/2), func(at time.Time) {
			if k.status == provisioning {
				k.status, k.pulling = statusPending, at
				t.touch(at)
			}
		})
		s.plan(due, func(at time.Time) {
			switch {
			case k.status == statusStopped || k.leaving:
			case t.end != nil && t.end.NeverRan:
				s.fail(k, at)
			default:
				s.run(k, at)
			}
		})
	}
	t.touch(at)
	s.say(t, at, "has started %d tasks: %s.", n, tasksNamed(begun))
}

func (s *Server) run(k *task, at time.Time) {
	k.begin(at)
	k.set.touch(at)
	s.sayTargets(k.set, at, "registered", 1)
	if k.set.end != nil {
		s.plan(at.Add(s.lifetime(k.set.end)), func(at time.Time) { s.fail(k, at) })
	}
	s.judge(k.set, at)
}

// begin makes a task RUNNING; it had its image a little before.
func (k *task) begin(at time.Time) {
	k.status, k.started, k.pulled = statusRunning, at, at.Add(-at.Sub(k.pulling)/4)
}

// lifetime is how long a task with this end runs: one that a load balancer finds
// unhealthy outlives its health checks.
func (s *Server) lifetime(e *TaskEnd) time.Duration {
	if e.TargetReason != "" {
		return 4 * s.timing.Crash
	}
	return s.timing.Crash
}

// fail ends a task as its set says; a new one is started some seconds later.
func (s *Server) fail(k *task, at time.Time) {
	if k.status == statusStopped || k.leaving {
		return
	}
	t, e := k.set, k.set.end
	k.code, k.reason, k.cause, k.exitCode = e.Code, e.Reason, e.Container, e.ExitCode
	if e.NeverRan {
		k.pulled = at
	}
	if e.TargetReason != "" && len(t.wire.LoadBalancers) > 0 {
		group := " in (target-group " + t.wire.LoadBalancers[0].TargetGroupArn + ")"
		k.reason += group
		s.say(t, at, "(task %s) (port %d) is unhealthy%s due to (reason %s)", k.id, t.wire.LoadBalancers[0].ContainerPort, group, e.TargetDescription)
	}
	s.end(k, at)
	t.failed++
	if !e.NeverRan {
		s.sayTargets(t, at, "deregistered", 1)
	}
	if t.failed%3 == 0 {
		s.sayService(t.service, at, e.Event)
	}
	s.judge(t, at)
	s.plan(at.Add(s.timing.Start), func(at time.Time) {
		if t.wire.Status != Draining {
			s.reconcile(t, at)
		}
	})
}

// stop has the tasks leave, the i-th one after the time that wait gives.
func (s *Server) stop(t *taskSet, tasks []*task, at time.Time, wait func(i int) time.Duration) {
	if len(tasks) == 0 {
		return
	}
	for i, k := range tasks {
		k.leaving, k.stopping = true, at
		k.code, k.reason, k.exitCode = "ServiceSchedulerInitiated", "Scaling activity initiated by (deployment "+t.wire.ID+")", new(143)
		s.plan(at.Add(wait(i)), func(at time.Time) {
			if k.status == statusStopped {
				return
			}
			s.end(k, at)
			s.sayTargets(t, at, "deregistered", 1)
			s.say(t, at, "has stopped 1 running tasks: %s.", tasksNamed([]*task{k}))
			s.judge(t, at)
			s.retireDeployment(t, at)
		})
	}
	t.touch(at)
	s.say(t, at, draining, len(tasks))
}

// end takes a task from the set to the service's stopped tasks.
func (s *Server) end(k *task, at time.Time) {
	k.status, k.leaving, k.stopped = statusStopped, true, at
	if k.stopping.IsZero() {
		k.stopping = at
	}
	t := k.set
	t.tasks = slices.DeleteFunc(t.tasks, func(other *task) bool { return other == k })
	t.touch(at)
	v := t.service
	forgotten := 0
	for forgotten < len(v.stopped) && at.Sub(v.stopped[forgotten].stopped) > stoppedFor {
		forgotten++
	}
	v.stopped = append(v.stopped[forgotten:], k)
}

// drain is what a DeleteTaskSet sets going: the tasks stop one after another
// within the drain time, and then the set is gone.
func (s *Server) drain(t *taskSet, at time.Time) {
	t.wire.Status, t.wire.Scale.Value = Draining, 0
	t.settling++
	t.wire.Stability, t.wire.StabilityAt = stabilizing, epoch{at}
	t.touch(at)
	gone := at.Add(s.timing.Deregister)
	if n := len(t.tasks); n > 0 {
		s.stop(t, slices.Clone(t.tasks), at, func(i int) time.Duration {
			return s.timing.Drain * time.Duration(i+1) / time.Duration(n)
		})
		gone = gone.Add(s.timing.Drain)
	}
	s.plan(gone, func(at time.Time) { s.forget(t, at) })
}

// forget takes a set out of its service, and stops what still runs of it. What
// is still planned for the set finds it DRAINING and without tasks.
func (s *Server) forget(t *taskSet, at time.Time) {
	t.wire.Status = Draining
	for _, k := range slices.Clone(t.tasks) {
		s.end(k, at)
	}
	v := t.service
	v.sets = slices.DeleteFunc(v.sets, func(other *taskSet) bool { return other == t })
}

// retireDeployment ends a former deployment of a service with the ECS
// controller once its last task has stopped.
func (s *Server) retireDeployment(t *taskSet, at time.Time) {
	if !t.service.usesTaskSets() && t.wire.Status == Active && len(t.tasks) == 0 {
		s.forget(t, at)
	}
}

// retire is what a DeleteService sets going: the service is DRAINING while its
// tasks stop, and INACTIVE after that.
func (s *Server) retire(v *service, at time.Time) {
	v.status, v.desired = Draining, 0
	for _, t := range v.sets {
		t.wire.Scale.Value = 0
		s.reconcile(t, at)
	}
	s.plan(at.Add(s.timing.Drain+s.timing.Deregister), func(at time.Time) {
		for _, t := range slices.Clone(v.sets) {
			s.forget(t, at)
		}
		v.status = statusInactive
	})
}

func (s *Server) newTask(t *taskSet, at time.Time) *task {
	s.ordinals++
	k := &task{ordinal: s.ordinals, set: t, id: s.identity.taskID(), created: at}
	t.tasks = append(t.tasks, k)
	return k
}
