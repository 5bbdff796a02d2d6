package model

import (
	"fmt"
	"strings"
	"time"
)

// lookBack is how far back stopped tasks count: ECS describes them for an hour at least.
const lookBack = time.Hour

// findStopped looks for tasks of a side that stopped for one reason, two or more within the
// last hour.
func (r Rollout) findStopped(now time.Time) []Finding {
	var findings []Finding
	for i := range r.Sides {
		group, ok := r.Tasks[i].Trouble(now.Add(-lookBack))
		if !ok || !r.Sides[i].Live() {
			continue
		}
		findings = append(findings, Finding{
			ID: FindStopped, Tier: Broken, Side: r.Sides[i].ID, Words: stoppedWords(group, now),
		})
	}
	return findings
}

// stoppedWords tells how many tasks stopped in which time and why: "3 tasks stopped in 12m:
// image or tag not found".
func stoppedWords(group StopGroup, now time.Time) string {
	return strings.Replace(group.Sentence(now), " stopped", " tasks stopped", 1)
}

// findInNoRule looks for candidates whose target group no rule names: no health check runs
// there, so that they never become healthy.
func (r Rollout) findInNoRule() []Finding {
	var findings []Finding
	for _, i := range r.Candidates() {
		notInUse := r.Targets[i].Worst.State == TargetUnused && r.Targets[i].Worst.Reason == targetNotInUse
		if notInUse || r.Traffic.Sides[i].Word == TrafficUnattached {
			findings = append(findings, Finding{
				ID: FindInNoRule, Tier: Busy, Side: r.Sides[i].ID,
				Words: "the target group of " + r.Sides[i].ShortID() + " is in no rule: no health checks run there",
			})
		}
	}
	return findings
}

// findUnhealthy looks for sides with fewer healthy targets than they need. Where targets
// only start that passes by itself.
func (r Rollout) findUnhealthy(now time.Time) []Finding {
	var findings []Finding
	for i := range r.Sides {
		side, targets := r.Sides[i], r.Targets[i]
		c := targets.Counts
		if !targets.Known() || targets.Shared || !side.Live() || c.Unavailable > 0 || c.Healthy >= targets.Needed(side.Running) {
			continue
		}
		if targets.Worst.Reason == targetNotInUse { // told by findInNoRule
			continue
		}
		starts := !side.Steady() && (side.TaskSet == nil || !side.TaskSet.Stuck(now))
		if c.Healthy == c.Staying() && starts { // a task that has just started is registered in a moment
			continue
		}
		finding := Finding{ID: FindUnhealthy, Tier: Busy, Side: side.ID, Words: targets.healthyWords(side)}
		if targets.Reason.Long != "" {
			finding.Words += ": " + targets.Reason.Long
		}
		switch {
		case c.Unhealthy == 0:
		case side.Serves():
			finding.Tier = Broken
		default:
			finding.Tier = Untidy
		}
		findings = append(findings, finding)
	}
	return findings
}

// healthyWords tell how many targets of a side are healthy of those that it has to have. Where
// all that are registered are healthy, tasks are missing among them, and that is told.
func (t SideTargets) healthyWords(side Side) string {
	needed, staying := t.Needed(side.Running), t.Counts.Staying()
	if staying < needed && t.Counts.Healthy == staying {
		return fmt.Sprintf("%d of %d running tasks of %s are not registered as targets", needed-staying, needed, side.ShortID())
	}
	return fmt.Sprintf("%d of %d targets of %s are healthy", t.Counts.Healthy, needed, side.ShortID())
}

// findShifted tells the zones from which traffic is shifted away.
func (r Rollout) findShifted() []Finding {
	var findings []Finding
	told := map[string]bool{}
	for i := range r.Targets {
		zones := strings.Join(r.Targets[i].Shifted, ", ")
		if len(r.Targets[i].Shifted) == 0 || told[zones] {
			continue
		}
		told[zones] = true
		words := "traffic is shifted away from a zone"
		if zones != "" {
			words = "traffic is shifted away from " + zones
		}
		findings = append(findings, Finding{ID: FindShifted, Tier: Busy, Words: words})
	}
	return findings
}
