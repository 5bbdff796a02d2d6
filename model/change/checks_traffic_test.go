package change

import (
	"slices"
	"strings"
	"testing"

	"tealset/model"
)

const (
	elb      = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:"
	listener = elb + "listener/app/shop-alb/1/2"
	tests    = elb + "listener/app/shop-alb/1/3"
)

// shares are a listener on a port with the shares of the target and of the PRIMARY.
func shares(arn string, port int32, ofTarget, ofPrimary int32, sticky bool) model.Listener {
	forward := model.ForwardAction{Stickiness: &model.GroupStickiness{Enabled: &sticky}, TargetGroups: []model.WeightedGroup{
		{ARN: groupOf(2), Weight: &ofTarget}, {ARN: groupOf(1), Weight: &ofPrimary},
	}}
	return model.Listener{ARN: arn, Port: &port, DefaultActions: []model.Action{{Type: model.ActionForward, Forward: &forward}}}
}

// groupOf is the target group of the n-th set of a harmless deletion.
func groupOf(n int) string { return setOf(n, model.StatusActive, 0).LoadBalancers[0].TargetGroupARN }

// healthOf are the targets of the PRIMARY, by their states.
func healthOf(states ...string) map[string]model.GroupHealth {
	health := model.GroupHealth{GroupARN: groupOf(1), Targets: []model.Target{}}
	for _, state := range states {
		health.Targets = append(health.Targets, model.Target{State: state, Reason: "Target.Timeout"})
	}
	return map[string]model.GroupHealth{health.GroupARN: health}
}

func knowing(listeners ...model.Listener) *model.Known {
	known := &model.Known{Routing: model.Routing{Read: true, Listeners: map[string]model.Listener{}}}
	for _, l := range listeners {
		known.Routing.Listeners[l.ARN] = l
	}
	return known
}

// ofBalancer are the sentences of the checks of traffic and targets, with their severity.
func ofBalancer(service model.Service, known *model.Known) string {
	var sentences []string
	for _, check := range preflight(service, Circumstances{Known: known}) {
		if slices.Contains([]CheckID{CheckTraffic, CheckTestTraffic, CheckSticky, CheckTargets}, check.ID) {
			sentences = append(sentences, []string{"block", "danger", "warning", "unanswered", "ok"}[check.Severity]+": "+check.Sentence)
		}
	}
	return strings.Join(sentences, "; ")
}

// What the load balancer sends to the set is a danger; that it sends nothing is told only
// where all rules were read. Whatever is not known says why.
func TestPreflightLooksAtTraffic(t *testing.T) {
	t.Parallel()
	denied := &model.Fault{Kind: model.FaultDenied, Headline: "access denied"}
	partly := knowing(shares(listener, 443, 0, 100, false))
	partly.Routing.Fault = denied
	without, unread := knowing(), knowing()
	without.Routing.Fault, unread.Routing.Read = denied, false
	classic := target(func(s *model.TaskSet) { s.LoadBalancers = []model.LoadBalancer{{LoadBalancerName: "classic"}} })
	for _, c := range []struct {
		name   string
		change func(*model.Service)
		known  *model.Known
		want   string
	}{
		{"nothing was looked up", nil, nil, "unanswered: traffic weights and target health are not looked up here"},
		{"no load balancer", target(func(s *model.TaskSet) { s.LoadBalancers = nil }), knowing(), ""},
		{"it has traffic", nil, knowing(shares(listener, 443, 10, 90, false)), "danger: 10 % of :443 goes to this set: nothing answers it when the set is gone"},
		{"the larger share is told", nil, knowing(shares(listener, 443, 10, 90, false), shares(elb+"listener/app/x/1/4", 80, 30, 70, false)), "danger: 30 % of :80 goes to this set: nothing answers it when the set is gone"},
		{"it has none", nil, knowing(shares(listener, 443, 0, 100, false)), "ok: no rule sends production traffic to it"},
		{"it has none, and clients stay", nil, knowing(shares(listener, 443, 0, 100, true)), "warning: stickiness is on at :443: clients that came earlier may still be at this set; ok: no rule sends production traffic to it"},
		{"tests go to it", nil, func() *model.Known {
			test := shares(tests, 8443, 1, 0, false)
			test.DefaultActions[0].Forward.TargetGroups = test.DefaultActions[0].Forward.TargetGroups[:1]
			return knowing(shares(listener, 443, 0, 100, false), test)
		}(), "warning: 100 % of the test traffic of :8443 goes to this set; ok: no rule sends production traffic to it"},
		{"not all rules were read", nil, partly, "unanswered: not all rules of the load balancer could be read: access denied"},
		{"no right", nil, without, "unanswered: its share of the traffic is not known: no permission to read the load balancer's rules"},
		{"not read yet", nil, unread, "unanswered: its share of the traffic is not known"},
		{"in no rule", nil, knowing(), "ok: its target group is in no rule"},
		{"a classic load balancer", classic, knowing(), "unanswered: its share of the traffic is not known: a Classic Load Balancer has no weights"},
		{"all weights are 0", nil, knowing(shares(listener, 443, 0, 0, false)), "unanswered: its share of the traffic is not known: all weights of the rule are 0"},
		{"a shared group", target(func(s *model.TaskSet) { s.LoadBalancers = setOf(1, "", 0).LoadBalancers }), knowing(shares(listener, 443, 0, 100, false)), "unanswered: its share of the traffic is not known: another set has the same target group"},
	} {
		service := harmless()
		if c.change != nil {
			service = harmless(c.change)
		}
		if c.known != nil {
			c.known.Routing.Health = healthOf("healthy", "healthy", "healthy", "healthy")
		}
		got := strings.TrimSuffix(strings.TrimSuffix(ofBalancer(service, c.known), "ok: all 4 targets of the PRIMARY …000000001 are healthy"), "; ")
		got = strings.TrimSuffix(strings.TrimSuffix(got, "unanswered: the targets of the PRIMARY …000000001 cannot be told from those of another set"), "; ")
		if got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.name, got, c.want)
		}
	}
}

// A PRIMARY that is to carry on alone needs as many healthy targets as it runs tasks, and none
// beside them that is not healthy. One without a task has no targets that could be.
func TestPreflightLooksAtTheTargetsThatStay(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		change func(*model.Service)
		health map[string]model.GroupHealth
		fault  *model.Fault
		want   string
	}{
		{"all are healthy", nil, healthOf("healthy", "healthy", "healthy", "healthy"), nil, "ok: all 4 targets of the PRIMARY …000000001 are healthy"},
		{"one is not", nil, healthOf("healthy", "healthy", "healthy", "unhealthy"), nil, "danger: 3 of 4 targets of the PRIMARY …000000001 are healthy: a security group, a wrong port, or a slow start"},
		{"two beside those that are enough are not", nil, healthOf("healthy", "healthy", "healthy", "healthy", "unhealthy", "initial"), nil, "danger: 4 of 6 targets of the PRIMARY …000000001 are healthy: a security group, a wrong port, or a slow start"},
		{"one beside them drains", nil, healthOf("healthy", "healthy", "healthy", "healthy", "draining"), nil, "ok: all 4 targets of the PRIMARY …000000001 are healthy"},
		{"it runs no task", primary(func(s *model.TaskSet) { s.Running = 0 }), healthOf(), nil, "warning: the PRIMARY …000000001 has no targets: it runs no task"},
		{"none is registered", nil, healthOf(), nil, "danger: 0 of 4 targets of the PRIMARY …000000001 are healthy"},
		{"health checks are off", nil, healthOf("unavailable"), nil, "unanswered: the health of the targets of the PRIMARY …000000001 is not known: health checks are off"},
		{"not read", nil, nil, nil, "unanswered: the health of the targets of the PRIMARY …000000001 is not known: unknown"},
		{"another group of it was not read", primary(func(s *model.TaskSet) {
			s.LoadBalancers = append(s.LoadBalancers, model.LoadBalancer{TargetGroupARN: elb + "targetgroup/internal/7"})
		}), healthOf("healthy", "healthy", "healthy", "healthy"), nil, "unanswered: the health of the targets of the PRIMARY …000000001 is not known: the target group internal has not been read"},
		{"no right", nil, nil, &model.Fault{Kind: model.FaultDenied, Headline: "access denied"}, "unanswered: the health of the targets of the PRIMARY …000000001 is not known: access denied"},
		{"the PRIMARY has no load balancer", primary(func(s *model.TaskSet) { s.LoadBalancers = nil }), nil, nil, ""},
		{"there is no PRIMARY", primary(role(model.StatusActive)), nil, nil, ""},
	} {
		service := harmless()
		if c.change != nil {
			service = harmless(c.change)
		}
		known := knowing(shares(listener, 443, 0, 100, false))
		known.Routing.Health, known.TargetsFault = c.health, c.fault
		got := ""
		for _, check := range preflight(service, Circumstances{Known: known}) {
			if check.ID == CheckTargets {
				got = []string{"block", "danger", "warning", "unanswered", "ok"}[check.Severity] + ": " + check.Sentence
			}
		}
		if got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.name, got, c.want)
		}
	}
}

// More traffic than was shown, and fewer healthy targets, ask afresh; less traffic does not.
func TestGrownTrafficAsksAfresh(t *testing.T) {
	t.Parallel()
	with := func(percent int32, states ...string) []Check {
		known := knowing(shares(listener, 443, percent, 100-percent, false))
		known.Routing.Health = healthOf(states...)
		return preflight(harmless(), Circumstances{Known: known})
	}
	all := []string{"healthy", "healthy", "healthy", "healthy"}
	if grown := Grown(with(10, all...), with(20, all...)); len(grown) != 1 || grown[0].ID != CheckTraffic {
		t.Errorf("from 10 to 20 %%: %+v", grown)
	}
	if grown := Grown(with(0, all...), with(1, all...)); len(grown) != 1 || grown[0].ID != CheckTraffic {
		t.Errorf("from 0 to 1 %%: %+v", grown)
	}
	if grown := Grown(with(20, all...), with(10, all...)); len(grown) != 0 {
		t.Errorf("from 20 to 10 %%: %+v", grown)
	}
	if grown := Grown(with(0, all...), with(0, all[:3]...)); len(grown) != 1 || grown[0].ID != CheckTargets {
		t.Errorf("a target less: %+v", grown)
	}
}

// A share of the traffic that grew by less than a percent is more at risk in every check that
// tells one, the smallest step that a weight can make included; one that shrank is not.
func TestASmallGrowthOfTrafficAsksAfresh(t *testing.T) {
	t.Parallel()
	for _, kind := range []Kind{DeleteTaskSet, PromoteTaskSet, RestorePrimary, ScaleTaskSet, TerminateOriginal} {
		id := CheckTraffic
		if kind == PromoteTaskSet || kind == RestorePrimary {
			id = CheckPrimaryTraffic
		}
		with := func(weight int32) []Check {
			service, c := situation(kind)
			known := healthyKnown()
			if c.Known != nil {
				*known = *c.Known
			}
			other := 999 - weight
			known.Routing.Listeners = map[string]model.Listener{listener: shares(listener, 443, weight, other, false)}
			if kind != DeleteTaskSet && kind != ScaleTaskSet { // the first set is the one that loses the role, or is ended
				known.Routing.Listeners = map[string]model.Listener{listener: shares(listener, 443, other, weight, false)}
			}
			c.Known = known
			return ask(kind, service, c).Checks(c)
		}
		for _, step := range [][2]int32{{4, 9}, {102, 109}, {1, 2}, {500, 501}, {998, 999}} {
			less, more := with(step[0]), with(step[1])
			if grown := Grown(less, more); len(grown) != 1 || grown[0].ID != id {
				t.Errorf("%s, from %d to %d of 999: %+v", kind, step[0], step[1], grown)
			}
			if grown := Grown(more, less); len(grown) != 0 {
				t.Errorf("%s, from %d to %d of 999: %+v", kind, step[1], step[0], grown)
			}
		}
	}
	a, b := shares(listener, 443, 102, 898, false), shares(elb+"listener/app/x/1/4", 80, 109, 891, false)
	if got, want := ofBalancer(harmless(), knowing(a, b)), "danger: 10.9 % of :80 goes to this set: nothing answers it when the set is gone"; !strings.HasPrefix(got, want) {
		t.Errorf("of two shares: %s, want %s", got, want)
	}
}
