package ecsapi

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"syscall"

	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/smithy-go"

	"tealset/model"
	"tealset/model/clean"
)

// unsendable tells of requests that the SDK made no HTTP request of.
func (f failure) unsendable() (verdict, bool) {
	err := f.err
	var invalid smithy.InvalidParamsError
	var serialization *smithy.SerializationError
	switch {
	case errors.As(err, &invalid), errors.As(err, &serialization):
		return verdict{
			model.FaultBug, "tealset made a request that cannot be sent",
			reportIt,
		}, true
	case anyLayer(err, begins("endpoint rule error, Invalid Configuration: FIPS and custom")),
		anyLayer(err, begins("endpoint rule error, Invalid Configuration: Dualstack and custom")):
		return verdict{
			model.FaultConfig, "an endpoint is set beside FIPS or dual stack",
			"The SDK takes one of them: unset AWS_ENDPOINT_URL, or AWS_USE_FIPS_ENDPOINT and AWS_USE_DUALSTACK_ENDPOINT" + thenRestart,
		}, true
	case anyLayer(err, begins("failed to resolve service endpoint")),
		anyLayer(err, begins("failed to bind endpoint params")):
		return verdict{
			model.FaultConfig, "no endpoint of " + f.operation.service.id + " for these settings",
			"Check the Region (--region or AWS_REGION) and AWS_ENDPOINT_URL.",
		}, true
	default:
		return verdict{}, false
	}
}

// begins tells of an error by the beginning of its text, for those of the SDK
// that have no type of their own. What a server said comes later in a text, or
// in a layer that begins with its code.
func begins(prefix string) func(error) bool {
	return func(err error) bool { return strings.HasPrefix(err.Error(), prefix) }
}

const (
	checkNetwork = "Check the network, the VPN and HTTPS_PROXY" + thenAgain
	again        = "Try again{refresh}."
	thenAgain    = ", then try again{refresh}."
	thenRestart  = ", then start tealset again."
	inTerminal   = " in another terminal"
	andGoesOn    = "; tealset then goes on by itself."
)

// connectionVerdict tells of requests whose answer never came, or not to its end.
func (f failure) connectionVerdict() (verdict, bool) {
	service := f.operation.service.id
	sent := f.exchange.sent.Load()
	timeout := retry.IsErrorTimeouts(retry.DefaultTimeouts).IsErrorTimeout(f.err).Bool() ||
		errors.Is(f.err, context.DeadlineExceeded)
	var dns *net.DNSError
	switch {
	case timeout && !sent:
		return verdict{model.FaultTimeout, "no connection to " + service + " in time", checkNetwork}, true
	case timeout:
		return verdict{model.FaultTimeout, "no answer from " + service + " in time", again}, true
	case errors.As(f.err, &dns):
		return verdict{model.FaultNetwork, "no address for " + clean.Text(dns.Name), checkNetwork}, true
	case dialFailed(f.err):
		return verdict{model.FaultNetwork, "no connection to " + service, connectAdvice(f.err)}, true
	}
	if v, ok := proxyVerdict(f.err); ok {
		return v, true
	}
	if v, ok := tlsVerdict(f.err); ok {
		return v, true
	}
	if brokenOff(f.err) {
		return verdict{model.FaultNetwork, "the connection broke off", again}, true
	}
	return verdict{}, false
}

// dialFailed tells whether connecting failed, to the endpoint or to a proxy.
func dialFailed(err error) bool {
	for op := (*net.OpError)(nil); errors.As(err, &op); err = op.Err {
		if op.Op == "dial" {
			return true
		}
	}
	return false
}

// connectAdvice is the next step where connecting failed: it names who refuses.
func connectAdvice(err error) string {
	var refused, proxied bool
	var who string
	for op := (*net.OpError)(nil); errors.As(err, &op); err = op.Err {
		proxied = proxied || op.Op == "proxyconnect"
		if op.Op == "dial" && op.Addr != nil {
			who = clean.Text(op.Addr.String())
		}
		refused = errors.Is(op, syscall.ECONNREFUSED)
	}
	switch {
	case who == "" || !refused && !proxied:
		return checkNetwork
	case !proxied:
		return who + " refuses the connection: check AWS_ENDPOINT_URL, the network and the VPN" + thenAgain
	case refused:
		return "The proxy at " + who + " refuses the connection: check that it runs, and HTTPS_PROXY" + thenAgain
	default:
		return "The proxy at " + who + " cannot be reached: check the network, the VPN and HTTPS_PROXY" + thenAgain
	}
}

// proxyRefusal is the answer of a proxy that opens no connection to a server.
type proxyRefusal struct {
	proxy, server string
	status        int
}

func (p proxyRefusal) Error() string {
	return fmt.Sprintf("the proxy %s answers CONNECT %s with HTTP %d", p.proxy, p.server, p.status)
}

// checkProxyAnswer is for http.Transport.OnProxyConnectResponse. What net/http makes of a
// refusal by itself is a text of the proxy's choice.
func checkProxyAnswer(_ context.Context, proxy *url.URL, request *http.Request, answer *http.Response) error {
	if answer.StatusCode == http.StatusOK {
		return nil
	}
	return proxyRefusal{proxy: proxy.Host, server: request.URL.Host, status: answer.StatusCode}
}

var proxyLogin = verdict{
	model.FaultNotAWS, "the proxy asks for a login",
	"Put name and password of the proxy into HTTPS_PROXY" + thenRestart,
}

// proxyVerdict tells of a proxy that does not let through.
func proxyVerdict(err error) (verdict, bool) {
	var refusal proxyRefusal
	switch {
	case !errors.As(err, &refusal):
		return verdict{}, false
	case refusal.status == http.StatusProxyAuthRequired:
		return proxyLogin, true
	default:
		return verdict{
			model.FaultNetwork, fmt.Sprintf("the proxy lets nothing through (HTTP %d)", refusal.status),
			"Have the proxy " + refusal.proxy + " allow " + refusal.server + ", or correct HTTPS_PROXY and NO_PROXY" + thenRestart,
		}, true
	}
}

func tlsVerdict(err error) (verdict, bool) {
	var untrusted *tls.CertificateVerificationError
	var header tls.RecordHeaderError
	var op *net.OpError
	switch {
	case errors.As(err, &untrusted):
		return verdict{
			model.FaultNetwork, "the endpoint's certificate is not trusted",
			"A proxy or VPN may sign for AWS: set AWS_CA_BUNDLE to its certificate, then start tealset again.",
		}, true
	case errors.As(err, &header), errors.Is(err, http.ErrSchemeMismatch):
		return verdict{
			model.FaultNetwork, "the endpoint does not speak TLS",
			"Check AWS_ENDPOINT_URL (http or https) and HTTPS_PROXY.",
		}, true
	case errors.As(err, &op) && op.Op == "remote error": // crypto/tls names an alert of the server so
		return verdict{
			model.FaultNetwork, "the endpoint refuses TLS",
			"tealset speaks HTTP/1.1 over TLS 1.2 or newer, without a client certificate: check AWS_ENDPOINT_URL and HTTPS_PROXY.",
		}, true
	default:
		return verdict{}, false
	}
}

// brokenOff tells whether the connection ended before the answer did. A proxy
// that breaks off after an error of its own is told by its status instead.
func brokenOff(err error) bool {
	if statusOf(err) >= http.StatusMultipleChoices {
		return false
	}
	var op *net.OpError
	return errors.As(err, &op) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}

// foreignVerdict tells of what is left: something answered that is not AWS, or
// an error that nothing else fits. Not a byte of such an answer is shown.
func (f failure) foreignVerdict() verdict {
	err, service := f.err, f.operation.service.id
	const next = "A proxy or a login page may stand between: check the network, HTTPS_PROXY and AWS_ENDPOINT_URL."
	var unreadable *smithy.DeserializationError
	status := statusOf(err)
	switch {
	case status == http.StatusProxyAuthRequired, anyLayer(err, begins(http.StatusText(http.StatusProxyAuthRequired))):
		return proxyLogin
	case status >= http.StatusMultipleChoices:
		return verdict{model.FaultNotAWS, fmt.Sprintf("HTTP %d from the endpoint, not an answer from %s", status, service), next}
	case errors.As(err, &unreadable):
		return verdict{model.FaultNotAWS, "the answer is not from " + service, next}
	default:
		return verdict{model.FaultNetwork, "the request did not go through", checkNetwork}
	}
}
