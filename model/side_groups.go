package model

import "slices"

// Groups are the ARNs of the side's target groups, each once. Where ECS does not tell which
// of a service's two groups a deployment uses, they are both.
func (s Side) Groups() []string {
	groups := make([]string, 0, 2*len(s.Balancers))
	add := func(arn string) {
		if arn != "" && !slices.Contains(groups, arn) {
			groups = append(groups, arn)
		}
	}
	for _, b := range s.Balancers {
		add(b.TargetGroupARN)
		if s.Deployment != nil && s.Revision == nil && b.Advanced != nil {
			add(b.Advanced.AlternateTargetGroupARN)
		}
	}
	return groups
}

// OneOfTwo tells whether the side uses one of the two target groups of its service, and ECS
// does not tell which: what is known of both together is not known of the side.
func (s Side) OneOfTwo() bool {
	return s.Deployment != nil && s.Revision == nil && slices.ContainsFunc(s.Balancers, func(b LoadBalancer) bool {
		return b.TargetGroupARN != "" && b.Advanced != nil && b.Advanced.AlternateTargetGroupARN != ""
	})
}

// Has tells whether a target group is one of the side's.
func (s Side) Has(group string) bool { return slices.Contains(s.Groups(), group) }

// Classic tells whether all load balancers of the side are Classic ones, which have no
// target groups.
func (s Side) Classic() bool {
	for _, b := range s.Balancers {
		if b.TargetGroupARN != "" || b.LoadBalancerName == "" {
			return false
		}
	}
	return len(s.Balancers) > 0
}

// Live tells whether the side is to stay: it is not draining, and no other has replaced it.
func (s Side) Live() bool { return s.Role != StatusDraining && s.Role != DeploymentInactive }

// Serves tells whether ECS calls the side the one that serves: the PRIMARY, or the source of
// a service deployment.
func (s Side) Serves() bool { return s.Role == StatusPrimary || s.Role == RoleSource }

// Steady tells whether the side runs what it is to run.
func (s Side) Steady() bool {
	if s.TaskSet != nil {
		return s.TaskSet.Steady()
	}
	return s.Running == s.Wanted && s.Pending <= 0
}
