package ecsfake_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"tealset/ecsapi/ecsfake"
)

func TestEveryAnswerHasTheContentTypeOfECSAndARequestIDOfItsOwn(t *testing.T) {
	s, _ := open(shop())
	seen := map[string]bool{}
	for _, operation := range []string{"ListClusters", "ListClusters", "NoSuchThing"} {
		a := ask(t, s, operation, `{}`)
		id := a.header.Get("X-Amzn-RequestId")
		if !regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`).MatchString(id) || seen[id] {
			t.Errorf("request id %q", id)
		}
		seen[id] = true
		same(t, "content type", a.header.Get("Content-Type"), mimeJSON11)
	}
}

func TestWhatIsNoOperationIsUnknown(t *testing.T) {
	s, _ := open(shop())
	refused(t, s, "RebootEverything", `{}`, "UnknownOperationException", "")
	refused(t, s, "", `{}`, "UnknownOperationException", "")

	w := httptest.NewRecorder()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
	r.Header.Set("X-Amz-Target", "AmazonEC2ContainerServiceV20141113.ListClusters")
	s.ServeHTTP(w, r)
	if w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "UnknownOperationException") {
		t.Errorf("GET: %d %s", w.Code, w.Body)
	}
}

func TestABodyThatIsNoInputIsASerializationException(t *testing.T) {
	s, _ := open(shop())
	for _, body := range []string{``, `[`, `[]`, `"x"`, `{"maxResults":"1"}`, `{"nextToken":{}}`, `{} {}`} {
		refused(t, s, "ListClusters", body, "SerializationException", "")
	}
	refused(t, s, "ListClusters", strings.Repeat(" ", 2<<20)+`{}`, "SerializationException", "too large")
}

func TestTimesAreNumbersOfSecondsWithAFraction(t *testing.T) {
	s, _ := open(shop())
	a := ask(t, s, "DescribeServices", `{"cluster":"shop","services":["web"]}`)
	if !strings.Contains(a.text, `"createdAt":1772362800.000`) {
		t.Errorf("no createdAt of an hour before noon as a number in %s", a.text)
	}
	if !strings.Contains(a.text, `"scale":{"value":100.0,"unit":"PERCENT"}`) {
		t.Errorf("no scale with a point in %s", a.text)
	}
}

func TestClustersAreFoundByNameByARNAndAsTheDefault(t *testing.T) {
	s, _ := open(shop())
	a := ask(t, s, "DescribeClusters", `{"clusters":["shop","`+arns+`cluster/default","nope","arn:aws:ecs:us-east-1:1:cluster/shop"]}`)
	same(t, "first", a.at("clusters", 0, "clusterName"), "shop")
	same(t, "second", a.at("clusters", 1, "clusterArn"), arns+"cluster/default")
	same(t, "failures", names(a.at("failures")), []string{arns + "cluster/nope MISSING", "arn:aws:ecs:us-east-1:1:cluster/shop MISSING"})
	same(t, "no name", ask(t, s, "DescribeClusters", `{}`).at("clusters", 0, "clusterName"), "default")
	refused(t, s, "ListServices", `{"cluster":"nope"}`, "ClusterNotFoundException", "Cluster not found.")
}

func TestAClusterCountsItsServicesAndTasks(t *testing.T) {
	s, _ := open(shop())
	a := ask(t, s, "DescribeClusters", `{"clusters":["shop"]}`)
	for member, want := range map[string]int{
		"activeServicesCount": 5, "runningTasksCount": 12, "pendingTasksCount": 0, "registeredContainerInstancesCount": 2,
	} {
		same(t, member, a.at("clusters", 0, member), want)
	}
}

func TestTagsComeOnlyWhenTheyAreAskedFor(t *testing.T) {
	s, _ := open(shop())
	for _, test := range []struct{ include, cluster, service, set string }{
		{`[]`, `[]`, `null`, `[]`},
		{`["TAGS"]`, `[{"key":"env","value":"prod"}]`, `[{"key":"team","value":"web"}]`, `[{"key":"commit","value":"abc"}]`},
	} {
		a := ask(t, s, "DescribeClusters", `{"clusters":["shop"],"include":`+test.include+`}`)
		same(t, "cluster", a.at("clusters", 0, "tags"), json.RawMessage(test.cluster))
		a = ask(t, s, "DescribeServices", `{"cluster":"shop","services":["web"],"include":`+test.include+`}`)
		same(t, "service", a.at("services", 0, "tags"), json.RawMessage(test.service))
		same(t, "task set", a.at("services", 0, "taskSets", 0, "tags"), json.RawMessage(test.set))
		a = ask(t, s, "DescribeTaskSets", `{"cluster":"shop","service":"web","taskSets":["ecs-svc/b"],"include":`+test.include+`}`)
		same(t, "task set alone", a.at("taskSets", 0, "tags"), json.RawMessage(test.set))
	}
}

func TestServicesAreFoundByNameAndByBothFormsOfTheirARN(t *testing.T) {
	s, _ := open(shop())
	for _, name := range []string{"web", arns + "service/shop/web", arns + "service/web"} {
		a := ask(t, s, "DescribeServices", `{"cluster":"`+arns+`cluster/shop","services":["`+name+`"]}`)
		same(t, name, a.at("services", 0, "serviceName"), "web")
	}
	a := ask(t, s, "DescribeServices", `{"cluster":"shop","services":["nope","`+arns+`service/default/web","old"]}`)
	same(t, "failures", names(a.at("failures")), []string{arns + "service/shop/nope MISSING", arns + "service/default/web MISSING"})
	same(t, "the old form", a.at("services", 0, "serviceArn"), arns+"service/old")
}

func TestTheControllerDecidesBetweenTaskSetsAndDeployments(t *testing.T) {
	s, _ := open(shop())
	for _, test := range []struct{ name, controller, has, hasNot string }{
		{"web", "EXTERNAL", "taskSets", "deployments"},
		{"cd", "CODE_DEPLOY", "taskSets", "deployments"},
		{"rolling", "ECS", "deployments", "taskSets"},
		{"old", "", "deployments", "taskSets"},
	} {
		a := ask(t, s, "DescribeServices", `{"cluster":"shop","services":["`+test.name+`"]}`)
		service := a.at("services", 0).(map[string]any)
		if _, ok := service[test.has]; !ok {
			t.Errorf("%s has no %s", test.name, test.has)
		}
		if _, ok := service[test.hasNot]; ok {
			t.Errorf("%s has %s", test.name, test.hasNot)
		}
		if controller, ok := service["deploymentController"]; ok != (test.controller != "") || ok && member(controller, "type") != test.controller {
			t.Errorf("%s has the controller %v", test.name, controller)
		}
	}
}

func TestDescribeServicesTakesOneToTen(t *testing.T) {
	s, _ := open(shop())
	refused(t, s, "DescribeServices", `{"cluster":"shop"}`, invalidType, "Services cannot be empty.")
	refused(t, s, "DescribeServices", `{"cluster":"shop","services":["1","2","3","4","5","6","7","8","9","10","11"]}`, invalidType, "10")
	refused(t, s, "DescribeServices", `{"services":["web"],"cluster":"nope"}`, "ClusterNotFoundException", "Cluster not found.")
}

// pages follows a list's tokens and returns the lengths of its pages.
func pages(t *testing.T, s *ecsfake.Server, operation, input, list string) (lengths []int, all map[any]bool) {
	t.Helper()
	all = map[any]bool{}
	token := ""
	for range 50 {
		a := ask(t, s, operation, fmt.Sprintf(`{%s"nextToken":%q}`, input, token))
		items, _ := a.at(list).([]any)
		lengths = append(lengths, len(items))
		for _, item := range items {
			all[item] = true
		}
		next, ok := a.at("nextToken").(string)
		if !ok {
			return lengths, all
		}
		token = next
	}
	t.Fatalf("%s does not end", operation)
	return nil, nil
}

func TestListsComeInPagesOfTheSizesOfECS(t *testing.T) {
	world := ecsfake.World{Clusters: []ecsfake.Cluster{{Name: "big", Services: ecsfake.Fleet(25)}}}
	for i := range 120 {
		world.Clusters = append(world.Clusters, ecsfake.Cluster{Name: fmt.Sprintf("c%d", i)})
	}
	s, _ := open(world)
	for _, test := range []struct {
		operation, input, list string
		want                   []int
	}{
		{"ListClusters", ``, "clusterArns", []int{100, 21}},
		{"ListClusters", `"maxResults":60,`, "clusterArns", []int{60, 60, 1}},
		{"ListServices", `"cluster":"big",`, "serviceArns", []int{10, 10, 5}},
		{"ListServices", `"cluster":"big","maxResults":25,`, "serviceArns", []int{25}},
		{"ListTasks", `"cluster":"big","maxResults":50,`, "taskArns", []int{50, 8}},
		{"ListServices", `"cluster":"c0",`, "serviceArns", []int{0}},
	} {
		got, all := pages(t, s, test.operation, test.input, test.list)
		same(t, test.operation+test.input, got, test.want)
		total := 0
		for _, n := range test.want {
			total += n
		}
		same(t, "different items of "+test.operation, len(all), total)
	}
}

func TestAListRefusesSizesAndTokensThatAreNotItsOwn(t *testing.T) {
	s, _ := open(ecsfake.World{Clusters: []ecsfake.Cluster{{Name: "a", Services: ecsfake.Fleet(3)}, {Name: "b", Services: ecsfake.Fleet(3)}}})
	refused(t, s, "ListServices", `{"cluster":"a","maxResults":0}`, invalidType, "maxResults")
	refused(t, s, "ListServices", `{"cluster":"a","maxResults":101}`, invalidType, "maxResults")
	refused(t, s, "ListClusters", `{"nextToken":"made up"}`, invalidType, "token")
	token := ask(t, s, "ListServices", `{"cluster":"a","maxResults":1}`).at("nextToken").(string)
	refused(t, s, "ListServices", `{"cluster":"b","nextToken":"`+token+`"}`, invalidType, "token")
}

func TestAServiceThatVanishesBetweenTwoPagesHidesNoOther(t *testing.T) {
	s, _ := open(ecsfake.World{Clusters: []ecsfake.Cluster{{Name: "a", Services: ecsfake.Fleet(4)}}})
	first := ask(t, s, "ListServices", `{"cluster":"a","maxResults":2}`)
	s.Remove(arns + "service/a/svc-0001")
	second := ask(t, s, "ListServices", `{"cluster":"a","nextToken":"`+first.at("nextToken").(string)+`"}`)
	same(t, "second page", second.at("serviceArns"), []string{arns + "service/a/svc-0003", arns + "service/a/svc-0004"})
}

func TestADrainingServiceIsDescribedButNotListed(t *testing.T) {
	s, clock := open(shop())
	_, listed := pages(t, s, "ListServices", `"cluster":"shop",`, "serviceArns")
	if listed[arns+"service/shop/leaving"] {
		t.Error("a DRAINING service is listed")
	}
	describe := `{"cluster":"shop","services":["leaving"]}`
	same(t, "status", ask(t, s, "DescribeServices", describe).at("services", 0, "status"), "DRAINING")
	clock.Advance(ten)
	same(t, "status later", ask(t, s, "DescribeServices", describe).at("services", 0, "status"), "INACTIVE")
}

func TestRawMembersReplaceAndTakeAway(t *testing.T) {
	world := shop()
	world.Clusters[1].Services[0].TaskSets[0].Raw = map[string]any{"stabilityStatus": nil, "runningCount": -1, "createdAt": "NaN", "status": "\x1b[31m"}
	s, _ := open(world)
	set := sets(t, s, "shop", "web")[0].(map[string]any)
	if _, ok := set["stabilityStatus"]; ok {
		t.Error("stabilityStatus is there")
	}
	same(t, "others", []any{set["runningCount"], set["createdAt"], set["status"]}, []any{-1, "NaN", "\x1b[31m"})
	s.Overlay(arns+"service/shop/web", map[string]any{"taskSets": []any{nil}})
	same(t, "task sets", sets(t, s, "shop", "web"), []any{nil})
}
