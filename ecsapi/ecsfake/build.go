package ecsfake

import (
	"cmp"
	"math"
	"slices"
	"time"
)

func (s *Server) addCluster(spec Cluster) {
	s.ordinals++
	c := &cluster{
		ordinal: s.ordinals, name: spec.Name, arn: s.identity.arn("cluster/" + spec.Name),
		status: cmp.Or(spec.Status, Active), instances: spec.Instances, tags: spec.Tags, raw: spec.Raw,
	}
	s.order = append(s.order, c)
	s.clusters[c.name] = c
	for _, v := range spec.Services {
		s.addService(c, v)
	}
}

func (s *Server) addService(c *cluster, spec Service) {
	s.ordinals++
	v := &service{
		ordinal: s.ordinals, cluster: c, name: spec.Name,
		controller: spec.Controller, status: cmp.Or(spec.Status, Active), desired: spec.Desired,
		family: cmp.Or(spec.Family, spec.Name), tags: spec.Tags, raw: spec.Raw, launch: s.launchOf(spec), strategy: spec.Strategy,
	}
	v.arn = s.identity.arn("service/" + c.name + "/" + v.name)
	if spec.ShortARN {
		v.arn = s.identity.arn("service/" + v.name)
	}
	if len(spec.TaskSets) == 0 && !v.usesTaskSets() {
		spec.TaskSets = []TaskSet{{Status: Primary, Age: spec.Age}}
	}
	age := spec.Age
	for _, t := range spec.TaskSets {
		age = max(age, t.Age)
	}
	v.created = s.at.Add(-age)
	c.services = append(c.services, v)
	s.services[serviceKey{c.name, v.name}] = v
	for _, t := range spec.TaskSets {
		s.addTaskSet(v, t)
	}
	s.addDeployments(v, spec.Deployments)
	slices.SortStableFunc(v.events, func(a, b wireEvent) int { return a.CreatedAt.Compare(b.CreatedAt.Time) })
	if v.status == Draining {
		s.retire(v, s.at)
	}
}

func (s *Server) launchOf(spec Service) wireLaunch {
	l := wireLaunch{
		LaunchType: spec.LaunchType, CapacityProviders: spec.CapacityProviders,
		PlatformVersion: spec.PlatformVersion, PlatformFamily: spec.PlatformFamily,
		Network: &wireNetwork{wireVPC{
			Subnets:        subnets,
			SecurityGroups: []string{"sg-0c7fa917d2b3e4f51"},
			AssignPublicIP: "DISABLED",
		}},
	}
	if l.LaunchType == "" && len(l.CapacityProviders) == 0 {
		l.LaunchType = fargate
	}
	if l.LaunchType == fargate {
		l.PlatformVersion = cmp.Or(l.PlatformVersion, "1.4.0")
		l.PlatformFamily = cmp.Or(l.PlatformFamily, "Linux")
	}
	return l
}

func (s *Server) addTaskSet(v *service, spec TaskSet) {
	t := s.newTaskSet(v, spec.ID, s.at.Add(-spec.Age))
	w := &t.wire
	w.Status = cmp.Or(spec.Status, Active)
	w.TaskDefinition = s.identity.taskDefinition(cmp.Or(spec.TaskDefinition, revision(v.family, max(spec.Revision, 1))))
	w.StartedBy, w.ExternalID = spec.StartedBy, spec.ExternalID
	w.Scale.Value = 100
	if w.Status == Draining {
		w.Scale.Value = 0
	}
	if spec.Scale != nil {
		w.Scale.Value = percent(*spec.Scale)
	}
	if spec.TargetGroup != "" && len(spec.LoadBalancers) == 0 {
		spec.LoadBalancers = []LoadBalancer{{TargetGroupArn: spec.TargetGroup, ContainerName: v.family, ContainerPort: 8080}}
	}
	for _, l := range spec.LoadBalancers {
		w.LoadBalancers = append(w.LoadBalancers, s.attached(l))
	}
	w.ServiceRegistries = append(w.ServiceRegistries, spec.ServiceRegistries...)
	if spec.KMSKey != "" {
		w.Storage = &wireStorage{spec.KMSKey}
	}
	t.tags, t.raw, t.taskRaw, t.end = spec.Tags, spec.Raw, spec.TaskRaw, spec.Ends
	if spec.Crashes {
		t.end = Exits(1)
	}
	s.populate(t, spec)
}

// attached is a load balancer of a task set with the ARN of its target group, which
// exists from then on.
func (s *Server) attached(l LoadBalancer) LoadBalancer {
	if l.TargetGroupArn != "" {
		l.TargetGroupArn = s.group(l.TargetGroupArn).arn
	}
	return l
}

// newTaskSet adds a set without tasks to the service: what addTaskSet and
// CreateTaskSet have in common.
func (s *Server) newTaskSet(v *service, id string, at time.Time) *taskSet {
	if id == "" {
		id = s.identity.taskSetID()
	}
	t := &taskSet{service: v, room: math.MaxInt, wire: wireTaskSet{
		ID: id, ARN: s.identity.arn("task-set/" + v.cluster.name + "/" + v.name + "/" + id),
		ServiceARN: v.arn, ClusterARN: v.cluster.arn,
		CreatedAt: epoch{at}, UpdatedAt: epoch{at}, StabilityAt: epoch{at},
		wireLaunch:    v.launch,
		LoadBalancers: []LoadBalancer{}, ServiceRegistries: []ServiceRegistry{},
		Status: Active, Stability: stabilizing, Scale: wireScale{Unit: "PERCENT"},
	}}
	v.sets = append(v.sets, t)
	if !v.usesTaskSets() {
		s.newDeployment(v, t, at)
	}
	return t
}

// populate gives a set of the start its tasks, its stability and its past, and
// sets it moving.
func (s *Server) populate(t *taskSet, spec TaskSet) {
	w := &t.wire
	if spec.Unplaceable > 0 {
		t.room = max(t.computedDesired()-spec.Unplaceable, 0)
	}
	running := min(t.computedDesired(), t.room)
	if w.Status == Draining {
		running = 1
	}
	if spec.Running != nil {
		running = *spec.Running
	}
	for i := range running {
		begun := w.CreatedAt.Add(time.Second)
		k := s.newTask(t, begun)
		k.pulling = earlier(s.at, begun.Add(s.timing.Start/2))
		k.begin(earlier(s.at, begun.Add(s.timing.Start+s.stagger(i, running))))
		if t.end != nil {
			s.plan(s.at.Add(s.stagger(i+1, running)), func(at time.Time) { s.fail(k, at) })
		}
	}
	settled := earlier(s.at, w.CreatedAt.Add(s.timing.Start+fillWithin+s.timing.Settle))
	steady := running == t.computedDesired() && (t.end == nil || running == 0) && w.Status != Draining
	if steady {
		w.Stability, w.StabilityAt = steadyState, epoch{settled}
	}
	w.Stability = cmp.Or(spec.Stability, w.Stability)
	if spec.StabilityAge > 0 {
		w.StabilityAt = epoch{s.at.Add(-spec.StabilityAge)}
	}
	w.UpdatedAt = w.StabilityAt
	s.tellPast(t, settled)
	switch {
	case w.Status == Draining:
		since := w.StabilityAt
		s.drain(t, s.at)
		w.StabilityAt, w.UpdatedAt = since, since
	case steady && spec.Stability != "" && spec.Stability != stabilizing:
		// As the test wants it, until something about the tasks changes.
	default:
		s.setMoving(t)
	}
}

// setMoving starts what a set of the start lacks, without moving its times.
func (s *Server) setMoving(t *taskSet) {
	stability, since := t.wire.Stability, t.wire.StabilityAt
	s.reconcile(t, s.at)
	t.wire.Stability, t.wire.StabilityAt, t.wire.UpdatedAt = stability, since, since
	if t.room < math.MaxInt {
		s.complain(t, s.at)
	}
}

// complain says every five minutes that a task of the set finds no capacity,
// for as long as that is so.
func (s *Server) complain(t *taskSet, at time.Time) {
	if t.wire.Status == Draining {
		return
	}
	if t.computedDesired() > t.room {
		s.say(t, at, "was unable to place a task. Reason: Capacity is unavailable at this time. "+
			"Please try again later or in a different availability zone. "+troubleshooting)
	}
	s.plan(at.Add(5*time.Minute), func(at time.Time) { s.complain(t, at) })
}

// tellPast adds the events that ECS would have told of the set until now; ECS
// repeats every six hours that a service is steady.
func (s *Server) tellPast(t *taskSet, settled time.Time) {
	at := t.wire.CreatedAt.Time
	if n := len(t.tasks); n > 0 && at.Before(s.at) {
		s.say(t, at.Add(time.Second), "has started %d tasks: %s.", n, tasksNamed(t.tasks))
		s.sayTargets(t, at.Add(s.timing.Start), "registered", n)
	}
	if t.wire.Stability != steadyState || !settled.Before(s.at) {
		return
	}
	s.say(t, settled, "updated state to STEADY_STATE.")
	if t.wire.Status != Primary {
		return
	}
	const repeat = 6 * time.Hour
	from := settled
	if oldest := s.at.Add(-(maxEvents - 10) * repeat); from.Before(oldest) {
		from = oldest
	}
	for ; from.Before(s.at); from = from.Add(repeat) {
		s.sayService(t.service, from, "has reached a steady state.")
	}
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
