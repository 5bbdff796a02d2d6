package model

import "slices"

// marks are the rules and listeners of which AWS says what they are for.
type marks struct {
	production, test []string // ARNs of rules and of listeners
	groups           []string // names of CodeDeploy's two groups, empty without them
}

// marksOf are the marks of the ECS controller, which names rules, or listeners of a Network
// Load Balancer; or of CodeDeploy, which names listeners.
func marksOf(service Service, sides []Side, deployment *CodeDeployment) marks {
	var m marks
	balancers := service.allBalancers()
	for i := range sides {
		balancers = append(balancers, sides[i].Balancers...)
	}
	for _, b := range balancers {
		if b.Advanced != nil {
			m.production = append(m.production, b.Advanced.ProductionListenerRule)
			m.test = append(m.test, b.Advanced.TestListenerRule)
		}
	}
	if deployment != nil {
		for _, pair := range deployment.Pairs {
			m.production = append(m.production, pair.Production...)
			m.test = append(m.test, pair.Test...)
			m.groups = append(m.groups, pair.Groups...)
		}
	}
	none := func(arn string) bool { return arn == "" }
	m.production, m.test = slices.DeleteFunc(m.production, none), slices.DeleteFunc(m.test, none)
	return m
}

// names tells whether AWS marks the route itself, and not only its listener, on which rules
// of others may be.
func (m marks) names(route Route) bool {
	return route.RuleARN != "" && (slices.Contains(m.production, route.RuleARN) || slices.Contains(m.test, route.RuleARN)) ||
		route.Default && route.Network && (slices.Contains(m.production, route.ListenerARN) || slices.Contains(m.test, route.ListenerARN))
}

func marked(arns []string, route Route) bool {
	return route.RuleARN != "" && slices.Contains(arns, route.RuleARN) || slices.Contains(arns, route.ListenerARN)
}

// tell gives each route its kind. Where AWS marks none, one that names a group of the
// PRIMARY is production, and one that sends traffic only to other sides is for tests.
func (m marks) tell(routes []Route, sides []Side) {
	if len(m.production) > 0 {
		for i := range routes {
			switch {
			case marked(m.production, routes[i]):
				routes[i].Kind, routes[i].Marked = Production, true
			case marked(m.test, routes[i]):
				routes[i].Kind, routes[i].Marked = TestRoute, true
			}
		}
		return
	}
	var serving, others []string
	for i := range sides {
		if sides[i].Serves() {
			serving = append(serving, sides[i].Groups()...)
		} else {
			others = append(others, sides[i].Groups()...)
		}
	}
	found := false
	for i := range routes {
		if _, listed := routes[i].Weight(serving); listed {
			routes[i].Kind, found = Production, true
		}
	}
	for i := range routes {
		to, _ := routes[i].Weight(others)
		if found && routes[i].Kind != Production && to > 0 && to == routes[i].Sum {
			routes[i].Kind = TestRoute
		}
	}
}
