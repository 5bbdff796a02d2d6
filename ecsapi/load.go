package ecsapi

import (
	"cmp"
	"context"
	"net"
	"net/http"
	"net/url"
	"time"

	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/feature/ec2/imds"
	"github.com/aws/smithy-go/logging"

	"tealset/model"
)

const (
	connectTimeout = 3 * time.Second  // TCP, and TLS after it
	answerTimeout  = 10 * time.Second // until the head of an answer; one attempt of a read

	defaultProfile = "default"
)

// Settings are what Load takes beside the AWS settings of the machine.
type Settings struct {
	Profile string // of the AWS configuration; empty leaves it to AWS_PROFILE
	Region  string // empty leaves it to AWS_REGION and the profile
	Version string // of tealset, for the User-Agent
	// Observe is told of every operation once, when its outcome is known and before
	// the operation returns it; nil is allowed. It must not block, and so not wait
	// for anything that draws: a terminal may take no output for hours. One that
	// blocks stops reads, and delays the outcome of a write by a tenth of a second.
	Observe func(model.Call)
	// Keyring is what clients share that are loaded with the same one; nil is one of
	// this client alone.
	Keyring *Keyring
	// WrapTransport gets the transport and returns the one to use in its place, for
	// example one that records the answers or makes faults; nil means that the transport
	// is used as it is. It is called once for reads, once for writes, and once for the
	// question to STS who the caller is. Each HTTP request passes through the wrapper
	// once, and so does each retry. Requests that fetch credentials do not.
	WrapTransport func(http.RoundTripper) http.RoundTripper
	// Budget gives what all clients of a Region share; nil is no limit.
	Budget func(region string) *Budget
}

// Load makes the clients of the AWS settings of the machine, in the SDK's own order:
// environment, profile, files, and the variables AWS_ENDPOINT_URL, with those of each service,
// AWS_CA_BUNDLE and HTTPS_PROXY. It sends no request, so credentials are looked
// at only by the first operation. Its errors are *model.Fault of kind FaultConfig.
//
// After an operation whose credentials failed, the next one takes them from the
// settings as they are then; Region, endpoint and profile stay.
func Load(ctx context.Context, s Settings) (*Reader, *Writer, error) {
	options := []func(*config.LoadOptions) error{
		// The SDK's default logger writes on stderr, across the screen.
		config.WithLogger(logging.Nop{}),
		config.WithHTTPClient(httpClient()),
		config.WithAPIOptions(userAgent(s.Version)),
		withoutModeDetection,
	}
	if s.Profile != "" {
		options = append(options, config.WithSharedConfigProfile(s.Profile))
	}
	if s.Region != "" {
		options = append(options, config.WithRegion(s.Region))
	}
	keyring := cmp.Or(s.Keyring, NewKeyring())
	keys := signer{keyring.renewal(s.Profile), func(ctx context.Context) (*loaded, error) {
		return keyring.loadConfig(ctx, s, options...)
	}}
	settings, err := keys.load(ctx)
	if err != nil {
		return nil, nil, settingsFault(err, requestedProfile(s))
	}
	keys.offer(settings)
	cfg := settings.Copy()
	cfg.Credentials = keys
	// Only now: AWS_CA_BUNDLE needs the client that the SDK knows, and the
	// credential steps keep it.
	transport, err := transportOf(cfg.HTTPClient)
	if err != nil {
		return nil, nil, settingsFault(err, s.Profile)
	}
	over := connections{base: transport, wrap: s.WrapTransport}
	var budget *Budget
	if s.Budget != nil {
		budget = s.Budget(cfg.Region)
	}
	reader, writer := newClients(cfg, over, &session{ //nolint:contextcheck // What asks takes a context of its own.
		region: cfg.Region, profile: settings.owner.profile, renewal: keys.renewal, observe: s.Observe, budget: budget,
	})
	reader.session.sts = stsFor(reader.session.reading(cfg, over), reader.sdk.Options().BaseEndpoint)
	if fault := reader.endpointFault(); fault != nil {
		return nil, nil, fault
	}
	return reader, writer, nil
}

// withoutModeDetection keeps AWS_DEFAULTS_MODE=auto from asking the instance metadata for
// the Region, which takes seconds where it is silent, before there is a screen. The mode
// chooses time limits alone, and tealset has its own.
func withoutModeDetection(o *config.LoadOptions) error {
	o.DefaultsModeOptions.IMDSClient = imds.New(imds.Options{ClientEnableState: imds.ClientDisabled})
	return nil
}

// httpClient is the SDK's HTTP client with time limits; its own has none. The
// credential steps use it as it is, and ask without a deadline: the read timeout is
// what ends them where a server falls silent in the middle of an answer.
func httpClient() *awshttp.BuildableClient {
	return awshttp.NewBuildableClient().
		WithDialerOptions(func(d *net.Dialer) { d.Timeout = connectTimeout }).
		WithTransportOptions(func(t *http.Transport) {
			t.TLSHandshakeTimeout = connectTimeout
			t.ResponseHeaderTimeout = answerTimeout
			t.OnProxyConnectResponse = checkProxyAnswer
		}).
		WithReadTimeout(answerTimeout)
}

// requestedProfile is the profile that was asked for; empty if none was.
func requestedProfile(s Settings) string {
	if s.Profile != "" {
		return s.Profile
	}
	environment, err := config.NewEnvConfig()
	if err != nil {
		return ""
	}
	return environment.SharedConfigProfile
}

// endpointFault is the fault of settings that lead to no endpoint; nil if they
// lead to one.
func (r *Reader) endpointFault() *model.Fault {
	base := r.sdk.Options().BaseEndpoint
	if base == nil {
		if r.session.region != "" {
			return nil
		}
		return &model.Fault{
			Kind:     model.FaultConfig,
			Headline: "no Region is set",
			Next:     "Pass --region or set AWS_REGION.",
			Detail:   "Neither --region nor AWS_REGION nor the profile names a Region, and no endpoint is set.",
		}
	}
	endpoint, err := url.Parse(*base)
	if err == nil && (endpoint.Scheme == "http" || endpoint.Scheme == "https") && endpoint.Host != "" {
		return nil
	}
	return &model.Fault{
		Kind:     model.FaultConfig,
		Headline: "the endpoint is not a URL",
		Next:     "Correct AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_ECS or endpoint_url to the form http://host:port.",
		// Not the parser's error, which quotes the URL with its password.
		Detail: "The endpoint is not a URL with http:// or https:// and a host.",
	}
}
