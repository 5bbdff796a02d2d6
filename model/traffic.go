package model

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"
)

// The words for a side's traffic where there is no percent.
const (
	TrafficUnknown    = "unknown"    // not read yet, or a read failed
	TrafficNoAccess   = "no access"  // the caller has no permission to read it
	TrafficNone       = "–"          // the side has no load balancer
	TrafficUnattached = "unattached" // its target groups are in no rule
	TrafficClassic    = "classic"    // a Classic Load Balancer, which has no weights
	TrafficElsewhere  = "elsewhere"  // VPC Lattice or Service Connect, which ELB does not tell
	TrafficGone       = "no group"   // ELB does not know its target group any more
	TrafficAllZero    = "0 of 0"     // every weight is 0: where the traffic goes is not known
)

// Traffic is how the traffic of a service is divided among its sides.
type Traffic struct {
	// Routes are those that forward to a group of the service: production, test, others.
	Routes []Route
	Sides  []SideTraffic // in the order of the sides
}

// SideTraffic is the share of one side.
type SideTraffic struct {
	// Word says why there is no percent; empty where there is one.
	Word string
	// Doubt says why the share, or that there is none, may not be the whole truth: not all
	// rules could be read, or not again, or one that names the side has only weights of 0. It is
	// empty where nothing is in doubt, or where Word says it.
	Doubt  string
	ReadAt time.Time // when the oldest of the routes was read that count; zero where that is not known
	// Low and High are the share in percent of the production routes, the same where all
	// agree. Kind is OtherRoute where it is not known which routes are production, and all
	// but those for tests were counted.
	Low, High float64
	Kind      RouteKind
	// Shared tells that another side has the same target group, between which weights do
	// not tell.
	Shared bool
	Sticky bool // as of Route
	Set    bool // as Network of Route
}

// Known tells whether there is a percent.
func (t SideTraffic) Known() bool { return t.Word == "" }

// Moved tells whether the share is another one than it was, however well both are known.
func (t SideTraffic) Moved(was SideTraffic) bool {
	t.Doubt, t.ReadAt = was.Doubt, was.ReadAt
	return t != was
}

// Text is the share in a few cells, "10 %", or the word for why there is none. One that is of
// two sides together says so: "10 % shared". None at all is none of either.
func (t SideTraffic) Text() string {
	text := PercentText(t.High)
	switch {
	case !t.Known():
		return t.Word
	case PercentText(t.Low) != text:
		text = percentNumber(t.Low) + "–" + text
	}
	if t.Shared && t.High > 0 {
		text += " shared"
	}
	return text
}

// PercentText is a share in percent. It says 0 and 100 of nothing else, and is cut, not
// rounded: "10 %", "33.3 %", "99.9 %".
func PercentText(percent float64) string { return percentNumber(percent) + " %" }

func percentNumber(percent float64) string {
	switch {
	case percent > 0 && percent < 0.1:
		return "<0.1"
	case percent == math.Trunc(percent):
		return fmt.Sprintf("%.0f", percent)
	}
	const nearly = 1e-9 // what division loses
	cut := math.Floor(percent*10+nearly) / 10
	return fmt.Sprintf("%g", cut)
}

// TrafficOf is the traffic of a service's sides by what is known of its load balancers. A
// deployment of CodeDeploy, which may be nil, tells which listeners are production.
func TrafficOf(service Service, sides []Side, routing Routing, deployment *CodeDeployment) Traffic {
	marks := marksOf(service, sides, deployment)
	own := ownGroups(service, sides)
	var traffic Traffic
	for _, route := range routing.routes() {
		if _, listed := route.Weight(own); listed || marks.names(route) {
			traffic.Routes = append(traffic.Routes, route)
		}
	}
	marks.tell(traffic.Routes, sides)
	slices.SortFunc(traffic.Routes, byPlace)
	traffic.Sides = make([]SideTraffic, len(sides))
	for i := range sides {
		traffic.Sides[i] = traffic.of(sides, i, routing)
	}
	return traffic
}

// ownGroups are the target groups of a service: those of its sides, and those between which
// its deployments change.
func ownGroups(service Service, sides []Side) []string {
	var groups []string
	for i := range sides {
		groups = append(groups, sides[i].Groups()...)
	}
	for _, b := range service.allBalancers() {
		groups = append(groups, b.TargetGroupARN)
		if b.Advanced != nil {
			groups = append(groups, b.Advanced.AlternateTargetGroupARN)
		}
	}
	slices.Sort(groups)
	groups = slices.Compact(groups)
	return slices.DeleteFunc(groups, func(arn string) bool { return arn == "" })
}

// allBalancers are those of the service and of its task sets.
func (s *Service) allBalancers() []LoadBalancer {
	balancers := slices.Clone(s.LoadBalancers)
	for i := range s.TaskSets {
		balancers = append(balancers, s.TaskSets[i].LoadBalancers...)
	}
	return balancers
}

// of is the share of one side, or the word for why it is not known.
func (t *Traffic) of(sides []Side, at int, routing Routing) SideTraffic {
	side := sides[at]
	groups := side.Groups()
	switch {
	case len(groups) == 0 && side.Classic():
		return SideTraffic{Word: TrafficClassic}
	case len(groups) == 0 && side.Elsewhere != "":
		return SideTraffic{Word: TrafficElsewhere}
	case len(groups) == 0 && side.Revision != nil && side.TaskDefinition == "":
		return SideTraffic{Word: TrafficUnknown} // the revision is not described yet
	case len(groups) == 0:
		return SideTraffic{Word: TrafficNone}
	}
	share, found := t.share(groups)
	switch {
	case !found:
		share = SideTraffic{Word: routing.whyNone(groups)}
		if share.Word == TrafficUnattached {
			share.Doubt = routing.doubt()
		}
		return share
	case side.OneOfTwo():
		return SideTraffic{Word: TrafficUnknown}
	case routing.Fault != nil && share.Kind != Production: // the production rules may be those that are missing
		return SideTraffic{Word: routing.faultWord()}
	}
	share.Doubt = cmp.Or(routing.doubt(), share.Doubt)
	for i := range sides {
		share.Shared = share.Shared || i != at && sides[i].Live() && slices.ContainsFunc(groups, sides[i].Has)
	}
	return share
}

// share is the share of some groups of the production routes, or of all but those for tests
// where none is known to be production.
func (t *Traffic) share(groups []string) (share SideTraffic, found bool) {
	kind := OtherRoute
	listed := false
	for _, route := range t.Routes {
		if route.Kind == Production {
			kind = Production
		}
		_, names := route.Weight(groups)
		listed = listed || names
	}
	counted, zero := 0, false
	share = SideTraffic{Kind: kind, Low: 100}
	for _, route := range t.Routes {
		if route.Kind != kind {
			continue
		}
		if why := route.WhyUnknown(); route.Sum <= 0 {
			zero = true
			if _, names := route.Weight(groups); names {
				share.Doubt = cmp.Or(share.Doubt, why)
			}
			continue
		}
		percent, _ := route.Percent(groups)
		share.Low, share.High = min(share.Low, percent), max(share.High, percent)
		share.Sticky, share.Set = share.Sticky || route.Sticky, share.Set || route.Network
		if counted == 0 || route.ReadAt.Before(share.ReadAt) {
			share.ReadAt = route.ReadAt
		}
		counted++
	}
	switch {
	case counted > 0:
	case zero:
		share.Word, share.Doubt = TrafficAllZero, ""
	default:
		share.Word = TrafficUnknown
	}
	return share, listed
}

// whyNone is the word for groups that no known route names.
func (k Routing) whyNone(groups []string) string {
	for _, arn := range groups {
		if k.Groups[arn].Missing != "" {
			return TrafficGone
		}
	}
	unattached := true // by what the groups themselves tell
	for _, arn := range groups {
		group, ok := k.Groups[arn]
		unattached = unattached && ok && group.LoadBalancerARNs != nil && len(group.LoadBalancerARNs) == 0
	}
	switch {
	case unattached:
		return TrafficUnattached
	case k.Fault != nil, !k.Read:
		return k.faultWord()
	}
	return TrafficUnattached
}

// doubt is why there may be rules that are not known, or that are not as they are known.
func (k Routing) doubt() string {
	if k.Fault == nil {
		return ""
	}
	return "not all rules of the load balancer could be read: " + k.Fault.Headline
}

// faultWord is the word for what is not known by the fault.
func (k Routing) faultWord() string {
	if k.Fault != nil && k.Fault.Kind == FaultDenied {
		return TrafficNoAccess
	}
	return TrafficUnknown
}
