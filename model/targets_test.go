package model

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// targets are targets of a group by pairs of a state and a reason, with the addresses
// 10.0.0.1, 10.0.0.2 and so on.
func targets(group string, pairs ...string) GroupHealth {
	health := GroupHealth{GroupARN: group, Targets: []Target{}}
	for pair := range slices.Chunk(pairs, 2) {
		health.Targets = append(health.Targets, Target{ID: fmt.Sprintf("10.0.0.%d", len(health.Targets)+1), State: pair[0], Reason: pair[1]})
	}
	return health
}

// Each reason that ELB documents for a target has its few words and what it means.
func TestWhyTargetsAreNotHealthy(t *testing.T) {
	t.Parallel()
	interval, threshold := int32(30), int32(5)
	check := TargetGroup{HealthCheck: TargetHealthCheck{
		Path: "/health", Port: "traffic-port", Matcher: "200", IntervalSeconds: &interval, HealthyThreshold: &threshold,
	}}
	for _, c := range []struct {
		target      Target
		short, long string
	}{
		{Target{State: TargetHealthyState}, "", ""},
		{Target{State: TargetInitial, Reason: "Elb.RegistrationInProgress", Description: "Target registration is in progress"}, "starting", "take 150 s at least"},
		{Target{State: TargetInitial, Reason: "Elb.InitialHealthChecking"}, "starting", "take 150 s at least"},
		{Target{State: TargetUnhealthyState, Reason: "Target.ResponseCodeMismatch", Description: "Health checks failed with these codes: [404]"}, "404", "wrong path, or an error of the app (path /health, port traffic-port, wants 200): Health checks failed with these codes: [404]"},
		{Target{State: TargetUnhealthyState, Reason: "Target.ResponseCodeMismatch"}, "wrong code", "wrong path"},
		{Target{State: TargetUnhealthyState, Reason: "Target.ResponseCodeMismatch", Description: "Health checks failed with these codes: [404"}, "wrong code", "wrong path"},
		{Target{State: TargetUnhealthyState, Reason: "Target.ResponseCodeMismatch", Description: "Health checks failed with these codes: []"}, "wrong code", "wrong path"},
		{Target{State: TargetUnhealthyState, Reason: "Target.Timeout", Description: "Request timed out"}, "timeout", "a security group, a wrong port, or a slow start"},
		{Target{State: TargetUnhealthyState, Reason: "Target.FailedHealthChecks", Description: "Health checks failed"}, "no answer", "refuses the connection"},
		{Target{State: TargetUnhealthyState, Reason: "Elb.InternalError"}, "AWS error", "load balancer"},
		{Target{State: TargetUnhealthyDraining, Reason: "Target.FailedHealthChecks"}, "no answer", "refuses the connection"},
		{Target{State: TargetDraining, Reason: "Target.DeregistrationInProgress"}, "", ""},
		{Target{State: TargetUnused, Reason: "Target.NotInUse"}, "in no rule", "no health checks run"},
		{Target{State: TargetUnused, Reason: "Target.NotRegistered"}, "not registered", "not registered"},
		{Target{State: TargetUnused, Reason: "Target.InvalidState", Description: "Target is in the stopped state"}, "stopped", "instance"},
		{Target{State: TargetUnused, Reason: "Target.IpUnusable"}, "address taken", "load balancer"},
		{Target{State: TargetUnused, Reason: "Target.New", Description: "odd."}, "unused", "no traffic comes to it: odd"},
		{Target{State: TargetUnavailable, Reason: "Target.HealthCheckDisabled"}, "", ""},
		{Target{State: "newfangled", Reason: "Target.New"}, "newfangled", "not healthy"},
		{Target{}, "no state", "not healthy"},
	} {
		got := c.target.Why(check)
		if got.Short != c.short || !strings.Contains(got.Long, c.long) || (got.Long == "") != (c.long == "") {
			t.Errorf("%s %s: %q, %q", c.target.State, c.target.Reason, got.Short, got.Long)
		}
	}
	if got := (Target{State: TargetInitial}).Why(TargetGroup{}).Long; got != "the first health checks are under way" {
		t.Errorf("without the group's interval: %q", got)
	}
}

// The targets of a side are told by the healthy ones of those that stay, with the worst
// reason; a word stands where they are not known.
func TestTargetsOfASide(t *testing.T) {
	t.Parallel()
	service := checkout(setOf(1, StatusPrimary, 4))
	group := groupOf(1)
	unread := GroupHealth{GroupARN: group}
	gone := GroupHealth{GroupARN: group, Targets: []Target{}, Missing: "TargetGroupNotFound"}
	for _, c := range []struct {
		routing Routing
		fault   *Fault
		want    string
	}{
		{routed(targets(group, "healthy", "", "healthy", "")), nil, "2/2"},
		{routed(targets(group, "healthy", "", "initial", "Elb.InitialHealthChecking", "unhealthy", "Target.Timeout", "draining", "")), nil, "1/3 timeout"},
		{routed(targets(group, "unused", "Target.NotInUse")), nil, "0/1 in no rule"},
		{routed(targets(group, "unavailable", "Target.HealthCheckDisabled")), nil, "0/1"},
		{routed(targets(group, "draining", "", "draining", "")), nil, "2 draining"},
		{routed(targets(group)), nil, "0/0"},
		{routed(unread), nil, TrafficUnknown},
		{routed(), nil, TrafficUnknown},
		{routed(), &Fault{Kind: FaultDenied}, TrafficNoAccess},
		{routed(), &Fault{Kind: FaultTimeout}, TrafficUnknown},
		{routed(gone), nil, TrafficGone},
	} {
		if got := TargetsOf(service.Sides(), 0, c.routing, nil, c.fault).Text(); got != c.want {
			t.Errorf("%v: %q, want %q", c.routing.Health, got, c.want)
		}
	}
	none := checkout(setOf(1, StatusPrimary, 4).with(func(s *TaskSet) { s.LoadBalancers = nil }))
	if got := TargetsOf(none.Sides(), 0, routed(), nil, nil).Text(); got != TrafficNone {
		t.Errorf("without a load balancer: %q", got)
	}
}

// In a target group that two sets share, targets are told apart by the addresses of the
// tasks, if they are addresses; else the counts are of both, and say so.
func TestTargetsOfASharedGroup(t *testing.T) {
	t.Parallel()
	blue, green := setOf(1, StatusPrimary, 1), setOf(2, StatusActive, 1)
	green.LoadBalancers = blue.LoadBalancers
	sides := checkout(blue, green).Sides()
	addressed := func(address string) Task {
		return Task{LastStatus: TaskRunning, Containers: []Container{{NetworkInterfaces: []NetworkInterface{{PrivateIPv4: address}}}}}
	}
	tasks := TasksBySide(sides, []Task{startedBy(blue.ID, minute, addressed("10.0.0.1")), startedBy(green.ID, minute, addressed("10.0.0.2"))})
	health := targets(groupOf(1), "healthy", "", "unhealthy", "Target.Timeout")
	routing := routed(health, TargetGroup{ARN: groupOf(1), TargetType: "ip"})
	if a, b := TargetsOf(sides, 0, routing, tasks, nil), TargetsOf(sides, 1, routing, tasks, nil); a.Text() != "1/1" || b.Text() != "0/1 timeout" || a.Shared || b.Shared {
		t.Errorf("%+v, %+v", a, b)
	}
	if a := TargetsOf(sides, 0, routing, nil, nil); a.Text() != "1/2 shared timeout" || !a.Shared {
		t.Errorf("without the tasks: %+v", a)
	}
	routing.Groups[groupOf(1)] = TargetGroup{ARN: groupOf(1), TargetType: "instance"}
	if a := TargetsOf(sides, 0, routing, tasks, nil); a.Text() != "1/2 shared timeout" || !a.Shared {
		t.Errorf("instances: %+v", a)
	}
}

// As long as not all tasks of a side are known, none of the targets of a shared group is missing
// for it: not before the tasks are read, nor where no permission is given to list them, nor while
// a target is of a task that was not listed yet. So nothing is found, and no step waits for it.
func TestTargetsOfASharedGroupWhoseTasksAreNotKnown(t *testing.T) {
	t.Parallel()
	blue := setOf(1, StatusPrimary, 2)
	green := setOf(2, StatusActive, 2).with(created(ago(minute)), func(s *TaskSet) { s.LoadBalancers = blue.LoadBalancers })
	at := func(set TaskSet, address string) Task {
		return startedBy(set.ID, minute, Task{LastStatus: TaskRunning, Containers: []Container{{NetworkInterfaces: []NetworkInterface{{PrivateIPv4: address}}}}})
	}
	all := []Task{at(blue, "10.0.0.1"), at(blue, "10.0.0.2"), at(green, "10.0.0.3"), at(green, "10.0.0.4")}
	routing := routed(split(1, 0), healthy(1, 4), TargetGroup{ARN: groupOf(1), TargetType: "ip"})
	for _, c := range []struct {
		name  string
		known Known
		want  string
	}{
		{"all are known", Known{Tasks: all, TasksRead: true}, "2/2, 2/2"},
		{"none was read", Known{}, "4/4 shared, 4/4 shared"},
		{"the read broke off", Known{Tasks: all[:1]}, "4/4 shared, 4/4 shared"},
		{"the read broke off after those of one side", Known{Tasks: all[:2]}, "4/4 shared, 4/4 shared"},
		{"one was not listed yet", Known{Tasks: all[:3], TasksRead: true}, "2/2, 4/4 shared"},
		{"others were listed", Known{Tasks: []Task{at(blue, "10.0.1.1"), at(blue, "10.0.1.2"), at(green, "10.0.1.3"), at(green, "10.0.1.4")}, TasksRead: true}, "4/4 shared, 4/4 shared"},
	} {
		c.known.Routing = routing
		r := RolloutOf(checkout(blue, green), c.known)
		if got := r.Targets[0].Text() + ", " + r.Targets[1].Text(); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
		if step := r.NextStep(noon); found(r, FindUnhealthy) != "" || step.Kind != StepPromote {
			t.Errorf("%s: %q, %s", c.name, found(r, FindUnhealthy), step.Sentence())
		}
	}
	r := RolloutOf(checkout(blue, green), Known{Tasks: all, TasksRead: true, Routing: routed(split(1, 0), targets(groupOf(1), "healthy", "", "healthy", "", "healthy", ""), routing.Groups[groupOf(1)])})
	if got := r.Targets[1].Text(); got != "1/1" || found(r, FindUnhealthy) == "" {
		t.Errorf("a task that is no target: %s, %q", got, found(r, FindUnhealthy))
	}
}

// Of several groups of a side that is told of which most targets are missing, however many are
// healthy; or else the one of which less is known.
func TestTheWorstOfSeveralGroupsIsTold(t *testing.T) {
	t.Parallel()
	service := checkout(setOf(1, StatusPrimary, 2).with(func(s *TaskSet) {
		s.LoadBalancers = append(s.LoadBalancers, LoadBalancer{TargetGroupARN: groupOf(7)})
	}))
	good, well, sick := []string{"healthy", "", "healthy", ""}, TargetHealthyState, TargetUnhealthyState
	for _, c := range []struct {
		first, second []string
		want          string
	}{
		{good, []string{well, "", TargetInitial, ""}, "7: 1/2 starting"},
		{good, []string{well, "", well, "", sick, "Target.Timeout", sick, "Target.Timeout"}, "7: 2/4 timeout"},
		{[]string{well, "", well, "", well, "", sick, "Target.Timeout"}, []string{well, ""}, "1: 3/4 timeout"},
		{[]string{well, ""}, []string{well, "", well, "", well, "", sick, "Target.Timeout"}, "7: 3/4 timeout"},
		{good, nil, "7: 0/0"},
		{good, []string{TargetUnavailable, "", TargetUnavailable, ""}, "7: 0/2"},
		{[]string{TargetUnavailable, "", TargetUnavailable, ""}, []string{well, "", TargetInitial, ""}, "7: 1/2 starting"},
	} {
		for _, swapped := range []bool{false, true} {
			sides := service.Sides()
			if swapped {
				sides[0].Balancers = []LoadBalancer{sides[0].Balancers[1], sides[0].Balancers[0]}
			}
			got := TargetsOf(sides, 0, routed(targets(groupOf(1), c.first...), targets(groupOf(7), c.second...)), nil, nil)
			n := "1"
			if got.GroupARN == groupOf(7) {
				n = "7"
			}
			if text := n + ": " + got.Text(); text != c.want {
				t.Errorf("%v and %v: %s, want %s", c.first, c.second, text, c.want)
			}
		}
	}
}

// A group of which nothing is known puts those that are known in doubt: the side's targets are not
// all healthy by them, and a step that rests on their health says so.
func TestAGroupWithoutCountsPutsTheOthersInDoubt(t *testing.T) {
	t.Parallel()
	blue := setOf(1, StatusPrimary, 2)
	green := setOf(2, StatusActive, 2).with(created(ago(minute)), func(s *TaskSet) {
		s.LoadBalancers = append(s.LoadBalancers, LoadBalancer{TargetGroupARN: groupOf(7)})
	})
	for _, c := range []struct {
		name  string
		other any
		want  string
	}{
		{"not read", TargetGroup{}, "the target group checkout-7 has not been read"},
		{"not told", GroupHealth{GroupARN: groupOf(7)}, "the target group checkout-7 has not been read"},
		{"gone", GroupHealth{GroupARN: groupOf(7), Targets: []Target{}, Missing: "TargetGroupNotFound"}, "the target group checkout-7 does not exist any more"},
		{"gone by the group", TargetGroup{ARN: groupOf(7), Missing: "TargetGroupNotFound"}, "the target group checkout-7 does not exist any more"},
	} {
		for _, parts := range [][]any{{healthy(2, 2)}, {healthy(2, 1)}} {
			r := RolloutOf(checkout(blue, green), Known{Routing: routed(append(parts, split(1, 0), c.other)...)})
			got := r.Targets[1]
			if !got.Known() || got.Doubt != c.want {
				t.Errorf("%s: %s in doubt: %q, want %q", c.name, got.Text(), got.Doubt, c.want)
			}
		}
		r := RolloutOf(checkout(blue, green), Known{Routing: routed(healthy(2, 2), split(1, 0), c.other)})
		if step, want := r.NextStep(noon), "shift traffic to …000000002: 10 %; not known: the health of its targets ("+c.want+"); then promote"; step.Sentence() != want {
			t.Errorf("%s: %s, want %s", c.name, step.Sentence(), want)
		}
	}
	throttled := &Fault{Kind: FaultThrottled, Headline: "throttled"}
	if got := TargetsOf(checkout(green).Sides(), 0, routed(healthy(2, 2)), nil, throttled); got.Doubt != "throttled" {
		t.Errorf("after a fault: %q", got.Doubt)
	}
}

// A zone from which traffic is shifted away is told; that there is no override, which ELB
// says of each target, is not.
func TestShiftedZones(t *testing.T) {
	t.Parallel()
	health := targets(groupOf(1), "healthy", "", "healthy", "", "healthy", "")
	for i, override := range []string{"no_override", "zonal_shift_active", "zonal_shift_active"} {
		health.Targets[i].Override, health.Targets[i].AvailabilityZone = override, "eu-west-1a"
	}
	health.Targets[0].AvailabilityZone = "eu-west-1b"
	got := TargetsOf(checkout(setOf(1, StatusPrimary, 3)).Sides(), 0, routed(health), nil, nil)
	if strings.Join(got.Shifted, " ") != "eu-west-1a" {
		t.Errorf("shifted away from %v", got.Shifted)
	}
}
