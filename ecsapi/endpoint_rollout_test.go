package ecsapi

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"tealset/ecsapi/ecsfake"
	"tealset/model"
)

// All three services are asked where the settings say: at AWS_ENDPOINT_URL, and at a
// variable of their own before it.
func TestTheEndpointOfTheSettingsIsThatOfAllServices(t *testing.T) {
	fake := func(t *testing.T) (string, *ecsfake.Server) {
		t.Helper()
		server := rollout()
		return listening(t, server.ServeHTTP), server
	}
	ask := func(t *testing.T, r *Reader, arn string) (ecs, elb, codeDeploy error) {
		t.Helper()
		_, ecs = r.ListClusters(t.Context(), model.Cursor{})
		_, elb = r.DescribeTargetHealth(t.Context(), arn)
		_, codeDeploy = r.GetDeployment(t.Context(), "d-1")
		return ecs, elb, codeDeploy
	}
	asked := func(s *ecsfake.Server) []int {
		return []int{s.Count("ListClusters"), s.Count("DescribeTargetHealth"), s.Count("GetDeployment")}
	}
	t.Run("one for all", func(t *testing.T) {
		settings(t, "", "")
		static(t)
		url, server := fake(t)
		t.Setenv("AWS_ENDPOINT_URL", url)
		reader := load(t, Settings{Region: "eu-west-1"}).Reader
		if got := reader.LogsEndpoint(); got != url {
			t.Errorf("%q", got)
		}
		ecs, elb, codeDeploy := ask(t, reader, server.TargetGroupARN("web-blue"))
		if ecs != nil || elb != nil || codeDeploy != nil {
			t.Errorf("%v, %v, %v", ecs, elb, codeDeploy)
		}
	})
	t.Run("one for each", func(t *testing.T) {
		settings(t, "", "")
		static(t)
		t.Setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
		servers := make([]*ecsfake.Server, 3)
		t.Setenv("AWS_ENDPOINT_URL_CLOUDWATCH_LOGS", "http://oncall:hunter2@127.0.0.1:2")
		for i, name := range []string{"ECS", "ELASTIC_LOAD_BALANCING_V2", "CODEDEPLOY"} {
			url, server := fake(t)
			t.Setenv("AWS_ENDPOINT_URL_"+name, url)
			servers[i] = server
		}
		reader := load(t, Settings{Region: "eu-west-1"}).Reader
		ecs, elb, codeDeploy := ask(t, reader, servers[1].TargetGroupARN("web-blue"))
		if ecs != nil || elb != nil || codeDeploy != nil {
			t.Errorf("%v, %v, %v", ecs, elb, codeDeploy)
		}
		for i, server := range servers {
			for j, n := range asked(server) {
				if (n > 0) != (i == j) {
					t.Errorf("server %d was asked %v", i, asked(server))
				}
			}
		}
		if got := reader.BalancingEndpoint(); got == "" || got == reader.Endpoint() {
			t.Errorf("%q", got)
		}
		if got := reader.LogsEndpoint(); got != "http://oncall:"+"xxxxx@127.0.0.1:2" {
			t.Errorf("%q", got)
		}
	})
	// Keys of another place must not be told to AWS.
	t.Run("one for ECS alone", func(t *testing.T) {
		settings(t, "", "")
		static(t)
		t.Setenv("AWS_ENDPOINT_URL", "") // as settings set it
		url, _ := fake(t)
		t.Setenv("AWS_ENDPOINT_URL_ECS", url)
		reader, _, err := Load(t.Context(), Settings{Region: "eu-west-1", WrapTransport: func(next http.RoundTripper) http.RoundTripper {
			return wire(func(r *http.Request) (*http.Response, error) {
				if !strings.HasPrefix(url, r.URL.Scheme+"://"+r.URL.Host) {
					t.Errorf("%s is asked", r.URL)
					return nil, errors.New("no test may reach AWS")
				}
				return next.RoundTrip(r)
			})
		}})
		if err != nil {
			t.Fatal(fault(t, err).Detail)
		}
		ecs, elb, codeDeploy := ask(t, reader, "arn:x:targetgroup/x/1")
		if ecs != nil {
			t.Error(ecs)
		}
		for _, err := range []error{elb, codeDeploy} {
			if f := fault(t, err); f.Kind != model.FaultConfig || f.Sent || !strings.Contains(string(f.Next), "AWS_ENDPOINT_URL_") {
				t.Errorf("%+v", f)
			}
		}
		if balancing, logs := reader.BalancingEndpoint(), reader.LogsEndpoint(); balancing+logs != "" {
			t.Errorf("%q, %q", balancing, logs)
		}
	})
}
