package ecsfake

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// The statuses of a deployment of CodeDeploy, of its target and of its events.
const (
	deploymentCreated = "Created"
	deploymentReady   = "Ready"
	inProgress        = "InProgress"
	succeeded         = "Succeeded"
	failedStatus      = "Failed"
	deploymentStopped = "Stopped"
	pendingStatus     = "Pending"
)

// The events in the course of a deployment of CodeDeploy to ECS, in their order; the
// two of test traffic are there only with a test listener.
var lifecycleEvents = []string{
	"BeforeInstall", "Install", "AfterInstall", "AllowTestTraffic", "AfterAllowTestTraffic",
	"BeforeAllowTraffic", "AllowTraffic", "AfterAllowTraffic",
}

// Deployment is a deployment of CodeDeploy to a service. The set whose externalId is
// its id is its green one, and the others of the service are blue, that is, what was
// there before. A deployment that no Deployment describes does not exist.
type Deployment struct {
	ID, Cluster, Service string
	// Status is default InProgress. A deployment that is Created has not started.
	Status string
	// Event is the lifecycle event under way, or that failed. Without one those before
	// the traffic have succeeded where the status is Ready, and otherwise all.
	Event           string
	Age             time.Duration // Since createTime.
	EventAge        time.Duration // Since the start of the event, or the end of the last one.
	ReadyWait       int           // Minutes for which it waits before the traffic; 0 is not at all.
	TerminationWait int           // Minutes for which the blue set is kept at the end.
	Terminating     bool          // instanceTerminationWaitTimeStarted.
	Groups          []string      // The names of the two target groups.
	Balancer        string        // With the listeners of the traffic:
	Port, TestPort  int           // TestPort 0 is no test listener.
	Error, Message  string        // errorInformation.
	RolledBackBy    string        // The id of the deployment that rolls it back; empty for none.
	NoLabels        bool          // As in answers of 2018.
	CloudFormation  bool          // Made by CloudFormation's hook: its target has no task sets.
	Raw, TargetRaw  map[string]any
}

type codeDeployment struct {
	Deployment
	created, completed, updated time.Time
	events                      []wireLifecycleEvent
	course                      *codeDeployer // What goes on with it; nil until something does.
}

func (s *Server) addCodeDeployment(spec Deployment) { s.addCodeDeploymentAt(spec, s.at) }

func (s *Server) addCodeDeploymentAt(spec Deployment, at time.Time) {
	d := &codeDeployment{Deployment: spec, created: at.Add(-spec.Age), updated: at.Add(-spec.EventAge)}
	for _, name := range lifecycleEvents {
		if spec.TestPort > 0 || !strings.Contains(name, "TestTraffic") {
			d.events = append(d.events, wireLifecycleEvent{Name: name, Status: pendingStatus})
		}
	}
	d.proceed(d.created, d.updated)
	s.codeDeployments = append(s.codeDeployments, d)
	s.codeDeployments = s.codeDeployments[max(len(s.codeDeployments)-maxHistory, 0):]
}

// proceed brings the events up to where the deployment says it is: those that were
// Pending until then lie between the two times.
func (d *codeDeployment) proceed(from, at time.Time) {
	under := slices.IndexFunc(d.events, func(e wireLifecycleEvent) bool { return e.Name == d.Event })
	done := under
	switch {
	case under >= 0:
	case d.Status == deploymentReady:
		done = slices.IndexFunc(d.events, func(e wireLifecycleEvent) bool { return e.Name == "BeforeAllowTraffic" })
	case d.Status == deploymentCreated || d.Status == "Queued":
		done = 0
	default:
		done = len(d.events)
	}
	for i := range d.events {
		e := &d.events[i]
		switch {
		case i < done && e.Status != succeeded:
			step := at.Sub(from) / time.Duration(done)
			if e.Start.IsZero() {
				e.Start = epoch{from.Add(step * time.Duration(i))}
			}
			e.Status, e.End = succeeded, epoch{from.Add(step * time.Duration(i+1))}
		case i == under && d.Status == failedStatus:
			if e.Start.IsZero() {
				e.Start = epoch{at}
			}
			e.Status, e.End = failedStatus, epoch{at}
			e.Diagnostics = &wireDiagnostics{Code: cmp.Or(d.Error, "UnknownError"), Message: d.Message}
		case i == under && e.Status != inProgress:
			e.Status, e.Start = inProgress, epoch{at}
		case i > done && d.final():
			e.Status = "Skipped"
		}
	}
	d.updated = at
	if d.final() && d.completed.IsZero() {
		d.completed = at
	}
}

func (d *codeDeployment) final() bool {
	return slices.Contains([]string{succeeded, failedStatus, deploymentStopped}, d.Status)
}

// Proceed changes a deployment of CodeDeploy, as CodeDeploy does in its course.
func (s *Server) Proceed(id string, change func(*Deployment)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.advance()
	s.proceed(s.codeDeployment(id), s.at, change)
}

func (s *Server) proceed(d *codeDeployment, at time.Time, change func(*Deployment)) {
	from := d.updated
	change(&d.Deployment)
	d.proceed(from, at)
}

func (s *Server) codeDeployment(id string) *codeDeployment {
	for _, d := range s.codeDeployments {
		if d.ID == id {
			return d
		}
	}
	return nil
}

// deployed is the service that a deployment deploys to, nil if there is none.
func (s *Server) deployed(d *codeDeployment) *service {
	return s.services[serviceKey{d.Cluster, d.Service}]
}

// trafficWeight is the percent of a set in the first rule of the production listener
// that names its target group. Without a load balancer the PRIMARY has all.
func (s *Server) trafficWeight(d *codeDeployment, t *taskSet) percent {
	for _, r := range s.elb.rules {
		if r.listener.balancer.name != d.Balancer || r.listener.port != d.Port || len(t.wire.LoadBalancers) == 0 ||
			!r.forwardsTo(t.wire.LoadBalancers[0].TargetGroupArn) {
			continue
		}
		own, all := 0, 0
		for _, a := range r.actions {
			for _, g := range a.Groups {
				weight := 1
				if g.Weight != nil {
					weight = *g.Weight
				}
				all += weight
				if g.Group == t.wire.LoadBalancers[0].TargetGroupArn {
					own += weight
				}
			}
		}
		if all > 0 {
			return percent(100 * float64(own) / float64(all))
		}
		return 0
	}
	if t.wire.Status == Primary {
		return 100
	}
	return 0
}
