package ecsapi

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/smithy-go/logging"
	"github.com/aws/smithy-go/middleware"

	"tealset/model"
	"tealset/model/clean"
)

const (
	readWithin  = 15 * time.Second // a read in all, with its retries and the pauses between them
	writeWithin = 30 * time.Second // a write, which is sent once
)

// Client asks one Region of one account about ECS. It is safe for concurrent
// use. Every error of its methods is a *model.Fault.
type Client struct {
	reads *ecs.Client
	// writes is a client of its own: a write has no client token, so it is never
	// sent twice, neither by the SDK nor by net/http.
	writes      *ecs.Client
	region      string
	profile     string
	observe     func(model.Call)
	budget      *Budget
	readWithin  time.Duration
	writeWithin time.Duration
}

// Fixed is what New makes a client of, instead of the AWS settings of a machine.
type Fixed struct {
	Region    string
	Endpoint  string            // a URL; its host need not exist if Transport opens no connection
	Version   string            // of tealset, for the User-Agent
	Transport http.RoundTripper // nil is http.DefaultTransport; of an *http.Transport, copies are used
	Observe   func(model.Call)  // see Settings; nil is allowed
	Budget    *Budget           // of its Region, see Settings; nil is no limit
}

// New makes a client for an ECS that is not AWS's, as for a demo or a test. No
// setting of AWS is read, and no connection is opened but by the transport.
func New(f Fixed) *Client {
	transport := f.Transport
	if transport == nil {
		transport = http.DefaultTransport
	}
	return newClient(f.config(), transport, "", f.Observe, f.Budget)
}

// config is what Load gets from the SDK.
func (f Fixed) config() aws.Config {
	return aws.Config{
		Region:       f.Region,
		BaseEndpoint: aws.String(f.Endpoint),
		Credentials:  credentials.NewStaticCredentialsProvider("AKIDFIXED", "fixed", ""),
		Logger:       logging.Nop{},
		APIOptions:   userAgent(f.Version),
	}
}

// newClient makes the client of a complete configuration, whose HTTP client is not
// used: requests go over the transport.
func newClient(
	cfg aws.Config, transport http.RoundTripper, profile string, observe func(model.Call), budget *Budget,
) *Client {
	return &Client{
		reads: ecs.NewFromConfig(cfg, func(o *ecs.Options) {
			o.HTTPClient = forReads(transport)
			o.APIOptions = append(slices.Clip(o.APIOptions), watchThrottles)
		}),
		writes: ecs.NewFromConfig(cfg, func(o *ecs.Options) {
			o.HTTPClient = forWrites(transport)
			o.Retryer, o.RetryMaxAttempts = aws.NopRetryer{}, 1
		}),
		region:      cfg.Region,
		profile:     profile,
		observe:     observe,
		budget:      budget,
		readWithin:  readWithin,
		writeWithin: writeWithin,
	}
}

// userAgent names tealset in the User-Agent, which CloudTrail records, beside
// the application id that the user may have set.
func userAgent(version string) []func(*middleware.Stack) error {
	return []func(*middleware.Stack) error{
		awsmiddleware.AddUserAgentKeyValue("tealset", cmp.Or(version, "devel")),
	}
}

// Region is the AWS Region asked, such as "eu-west-1"; empty if none was set,
// which only an endpoint of the user's own allows.
func (c *Client) Region() string { return c.region }

// Profile is the profile of the AWS configuration in use: the one asked for, or
// "default" if it is that one's. It is empty without a profile, as with
// credentials from the environment.
func (c *Client) Profile() string { return c.profile }

// Endpoint is the URL that requests go to if it is not one of AWS's own, such as
// an emulator's; otherwise it is empty. A password in it is masked.
func (c *Client) Endpoint() string {
	base := c.reads.Options().BaseEndpoint
	if base == nil || *base == "" {
		return ""
	}
	endpoint, err := url.Parse(*base)
	if err != nil {
		return clean.Text(*base)
	}
	host := "." + strings.ToLower(endpoint.Hostname())
	for _, suffix := range [...]string{
		// The DNS suffixes of the SDK's partitions, single and dual stack; a VPC
		// endpoint's name ends in one of them as well.
		".amazonaws.com", ".api.aws", ".amazonaws.com.cn", ".api.amazonwebservices.com.cn",
		".amazonaws.eu", ".api.amazonwebservices.eu", ".c2s.ic.gov", ".api.aws.ic.gov",
		".sc2s.sgov.gov", ".api.aws.scloud", ".cloud.adc-e.uk", ".api.cloud-aws.adc-e.uk",
		".csp.hci.ic.gov", ".api.aws.hci.ic.gov",
	} {
		if strings.HasSuffix(host, suffix) {
			return ""
		}
	}
	return clean.Text(endpoint.Redacted())
}
