package ecsapi

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"tealset/model"
)

// An endpoint is AWS's own if the SDK would choose it for the Region by itself, in
// every partition, or if it is a VPC endpoint of ECS there.
func TestAnEndpointOfECSInTheRegionIsNotTold(t *testing.T) {
	t.Parallel()
	for endpoint, region := range map[string]string{
		"https://ecs.eu-west-1.amazonaws.com":                                "eu-west-1",
		"https://ECS.eu-west-1.amazonaws.com/":                               "eu-west-1",
		"https://ecs.eu-west-1.amazonaws.com:443":                            "eu-west-1",
		"https://ecs.eu-west-1.api.aws":                                      "eu-west-1",
		"https://ecs-fips.us-east-1.amazonaws.com":                           "us-east-1",
		"https://ecs-fips.us-east-1.api.aws":                                 "us-east-1",
		"https://ecs.cn-north-1.amazonaws.com.cn":                            "cn-north-1",
		"https://ecs.us-iso-east-1.c2s.ic.gov":                               "us-iso-east-1",
		"https://ecs.eusc-de-east-1.amazonaws.eu":                            "eusc-de-east-1",
		"https://vpce-0a1b-2c3d.ecs.eu-west-1.vpce.amazonaws.com":            "eu-west-1",
		"https://vpce-0a1b-2c3d-eu-west-1a.ecs.eu-west-1.vpce.amazonaws.com": "eu-west-1",
		"https://vpce-0a1b-2c3d.ecs.cn-north-1.vpce.amazonaws.com.cn":        "cn-north-1",
	} {
		reader, _ := New(Fixed{Region: region, Endpoint: endpoint})
		if got := reader.Endpoint(); got != "" {
			t.Errorf("%s in %s is told as %q", endpoint, region, got)
		}
	}
	reader, _ := New(Fixed{Region: "eu-west-1"})
	if got := reader.Endpoint(); got != "" {
		t.Errorf("no endpoint is told as %q", got)
	}
}

// Everything else is told, also what stands under amazonaws.com: a load balancer, a
// machine, another service, another Region, a connection without TLS.
func TestEveryOtherEndpointIsTold(t *testing.T) {
	t.Parallel()
	for _, endpoint := range []string{
		"http://127.0.0.1:4566",
		"http://ecs.eu-west-1.amazonaws.com",
		"https://ecs.us-east-1.amazonaws.com",
		"https://ecs.eu-west-1.amazonaws.com.cn",
		"https://ecs.eu-west-1.amazonaws.com:8443",
		"https://ecs.eu-west-1.amazonaws.com/proxy",
		"https://ecs.eu-west-1.amazonaws.com?to=me",
		"https://me@ecs.eu-west-1.amazonaws.com",
		"http://internal-fake-123.eu-west-1.elb.amazonaws.com",
		"https://internal-fake-123.eu-west-1.elb.amazonaws.com",
		"https://abc123.execute-api.eu-west-1.amazonaws.com",
		"https://ec2-203-0-113-7.eu-west-1.compute.amazonaws.com",
		"https://bucket.s3.amazonaws.com",
		"https://vpce-1.ecs.us-east-1.vpce.amazonaws.com",
		"http://vpce-1.ecs.eu-west-1.vpce.amazonaws.com",
		"https://vpce-1.execute-api.eu-west-1.vpce.amazonaws.com",
		"https://evil.vpce-1.ecs.eu-west-1.vpce.amazonaws.com",
		"https://evil.ecs.eu-west-1.vpce.amazonaws.com",
		"https://amazonaws.com.evil.example",
		"https://evilamazonaws.com",
	} {
		reader, _ := New(Fixed{Region: "eu-west-1", Endpoint: endpoint})
		if got := reader.Endpoint(); got != endpoint {
			t.Errorf("%s is told as %q", endpoint, got)
		}
	}
	for _, region := range []string{"", "eu west/1"} {
		reader, _ := New(Fixed{Region: region, Endpoint: "https://ecs.eu-west-1.amazonaws.com"})
		if reader.Endpoint() == "" {
			t.Errorf("an endpoint counts as AWS's own in the Region %q", region)
		}
	}
}

func TestTheEndpointIsThatOfTheSettings(t *testing.T) {
	settings(t, "", "")
	t.Setenv("AWS_ENDPOINT_URL_ECS", "http://emulator.local/x")
	if got := load(t, Settings{}).Endpoint(); got != "http://emulator.local/x" {
		t.Errorf("%q", got)
	}
	t.Setenv("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true")
	if got := load(t, Settings{Region: "eu-west-1"}).Endpoint(); got != "" {
		t.Errorf("%q though endpoints are ignored", got)
	}
}

// The SDK takes an endpoint, or FIPS and dual stack, and not both; where a partition
// has neither of these, it finds no endpoint.
func TestAnEndpointThatTheSDKCannotChooseIsAFaultOfTheSettings(t *testing.T) {
	for _, variable := range []string{"AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT"} {
		t.Run(variable, func(t *testing.T) {
			settings(t, "", "")
			static(t)
			t.Setenv(variable, "true")
			unsent(t, load(t, Settings{}), model.FaultConfig, "an endpoint is set beside FIPS or dual stack")
		})
	}
	t.Run("neither", func(t *testing.T) { // no Region of the SDK's is without them today
		err := fmt.Errorf("failed to resolve service endpoint, %w", errors.New("endpoint rule error, FIPS is enabled"))
		if v, ok := (failure{operation: opListClusters, err: err}).unsendable(); !ok || v.kind != model.FaultConfig || v.headline != "no endpoint of ECS for these settings" {
			t.Errorf("kind %d, %q", v.kind, v.headline)
		}
	})
}

// No password of an endpoint or of a proxy is told, whatever goes wrong.
func TestNoPasswordOfAURLIsTold(t *testing.T) {
	const password = "hunter2"
	told := func(t *testing.T, texts ...string) {
		t.Helper()
		for _, text := range texts {
			if strings.Contains(text, password) || strings.Contains(text, password[:4]) {
				t.Errorf("told: %q", text)
			}
		}
	}
	private := func(scheme, host string) string {
		return (&url.URL{Scheme: scheme, User: url.UserPassword("me", password), Host: host}).String()
	}
	t.Run("endpoint that is no URL", func(t *testing.T) {
		settings(t, "", "")
		for _, endpoint := range []string{
			"http://me:hunt er2@127.0.0.1:1", "http://me:hunt/er2@127.0.0.1:1", "http://me:hunter2", "me:hunter2@127.0.0.1",
			"http://me:hunter2%zz@127.0.0.1", "ftp://me:hunter2@127.0.0.1",
		} {
			t.Setenv("AWS_ENDPOINT_URL", endpoint)
			_, _, err := Load(t.Context(), Settings{Region: "eu-west-1"})
			f := fault(t, err)
			told(t, f.Headline, string(f.Next), f.Detail)
			reader, _ := New(Fixed{Region: "eu-west-1", Endpoint: endpoint})
			told(t, reader.Endpoint())
		}
	})
	t.Run("endpoint that refuses", func(t *testing.T) {
		c := at(private("http", "127.0.0.1:1"), sockets(t))
		_, err := c.ListClusters(t.Context(), model.Cursor{})
		f := fault(t, err)
		told(t, c.Endpoint(), f.Headline, string(f.Next), f.Detail)
		if !strings.HasSuffix(c.Endpoint(), "@127.0.0.1:1") {
			t.Errorf("told as %q", c.Endpoint())
		}
	})
	t.Run("proxy that refuses", func(t *testing.T) {
		for _, endpoint := range []string{"http://ecs.invalid", "https://ecs.invalid"} {
			for _, scheme := range []string{"http", "https", "socks5"} {
				_, err := at(endpoint, proxied(t, private(scheme, "127.0.0.1:1"))).ListClusters(t.Context(), model.Cursor{})
				f := fault(t, err)
				told(t, f.Headline, string(f.Next), f.Detail)
			}
		}
	})
	t.Run("proxy that wants a login", func(t *testing.T) {
		proxy := listening(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusProxyAuthRequired) })
		proxy = strings.Replace(proxy, "http://", "http://me:"+password+"@", 1)
		_, err := at("https://ecs.invalid", proxied(t, proxy)).ListClusters(t.Context(), model.Cursor{})
		f := fault(t, err)
		told(t, f.Headline, string(f.Next), f.Detail)
	})
}
