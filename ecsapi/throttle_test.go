package ecsapi

import (
	"context"
	"errors"
	"math"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"tealset/model"
)

// within is a client with a budget, over a transport.
func within(b *Budget, transport http.RoundTripper) client {
	c := over(transport)
	c.Reader.session.budget = b
	return c
}

// inTurn answers the requests one after the other, and the last answer again.
func inTurn(answers ...wire) wire {
	n := 0
	return func(r *http.Request) (*http.Response, error) {
		answer := answers[min(n, len(answers)-1)]
		n++
		return answer(r)
	}
}

var (
	rateExceeded = says(400, exception("ThrottlingException", "Rate exceeded"))
	wellAnswered = says(200, emptyLists)
)

// limits are the tokens a second, the tokens that are there, and the most that can
// be, of the service reads.
func limits(b *Budget) (perSecond, there float64, most int) {
	bucket := b.bucket(opDescribeServices)
	bucket.mu.Lock()
	defer bucket.mu.Unlock()
	bucket.regain(time.Now())
	return float64(bucket.tokens.Limit()), bucket.tokens.TokensAt(time.Now()), bucket.tokens.Burst()
}

func checkLimits(t *testing.T, b *Budget, perSecond float64, most int) {
	t.Helper()
	if r, _, m := limits(b); r != perSecond || m != most {
		t.Errorf("%v a second and %d at most, want %v and %d", r, m, perSecond, most)
	}
}

func TestAWaitForTheBudgetDoesNotEatTheDeadline(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := still(0.01) // one service read, and another every 5 s
		for range 8 {
			b.bucket(opListServices).charge()
		}
		var calls []model.Call
		c := within(b, wire(func(r *http.Request) (*http.Response, error) {
			time.Sleep(readTimeout - time.Second)
			return wellAnswered(r)
		}))
		c.Reader.session.observe = func(call model.Call) { calls = append(calls, call) }
		start := time.Now()
		if _, err := c.ListServices(t.Context(), "shop", model.Cursor{}); err != nil {
			t.Fatal(fault(t, err).Detail)
		}
		if waited := time.Since(start) - (readTimeout - time.Second); waited < 35*time.Second {
			t.Errorf("it waited %s", waited)
		}
		if len(calls) != 1 || calls[0].Took != readTimeout-time.Second {
			t.Errorf("%+v", calls)
		}
	})
}

func TestAReadThatIsLeftWhileItWaitsIsNotSent(t *testing.T) {
	t.Parallel()
	for kind, ended := range map[model.FaultKind]func(context.Context) (context.Context, context.CancelFunc){
		model.FaultCanceled: func(ctx context.Context) (context.Context, context.CancelFunc) {
			ctx, cancel := context.WithCancel(ctx)
			time.AfterFunc(time.Second, cancel)
			return ctx, cancel
		},
		model.FaultTimeout: func(ctx context.Context) (context.Context, context.CancelFunc) {
			return context.WithTimeout(ctx, time.Second)
		},
	} {
		synctest.Test(t, func(t *testing.T) {
			b, count := still(0.01), &counted{next: wellAnswered}
			b.bucket(opListServices).charge()
			ctx, cancel := ended(t.Context())
			defer cancel()
			_, err := within(b, count).ListServices(ctx, "shop", model.Cursor{})
			f := fault(t, err)
			if f.Kind != kind || f.Sent || count.requests != 0 {
				t.Errorf("kind %d, sent %v, %d requests: %s", f.Kind, f.Sent, count.requests, f.Headline)
			}
			if kind == model.FaultTimeout && f.Headline != "tealset held the request back for too long, to stay within its share of the request rate" {
				t.Errorf("%q", f.Headline)
			}
		})
	}
}

func TestTheScreensReadsYieldToThoseAskedFor(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := still(0.25)
		c := within(b, wellAnswered)
		ctx, cancel := context.WithTimeout(model.WithPriority(t.Context(), model.Background), time.Millisecond)
		defer cancel()
		for err := error(nil); err == nil; {
			_, err = c.ListServices(ctx, "shop", model.Cursor{})
		}
		start := time.Now()
		for range 10 {
			if _, err := c.ListServices(t.Context(), "shop", model.Cursor{}); err != nil {
				t.Fatal(fault(t, err).Detail)
			}
		}
		if took := time.Since(start); took != 0 {
			t.Errorf("ten reads that were asked for took %s", took)
		}
	})
}

func TestADeletionNeverWaitsForTheBudget(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := still(0.01)
		for _, bucket := range b.buckets {
			for range 100 {
				bucket.charge()
			}
		}
		start := time.Now()
		if _, err := within(b, wellAnswered).DeleteTaskSet(t.Context(), checkoutSet, false); err != nil {
			t.Fatal(fault(t, err).Detail)
		}
		if took := time.Since(start); took != 0 {
			t.Errorf("it took %s", took)
		}
	})
}

func TestTheRetriesOfTheSDKAreCharged(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := still(0.02) // one token
		c := within(b, says(503, ""))
		for range 2 {
			_, err := c.DescribeServices(t.Context(), "shop", []string{"a"})
			if f := fault(t, err); f.Attempts != 3 {
				t.Fatalf("%d attempts", f.Attempts)
			}
			if _, there, _ := limits(b); there > -2 {
				t.Errorf("%v tokens are left", there)
			}
		}
	})
}

func TestAThrottleHalvesAndEmptiesTheBucketUntilAMinuteIsQuiet(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]wire{
		"at the end":   rateExceeded,
		"then retried": inTurn(rateExceeded, wellAnswered),
		"then a 500":   inTurn(rateExceeded, says(500, "")),
		"with a 503":   inTurn(says(503, exception("SlowDown", "x")), wellAnswered),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				b := still(0.25)
				checkLimits(t, b, 5, 20)
				_, _ = within(b, answer).DescribeServices(t.Context(), "shop", []string{"a"})
				checkLimits(t, b, 2.5, 10)
				if _, there, _ := limits(b); there > 0 {
					t.Errorf("%v tokens are left", there)
				}
				if r := b.bucket(opListClusters).tokens.Limit(); r != 5 {
					t.Errorf("the cluster reads have %v a second", r)
				}
				time.Sleep(time.Second)
				checkLimits(t, b, 2.5+5./60, 10)
				time.Sleep(14 * time.Second)
				checkLimits(t, b, 3.75, 15)
				time.Sleep(14 * time.Second)
				if r, _, _ := limits(b); r >= 5 {
					t.Errorf("%v a second a little early", r)
				}
				time.Sleep(time.Second)
				checkLimits(t, b, 5, 20)
				time.Sleep(time.Hour)
				checkLimits(t, b, 5, 20)
			})
		})
	}
}

func TestThrottlesOfOneSecondHalveOnceAndDownToASixteenth(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := still(0.25)
		bucket := b.bucket(opDescribeServices)
		bucket.throttled()
		time.Sleep(999 * time.Millisecond)
		bucket.throttled()
		checkLimits(t, b, 2.5, 10)
		time.Sleep(999 * time.Millisecond) // the second one took the quiet second away
		checkLimits(t, b, 2.5, 10)
		bucket.throttled()
		checkLimits(t, b, 1.25, 5)
		for range 10 {
			time.Sleep(time.Second)
			bucket.throttled()
		}
		checkLimits(t, b, 5./16, 1)
		time.Sleep(time.Minute)
		checkLimits(t, b, 5, 20)
	})
}

func TestTheTokensOfAPauseComeAtTheRateOfEachSecond(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := still(0.25)
		b.bucket(opDescribeServices).throttled()
		time.Sleep(3 * time.Second)
		if _, there, _ := limits(b); math.Abs(there-(2.5+2.5+5./60+2.5+10./60)) > 1e-6 {
			t.Errorf("%v tokens after three seconds", there)
		}
	})
}

func TestAWaitEndsSoonerAsTheRateRecovers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := still(0.01)
		for range 10 {
			b.bucket(opDescribeServices).throttled()
			time.Sleep(time.Second)
		}
		b.bucket(opDescribeServices).throttled()
		start := time.Now()
		if err := b.take(t.Context(), opDescribeServices, model.Interactive); err != nil {
			t.Fatal(err)
		}
		// At a sixteenth of a fifth of a request a second it would be 80 s.
		if took := time.Since(start); took < 15*time.Second || took > 25*time.Second {
			t.Errorf("it took %s", took)
		}
	})
}

func TestOnlyAThrottleNarrowsTheBucket(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]wire{
		"quota":  says(400, exception("LimitExceededException", "quota")),
		"server": says(500, exception("ServerException", "x")),
		"denied": says(400, exception("AccessDeniedException", "x")),
		"lost":   broken(errDropped),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := still(0.25)
			if _, err := within(b, answer).DescribeServices(t.Context(), "shop", []string{"a"}); err == nil {
				t.Fatal("no error")
			}
			checkLimits(t, b, 5, 20)
		})
	}
	t.Run("a throttle of another service", func(t *testing.T) {
		t.Parallel()
		cfg := unhurried("http://ecs.invalid")
		cfg.Credentials = aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{}, step("STS", "AssumeRole", "ThrottlingException", "Rate exceeded")
		})
		b := still(0.25)
		c := of(cfg, wellAnswered)
		c.Reader.session.budget = b
		_, err := c.ListServices(t.Context(), "shop", model.Cursor{})
		if err == nil {
			t.Fatal("no error")
		}
		checkLimits(t, b, 5, 20)
	})
}

func TestTheBudgetIsThatOfTheSettings(t *testing.T) {
	settings(t, "[default]\nregion = eu-north-1\n", "")
	b := NewBudget(0.25)
	c := load(t, Settings{Budget: func(region string) *Budget {
		if region != "eu-north-1" {
			t.Errorf("asked for that of %q", region)
		}
		return b
	}})
	if c.Reader.session.budget != b {
		t.Error("Load forgot it")
	}
	if c := load(t, Settings{}); c.Reader.session.budget != nil {
		t.Error("there is one that nobody gave")
	}
	if r, _ := New(Fixed{Region: "eu-west-1", Endpoint: "http://ecs.invalid", Budget: b}); r.session.budget != b {
		t.Error("New forgot it")
	}
	if err := (unpaid{context.Canceled}); !errors.Is(err, context.Canceled) {
		t.Error("the context's error is hidden")
	}
}
