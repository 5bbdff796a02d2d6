package ecsapi

import (
	"context"
	"net/http"
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
	failed func(refused bool)
	// key is the id of the access key that signed; empty if none of the AWS settings
	// did.
	key string
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

// skew is how far this machine's clock is ahead of the server's; known is false
// without an answer that tells.
func (f *flight) skew() (ahead time.Duration, known bool) {
	if f.serverAt.IsZero() {
		return 0, false
	}
	return f.answered.Sub(f.serverAt).Round(time.Second), true
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
	f.requestID = answer.Header.Get("X-Amzn-Requestid")
	f.answered = time.Now()
	f.serverAt, _ = http.ParseTime(answer.Header.Get("Date"))
	if answer.Header.Get("Age") != "" { // a cache's answer has the Date of the past
		f.serverAt = time.Time{}
	}
}
