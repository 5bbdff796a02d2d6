package ecsapi

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/codedeploy"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	elb "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go/logging"
	"github.com/aws/smithy-go/middleware"

	"tealset/model"
)

const (
	readTimeout  = 15 * time.Second // a read in all, with its retries and the pauses between them
	writeTimeout = 30 * time.Second // a write, which is sent once

	// observerTimeout is how long an observer that blocks holds up the outcome of a write.
	observerTimeout = 100 * time.Millisecond
)

// session is what a Reader and the Writer that was made with it have in common.
type session struct {
	region  string
	profile string
	renewal *renewal // what the clients of the profile share; nil for those of New
	observe func(model.Call)
	budget  *Budget
	clock   clock
	sts     *sts.Client // nil where STS must not be asked
}

// Reader asks one Region of one account about ECS, and changes nothing there. It is
// safe for concurrent use. Every error of its methods is a *model.Fault.
type Reader struct {
	session *session
	sdk     *ecs.Client
	// The clients of what is read beside ECS are made when they are first used. They err
	// where the endpoint of ECS was set and theirs was not: see beside.
	elb        func() (*elb.Client, error)
	codeDeploy func() (*codedeploy.Client, error)
	logs       *string // the endpoint of CloudWatch Logs; nil is AWS's own
	marks      *marks
	timeout    time.Duration
}

// Writer changes ECS, and deployments of CodeDeploy, in one Region of one account. Its exported methods are the
// mutations that tealset knows, and nothing else: whoever holds a Reader cannot
// change anything. It is safe for concurrent use, and waits for no budget. Every
// error of its methods is a *model.Fault.
//
// A write has no client token, so it is one body on the wire, which neither the SDK
// nor net/http sends again.
type Writer struct {
	session    *session
	sdk        *ecs.Client
	codeDeploy func() (*codedeploy.Client, error) // as of Reader
	timeout    time.Duration
}

// Fixed is what New makes its clients of, instead of the AWS settings of a machine.
type Fixed struct {
	Region    string
	Endpoint  string            // a URL; its host need not exist if Transport opens no connection
	Version   string            // of tealset, for the User-Agent
	Transport http.RoundTripper // nil is http.DefaultTransport; of an *http.Transport, copies are used
	Observe   func(model.Call)  // see Settings; nil is allowed
	Budget    *Budget           // of its Region, see Settings; nil is no limit
}

// New makes the clients of an ECS that is not AWS's, as for a demo or a test. No
// setting of AWS is read, and no connection is opened but by the transport.
func New(f Fixed) (*Reader, *Writer) {
	transport := f.Transport
	if transport == nil {
		transport = http.DefaultTransport
	}
	return newClients(f.config(), connections{base: transport}, &session{region: f.Region, observe: f.Observe, budget: f.Budget})
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

// newClients makes the clients of a complete configuration, whose HTTP client is not
// used: requests go over the connections.
func newClients(cfg aws.Config, over connections, shared *session) (*Reader, *Writer) {
	read := shared.reading(cfg, over)
	reader := &Reader{
		session: shared, timeout: readTimeout, sdk: ecs.NewFromConfig(read), marks: newMarks(),
		logs: endpointOf(context.Background(), cfg, "CloudWatch Logs"),
	}
	reader.elb = sync.OnceValues(func() (*elb.Client, error) {
		sdk := elb.NewFromConfig(read)
		return sdk, reader.beside(serviceELB, sdk.Options().BaseEndpoint)
	})
	reader.codeDeploy = sync.OnceValues(func() (*codedeploy.Client, error) {
		sdk := codedeploy.NewFromConfig(read)
		return sdk, reader.beside(serviceCodeDeploy, sdk.Options().BaseEndpoint)
	})
	write := shared.writing(cfg, over)
	writer := &Writer{session: shared, timeout: writeTimeout, sdk: ecs.NewFromConfig(write)}
	writer.codeDeploy = sync.OnceValues(func() (*codedeploy.Client, error) {
		sdk := codedeploy.NewFromConfig(write)
		return sdk, reader.beside(serviceCodeDeploy, sdk.Options().BaseEndpoint)
	})
	return reader, writer
}

// reading is a configuration for the SDK's client of any service that is read.
func (s *session) reading(cfg aws.Config, over connections) aws.Config {
	cfg.HTTPClient = over.forReads()
	cfg.APIOptions = append(slices.Clip(cfg.APIOptions), s.clock.correct, watchThrottles)
	return cfg
}

// writing is a configuration for the SDK's client of any service that is changed. It
// sends nothing twice.
func (s *session) writing(cfg aws.Config, over connections) aws.Config {
	cfg.HTTPClient = over.forWrites()
	cfg.APIOptions = append(slices.Clip(cfg.APIOptions), s.clock.correct)
	cfg.Retryer = func() aws.Retryer { return aws.NopRetryer{} }
	return cfg
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
func (r *Reader) Region() string { return r.session.region }

// Profile is the profile of the AWS settings that led to the keys, "default" if it is
// there and no other was asked for. It is empty where keys or a web identity of the
// environment sign, whatever AWS_PROFILE says.
func (r *Reader) Profile() string { return r.session.profile }

// Keys tells whose keys sign, in a few words: the profile's name, "environment keys",
// "web identity oncall", "instance role" or "container role", the last two where nobody
// asked for a profile. It may change when the settings are loaded anew, as may Names. It
// is empty only for the clients of New.
func (r *Reader) Keys() string { return r.session.renewal.owner().keys }

// Names are all names by which a person may know what the keys belong to: the profile
// that was asked for, AWS_PROFILE and AWS_DEFAULT_PROFILE, the profiles that its role
// begins with, the role, and the caller's role or user once STS has told it. A rule
// about one of them must hold even where another one signs.
func (r *Reader) Names() []string {
	names := slices.Clone(r.session.renewal.owner().names)
	if name := r.session.renewal.caller().name(); name != "" {
		names = append(names, name)
	}
	return names
}

// Caller is the ARN and the account of the identity that STS knows the keys by: what is
// known so far, without waiting. Both are empty until the first answer of ECS, while STS is
// asked about another key, and where STS does not tell.
func (r *Reader) Caller() (arn, account string) {
	who := r.session.renewal.caller()
	return who.arn, who.account
}

// AwaitCaller waits while STS is being asked for the caller: 3 s at most, and not at all before
// the first answer of ECS. Then either Caller or CallerUnknown tells.
func (r *Reader) AwaitCaller() {
	if r.session.renewal != nil {
		r.session.renewal.identity.await()
	}
}

// CallerUnknown tells that STS was asked in vain for the caller, or must not be asked,
// since only the endpoint of ECS was set to another place.
func (r *Reader) CallerUnknown() bool { return r.session.renewal.caller().unknown }
