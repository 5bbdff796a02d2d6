package ecsapi

import (
	"context"
	"math"
	"slices"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"tealset/model"
)

// How a throttle narrows a bucket: each halves its width, down to a sixteenth of the
// full one, and each second without a throttle gives a sixtieth back.
const (
	fullWidth     = 240
	leastWidth    = fullWidth / 16
	regainedWidth = fullWidth / 60
)

// bucket is tealset's share of one of the account's buckets. In any one second it
// lets no more requests begin than its burst, or one if the burst is less than one:
// its capacity is the burst without the refill of a second. The SDK's retries, and the reads for
// a confirmed change, do not wait; they take tokens that are not there yet, and the reads after
// them wait longer.
type bucket struct {
	capacity, refill float64 // tokens at most, and tokens each second, without a throttle
	jitter           func() float64

	mu         sync.Mutex
	tokens     *rate.Limiter
	queue      []*waiter // who waits, the most urgent first, then by arrival
	width      int       // from leastWidth to fullWidth
	quietSince time.Time // from when the next second without a throttle counts
	halvedAt   time.Time
}

// waiter is a read in the queue.
type waiter struct {
	priority model.Priority
	first    chan struct{} // sent to when the read may have become the first
}

// newBucket is a full bucket. The jitter is from 0 to 1.
func newBucket(burst, refill float64, jitter func() float64) *bucket {
	capacity := burst - refill
	return &bucket{
		capacity: capacity, refill: refill, jitter: jitter, width: fullWidth,
		tokens: rate.NewLimiter(rate.Limit(refill), max(1, int(capacity))),
	}
}

// take waits for a token, behind all that are as urgent or more.
func (b *bucket) take(ctx context.Context, p model.Priority) error {
	if b == nil {
		return nil
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	w := b.join(p)
	defer b.leave(w)
	for {
		wait := b.takeIfFirst(w)
		if wait == 0 {
			return nil
		}
		select {
		case <-time.After(wait):
		case <-w.first:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (b *bucket) join(p model.Priority) *waiter {
	b.mu.Lock()
	defer b.mu.Unlock()
	w := &waiter{priority: p, first: make(chan struct{}, 1)}
	place := slices.IndexFunc(b.queue, func(other *waiter) bool { return other.priority > p })
	if place < 0 {
		place = len(b.queue)
	}
	b.queue = slices.Insert(b.queue, place, w)
	return w
}

func (b *bucket) leave(w *waiter) {
	b.mu.Lock()
	defer b.mu.Unlock()
	place := slices.Index(b.queue, w)
	b.queue = slices.Delete(b.queue, place, place+1)
	if place > 0 || len(b.queue) == 0 {
		return
	}
	select {
	case b.queue[0].first <- struct{}{}:
	default: // it has been sent to already
	}
}

// takeIfFirst takes a token for the first of the queue, or gives how long to wait before
// the next try. All others wait until they may have become the first.
func (b *bucket) takeIfFirst(w *waiter) (wait time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.queue[0] != w {
		return rate.InfDuration
	}
	now := time.Now()
	b.regain(now)
	// Never more than the bucket holds.
	need := 1 + reservedTokens(w.priority, b.tokens.Burst())
	missing := float64(need) - b.tokens.TokensAt(now)
	if missing <= 0 {
		b.tokens.ReserveN(now, 1)
		return 0
	}
	// Not above a second, as the rate may rise by then.
	seconds := min(1, missing/float64(b.tokens.Limit()))
	if w.priority != model.Interactive {
		seconds *= 1 + b.jitter()/4 // so that several dashboards do not go in step
	}
	return time.Duration(math.Ceil(seconds * float64(time.Second)))
}

// reservedTokens is how many tokens a read leaves to the more urgent ones.
func reservedTokens(p model.Priority, capacity int) int {
	switch p {
	case model.Visible:
		return capacity / 4
	case model.Background:
		return capacity / 2
	default:
		return 0
	}
}

// charge takes the token of a request that does not wait.
func (b *bucket) charge() {
	if b == nil {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	now := time.Now()
	b.regain(now)
	b.tokens.ReserveN(now, 1)
}
