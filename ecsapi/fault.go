package ecsapi

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/smithy-go"

	"tealset/model"
	"tealset/model/clean"
)

// failure is an operation that ended with an error, and all that is known of it.
type failure struct {
	operation operation
	owner     keyOwner // for the command that renews credentials
	region    string
	err       error
	exchange  *exchange
}

// verdict is the part of a fault that its cause decides.
type verdict struct {
	kind           model.FaultKind
	headline, next string
}

// faultOf tells what an error means. It looks for the causes in this order, in which
// none can be mistaken for another: what tealset itself did, then what never left this
// machine, then what AWS answered, then what came instead of an answer.
func faultOf(f failure) *model.Fault {
	fault := &model.Fault{
		Operation: f.operation.name,
		Detail:    safeText(f.text()),
		RequestID: clean.Text(f.exchange.requestID),
		Sent:      f.exchange.sent.Load(),
	}
	if fault.Sent {
		fault.Attempts = f.exchange.attempts
	}
	reply, answered := refusalOf(f.err)
	if answered {
		fault.Code = reply.code
	}
	v := f.verdict(reply, answered)
	// Words of AWS in them are clean already; together they may be too long.
	fault.Kind, fault.Headline, fault.Next = v.kind, safeText(v.headline), model.Advice(safeText(v.next))
	return fault
}

// text is the whole text of the error. Of an answer that may hold secrets and could not be
// read, it is not told what stood there.
func (f failure) text() string {
	var unread *smithy.DeserializationError
	var p panicked
	if f.operation == opDescribeTaskDefinition && (errors.As(f.err, &unread) || errors.As(f.err, &p)) {
		return "The answer of " + f.operation.name + " could not be read. What it says is not told, since it may hold secrets."
	}
	return f.err.Error()
}

// safeText is the text of an error as it may be shown and written down: without secrets,
// and fit for a terminal. Every text of a fault passes here.
func safeText(text string) string { return clean.Text(clean.Secrets(text)) }

// withoutKey takes the key off what is to be tried again.
var withoutKey = strings.NewReplacer("Try again{refresh}", "Try again", "try again{refresh}", "try again")

// afterWrite makes the next step one of a write, which is never sent again by itself.
func afterWrite(fault *model.Fault, e effect) {
	step, goes := strings.CutSuffix(string(fault.Next), andGoesOn)
	switch {
	case fault.OutcomeUnknown():
		fault.Next = model.Advice(e.maybe + " all the same: look at the service again before you try once more.")
	case goes:
		fault.Next = model.Advice(step + ", then " + e.again + ".")
	default: // the key that reads again does not write again
		fault.Next = model.Advice(withoutKey.Replace(string(fault.Next)))
	}
}

func (f failure) verdict(reply refusal, answered bool) verdict {
	var p panicked
	var waited unpaid
	var settings reloadFailed
	var empty listMissing
	var nowhere unset
	switch {
	case errors.As(f.err, &nowhere):
		return nowhere.verdict()
	case errors.As(f.err, &empty):
		return verdict{
			model.FaultNotAWS, "the answer of " + f.operation.service.id + " is empty",
			"A proxy may stand between: check the network, HTTPS_PROXY and AWS_ENDPOINT_URL.",
		}
	case errors.As(f.err, &p):
		return verdict{
			model.FaultBug, "an answer of " + f.operation.service.id + " could not be read",
			"Try again{refresh}, and report it with the details if it stays.",
		}
	case errors.Is(f.err, context.Canceled):
		return verdict{model.FaultCanceled, "cancelled", "Nothing to do."}
	case errors.As(f.err, &waited):
		return verdict{
			model.FaultTimeout, "tealset held the request back for too long, to stay within its share of the request rate",
			"Wait a little, or give tealset more of the account's request rate with --budget.",
		}
	case errors.As(f.err, &settings):
		return settings.verdict(f.owner.profile)
	}
	if v, ok := f.unsendable(); ok {
		return v
	}
	if f.credentialStep() {
		return f.credentialVerdict()
	}
	if answered {
		return reply.verdict(f)
	}
	if v, ok := f.connectionVerdict(); ok {
		return v
	}
	return f.foreignVerdict()
}

// refusal is what AWS said in place of a result.
type refusal struct {
	code, message string
	status        int
	err           error
}

// noCode is the SDK's code for an error whose body gave none, as an empty one's.
const noCode = "UnknownError"

// refusalOf cuts AWS's answer out of an error; ok is false if the error is not
// one of AWS: without a code, only a 5xx can be.
func refusalOf(err error) (reply refusal, ok bool) {
	reply = refusal{status: statusOf(err), err: err}
	var api smithy.APIError
	if !errors.As(err, &api) {
		return reply, false
	}
	if api.ErrorCode() == noCode {
		return reply, reply.status >= http.StatusInternalServerError
	}
	reply.code, reply.message = clean.Text(api.ErrorCode()), clean.Text(api.ErrorMessage())
	return reply, true
}

// statusOf is the HTTP status of the answer that an error tells of; 0 without one.
func statusOf(err error) int {
	var response *awshttp.ResponseError
	if !errors.As(err, &response) || response.Response == nil || response.Response.Response == nil {
		return 0
	}
	return response.HTTPStatusCode()
}

// anyLayer tells whether one of the errors that err is made of satisfies is. It
// follows joined errors too: the SDK joins one when its retry quota is used up.
func anyLayer(err error, is func(error) bool) bool {
	for layer := err; layer != nil; layer = errors.Unwrap(layer) {
		if is(layer) {
			return true
		}
	}
	var joined interface{ Unwrap() []error }
	if !errors.As(err, &joined) {
		return false
	}
	return slices.ContainsFunc(joined.Unwrap(), func(inner error) bool { return anyLayer(inner, is) })
}
