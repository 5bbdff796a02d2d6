package change

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"tealset/model"
)

// What these checks find.
const (
	// CheckTraffic is the set's share of the traffic.
	CheckTraffic CheckID = "traffic"
	// CheckTestTraffic is that tests go to the set.
	CheckTestTraffic CheckID = "test traffic"
	// CheckSticky is that clients may stay at the set although its share is 0.
	CheckSticky CheckID = "sticky"
	// CheckTargets is the health of the targets of the PRIMARY that stays.
	CheckTargets CheckID = "targets"
)

// atTheBalancer is what to do where tealset does not know enough.
const atTheBalancer = "Look at the load balancer."

// balancerChecks tell what the load balancer sends to the set, and whether what stays is
// healthy there. Where nothing of it was looked up, that is told.
func balancerChecks(service model.Service, set model.TaskSet, c Circumstances) []Check {
	if len(set.LoadBalancers) == 0 {
		return nil
	}
	if c.Known == nil {
		return []Check{{
			ID: CheckTraffic, Severity: Unanswered,
			Sentence: "traffic weights and target health are not looked up here", Instead: atTheBalancer,
		}}
	}
	rollout := model.RolloutOf(service, *c.Known)
	at := slices.IndexFunc(rollout.Sides, func(s model.Side) bool { return s.ARN == set.ARN })
	if at < 0 {
		return nil
	}
	return append(trafficChecks(rollout, at), targetChecks(rollout, at)...)
}

// ofTraffic is the check as a danger whose magnitude is a share of the traffic in percent, in a unit
// in which any two shares by weights up to 999 differ, so that no growth is rounded away.
func (c Check) ofTraffic(percent float64) Check {
	const whole, unit = 100_000, 1000
	c.Severity, c.Need, c.Have = Danger, whole, whole-int64(math.Ceil(percent*unit))
	return c
}

// trafficChecks tell which routes send traffic to a side.
func trafficChecks(r model.Rollout, at int) []Check {
	side, share := r.Sides[at], r.Traffic.Sides[at]
	if !share.Known() || share.Shared {
		return unknownTraffic(share)
	}
	var worst, test, sticky Check
	most := 0.0
	for _, route := range r.Traffic.Routes {
		percent, ok := route.Percent(side.Groups())
		_, listed := route.Weight(side.Groups())
		switch {
		case listed && !ok && route.Kind != model.TestRoute:
			share.Doubt = cmp.Or(share.Doubt, route.WhyUnknown())
		case !ok:
		case percent == 0:
			if route.Sticky && route.Kind != model.TestRoute {
				sticky = Check{ID: CheckSticky, Severity: Warning, Sentence: "stickiness is on at " + route.Place() + ": clients that came earlier may still be at this set"}
			}
		case route.Kind == model.TestRoute:
			test = Check{ID: CheckTestTraffic, Severity: Warning, Sentence: fmt.Sprintf("%s of the test traffic of %s goes to this set", model.PercentText(percent), route.Place())}
		case percent > most:
			most, worst = percent, Check{
				ID: CheckTraffic, Sentence: fmt.Sprintf("%s of %s goes to this set: nothing answers it when the set is gone", model.PercentText(percent), route.Place()),
				Instead: "Shift the traffic to another set first.",
			}.ofTraffic(percent)
		}
	}
	if worst.ID == "" {
		worst = noTraffic(share)
	}
	return slices.DeleteFunc([]Check{worst, test, sticky}, func(c Check) bool { return c.ID == "" })
}

// noTraffic is that no known rule sends traffic to the set, which is the whole truth only
// where all rules were read.
func noTraffic(share model.SideTraffic) Check {
	return unless(share.Doubt, Check{ID: CheckTraffic, Severity: OK, Sentence: "no rule sends production traffic to it"})
}

// unless is a finding that holds only where nothing is in doubt.
func unless(doubt string, check Check) Check {
	if doubt == "" {
		return check
	}
	return Check{ID: check.ID, Severity: Unanswered, Sentence: doubt, Instead: atTheBalancer}
}

// unknownTraffic tells why the share of the set is not known.
func unknownTraffic(share model.SideTraffic) []Check {
	check := Check{ID: CheckTraffic, Severity: Unanswered, Instead: atTheBalancer}
	switch {
	case share.Shared:
		check.Sentence = "its share of the traffic is not known: another set has the same target group"
	case share.Word == model.TrafficNone:
		return nil
	case share.Word == model.TrafficUnattached:
		return []Check{unless(share.Doubt, Check{ID: CheckTraffic, Severity: OK, Sentence: "its target group is in no rule"})}
	case share.Word == model.TrafficClassic:
		check.Sentence = "its share of the traffic is not known: a Classic Load Balancer has no weights"
	case share.Word == model.TrafficAllZero:
		check.Sentence = "its share of the traffic is not known: all weights of the rule are 0"
	case share.Word == model.TrafficNoAccess:
		check.Sentence = "its share of the traffic is not known: no permission to read the load balancer's rules"
	default:
		check.Sentence = "its share of the traffic is not known"
	}
	return []Check{check}
}

// targetChecks tell whether the targets of the PRIMARY that stays are healthy.
func targetChecks(r model.Rollout, at int) []Check {
	primary := slices.IndexFunc(r.Sides, func(s model.Side) bool { return s.TaskSet != nil && s.TaskSet.Primary() })
	if primary < 0 || primary == at || len(r.Sides[primary].Groups()) == 0 {
		return nil
	}
	side := r.Sides[primary]
	return []Check{targetsCheck(CheckTargets, "the PRIMARY "+side.ShortID(), max(0, side.Running), r.Targets[primary], r.Known.TargetsFault)}
}

// targetsCheck tells whether the targets of who runs some tasks are healthy, all that are to
// stay.
func targetsCheck(id CheckID, who string, running int32, targets model.SideTargets, fault *model.Fault) Check {
	check := Check{ID: id, Severity: Unanswered, Instead: atTheBalancer}
	switch healthy, needed := int64(targets.Counts.Healthy), int64(targets.Needed(running)); {
	case !targets.Known():
		check.Sentence = fmt.Sprintf("the health of the targets of %s is not known: %s", who, cmp.Or(why(fault), targets.Word))
	case targets.Counts.Unavailable > 0:
		check.Sentence = fmt.Sprintf("the health of the targets of %s is not known: health checks are off", who)
	case targets.Shared:
		check.Sentence = fmt.Sprintf("the targets of %s cannot be told from those of another set", who)
	case healthy < needed:
		check.Severity, check.Have, check.Need = Danger, healthy, needed
		check.Sentence = fmt.Sprintf("%d of %d targets of %s are healthy", healthy, needed, who)
		check.Instead = "Wait until all are."
		if targets.Reason.Long != "" {
			check.Sentence += ": " + targets.Reason.Long
		}
	case targets.Doubt != "":
		check.Sentence = fmt.Sprintf("the health of the targets of %s is not known: %s", who, targets.Doubt)
	case needed <= 0:
		check = Check{ID: id, Severity: Warning, Sentence: who + " has no targets: it runs no task"}
	default:
		check = Check{ID: id, Severity: OK, Sentence: fmt.Sprintf("all %d targets of %s are healthy", healthy, who)}
	}
	return check
}

// why is a fault in a few words, empty without one.
func why(fault *model.Fault) string {
	if fault == nil {
		return ""
	}
	return fault.Headline
}
