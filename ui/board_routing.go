package ui

import (
	"cmp"
	"context"
	"slices"
	"time"

	"tealset/model"
)

// topologyEvery is how long the rules and listeners that were found are taken for all that
// there are: a rule that is made later is found after it.
const topologyEvery = 5 * time.Minute

// trafficRequests is how many requests the next read of the traffic takes, as far as that
// is known before the load balancers are.
func (r *boardParts) trafficRequests() int {
	if r.topologyDue() {
		return 3 + len(r.withoutAttributes())
	}
	return 2
}

// withoutAttributes are the target groups whose attributes have not been read: they are read
// once.
func (r *boardParts) withoutAttributes() []string {
	return slices.DeleteFunc(slices.Clone(r.board.rollout().Groups()), func(arn string) bool {
		row := r.conn.store.TargetGroups.Row(model.ELBKey(arn))
		return row != nil && row.Value.Attributes != nil
	})
}

// topologyDue tells whether the rules and listeners have to be looked for.
func (r *boardParts) topologyDue() bool {
	known, rollout := r.known(), r.board.rollout()
	again := known != nil && known.searchFault != nil && known.searchFault.Kind != model.FaultDenied
	return known == nil || !known.routed || again || r.board.now.Sub(r.searched) >= topologyEvery ||
		slices.ContainsFunc(rollout.Groups(), func(arn string) bool { return r.conn.store.TargetGroups.Row(model.ELBKey(arn)) == nil })
}

// trafficRead is what was read of load balancing.
type trafficRead struct {
	backend  Backend
	groups   model.Descriptions[model.TargetGroup]
	balance  model.Descriptions[model.Listener]
	rules    model.Descriptions[model.Rule]
	search   bool     // it looked for listeners and rules that were not known
	searched []string // the listeners of which all rules were read
	routed   bool     // listeners and rules have been read
	fault    *model.Fault
	// attributesFault is why the attributes of a target group are missing, which nothing else
	// depends on.
	attributesFault *model.Fault
}

// Lacks is why not all rules and listeners were read.
func (r trafficRead) Lacks() *model.Fault { return r.fault }

// readTraffic never fails as a whole: what could be read counts.
func (r *boardParts) readTraffic() func(context.Context) (trafficRead, error) {
	if r.topologyDue() {
		return r.searchTraffic()
	}
	read := trafficRead{backend: r.conn.Backend, routed: true, attributesFault: r.known().attributesFault}
	rules, listeners := r.board.rollout().Traffic.Reads()
	return func(ctx context.Context) (trafficRead, error) {
		read.again(ctx, listeners, rules)
		return read, nil
	}
}

// searchTraffic looks for all rules and listeners that there are, known or not.
func (r *boardParts) searchTraffic() func(context.Context) (trafficRead, error) {
	read := trafficRead{backend: r.conn.Backend, routed: true, search: true}
	groups, bare := r.board.rollout().Groups(), r.withoutAttributes()
	return func(ctx context.Context) (trafficRead, error) {
		read.find(ctx, groups)
		read.readAttributes(ctx, bare)
		return read, nil
	}
}

// readAttributes reads the attributes of some of the groups that were found.
func (r *trafficRead) readAttributes(ctx context.Context, bare []string) {
	for i := range r.groups.Found {
		group := &r.groups.Found[i]
		if !slices.Contains(bare, group.ARN) {
			continue
		}
		attributes, err := r.backend.DescribeTargetGroupAttributes(ctx, group.ARN)
		if err != nil {
			r.attributesFault = model.AsFault("DescribeTargetGroupAttributes", err)
			return
		}
		group.Attributes = &attributes
	}
}

// failed keeps the first fault.
func (r *trafficRead) failed(operation string, err error) bool {
	if err != nil && r.fault == nil {
		r.fault = model.AsFault(operation, err)
	}
	return err != nil
}

// find looks through the load balancers of some target groups for what forwards to them.
func (r *trafficRead) find(ctx context.Context, groups []string) {
	var balancers []string
	for batch := range slices.Chunk(groups, describeBalancingMax) {
		answer, err := r.backend.DescribeTargetGroups(ctx, batch)
		if r.failed("DescribeTargetGroups", err) {
			r.routed = false
			return
		}
		r.groups.Found, r.groups.Failures = append(r.groups.Found, answer.Found...), append(r.groups.Failures, answer.Failures...)
		for _, group := range answer.Found {
			balancers = append(balancers, group.LoadBalancerARNs...)
		}
	}
	slices.Sort(balancers)
	for _, balancer := range slices.Compact(balancers) {
		listeners, err := r.backend.ListListeners(ctx, balancer)
		if r.failed("DescribeListeners", err) {
			r.routed = false
			return
		}
		r.balance.Found = append(r.balance.Found, listeners...)
	}
	r.findRules(ctx, r.balance.Found)
}

// findRules reads all rules of some listeners; one of a Network Load Balancer can have some
// beside its default as well.
func (r *trafficRead) findRules(ctx context.Context, listeners []model.Listener) {
	rules, failed := make([][]model.Rule, len(listeners)), make([]error, len(listeners))
	sideBySide(len(listeners), func(i int) { rules[i], failed[i] = r.backend.ListRules(ctx, listeners[i].ARN) })
	for i, listener := range listeners {
		if !r.failed("DescribeRules", failed[i]) {
			r.rules.Found, r.searched = append(r.rules.Found, rules[i]...), append(r.searched, listener.ARN)
		}
	}
}

// again reads those anew that are known to matter.
func (r *trafficRead) again(ctx context.Context, listeners, rules []string) {
	for batch := range slices.Chunk(listeners, describeBalancingMax) {
		answer, err := r.backend.DescribeListeners(ctx, batch)
		if r.failed("DescribeListeners", err) {
			break
		}
		r.balance.Found, r.balance.Failures = append(r.balance.Found, answer.Found...), append(r.balance.Failures, answer.Failures...)
	}
	for batch := range slices.Chunk(rules, describeBalancingMax) {
		answer, err := r.backend.DescribeRules(ctx, batch)
		if r.failed("DescribeRules", err) {
			break
		}
		r.rules.Found, r.rules.Failures = append(r.rules.Found, answer.Found...), append(r.rules.Failures, answer.Failures...)
	}
}

func (r *boardParts) tookTraffic(read trafficRead, began, at time.Time) {
	known, store, before := r.known(), r.conn.store, r.board.rollout().Traffic
	fold(store.TargetGroups, read.groups, began, at)
	fold(store.Listeners, read.balance, began, at)
	fold(store.Rules, read.rules, began, at)
	for row := range store.Rules.All() { // those that are not there any more
		if slices.Contains(read.searched, row.Value.ListenerARN()) && row.ReadAt.Before(at) {
			store.Rules.Fail(row.Key, "RuleNotFound")
		}
	}
	if read.search {
		r.searched, known.searchFault = at, read.fault
	}
	known.routed, known.attributesFault = known.routed || read.routed, read.attributesFault
	known.routingFault = cmp.Or(read.fault, known.searchFault) // what was not found is not known by reading the rest again
	known.version++
	if after := r.board.rollout().Traffic; known.trafficMoved.IsZero() || sharesMoved(before.Sides, after.Sides) {
		known.trafficMoved = at
		known.version++
	}
}

// sharesMoved tells whether any share is another one than it was.
func sharesMoved(before, after []model.SideTraffic) bool {
	return !slices.EqualFunc(before, after, func(was, is model.SideTraffic) bool { return !is.Moved(was) })
}

// fold puts descriptions of things of load balancing into the Store.
func fold[T model.Object[T]](table *model.Table[T], read model.Descriptions[T], began, at time.Time) {
	for _, value := range read.Found {
		table.Put(value.Key(), value, began, at)
	}
	for _, failure := range read.Failures {
		table.Fail(model.ELBKey(failure.ARN), failure.Reason)
	}
}
