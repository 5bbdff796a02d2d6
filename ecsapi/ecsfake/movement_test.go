package ecsfake_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"tealset/ecsapi/ecsfake"
)

// web returns the members of one of shop's task sets that move, or "gone".
func web(t *testing.T, s *ecsfake.Server, id string) string {
	t.Helper()
	for _, set := range sets(t, s, "shop", "web") {
		if member(set, "id") == id {
			return fmt.Sprintf("%v %v/%v+%v %v", member(set, "status"), member(set, "runningCount"),
				member(set, "computedDesiredCount"), member(set, "pendingCount"), member(set, "stabilityStatus"))
		}
	}
	return "gone"
}

func scale(t *testing.T, s *ecsfake.Server, id string, value float64) {
	t.Helper()
	ask(t, s, "UpdateTaskSet", fmt.Sprintf(`{"cluster":"shop","service":"web","taskSet":%q,"scale":{"value":%v,"unit":"PERCENT"}}`, id, value))
}

// messages returns the events of the service web in shop.
func messages(t *testing.T, s *ecsfake.Server) []string {
	t.Helper()
	a := ask(t, s, "DescribeServices", `{"cluster":"shop","services":["web"]}`)
	list, _ := a.at("services", 0, "events").([]any)
	all := make([]string, 0, len(list))
	for _, e := range list {
		all = append(all, member(e, "message").(string))
	}
	return all
}

func TestASetThatIsScaledDownAndUpStabilizesEachTime(t *testing.T) {
	s, clock := open(shop())
	same(t, "at first", web(t, s, "ecs-svc/g"), "ACTIVE 4/4+0 STEADY_STATE")
	scale(t, s, "ecs-svc/g", 30)
	same(t, "ceil(4 × 30 %) wanted", web(t, s, "ecs-svc/g"), "ACTIVE 4/2+0 STABILIZING")
	clock.Advance(5 * time.Second)
	same(t, "one stopped", web(t, s, "ecs-svc/g"), "ACTIVE 3/2+0 STABILIZING")
	clock.Advance(5 * time.Second)
	same(t, "both stopped", web(t, s, "ecs-svc/g"), "ACTIVE 2/2+0 STABILIZING")
	clock.Advance(15 * time.Second)
	same(t, "settled", web(t, s, "ecs-svc/g"), "ACTIVE 2/2+0 STEADY_STATE")
	scale(t, s, "ecs-svc/g", 100)
	same(t, "two are missing", web(t, s, "ecs-svc/g"), "ACTIVE 2/4+2 STABILIZING")
	clock.Advance(5 * time.Second)
	same(t, "one runs", web(t, s, "ecs-svc/g"), "ACTIVE 3/4+1 STABILIZING")
	clock.Advance(20 * time.Second)
	same(t, "settled", web(t, s, "ecs-svc/g"), "ACTIVE 4/4+0 STEADY_STATE")
}

func TestTheWorldDoesNotDependOnHowOftenItIsLookedAt(t *testing.T) {
	tell := func(looks int) string {
		s, clock := open(shop())
		scale(t, s, "ecs-svc/g", 0)
		scale(t, s, "ecs-svc/b", 50)
		ask(t, s, "DeleteTaskSet", `{"cluster":"shop","service":"web","taskSet":"ecs-svc/g"}`)
		for range looks {
			clock.Advance(time.Minute / time.Duration(looks))
			ask(t, s, "ListClusters", `{}`)
		}
		return ask(t, s, "DescribeServices", `{"cluster":"shop","services":["web"]}`).text
	}
	same(t, "after many looks", tell(60), tell(1))
}

func TestADeletedSetLosesItsTasksOneByOneAndIsThenGone(t *testing.T) {
	s, clock := open(shop())
	ask(t, s, "DeleteTaskSet", `{"cluster":"shop","service":"web","taskSet":"ecs-svc/g"}`)
	var seen []string
	for range 45 {
		if now := web(t, s, "ecs-svc/g"); len(seen) == 0 || seen[len(seen)-1] != now {
			seen = append(seen, now)
		}
		clock.Advance(time.Second)
	}
	same(t, "what is seen", seen, []string{
		"DRAINING 4/0+0 STABILIZING", "DRAINING 3/0+0 STABILIZING", "DRAINING 2/0+0 STABILIZING",
		"DRAINING 1/0+0 STABILIZING", "DRAINING 0/0+0 STABILIZING", "gone",
	})
	same(t, "the other set", web(t, s, "ecs-svc/b"), "PRIMARY 4/4+0 STEADY_STATE")
	refused(t, s, "DeleteTaskSet", `{"cluster":"shop","service":"web","taskSet":"ecs-svc/g"}`, "TaskSetNotFoundException", "")
}

func TestASetWithoutTasksIsGoneSooner(t *testing.T) {
	s, clock := open(shop())
	scale(t, s, "ecs-svc/g", 0)
	clock.Advance(time.Minute)
	ask(t, s, "DeleteTaskSet", `{"cluster":"shop","service":"web","taskSet":"ecs-svc/g"}`)
	clock.Advance(8 * time.Second)
	same(t, "the set", web(t, s, "ecs-svc/g"), "gone")
}

func TestTasksGoThroughProvisioningAndPending(t *testing.T) {
	s, clock := open(shop())
	created := ask(t, s, "CreateTaskSet", `{"cluster":"shop","service":"bare","taskDefinition":"bare:1","scale":{"value":1,"unit":"PERCENT"}}`)
	list := ask(t, s, "ListTasks", `{"cluster":"shop","startedBy":"`+created.at("taskSet", "id").(string)+`"}`)
	task := list.at("taskArns", 0).(string)
	for _, want := range []string{"PROVISIONING", "PENDING", "RUNNING"} {
		same(t, "lastStatus", ask(t, s, "DescribeTasks", `{"cluster":"shop","tasks":["`+task+`"]}`).at("tasks", 0, "lastStatus"), want)
		clock.Advance(3 * time.Second)
	}
}

func TestUpdatedAtMovesWithEveryChange(t *testing.T) {
	s, clock := open(shop())
	scale(t, s, "ecs-svc/g", 50)
	last := 0.0
	for range 3 {
		updated := member(sets(t, s, "shop", "web")[1], "updatedAt").(float64)
		if updated <= last {
			t.Errorf("updatedAt %v does not follow %v", updated, last)
		}
		last = updated
		clock.Advance(5 * time.Second)
	}
}

func TestASetWhoseTasksCrashIsNeverSteady(t *testing.T) {
	s, clock := open(ecsfake.World{Clusters: []ecsfake.Cluster{{Name: "shop", Services: []ecsfake.Service{{
		Name: "web", Controller: ecsfake.External, Desired: 2,
		TaskSets: []ecsfake.TaskSet{{ID: "ecs-svc/g", Crashes: true, Age: time.Hour, TargetGroup: "green"}},
	}}}}})
	seen := map[string]bool{}
	for range 300 {
		clock.Advance(time.Second)
		seen[web(t, s, "ecs-svc/g")] = true
	}
	for state := range seen {
		if !strings.HasSuffix(state, "STABILIZING") {
			t.Errorf("seen %s", state)
		}
	}
	if len(seen) < 2 {
		t.Errorf("nothing moves: %v", seen)
	}
	if !strings.Contains(strings.Join(messages(t, s), "\n"), "(service web) is unable to consistently start tasks successfully.") {
		t.Error("no event tells of it")
	}
}

func TestAServiceWithoutCapacityStaysShortAndSaysSo(t *testing.T) {
	s, clock := open(ecsfake.World{Clusters: []ecsfake.Cluster{{Name: "shop", Services: []ecsfake.Service{{
		Name: "web", Controller: ecsfake.External, Desired: 6,
		TaskSets: []ecsfake.TaskSet{{ID: "ecs-svc/b", Status: ecsfake.Primary, Age: time.Hour, Unplaceable: 2}},
	}}}}})
	clock.Advance(9 * time.Minute)
	same(t, "the set", web(t, s, "ecs-svc/b"), "PRIMARY 4/6+0 STABILIZING")
	if told := messages(t, s); !strings.HasPrefix(told[0], "(service web, taskSet ecs-svc/b) was unable to place a task.") {
		t.Errorf("the newest event is %q", told[0])
	}
	scale(t, s, "ecs-svc/b", 50)
	clock.Advance(time.Minute)
	same(t, "when it wants no more than there is room for", web(t, s, "ecs-svc/b"), "PRIMARY 3/3+0 STEADY_STATE")
}

func TestEventsNameTheTaskSetInTheWordsOfECSNewestFirst(t *testing.T) {
	s, clock := open(shop())
	scale(t, s, "ecs-svc/g", 25)
	clock.Advance(time.Minute)
	scale(t, s, "ecs-svc/g", 50)
	clock.Advance(time.Minute)
	told := messages(t, s)
	at := 0
	for _, want := range []string{
		"(service web) has reached a steady state.",
		"(service web, taskSet ecs-svc/g) updated state to STEADY_STATE.",
		"(service web, taskSet ecs-svc/g) registered 1 targets in (target-group arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/green/",
		"(service web, taskSet ecs-svc/g) has started 1 tasks: (task ",
		"(service web) has reached a steady state.",
		"(service web, taskSet ecs-svc/g) has stopped 1 running tasks: (task ",
		"(service web, taskSet ecs-svc/g) deregistered 1 targets in (target-group ",
		"(service web, taskSet ecs-svc/g) has begun draining connections on 3 tasks.",
	} {
		next := slices.IndexFunc(told[at:], func(m string) bool { return strings.HasPrefix(m, want) })
		if next < 0 {
			t.Fatalf("no %q after the first %d of %q", want, at, told)
		}
		at += next + 1
	}
}

func TestAServiceKeepsItsLatestHundredEvents(t *testing.T) {
	s, clock := open(shop())
	for i := range 60 {
		scale(t, s, "ecs-svc/g", float64(25+75*(i%2)))
		clock.Advance(time.Minute)
	}
	same(t, "events", len(messages(t, s)), 100)
}

func TestADeploymentOfTheECSControllerIsInProgressUntilItIsSteady(t *testing.T) {
	s, clock := open(ecsfake.World{Clusters: []ecsfake.Cluster{{Name: "shop", Services: []ecsfake.Service{{
		Name: "rolling", Controller: ecsfake.ECS, Desired: 2,
		TaskSets: []ecsfake.TaskSet{{Status: ecsfake.Primary, Running: new(0)}},
	}}}}})
	describe := func() any {
		return ask(t, s, "DescribeServices", `{"cluster":"shop","services":["rolling"]}`).at("services", 0, "deployments", 0, "rolloutState")
	}
	same(t, "at first", describe(), "IN_PROGRESS")
	clock.Advance(time.Minute)
	same(t, "later", describe(), "COMPLETED")
}

func TestALongGapIsCaughtUpWithinItsLastTenMinutes(t *testing.T) {
	s, clock := open(shop())
	scale(t, s, "ecs-svc/g", 0)
	clock.Advance(1000 * time.Hour)
	same(t, "the set", web(t, s, "ecs-svc/g"), "ACTIVE 0/0+0 STEADY_STATE")
	since := time.Unix(int64(member(sets(t, s, "shop", "web")[1], "stabilityStatusAt").(float64)), 0)
	if gap := clock.Now().Sub(since); gap < 0 || gap > ten {
		t.Errorf("steady since %v", gap)
	}
}

func TestAClockThatGoesBackStandsStill(t *testing.T) {
	s, clock := open(shop())
	scale(t, s, "ecs-svc/g", 0)
	clock.Advance(time.Minute)
	before := web(t, s, "ecs-svc/g")
	clock.Advance(-time.Hour)
	same(t, "the set", web(t, s, "ecs-svc/g"), before)
}

func TestARemovedSetNeverMovesAgain(t *testing.T) {
	world := shop()
	world.Clusters[1].Services[0].TaskSets[1].Crashes = true
	s, clock := open(world)
	clock.Advance(time.Minute)
	scale(t, s, "ecs-svc/g", 50)
	s.Remove(arns + "task-set/shop/web/ecs-svc/g")
	same(t, "at once", web(t, s, "ecs-svc/g"), "gone")
	told := len(messages(t, s))
	clock.Advance(time.Hour)
	same(t, "events later", len(messages(t, s)), told)
	s.Remove(arns + "cluster/shop")
	refused(t, s, "ListServices", `{"cluster":"shop"}`, "ClusterNotFoundException", "")
}

func TestASetIsSteadyOnlyAfterAWholeSettlingTimeWithoutChange(t *testing.T) {
	s, clock := open(shop())
	scale(t, s, "ecs-svc/g", 75) // At rest after 5 s, and steady 15 s later.
	clock.Advance(18 * time.Second)
	scale(t, s, "ecs-svc/g", 50) // At rest after 23 s.
	clock.Advance(6 * time.Second)
	same(t, "after 24 s", web(t, s, "ecs-svc/g"), "ACTIVE 2/2+0 STABILIZING")
	clock.Advance(13 * time.Second)
	same(t, "after 37 s", web(t, s, "ecs-svc/g"), "ACTIVE 2/2+0 STABILIZING")
	clock.Advance(time.Second)
	same(t, "after 38 s", web(t, s, "ecs-svc/g"), "ACTIVE 2/2+0 STEADY_STATE")
}

func TestTheNewestTasksAreStoppedFirst(t *testing.T) {
	s, clock := open(shop())
	tasks := func() []any {
		list, _ := ask(t, s, "ListTasks", `{"cluster":"shop","startedBy":"ecs-svc/g"}`).at("taskArns").([]any)
		return list
	}
	before := tasks()
	scale(t, s, "ecs-svc/g", 75)
	clock.Advance(5 * time.Second)
	same(t, "left", tasks(), before[:3])
	scale(t, s, "ecs-svc/g", 25)
	clock.Advance(5 * time.Second)
	a := ask(t, s, "DescribeTasks", fmt.Sprintf(`{"cluster":"shop","tasks":[%q,%q]}`, before[2], before[1]))
	same(t, "the newer one", a.at("tasks", 0, "lastStatus"), "STOPPED")
	same(t, "the older one", a.at("tasks", 1, "lastStatus"), "RUNNING")
}

func TestTheComputedDesiredCountIsRoundedUpButNotForARoundingError(t *testing.T) {
	s, _ := open(shop())
	for value, want := range map[float64]int{0: 0, 0.1: 1, 25: 1, 25.000000000000004: 1, 25.1: 2, 99.9: 4, 100: 4} {
		scale(t, s, "ecs-svc/g", value)
		same(t, fmt.Sprint(value), member(sets(t, s, "shop", "web")[1], "computedDesiredCount"), want)
	}
}

func TestASetThatWasDrainingAtTheStartHasBeenSoForAsLongAsItSays(t *testing.T) {
	s, _ := open(ecsfake.World{Clusters: []ecsfake.Cluster{{Name: "shop", Services: []ecsfake.Service{{
		Name: "web", Controller: ecsfake.External, Desired: 1,
		TaskSets: []ecsfake.TaskSet{{Status: ecsfake.Draining, Age: time.Hour, StabilityAge: time.Minute}},
	}}}}})
	set := sets(t, s, "shop", "web")[0]
	same(t, "times", []any{member(set, "stabilityStatusAt"), member(set, "updatedAt")}, []any{noon.Unix() - 60, noon.Unix() - 60})
}
