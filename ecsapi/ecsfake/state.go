package ecsfake

import (
	"math"
	"slices"
	"strings"
	"time"
)

const (
	statusInactive = "INACTIVE"
	statusStopped  = "STOPPED"
	statusRunning  = "RUNNING"
	statusPending  = "PENDING"
	provisioning   = "PROVISIONING" // Of a task, and of a cluster.

	steadyState = "STEADY_STATE"
	stabilizing = "STABILIZING"

	fargate = "FARGATE"
	ec2     = "EC2"

	// maxEvents is how many events of a service ECS keeps.
	maxEvents = 100
	// stoppedFor is how long a stopped task is told of; ECS says at least an hour.
	stoppedFor = time.Hour
)

type cluster struct {
	ordinal   int
	name, arn string
	status    string
	instances int
	tags      map[string]string
	raw       map[string]any
	services  []*service
}

type service struct {
	ordinal    int
	cluster    *cluster
	name, arn  string
	controller string
	status     string
	desired    int
	family     string
	created    time.Time
	launch     wireLaunch
	tags       map[string]string
	raw        map[string]any
	sets       []*taskSet  // Oldest first.
	events     []wireEvent // Oldest first, maxEvents at most.
	stopped    []*task     // Oldest first, those of the last hour.

	// With the ECS controller.
	strategy    Strategy
	deployments []*serviceDeployment // Oldest first.
	course      course               // What goes on with its deployment; nil until something does.
}

// A taskSet holds what its tasks do not tell in wire; the counts and
// computedDesiredCount of wire are filled in when it is answered.
type taskSet struct {
	service     *service
	wire        wireTaskSet
	tags        map[string]string
	raw         map[string]any
	taskRaw     map[string]any
	tasks       []*task  // That have not stopped, oldest first.
	room        int      // Tasks that find capacity, at most.
	end         *TaskEnd // Of each of its tasks; nil where they live on.
	failed      int      // Tasks that ended so.
	settling    int      // Counts up when a plan to become steady is void.
	clientToken string   // Of the CreateTaskSet that made it.
}

type task struct {
	ordinal  int
	set      *taskSet
	id       string
	status   string // lastStatus.
	leaving  bool   // desiredStatus is STOPPED.
	created  time.Time
	pulling  time.Time // pullStartedAt.
	pulled   time.Time // pullStoppedAt.
	started  time.Time // Zero where it never ran.
	stopping time.Time
	stopped  time.Time
	code     string // stopCode.
	reason   string // stoppedReason.
	cause    string // The reason of its container.
	exitCode *int
}

// usesTaskSets tells whether the service's deployments are task sets.
func (v *service) usesTaskSets() bool {
	return v.controller == External || v.controller == CodeDeploy
}

func (v *service) primary() *taskSet {
	for _, t := range v.sets {
		if t.wire.Status == Primary {
			return t
		}
	}
	return nil
}

// taskSet returns the task set with this id or ARN, or nil.
func (v *service) taskSet(name string) *taskSet {
	for _, t := range v.sets {
		if name == t.wire.ID || name == t.wire.ARN {
			return t
		}
	}
	return nil
}

func (v *service) counts() (running, pending int) {
	for _, t := range v.sets {
		r, p := t.counts()
		running, pending = running+r, pending+p
	}
	return running, pending
}

func (t *taskSet) counts() (running, pending int) {
	for _, k := range t.tasks {
		if k.status == statusRunning {
			running++
		} else {
			pending++
		}
	}
	return running, pending
}

// computedDesired is ceil(desiredCount × scale): the SDK's documentation of
// TaskSet.ComputedDesiredCount. The small number keeps a scale such as
// 33.333333333333336 of 3 from coming out as 2.
func (t *taskSet) computedDesired() int {
	if t.wire.Status == Draining {
		return 0
	}
	return int(math.Ceil(float64(t.service.desired)*float64(t.wire.Scale.Value)/100 - 1e-9))
}

// staying returns the tasks that are meant to run.
func (t *taskSet) staying() []*task {
	var staying []*task
	for _, k := range t.tasks {
		if !k.leaving {
			staying = append(staying, k)
		}
	}
	return staying
}

// cluster returns the cluster of this name or ARN, or nil; no name means the
// cluster named default.
func (s *Server) cluster(name string) *cluster {
	if name == "" {
		name = "default"
	}
	if kind, path, ok := s.identity.resource(name); ok && kind == "cluster" {
		name = path
	}
	return s.clusters[name]
}

// service returns the service of this name or ARN in the cluster, or nil. An
// ARN may be of the old form, without the cluster's name.
func (s *Server) service(c *cluster, name string) *service {
	if v := s.services[serviceKey{c.name, name}]; v != nil {
		return v
	}
	kind, path, ok := s.identity.resource(name)
	if !ok || kind != "service" {
		return nil
	}
	if v := s.services[serviceKey{c.name, path}]; v != nil {
		return v
	}
	path, ok = strings.CutPrefix(path, c.name+"/")
	if !ok {
		return nil
	}
	return s.services[serviceKey{c.name, path}]
}

// locate finds a cluster and a service of it, as every operation on task sets
// has to.
func (s *Server) locate(clusterName, serviceName string) (*service, error) {
	c := s.cluster(clusterName)
	if c == nil {
		return nil, clusterNotFound()
	}
	v := s.service(c, serviceName)
	if v == nil {
		return nil, serviceNotFound()
	}
	return v, nil
}

// Remove takes the cluster, service or task set with this ARN out of the world
// at once, as if someone else had finished it off between two requests. An ARN
// of nothing is no error.
func (s *Server) Remove(arn string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.advance()
	for _, c := range slices.Clone(s.order) {
		for _, v := range slices.Clone(c.services) {
			for _, t := range slices.Clone(v.sets) {
				if t.wire.ARN == arn || v.arn == arn || c.arn == arn {
					s.forget(t, s.at)
				}
			}
			if v.arn == arn || c.arn == arn {
				delete(s.services, serviceKey{c.name, v.name})
				c.services = slices.DeleteFunc(c.services, func(other *service) bool { return other == v })
			}
		}
		if c.arn == arn {
			delete(s.clusters, c.name)
			s.order = slices.DeleteFunc(s.order, func(other *cluster) bool { return other == c })
		}
	}
}

// Overlay sets the Raw members of the cluster, service or task set with this
// ARN, so that from now on its answers show something odd, or old, or nothing.
// Nil takes them away again.
func (s *Server) Overlay(arn string, raw map[string]any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.order {
		if c.arn == arn {
			c.raw = raw
		}
		for _, v := range c.services {
			if v.arn == arn {
				v.raw = raw
			}
			if t := v.taskSet(arn); t != nil {
				t.raw = raw
			}
		}
	}
}
