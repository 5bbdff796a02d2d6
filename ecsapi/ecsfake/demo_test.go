package ecsfake_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

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
	same(t, "pages", lengths, []int{10, 9})
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
