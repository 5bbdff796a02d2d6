package ecsapi

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"tealset/ecsapi/ecsfake"
	"tealset/model"
)

// paged answers a listing with one page for each token; the first has none.
func paged(member string, pages map[string][2]string) wire {
	return func(r *http.Request) (*http.Response, error) {
		var asked struct{ NextToken string }
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		if err := json.Unmarshal(body, &asked); err != nil {
			return nil, err
		}
		page := pages[asked.NextToken]
		return says(200, fmt.Sprintf(`{%q:%s,"nextToken":%s}`, member, page[0], page[1]))(r)
	}
}

func TestAListingIsReadPageByPage(t *testing.T) {
	t.Parallel()
	c := over(paged("clusterArns", map[string][2]string{
		"":   {`["a","b"]`, `"t1"`},
		"t1": {`[]`, `"t2"`},
		"t2": {`["c",null,""]`, `""`},
	}))
	var arns []string
	var cursor model.Cursor
	for range 3 {
		names, err := c.ListClusters(t.Context(), cursor)
		if err != nil {
			t.Fatal(fault(t, err).Detail)
		}
		arns = append(arns, names.ARNs...)
		if cursor = names.Next; !names.More {
			break
		}
	}
	if !slices.Equal(arns, []string{"a", "b", "c"}) || cursor.Token != "" {
		t.Errorf("%v, then %q", arns, cursor.Token)
	}
}

func TestAListingThatRepeatsItselfEndsWithWhatItGave(t *testing.T) {
	t.Parallel()
	c := over(paged("serviceArns", map[string][2]string{
		"":   {`["a"]`, `"t1"`},
		"t1": {`["b"]`, `"t2"`},
		"t2": {`["c"]`, `"t1"`},
	}))
	var cursor model.Cursor
	for i := range 3 {
		names, err := c.ListServices(t.Context(), "shop-prod", cursor)
		if i < 2 {
			if err != nil || !names.More {
				t.Fatalf("page %d: %v, more %v", i, err, names.More)
			}
			cursor = names.Next
			continue
		}
		if f := fault(t, err); f.Kind != model.FaultOther || names.More || !slices.Equal(names.ARNs, []string{"c"}) {
			t.Errorf("kind %d, more %v, %v", f.Kind, names.More, names.ARNs)
		}
	}
}

func TestAListingAsksForTheBiggestPage(t *testing.T) {
	t.Parallel()
	count := &counted{next: says(200, emptyLists)}
	c := over(count)
	if _, err := c.ListServices(t.Context(), "shop-prod", model.Cursor{Token: "t"}); err != nil {
		t.Fatal(err)
	}
	if want := `{"cluster":"shop-prod","maxResults":100,"nextToken":"t"}`; count.body != want {
		t.Errorf("got %s, want %s", count.body, want)
	}
	if _, err := c.ListClusters(t.Context(), model.Cursor{}); err != nil {
		t.Fatal(err)
	}
	if want := `{"maxResults":100}`; count.body != want {
		t.Errorf("got %s, want %s", count.body, want)
	}
}

func TestTheFirstScreenOf500ServicesCostsTwoRequests(t *testing.T) {
	t.Parallel()
	server := ecsfake.New(time.Now, ecsfake.World{Clusters: []ecsfake.Cluster{{Name: "big", Services: ecsfake.Fleet(500)}}})
	c := over(&ecsfake.Transport{Handler: server})
	names, err := c.ListServices(t.Context(), "big", model.Cursor{})
	if err != nil {
		t.Fatal(fault(t, err).Detail)
	}
	if len(names.ARNs) != 100 || !names.More || server.Count("ListServices") != 1 {
		t.Errorf("%d names, more %v, %d requests", len(names.ARNs), names.More, server.Count("ListServices"))
	}
	services, err := c.DescribeServices(t.Context(), "big", names.ARNs[:10])
	if err != nil {
		t.Fatal(fault(t, err).Detail)
	}
	if len(services.Found) != 10 || server.Count("*") != 2 {
		t.Errorf("%d services, %d requests", len(services.Found), server.Count("*"))
	}
	for names.More {
		if names, err = c.ListServices(t.Context(), "big", names.Next); err != nil {
			t.Fatal(fault(t, err).Detail)
		}
	}
	if n := server.Count("ListServices"); n != 5 {
		t.Errorf("%d requests list 500 services", n)
	}
}

func TestNoMoreIsAskedAtOnceThanECSTakes(t *testing.T) {
	t.Parallel()
	count := &counted{next: says(200, emptyLists)}
	c := over(count)
	_, err := c.DescribeServices(t.Context(), "shop-prod", make([]string, 11))
	if f := fault(t, err); f.Kind != model.FaultBug || f.Sent || !strings.Contains(f.Detail, "11 services") {
		t.Errorf("kind %d, sent %v, %q", f.Kind, f.Sent, f.Detail)
	}
	_, err = c.DescribeClusters(t.Context(), make([]string, 101))
	if f := fault(t, err); f.Kind != model.FaultBug || f.Sent || !strings.Contains(f.Detail, "101 clusters") {
		t.Errorf("kind %d, sent %v, %q", f.Kind, f.Sent, f.Detail)
	}
	_, err = c.DescribeService(t.Context(), model.ServiceRef{Cluster: "shop-prod"})
	if f := fault(t, err); f.Kind != model.FaultBug {
		t.Errorf("kind %d", f.Kind)
	}
	_, err = c.DescribeTaskSet(t.Context(), model.TaskSetRef{ARN: setARN})
	if f := fault(t, err); f.Kind != model.FaultBug {
		t.Errorf("kind %d", f.Kind)
	}
	if count.requests != 0 {
		t.Errorf("%d requests", count.requests)
	}
}

func TestNothingIsAskedAboutNothing(t *testing.T) {
	t.Parallel()
	count := &counted{next: says(200, emptyLists)}
	c := over(count)
	services, err := c.DescribeServices(t.Context(), "shop-prod", nil)
	if err != nil || len(services.Found)+len(services.Failures) != 0 {
		t.Errorf("%+v, %v", services, err)
	}
	clusters, err := c.DescribeClusters(t.Context(), []string{})
	if err != nil || len(clusters.Found)+len(clusters.Failures) != 0 {
		t.Errorf("%+v, %v", clusters, err)
	}
	if count.requests != 0 {
		t.Errorf("%d requests", count.requests)
	}
}

func TestManyServicesComeWithoutTagsAndEvents(t *testing.T) {
	t.Parallel()
	count := &counted{next: says(200, `{"services":[null,{"serviceArn":"a","serviceName":"n\u001b","events":[{"id":"1"}],`+
		`"taskSets":[null,{"taskSetArn":"t"}]},{"serviceName":"no arn"}],`+
		`"failures":[{"arn":"gone\u0007","reason":"MISSING"},null]}`)}
	got, err := over(count).DescribeServices(t.Context(), "shop-prod", []string{"a", "gone"})
	if err != nil {
		t.Fatal(fault(t, err).Detail)
	}
	if len(got.Found) != 1 || got.Found[0].Name != "n␛" || got.Found[0].Events != nil || len(got.Found[0].TaskSets) != 1 || !got.Found[0].Described {
		t.Errorf("%+v", got.Found)
	}
	if want := []model.Failure{{ARN: "gone␇", Reason: "MISSING"}}; !slices.Equal(got.Failures, want) {
		t.Errorf("%+v", got.Failures)
	}
	if want := `{"cluster":"shop-prod","services":["a","gone"]}`; count.body != want {
		t.Errorf("got %s, want %s", count.body, want)
	}
}

// ECS describes a deleted service for a while, under the ARN that a new one of its name has
// too: the deleted one is shown only where there is no other.
func TestADeletedServiceIsLeftOutBesideTheOneThatIsThere(t *testing.T) {
	t.Parallel()
	service := func(status string) string {
		return `{"serviceArn":"` + serviceARN + `","clusterArn":"` + clusterARN + `","status":"` + status + `"}`
	}
	for answer, want := range map[string]string{
		service("ACTIVE") + "," + service("INACTIVE"):                               "ACTIVE",
		service("INACTIVE") + "," + service("ACTIVE"):                               "ACTIVE",
		service("INACTIVE") + "," + service("DRAINING") + "," + service("INACTIVE"): "DRAINING",
		service("INACTIVE"): "INACTIVE",
	} {
		c := over(says(200, `{"services":[`+answer+`]}`))
		several, err := c.DescribeServices(t.Context(), clusterARN, []string{serviceARN})
		if err != nil || len(several.Found) != 1 || several.Found[0].Status != want {
			t.Errorf("%s: %+v, %v", answer, several.Found, err)
		}
		one, err := c.DescribeService(t.Context(), model.ServiceRef{Cluster: clusterARN, Service: serviceARN})
		if err != nil || one.Status != want {
			t.Errorf("%s: %q, %v", answer, one.Status, err)
		}
	}
}

func TestClustersThatECSDoesNotKnowAreFailures(t *testing.T) {
	t.Parallel()
	c := over(says(200, `{"clusters":[{"clusterArn":"`+clusterARN+`","clusterName":"shop-prod","status":"ACTIVE","activeServicesCount":14,`+
		`"runningTasksCount":40,"pendingTasksCount":2,"registeredContainerInstancesCount":3,"tags":[{"key":"k","value":"v"}]}],`+
		`"failures":[{"arn":"x","reason":"MISSING"}]}`))
	got, err := c.DescribeClusters(t.Context(), []string{"shop-prod", "x"})
	if err != nil {
		t.Fatal(fault(t, err).Detail)
	}
	if len(got.Found) != 1 || len(got.Failures) != 1 {
		t.Fatalf("%+v", got)
	}
	cluster := got.Found[0]
	if cluster.Name != "shop-prod" || cluster.ActiveServices != 14 || cluster.RunningTasks != 40 || cluster.PendingTasks != 2 ||
		cluster.ContainerInstances != 3 || !cluster.Described || len(cluster.Tags) != 1 {
		t.Errorf("%+v", cluster)
	}
}

func TestOneServiceComesWithItsTags(t *testing.T) {
	t.Parallel()
	server, service := fakeService(t, ecsfake.NewClock(time.Now()))
	if want := []model.Tag{{Key: "team", Value: "shop"}}; !slices.Equal(service.Tags, want) {
		t.Errorf("tags %v", service.Tags)
	}
	set, err := over(&ecsfake.Transport{Handler: server}).DescribeTaskSet(t.Context(), service.TaskSetRef(service.TaskSets[1]))
	if err != nil {
		t.Fatal(fault(t, err).Detail)
	}
	if want := []model.Tag{{Key: "colour", Value: "green"}}; !slices.Equal(set.Tags, want) || set.ARN != service.TaskSets[1].ARN {
		t.Errorf("%+v", set)
	}
}

func TestOneServiceComesWithItsEvents(t *testing.T) {
	t.Parallel()
	count := &counted{next: says(200, `{"services":[{"serviceArn":"`+serviceARN+`","events":[{"id":"1","createdAt":1700000000.5,"message":"has\nstarted"},null]}]}`)}
	service, err := over(count).DescribeService(t.Context(), model.ServiceRef{Cluster: clusterARN, Service: serviceARN})
	if err != nil {
		t.Fatal(fault(t, err).Detail)
	}
	if len(service.Events) != 1 || service.Events[0].Message != "has started" || service.Events[0].At.Unix() != 1700000000 {
		t.Errorf("%+v", service.Events)
	}
	if !strings.Contains(count.body, `"include":["TAGS"]`) {
		t.Error(count.body)
	}
}

func TestWhatAnAnswerLeavesOutIsGone(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		`{"services":[],"taskSets":[]}`, `{"services":[null],"taskSets":[null]}`,
		`{"services":[],"taskSets":[{"taskSetArn":"another"}]}`,
		`{"failures":[{"arn":"a","reason":"MISSING"}]}`,
	} {
		c := over(says(200, body))
		_, err := c.DescribeService(t.Context(), model.ServiceRef{Cluster: clusterARN, Service: serviceARN})
		if f := fault(t, err); f.Kind != model.FaultServiceNotFound || f.RequestID != "req-123" || f.Attempts != 1 {
			t.Errorf("%q: %+v", body, f)
		}
		_, err = c.DescribeTaskSet(t.Context(), checkoutSet)
		f := fault(t, err)
		if f.Kind != model.FaultTaskSetNotFound {
			t.Errorf("%q: %+v", body, f)
		}
		if strings.Contains(body, "MISSING") && !strings.Contains(f.Detail, "MISSING") {
			t.Errorf("details %q", f.Detail)
		}
	}
}

// An answer without its list says nothing: neither that there is nothing, nor that a
// service is gone.
func TestAnAnswerWithoutItsListIsNoAnswer(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"", "{}", `{"clusterArns":null,"serviceArns":null,"clusters":null,"services":null}`} {
		c := over(says(200, body))
		for operation, ask := range map[string]func() error{
			"ListClusters":     func() error { _, err := c.ListClusters(t.Context(), model.Cursor{}); return err },
			"ListServices":     func() error { _, err := c.ListServices(t.Context(), clusterARN, model.Cursor{}); return err },
			"DescribeClusters": func() error { _, err := c.DescribeClusters(t.Context(), []string{clusterARN}); return err },
			"DescribeServices": func() error { _, err := c.DescribeServices(t.Context(), clusterARN, []string{serviceARN}); return err },
			"DescribeService": func() error {
				_, err := c.DescribeService(t.Context(), model.ServiceRef{Cluster: clusterARN, Service: serviceARN})
				return err
			},
		} {
			if f := fault(t, ask()); f.Kind != model.FaultNotAWS || f.OfTarget() {
				t.Errorf("%q: %s: %+v", body, operation, f)
			}
		}
	}
}

func TestAThrottledReadIsTriedAgain(t *testing.T) {
	t.Parallel()
	server, _ := fakeService(t, ecsfake.NewClock(time.Now()))
	server.Fail("ListClusters", 2, ecsfake.Throttled())
	var calls []model.Call
	c := over(&ecsfake.Transport{Handler: server})
	c.Reader.session.observe = func(call model.Call) { calls = append(calls, call) }
	names, err := c.ListClusters(t.Context(), model.Cursor{})
	if err != nil || len(names.ARNs) != 1 {
		t.Fatalf("%v, %v", names, err)
	}
	if len(calls) != 1 || calls[0].Attempts != 3 {
		t.Errorf("%+v", calls)
	}
}
