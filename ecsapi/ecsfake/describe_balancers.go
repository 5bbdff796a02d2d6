package ecsfake

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// elbOperations are all that this Elastic Load Balancing knows. Never changed.
var elbOperations = map[string]operation{
	"DescribeLoadBalancers": queried((*Server).describeLoadBalancers),
	"DescribeListeners":     queried((*Server).describeListeners),
	"DescribeRules":         queried((*Server).describeRules),
	"DescribeTargetGroups":  queried((*Server).describeTargetGroups),
	"DescribeTargetHealth":  queried((*Server).describeTargetHealth),

	"DescribeTargetGroupAttributes": queried((*Server).describeTargetGroupAttributes),

	"ModifyRule":     queried((*Server).modifyRule),
	"ModifyListener": queried((*Server).modifyListener),
}

// notFound is the error of a name or ARN that leads nowhere; one fails the whole
// request. The text is ours.
func notFound(code, what string) error {
	return &exception{code + "NotFound", "One or more " + what + " not found"}
}

// elbPage is page for Elastic Load Balancing, whose lists come with a marker.
func elbPage[T any](f form, scope string, items []T, ordinal func(T) int) ([]T, nextMarker, error) {
	next := nextMarker{scope: scope}
	in, err := f.paging()
	if err != nil {
		return nil, next, err
	}
	size := maxElbPage
	if in.MaxResults != nil {
		size = *in.MaxResults
	}
	found, token, ok := cut(in.NextToken, size, scope, items, ordinal)
	if !ok {
		return nil, next, validation("Invalid marker")
	}
	next.NextMarker = token
	return found, next, nil
}

// chosen returns the items that the names lead to, in the order of the items, and
// whether each name leads to one. Without names it is all of them.
func chosen[T any](items []T, names []string, name func(T) string) ([]T, bool) {
	if len(names) == 0 {
		return items, true
	}
	found := slices.DeleteFunc(slices.Clone(items), func(item T) bool { return !slices.Contains(names, name(item)) })
	for _, n := range names {
		if !slices.ContainsFunc(found, func(item T) bool { return name(item) == n }) {
			return nil, false
		}
	}
	return found, true
}

// checkARNs wants ARNs of a kind of thing; the text of the refusal was seen for a load
// balancer.
func checkARNs(kind, what string, arns ...string) error {
	for _, arn := range arns {
		if !strings.HasPrefix(arn, "arn:") || !strings.Contains(arn, ":"+kind+"/") {
			return validation("'%s' is not a valid %s ARN", arn, what)
		}
	}
	return nil
}

type describeLoadBalancersResult struct {
	LoadBalancers members[wireBalancer]
	nextMarker
}

// maxBalancers is how many ARNs or names DescribeLoadBalancers takes.
const maxBalancers = 20

func (s *Server) describeLoadBalancers(f form) (*describeLoadBalancersResult, error) {
	arns, names := f.list("LoadBalancerArns"), f.list("Names")
	if len(arns) > maxBalancers || len(names) > maxBalancers {
		return nil, validation("Up to %d load balancers can be described at once", maxBalancers)
	}
	if err := checkARNs("loadbalancer", "load balancer", arns...); err != nil {
		return nil, err
	}
	found, ok := chosen(s.elb.balancers, arns, func(b *balancer) string { return b.arn })
	if ok {
		found, ok = chosen(found, names, func(b *balancer) string { return b.name })
	}
	if !ok {
		return nil, notFound("LoadBalancer", "load balancers")
	}
	found, next, err := elbPage(f, "DescribeLoadBalancers", found, func(b *balancer) int { return b.ordinal })
	if err != nil {
		return nil, err
	}
	out := &describeLoadBalancersResult{nextMarker: next}
	for _, b := range found {
		out.LoadBalancers = append(out.LoadBalancers, s.renderBalancer(b))
	}
	return out, nil
}

func (s *Server) renderBalancer(b *balancer) wireBalancer {
	w := wireBalancer{
		ARN: b.arn, DNSName: fmt.Sprintf("%s-599425356.%s.elb.amazonaws.com", b.name, s.identity.region), Zone: "Z32O12XQLNTSW2",
		Created: s.at.Add(-400 * day).UTC().Format(time.RFC3339), Name: b.name, Scheme: "internet-facing", VPC: vpc,
		State: wireBalancerState{"active"}, Type: b.kind, IPAddress: "ipv4", PrefixIPv6: "off",
	}
	for i, subnet := range subnets {
		w.Zones = append(w.Zones, wireBalancerZone{Name: s.identity.region + string(rune('a'+i)), Subnet: subnet})
	}
	return w
}

type describeListenersResult struct {
	Listeners members[wireListener]
	nextMarker
}

// describeListeners takes a load balancer or listeners; the text for neither is
// ours.
func (s *Server) describeListeners(f form) (*describeListenersResult, error) {
	arn, arns := f.Get("LoadBalancerArn"), f.list("ListenerArns")
	if (arn == "") == (len(arns) == 0) {
		return nil, validation("You must specify either listener ARNs or a load balancer ARN")
	}
	if err := checkARNs("listener", "listener", arns...); err != nil {
		return nil, err
	}
	found, ok := chosen(s.elb.listeners, arns, func(l *listener) string { return l.arn })
	if !ok {
		return nil, notFound("Listener", "listeners")
	}
	if arn != "" {
		if err := checkARNs("loadbalancer", "load balancer", arn); err != nil {
			return nil, err
		}
		of, ok := chosen(s.elb.balancers, []string{arn}, func(b *balancer) string { return b.arn })
		if !ok {
			return nil, notFound("LoadBalancer", "load balancers")
		}
		found = of[0].listeners
	}
	found, next, err := elbPage(f, "DescribeListeners", found, func(l *listener) int { return l.ordinal })
	if err != nil {
		return nil, err
	}
	out := &describeListenersResult{nextMarker: next}
	for _, l := range found {
		out.Listeners = append(out.Listeners, wireListener{
			ARN: l.arn, Balancer: l.balancer.arn, Port: l.port, Protocol: l.protocol,
			Default: renderActions(l.rules[len(l.rules)-1].actions),
		})
	}
	return out, nil
}

type describeRulesResult struct {
	Rules members[wireRule]
	nextMarker
}

// describeRules takes one listener, or rules of any listeners; the text for
// neither is ours.
func (s *Server) describeRules(f form) (*describeRulesResult, error) {
	arn, arns := f.Get("ListenerArn"), f.list("RuleArns")
	if (arn == "") == (len(arns) == 0) {
		return nil, validation("You must specify either listener rule ARNs or a listener ARN")
	}
	if err := checkARNs("listener-rule", "rule", arns...); err != nil {
		return nil, err
	}
	found, ok := chosen(s.elb.rules, arns, func(r *rule) string { return r.arn })
	if !ok {
		return nil, notFound("Rule", "rules")
	}
	if arn != "" {
		if err := checkARNs("listener", "listener", arn); err != nil {
			return nil, err
		}
		of, ok := chosen(s.elb.listeners, []string{arn}, func(l *listener) string { return l.arn })
		if !ok {
			return nil, notFound("Listener", "listeners")
		}
		found = of[0].rules
	}
	found, next, err := elbPage(f, "DescribeRules", found, func(r *rule) int { return r.ordinal })
	if err != nil {
		return nil, err
	}
	out := &describeRulesResult{nextMarker: next}
	for _, r := range found {
		w := wireRule{ARN: r.arn, Priority: r.priority, IsDefault: r.priority == defaultPriority, Actions: renderActions(r.actions)}
		for _, c := range r.conditions {
			w.Conditions = append(w.Conditions, renderCondition(c))
		}
		out.Rules = append(out.Rules, w)
	}
	return out, nil
}

// renderActions writes actions down as real ones come: a forward to one group
// names it twice, one to several only in its ForwardConfig.
func renderActions(actions []Action) members[wireAction] {
	all := make(members[wireAction], 0, len(actions))
	for _, a := range actions {
		w := wireAction{Type: a.Type, Order: a.Order, InnerXML: a.InnerXML}
		if len(a.Groups) == 1 {
			w.Group = a.Groups[0].Group
		}
		if len(a.Groups) > 0 && !a.Scalar {
			w.Forward = &wireForward{Sticky: wireSticky{a.Sticky > 0, a.Sticky}}
			for _, g := range a.Groups {
				w.Forward.Groups = append(w.Forward.Groups, wireWeighted(g))
			}
		}
		all = append(all, w)
	}
	return all
}

// renderCondition writes the values of the two oldest fields twice, and those of
// the others into their own member alone.
func renderCondition(c Condition) wireCondition {
	w, values := wireCondition{Field: c.Field}, &wireValues{c.Values}
	switch c.Field {
	case "host-header":
		w.Values, w.Host = c.Values, values
	case "path-pattern":
		w.Values, w.Path = c.Values, values
	case "http-header":
		w.Header = &wireHeader{c.Header, c.Values}
	case "http-request-method":
		w.Method = values
	case "source-ip":
		w.Source = values
	case "query-string":
		w.Query = &wireQuery{}
		for _, v := range c.Values {
			key, value, _ := strings.Cut(v, "=")
			w.Query.Values = append(w.Query.Values, wireQueryPair{key, value})
		}
	default:
		w.Values = c.Values
	}
	return w
}
