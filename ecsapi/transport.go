package ecsapi

import (
	"bytes"
	"crypto/tls"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
)

// transportOf is the transport that the SDK's settings give: with the certificates
// of AWS_CA_BUNDLE, the proxy and the limits of httpClient, but without its read timeout,
// which counts the time in which a connection is idle.
func transportOf(client aws.HTTPClient) (*http.Transport, error) {
	buildable, ok := client.(*awshttp.BuildableClient)
	if !ok {
		return nil, errors.New("the SDK's HTTP client is not the one that tealset gave it")
	}
	return buildable.GetTransport(), nil
}

// connections are what the requests of a session's clients go over.
type connections struct {
	base http.RoundTripper                         // of an *http.Transport, copies are used
	wrap func(http.RoundTripper) http.RoundTripper // see Settings.WrapTransport; nil for none
}

// forReads is the HTTP client of reads.
func (c connections) forReads() *http.Client {
	wired, ok := c.base.(*http.Transport)
	if !ok {
		return c.client(c.base, true)
	}
	return c.client(http1(wired), false)
}

// forWrites is the HTTP client of writes. Each write opens a connection of its own, so
// that none is written to a connection which the server is about to close; and no limit
// but the deadline of the write ends the wait for its answer.
func (c connections) forWrites() *http.Client {
	wired, ok := c.base.(*http.Transport)
	if !ok {
		return c.client(c.base, true)
	}
	alone := http1(wired)
	alone.DisableKeepAlives = true
	alone.ResponseHeaderTimeout = 0
	return c.client(alone, false)
}

// client is an HTTP client that gives a redirect to its caller. The SDK's own follows 307
// and 308, and so takes a signed request to another place.
func (c connections) client(transport http.RoundTripper, opensNone bool) *http.Client {
	if c.wrap != nil {
		transport = c.wrap(transport)
	}
	return &http.Client{
		Transport:     bufferedTransport{next: transport, opensNone: opensNone},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// http1 copies a transport and leaves it HTTP/1.1 alone. Over HTTP/2 net/http sends a
// request again whenever the server resets its stream, without end and without a word
// to the caller.
func http1(transport *http.Transport) *http.Transport {
	copied := transport.Clone()
	copied.Protocols = new(http.Protocols)
	copied.Protocols.SetHTTP1(true)
	if copied.TLSClientConfig == nil {
		copied.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	// A transport that has been used offers h2 here, and Clone copies that.
	copied.TLSClientConfig.NextProtos = []string{"http/1.1"}
	return copied
}

// bufferedTransport sends the requests of the ECS clients, and of nothing else: the
// credential steps (SSO, STS) have a transport of their own.
//
// It reads the body into memory first. The SDK's own body is closed by the SDK as
// soon as an answer's headers arrive, which a fast server sends before net/http has
// read the body to its end; net/http then takes the connection for broken in the
// middle of the answer. That body can be read once: there is no GetBody with which
// net/http could send a request again by itself, uncounted.
type bufferedTransport struct {
	next http.RoundTripper
	// opensNone is true if next opens no connections, so that there is none to wait
	// for before a request counts as sent.
	opensNone bool
}

// RoundTrip sends one HTTP request.
func (c bufferedTransport) RoundTrip(request *http.Request) (*http.Response, error) {
	x := exchangeOf(request.Context())
	x.beginAttempt()
	whole, err := buffered(request, x)
	if err != nil {
		return nil, err
	}
	if c.opensNone {
		x.sent.Store(true)
	}
	response, err := c.next.RoundTrip(whole)
	if err == nil {
		x.noteAnswer(response)
	}
	return response, err
}

// buffered copies a request with its body read into memory.
func buffered(request *http.Request, x *exchange) (*http.Request, error) {
	whole := request.Clone(httptrace.WithClientTrace(request.Context(), &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { x.sent.Store(true) },
	}))
	whole.GetBody = nil
	if request.Body == nil || request.Body == http.NoBody {
		return whole, nil
	}
	defer func() { _ = request.Body.Close() }()
	body, err := io.ReadAll(request.Body)
	if err != nil {
		return nil, err
	}
	whole.Body = io.NopCloser(bytes.NewReader(body))
	return whole, nil
}
