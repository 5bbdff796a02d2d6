package ecsfake_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/codedeploy"
	elb "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"

	"tealset/ecsapi/ecsfake"
)

func demo() (*ecsfake.Server, *ecsfake.Clock) {
	clock := ecsfake.NewClock(noon)
	return ecsfake.Demo(clock.Now), clock
}

// board tells the task sets of a service of shop-prod, one string each.
func board(t *testing.T, s *ecsfake.Server, service string) []string {
	t.Helper()
	list := sets(t, s, "shop-prod", service)
	all := make([]string, 0, len(list))
	for _, set := range list {
		definition := member(set, "taskDefinition").(string)
		all = append(all, fmt.Sprintf("%v %s %v/%v %v %v", member(set, "status"), definition[strings.LastIndex(definition, ":"):],
			member(set, "runningCount"), member(set, "computedDesiredCount"), member(member(set, "scale"), "value"), member(set, "stabilityStatus")))
	}
	return all
}

func TestTheDemoOpensWithARolloutUnderWay(t *testing.T) {
	s, clock := demo()
	same(t, "at first", board(t, s, "checkout"), []string{
		"PRIMARY :41 8/8 100 STEADY_STATE", "ACTIVE :42 1/4 50 STABILIZING", "DRAINING :40 2/0 0 STABILIZING",
	})
	clock.Advance(39 * time.Second)
	same(t, "sets after 39 s", len(board(t, s, "checkout")), 2)
	clock.Advance(21 * time.Second)
	same(t, "after a minute", board(t, s, "checkout"), []string{"PRIMARY :41 8/8 100 STEADY_STATE", "ACTIVE :42 4/4 50 STEADY_STATE"})
}

func TestTheDemoHasEverySituation(t *testing.T) {
	s, clock := demo()
	same(t, "short of capacity", board(t, s, "payments"), []string{"PRIMARY :77 4/6 100 STABILIZING"})
	same(t, "left over", board(t, s, "catalog")[0], "ACTIVE :61 4/4 100 STEADY_STATE")
	same(t, "left over at nothing", board(t, s, "loyalty")[0], "ACTIVE :26 0/0 0 STEADY_STATE")
	same(t, "five slots", len(board(t, s, "recommendations")), 5)
	same(t, "draining", strings.Fields(board(t, s, "orders")[0])[0], "DRAINING")
	same(t, "switched off", board(t, s, "returns"), []string{"PRIMARY :7 0/0 100 STEADY_STATE"})
	same(t, "no set", len(board(t, s, "gift-cards")), 0)
	lengths, all := pages(t, s, "ListServices", `"cluster":"shop-prod",`, "serviceArns")
	same(t, "pages", lengths, []int{10, 10, 4})
	long := 0
	for arn := range all {
		long = max(long, len(arn.(string)[strings.LastIndex(arn.(string), "/")+1:]))
	}
	same(t, "longest name", long, 255)
	same(t, "no services", ask(t, s, "ListServices", `{"cluster":"sandbox"}`).at("serviceArns"), []any{})
	clock.Advance(70 * time.Second)
	same(t, "deleted by someone", ask(t, s, "DescribeServices", `{"cluster":"shop-prod","services":["legacy-cart"]}`).at("services", 0, "status"), "DRAINING")
	for range 30 {
		clock.Advance(11 * time.Second)
		if green := board(t, s, "cart")[1]; !strings.HasSuffix(green, "STABILIZING") {
			t.Fatalf("the green of cart is steady: %s", green)
		}
	}
}

func TestTheDemosDeployerBringsOneRevisionAfterAnother(t *testing.T) {
	s, clock := demo()
	revisions := map[string]bool{}
	most := 0
	for range 120 {
		clock.Advance(10 * time.Second)
		all := board(t, s, "search")
		most = max(most, len(all))
		for _, set := range all {
			if strings.HasPrefix(set, "PRIMARY") {
				revisions[strings.Fields(set)[1]] = true
			}
		}
	}
	if len(revisions) < 4 || most != 2 {
		t.Errorf("in 20 minutes PRIMARY were %v, with %d sets at most", revisions, most)
	}
}

func TestTheDemosRollingDeploymentsFollowEachOther(t *testing.T) {
	s, clock := demo()
	seen := map[string]bool{}
	for range 60 {
		a := ask(t, s, "DescribeServices", `{"cluster":"shop-prod","services":["notifications"]}`)
		list := a.at("services", 0, "deployments").([]any)
		i := slices.IndexFunc(list, func(d any) bool { return member(d, "status") == "PRIMARY" })
		seen[fmt.Sprint(member(list[i], "rolloutState"), member(list[i], "taskDefinition"))] = true
		if running := a.at("services", 0, "runningCount").(float64); running < 4 || len(list) > 2 {
			t.Errorf("%v tasks of %d deployments", running, len(list))
		}
		clock.Advance(10 * time.Second)
	}
	if len(seen) < 5 {
		t.Errorf("seen %v", seen)
	}
}

func TestADeleteInTheDemoWorksToTheEnd(t *testing.T) {
	s, clock := demo()
	green := member(sets(t, s, "shop-prod", "checkout")[1], "id").(string)
	ask(t, s, "DeleteTaskSet", `{"cluster":"shop-prod","service":"checkout","taskSet":"`+green+`"}`)
	clock.Advance(29 * time.Second)
	same(t, "after 29 s", strings.Fields(board(t, s, "checkout")[1])[0], "DRAINING")
	clock.Advance(11 * time.Second)
	same(t, "after 40 s", board(t, s, "checkout"), []string{"PRIMARY :41 8/8 100 STEADY_STATE"})
}

func TestTheDeployerLivesWithWhatPeopleDelete(t *testing.T) {
	s, clock := demo()
	for range 40 {
		clock.Advance(37 * time.Second)
		for _, set := range sets(t, s, "shop-prod", "search") {
			ask(t, s, "DeleteTaskSet", `{"cluster":"shop-prod","service":"search","force":true,"taskSet":"`+member(set, "id").(string)+`"}`)
		}
	}
	clock.Advance(ten)
	all := board(t, s, "search")
	if len(all) == 0 || !slices.ContainsFunc(all, func(set string) bool { return strings.HasPrefix(set, "PRIMARY") }) {
		t.Errorf("the deployer has given up: %v", all)
	}
}

func TestTheDemoMovesOnAfterADay(t *testing.T) {
	s, clock := demo()
	clock.Advance(24 * time.Hour)
	before := board(t, s, "search")
	clock.Advance(4 * time.Minute)
	if after := board(t, s, "search"); slices.Equal(before, after) {
		t.Errorf("search stands still: %v", after)
	}
}

// weights are those of a service's production rule in the demo, by the names of the
// target groups.
func weights(t *testing.T, s *ecsfake.Server, priority string) map[string]int {
	t.Helper()
	out, err := elbClient(s).DescribeRules(t.Context(), &elb.DescribeRulesInput{RuleArns: []string{s.RuleARN("shop-prod", 443, priority)}})
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]int{}
	for _, g := range out.Rules[0].Actions[0].ForwardConfig.TargetGroups {
		name, _, _ := strings.Cut((*g.TargetGroupArn)[strings.Index(*g.TargetGroupArn, "targetgroup/")+len("targetgroup/"):], "/")
		all[name] = int(*g.Weight)
	}
	return all
}

// The rollout that the demo opens with gets a tenth, a half and all of the traffic in its
// first minutes, is promoted, and the next one begins.
func TestTheDemosRolloutShiftsItsTraffic(t *testing.T) {
	s, clock := demo()
	seen := map[int]bool{}
	promoted := false
	for range 60 {
		clock.Advance(5 * time.Second)
		seen[weights(t, s, "10")["checkout-blue"]] = true
		promoted = promoted || strings.HasPrefix(board(t, s, "checkout")[0], "PRIMARY :42") || len(board(t, s, "checkout")) > 1 && strings.HasPrefix(board(t, s, "checkout")[1], "PRIMARY :42")
	}
	same(t, "shares", seen, map[int]bool{0: true, 10: true, 50: true, 100: true})
	same(t, "promoted", promoted, true)
}

// Each story of a rollout is there from the start, or in its first minutes.
func TestTheDemoTellsEveryStoryOfARollout(t *testing.T) {
	s, clock := demo()
	same(t, "left behind", weights(t, s, "170"), map[string]int{"bundles-b": 950, "bundles-a": 50})
	alone := ask(t, s, "DescribeServices", `{"cluster":"shop-prod","services":["bundles","storefront","vouchers"]}`)
	same(t, "no deployment", alone.at("services", 0, "currentServiceDeployment"), nil)
	same(t, "classic", alone.at("services", 2, "taskSets", 0, "loadBalancers", 0, "loadBalancerName"), "vouchers-classic")
	current := alone.at("services", 1, "currentServiceDeployment").(string)
	waiting := ask(t, s, "DescribeServiceDeployments", `{"serviceDeploymentArns":["`+current+`"]}`)
	same(t, "the canary waits", []any{waiting.at("serviceDeployments", 0, "lifecycleHookDetails", 0, "status"), waiting.at("serviceDeployments", 0, "lifecycleStage")}, []any{"AWAITING_ACTION", "PRE_PRODUCTION_TRAFFIC_SHIFT"})
	deployment := func() []any {
		t.Helper()
		sdk := cdClient(s)
		info, err := sdk.GetDeployment(t.Context(), &codedeploy.GetDeploymentInput{DeploymentId: aws.String("d-K3LM0V5DF")})
		if err != nil {
			t.Fatal(err)
		}
		target, err := sdk.GetDeploymentTarget(t.Context(), &codedeploy.GetDeploymentTargetInput{DeploymentId: aws.String("d-K3LM0V5DF"), TargetId: aws.String("shop-prod:inventory")})
		if err != nil {
			t.Fatal(err)
		}
		blue := target.DeploymentTarget.EcsTarget.TaskSetsInfo[0]
		return []any{info.DeploymentInfo.Status, info.DeploymentInfo.InstanceTerminationWaitTimeStarted, *blue.TargetGroup.Name, blue.TaskSetLabel, blue.TrafficWeight}
	}
	same(t, "CodeDeploy waits", deployment(), []any{"Ready", false, "inventory-green", "Blue", 100})
	groups, err := elbClient(s).DescribeTargetGroups(t.Context(), &elb.DescribeTargetGroupsInput{Names: []string{"recommendations-b", "media-a"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range groups.TargetGroups {
		same(t, *g.TargetGroupName, []any{len(g.LoadBalancerArns), g.Protocol}, map[string][]any{"recommendations-b": {0, "HTTP"}, "media-a": {1, "TCP"}}[*g.TargetGroupName])
	}
	clock.Advance(40 * time.Second)
	stopped := ask(t, s, "ListTasks", `{"cluster":"shop-prod","serviceName":"reviews","desiredStatus":"STOPPED"}`).at("taskArns").([]any)
	if len(stopped) < 6 {
		t.Errorf("%d tasks of reviews have stopped", len(stopped))
	}
	task := ask(t, s, "DescribeTasks", `{"cluster":"shop-prod","tasks":["`+stopped[0].(string)+`"]}`)
	if reason, _ := task.at("tasks", 0, "containers", 0, "reason").(string); !strings.HasPrefix(reason, "CannotPullContainerError") {
		t.Errorf("it stopped for %q", reason)
	}
	clock.Advance(3 * time.Minute)
	same(t, "CodeDeploy keeps the blue", deployment(), []any{"InProgress", true, "inventory-green", "Blue", 0})
	clock.Advance(2 * time.Minute)
	history := ask(t, s, "ListServiceDeployments", `{"cluster":"shop-prod","service":"storefront"}`)
	same(t, "the canary went on", history.at("serviceDeployments", 0, "status"), "SUCCESSFUL")
	for range 40 {
		clock.Advance(10 * time.Second)
		if ask(t, s, "ListServiceDeployments", `{"cluster":"shop-prod","service":"storefront"}`).at("serviceDeployments", 0, "status") == "ROLLBACK_IN_PROGRESS" {
			same(t, "the traffic goes back", weights(t, s, "160"), map[string]int{"storefront-b": 100, "storefront-a": 0})
			return
		}
	}
	t.Error("the next canary is not rolled back")
}
