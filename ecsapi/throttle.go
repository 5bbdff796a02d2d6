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
	reply, _ := refusalOf(err)
	return reply.code != codeLimitExceeded &&
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
			exchangeOf(ctx).bucket.throttled()
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
	if now.Sub(b.halvedAt) >= time.Second {
		b.halvedAt = now
		b.width = max(leastWidth, b.width/2)
	}
	b.quietSince = now
	b.tokens.SetBurstAt(now, 0) // a debt stays
	b.narrow(now)
}

// regain gives back what was earned since the last throttle, second by second:
// the tokens of each come at its own rate.
func (b *bucket) regain(now time.Time) {
	for b.width < fullWidth && now.Sub(b.quietSince) >= time.Second {
		b.quietSince = b.quietSince.Add(time.Second)
		b.width = min(fullWidth, b.width+regainedWidth)
		b.narrow(b.quietSince)
	}
}

// narrow makes the tokens those of the width.
func (b *bucket) narrow(at time.Time) {
	b.tokens.SetLimitAt(at, rate.Limit(b.refill*float64(b.width)/fullWidth))
	b.tokens.SetBurstAt(at, max(1, int(b.capacity*float64(b.width)/fullWidth)))
}
