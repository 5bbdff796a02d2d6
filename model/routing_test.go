package model

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

const (
	elbHome  = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:"
	httpsARN = elbHome + "listener/app/shop-alb/3e63c45a9c21e6de/d91c6235df177ffa"
	testARN  = elbHome + "listener/app/shop-alb/3e63c45a9c21e6de/160b3a942ed8a17a"
	nlbARN   = elbHome + "listener/net/shop-nlb/78f1e71360baa288/8555be1589ea60c7"
)

// ruleARN is the ARN of the n-th rule of a listener.
func ruleARN(listener string, n int) string {
	return strings.Replace(listener, ":listener/", ":listener-rule/", 1) + fmt.Sprintf("/%016d", n)
}

// groupOf is the target group of the n-th set.
func groupOf(n int) string { return setOf(n, StatusActive, 1).LoadBalancers[0].TargetGroupARN }

// weighted is a forward action by pairs of a group and its weight.
func weighted(pairs ...any) Action {
	action := Action{Type: ActionForward, Forward: &ForwardAction{}}
	for pair := range slices.Chunk(pairs, 2) {
		weight := int32(pair[1].(int)) //nolint:gosec // A weight is at most 999.
		action.Forward.TargetGroups = append(action.Forward.TargetGroups, WeightedGroup{pair[0].(string), &weight})
	}
	return action
}

// sticky is the action with stickiness of groups on.
func sticky(a Action) Action {
	on, seconds := true, int32(3600)
	a.Forward.Stickiness = &GroupStickiness{&on, &seconds}
	return a
}

// listening is a listener on a port with default actions.
func listening(arn string, port int32, actions ...Action) Listener {
	return Listener{ARN: arn, Port: &port, Protocol: "HTTPS", DefaultActions: actions}
}

// ruleOf is the n-th rule of a listener, for a path.
func ruleOf(listener string, n int, path string, actions ...Action) Rule {
	return Rule{
		ARN: ruleARN(listener, n), Priority: fmt.Sprint(n), Actions: actions,
		Conditions: []Condition{{Field: "path-pattern", Values: []string{path}}},
	}
}

// routed is a Routing in which all was answered.
func routed(parts ...any) Routing {
	routing := Routing{Read: true, Listeners: map[string]Listener{}, Rules: map[string]Rule{}, Groups: map[string]TargetGroup{}, Health: map[string]GroupHealth{}}
	for _, part := range parts {
		switch part := part.(type) {
		case Listener:
			routing.Listeners[part.ARN] = part
		case Rule:
			routing.Rules[part.ARN] = part
		case TargetGroup:
			routing.Groups[part.ARN] = part
		case GroupHealth:
			routing.Health[part.GroupARN] = part
		case *Fault:
			routing.Fault = part
		}
	}
	return routing
}

// lines are the routes of a service as lines, with the percent of each side.
func lines(traffic Traffic, sides []Side) string {
	var lines []string
	for _, r := range traffic.Routes {
		line := r.Kind.String() + " " + r.Place()
		if r.Marked {
			line += " marked"
		}
		for _, s := range sides {
			if percent, ok := r.Percent(s.Groups()); ok {
				line += " " + PercentText(percent)
			} else {
				line += " none"
			}
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "; ")
}

func texts(sides []SideTraffic) string {
	var all []string
	for _, s := range sides {
		all = append(all, s.Text())
	}
	return strings.Join(all, ", ")
}

// A share is a weight of the sum of its rule. Without marks of AWS a route that names the
// PRIMARY's group is production, and one that sends all its traffic to other sides is for
// tests; rules of other services on the same listener are left out.
func TestSharesOfTheSetsOfAnExternalService(t *testing.T) {
	t.Parallel()
	service := checkout(setOf(1, StatusPrimary, 4), setOf(2, StatusActive, 4))
	sides := service.Sides()
	routing := routed(
		listening(httpsARN, 443, weighted(groupOf(1), 950, groupOf(2), 50)),
		ruleOf(httpsARN, 10, "/api/*", weighted(groupOf(1), 2, groupOf(2), 1)),
		ruleOf(httpsARN, 20, "/other/*", weighted("another service", 1)),
		listening(testARN, 8443, weighted(groupOf(2), 1)),
	)
	traffic := TrafficOf(service, sides, routing, nil)
	want := "production :443 /api/* 66.6 % 33.3 %; production :443 95 % 5 %; test :8443 none 100 %"
	if got := lines(traffic, sides); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := texts(traffic.Sides); got != "66.6–95 %, 5–33.3 %" {
		t.Errorf("the sides have %s", got)
	}
}

// What the ECS controller calls the production and the test rule is that, wherever the
// groups are; of a Network Load Balancer it names the listener.
func TestAWSMarksTheRoutesOfTheECSController(t *testing.T) {
	t.Parallel()
	balancer := LoadBalancer{TargetGroupARN: groupOf(1), Advanced: &AdvancedConfiguration{
		AlternateTargetGroupARN: groupOf(2), ProductionListenerRule: ruleARN(httpsARN, 1), TestListenerRule: nlbARN,
	}}
	service := Service{
		Controller: Controller{ControllerECS}, LoadBalancers: []LoadBalancer{balancer}, Described: true,
		Deployments: []Deployment{{ID: "ecs-svc/1", Status: StatusPrimary}},
	}
	sides := service.Sides()
	routing := routed(
		ruleOf(httpsARN, 1, "/*", weighted(groupOf(2), 100, groupOf(1), 0)), ruleOf(httpsARN, 2, "/old", weighted(groupOf(1), 1)),
		listening(nlbARN, 80, Action{Type: ActionForward, TargetGroupARN: groupOf(2)}),
	)
	traffic := TrafficOf(service, sides, routing, nil)
	want := "production a listener /* marked 100 %; test :80 marked 100 %; other a listener /old 100 %"
	if got := lines(traffic, sides); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if !traffic.Routes[1].Network || traffic.Routes[0].Network {
		t.Error("the weights of a Network Load Balancer are only what was set")
	}
}

// CodeDeploy names the listeners of both.
func TestAWSMarksTheListenersOfCodeDeploy(t *testing.T) {
	t.Parallel()
	service := checkout(setOf(1, StatusPrimary, 4), setOf(2, StatusActive, 4)).with(controlledBy(ControllerCodeDeploy))
	sides := service.Sides()
	routing := routed(
		listening(httpsARN, 443, weighted(groupOf(2), 100, groupOf(1), 0)), listening(testARN, 8443, weighted(groupOf(1), 1)),
	)
	deployment := &CodeDeployment{Pairs: []TargetGroupPair{{Production: []string{httpsARN}, Test: []string{testARN}}}}
	if got := lines(TrafficOf(service, sides, routing, deployment), sides); got != "production :443 marked 0 % 100 %; test :8443 marked 100 % none" {
		t.Error(got)
	}
	if got := lines(TrafficOf(service, sides, routing, nil), sides); got != "production :443 0 % 100 %; production :8443 100 % none" {
		t.Errorf("without the deployment: %s", got)
	}
}

// The default rule is that of its listener. The listener is read more often, and counts;
// the rule's ARN is kept, since AWS marks by it.
func TestTheDefaultRuleIsToldOnce(t *testing.T) {
	t.Parallel()
	service := checkout(setOf(1, StatusPrimary, 4))
	last := Rule{ARN: ruleARN(httpsARN, 9), Priority: DefaultPriority, IsDefault: true, Actions: []Action{weighted(groupOf(1), 1)}}
	traffic := TrafficOf(service, service.Sides(), routed(last, listening(httpsARN, 443, weighted(groupOf(1), 7))), nil)
	if len(traffic.Routes) != 1 || traffic.Routes[0].Sum != 7 || traffic.Routes[0].RuleARN != last.ARN || !traffic.Routes[0].Default {
		t.Errorf("the routes are %+v", traffic.Routes)
	}
	traffic = TrafficOf(service, service.Sides(), routed(last), nil)
	if len(traffic.Routes) != 1 || traffic.Routes[0].Sum != 1 || traffic.Routes[0].ListenerARN != httpsARN || !traffic.Routes[0].Default {
		t.Errorf("without the listener the routes are %+v", traffic.Routes)
	}
}

// Unknown is never zero: each reason for which there is no share has its word.
func TestWordsForTrafficThatIsNotKnown(t *testing.T) {
	t.Parallel()
	group := TargetGroup{ARN: groupOf(1), LoadBalancerARNs: []string{"alb"}}
	detached, gone := group, group
	detached.LoadBalancerARNs, gone.Missing = []string{}, "TargetGroupNotFound"
	balanced := func(balancers ...LoadBalancer) Service {
		return checkout(setOf(1, StatusPrimary, 4).with(func(s *TaskSet) { s.LoadBalancers = balancers }))
	}
	service := checkout(setOf(1, StatusPrimary, 4))
	foreign := listening(httpsARN, 443, weighted("another service", 1))
	unread := routed(group)
	unread.Read = false
	for _, c := range []struct {
		name    string
		service Service
		routing Routing
		want    string
	}{
		{"nothing was read", service, unread, TrafficUnknown},
		{"a read failed", service, routed(group, foreign, &Fault{Kind: FaultTimeout}), TrafficUnknown},
		{"a right is missing", service, routed(group, &Fault{Kind: FaultDenied}), TrafficNoAccess},
		{"no load balancer", balanced(), routed(), TrafficNone},
		{"a classic load balancer", balanced(LoadBalancer{LoadBalancerName: "classic"}), routed(), TrafficClassic},
		{"in no rule", service, routed(group, foreign), TrafficUnattached},
		{"in no rule by the group itself", service, routed(detached, &Fault{Kind: FaultDenied}), TrafficUnattached},
		{"the group is gone", service, routed(gone, foreign), TrafficGone},
		{"all weights are 0", service, routed(listening(httpsARN, 443, weighted(groupOf(1), 0, groupOf(2), 0))), TrafficAllZero},
		{"all traffic goes to another", service, routed(listening(httpsARN, 443, weighted(groupOf(1), 0, groupOf(2), 1))), "0 %"},
		{"what is known counts beside a fault", service, routed(listening(httpsARN, 443, weighted(groupOf(1), 1)), &Fault{Kind: FaultDenied}), "100 %"},
		{"Service Connect", Service{
			Controller: Controller{ControllerECS}, Deployments: []Deployment{{ID: "ecs-svc/1", Status: StatusPrimary, Elsewhere: "Service Connect"}},
		}, routed(), TrafficElsewhere},
	} {
		if got := texts(TrafficOf(c.service, c.service.Sides(), c.routing, nil).Sides); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// A candidate that is only in a test rule has nothing of production. One whose group the
// PRIMARY has too has a share that weights do not divide. Stickiness is told.
func TestSharesThatNeedAWord(t *testing.T) {
	t.Parallel()
	service := checkout(setOf(1, StatusPrimary, 4), setOf(2, StatusActive, 4))
	routing := routed(listening(httpsARN, 443, sticky(weighted(groupOf(1), 1))), listening(testARN, 8443, weighted(groupOf(2), 1)))
	traffic := TrafficOf(service, service.Sides(), routing, nil)
	if got := texts(traffic.Sides); got != "100 %, 0 %" || !traffic.Sides[0].Sticky || traffic.Sides[0].Shared {
		t.Errorf("%s, %+v", got, traffic.Sides)
	}
	shared := checkout(setOf(1, StatusPrimary, 4), setOf(2, StatusActive, 4).with(func(s *TaskSet) {
		s.LoadBalancers = setOf(1, StatusPrimary, 4).LoadBalancers
	}))
	traffic = TrafficOf(shared, shared.Sides(), routing, nil)
	if got := texts(traffic.Sides); got != "100 % shared, 100 % shared" || !traffic.Sides[0].Shared || !traffic.Sides[1].Shared {
		t.Errorf("%s, %+v", got, traffic.Sides)
	}
}

// Without a PRIMARY nothing is known to be production: the shares of all routes count, and
// say so.
func TestSharesWithoutAPrimary(t *testing.T) {
	t.Parallel()
	service := checkout(setOf(2, StatusActive, 4))
	traffic := TrafficOf(service, service.Sides(), routed(listening(httpsARN, 443, weighted(groupOf(2), 1, "x", 3))), nil)
	if traffic.Sides[0].Kind != OtherRoute || traffic.Sides[0].Text() != "25 %" {
		t.Errorf("%+v", traffic.Sides[0])
	}
}

// Conditions are told by their first value and how many more there are, in all six fields
// of ELB and in one that it does not have yet.
func TestConditionsInShort(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		conditions []Condition
		want       string
	}{
		{nil, ""},
		{[]Condition{{Field: "path-pattern", Values: []string{"/api/*"}}}, "/api/*"},
		{[]Condition{{Field: "path-pattern", Values: []string{"/alpha/*", "/zebra/*", "/mango/*"}}, {Field: "host-header", Values: []string{"a.b", "c.d"}}}, "/alpha/* +4"},
		{[]Condition{{Field: "host-header", Values: []string{"a.b"}}}, "host a.b"},
		{[]Condition{{Field: "source-ip", Values: []string{"10.3.0.0/16"}}}, "from 10.3.0.0/16"},
		{[]Condition{{Field: "http-header", Header: "X-Canary", Values: []string{"alpha"}}}, "header X-Canary alpha"},
		{[]Condition{{Field: "query-string", Query: []QueryPair{{"mike", "3"}, {"", "x"}}}}, "query mike=3 +1"},
		{[]Condition{{Field: "http-request-method", Values: []string{"GET"}}}, "method GET"},
		{[]Condition{{Field: "path-pattern", RegexValues: []string{"^/v[0-9]"}}}, "regex ^/v[0-9]"},
		{[]Condition{{Field: "newfangled"}}, "newfangled"},
		{[]Condition{{}}, "a condition"},
	} {
		if got := ConditionWords(c.conditions); got != c.want {
			t.Errorf("%+v: %q, want %q", c.conditions, got, c.want)
		}
	}
}

// Only none is 0 % and only all is 100 %: what lies between is cut to one decimal.
func TestPercents(t *testing.T) {
	t.Parallel()
	for percent, want := range map[float64]string{
		0: "0 %", 0.04: "<0.1 %", 0.1: "0.1 %", 5: "5 %", 100.0 / 3: "33.3 %", 200.0 / 3: "66.6 %", 95: "95 %", 99.99: "99.9 %", 100: "100 %",
	} {
		if got := PercentText(percent); got != want {
			t.Errorf("%v: %q, want %q", percent, got, want)
		}
	}
}

// The shares of all groups of a route are 100 percent together, whatever the weights, or
// none is known.
func TestSharesOfARouteAddUp(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		weights := rapid.SliceOfN(rapid.Int32Range(-1, 999), 1, 5).Draw(t, "weights")
		var pairs []any
		for i, w := range weights {
			pairs = append(pairs, groupOf(i), int(w))
		}
		service := checkout(setOf(0, StatusPrimary, 1))
		traffic := TrafficOf(service, service.Sides(), routed(listening(httpsARN, 443, weighted(pairs...))), nil)
		sum, known := 0.0, 0
		for i := range weights {
			if percent, ok := traffic.Routes[0].Percent([]string{groupOf(i)}); ok {
				sum += percent
				known++
			}
		}
		if known != 0 && (known != len(weights) || sum < 99.999 || sum > 100.001) {
			t.Fatalf("%v: %d shares add up to %v", weights, known, sum)
		}
		if known == 0 && slices.Max(weights) > 0 {
			t.Fatalf("%v: no share is known", weights)
		}
	})
}
