package ecsfake

import (
	"fmt"
	"strings"
	"time"
)

// troubleshooting is how ECS ends the events that tell of trouble.
const troubleshooting = "For more information, see the Troubleshooting section of the Amazon ECS Developer Guide."

// draining is the one event of a service with the ECS controller that names a task
// set: the id of a deployment.
const draining = "has begun draining connections on %d tasks."

// say adds an event of a task set in ECS's words: "(service S, taskSet
// ecs-svc/N) has started 1 tasks: (task T).". The events of a service with the
// ECS controller name the service alone, except for the one of draining.
func (s *Server) say(t *taskSet, at time.Time, format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if !t.service.usesTaskSets() && format != draining {
		s.sayService(t.service, at, text)
		return
	}
	s.note(t.service, at, fmt.Sprintf("(service %s, taskSet %s) %s", t.service.name, t.wire.ID, text))
}

// sayTargets tells how many targets were "registered" or "deregistered" in the
// set's target groups.
func (s *Server) sayTargets(t *taskSet, at time.Time, what string, n int) {
	for _, l := range t.wire.LoadBalancers {
		s.say(t, at, "%s %d targets in (target-group %s)", what, n, l.TargetGroupArn)
	}
}

func (s *Server) sayService(v *service, at time.Time, text string) {
	s.note(v, at, fmt.Sprintf("(service %s) %s", v.name, text))
}

// saySteady tells that the service is steady, which it is when all of its task
// sets are.
func (s *Server) saySteady(v *service, at time.Time) {
	for _, t := range v.sets {
		if t.wire.Stability != steadyState {
			return
		}
	}
	s.sayService(v, at, "has reached a steady state.")
}

func (s *Server) note(v *service, at time.Time, message string) {
	v.events = append(v.events, wireEvent{ID: uuid(s.identity.random), CreatedAt: epoch{at}, Message: message})
	v.events = v.events[max(len(v.events)-maxEvents, 0):]
}

func tasksNamed(tasks []*task) string {
	names := make([]string, 0, len(tasks))
	for _, k := range tasks {
		names = append(names, "(task "+k.id+")")
	}
	return strings.Join(names, " ")
}
