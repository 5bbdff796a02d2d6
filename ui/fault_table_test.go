package ui

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tealset/ecsapi"
	"tealset/ecsapi/ecsfake"
	"tealset/model"
)

// trouble is what goes wrong with every request from a moment on, and what a person
// is told of it.
type trouble struct {
	name           string
	answer         ecsfake.Fault // what ECS says
	line           happening     // what happens on the way there instead; nil for nothing
	kind           model.FaultKind
	headline, next string
	attempts       int  // that the SDK makes before it gives up
	identified     bool // AWS gave a request id
}

// begin lets the trouble begin, in place of what there was.
func (b trouble) begin(ecs *ecsfake.Server, on *line) {
	ecs.Heal()
	on.breaks(b.line)
	if b.line == nil {
		ecs.Fail("*", -1, b.answer)
	}
}

// end lets all be well again.
func (b trouble) end(ecs *ecsfake.Server, on *line) {
	ecs.Heal()
	on.breaks(nil)
}

// nextIs tells whether this is the next step. A clock is told of to the second, and
// one may pass on the way.
func (b trouble) nextIs(text string) bool {
	return strings.Replace(text, "10m1s", "10m0s", 1) == b.next
}

// over is a client of the line.
func over(on *line, observe func(model.Call)) unguarded {
	return bare(ecsapi.New(ecsapi.Fixed{Region: "eu-west-1", Endpoint: "http://ecs.invalid", Transport: on, Observe: observe}))
}

const (
	notAmazon = "A proxy or a login page may stand between: check the network, HTTPS_PROXY and AWS_ENDPOINT_URL."
	unreached = "Check the network, the VPN and HTTPS_PROXY, then try again (press r)."
	html      = "<html><body>Please log in to the hotel's network.</body></html>"
)

// troubles are the rows of the table of faults that was measured with the SDK, and
// the answers of ECS that have a sentence of their own.
func troubles() []trouble {
	says := ecsfake.Exception
	return []trouble{
		{"throttle", ecsfake.Throttled(), nil, model.FaultThrottled, "ECS throttles this account", "Wait a little: the request rate is shared by all who use this account and Region.", 3, true},
		{"expired token", says("ExpiredTokenException", "The security token included in the request is expired"), nil, model.FaultExpired, "the credentials have expired", "Renew them in another terminal; tealset then goes on by itself.", 1, true},
		{"unknown key", says("UnrecognizedClientException", "The security token included in the request is invalid."), nil, model.FaultExpired, "AWS does not accept the credentials", "Renew them in another terminal; tealset then goes on by itself.", 1, true},
		{"wrong secret", says("SignatureDoesNotMatch", "The request signature we calculated does not match."), nil, model.FaultCredentials, "AWS does not accept the signature", "Correct the secret access key in another terminal; tealset then goes on by itself.", 1, true},
		{"no signature", says("MissingAuthenticationTokenException", "Missing Authentication Token"), nil, model.FaultCredentials, "AWS got no credentials", "Pass --profile or set AWS_PROFILE, then start tealset again.", 1, true},
		{"clock", ecsfake.Fault{}, skewed, model.FaultClock, "this machine's clock is wrong", "Set the clock, which is 10m0s ahead of AWS's, then try again (press r).", 2, true},
		{"denied", says("AccessDeniedException", "User: arn:aws:sts::123456789012:assumed-role/oncall/me is not authorized to perform: ecs:ListServices on resource: arn:aws:ecs:eu-west-1:123456789012:cluster/shop because no identity-based policy allows the ecs:ListServices action"), nil, model.FaultDenied, "no permission for ecs:ListServices", "Ask for permission for ecs:ListServices on arn:aws:ecs:eu-west-1:123456789012:cluster/shop.", 1, true},
		{"no cluster", says("ClusterNotFoundException", "Cluster not found."), nil, model.FaultClusterNotFound, "the cluster is gone", "Check the Region if it should be there, or go back (press esc) and list the clusters again (press r).", 1, true},
		{"no service", says("ServiceNotFoundException", "Service not found."), nil, model.FaultServiceNotFound, "the service is gone", "Check cluster and Region if it should be there, or go back (press esc) and list the services again (press r).", 1, true},
		{"no task set", says("TaskSetNotFoundException", "nope"), nil, model.FaultTaskSetNotFound, "the task set is gone already", "Nothing is left to delete; read the service again (press r) to see what is.", 1, true},
		{"not active", says("ServiceNotActiveException", "Service was not ACTIVE."), nil, model.FaultServiceNotActive, "the service is not active", "It was deleted or drains, and its task sets end with it.", 1, true},
		{"invalid", says("InvalidParameterException", "bad"), nil, model.FaultInvalid, "ECS refuses the request", "ECS says: bad", 1, true},
		{"client exception", says("ClientException", "worse"), nil, model.FaultInvalid, "ECS does not accept the request", "ECS says: worse", 1, true},
		{"being updated", says("UpdateInProgressException", "x"), nil, model.FaultInvalid, "the service is being updated", "Wait until the update has ended, then try again.", 1, true},
		{"unsupported", says("UnsupportedFeatureException", "no"), nil, model.FaultUnsupported, "not supported in this Region", "Task sets cannot be managed here; check the Region.", 1, true},
		{"quota", says("LimitExceededException", "quota"), nil, model.FaultQuota, "a quota of the account is used up", "Waiting does not help: free what the quota counts, or ask for more in Service Quotas.", 3, true},
		{"another code", says("BlockedException", "Your account has been blocked."), nil, model.FaultOther, "ECS refused the request: BlockedException", "The details (press a) have what ECS said.", 1, true},
		{"500", says("ServerException", "Service Unavailable. Please try again later."), nil, model.FaultServer, "ECS failed on its side", "Try again (press r) in a moment; if that does not help, look at the AWS Health Dashboard.", 3, true},
		{"500 without a body", ecsfake.HTTP(500, amazonJSON, ""), nil, model.FaultServer, "ECS failed on its side", "Try again (press r) in a moment; if that does not help, look at the AWS Health Dashboard.", 3, true},
		{"503 HTML", ecsfake.HTTP(503, "text/html", html), nil, model.FaultNotAWS, "HTTP 503 from the endpoint, not an answer from ECS", notAmazon, 3, false},
		{"407", ecsfake.HTTP(407, "text/html", "auth"), nil, model.FaultNotAWS, "the proxy asks for a login", "Put name and password of the proxy into HTTPS_PROXY, then start tealset again.", 1, false},
		{"407 to CONNECT", ecsfake.Fault{}, fails(errors.New(http.StatusText(http.StatusProxyAuthRequired))), model.FaultNotAWS, "the proxy asks for a login", "Put name and password of the proxy into HTTPS_PROXY, then start tealset again.", 3, false},
		{"302", ecsfake.Fault{}, answers(302, "", "Location", "http://login.invalid/"), model.FaultNotAWS, "HTTP 302 from the endpoint, not an answer from ECS", notAmazon, 1, false},
		{"200 HTML", ecsfake.HTTP(200, "text/html", html), nil, model.FaultNotAWS, "the answer is not from ECS", notAmazon, 1, false},
		{"200 truncated JSON", ecsfake.Foreign(`{"serviceArns":["arn:aws`), nil, model.FaultNotAWS, "the answer is not from ECS", notAmazon, 1, true},
		{"200 empty body", ecsfake.Empty(), nil, model.FaultNotAWS, "the answer of ECS is empty", "A proxy may stand between: check the network, HTTPS_PROXY and AWS_ENDPOINT_URL.", 1, true},
		{"200 wrong type", ecsfake.Foreign(`{"clusterArns":5,"clusters":5,"serviceArns":5,"services":5}`), nil, model.FaultNotAWS, "the answer is not from ECS", notAmazon, 1, true},
		{"body cut", ecsfake.Fault{}, endsMidway(io.ErrUnexpectedEOF), model.FaultNetwork, "the connection broke off", "Try again (press r).", 1, false},
		{"reset", ecsfake.Dropped(), nil, model.FaultNetwork, "the connection broke off", "Try again (press r).", 3, false},
		{"EOF", ecsfake.Fault{}, fails(io.EOF), model.FaultNetwork, "the connection broke off", "Try again (press r).", 3, false},
		{"hang", ecsfake.Fault{}, hangs, model.FaultTimeout, "no answer from ECS in time", "Try again (press r).", 1, false},
		{"hang in the body", ecsfake.Fault{}, hangsMidway, model.FaultTimeout, "no answer from ECS in time", "Try again (press r).", 1, false},
		{"refused", ecsfake.Fault{}, noListener, model.FaultNetwork, "no connection to ECS", "127.0.0.1:1 refuses the connection: check AWS_ENDPOINT_URL, the network and the VPN, then try again (press r).", 3, false},
		{"proxy refused", ecsfake.Fault{}, noProxy, model.FaultNetwork, "no connection to ECS", unreached, 3, false},
		{"NXDOMAIN", ecsfake.Fault{}, noHost, model.FaultNetwork, "no address for ecs.invalid", unreached, 1, false},
		{"unknown CA", ecsfake.Fault{}, unknownCA, model.FaultNetwork, "the endpoint's certificate is not trusted", "A proxy or VPN may sign for AWS: set AWS_CA_BUNDLE to its certificate, then start tealset again.", 3, false},
		{"https to an http port", ecsfake.Fault{}, plainHTTP, model.FaultNetwork, "the endpoint does not speak TLS", "Check AWS_ENDPOINT_URL (http or https) and HTTPS_PROXY.", 3, false},
		{"http to an https port", ecsfake.Fault{}, breaksOff400, model.FaultNotAWS, "HTTP 400 from the endpoint, not an answer from ECS", notAmazon, 3, false},
	}
}

// troubleNamed is one of the table.
func troubleNamed(t *testing.T, name string) trouble {
	t.Helper()
	for _, b := range troubles() {
		if b.name == name {
			return b
		}
	}
	t.Fatal("no such trouble: " + name)
	return trouble{}
}

// Every fault has the words, the number of attempts and the request id that the
// table promises, whichever operation meets it.
func TestEveryFaultHasItsOwnWords(t *testing.T) {
	t.Parallel()
	for _, b := range troubles() {
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ecs := ecsfake.New(time.Now, shop())
				on := &line{to: ecs.Client().Transport}
				b.begin(ecs, on)
				for _, ask := range []func(unguarded) error{
					func(c unguarded) error { _, err := c.ListClusters(t.Context(), model.Cursor{}); return err },
					func(c unguarded) error { _, err := c.DescribeClusters(t.Context(), []string{"shop"}); return err },
					func(c unguarded) error {
						_, err := c.ListServices(t.Context(), "shop", model.Cursor{})
						return err
					},
					func(c unguarded) error {
						_, err := c.DescribeServices(t.Context(), "shop", []string{"web"})
						return err
					},
				} {
					fault, ok := errors.AsType[*model.Fault](ask(over(on, nil)))
					if !ok {
						t.Fatal("no fault")
					}
					if fault.Kind != b.kind || fault.Headline != b.headline || !b.nextIs(look{keys: newKeyMap(nil).firsts}.advice(fault.Next)) {
						t.Errorf("%s: kind %d, %q, %q", fault.Operation, fault.Kind, fault.Headline, fault.Next)
					}
					if fault.Attempts != b.attempts || (fault.RequestID != "") != b.identified {
						t.Errorf("%s: %d attempts, request id %q\n%s", fault.Operation, fault.Attempts, fault.RequestID, fault.Detail)
					}
				}
			})
		})
	}
}
