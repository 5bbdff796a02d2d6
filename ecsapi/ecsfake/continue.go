package ecsfake

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
)

// byPerson is the reason of a rollback that a person asked for. The text is ours.
const byPerson = "Service deployment rolled back because of a request."

// A course is what goes on with the deployment of a service when a person has acted.
type course interface {
	goOn(at time.Time)   // The last hook was continued.
	goBack(at time.Time) // The deployment rolls back.
}

type continueServiceDeploymentInput struct {
	ARN    string `json:"serviceDeploymentArn"`
	Hook   string `json:"hookId"`
	Action string `json:"action"`
}

type serviceDeploymentOutput struct {
	ARN string `json:"serviceDeploymentArn"`
}

// running finds the deployment with an ARN, which has to be under way.
func (s *Server) running(arn string) (*serviceDeployment, error) {
	all := s.serviceDeployments()
	i := slices.IndexFunc(all, func(d *serviceDeployment) bool { return d.arn == arn })
	switch {
	case i < 0:
		return nil, &exception{"ServiceDeploymentNotFoundException", "The service deployment does not exist."}
	case !all[i].running():
		return nil, &exception{"ClientException", "Continuing a service deployment is not allowed for service deployment in terminal states."}
	}
	return all[i], nil
}

// continueServiceDeployment continues a deployment at one hook, or rolls it back there. It
// goes on when no hook waits any more. The texts about hooks were published; that for the
// action is ours.
func (s *Server) continueServiceDeployment(in continueServiceDeploymentInput) (*serviceDeploymentOutput, error) {
	d, err := s.running(in.ARN)
	if err != nil {
		return nil, err
	}
	if !strings.HasPrefix(in.Hook, "ecs-") {
		return nil, invalid("Invalid hookId: hookId must follow the format: ecs-{hookType}-{id}")
	}
	at := slices.IndexFunc(d.Hooks, func(h Hook) bool { return h.ID == in.Hook && (h.Status == "" || h.Status == awaiting) })
	switch {
	case at < 0:
		return nil, invalid("Provided hookId is either completed, unavailable, or not associated with the given Resource ARN")
	case in.Action == "ROLLBACK":
		s.courseOf(d.service).goBack(s.at)
		return &serviceDeploymentOutput{d.arn}, nil
	case in.Action != "CONTINUE":
		return nil, invalid("Invalid action: %s", in.Action)
	}
	hooks := slices.Clone(d.Hooks)
	hooks[at].Status = "SUCCEEDED"
	s.deploy(d, s.at, func(d *ServiceDeployment) { d.Hooks = hooks })
	if !slices.ContainsFunc(hooks, func(h Hook) bool { return h.Status == "" || h.Status == awaiting }) {
		s.courseOf(d.service).goOn(s.at)
	}
	return &serviceDeploymentOutput{d.arn}, nil
}

// awaiting is the status of a hook that waits for a person.
const awaiting = "AWAITING_ACTION"

type stopServiceDeploymentInput struct {
	ARN  string `json:"serviceDeploymentArn"`
	Type string `json:"stopType"`
}

// stopServiceDeployment rolls a deployment back. The texts are ours.
func (s *Server) stopServiceDeployment(in stopServiceDeploymentInput) (*serviceDeploymentOutput, error) {
	d, err := s.running(in.ARN)
	if err != nil {
		return nil, err
	}
	if status, _ := d.status(); status == rollingBack || status == "STOP_REQUESTED" || status == rollbackAsked {
		return nil, &exception{"ConflictException", "The service deployment is being stopped already."}
	}
	if in.Type != "ROLLBACK" && in.Type != "" {
		return nil, invalid("stopType must be ROLLBACK.")
	}
	s.courseOf(d.service).goBack(s.at)
	return &serviceDeploymentOutput{d.arn}, nil
}

func (s *Server) courseOf(v *service) course {
	if v.course == nil {
		v.course = &steps{server: s, service: v}
	}
	return v.course
}

// steps is the course of a deployment that nobody else goes on with: the traffic shifts step
// by step, each with a pause hook before it where there was one, then it bakes and ends.
type steps struct {
	server  *Server
	service *service
	turn    int // Counts up when a person has acted: what was planned before is void.
}

// stepTime is the time from one stage to the next.
const stepTime = 5 * time.Second

func (c *steps) plan(at time.Time, do func(at time.Time)) {
	turn := c.turn
	c.server.plan(at.Add(stepTime), func(at time.Time) {
		if c.turn == turn {
			do(at)
		}
	})
}

func (c *steps) current() *serviceDeployment {
	return c.service.deployments[len(c.service.deployments)-1]
}

// next is the share of the traffic that the target has after the next step.
func (c *steps) next() float64 {
	v, is := c.service.strategy, 0.0
	if p := c.current().Production; p != nil {
		is = *p
	}
	switch {
	case v.Name == "LINEAR" && v.Percent > 0:
		return math.Min(100, is+v.Percent)
	case v.Name == "CANARY" && is < v.Percent:
		return v.Percent
	}
	return 100
}

func (c *steps) goOn(at time.Time) {
	c.turn++
	d, share := c.current(), c.next()
	if d.Stage != preShift { // A hook of another stage: the traffic is not touched.
		c.plan(at, func(at time.Time) {
			c.server.deploy(d, at, func(d *ServiceDeployment) { d.Stage, d.Hooks = shifting, nil })
			c.shift(at, c.next())
		})
		return
	}
	c.shift(at, share)
}

// shift gives the target its share, and waits at the next hook or bakes.
func (c *steps) shift(at time.Time, share float64) {
	d := c.current()
	c.server.deploy(d, at, func(d *ServiceDeployment) { d.Stage, d.Production = shifting, &share })
	c.weigh(share)
	c.plan(at, func(at time.Time) {
		if share < 100 {
			c.server.deploy(d, at, func(d *ServiceDeployment) {
				d.Stage = preShift
				d.Hooks = []Hook{{ID: fmt.Sprintf("ecs-pause-%s", derived(43, d.ID+at.String())), Expires: at.Add(time.Hour).Sub(c.current().hooksFrom)}}
			})
			return
		}
		c.server.deploy(d, at, func(d *ServiceDeployment) { d.Stage, d.Hooks = "BAKE_TIME", nil })
		c.plan(at, c.clean)
	})
}

func (c *steps) clean(at time.Time) {
	d := c.current()
	c.server.deploy(d, at, func(d *ServiceDeployment) { d.Stage = "CLEAN_UP" })
	for _, t := range d.sources {
		c.retire(t, at)
	}
	c.plan(at, func(at time.Time) {
		c.server.deploy(d, at, func(d *ServiceDeployment) { d.Status, d.Stage = "SUCCESSFUL", "" })
	})
}

func (c *steps) retire(t *taskSet, at time.Time) {
	if slices.Contains(c.service.sets, t) {
		t.wire.Scale.Value = 0
		c.server.reconcile(t, at)
	}
}

func (c *steps) goBack(at time.Time) {
	c.turn++
	d := c.current()
	c.server.deploy(d, at, func(d *ServiceDeployment) { d.Status, d.Hooks = rollbackAsked, nil })
	c.plan(at, func(at time.Time) {
		c.server.deploy(d, at, func(d *ServiceDeployment) {
			d.Status, d.Production, d.Rollback, d.StatusReason = rollingBack, new(0.0), byPerson, byPerson
		})
		c.weigh(0)
		if len(d.sources) > 0 && slices.Contains(c.service.sets, d.sources[0]) {
			c.server.promote(d.sources[0], at)
		}
		c.plan(at, func(at time.Time) {
			c.server.deploy(d, at, func(d *ServiceDeployment) { d.Status, d.Stage = "ROLLBACK_SUCCESSFUL", "" })
			c.retire(d.target, at)
		})
	})
}

// weigh shares the production traffic out between the target and its first source.
func (c *steps) weigh(share float64) {
	d, v := c.current(), c.service.strategy
	r := c.server.rule(v.Balancer, v.Port, v.Priority)
	if r == nil || d.target == nil || len(d.sources) == 0 {
		return
	}
	green := int(share)
	c.server.weigh(r, Weighted{d.sources[0].targetGroup(), new(100 - green)}, Weighted{d.target.targetGroup(), &green})
}
