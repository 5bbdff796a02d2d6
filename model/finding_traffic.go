package model

import (
	"fmt"
	"slices"
	"time"
)

// findToNothing looks for weights on target groups without a healthy target, on every route
// that is not for tests. With fewer healthy targets than it needs a load balancer sends to
// all of them: so a group without a healthy one may answer, and is never right; one without
// targets answers 503.
func (r Rollout) findToNothing() []Finding {
	var findings []Finding
	for _, route := range r.Traffic.Routes {
		if route.Kind == TestRoute || len(route.Weights) == 0 {
			continue
		}
		if why := route.WhyUnknown(); why != "" {
			findings = append(findings, Finding{ID: FindAllZero, Tier: Broken, Words: why})
			continue
		}
		for _, group := range route.Weights {
			health, read := r.Known.Routing.Health[group.ARN]
			if group.Counts() == 0 || !read || health.Targets == nil || health.Missing != "" {
				continue
			}
			if words := emptyWords(CountTargets(health.Targets)); words != "" {
				percent, _ := route.Percent([]string{group.ARN})
				findings = append(findings, Finding{
					ID: FindToNothing, Tier: Broken, Side: r.sideWith(group.ARN),
					Words: fmt.Sprintf("%s of %s goes to %s: %s", PercentText(percent), route.Place(), words, r.groupName(group.ARN)),
				})
			}
		}
	}
	return findings
}

// emptyWords tells what traffic for the targets goes to, empty where one of them is healthy
// or may be.
func emptyWords(c TargetCounts) string {
	switch {
	case c.Healthy > 0 || c.Unavailable > 0:
		return ""
	case c == TargetCounts{}:
		return "nothing, a group without targets"
	}
	return "no healthy target"
}

// sideWith is the id of the only side with a target group, empty where there are others.
func (r Rollout) sideWith(group string) string {
	if at := onlyWith(r.Sides, group); at >= 0 {
		return r.Sides[at].ID
	}
	return ""
}

// findOffPrimary looks for production traffic that others than the PRIMARY have, of which
// it has none. During a shift that is as it should be.
func (r Rollout) findOffPrimary(now time.Time) []Finding {
	serving := r.Serving()
	if serving < 0 || r.Sides[serving].TaskSet == nil {
		return nil
	}
	primary := r.Traffic.Sides[serving]
	if !primary.Known() || primary.Kind != Production || primary.High > 0 || primary.Shared {
		return nil
	}
	for i := range r.Sides {
		share := r.Traffic.Sides[i]
		if i == serving || !share.Known() || share.High <= 0 {
			continue
		}
		finding := Finding{
			ID: FindOffPrimary, Tier: Busy, Side: r.Sides[i].ID,
			Words: fmt.Sprintf("traffic is not on the PRIMARY: %s has %s", r.Sides[i].ShortID(), share.Text()),
		}
		if age := since(r.Known.TrafficMoved, now); age > StuckAfter {
			finding.Tier = Untidy
			finding.Words += ", for " + span(age)
		}
		return []Finding{finding}
	}
	return nil
}

// findLeaves looks for production traffic that goes to a target group of no set of the
// service, and none between which its deployments change.
func (r Rollout) findLeaves() []Finding {
	own := ownGroups(r.Service, r.Sides)
	for _, route := range r.Traffic.Routes {
		if route.Kind != Production {
			continue
		}
		for _, group := range route.Weights {
			percent, ok := route.Percent([]string{group.ARN})
			if !ok || percent <= 0 || slices.Contains(own, group.ARN) || r.ofCodeDeploy(group.ARN) {
				continue
			}
			return []Finding{{
				ID: FindLeaves, Tier: Untidy,
				Words: fmt.Sprintf("%s of %s leaves this service: it goes to %s", PercentText(percent), route.Place(), r.groupName(group.ARN)),
			}}
		}
	}
	return nil
}

// ofCodeDeploy tells whether a group is one of the two between which CodeDeploy shifts, which
// it knows by name.
func (r Rollout) ofCodeDeploy(arn string) bool {
	return r.Known.CodeDeployment != nil && slices.ContainsFunc(r.Known.CodeDeployment.Pairs, func(p TargetGroupPair) bool {
		return slices.Contains(p.Groups, r.groupName(arn))
	})
}

// findSplit looks for a production rule that two groups of the service share although no
// deployment is under way. Nobody but a person moves the weights of an EXTERNAL service, so
// nothing is found there.
func (r Rollout) findSplit() []Finding {
	switch r.Service.ControllerType() {
	case ControllerECS:
		if r.Service.CurrentServiceDeployment != "" {
			return nil
		}
	case ControllerCodeDeploy:
		if r.Known.CodeDeployment == nil || !r.Known.CodeDeployment.Final() {
			return nil
		}
	default:
		return nil
	}
	own := ownGroups(r.Service, r.Sides)
	for _, route := range r.Traffic.Routes {
		if route.Kind != Production {
			continue
		}
		var shares []string
		for _, group := range route.Weights {
			if slices.Contains(own, group.ARN) && group.Counts() > 0 {
				percent, _ := route.Percent([]string{group.ARN})
				shares = append(shares, fmt.Sprintf("%s %s", r.groupName(group.ARN), PercentText(percent)))
			}
		}
		if len(shares) > 1 {
			return []Finding{{
				ID: FindSplit, Tier: Broken,
				Words: fmt.Sprintf("%s is split with no rollout: %s, %s", route.Place(), shares[0], shares[1]),
			}}
		}
	}
	return nil
}

// findDisagreement looks for rules of one listener that divide the traffic of a service of
// CodeDeploy in different ways: it changes all rules of a listener that forward to its group,
// and fails where they do not agree.
func (r Rollout) findDisagreement() []Finding {
	if r.Service.ControllerType() != ControllerCodeDeploy {
		return nil
	}
	own := ownGroups(r.Service, r.Sides)
	first := map[string]Route{}
	for _, route := range r.Traffic.Routes {
		if _, listed := route.Weight(own); !listed || route.Sum == 0 {
			continue
		}
		other, seen := first[route.ListenerARN]
		if !seen {
			first[route.ListenerARN] = route
			continue
		}
		for _, group := range own {
			a, _ := other.Percent([]string{group})
			b, _ := route.Percent([]string{group})
			if a != b {
				return []Finding{{
					ID: FindDisagree, Tier: Untidy,
					Words: fmt.Sprintf("the rules %s and %s do not agree: the next deployment of CodeDeploy will fail", other.Place(), route.Place()),
				}}
			}
		}
	}
	return nil
}

// changedBy is how far a share may be from what ECS asked for, in percent.
const changedBy = 0.5

// settlesIn is how long a rule is given to follow the weights that ECS asks for; one of a Network
// Load Balancer takes up to 10 minutes.
const settlesIn = time.Minute

// findChanged compares the weights that ECS asked for with those of the production rules that
// were read well after ECS asked. ECS may have asked for the weights of a rule since it was read last.
func (r Rollout) findChanged() []Finding {
	d := r.Known.ServiceDeployment
	if d == nil || d.Final() {
		return nil
	}
	for i := range r.Sides {
		side := r.Sides[i]
		if side.Revision == nil || side.Revision.ProductionWeight == nil || r.Traffic.Sides[i].Shared {
			continue
		}
		for _, route := range r.Traffic.Routes {
			percent, ok := route.Percent(side.Groups())
			difference := percent - *side.Revision.ProductionWeight
			if route.Kind != Production || !ok || difference > -changedBy && difference < changedBy {
				continue
			}
			grace := settlesIn
			if route.Network {
				grace = StuckAfter
			}
			if route.ReadAt.Before(d.WeightsSeen.Add(grace)) || d.SeenAt.Before(route.ActionsSeen) {
				continue
			}
			return []Finding{{
				ID: FindChanged, Tier: Untidy, Side: side.ID,
				Words: fmt.Sprintf("somebody changed %s: %s has %s, and ECS asked for %s", route.Place(), side.ShortID(), PercentText(percent), PercentText(*side.Revision.ProductionWeight)),
			}}
		}
	}
	return nil
}

// findSticky tells that the shares of a divided rule are those of new clients.
func (r Rollout) findSticky() []Finding {
	for _, route := range r.Traffic.production() {
		if route.Sticky && len(route.Weights) > 1 {
			return []Finding{{
				ID: FindSticky, Tier: Calm, Words: fmt.Sprintf("stickiness is on at %s: the percents are for new clients", route.Place()),
			}}
		}
	}
	return nil
}
