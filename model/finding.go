package model

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// FindingID is one thing that can be found about a rollout.
type FindingID string

// The findings about a rollout, in the order in which they are told within one tier.
const (
	// FindToNothing is a share of the traffic that no healthy target takes.
	FindToNothing FindingID = "traffic to nothing"
	// FindAllZero is a rule all of whose weights are 0.
	FindAllZero FindingID = "all weights 0"
	// FindDeploymentFailed is a deployment that failed or is rolled back.
	FindDeploymentFailed FindingID = "deployment failed"
	// FindOffPrimary is production traffic that goes to others than the PRIMARY.
	FindOffPrimary FindingID = "traffic off PRIMARY"
	// FindLeaves is production traffic for a target group of no set.
	FindLeaves FindingID = "traffic leaves"
	// FindSplit is a rule that is divided although no deployment is under way.
	FindSplit FindingID = "split without rollout"
	// FindDisagree are rules of one listener that divide the traffic in different ways.
	FindDisagree FindingID = "rules disagree"
	// FindStopped are tasks of a set that stopped for one reason.
	FindStopped FindingID = "tasks stopped"
	// FindInNoRule is a candidate whose target group is in no rule.
	FindInNoRule FindingID = "in no rule"
	// FindUnhealthy is a side with fewer healthy targets than running tasks.
	FindUnhealthy FindingID = "targets not healthy"
	// FindChanged is a rule whose weights are not those that ECS asked for.
	FindChanged FindingID = "rule changed"
	// FindWaits is a deployment that waits for a person.
	FindWaits FindingID = "waits for a person"
	// FindShifted is a zone from which traffic is shifted away.
	FindShifted FindingID = "zone shifted"
	// FindSticky is a rule whose shares are those of new clients only.
	FindSticky FindingID = "sticky"
)

// findingOrder is the order of the findings within one tier.
var findingOrder = []FindingID{
	FindToNothing, FindAllZero, FindDeploymentFailed, FindOffPrimary, FindLeaves, FindSplit, FindDisagree, FindStopped,
	FindInNoRule, FindUnhealthy, FindChanged, FindWaits, FindShifted, FindSticky,
}

// Finding is something that was found about a rollout.
type Finding struct {
	ID    FindingID
	Tier  Tier
	Words string // a part of a sentence
	Side  string // the id of the side that it is about; empty where it is about the service
}

// Findings are what was found about the rollout at a time, the worst first. What is not
// known gives none: that it is not known is told elsewhere.
func (r Rollout) Findings(now time.Time) []Finding {
	findings := slices.Concat(
		r.findToNothing(), r.findOffPrimary(now), r.findLeaves(), r.findSplit(), r.findDisagreement(), r.findStopped(now),
		r.findInNoRule(), r.findUnhealthy(now), r.findChanged(), r.findDeployment(now), r.findShifted(), r.findSticky(),
	)
	slices.SortStableFunc(findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(b.Tier, a.Tier), cmp.Compare(slices.Index(findingOrder, a.ID), slices.Index(findingOrder, b.ID)))
	})
	return findings
}

// Reasons are those of the worst tier at a time, each a part of a sentence: what was found about
// the rollout, and then the verdict on the service.
func (r Rollout) Reasons(now time.Time) (tier Tier, reasons []string) {
	health, findings := r.Service.Health(now), r.Findings(now)
	tier = health.Tier
	if len(findings) > 0 {
		tier = max(tier, findings[0].Tier)
	}
	for _, finding := range findings {
		if finding.Tier != tier || tier == Calm {
			break
		}
		reasons = append(reasons, finding.Sentence())
	}
	if health.Tier == tier {
		reasons = append(reasons, health.Reason)
	}
	return tier, reasons
}

// Sentence is the finding with the side that it is about, without a full stop.
func (f Finding) Sentence() string {
	if f.Side == "" || strings.Contains(f.Words, ShortID(f.Side)) {
		return f.Words
	}
	return ShortID(f.Side) + ": " + f.Words
}

// production are the routes that are production, or all but those for tests where none is
// known to be.
func (t Traffic) production() []Route {
	var production, others []Route
	for _, route := range t.Routes {
		switch route.Kind {
		case Production:
			production = append(production, route)
		case OtherRoute:
			others = append(others, route)
		case TestRoute:
		}
	}
	if len(production) > 0 {
		return production
	}
	return others
}

// groupName is what a target group is called.
func (r Rollout) groupName(arn string) string {
	return cmp.Or(r.Known.Routing.Groups[arn].Name, TargetGroupName(arn))
}
