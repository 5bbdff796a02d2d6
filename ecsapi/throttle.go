package ecsapi

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/smithy-go/middleware"
	"golang.org/x/time/rate"
)

const codeLimitExceeded = "LimitExceededException"

// throttle tells whether ECS said that the account asks too often. The SDK takes
// a quota that is used up for one too.
func throttle(err error) bool {
	said, _ := refusalOf(err)
	return said.code != codeLimitExceeded &&
		retry.IsErrorThrottles(retry.DefaultThrottles).IsErrorThrottle(err).Bool()
}

// watchThrottles narrows the bucket at every throttle, also at those after which
// the SDK tries again. It sees ECS's answers and none of a credential step.
func watchThrottles(stack *middleware.Stack) error {
	return stack.Deserialize.Add(middleware.DeserializeMiddlewareFunc("tealsetThrottles", func(
		ctx context.Context, in middleware.DeserializeInput, next middleware.DeserializeHandler,
	) (middleware.DeserializeOutput, middleware.Metadata, error) {
		out, metadata, err := next.HandleDeserialize(ctx, in)
		if throttle(err) {
			flightOf(ctx).bucket.throttled()
		}
		return out, metadata, err
	}), middleware.Before)
}

// throttled halves the bucket, once a second at most as requests that were sent
// together are throttled together, and empties it.
func (b *bucket) throttled() {
	if b == nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	now := time.Now()
	b.regain(now)
	if now.Sub(b.halved) >= time.Second {
		b.halved = now
		b.parts = max(leastParts, b.parts/2)
	}
	b.quiet = now
	b.tokens.SetBurstAt(now, 0) // a debt stays
	b.narrow(now)
}

// regain gives back what was earned since the last throttle, second by second:
// the tokens of each come at its own rate.
func (b *bucket) regain(now time.Time) {
	for b.parts < allParts && now.Sub(b.quiet) >= time.Second {
		b.quiet = b.quiet.Add(time.Second)
		b.parts = min(allParts, b.parts+regainedPart)
		b.narrow(b.quiet)
	}
}

// narrow makes the tokens those of the parts that are left.
func (b *bucket) narrow(at time.Time) {
	b.tokens.SetLimitAt(at, rate.Limit(b.refill*float64(b.parts)/allParts))
	b.tokens.SetBurstAt(at, max(1, int(b.held*float64(b.parts)/allParts)))
}
