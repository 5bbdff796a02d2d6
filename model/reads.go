package model

import (
	"slices"
)

// Groups are the ARNs of all target groups of the service, those between which its
// deployments change too: what DescribeTargetGroups has to be asked for.
func (r Rollout) Groups() []string { return ownGroups(r.Service, r.Sides) }

// SideGroups are the ARNs of the target groups of its sides, each once: what
// DescribeTargetHealth has to be asked for.
func (r Rollout) SideGroups() []string {
	var groups []string
	for i := range r.Sides {
		groups = append(groups, r.Sides[i].Groups()...)
	}
	slices.Sort(groups)
	return slices.Compact(groups)
}

// LoadBalancers are the ARNs of the load balancers of the groups: what DescribeListeners has
// to be asked for, once.
func (k Routing) LoadBalancers() []string {
	var arns []string
	for _, group := range k.Groups {
		arns = append(arns, group.LoadBalancerARNs...)
	}
	slices.Sort(arns)
	return slices.Compact(arns)
}

// Reads are the ARNs of the rules and listeners of the routes: what DescribeRules and
// DescribeListeners have to be asked for again and again, in one call each.
func (t Traffic) Reads() (rules, listeners []string) {
	for _, route := range t.Routes {
		if !route.Default {
			rules = append(rules, route.RuleARN)
		}
		listeners = append(listeners, route.ListenerARN)
	}
	slices.Sort(rules)
	slices.Sort(listeners)
	none := func(arn string) bool { return arn == "" }
	return slices.DeleteFunc(slices.Compact(rules), none), slices.DeleteFunc(slices.Compact(listeners), none)
}
