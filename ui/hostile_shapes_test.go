package ui

import (
	"fmt"
	"time"

	"tealset/ecsapi/ecsfake"
)

const (
	oddCluster = "arn:aws:ecs:eu-west-1:123456789012:cluster/odd"
	oddService = "arn:aws:ecs:eu-west-1:123456789012:service/odd/checkout"
)

// odd is a world of these services alone.
func odd(services ...ecsfake.Service) ecsfake.World {
	return ecsfake.World{Clusters: []ecsfake.Cluster{{Name: "odd", Services: services}}}
}

// external is a service with these task sets.
func external(desired int, sets ...ecsfake.TaskSet) ecsfake.Service {
	return ecsfake.Service{Name: "checkout", Controller: ecsfake.External, Desired: desired, Age: time.Hour, TaskSets: sets}
}

// with is the service with some members of its answer changed.
func with(service ecsfake.Service, members raw) ecsfake.Service {
	service.Raw = members
	return service
}

// set is a steady task set of some age.
func set(status string, revision int, members raw) ecsfake.TaskSet {
	return ecsfake.TaskSet{Status: status, Revision: revision, Age: 26 * time.Hour, Raw: members}
}

func steadySets(n int) []ecsfake.TaskSet {
	sets := []ecsfake.TaskSet{set(ecsfake.Primary, 1, nil)}
	for i := 2; i <= n; i++ {
		sets = append(sets, set(ecsfake.Active, i, nil))
	}
	return sets
}

// oddShapes are worlds in which something is missing, too much, or of an unknown sort.
func oddShapes() []oddity {
	var clusters []ecsfake.Cluster
	for _, status := range []string{"INACTIVE", "PROVISIONING", "DEPROVISIONING", "FAILED", "HIBERNATING"} {
		clusters = append(clusters, ecsfake.Cluster{Name: "a-" + status[:4], Status: status})
	}
	return []oddity{
		{name: "no cluster", see: sights{onClusters: {`0 clusters`, `no clusters in eu-west-1`}}},
		{
			name: "the default cluster alone", world: ecsfake.World{Clusters: []ecsfake.Cluster{{Name: "default"}}},
			see: sights{onClusters: {`1 cluster\b`, `default +● ACTIVE +0 +0 +0 +0`}, onServices: {`0 services`, `no services in this cluster`}},
		},
		{
			name: "clusters of every status", world: ecsfake.World{Clusters: clusters},
			see: sights{
				onClusters: {`INAC +◐ INACTIVE`, `PROV +◐ PROVISIONING`, `DEPR +◐ DEPROVISION`, `FAIL +▲ FAILED`, `HIBE +◐ HIBERNATING`},
				onCluster:  {`status +HIBERNATING`, `status +DEPROVISIONING`, `"status": "FAILED"`},
			},
		},
		{
			name: "a cluster that is listed and not found", world: odd(external(1)),
			then: func(d *driver) {
				d.answer("DescribeClusters", `{"failures":[{"arn":"`+oddCluster+`","reason":"MISSING"}]}`)
			},
			see: sights{onClusters: {`odd +▲ MISSING`}},
		},
		{
			name: "a service without task sets", world: odd(external(3)),
			see: sights{onServices: {`checkout +0/3 +▲ empty +0 +–`}, onBoard: {`EXTERNAL · running 0/3 · slots 0/5`, `no task sets`}, onService: {`no task sets`}},
		},
		{
			name: "a service that wants nothing", world: odd(external(0, set(ecsfake.Primary, 1, nil)), ecsfake.Service{Name: "idle", Controller: ecsfake.External}),
			see: sights{onServices: {`checkout +0/0 +◌ idle`, `idle +0/0 +◌ idle`}, onBoard: {`PRIMARY +\S+ +0/0 +0 +● steady`, `no task sets`}},
		},
		{
			name: "five task sets", world: odd(external(2, steadySets(5)...)),
			see: sights{onServices: {`checkout +2/2 \+8 +◊ full`}, onBoard: {`slots 5/5`}, onDialog: {`enough is left: running 10 → 8, desired 2`}},
		},
		{
			name: "seven task sets", world: odd(external(2, steadySets(7)...)),
			see: sights{onServices: {`checkout +2/2 \+12 +◊ full`}, onBoard: {`slots 7/5`, `checkout:7`}},
		},
		{
			name: "two PRIMARY sets", world: odd(external(2, set(ecsfake.Primary, 1, nil), set(ecsfake.Primary, 2, nil), set(ecsfake.Active, 3, nil))),
			see: sights{onServices: {`checkout +4/4 \+2 +◊ doubled`}, onBoard: {`PRIMARY.*checkout:1`, `PRIMARY.*checkout:2`}, onDialog: {`this is the PRIMARY: ECS refuses unless forced`, `not PRIMARY: …\d{9} keeps that role`}},
		},
		{
			name: "no PRIMARY set", world: odd(external(2, set(ecsfake.Active, 1, nil), set(ecsfake.Active, 2, nil))),
			see: sights{onServices: {`checkout +2/2 \+2 +◊ headless`}, onDialog: {`! no set is PRIMARY`}},
		},
		{
			name: "nothing but DRAINING sets", world: odd(external(2, set(ecsfake.Draining, 1, nil), set(ecsfake.Draining, 2, nil))),
			see: sights{onServices: {`checkout +0/2 \+\d +▲ empty`}, onBoard: {`DRAINING.*◊ draining`}, onDialog: {`already DRAINING`, `\[ Close \]`}},
		},
		{
			name: "words that nobody knows",
			world: odd(
				with(external(2, set("MOTHBALLED", 1, raw{"stabilityStatus": "WOBBLY", "launchType": "MAINFRAME", "scale": raw{"value": 50, "unit": "PARSEC"}})),
					raw{"deploymentController": raw{"type": "ROBOT"}}),
				ecsfake.Service{Name: "rolling", Controller: ecsfake.ECS, Desired: 1, Raw: raw{"status": "HIBERNATING"}, TaskSets: []ecsfake.TaskSet{
					{Status: "UPSIDE_DOWN", Raw: raw{"rolloutState": "SIDEWAYS"}},
				}},
			),
			see: sights{
				onServices: {`ROBOT`, `◐ hiberna`},
				onBoard:    {`ROBOT · running`, `MOTHBALLED.*WOBBLY`, `HIBERNATING`, `UPSIDE_DO\S*.*SIDEWAYS`},
				onSet:      {`status +MOTHBALLED`, `stabilityStatus +WOBBLY`, `launchType +MAINFRAME`, `scale +50 PARSEC`},
				onRefusal:  {`ECS deletes task sets of EXTERNAL services only: the controller here is\s+ROBOT`},
			},
		},
		{
			name: "no controller", world: odd(ecsfake.Service{Name: "old", Desired: 2}, with(external(2, set(ecsfake.Primary, 1, nil)), raw{"deploymentController": nil})),
			see: sights{onServices: {`old +2/2 .* ECS `}, onBoard: {`there are no task sets|was changed to ECS`, `PRIMARY.*checkout:1`}, onRefusal: {`ECS deletes task sets of EXTERNAL services only`}},
		},
		{
			name: "deployments absent, empty and null",
			world: odd(
				ecsfake.Service{Name: "absent", Controller: ecsfake.ECS, Desired: 1, Raw: raw{"deployments": nil}},
				ecsfake.Service{Name: "empty", Controller: ecsfake.ECS, Desired: 1, Raw: raw{"deployments": []any{}}},
				ecsfake.Service{Name: "null", Controller: ecsfake.ECS, Desired: 1, Raw: raw{"deployments": verbatim("null")}},
			),
			see: sights{onServices: {`absent +1/1`, `empty +1/1`, `null +1/1`}, onBoard: {`there are no task`}},
		},
		{
			name: "task sets absent, empty and null",
			world: odd(
				ecsfake.Service{Name: "absent", Controller: ecsfake.CodeDeploy, Raw: raw{"taskSets": nil}},
				ecsfake.Service{Name: "empty", Controller: ecsfake.External, Raw: raw{"taskSets": []any{}}},
				ecsfake.Service{Name: "null", Controller: ecsfake.External, Raw: raw{"taskSets": verbatim("null")}},
			),
			see: sights{onServices: {`absent +0/0 .* CODE_DEPLOY`, `null +0/0 .* EXTERNAL`}, onBoard: {`CODE_DEPLOY · running 0/0 · slots 0/5`, `no task sets`}},
		},
		{
			name: "a service that is INACTIVE and still described", world: odd(with(external(2, set(ecsfake.Primary, 1, nil)), raw{"status": "INACTIVE"})),
			see: sights{onServices: {`◐ inactive`}, onBoard: {`EXTERNAL · INACTIVE`}, onDialog: {`the service is INACTIVE: ECS answers`, `ServiceNotActiveException`}},
		},
		{
			name:   "a DRAINING service that is not listed",
			world:  odd(external(1), ecsfake.Service{Name: "leaving", Controller: ecsfake.External, Status: ecsfake.Draining, Desired: 1, TaskSets: steadySets(1)}),
			change: func(o *setup) { o.Cluster, o.Service = "odd", "leaving" },
			then:   func(d *driver) { d.wait(3 * time.Second) },
			see:    sights{onBoard: {`odd › leaving`, `EXTERNAL · DRAINING`, `PRIMARY|DRAINING`}, onDialog: {`the service is DRAINING`}},
		},
		{
			name: "a service that is listed and not found", world: odd(external(2, steadySets(2)...), ecsfake.Service{Name: "web"}),
			then: func(d *driver) {
				d.answer("DescribeServices", `{"services":[null],"failures":[null,{"arn":"`+oddService+`","reason":"MISSING"}]}`)
			},
			see: sights{onServices: {`checkout +– +▲ gone +– +– +–`, `web +– +– +– +–`}, onBoard: {`the service is gone · DescribeServices`, `nothing has been read yet`}},
		},
		{
			name: "failures for other reasons, and of nothing", world: odd(external(2, steadySets(2)...), ecsfake.Service{Name: "web"}),
			then: func(d *driver) {
				d.answer("DescribeServices", `{"failures":[{"arn":null,"reason":"MISSING"},{"arn":"`+oddService+`","reason":"ACCESS_DENIED","detail":"by a rule"},{}]}`)
				d.answer("DescribeClusters", `{"failures":[{"reason":"MISSING"},{"arn":"`+oddCluster+`","reason":"RESOURCE_BUSY"}]}`)
			},
			see: sights{onClusters: {`odd +▲ RESOURCE_BU`}, onServices: {`web +– +– +– +–`}, onService: {`ACCESS_DENIED`}},
		},
	}
}

// answer has every call of an operation from now on answered with a body, and reads
// again.
func (d *driver) answer(operation, body string) {
	d.wait(time.Second) // what was read just now is not read again
	d.ecs.Fail(operation, -1, ecsfake.Foreign(body))
	d.press("r")
}

// listOf is a page of a listing of services, by their names.
func listOf(token string, names ...string) string {
	arns := ""
	for i, name := range names {
		if i > 0 {
			arns += ","
		}
		arns += fmt.Sprintf("%q", "arn:aws:ecs:eu-west-1:123456789012:service/odd/"+name)
	}
	return fmt.Sprintf(`{"serviceArns":[%s],"nextToken":%q}`, arns, token)
}
