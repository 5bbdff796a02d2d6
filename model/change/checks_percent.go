package change

import (
	"fmt"
	"math"
	"slices"

	"tealset/model"
)

// What these checks find.
const (
	// CheckPercent is what is asked for: a number from 0 to 100 that is not the present scale.
	CheckPercent CheckID = "percent"
	// CheckWayBack is that going back at once is lost.
	CheckWayBack CheckID = "way back"
)

// percentChecks look at a new scale of a set.
func (p place) percentChecks() []Check {
	if why := p.badPercent(); why != "" {
		return []Check{{ID: CheckPercent, Severity: Block, Choice: true, Sentence: why}}
	}
	percent := *p.c.Percent
	wanted := int32(math.Ceil(float64(p.service.Desired)*percent/100 - 1e-9)) // as ECS computes it
	checks := []Check{p.scaledCapacity(wanted)}
	checks = append(checks, ownerChecks(p.service, p.set, "it may change it back")...)
	if wanted >= max(p.set.Running, p.set.ComputedDesired) {
		return checks
	}
	if p.set.Primary() {
		checks = append(checks, Check{ID: CheckRole, Severity: Danger, Sentence: "this is the PRIMARY: it serves with fewer tasks then", Instead: promoteAnother})
	}
	if wanted == 0 && slices.Contains(p.rollout.Former(), p.side) {
		checks = append(checks, Check{
			ID: CheckWayBack, Severity: Warning,
			Sentence: "going back to " + p.set.ShortID() + " at once is lost: its tasks have to start again then",
		})
	}
	return append(checks, p.scaledTraffic(wanted)...)
}

// badPercent is why the number cannot be asked for; empty where it can.
func (p place) badPercent() string {
	percent := p.c.Percent
	switch {
	case percent == nil || math.IsNaN(*percent) || *percent < 0 || *percent > 100:
		return "type a percentage from 0 to 100"
	}
	if is, ok := p.set.ScalePercent(); ok && is == *percent {
		return "the scale is " + scaleText(p.set) + " already"
	}
	return ""
}

// scaledCapacity counts what runs in all sets after the change, against what is desired. Only
// tasks of steady sets are sure to serve.
func (p place) scaledCapacity(wanted int32) Check {
	var running, left int64
	for _, set := range p.service.Live() {
		n := int64(max(0, set.Running))
		running += n
		switch {
		case set.ARN != p.set.ARN && set.Steady():
			left += n
		case set.ARN == p.set.ARN && wanted >= set.Running:
			left += n // what is to start has not started
		case set.ARN == p.set.ARN && set.Steady():
			left += int64(wanted)
		}
	}
	desired := int64(p.service.Desired)
	check := Check{ID: CheckCapacity, Severity: OK, Have: left, Need: desired}
	if wanted >= p.set.Running {
		check.Sentence = fmt.Sprintf("%s → %d, running now in all sets %d, desired %d", runs(p.set.Running), wanted, running, desired)
		return check
	}
	check.Sentence = fmt.Sprintf("steady capacity %d → %d, desired %d", running, left, desired)
	if left < desired {
		check.Severity, check.Instead = Danger, "Scale another set up first."
	}
	return check
}

// scaledTraffic tells of the traffic of a set that is to run fewer tasks.
func (p place) scaledTraffic(wanted int32) []Check {
	if p.side < 0 || len(p.set.LoadBalancers) == 0 {
		return nil
	}
	if p.c.Known == nil {
		return []Check{notLookedUp()}
	}
	share := p.rollout.Traffic.Sides[p.side]
	switch {
	case !share.Known() || share.Shared:
		return unknownTraffic(share)
	case share.High <= 0:
		return trafficChecks(p.rollout, p.side)
	}
	check := Check{
		ID: CheckTraffic, Sentence: share.Text() + " of the production traffic goes to it, and fewer tasks answer that then",
		Instead: "Shift the traffic to another set first.",
	}.ofTraffic(share.High)
	if wanted == 0 {
		check.Sentence = share.Text() + " of the production traffic goes to it, and no task answers that then"
	}
	return []Check{check}
}

// roleOf is the place of the side with a role in CodeDeploy's deployment; -1 where there is
// none. What CodeDeploy itself calls the original or the replacement goes first.
func (p place) roleOf(label string) int {
	known := p.rollout.Known
	if target := known.CodeDeployTarget; target != nil {
		for _, set := range target.TaskSets {
			at := slices.IndexFunc(p.rollout.Sides, func(s model.Side) bool { return s.TaskSet != nil && s.ID == set.ID })
			if set.Label == label && at >= 0 && p.rollout.Sides[at].Live() {
				return at
			}
		}
	}
	if known.CodeDeployment == nil {
		return -1
	}
	return slices.IndexFunc(p.rollout.Sides, func(s model.Side) bool {
		return s.TaskSet != nil && s.Live() && (s.TaskSet.ExternalID == known.CodeDeployment.ID) == (label == model.LabelGreen)
	})
}
