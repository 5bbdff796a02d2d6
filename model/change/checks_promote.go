package change

import (
	"fmt"
	"slices"

	"tealset/model"
)

// What these checks find.
const (
	// CheckSteady is whether the set that is to become PRIMARY is steady.
	CheckSteady CheckID = "steady"
	// CheckDesired is whether it runs as many tasks as the service wants.
	CheckDesired CheckID = "desired"
	// CheckCandidateTargets is the health of its targets.
	CheckCandidateTargets CheckID = "targets of the candidate"
	// CheckPrimaryTraffic is the traffic of the set that loses the role.
	CheckPrimaryTraffic CheckID = "traffic of the PRIMARY"
	// CheckNewer is that another candidate is newer.
	CheckNewer CheckID = "newer candidate"
	// CheckWentBack is that the last change went back already.
	CheckWentBack CheckID = "went back"
	// CheckMoved is that other sets may have been PRIMARY since the former one was.
	CheckMoved CheckID = "moved since"
)

// promoteChecks look at a set that is to become PRIMARY. No public record tells that ECS
// checks any of this.
func (p place) promoteChecks() []Check {
	checks := []Check{p.steadyCheck(), p.desiredCheck()}
	checks = append(checks, ownerChecks(p.service, p.set, "it may change it back")...)
	if p.request.Kind == RestorePrimary && p.c.WentBack {
		checks = append(checks, Check{
			ID: CheckWentBack, Severity: Warning,
			Sentence: "the last change went back already: this makes the set PRIMARY again that it came from",
		})
	}
	if p.request.Kind == RestorePrimary && MayHaveMoved(p.service, p.c.FormerAt) {
		checks = append(checks, Check{
			ID: CheckMoved, Severity: Warning,
			Sentence: fmt.Sprintf("it was PRIMARY until %s ago, and the PRIMARY was updated after that: another set may have been PRIMARY in between",
				ageText(since(p.c.FormerAt, p.c.Now))),
			Instead: "Look at the events and the deployments first.",
		})
	}
	if p.side < 0 {
		return checks
	}
	if p.request.Kind == PromoteTaskSet {
		checks = append(checks, p.newerCheck()...)
	}
	if len(p.set.LoadBalancers) == 0 {
		return checks
	}
	if p.c.Known == nil {
		return append(checks, notLookedUp())
	}
	checks = append(checks, p.sideTargets(p.side, CheckCandidateTargets)...)
	checks = append(checks, p.candidateTraffic())
	return append(checks, p.primaryTraffic()...)
}

func notLookedUp() Check {
	return Check{
		ID: CheckTraffic, Severity: Unanswered,
		Sentence: "traffic weights and target health are not looked up here", Instead: atTheBalancer,
	}
}

func (p place) steadyCheck() Check {
	set := p.set
	check := Check{ID: CheckSteady, Severity: OK, Have: int64(set.Running), Need: int64(set.ComputedDesired)}
	counts := fmt.Sprintf("%d of %d tasks run", max(0, set.Running), set.ComputedDesired)
	if set.Steady() && set.Running >= set.ComputedDesired {
		check.Sentence = fmt.Sprintf("%s is steady: %s", set.ShortID(), counts)
		return check
	}
	check.Severity, check.Instead = Danger, waitUntilItIs
	check.Sentence = fmt.Sprintf("%s is not steady: %s", set.ShortID(), counts)
	return check
}

func (p place) desiredCheck() Check {
	check := Check{ID: CheckDesired, Severity: OK, Have: int64(p.set.Running), Need: int64(p.service.Desired)}
	check.Sentence = fmt.Sprintf("%s runs %s, the service wants %d", p.set.ShortID(), tasks(max(0, p.set.Running)), p.service.Desired)
	if check.Have < check.Need {
		check.Severity, check.Instead = Danger, "Scale it up first."
	}
	return check
}

// newerCheck tells of candidates that are newer than the set.
func (p place) newerCheck() []Check {
	for _, at := range p.rollout.Candidates() {
		side := p.rollout.Sides[at]
		if at != p.side && !p.set.CreatedAt.IsZero() && side.CreatedAt.After(p.set.CreatedAt) {
			return []Check{{
				ID: CheckNewer, Severity: Warning, Sentence: fmt.Sprintf("%s is newer, and a candidate as well", side.ShortID()),
			}}
		}
	}
	return nil
}

// sideTargets tell whether the targets of a side are healthy.
func (p place) sideTargets(at int, id CheckID) []Check {
	side, targets := p.rollout.Sides[at], p.rollout.Targets[at]
	if len(side.Groups()) == 0 {
		return nil
	}
	return []Check{targetsCheck(id, side.ShortID(), max(0, side.Running), targets, p.rollout.Known.TargetsFault)}
}

// candidateTraffic tells whether the set has production traffic.
func (p place) candidateTraffic() Check {
	share := p.rollout.Traffic.Sides[p.side]
	check := Check{ID: CheckTraffic, Severity: Warning, Instead: "Shift traffic to it first."}
	switch {
	case share.Doubt != "" && !share.Shared && (share.Known() || share.Word == model.TrafficUnattached):
		return unless(share.Doubt, check)
	case share.Known() && !share.Shared && share.High <= 0:
		check.Sentence = "no production traffic goes to it: promoting moves none"
	case share.Word == model.TrafficUnattached:
		check.Severity, check.Sentence = Danger, "its target group is in no rule: no traffic can come to it"
	case !share.Known() || share.Shared:
		if found := unknownTraffic(share); len(found) > 0 {
			return found[0]
		}
		return Check{ID: CheckTraffic, Severity: OK, Sentence: "it has no load balancer"}
	default:
		return Check{ID: CheckTraffic, Severity: OK, Sentence: share.Text() + " of the production traffic goes to it"}
	}
	return check
}

// primaryTraffic tells whether the set that loses the role still has production traffic.
func (p place) primaryTraffic() []Check {
	at := p.rollout.Serving()
	if at < 0 || at == p.side || len(p.rollout.Sides[at].Groups()) == 0 {
		return nil
	}
	side, share := p.rollout.Sides[at], p.rollout.Traffic.Sides[at]
	check := Check{ID: CheckPrimaryTraffic, Severity: Unanswered, Instead: atTheBalancer}
	switch {
	case !share.Known() && share.Word != model.TrafficUnattached, share.Shared:
		check.Sentence = fmt.Sprintf("the traffic of %s, which loses the role, is not known", side.ShortID())
	case share.High <= 0 && share.Doubt != "":
		check.Sentence = fmt.Sprintf("the traffic of %s, which loses the role, is not known: %s", side.ShortID(), share.Doubt)
	case share.High > 0:
		check = check.ofTraffic(share.High)
		check.Sentence = fmt.Sprintf("%s of the production traffic still goes to %s, which loses the role: promoting moves no traffic", share.Text(), side.ShortID())
		check.Instead = "Shift the traffic first."
	default:
		return []Check{{ID: CheckPrimaryTraffic, Severity: OK, Sentence: "no production traffic goes to " + side.ShortID() + " any more"}}
	}
	return []Check{check}
}

// Advice is what is said first, before the checks: that promoting moves no traffic, while
// production traffic still goes to the set that is to lose the role. It is empty where there
// is nothing to say. Shifts are how the traffic is moved next, one for each production route that gives the
// set less; none before the set is ready for it.
func (f *Flow) Advice() (words string, shifts []model.Shift) {
	if f.request.Kind != PromoteTaskSet && f.request.Kind != RestorePrimary || f.circumstances.Known == nil {
		return "", nil
	}
	p := f.place(f.circumstances)
	if p.side < 0 || !slices.ContainsFunc(p.primaryTraffic(), func(c Check) bool { return c.Severity == Danger }) {
		return "", nil
	}
	step := p.rollout.StepOf(p.side, p.c.Now)
	if step.Kind != model.StepShift && step.Kind != model.StepAttach {
		return "promoting moves no traffic, and " + p.set.ShortID() + " is not ready for it: " + step.Sentence(), nil
	}
	if f.request.Kind == RestorePrimary { // going back is not done by degrees
		step.Shifts = p.rollout.ShiftsTo(p.side, 100)
	}
	return "promoting moves no traffic: shift it to " + p.set.ShortID() + " first", step.Shifts
}
