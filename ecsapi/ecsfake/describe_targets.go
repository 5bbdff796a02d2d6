package ecsfake

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
)

type describeTargetGroupsResult struct {
	TargetGroups members[wireTargetGroup]
	nextMarker
}

func (s *Server) describeTargetGroups(f form) (*describeTargetGroupsResult, error) {
	arn, arns := f.Get("LoadBalancerArn"), f.list("TargetGroupArns")
	if err := checkARNs("targetgroup", "target group", arns...); err != nil {
		return nil, err
	}
	found, ok := chosen(s.elb.groups, arns, func(g *targetGroup) string { return g.arn })
	if ok {
		found, ok = chosen(found, f.list("Names"), func(g *targetGroup) string { return g.name })
	}
	if !ok {
		return nil, notFound("TargetGroup", "target groups")
	}
	if arn != "" {
		found = slices.DeleteFunc(slices.Clone(found), func(g *targetGroup) bool {
			return !slices.ContainsFunc(s.balancersOf(g.arn), func(b *balancer) bool { return b.arn == arn })
		})
	}
	found, next, err := elbPage(f, "DescribeTargetGroups", found, func(g *targetGroup) int { return g.ordinal })
	if err != nil {
		return nil, err
	}
	out := &describeTargetGroupsResult{nextMarker: next}
	for _, g := range found {
		out.TargetGroups = append(out.TargetGroups, s.renderTargetGroup(g))
	}
	return out, nil
}

func (s *Server) renderTargetGroup(g *targetGroup) wireTargetGroup {
	w := wireTargetGroup{
		ARN: g.arn, Name: g.name, Protocol: cmp.Or(g.Protocol, "HTTP"), ProtocolVersion: "HTTP1", Port: cmp.Or(g.Port, 8080), VPC: vpc,
		CheckProtocol: "HTTP", CheckPort: "traffic-port", CheckEnabled: true,
		Interval: 5, Timeout: 2, Healthy: 2, Unhealthy: 2,
		CheckPath: cmp.Or(g.Path, "/health"), Matcher: &wireMatcher{"200"},
		Type: cmp.Or(g.Type, "ip"), IPAddress: "ipv4",
	}
	if !strings.HasPrefix(w.Protocol, "HTTP") {
		w.ProtocolVersion, w.CheckProtocol, w.CheckPath, w.Matcher = "", "TCP", "", nil
	}
	for _, b := range s.balancersOf(g.arn) {
		w.Balancers = append(w.Balancers, b.arn)
	}
	return w
}

type wireGroupAttribute struct{ Key, Value string }

type describeTargetGroupAttributesResult struct {
	Attributes members[wireGroupAttribute]
}

func (s *Server) describeTargetGroupAttributes(f form) (*describeTargetGroupAttributesResult, error) {
	arn := f.Get("TargetGroupArn")
	if err := checkARNs("targetgroup", "target group", arn); err != nil {
		return nil, err
	}
	if _, ok := chosen(s.elb.groups, []string{arn}, func(g *targetGroup) string { return g.arn }); !ok {
		return nil, notFound("TargetGroup", "target groups")
	}
	return &describeTargetGroupAttributesResult{members[wireGroupAttribute]{
		{"stickiness.enabled", "false"},
		{"deregistration_delay.timeout_seconds", strconv.Itoa(int(s.timing.Drain / time.Second))},
		{"stickiness.type", "lb_cookie"},
		{"stickiness.lb_cookie.duration_seconds", "86400"},
		{"slow_start.duration_seconds", "0"},
		{"target_group_health.unhealthy_state_routing.minimum_healthy_targets.count", "1"},
	}}, nil
}

type describeTargetHealthResult struct {
	Targets members[wireTargetHealth] `xml:"TargetHealthDescriptions"`
}

func (s *Server) describeTargetHealth(f form) (*describeTargetHealthResult, error) {
	arn := f.Get("TargetGroupArn")
	if err := checkARNs("targetgroup", "target group", arn); err != nil {
		return nil, err
	}
	found, ok := chosen(s.elb.groups, []string{arn}, func(g *targetGroup) string { return g.arn })
	if !ok {
		return nil, notFound("TargetGroup", "target groups")
	}
	out := &describeTargetHealthResult{}
	for _, t := range s.targets(found[0]) {
		if wanted := f.Get("Targets.member.1.Id"); wanted == "" || wanted == t.ID {
			out.Targets = append(out.Targets, t.render())
		}
	}
	return out, nil
}

// targets are what is registered in a target group: the tasks of all sets that
// use it, from when they run until they have stopped.
func (s *Server) targets(g *targetGroup) []Target {
	targets := slices.Clone(g.Targets)
	inUse := len(s.balancersOf(g.arn)) > 0
	for _, c := range s.order {
		for _, v := range c.services {
			for _, t := range v.sets {
				for _, l := range t.wire.LoadBalancers {
					if l.TargetGroupArn == g.arn {
						targets = append(targets, s.targetsOf(t, l.ContainerPort, inUse)...)
					}
				}
			}
		}
	}
	return targets
}

func (s *Server) targetsOf(t *taskSet, port int, inUse bool) []Target {
	var targets []Target
	for _, k := range t.tasks {
		if k.status != statusRunning {
			continue
		}
		target := Target{ID: k.privateIP(), Port: port, Zone: s.zone(k)}
		target.State, target.Reason, target.Description = s.targetHealth(k, inUse)
		targets = append(targets, target)
	}
	return targets
}

const (
	// registering is how long the registration of a target takes.
	registering = 2 * time.Second
	// checking is how long its first health checks take after that.
	checking = 8 * time.Second
)

// targetHealth tells the health of a task that runs in the words of Elastic Load
// Balancing.
func (s *Server) targetHealth(k *task, inUse bool) (state, reason, description string) {
	age := s.at.Sub(k.started)
	switch end := k.set.end; {
	case !inUse:
		return "unused", "Target.NotInUse", "Target group is not configured to receive traffic from the load balancer"
	case k.leaving:
		return "draining", "Target.DeregistrationInProgress", "Target deregistration is in progress"
	case age < registering:
		return "initial", "Elb.RegistrationInProgress", "Target registration is in progress"
	case age < registering+checking:
		return "initial", "Elb.InitialHealthChecking", "Initial health checks in progress"
	case end != nil && end.TargetReason != "":
		return "unhealthy", end.TargetReason, end.TargetDescription
	default:
		return "healthy", "", ""
	}
}

// render writes a target down. That nothing overrides its health is told unasked;
// a target that drains is told without the port of its check.
func (t Target) render() wireTargetHealth {
	w := wireTargetHealth{
		Target: wireTarget{t.ID, t.Port, t.Zone}, CheckPort: strconv.Itoa(t.Port),
		Health:   wireHealthState{t.State, t.Reason, t.Description},
		Override: wireHealthState{"no_override", "AdministrativeOverride.NoOverride", "No override is currently active on target"},
	}
	if t.Override != "" {
		w.Override = wireHealthState{t.Override, "AdministrativeOverride.ZonalShiftActive", "A zonal shift is active on target"}
	}
	if t.State == "draining" {
		w.CheckPort = ""
	}
	return w
}
