package ecsfake

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// Two statuses of a ServiceDeployment; the first is a rolloutState too.
const (
	rollingOut  = "IN_PROGRESS"
	rollingBack = "ROLLBACK_IN_PROGRESS"
	// rollbackAsked is the status before that.
	rollbackAsked = "ROLLBACK_REQUESTED"
	// shifting is the stage in which the production traffic shifts.
	shifting = "PRODUCTION_TRAFFIC_SHIFT"
)

// ServiceDeployment is a deployment of a service with the ECS controller, as
// DescribeServiceDeployments tells it. Without any, such a service has one for each
// of its task sets, which goes by whether the set is steady.
type ServiceDeployment struct {
	ID           string        // Default: follows from the service and the deployment's place.
	Target       string        // Id of the task set; default the PRIMARY one. Any other id is of one that has gone.
	Revision     int           // Of a target that has gone.
	Sources      []string      // Ids of task sets; default all others.
	Age          time.Duration // Since createdAt.
	Took         time.Duration // From createdAt to finishedAt; 0 is not finished.
	Status       string        // Default IN_PROGRESS, and SUCCESSFUL where it is finished.
	StatusReason string
	Stage        string
	Production   *float64 // requestedProductionTrafficWeight of the target; the first source has the rest.
	Test         *float64 // requestedTestTrafficWeight of the target.
	Hooks        []Hook
	Failures     int    // Of the circuit breaker.
	Threshold    int    // Default 3.
	Breaker      string // Status of the circuit breaker; default MONITORING.
	Alarms       []string
	Triggered    []string
	Rollback     string // Its reason; empty is no rollback.
	Raw          map[string]any
}

// Hook is a lifecycle hook of a ServiceDeployment.
type Hook struct {
	ID      string
	Type    string        // Default PAUSE.
	Status  string        // Default AWAITING_ACTION.
	Expires time.Duration // From the start of the world.
	Timeout string        // timeoutAction; default ROLLBACK.
}

// Strategy is how a service with the ECS controller deploys.
type Strategy struct {
	Name        string // ROLLING, BLUE_GREEN, LINEAR or CANARY.
	BakeMinutes int
	Percent     float64 // Of a step of LINEAR, or of the CANARY.
	StepMinutes int     // The bake time of a step, or of the canary.
	Alternate   string  // The second target group.
	// Where its production and its test rule are; without a TestPort there is none.
	Balancer               string
	Port, TestPort         int
	Priority, TestPriority string
}

type serviceDeployment struct {
	ServiceDeployment
	service          *service
	arn              string
	created, updated time.Time
	finished         time.Time
	hooksFrom        time.Time
	target           *taskSet
	sources          []*taskSet
	follows          bool // Its status is that of its target.
}

// addDeployments gives a service with the ECS controller its deployments. Where none
// are given it has those that newTaskSet made, in another order.
func (s *Server) addDeployments(v *service, spec []ServiceDeployment) {
	if len(spec) == 0 {
		slices.SortStableFunc(v.deployments, func(a, b *serviceDeployment) int { return a.created.Compare(b.created) })
		for i, d := range v.deployments {
			d.sources = nil
			if i > 0 {
				d.sources = []*taskSet{v.deployments[i-1].target}
			}
		}
		return
	}
	v.deployments = nil
	for i, d := range spec {
		made := s.newDeployment(v, v.primary(), s.at.Add(-d.Age))
		made.ServiceDeployment, made.follows, made.updated, made.hooksFrom = d, false, s.at, s.at
		made.arn = s.deploymentARN(v, cmp.Or(d.ID, derived(21, fmt.Sprint(v.arn, i))))
		if d.Target != "" {
			made.target = cmp.Or(v.taskSet(d.Target), s.goneSet(v, d))
		}
		made.sources = slices.DeleteFunc(slices.Clone(v.sets), func(t *taskSet) bool {
			return t == made.target || len(d.Sources) > 0 && !slices.Contains(d.Sources, t.wire.ID)
		})
		if d.Took > 0 {
			made.finished, made.updated = made.created.Add(d.Took), made.created.Add(d.Took)
			made.Status = cmp.Or(d.Status, "SUCCESSFUL")
		}
		made.Status = cmp.Or(made.Status, rollingOut)
	}
}

// goneSet is the target of a deployment that came to nothing.
func (s *Server) goneSet(v *service, d ServiceDeployment) *taskSet {
	t := &taskSet{service: v}
	if primary := v.primary(); primary != nil {
		t.wire = primary.wire
	}
	t.wire.ID, t.wire.Status, t.wire.Scale.Value = d.Target, Active, 0
	t.wire.TaskDefinition = s.identity.taskDefinition(revision(v.family, d.Revision))
	t.wire.CreatedAt = epoch{s.at.Add(-d.Age)}
	return t
}

// rollout is the rolloutState of a set and its reason: that of its newest deployment.
func (t *taskSet) rollout() (state, reason string) {
	id := "ECS deployment " + t.wire.ID
	for _, d := range slices.Backward(t.service.deployments) {
		status, _ := d.status()
		switch {
		case d.target != t || d.follows:
		case d.running() && status != rollingBack:
			return rollingOut, id + " in progress."
		case status != "SUCCESSFUL":
			return "FAILED", cmp.Or(d.StatusReason, id+" failed.")
		}
	}
	if t.wire.Stability == steadyState || t.wire.Status != Primary {
		return "COMPLETED", id + " completed."
	}
	return rollingOut, id + " in progress."
}

func (s *Server) deploymentARN(v *service, id string) string {
	return s.identity.arn("service-deployment/" + v.cluster.name + "/" + v.name + "/" + id)
}

// newDeployment adds a deployment that brings a set out.
func (s *Server) newDeployment(v *service, target *taskSet, at time.Time) *serviceDeployment {
	d := &serviceDeployment{service: v, created: at, updated: at, target: target, follows: true}
	if target != nil {
		d.arn = s.deploymentARN(v, derived(21, target.wire.ID))
		d.sources = slices.DeleteFunc(slices.Clone(v.sets), func(t *taskSet) bool { return t == target })
	}
	v.deployments = append(v.deployments, d)
	v.deployments = v.deployments[max(len(v.deployments)-maxHistory, 0):]
	return d
}

// maxHistory is how many deployments of a service are kept; ECS keeps them for 90 days.
const maxHistory = 200

// status is how the deployment is doing, and when it came to its end.
func (d *serviceDeployment) status() (status string, finished time.Time) {
	if !d.follows {
		return d.Status, d.finished
	}
	if d.target.wire.Stability == steadyState || d.target.wire.Status != Primary {
		if d.finished.IsZero() { // It was steady when the world began.
			d.finished = d.target.wire.StabilityAt.Time
		}
		return "SUCCESSFUL", d.finished
	}
	return rollingOut, time.Time{}
}

// running tells whether the deployment has not come to its end.
func (d *serviceDeployment) running() bool {
	status, _ := d.status()
	return slices.Contains([]string{"PENDING", rollingOut, "STOP_REQUESTED", rollbackAsked, rollingBack}, status)
}

// current is the deployment under way, nil if there is none.
func (v *service) current() *serviceDeployment {
	if n := len(v.deployments); n > 0 && v.deployments[n-1].running() {
		return v.deployments[n-1]
	}
	return nil
}

// Deploy changes the newest deployment of a service with the ECS controller, as ECS
// does in its course.
func (s *Server) Deploy(cluster, service string, change func(*ServiceDeployment)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.advance()
	v := s.services[serviceKey{cluster, service}]
	s.deploy(v.deployments[len(v.deployments)-1], s.at, change)
}

func (s *Server) deploy(d *serviceDeployment, at time.Time, change func(*ServiceDeployment)) {
	change(&d.ServiceDeployment)
	d.updated, d.follows = at, false
	if !d.running() {
		d.finished = at
	}
}

// serviceDeployments are those of all services of all clusters.
func (s *Server) serviceDeployments() []*serviceDeployment {
	var all []*serviceDeployment
	for _, c := range s.order {
		for _, v := range c.services {
			all = append(all, v.deployments...)
		}
	}
	return all
}
