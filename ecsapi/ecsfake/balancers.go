package ecsfake

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"
)

type balancer struct {
	ordinal         int
	name, arn, kind string
	listeners       []*listener
}

type listener struct {
	ordinal  int
	balancer *balancer
	arn      string
	port     int
	protocol string
	rules    []*rule // The default one is the last.
}

// A rule answers the actions that it has. SetWeights and ModifyRule change them.
type rule struct {
	ordinal    int
	listener   *listener
	arn        string
	priority   string
	conditions []Condition
	actions    []Action // Target groups are named by their ARNs.
}

const defaultPriority = "default"

type targetGroup struct {
	ordinal   int
	name, arn string
	TargetGroup
}

// balancing is the state of Elastic Load Balancing: its parts in the order in
// which they were made.
type balancing struct {
	balancers []*balancer
	listeners []*listener
	rules     []*rule
	groups    []*targetGroup
}

// elbARN returns an ARN of Elastic Load Balancing whose last part follows from
// all of the resource, so that one name has one ARN.
func (i identity) elbARN(resource string) string {
	sum := fnv.New64a()
	_, _ = sum.Write([]byte(resource))
	return fmt.Sprintf("arn:%s:elasticloadbalancing:%s:%s:%s/%016x", i.partition, i.region, i.account, resource, sum.Sum64())
}

func (s *Server) addBalancer(spec Balancer) {
	kind := cmp.Or(spec.Type, Application)
	short := map[string]string{Application: "app", Network: "net"}[kind]
	b := &balancer{
		ordinal: len(s.elb.balancers) + 1, name: spec.Name, kind: kind,
		arn: s.identity.elbARN("loadbalancer/" + cmp.Or(short, kind) + "/" + spec.Name),
	}
	s.elb.balancers = append(s.elb.balancers, b)
	for _, l := range spec.Listeners {
		s.addListener(b, l)
	}
}

func (s *Server) addListener(b *balancer, spec Listener) {
	_, path, _ := strings.Cut(b.arn, ":loadbalancer/")
	protocol := "HTTPS"
	if b.kind == Network {
		protocol = "TCP"
	}
	l := &listener{
		ordinal: len(s.elb.listeners) + 1, balancer: b, port: spec.Port, protocol: cmp.Or(spec.Protocol, protocol),
		arn: s.identity.elbARN(fmt.Sprintf("listener/%s:%d", path, spec.Port)),
	}
	l.arn = strings.Replace(l.arn, fmt.Sprintf(":%d/", spec.Port), "/", 1)
	b.listeners, s.elb.listeners = append(b.listeners, l), append(s.elb.listeners, l)
	for _, r := range append(slices.Clone(spec.Rules), Rule{Priority: defaultPriority, Actions: spec.Default}) {
		s.addRule(l, r)
	}
}

func (s *Server) addRule(l *listener, spec Rule) {
	_, path, _ := strings.Cut(l.arn, ":listener/")
	r := &rule{
		ordinal: len(s.elb.rules) + 1, listener: l, priority: spec.Priority, conditions: spec.Conditions,
		arn: s.identity.elbARN("listener-rule/" + path + ":" + spec.Priority),
	}
	r.arn = strings.Replace(r.arn, ":"+spec.Priority+"/", "/", 1)
	if len(spec.Actions) == 0 {
		spec.Actions = []Action{{Type: "fixed-response", InnerXML: "<FixedResponseConfig><StatusCode>404</StatusCode></FixedResponseConfig>"}}
	}
	for _, a := range spec.Actions {
		a.Groups = slices.Clone(a.Groups)
		for i := range a.Groups {
			a.Groups[i].Group = s.group(a.Groups[i].Group).arn
		}
		if a.Type == "" {
			a.Type = "forward"
		}
		r.actions = append(r.actions, a)
	}
	l.rules, s.elb.rules = append(l.rules, r), append(s.elb.rules, r)
}

// group returns the target group of this name or ARN, and makes it if there is
// none: what a task set or a rule names exists.
func (s *Server) group(name string) *targetGroup {
	arn := s.identity.targetGroup(name)
	for _, g := range s.elb.groups {
		if g.arn == arn {
			return g
		}
	}
	_, path, _ := strings.Cut(arn, ":targetgroup/")
	short, _, _ := strings.Cut(path, "/")
	g := &targetGroup{ordinal: len(s.elb.groups) + 1, arn: arn, name: cmp.Or(short, arn)}
	s.elb.groups = append(s.elb.groups, g)
	return g
}

func (s *Server) addTargetGroup(spec TargetGroup) { s.group(spec.Name).TargetGroup = spec }

// forwardsTo tells whether the rule names the target group, whatever its weight.
func (r *rule) forwardsTo(group string) bool {
	for _, a := range r.actions {
		for _, w := range a.Groups {
			if w.Group == group {
				return true
			}
		}
	}
	return false
}

// balancersOf are those with a rule that names the target group.
func (s *Server) balancersOf(group string) []*balancer {
	var found []*balancer
	for _, r := range s.elb.rules {
		if b := r.listener.balancer; r.forwardsTo(group) && !slices.Contains(found, b) {
			found = append(found, b)
		}
	}
	return found
}

// rule finds a rule by where it is: its balancer's name, its listener's port and
// its priority.
func (s *Server) rule(balancer string, port int, priority string) *rule {
	for _, r := range s.elb.rules {
		if r.listener.balancer.name == balancer && r.listener.port == port && r.priority == priority {
			return r
		}
	}
	return nil
}

// Weigh gives a rule the target groups and weights, as a person or a pipeline
// does with ModifyRule, or with ModifyListener for priority "default". The rule
// keeps its stickiness. A rule that is not there is a mistake of the test.
func (s *Server) Weigh(balancer string, port int, priority string, groups ...Weighted) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.advance()
	s.weigh(s.rule(balancer, port, priority), groups...)
}

func (s *Server) weigh(r *rule, groups ...Weighted) {
	groups = slices.Clone(groups)
	for i := range groups {
		groups[i].Group = s.group(groups[i].Group).arn
	}
	for i := range r.actions {
		if r.actions[i].Type == "forward" {
			r.actions[i].Groups = groups
		}
	}
}

// RuleARN is the ARN of a rule, empty if there is none. ListenerARN is that of
// its listener.
func (s *Server) RuleARN(balancer string, port int, priority string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r := s.rule(balancer, port, priority); r != nil {
		return r.arn
	}
	return ""
}

// ListenerARN is the ARN of a listener, empty if there is none.
func (s *Server) ListenerARN(balancer string, port int) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r := s.rule(balancer, port, defaultPriority); r != nil {
		return r.listener.arn
	}
	return ""
}

// TargetGroupARN is the ARN of the target group of this name.
func (s *Server) TargetGroupARN(name string) string { return s.identity.targetGroup(name) }
