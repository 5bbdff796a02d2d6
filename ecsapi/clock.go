package ecsapi

import (
	"errors"
	"sync/atomic"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/smithy-go/middleware"
)

// clock is what the answers tell of this machine's clock. AWS accepts no request
// that was signed five minutes or more off its own time.
type clock struct {
	// correction, in nanoseconds, is what the SDK adds to this machine's time when it
	// signs. It learns it from the Date of every answer.
	correction atomic.Int64
	ahead      atomic.Pointer[time.Duration] // nil until ECS has answered
}

// ClockSkew is how far this machine's clock is ahead of AWS's, to a second or two;
// negative if it is behind. It comes from ECS's latest answer to the Reader or to the
// Writer. known is false as long as none has told.
//
// Requests are signed with the corrected time, so AWS accepts them once the skew is
// known. The times that this machine writes down are off by that much all the same.
func (r *Reader) ClockSkew() (ahead time.Duration, known bool) {
	skew := r.session.clock.ahead.Load()
	if skew == nil {
		return 0, false
	}
	return *skew, true
}

// learn keeps the skew that an answer of ECS told, if it did.
func (c *clock) learn(x *exchange) {
	if skew, known := x.skew(); known {
		c.ahead.Store(&skew)
	}
}

// correct makes the SDK sign with a correction that all clients of a session share.
// With one of its own, a writer learns of a wrong clock only from a write that AWS
// refuses.
func (c *clock) correct(stack *middleware.Stack) error {
	step, _ := stack.Finalize.Get("Retry")
	attempt, ok := step.(*retry.Attempt)
	if !ok {
		return errors.New("the SDK keeps its clock in another place")
	}
	attempt.ClientSkew = &c.correction
	return nil
}
