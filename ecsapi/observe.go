package ecsapi

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"time"
)

// flight is what the transport knows of one operation. The SDK tells less: it
// has no account of an operation that panicked, and cannot say whether anything
// left this machine.
type flight struct {
	tries     int         // HTTP requests begun, retries included
	sent      atomic.Bool // whether one of them had a connection to write to
	status    int         // HTTP's, of the latest answer; 0 without one
	requestID string      // of the latest answer
	answered  time.Time   // this machine's time of the latest answer
	serverAt  time.Time   // the server's, from the Date header
	bucket    *bucket     // of the operation; nil without a limit
	// failed lets the AWS settings be loaded anew, by the next operation; nil if
	// they cannot be, or were not looked at.
	failed func()
	// inherited says that the credentials are in the environment, which nobody can
	// change while tealset runs.
	inherited bool
}

type flightKey struct{}

// aboard ties a flight to a context, where the carrier finds it.
func aboard(ctx context.Context, f *flight) context.Context {
	return context.WithValue(ctx, flightKey{}, f)
}

// flightOf is the flight of a context; one that nobody looks at if there is none.
func flightOf(ctx context.Context) *flight {
	if f, ok := ctx.Value(flightKey{}).(*flight); ok {
		return f
	}
	return &flight{}
}

// skew is how far this machine's clock is ahead of the server's; 0 without an
// answer that tells.
func (f *flight) skew() time.Duration {
	if f.serverAt.IsZero() {
		return 0
	}
	return f.answered.Sub(f.serverAt).Round(time.Second)
}

// begin counts an HTTP request. The first has been paid for by then; the SDK's
// retries do not wait, so what they cost is owed by the requests after them.
func (f *flight) begin() {
	f.tries++
	if f.tries > 1 {
		f.bucket.charge()
	}
}

// note keeps what the head of an answer tells.
func (f *flight) note(answer *http.Response) {
	f.status = answer.StatusCode
	f.requestID = cmp.Or(answer.Header.Get("X-Amzn-Requestid"), answer.Header.Get("X-Amz-Request-Id"))
	f.answered = time.Now()
	f.serverAt, _ = http.ParseTime(answer.Header.Get("Date"))
}

// carrier sends the requests of the ECS clients, and of nothing else: the
// credential steps (SSO, STS) have a transport of their own.
//
// It gives net/http a body that can be sent again. The SDK's own body is closed
// by the SDK as soon as an answer's headers arrive, which a fast server sends
// before net/http has read the body to its end; net/http then takes the
// connection for broken in the middle of the answer.
type carrier struct {
	next http.RoundTripper
	// unwired says that next has no connections, so that there is none to wait
	// for before a request counts as sent.
	unwired bool
}

// RoundTrip sends one HTTP request.
func (c carrier) RoundTrip(request *http.Request) (*http.Response, error) {
	f := flightOf(request.Context())
	f.begin()
	ctx := httptrace.WithClientTrace(request.Context(), &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { f.sent.Store(true) },
	})
	whole, err := wholeBody(ctx, request)
	if err != nil {
		return nil, err
	}
	if c.unwired {
		f.sent.Store(true)
	}
	response, err := c.next.RoundTrip(whole)
	if err == nil {
		f.note(response)
	}
	return response, err
}

// wholeBody copies a request with its body read into memory. GetBody lets
// net/http send it on a fresh connection when the kept one turns out closed
// before a byte was written. It is set below http.Client, which would otherwise
// follow a redirect (307, 308) and send a write to another place.
func wholeBody(ctx context.Context, request *http.Request) (*http.Request, error) {
	whole := request.Clone(ctx)
	if request.Body == nil || request.Body == http.NoBody {
		return whole, nil
	}
	defer func() { _ = request.Body.Close() }()
	body, err := io.ReadAll(request.Body)
	if err != nil {
		return nil, err
	}
	whole.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
	whole.Body, err = whole.GetBody()
	whole.ContentLength = int64(len(body))
	return whole, err
}
