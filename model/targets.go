package model

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// TargetCounts are the targets of one target group by their state.
type TargetCounts struct {
	Healthy     int
	Initial     int
	Unhealthy   int // with those that are unhealthy and drain
	Draining    int
	Unused      int // no traffic comes to the group, or to the target's zone
	Unavailable int // health checks are switched off: neither good nor bad
	Other       int // of a state that ELB did not have in 2026, or told none of
}

// CountTargets counts targets by their state.
func CountTargets(targets []Target) TargetCounts {
	var c TargetCounts
	for _, t := range targets {
		switch t.State {
		case TargetHealthyState:
			c.Healthy++
		case TargetInitial:
			c.Initial++
		case TargetUnhealthyState, TargetUnhealthyDraining:
			c.Unhealthy++
		case TargetDraining:
			c.Draining++
		case TargetUnused:
			c.Unused++
		case TargetUnavailable:
			c.Unavailable++
		default:
			c.Other++
		}
	}
	return c
}

// Staying is how many targets are to stay: all but those that drain.
func (c TargetCounts) Staying() int {
	return c.Healthy + c.Initial + c.Unhealthy + c.Unused + c.Unavailable + c.Other
}

// SideTargets are the targets of one side: those of its target group, or of the worst of
// several.
type SideTargets struct {
	// Word says why there are no counts, as of SideTraffic; empty where there are.
	Word string
	// Doubt says why the counts may not be the whole truth: they could not be read again, or
	// those of another of its groups are not known. It is empty where nothing is in doubt, or
	// where Word says it.
	Doubt    string
	ReadAt   time.Time // when the counts were read; zero where that is not known
	GroupARN string
	Counts   TargetCounts
	// Worst is the target that most needs a person, the zero value where all are healthy.
	Worst  Target
	Reason TargetReason // of Worst
	// Shared tells that another side has the same group, and that the counts are of both:
	// only targets of the type ip can be told apart, by the addresses of the tasks.
	Shared bool
	// Shifted are the zones from which traffic is shifted away.
	Shifted []string
}

// Known tells whether there are counts.
func (t SideTargets) Known() bool { return t.Word == "" }

// Needed is how many healthy targets a side has to have that runs some tasks: one for each, and
// none of those that are to stay may be anything else.
func (t SideTargets) Needed(running int32) int { return max(int(running), t.Counts.Staying()) }

// Text is the healthy of all targets that are to stay in a few cells, with the worst
// reason: "8/8", "1/4 404", "2 draining". Counts of two sides together say so: "4/8 shared".
func (t SideTargets) Text() string {
	c := t.Counts
	text := fmt.Sprintf("%d/%d", c.Healthy, c.Staying())
	switch {
	case !t.Known():
		return t.Word
	case c.Staying() == 0 && c.Draining > 0:
		text = fmt.Sprintf("%d draining", c.Draining)
	}
	if t.Shared {
		text += " shared"
	}
	if t.Reason.Short != "" {
		text += " " + t.Reason.Short
	}
	return text
}

// TargetsOf are the targets of a side. Of a group that it shares with another side those
// are counted that are addresses of its tasks. tasks are those of all sides; nil where they have
// not been read.
func TargetsOf(sides []Side, at int, routing Routing, tasks []SideTasks, fault *Fault) SideTargets {
	groups := sides[at].Groups()
	var worst SideTargets
	doubt := "" // of a group without counts
	for _, arn := range groups {
		if sides[at].OneOfTwo() {
			break
		}
		health, ok := routing.Health[arn]
		if !ok || health.Missing != "" || health.Targets == nil {
			doubt = cmp.Or(doubt, routing.whyNoCounts(arn))
			continue
		}
		found := SideTargets{GroupARN: arn, ReadAt: routing.ReadAt[arn]}
		targets := health.Targets
		if sharesGroup(sides, at, arn) {
			own, ok := ownTargets(targets, tasks, sides, at, routing.Groups[arn].TargetType)
			found.Shared, targets = !ok, own
		}
		found.take(targets, routing.Groups[arn])
		if worst.GroupARN == "" || found.worse(worst, sides[at].Running) {
			worst = found
		}
	}
	switch {
	case worst.GroupARN == "":
		worst.Word = noTargetsWord(sides[at], groups, routing, fault)
	case fault != nil:
		worst.Doubt = fault.Headline
	default:
		worst.Doubt = doubt
	}
	return worst
}

// whyNoCounts is why the targets of a group are not known, as a part of a sentence.
func (k Routing) whyNoCounts(group string) string {
	name := cmp.Or(k.Groups[group].Name, TargetGroupName(group))
	if k.Groups[group].Missing != "" || k.Health[group].Missing != "" {
		return "the target group " + name + " does not exist any more"
	}
	return "the target group " + name + " has not been read"
}

// worse tells whether a person should rather see these targets of a side than those of another of
// its groups: more of them are missing for what the side runs, or less is known of them.
func (t SideTargets) worse(other SideTargets, running int32) bool {
	missing := func(t SideTargets) int {
		if t.unclear() {
			return 0
		}
		return t.Needed(running) - t.Counts.Healthy
	}
	if a, b := missing(t), missing(other); a != b {
		return a > b
	}
	if a, b := t.unclear(), other.unclear(); a != b {
		return a
	}
	return t.Reason.severity > other.Reason.severity
}

// unclear tells whether the counts do not tell how many of the side's targets are healthy.
func (t SideTargets) unclear() bool { return t.Shared || t.Counts.Unavailable > 0 }

// noTargetsWord is why the targets of a side are not known.
func noTargetsWord(side Side, groups []string, routing Routing, fault *Fault) string {
	switch {
	case len(groups) == 0 && side.Classic():
		return TrafficClassic
	case len(groups) == 0 && side.Elsewhere != "":
		return TrafficElsewhere
	case len(groups) == 0 && (side.Revision == nil || side.TaskDefinition != ""):
		return TrafficNone
	}
	for _, arn := range groups {
		if routing.Groups[arn].Missing != "" || routing.Health[arn].Missing != "" {
			return TrafficGone
		}
	}
	if fault != nil && fault.Kind == FaultDenied {
		return TrafficNoAccess
	}
	return TrafficUnknown
}

func sharesGroup(sides []Side, at int, group string) bool {
	for i := range sides {
		if i != at && sides[i].Has(group) {
			return true
		}
	}
	return false
}

// ownTargets are the targets that are addresses of a side's tasks; ok is false, and they are
// all, where that cannot be told: tasks is nil, or the side runs more tasks than have a target,
// and a target that stays is of no known task, so that it may be of one that was not listed yet.
func ownTargets(targets []Target, tasks []SideTasks, sides []Side, at int, targetType string) (own []Target, ok bool) {
	if targetType != "ip" || tasks == nil {
		return targets, false
	}
	of := map[string]int{} // the place of the side of each address
	for side := range tasks {
		for _, task := range tasks[side].Live {
			of[task.PrivateAddress()] = side
		}
	}
	unlisted := false
	for _, t := range targets {
		switch side, known := of[t.ID]; {
		case known && side == at:
			own = append(own, t)
		case !known && t.State != TargetDraining:
			unlisted = true
		}
	}
	if unlisted && CountTargets(own).Staying() < int(sides[at].Running) {
		return targets, false
	}
	return own, true
}

// take counts the targets, and finds the worst of them.
func (t *SideTargets) take(targets []Target, group TargetGroup) {
	t.Counts = CountTargets(targets)
	severest := calmTarget
	for _, target := range targets {
		if reason := target.Why(group); reason.severity > severest {
			severest, t.Worst, t.Reason = reason.severity, target, reason
		}
		if target.Shifted() && !slices.Contains(t.Shifted, target.AvailabilityZone) {
			t.Shifted = append(t.Shifted, target.AvailabilityZone)
		}
	}
	slices.Sort(t.Shifted)
}

// Shifted tells whether traffic is shifted away from the target's zone.
func (t Target) Shifted() bool {
	return t.Override != "" && t.Override != "no_override" && t.Override != "unknown"
}
