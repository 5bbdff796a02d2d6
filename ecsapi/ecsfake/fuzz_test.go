package ecsfake_test

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"tealset/ecsapi/ecsfake"
)

var everyOperation = []string{
	"ListClusters", "DescribeClusters", "ListServices", "DescribeServices", "DescribeTaskSets", "CreateTaskSet",
	"UpdateTaskSet", "UpdateServicePrimaryTaskSet", "DeleteTaskSet", "ListTasks", "DescribeTasks", "Nothing",
	"DescribeTaskDefinition", "ListServiceDeployments", "DescribeServiceDeployments", "DescribeServiceRevisions",
}

func FuzzNoBodyMakesTheServerPanic(f *testing.F) {
	for i := range everyOperation {
		for _, body := range []string{
			``, `{}`, `null`, `{"cluster":"shop"}`, `{"cluster":"shop","service":"web","services":["web"],"taskSet":"ecs-svc/g","force":true}`,
			`{"cluster":"shop","service":"web","primaryTaskSet":"ecs-svc/g","taskSets":["ecs-svc/g"],"maxResults":1}`,
			`{"cluster":"shop","service":"web","taskSet":"ecs-svc/g","taskDefinition":"a","scale":{"value":1e-300,"unit":"PERCENT"}}`,
			`{"nextToken":"MS4wMDAwMDAwMA","cluster":"shop"}`,
			`{"taskDefinition":"arn:aws:ecs:x:1:task-definition/a:99999999999999999999"}`,
			`{"cluster":"shop","service":"rolling","serviceDeploymentArns":["x"],"serviceRevisionArns":["x"],"status":["SUCCESSFUL"]}`,
		} {
			f.Add(i, body)
		}
	}
	f.Fuzz(func(t *testing.T, operation int, body string) {
		s, clock := open(shop())
		for range 2 {
			w := httptest.NewRecorder()
			r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/", strings.NewReader(body))
			r.Header.Set("X-Amz-Target", "AmazonEC2ContainerServiceV20141113."+everyOperation[uint(operation)%uint(len(everyOperation))])
			s.ServeHTTP(w, r)
			if w.Code != http.StatusOK && w.Code != http.StatusBadRequest || !json.Valid(w.Body.Bytes()) {
				t.Errorf("%d %s", w.Code, w.Body)
			}
			clock.Advance(time.Minute)
		}
	})
}

func BenchmarkDescribeServicesOfTen(b *testing.B) {
	s := ecsfake.New(time.Now, ecsfake.World{Clusters: []ecsfake.Cluster{{Name: "big", Services: ecsfake.Fleet(5000)}}})
	quoted := make([]string, 0, 10)
	for i := range 10 {
		quoted = append(quoted, fmt.Sprintf("%q", fmt.Sprintf("svc-%04d", 4000+i)))
	}
	body := `{"cluster":"big","services":[` + strings.Join(quoted, ",") + `]}`
	for b.Loop() {
		w := httptest.NewRecorder()
		r := httptest.NewRequestWithContext(b.Context(), http.MethodPost, "/", strings.NewReader(body))
		r.Header.Set("X-Amz-Target", "AmazonEC2ContainerServiceV20141113.DescribeServices")
		s.ServeHTTP(w, r)
		b.SetBytes(int64(w.Body.Len()))
	}
}

// Whatever a request in the Query protocol says, the answer is XML that the same id stands
// in as in its header.
func FuzzNoFormMakesTheServerPanic(f *testing.F) {
	for _, form := range []string{
		"", "Action=", "Action=DescribeRules", "Action=DescribeRules&RuleArns.member.1=", "Action=DescribeLoadBalancers&PageSize=1&Marker=MS4wMDAwMDAwMA",
		"Action=DescribeListeners&LoadBalancerArn=arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/front/1",
		"Action=DescribeTargetGroups&TargetGroupArns.member.1=arn%3Aaws%3A%3Atargetgroup%2Fx%2F1&TargetGroupArns.member.1=twice",
		"Action=DescribeTargetHealth&TargetGroupArn=%C2%9B31m", "Action=%1b%5b&x;y=%zz",
	} {
		f.Add(form)
	}
	f.Fuzz(func(t *testing.T, form string) {
		s, _ := open(balanced())
		status, header, body := query(t, s, form)
		if strings.Contains(form, "Version") || strings.Contains(form, "Action=GetCallerIdentity") || header.Get("Content-Type") != "text/xml" {
			return // it is for another service
		}
		var answer struct {
			ID     string `xml:"RequestId"`
			Result string `xml:"ResponseMetadata>RequestId"`
		}
		if err := xml.Unmarshal([]byte(body), &answer); err != nil {
			t.Errorf("%d %s: %v", status, body, err)
		}
		if id := header.Get("X-Amzn-RequestId"); answer.ID != id && answer.Result != id {
			t.Errorf("no %s in %s", id, body)
		}
	})
}
