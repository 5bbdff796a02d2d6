package ecsapi

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"go.uber.org/goleak"

	"tealset/model"
	"tealset/model/change"
)

// TestMain shuts out the machine's own AWS settings and every real endpoint.
func TestMain(m *testing.M) {
	home, err := os.MkdirTemp("", "tealset")
	if err != nil {
		panic(err)
	}
	for _, setting := range os.Environ() {
		name, _, _ := strings.Cut(setting, "=")
		if strings.HasPrefix(name, "AWS_") || strings.HasSuffix(strings.ToUpper(name), "_PROXY") {
			_ = os.Unsetenv(name)
		}
	}
	for name, value := range map[string]string{
		"HOME":                        home,
		"USERPROFILE":                 home,
		"AWS_CONFIG_FILE":             filepath.Join(home, "config"),
		"AWS_SHARED_CREDENTIALS_FILE": filepath.Join(home, "credentials"),
		"AWS_EC2_METADATA_DISABLED":   "true",
	} {
		_ = os.Setenv(name, value)
	}
	goleak.VerifyTestMain(m, goleak.Cleanup(func(code int) {
		_ = os.RemoveAll(home)
		os.Exit(code)
	}))
}

const (
	clusterARN = "arn:aws:ecs:eu-west-1:123456789012:cluster/shop-prod"
	serviceARN = "arn:aws:ecs:eu-west-1:123456789012:service/shop-prod/checkout"
	setARN     = "arn:aws:ecs:eu-west-1:123456789012:task-set/shop-prod/checkout/ecs-svc/9876543210712345678"
)

var checkoutSet = model.TaskSetRef{
	ClusterARN: clusterARN, ServiceARN: serviceARN, ARN: setARN, ID: "ecs-svc/9876543210712345678",
}

// client is what reads and writes in one place.
type client struct {
	*Reader
	*Writer
}

// DeleteTaskSet is the writer's, with the fault as an error like that of a read.
func (c client) DeleteTaskSet(ctx context.Context, ref model.TaskSetRef, force bool) (change.Answer, error) {
	return told(c.Writer.DeleteTaskSet(ctx, ref, force))
}

// told is an answer to a write with its fault as an error.
func told(answer change.Answer) (change.Answer, error) {
	if answer.Fault != nil {
		return answer, answer.Fault
	}
	return answer, nil
}

// over is a client over a transport, that does not pause between attempts.
func over(transport http.RoundTripper) client { return at("http://ecs.invalid", transport) }

func at(endpoint string, transport http.RoundTripper) client {
	return of(unhurried(endpoint), transport)
}

// of is a client of a configuration.
func of(cfg aws.Config, transport http.RoundTripper) client {
	reader, writer := newClients(cfg, connections{base: transport}, &session{region: cfg.Region, profile: "shop", renewal: ofShop()})
	return client{reader, writer}
}

// unhurried is a configuration without pauses between attempts.
func unhurried(endpoint string) aws.Config {
	fixed := Fixed{Region: "eu-west-1", Endpoint: endpoint, Version: "1.2.3"}
	cfg := fixed.config()
	cfg.Retryer = func() aws.Retryer {
		return retry.NewStandard(func(o *retry.StandardOptions) {
			o.Backoff = retry.BackoffDelayerFunc(func(int, error) (time.Duration, error) { return 0, nil })
		})
	}
	return cfg
}

// wire is an ECS that answers each request as the function says.
type wire func(*http.Request) (*http.Response, error)

func (w wire) RoundTrip(r *http.Request) (*http.Response, error) {
	defer func() { _ = r.Body.Close() }()
	return w(r)
}

// says is an answer of ECS.
func says(status int, body string) wire {
	return func(r *http.Request) (*http.Response, error) {
		return &http.Response{
			StatusCode: status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
			Header: http.Header{
				"Content-Type": {"application/x-amz-json-1.1"}, "X-Amzn-Requestid": {"req-123"},
			},
			Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)), Request: r,
		}, nil
	}
}

// counted counts the requests that pass, and keeps the last body.
type counted struct {
	next     http.RoundTripper
	requests int
	body     string
	header   http.Header
}

func (c *counted) RoundTrip(r *http.Request) (*http.Response, error) {
	c.requests++
	c.header = r.Header
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	c.body = string(body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	return c.next.RoundTrip(r)
}

// fault is err as a fault, which every error of this package is.
func fault(t *testing.T, err error) *model.Fault {
	t.Helper()
	if err == nil {
		t.Fatal("no error")
	}
	var f *model.Fault
	if !errors.As(err, &f) {
		t.Fatalf("%T is no *model.Fault: %v", err, err)
	}
	return f
}

// emptyLists is a good answer to every read of a list, with nothing in it.
const emptyLists = `{"clusterArns":[],"serviceArns":[],"clusters":[],"services":[]}`

// ofShop is what the clients of profile shop share.
func ofShop() *renewal {
	r := &renewal{}
	r.keyOwner.Store(&keyOwner{profile: "shop", firstProfile: "shop", keys: "shop", requested: true})
	return r
}
