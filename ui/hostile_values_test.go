package ui

import (
	"math"
	"time"

	"tealset/ecsapi/ecsfake"
)

// without are members that an answer leaves out.
func without(names ...string) raw {
	members := raw{}
	for _, name := range names {
		members[name] = nil
	}
	return members
}

// noMembers of a set, a service and a cluster but the ARN: every other member absent.
func noSet() raw {
	return without("id", "serviceArn", "clusterArn", "status", "taskDefinition", "computedDesiredCount", "pendingCount", "runningCount",
		"createdAt", "updatedAt", "launchType", "platformVersion", "platformFamily", "networkConfiguration", "loadBalancers",
		"serviceRegistries", "scale", "stabilityStatus", "stabilityStatusAt", "tags")
}

func noService() raw {
	return without("serviceName", "clusterArn", "status", "desiredCount", "runningCount", "pendingCount", "launchType", "taskDefinition",
		"createdAt", "events", "tags", "deploymentConfiguration", "loadBalancers")
}

// oddCounts are numbers that do not fit together, or nowhere.
func oddCounts() []oddity {
	counts := func(running, computed, pending int, scale float64) raw {
		return raw{
			"runningCount": running, "computedDesiredCount": computed, "pendingCount": pending, "scale": raw{"value": scale, "unit": "PERCENT"},
		}
	}
	of := func(members raw) ecsfake.World {
		return odd(external(4, set(ecsfake.Primary, 1, nil), set(ecsfake.Active, 2, members)))
	}
	scales := func(values ...any) (sets []ecsfake.TaskSet) {
		for i, value := range values {
			sets = append(sets, set(ecsfake.Active, i+1, raw{"scale": raw{"value": value, "unit": "PERCENT"}}))
		}
		return sets
	}
	const most = math.MaxInt32
	return []oddity{
		{
			name: "tasks of a set that wants none", world: of(counts(3, 0, 0, 0)),
			see: sights{onBoard: {`3/0 +0 .* 0% +checkout:2`}, onDialog: {`3 tasks run and the scale is 0%`}},
		},
		{
			name: "a set that wants tasks at scale 0", world: of(counts(0, 4, 0, 0)),
			see: sights{onBoard: {`0/4 +0 .* 0% +checkout:2`}, onDialog: {`no running task is lost: running 4 → 4, desired 4`}},
		},
		{
			name: "more tasks than are wanted", world: of(counts(9, 2, 1, 50)),
			see: sights{onBoard: {`9/2 +1 .* 50% +checkout:2`}},
		},
		{
			name: "numbers below zero", world: odd(with(external(4, set(ecsfake.Primary, 1, nil), set(ecsfake.Active, 2, counts(-3, -4, -5, -50))),
				raw{"desiredCount": -1, "runningCount": -2, "pendingCount": -3})),
			see: sights{
				onServices: {`checkout +4/-1`}, onBoard: {`-3/-4 +-5 .* -50% +checkout:2`},
				onSet: {`runningCount +-3`, `scale +-50 PERCENT`}, onDialog: {`no running task is lost`},
			},
		},
		{
			name: "the largest numbers", world: odd(with(external(4, set(ecsfake.Primary, 1, counts(most, most, most, 100)), set(ecsfake.Active, 2, counts(most, most, most, 100)),
				set(ecsfake.Active, 3, counts(most, most, most, 100))), raw{"desiredCount": most, "runningCount": most, "pendingCount": most})),
			see: sights{
				onServices: {`checkout +2G/2G\+`}, onBoard: {`running 2147483647/2147483647 \+4294967294`}, onSet: {`runningCount +2147483647`},
				onDialog: {`enough is left: running 6442450941 → 4294967294, desired 2147483647`},
			},
		},
		{
			name: "a number that is too large", world: of(raw{"runningCount": int64(most) + 1}),
			see: sights{onBoard: {`the answer is not from ECS`, `nothing has been read yet`}, onServices: {`checkout +– +– +–`}},
		},
		{
			name: "scales", world: odd(external(3, scales(33.333333333333336, 0.1, 100.0, 0.0, 150)...)),
			see: sights{
				onServices: {`33.3%`}, onBoard: {` 33.3% `, ` 0.1% `, ` 100% `, ` 0% `, ` 150% `},
				onSet: {`scale +33.3333 PERCENT`, `"value": 33.333333333333336`}, onDialog: {`the scale is 0.1%`},
			},
		},
		{
			name: "scales beyond reason", world: odd(external(3, scales(1e15, -1e15, 0.001, "NaN", "-Infinity")...)),
			see: sights{onBoard: {`1e\+1`, ` – +checkout:4`, ` – +checkout:5`}, onSet: {`scale +1e\+15 PERCENT`, `scale +–`}},
		},
		{
			name: "weights and bases", world: of(raw{"launchType": nil, "capacityProviderStrategy": []raw{
				{"capacityProvider": "FARGATE_SPOT", "weight": 999, "base": 0}, {"capacityProvider": "FARGATE", "weight": 0, "base": most}, {"weight": 1},
			}}),
			see: sights{onSet: {`launchType +–`, `FARGATE_SPOT, weight 999, base 0`, `FARGATE, weight 0, base 2147483647`}},
		},
	}
}

// oddValues are values that are not there, and times that cannot be.
func oddValues() []oddity {
	at := func(created, updated any) ecsfake.World {
		return odd(with(external(4, set(ecsfake.Primary, 1, nil), set(ecsfake.Active, 2, raw{
			"createdAt": created, "updatedAt": updated, "stabilityStatusAt": updated,
		})), raw{"createdAt": created, "events": []raw{{"id": "1", "createdAt": created, "message": "has begun"}}}))
	}
	years := float64(100 * 365 * 24 * time.Hour / time.Second)
	never := sights{
		onServices: {`EXTERNAL +checkout:1 +–`}, onBoard: {`● steady –.* checkout:2 +–`},
		onSet: {`createdAt +–`, `updatedAt +–`, `stabilityStatusAt +–`}, onEvents: {`^ – +has begun`},
	}
	return []oddity{
		{
			name: "a set of which the ARN alone is known", world: odd(external(4, set(ecsfake.Primary, 1, nil), set(ecsfake.Active, 2, noSet()))),
			see: sights{
				onBoard: {`– +\S+\d+ +(─+ +)?0/0 +0 +– +– +– +–`},
				onSet:   {`^ id +–`, `status +–`, `stabilityStatus +–`, `scale +–`, `taskDefinition +–`, `createdAt +–`, `launchType +–`, `loadBalancers +–`, `serviceArn +–`},
			},
			not: sights{onDialog: {`the scale is 0%`}, onSet: {`scale +0`}},
		},
		{
			name: "the only set, of which the ARN alone is known", world: odd(external(0, set(ecsfake.Active, 1, noSet()))),
			see: sights{onBoard: {`– +\S+\d+ +(─+ +)?0/0 +0 +– +– +– +–`}, onServices: {`◊ headless`}},
		},
		{
			name: "a set of null members", world: odd(external(4, set(ecsfake.Primary, 1, nil), set(ecsfake.Active, 2, nulls(noSet())))),
			see: sights{onBoard: {`– +\S+\d+ +(─+ +)?0/0 +0 +– +– +– +–`}, onSet: {`^ id +–`, `scale +–`}},
		},
		{
			name: "a set without an ARN", world: odd(external(4, set(ecsfake.Primary, 1, nil), set(ecsfake.Active, 2, without("taskSetArn")))),
			see: sights{onBoard: {`checkout:1`}}, not: sights{onBoard: {`checkout:2`}},
		},
		{
			name: "a service of which the ARN alone is known", world: odd(with(external(4, set(ecsfake.Primary, 1, nil)), noService())),
			see: sights{
				onServices: {`checkout +4/0`}, onBoard: {`odd › checkout`, `–`, `PRIMARY.*checkout:1`},
				onService: {`serviceName +checkout`, `status +–`, `taskDefinition +–`, `createdAt +–`},
			},
		},
		{
			name: "a service of null members", world: odd(with(external(4, set(ecsfake.Primary, 1, nil)), nulls(noService()))),
			see: sights{onServices: {`checkout +4/0`}, onService: {`status +–`}},
		},
		{
			name: "a cluster of which the ARN alone is known", world: ecsfake.World{Clusters: []ecsfake.Cluster{{
				Name: "odd", Raw: without("clusterName", "status", "tags"),
			}}},
			see: sights{onClusters: {`odd +◐`}, onCluster: {`clusterName +odd`, `status +–`}},
		},
		{
			name: "null among what is listed", world: odd(with(external(4, ecsfake.TaskSet{Status: ecsfake.Primary, Age: time.Hour, Raw: raw{
				"loadBalancers": []any{nil, raw{"targetGroupArn": "tg"}}, "serviceRegistries": []any{nil}, "tags": []any{nil, raw{"key": "k"}},
				"capacityProviderStrategy": []any{nil}, "networkConfiguration": raw{"awsvpcConfiguration": raw{"subnets": []any{nil, "subnet-1"}}},
			}}), raw{"events": []any{nil, raw{"message": "has begun"}}, "tags": []any{nil}, "deployments": []any{nil}})),
			see: sights{
				onSet:    {`loadBalancers\[0\].targetGroupArn +tg`, `serviceRegistries +–`, `subnets +subnet-1`, `capacityProviderStrategy +–`, `tags.k +–`},
				onEvents: {`^ – +has begun`},
			},
		},
		{
			name: "no load balancers", world: odd(external(1, set(ecsfake.Primary, 1, raw{"loadBalancers": []any{}}))),
			see: sights{onSet: {`loadBalancers +–`}}, not: sights{onDialog: {`traffic weights`}},
		},
		{name: "times of 0", world: at(0, 0), see: never},
		{name: "times below 0", world: at(-1, -1e300), see: never},
		{name: "times beyond reason", world: at(1e300, 1e300), see: never},
		{name: "times that never end", world: at("Infinity", "-Infinity"), see: never},
		{
			name: "times to come", world: at(float64(time.Now().Unix())+years, float64(time.Now().Unix())+years),
			see: sights{onBoard: {`● steady \d+s`, `checkout:2 +0s`}, onSet: {`createdAt +21\d\d-.*\(0s ago\)`}, onEvents: {`0s +has begun`}},
		},
		{
			name: "a set updated before it was made", world: at(946_684_800, 946_684_000),
			see: sights{onSet: {`createdAt +2000-01-01 00:00:00 UTC +\(\d+s ago\)`, `updatedAt +1999-12-31 23:46:40 UTC +\(13m ago\)`}},
		},
		{
			name: "a time that is no number", world: at("NaN", 946_684_800),
			see: sights{onServices: {`an answer of ECS could not be read`, `checkout +– +– +–`}, onBoard: {`nothing has been read yet`}, onActivity: {`NaN`}},
		},
		{
			name: "a time as text", world: at("2026-09-01T12:00:00Z", 946_684_800),
			see: sights{onServices: {`the answer is not from ECS`}, onBoard: {`nothing has been read yet`}},
		},
		{
			name: "ids that are absent where sentences name sets", world: odd(external(4,
				set(ecsfake.Primary, 1, raw{"id": nil, "stabilityStatus": "STABILIZING"}), set(ecsfake.Active, 2, without("id", "scale", "status")))),
			see: sights{
				onServices: {`▲ stuck`}, onService: {`stuck: …\d{9} has not become steady`},
				onDialog: {`not PRIMARY: …\d{9} keeps that role`, `the PRIMARY …\d{9} is not steady`, `4 tasks run and the scale is –`},
			},
		},
	}
}

// nulls are the same members, null where they were absent.
func nulls(members raw) raw {
	for name := range members {
		members[name] = verbatim("null")
	}
	return members
}
