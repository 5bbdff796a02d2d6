package ecsapi

import (
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tealset/ecsapi/ecsfake"
	"tealset/model"
)

func TestADeleteIsSentOnceWhateverBecomesOfIt(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]wire{
		"dropped":   broken(errDropped),
		"500":       says(500, exception("ServerException", "x")),
		"500 empty": says(500, ""),
		"502 HTML":  says(502, "<html>"),
		"hang":      hang,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				count := &counted{next: answer}
				_, err := over(count).DeleteTaskSet(t.Context(), checkoutSet, false)
				f := fault(t, err)
				if count.requests != 1 || f.Attempts != 1 {
					t.Errorf("%d requests, %d attempts", count.requests, f.Attempts)
				}
				if !f.Sent || !f.OutcomeUnknown() {
					t.Errorf("sent %v, outcome unknown %v: %s", f.Sent, f.OutcomeUnknown(), f.Detail)
				}
				if !strings.Contains(string(f.Next), "look at the service again") {
					t.Errorf("next step is %q", f.Next)
				}
			})
		})
	}
}

func hang(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}

func TestADeleteSaysWhatItMeansInFull(t *testing.T) {
	t.Parallel()
	for force, want := range map[bool]string{
		false: `{"cluster":"` + clusterARN + `","force":false,"service":"` + serviceARN + `","taskSet":"` + setARN + `"}`,
		true:  `{"cluster":"` + clusterARN + `","force":true,"service":"` + serviceARN + `","taskSet":"` + setARN + `"}`,
	} {
		count := &counted{next: says(200, "{}")}
		if _, err := over(count).DeleteTaskSet(t.Context(), checkoutSet, force); err != nil {
			t.Fatal(err)
		}
		if count.body != want {
			t.Errorf("force %v\n got %s\nwant %s", force, count.body, want)
		}
		if target := count.header.Get("X-Amz-Target"); target != "AmazonEC2ContainerServiceV20141113.DeleteTaskSet" {
			t.Errorf("target %q", target)
		}
	}
}

func TestADeleteWithoutATaskSetInTheAnswerHasNone(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"", "{}", `{"taskSet":null}`, `{"taskSet":{}}`} {
		deletion, err := over(says(200, body)).DeleteTaskSet(t.Context(), checkoutSet, false)
		if err != nil || deletion.TaskSet != nil || deletion.RequestID != "req-123" {
			t.Errorf("%q: %+v, %v", body, deletion, err)
		}
	}
}

func TestADeleteThatDoesNotPinATaskSetIsNotSent(t *testing.T) {
	t.Parallel()
	for _, ref := range []model.TaskSetRef{
		{},
		{ServiceARN: serviceARN, ARN: setARN},
		{ClusterARN: clusterARN, ARN: setARN},
		{ClusterARN: clusterARN, ServiceARN: serviceARN},
	} {
		count := &counted{next: says(200, "{}")}
		_, err := over(count).DeleteTaskSet(t.Context(), ref, true)
		if f := fault(t, err); f.Kind != model.FaultBug || f.Sent || count.requests != 0 {
			t.Errorf("%+v: kind %d, sent %v, %d requests", ref, f.Kind, f.Sent, count.requests)
		}
	}
}

func TestADeletedSetDrainsAndIsGone(t *testing.T) {
	t.Parallel()
	now := ecsfake.NewClock(time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC))
	server, service := fakeService(t, now)
	c := over(&ecsfake.Transport{Handler: server})
	active := service.TaskSetRef(service.TaskSets[1])

	deletion, err := c.DeleteTaskSet(t.Context(), active, true)
	if err != nil {
		t.Fatal(fault(t, err).Detail)
	}
	if deletion.TaskSet == nil || deletion.TaskSet.ARN != active.ARN || !deletion.TaskSet.Draining() || deletion.RequestID == "" {
		t.Fatalf("%+v", deletion)
	}
	now.Advance(time.Hour)
	_, err = c.DescribeTaskSet(t.Context(), active)
	if f := fault(t, err); f.Kind != model.FaultTaskSetNotFound {
		t.Errorf("kind %d: %s", f.Kind, f.Detail)
	}
	_, err = c.DeleteTaskSet(t.Context(), active, true)
	if f := fault(t, err); f.Kind != model.FaultTaskSetNotFound || f.OutcomeUnknown() {
		t.Errorf("kind %d, unknown %v: %s", f.Kind, f.OutcomeUnknown(), f.Detail)
	}
}

func TestECSRefusesThePrimaryUnlessForced(t *testing.T) {
	t.Parallel()
	now := ecsfake.NewClock(time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC))
	server, service := fakeService(t, now)
	c := over(&ecsfake.Transport{Handler: server})
	primary, _ := service.Primary()
	_, err := c.DeleteTaskSet(t.Context(), service.TaskSetRef(primary), false)
	if f := fault(t, err); f.Headline != "ECS refuses to delete the PRIMARY" || f.OutcomeUnknown() {
		t.Errorf("%q, unknown %v: %s", f.Headline, f.OutcomeUnknown(), f.Detail)
	}
	if _, err = c.DeleteTaskSet(t.Context(), service.TaskSetRef(primary), true); err != nil {
		t.Error(fault(t, err).Detail)
	}
}

// fakeService is a service with a PRIMARY and an ACTIVE set, as ECS tells it.
func fakeService(t *testing.T, clock *ecsfake.Clock) (*ecsfake.Server, model.Service) {
	t.Helper()
	server := ecsfake.New(clock.Now, ecsfake.World{Clusters: []ecsfake.Cluster{{
		Name: "shop-prod",
		Services: []ecsfake.Service{{
			Name: "checkout", Controller: ecsfake.External, Desired: 4, Tags: map[string]string{"team": "shop"},
			TaskSets: []ecsfake.TaskSet{
				{Status: ecsfake.Primary, Revision: 41, TargetGroup: "blue"},
				{Revision: 42, Scale: new(50.0), TargetGroup: "green", Tags: map[string]string{"colour": "green"}},
			},
		}},
	}}})
	c := over(&ecsfake.Transport{Handler: server})
	service, err := c.DescribeService(t.Context(), model.ServiceRef{Cluster: "shop-prod", Service: "checkout"})
	if err != nil {
		t.Fatal(fault(t, err).Detail)
	}
	if len(service.TaskSets) != 2 {
		t.Fatalf("%d task sets", len(service.TaskSets))
	}
	return server, service
}
