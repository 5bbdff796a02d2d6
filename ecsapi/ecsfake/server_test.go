package ecsfake_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"tealset/ecsapi/ecsfake"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

const (
	arns        = "arn:aws:ecs:eu-west-1:123456789012:"
	onlyExtern  = "Amazon ECS only supports task set management on services configured to use external deployment controllers."
	mimeJSON11  = "application/x-amz-json-1.1"
	invalidType = "InvalidParameterException"
)

// An answer is what came back for one call.
type answer struct {
	status int
	header http.Header
	text   string
	body   map[string]any
}

// at follows a path of names and indexes into the answer; nil is "not there".
func (a answer) at(path ...any) any {
	var here any = a.body
	for _, step := range path {
		switch step := step.(type) {
		case string:
			object, _ := here.(map[string]any)
			here = object[step]
		case int:
			list, _ := here.([]any)
			if step >= len(list) {
				return nil
			}
			here = list[step]
		}
	}
	return here
}

func post(t *testing.T, s *ecsfake.Server, operation, body string) (*http.Response, error) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://ecs.test/", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Amz-Target", "AmazonEC2ContainerServiceV20141113."+operation)
	r.Header.Set("Content-Type", mimeJSON11)
	return s.Client().Do(r)
}

// ask sends one call in memory and reads the answer.
func ask(t *testing.T, s *ecsfake.Server, operation, body string) answer {
	t.Helper()
	response, err := post(t, s, operation, body)
	if err != nil {
		t.Fatalf("%s: %v", operation, err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatalf("%s: %v", operation, err)
	}
	a := answer{status: response.StatusCode, header: response.Header, text: string(text)}
	if err := json.Unmarshal(text, &a.body); err != nil {
		t.Fatalf("%s answered what is no JSON object: %s", operation, text)
	}
	return a
}

// refused wants a call to fail with an exception.
func refused(t *testing.T, s *ecsfake.Server, operation, body, name, message string) {
	t.Helper()
	a := ask(t, s, operation, body)
	if a.status != http.StatusBadRequest || a.at("__type") != name || !strings.Contains(a.at("message").(string), message) {
		t.Errorf("%s %s: got %d %s; want 400 %s: %s", operation, body, a.status, a.text, name, message)
	}
}

// same wants two values to be equal as JSON.
func same(t *testing.T, what string, got, want any) {
	t.Helper()
	g, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	w, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(g, w) {
		t.Errorf("%s: got %s, want %s", what, g, w)
	}
}

// shop is a world with one service of each kind. Its service web has a PRIMARY
// b and an ACTIVE g, four tasks each.
func shop() ecsfake.World {
	return ecsfake.World{Seed: 7, Clusters: []ecsfake.Cluster{
		{Name: "default"},
		{Name: "shop", Instances: 2, Tags: map[string]string{"env": "prod"}, Services: []ecsfake.Service{
			{
				Name: "web", Controller: ecsfake.External, Desired: 4, Tags: map[string]string{"team": "web"},
				TaskSets: []ecsfake.TaskSet{
					{ID: "ecs-svc/b", Status: ecsfake.Primary, Revision: 41, Age: time.Hour, TargetGroup: "blue", Tags: map[string]string{"commit": "abc"}},
					{ID: "ecs-svc/g", Revision: 42, Age: 30 * time.Minute, TargetGroup: "green"},
				},
			},
			{
				Name: "cd", Controller: ecsfake.CodeDeploy, Desired: 1,
				TaskSets: []ecsfake.TaskSet{{Status: ecsfake.Primary, Age: time.Hour, StartedBy: "CODE_DEPLOY", ExternalID: "d-1"}},
			},
			{Name: "rolling", Controller: ecsfake.ECS, Desired: 2, Age: time.Hour},
			{Name: "old", Controller: ecsfake.NoController, Desired: 1, Age: time.Hour, ShortARN: true},
			{Name: "leaving", Controller: ecsfake.External, Status: ecsfake.Draining},
			{Name: "bare", Controller: ecsfake.External, Desired: 3},
		}},
	}}
}

// open starts a server on a clock that stands at noon.
func open(world ecsfake.World) (*ecsfake.Server, *ecsfake.Clock) {
	clock := ecsfake.NewClock(noon)
	return ecsfake.New(clock.Now, world), clock
}

// sets returns the first service's task sets as DescribeServices tells them.
func sets(t *testing.T, s *ecsfake.Server, clusterName, service string) []any {
	t.Helper()
	a := ask(t, s, "DescribeServices", `{"cluster":"`+clusterName+`","services":["`+service+`"]}`)
	list, _ := a.at("services", 0, "taskSets").([]any)
	return list
}

func member(object any, name string) any { return object.(map[string]any)[name] }

func names(failures any) []string {
	list, _ := failures.([]any)
	all := make([]string, 0, len(list))
	for _, f := range list {
		all = append(all, member(f, "arn").(string)+" "+member(f, "reason").(string))
	}
	return all
}
