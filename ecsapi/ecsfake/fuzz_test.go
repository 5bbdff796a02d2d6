package ecsfake_test

import (
	"encoding/json"
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
}

func FuzzNoBodyMakesTheServerPanic(f *testing.F) {
	for i := range everyOperation {
		for _, body := range []string{
			``, `{}`, `null`, `{"cluster":"shop"}`, `{"cluster":"shop","service":"web","services":["web"],"taskSet":"ecs-svc/g","force":true}`,
			`{"cluster":"shop","service":"web","primaryTaskSet":"ecs-svc/g","taskSets":["ecs-svc/g"],"maxResults":1}`,
			`{"cluster":"shop","service":"web","taskSet":"ecs-svc/g","taskDefinition":"a","scale":{"value":1e-300,"unit":"PERCENT"}}`,
			`{"nextToken":"MS4wMDAwMDAwMA","cluster":"shop"}`,
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
