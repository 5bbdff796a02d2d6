package ecsapi

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"

	"github.com/aws/smithy-go"

	"tealset/model"
	"tealset/model/clean"
)

// outcome is what a fault says to the program.
type outcome struct {
	kind     model.FaultKind
	headline string
	next     string // a part of the next step
	code     string
	attempts int // of a read, which retries; a write is sent once
	unknown  bool
}

// refused is an outcome that an answer of ECS settled at the first attempt.
func refused(kind model.FaultKind, code, headline, next string) outcome {
	return outcome{kind, headline, next, code, 1, false}
}

// lost is an outcome without an answer that could be read.
func lost(kind model.FaultKind, attempts int, headline, next string) outcome {
	return outcome{kind, headline, next, "", attempts, true}
}

func exception(code, message string) string {
	return `{"__type":"` + code + `","message":"` + message + `"}`
}

const deniedMessage = "User: arn:aws:sts::1:assumed-role/r/me is not authorized to perform: ecs:DeleteTaskSet " +
	"on resource: arn:aws:ecs:eu-west-1:1:task-set/c/s/ecs-svc/1 because no identity-based policy allows it"

// The answers that ECS gives in words.
var refusals = []struct {
	name   string
	answer wire
	want   outcome
}{
	{
		"throttled", says(400, exception("ThrottlingException", "Rate exceeded")),
		outcome{model.FaultThrottled, "ECS throttles this account", "Wait a little", "ThrottlingException", 3, false},
	},
	{
		"throttled with a 503", says(503, exception("SlowDown", "Please reduce your request rate")),
		outcome{model.FaultThrottled, "ECS throttles this account", "Wait a little", "SlowDown", 3, false},
	},
	{
		"quota", says(400, exception("LimitExceededException", "quota")),
		outcome{model.FaultQuota, "a quota of the account is used up", "Service Quotas", "LimitExceededException", 3, false},
	},
	{
		"server", says(500, exception("ServerException", "Service Unavailable. Please try again later.")),
		outcome{model.FaultServer, "ECS failed on its side", "Try again{refresh}", "ServerException", 3, true},
	},
	{
		"a 5xx with a code of no meaning", says(503, exception("ServiceUnavailableException", "x")),
		outcome{model.FaultServer, "ECS failed on its side", "Try again{refresh}", "ServiceUnavailableException", 3, true},
	},
	{"500 empty body", says(500, ""), lost(model.FaultServer, 3, "ECS failed on its side", "Try again{refresh}")},
	{
		"expired", says(400, exception("ExpiredTokenException", "The security token included in the request is expired")),
		refused(model.FaultExpired, "ExpiredTokenException", "the credentials have expired", "for profile shop"),
	},
	{
		"unrecognized", says(400, exception("UnrecognizedClientException", "The security token included in the request is invalid.")),
		refused(model.FaultExpired, "UnrecognizedClientException", "AWS does not accept the credentials", "Renew them"),
	},
	{
		"clock", says(403, exception("InvalidSignatureException", "Signature expired: 20260101T000000Z is now earlier than 20260101T004500Z")),
		refused(model.FaultClock, "InvalidSignatureException", "this machine's clock is wrong", "Set the clock"),
	},
	{
		"signature", says(403, exception("InvalidSignatureException", "The request signature we calculated does not match")),
		refused(model.FaultCredentials, "InvalidSignatureException", "AWS does not accept the signature", "secret access key"),
	},
	{
		"no credentials at the server", says(400, exception("MissingAuthenticationToken", "Missing Authentication Token")),
		refused(model.FaultCredentials, "MissingAuthenticationToken", "AWS got no credentials", "--profile"),
	},
	{
		"denied", says(400, exception("AccessDeniedException", deniedMessage)),
		refused(model.FaultDenied, "AccessDeniedException", "no permission for ecs:DeleteTaskSet",
			"Ask for permission for ecs:DeleteTaskSet on arn:aws:ecs:eu-west-1:1:task-set/c/s/ecs-svc/1."),
	},
	{
		"denied explicitly", says(400, exception("AccessDeniedException", "User: a is not authorized to perform: ecs:X on resource: * with an explicit deny in an identity-based policy")),
		refused(model.FaultDenied, "AccessDeniedException", "no permission for ecs:X", "which a policy denies explicitly."),
	},
	{
		"denied in other words", says(403, exception("AccessDenied", "no")),
		refused(model.FaultDenied, "AccessDenied", "no permission for ecs:", "Ask for permission for ecs:"),
	},
	{
		"cluster", says(400, exception("ClusterNotFoundException", "Cluster not found.")),
		refused(model.FaultClusterNotFound, "ClusterNotFoundException", "the cluster is gone", "Region"),
	},
	{
		"service", says(400, exception("ServiceNotFoundException", "Service not found.")),
		refused(model.FaultServiceNotFound, "ServiceNotFoundException", "the service is gone", "Region"),
	},
	{
		"service not active", says(400, exception("ServiceNotActiveException", "Service was not ACTIVE.")),
		refused(model.FaultServiceNotActive, "ServiceNotActiveException", "the service is not active", "drains"),
	},
	{
		"task set", says(400, exception("TaskSetNotFoundException", "nope")),
		refused(model.FaultTaskSetNotFound, "TaskSetNotFoundException", "the task set is gone already", "read the service again{refresh}"),
	},
	{
		"task set, says moto", says(400, exception("ClientException", "The specified task set does not exist.")),
		refused(model.FaultTaskSetNotFound, "ClientException", "the task set is gone already", "read the service again{refresh}"),
	},
	{
		"task set, says floci", says(400, exception("InvalidParameterException", "Task set not found: ecs-svc/1")),
		refused(model.FaultTaskSetNotFound, "InvalidParameterException", "the task set is gone already", "read the service again{refresh}"),
	},
	{
		"unsupported", says(400, exception("UnsupportedFeatureException", "no")),
		refused(model.FaultUnsupported, "UnsupportedFeatureException", "not supported in this Region", "Region"),
	},
	{
		"updating", says(400, exception("UpdateInProgressException", "x")),
		refused(model.FaultInvalid, "UpdateInProgressException", "the service is being updated", "Wait"),
	},
	{
		"client", says(400, exception("ClientException", "you used an action or resource wrongly")),
		refused(model.FaultInvalid, "ClientException", "ECS does not accept the request", "ECS says: you used"),
	},
	{
		"invalid", says(400, exception("InvalidParameterException", "bad")),
		refused(model.FaultInvalid, "InvalidParameterException", "ECS refuses the request", "ECS says: bad"),
	},
	{
		"invalid without a word", says(400, exception("InvalidParameterException", "")),
		refused(model.FaultInvalid, "InvalidParameterException", "ECS refuses the request", "no reason"),
	},
	{
		"primary", says(400, exception("InvalidParameterException", "Primary TaskSet cannot be deleted")),
		refused(model.FaultInvalid, "InvalidParameterException", "ECS refuses to delete the PRIMARY",
			"Promote another task set first, or tick force to delete it all the same."),
	},
	{
		"controller", says(400, exception("InvalidParameterException", "Amazon ECS only supports task set management on services configured to use external deployment controllers.")),
		refused(model.FaultInvalid, "InvalidParameterException", "the service's controller owns its task sets", "EXTERNAL"),
	},
	{
		"no task sets named", says(400, exception("InvalidParameterException", "TaskSets cannot be empty.")),
		refused(model.FaultInvalid, "InvalidParameterException", "ECS does not know such a task set", "Read the service again{refresh}"),
	},
	{
		"five deployments", says(400, exception("InvalidParameterException", "5 deployments exist on the service. Unable to create new TaskSet since this exceeds the maximum limit.")),
		refused(model.FaultInvalid, "InvalidParameterException", "the service has as many task sets as ECS allows", "Delete one of the 5"),
	},
	{
		"a code of tomorrow", says(400, exception("NewException", "x")),
		refused(model.FaultOther, "NewException", "ECS refused the request: NewException", "what ECS said"),
	},
	// What answers in ECS's place.
	{"503 HTML from a proxy", says(503, "<html>secret</html>"), lost(model.FaultNotAWS, 3, "HTTP 503 from the endpoint, not an answer from ECS", "HTTPS_PROXY")},
	{"403 empty", says(403, ""), lost(model.FaultNotAWS, 1, "HTTP 403 from the endpoint, not an answer from ECS", "HTTPS_PROXY")},
	{"407 proxy", says(407, "auth"), lost(model.FaultNotAWS, 1, "the proxy asks for a login", "HTTPS_PROXY")},
	{"300", says(300, ""), lost(model.FaultNotAWS, 1, "HTTP 300 from the endpoint, not an answer from ECS", "login page")},
	{"302 captive portal", says(302, ""), lost(model.FaultNotAWS, 1, "HTTP 302 from the endpoint, not an answer from ECS", "login page")},
	{"307 elsewhere", says(307, ""), lost(model.FaultNotAWS, 1, "HTTP 307 from the endpoint, not an answer from ECS", "login page")},
	{"200 HTML captive portal", says(200, "<html>secret</html>"), lost(model.FaultNotAWS, 1, "the answer is not from ECS", "login page")},
	{"200 truncated JSON", says(200, `{"taskSet":{"id":"ecs`), lost(model.FaultNotAWS, 1, "the answer is not from ECS", "login page")},
	{"200 wrong type", says(200, `{"taskSet":{"id":5},"clusterArns":5}`), lost(model.FaultNotAWS, 1, "the answer is not from ECS", "login page")},
	{"200 body cut", cut, lost(model.FaultNetwork, 1, "the connection broke off", "Try again{refresh}")},
	{"connection reset", broken(errDropped), lost(model.FaultNetwork, 3, "the connection broke off", "Try again{refresh}")},
	{"clean close", broken(io.EOF), lost(model.FaultNetwork, 3, "the connection broke off", "Try again{refresh}")},
	{"read timeout", broken(&net.OpError{Op: "read", Err: timeoutError{}}), lost(model.FaultTimeout, 3, "no answer from ECS in time", "Try again{refresh}")},
	{"a panic of the SDK", says(200, `{"taskSet":{"createdAt":"NaN"},"clusterArns":["a"]}`), lost(model.FaultBug, 1, "an answer of ECS could not be read", "report it")},
}

func TestEveryAnswerOfECSHasItsFault(t *testing.T) {
	t.Parallel()
	for _, row := range refusals {
		t.Run(row.name+", deleting", func(t *testing.T) {
			t.Parallel()
			_, err := over(row.answer).DeleteTaskSet(t.Context(), checkoutSet, false)
			want := row.want
			want.attempts = 1
			want.check(t, opDeleteTaskSet, fault(t, err))
		})
		if row.name == "a panic of the SDK" {
			continue // a list has no times to panic on
		}
		t.Run(row.name+", reading", func(t *testing.T) {
			t.Parallel()
			_, err := over(row.answer).ListClusters(t.Context(), model.Cursor{})
			row.want.check(t, opListClusters, fault(t, err))
		})
	}
}

func (o outcome) check(t *testing.T, asked operation, f *model.Fault) {
	t.Helper()
	if f.Kind != o.kind || !strings.HasPrefix(f.Headline, o.headline) || f.Code != o.code {
		t.Errorf("got kind %d, %q, code %q\nwant kind %d, %q, code %q\n%s",
			f.Kind, f.Headline, f.Code, o.kind, o.headline, o.code, f.Detail)
	}
	if f.OutcomeUnknown() != o.unknown {
		t.Errorf("outcome unknown: %v, want %v", f.OutcomeUnknown(), o.unknown)
	}
	if unsure := asked == opDeleteTaskSet && o.unknown; unsure {
		o.next = "may be deleted all the same"
	}
	if !strings.Contains(string(f.Next), o.next) || !strings.HasSuffix(string(f.Next), ".") && !strings.Contains(string(f.Next), "ECS says") {
		t.Errorf("next step is %q, want one with %q", f.Next, o.next)
	}
	if f.Operation != asked.name || f.Attempts != o.attempts || !f.Sent {
		t.Errorf("operation %s, %d attempts, sent %v; want %s, %d, true", f.Operation, f.Attempts, f.Sent, asked.name, o.attempts)
	}
	if strings.HasSuffix(f.Headline, ".") || f.Detail == "" || strings.Contains(f.Headline+string(f.Next)+f.Detail, "<html") {
		t.Errorf("%q, %q", f.Headline, f.Detail)
	}
	if f.Detail != clean.Text(f.Detail) || string(f.Next) != clean.Text(string(f.Next)) || f.Headline != clean.Text(f.Headline) {
		t.Errorf("not clean: %+q", f)
	}
}

// cut is an answer that ends before its Content-Length.
func cut(r *http.Request) (*http.Response, error) {
	response, err := says(200, "")(r)
	response.ContentLength = 100
	response.Body = io.NopCloser(io.MultiReader(strings.NewReader(`{"taskSet":`), failing{io.ErrUnexpectedEOF}))
	return response, err
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// broken is a connection that ends with an error after the request was sent.
func broken(err error) wire {
	return func(*http.Request) (*http.Response, error) { return nil, err }
}

// errDropped is a connection that was reset in the middle.
var errDropped = &net.OpError{Op: "read", Err: syscall.ECONNRESET}

type timeoutError struct{}

func (timeoutError) Error() string { return "i/o timeout" }
func (timeoutError) Timeout() bool { return true }

// A fault, and what an observer is told, name the service that was asked and its own
// actions, none of another one's.
func TestAFaultNamesTheServiceThatWasAsked(t *testing.T) {
	t.Parallel()
	for headline, err := range map[string]error{
		"Elastic Load Balancing v2 throttles this account":                         &smithy.GenericAPIError{Code: "Throttling", Message: "Rate exceeded"},
		"Elastic Load Balancing v2 failed on its side":                             &smithy.GenericAPIError{Code: "ServerException"},
		"Elastic Load Balancing v2 refused the request: ValidationError":           &smithy.GenericAPIError{Code: "ValidationError"},
		"Elastic Load Balancing v2 refused the request: InvalidParameterException": &smithy.GenericAPIError{Code: "InvalidParameterException"},
		"no permission for elasticloadbalancing:DescribeRules":                     &smithy.GenericAPIError{Code: "AccessDenied"},
		"no connection to Elastic Load Balancing v2":                               &net.OpError{Op: "dial", Err: syscall.ENETUNREACH},
		"no connection to Elastic Load Balancing v2 in time":                       context.DeadlineExceeded,
		"no endpoint of Elastic Load Balancing v2 for these settings":              errors.New("failed to resolve service endpoint"),
		"the answer is not from Elastic Load Balancing v2":                         &smithy.DeserializationError{Err: errors.New("x")},
		"the answer of Elastic Load Balancing v2 is empty":                         listMissing{},
		"an answer of Elastic Load Balancing v2 could not be read":                 panicked{"NaN"},
		"no credentials from STS":                                                  &smithy.OperationError{ServiceID: "STS", OperationName: "AssumeRole", Err: errors.New("x")},
	} {
		t.Run(headline, func(t *testing.T) {
			t.Parallel()
			var told model.Call
			asked := &session{observe: func(call model.Call) { told = call }}
			o := request{operation: operation{serviceELB, "DescribeRules"}, timeout: readTimeout}
			_, _, err := send(t.Context(), asked, o, func(context.Context) (*struct{}, error) {
				return nil, &smithy.OperationError{ServiceID: serviceELB.id, OperationName: o.name, Err: err}
			})
			if f := fault(t, err); f.Headline != headline || strings.Contains(string(f.Next), "ECS") || f.Operation != "DescribeRules" {
				t.Errorf("%s: %q, %q", f.Operation, f.Headline, f.Next)
			}
			if told.Service != serviceELB.id || told.Operation != o.name {
				t.Errorf("an observer is told of %s of %s", told.Operation, told.Service)
			}
		})
	}
	if f := refuse(operation{serviceELB, "DescribeRules"}, "x"); f.Headline != "tealset asked something that Elastic Load Balancing v2 cannot answer" {
		t.Errorf("%q", f.Headline)
	}
}

func TestARequestIDIsKeptFromAnswersOnly(t *testing.T) {
	t.Parallel()
	_, err := over(says(400, exception("ClientException", "x"))).DeleteTaskSet(t.Context(), checkoutSet, false)
	if id := fault(t, err).RequestID; id != "req-123" {
		t.Errorf("request id %q", id)
	}
	_, err = over(broken(io.EOF)).DeleteTaskSet(t.Context(), checkoutSet, false)
	if id := fault(t, err).RequestID; id != "" {
		t.Errorf("request id %q without an answer", id)
	}
}

func TestACancelledReadIsCancelledAndNothingElse(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	hang := wire(func(r *http.Request) (*http.Response, error) {
		cancel()
		<-r.Context().Done()
		return nil, r.Context().Err()
	})
	_, err := over(hang).ListClusters(ctx, model.Cursor{})
	if f := fault(t, err); f.Kind != model.FaultCanceled {
		t.Errorf("kind %d: %s", f.Kind, f.Detail)
	}
}

func TestAClockThatIsOffIsToldByHowMuch(t *testing.T) {
	t.Parallel()
	for date, want := range map[string]string{
		"Mon, 02 Jan 2017 15:04:05 GMT": "ahead of AWS's",
		"Mon, 02 Jan 2062 15:04:05 GMT": "behind AWS's",
	} {
		skewed := wire(func(r *http.Request) (*http.Response, error) {
			response, err := says(403, exception("RequestExpired", "Request has expired."))(r)
			response.Header.Set("Date", date)
			return response, err
		})
		_, err := over(skewed).DeleteTaskSet(t.Context(), checkoutSet, false)
		if f := fault(t, err); f.Kind != model.FaultClock || !strings.Contains(string(f.Next), want) {
			t.Errorf("%s: kind %d, %q", date, f.Kind, f.Next)
		}
	}
}

func TestAUsedUpRetryQuotaStillTellsTheFirstError(t *testing.T) {
	t.Parallel()
	client := over(says(503, exception("ServerException", "x")))
	var last *model.Fault
	for range 80 {
		_, err := client.ListClusters(t.Context(), model.Cursor{})
		last = fault(t, err)
	}
	if !strings.Contains(last.Detail, "retry quota exceeded") {
		t.Fatalf("the quota was not used up: %s", last.Detail)
	}
	if last.Kind != model.FaultServer || last.Code != "ServerException" {
		t.Errorf("kind %d, code %q", last.Kind, last.Code)
	}
}
