package model

import (
	"cmp"
	"slices"
	"strconv"
	"time"
)

// Routing is what has been read of the load balancers of a service. Rules and listeners of
// others may be among it: what does not matter to the service is left out of its Traffic.
type Routing struct {
	// Read tells whether listeners and rules have been read; before, nothing is known.
	Read bool
	// Fault is why not all of them are known, nil where all are. What is known counts all
	// the same.
	Fault     *Fault
	Groups    map[string]TargetGroup // by ARN
	Listeners map[string]Listener    // by ARN
	Rules     map[string]Rule        // by ARN
	Health    map[string]GroupHealth // by the ARN of the group
	// ReadAt is when each listener, each rule and the health of each group was read, by the
	// ARN of the listener, the rule or the group.
	ReadAt map[string]time.Time
}

// RouteKind is what a rule is for.
type RouteKind int

// The kinds of route, in the order in which they are shown.
const (
	// Production brings the traffic of users.
	Production RouteKind = iota
	// TestRoute brings the traffic of tests.
	TestRoute
	// OtherRoute is one of which neither is known.
	OtherRoute
)

// String is the kind in one word.
func (k RouteKind) String() string {
	switch k {
	case Production:
		return "production"
	case TestRoute:
		return "test"
	default:
		return "other"
	}
}

// Route is a rule of a listener that forwards to target groups, or a listener's default
// actions.
type Route struct {
	RuleARN     string // empty where only the listener's default actions are known
	ListenerARN string
	// Default tells that the route is the default actions of its listener: those are
	// changed by ModifyListener, and not by ModifyRule.
	Default   bool
	Port      *int32 // nil where the listener is not known
	Protocol  string
	Priority  string // "1" to "50000", or DefaultPriority
	Condition string // in short, "/api/* +2"; empty for the default
	Kind      RouteKind
	// Marked tells that AWS says which kind it is; else tealset derived it from where the
	// PRIMARY is.
	Marked bool
	// Sticky tells that a client stays at the group that it came to first, so that shares
	// are those of new clients.
	Sticky bool
	// Network tells that it is of a Network Load Balancer, whose weights are what was set:
	// for some minutes they need not be what is served.
	Network bool
	Weights []WeightedGroup // in the order of the rule
	Sum     int64           // of all weights; 0 means that it is not known where the traffic goes
	Actions []Action        // whole
	ReadAt  time.Time       // zero where it is not known
	// ActionsSeen is when a read of this program first had these actions; zero where it is not known.
	ActionsSeen time.Time
}

// ID is the ARN by which the route is told from others: the rule's, or else the listener's.
func (r Route) ID() string { return cmp.Or(r.RuleARN, r.ListenerARN) }

// Weight is the sum of the weights of some groups in the route; listed tells whether it
// names any of them.
func (r Route) Weight(groups []string) (weight int64, listed bool) {
	for _, g := range r.Weights {
		if slices.Contains(groups, g.ARN) {
			weight += g.Counts()
			listed = true
		}
	}
	return weight, listed
}

// Percent is the share of some groups in the route. ok is false where it names none of
// them, or where all its weights are 0.
func (r Route) Percent(groups []string) (percent float64, ok bool) {
	weight, listed := r.Weight(groups)
	if !listed || r.Sum <= 0 {
		return 0, false
	}
	return 100 * float64(weight) / float64(r.Sum), true
}

// WhyUnknown is why it is not known where the route's traffic goes: all its weights are 0. It
// is empty where that is known, and for a route that forwards to nothing.
func (r Route) WhyUnknown() string {
	if len(r.Weights) == 0 || r.Sum > 0 {
		return ""
	}
	return "every weight of " + r.Place() + " is 0: where its traffic goes is not known"
}

// Place is where the route listens: ":443", with the priority of its rule unless that is the
// default.
func (r Route) Place() string {
	place := "a listener"
	if r.Port != nil {
		place = ":" + strconv.Itoa(int(*r.Port))
	}
	if r.Condition != "" {
		place += " " + r.Condition
	}
	return place
}

// routes are all routes of the routing, in no order. The default actions of a listener are
// those of its default rule, and are read again by cheaper calls.
func (k Routing) routes() []Route {
	routes := make([]Route, 0, len(k.Rules)+len(k.Listeners))
	defaults := map[string]string{} // default rules by their listener
	for _, rule := range k.Rules {
		listenerARN := rule.ListenerARN()
		if rule.Default() {
			defaults[listenerARN] = rule.ARN
			if _, ok := k.Listeners[listenerARN]; ok {
				continue
			}
		}
		if rule.Missing == "" {
			routes = append(routes, k.route(rule, listenerARN, k.ReadAt[rule.ARN]))
		}
	}
	for _, l := range k.Listeners {
		rule := Rule{ARN: defaults[l.ARN], Priority: DefaultPriority, IsDefault: true, Actions: l.DefaultActions, ActionsSeen: l.ActionsSeen}
		if l.Missing == "" {
			routes = append(routes, k.route(rule, l.ARN, k.ReadAt[l.ARN]))
		}
	}
	return routes
}

// Default tells whether the rule is the last of its listener.
func (r Rule) Default() bool { return r.IsDefault || r.Priority == DefaultPriority }

func (k Routing) route(rule Rule, listenerARN string, readAt time.Time) Route {
	listener := k.Listeners[listenerARN]
	route := Route{
		RuleARN: rule.ARN, ListenerARN: listenerARN, Default: rule.Default(), Port: listener.Port, Protocol: listener.Protocol,
		Priority: rule.Priority, Condition: ConditionWords(rule.Conditions), Kind: OtherRoute,
		Network: OfNetworkLoadBalancer(listenerARN), Actions: rule.Actions, ReadAt: readAt, ActionsSeen: rule.ActionsSeen,
	}
	for _, action := range rule.Actions {
		route.Weights = append(route.Weights, action.Forwards()...)
		route.Sticky = route.Sticky || action.Sticky()
	}
	for _, g := range route.Weights {
		route.Sum += g.Counts()
	}
	return route
}

// byPlace orders routes by their kind, their port and their priority, the default last.
func byPlace(a, b Route) int {
	port := func(r Route) int32 {
		if r.Port == nil {
			return -1
		}
		return *r.Port
	}
	priority := func(r Route) int {
		if n, err := strconv.Atoi(r.Priority); err == nil && !r.Default {
			return n
		}
		return 1 << 30
	}
	return cmp.Or(
		cmp.Compare(a.Kind, b.Kind), cmp.Compare(port(a), port(b)), cmp.Compare(priority(a), priority(b)),
		cmp.Compare(a.ID(), b.ID()),
	)
}
