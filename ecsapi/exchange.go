package ecsapi

import (
	"context"
	"net/http"
	"sync/atomic"
	"time"
)

// exchange is what the transport knows of one operation. The SDK tells less: it
// has no account of an operation that panicked, and cannot say whether anything
// left this machine.
type exchange struct {
	attempts   int         // HTTP requests begun, retries included
	sent       atomic.Bool // whether one of them had a connection to write to
	status     int         // HTTP's, of the latest answer; 0 without one
	requestID  string      // of the latest answer
	answeredAt time.Time   // this machine's time of the latest answer
	serverAt   time.Time   // the server's, from the Date header
	bucket     *bucket     // of the operation; nil without a limit
	// reloadCredentials makes the next operation load the AWS settings anew; nil if
	// that is not possible, or no credentials were asked for.
	reloadCredentials func(refused bool)
	// accessKeyID is of the key that signed; empty for the clients of New.
	accessKeyID string
	// fromEnvironment is true for credentials in the environment, which nobody can
	// change while tealset runs.
	fromEnvironment bool
}

type exchangeKey struct{}

// withExchange puts an exchange into a context, where the transport finds it.
func withExchange(ctx context.Context, x *exchange) context.Context {
	return context.WithValue(ctx, exchangeKey{}, x)
}

// exchangeOf is the exchange in a context; a new one if there is none.
func exchangeOf(ctx context.Context) *exchange {
	if x, ok := ctx.Value(exchangeKey{}).(*exchange); ok {
		return x
	}
	return &exchange{}
}

// skew is how far this machine's clock is ahead of the server's; known is false
// without an answer that tells.
func (x *exchange) skew() (ahead time.Duration, known bool) {
	if x.serverAt.IsZero() {
		return 0, false
	}
	return x.answeredAt.Sub(x.serverAt).Round(time.Second), true
}

// beginAttempt counts an HTTP request. The first has been paid for by then; the SDK's
// retries do not wait, so what they cost is owed by the requests after them.
func (x *exchange) beginAttempt() {
	x.attempts++
	if x.attempts > 1 {
		x.bucket.charge()
	}
}

// noteAnswer keeps what the head of an answer tells.
func (x *exchange) noteAnswer(answer *http.Response) {
	x.status = answer.StatusCode
	x.requestID = answer.Header.Get("X-Amzn-Requestid")
	x.answeredAt = time.Now()
	x.serverAt, _ = http.ParseTime(answer.Header.Get("Date"))
	if answer.Header.Get("Age") != "" { // a cache's answer has the Date of the past
		x.serverAt = time.Time{}
	}
}
