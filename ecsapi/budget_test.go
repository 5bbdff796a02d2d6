package ecsapi

import (
	"context"
	"math"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"tealset/model"
)

// still is a budget whose waits have no jitter.
func still(share float64) *Budget {
	b := NewBudget(share)
	for _, bucket := range b.buckets {
		bucket.jitter = func() float64 { return 0 }
	}
	return b
}

// spend takes as fast as the budget lets a crowd of each priority, and gives the
// moments at which a request might have begun.
func spend(t *testing.T, b *Budget, o operation, within time.Duration, crowd ...model.Priority) (at []time.Time) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), within)
	defer cancel()
	var all sync.WaitGroup
	var mu sync.Mutex
	for _, priority := range crowd {
		for range 100 {
			all.Go(func() {
				for b.take(ctx, o, priority) == nil {
					mu.Lock()
					at = append(at, time.Now())
					mu.Unlock()
				}
			})
		}
	}
	all.Wait()
	return at
}

// most is how many moments there are in one second at most, its ends included.
func most(at []time.Time) int {
	most := 0
	for i, from := range at {
		till := i
		for till < len(at) && at[till].Sub(from) <= time.Second {
			till++
		}
		most = max(most, till-i)
	}
	return most
}

// atOnce is how many takes of a priority need no wait.
func atOnce(t *testing.T, b *Budget, o operation, p model.Priority) (n int) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Nanosecond)
		defer cancel()
		for b.take(ctx, o, p) == nil {
			n++
		}
	})
	return n
}

func TestNoSecondHasMoreRequestsThanTheShareOfTheBurst(t *testing.T) {
	t.Parallel()
	for _, share := range []float64{0.001, 0.01, 0.02, 0.03, 0.07, 0.1, 0.25, 0.29, 0.5, 0.99, 1} {
		for _, p := range published {
			synctest.Test(t, func(t *testing.T) {
				at := spend(t, NewBudget(share), operation{p.service, p.operations[0]}, 5*time.Second, model.Interactive, model.Visible, model.Background)
				allowed := max(1, int(share*p.burst+1e-9))
				if n := most(at); n == 0 || n > allowed {
					t.Errorf("%v of %s: %d requests in a second, %d allowed", share, p.operations[0], n, allowed)
				}
			})
		}
	}
}

func TestAQuarterIsTwentyFiveServiceReadsInASecondAndFiveInEachAfterIt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		at := spend(t, NewBudget(0.25), opDescribeServices, time.Minute+time.Millisecond, model.Interactive)
		if n := most(at); n != 25 {
			t.Errorf("%d in a second", n)
		}
		if n := len(at); n != 20+60*5 {
			t.Errorf("%d in a minute", n)
		}
	})
}

func TestThePublishedBucketsAreSharedAsThePublishedTableSays(t *testing.T) {
	t.Parallel()
	b := still(0.25)
	if n := atOnce(t, b, opListServices, model.Interactive); n != 20 {
		t.Errorf("%d service reads at once", n)
	}
	if n := atOnce(t, b, opDescribeServices, model.Interactive); n != 0 {
		t.Errorf("%d more of the bucket that ListServices emptied", n)
	}
	for o, want := range map[operation]int{opListClusters: 7, opDescribeTaskSets: 7, {serviceELB, "DescribeTargetHealth"}: 7} {
		if n := atOnce(t, b, o, model.Interactive); n != want {
			t.Errorf("%d of %s at once, want %d", n, o.name, want)
		}
	}
	for _, p := range published {
		if p.rate <= 0 || p.burst < 2*p.rate || len(p.operations) == 0 {
			t.Errorf("%v: a burst below twice the rate breaks the rule of the second", p)
		}
	}
}

// What is read of one service takes nothing from another, even by the same name.
func TestEachServiceHasItsOwnBuckets(t *testing.T) {
	t.Parallel()
	b := still(0.25)
	if n := atOnce(t, b, operation{serviceELB, "DescribeRules"}, model.Interactive); n != 7 {
		t.Errorf("%d rules at once", n)
	}
	if n := atOnce(t, b, opListClusters, model.Interactive); n != 7 {
		t.Errorf("%d listings of clusters after the rules", n)
	}
	if b.bucket(operation{serviceELB, opListClusters.name}) != nil {
		t.Error("a bucket goes by the operation's name alone")
	}
}

func TestVisibleLeavesAQuarterAndRestAHalf(t *testing.T) {
	t.Parallel()
	for priority, want := range map[model.Priority]int{model.Interactive: 20, model.Visible: 15, model.Background: 10} {
		b := still(0.25)
		if n := atOnce(t, b, opDescribeServices, priority); n != want {
			t.Errorf("priority %d: %d at once, want %d", priority, n, want)
		}
		if n := atOnce(t, b, opDescribeServices, model.Interactive); n != 20-want {
			t.Errorf("priority %d left %d to what is asked for", priority, n)
		}
	}
}

func TestEveryPriorityGetsItsTurnHoweverSmallTheShare(t *testing.T) {
	t.Parallel()
	for _, share := range []float64{0.001, 0.02, 0.05, 0.25} {
		synctest.Test(t, func(t *testing.T) {
			b := NewBudget(share)
			for _, priority := range []model.Priority{model.Background, model.Visible, model.Interactive} {
				for range 3 {
					if err := b.take(t.Context(), opListClusters, priority); err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
}

func TestWhatIsAskedForIsNeverBehindTheRest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := still(0.25)
		atOnceHere(t, b)
		var all sync.WaitGroup
		var mu sync.Mutex
		var order []int
		for i, priority := range []model.Priority{
			model.Background, model.Visible, model.Background, model.Interactive, model.Visible, model.Interactive,
		} {
			all.Go(func() {
				if b.take(t.Context(), opDescribeServices, priority) == nil {
					mu.Lock()
					defer mu.Unlock()
					order = append(order, i)
				}
			})
			synctest.Wait() // one after the other
		}
		all.Wait()
		if want := []int{3, 5, 1, 4, 0, 2}; !slices.Equal(order, want) {
			t.Errorf("in the order %v, want %v", order, want)
		}
	})
}

// atOnceHere empties the bucket of the service reads, in the bubble of the caller.
func atOnceHere(t *testing.T, b *Budget) {
	t.Helper()
	for range b.bucket(opDescribeServices).tokens.Burst() {
		if err := b.take(t.Context(), opDescribeServices, model.Interactive); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAWaitIsAsLongAsTheTokenNeeds(t *testing.T) {
	t.Parallel()
	// Of 20 tokens at 5 a second; a lesser read waits for those that it leaves too,
	// and with the fullest jitter a quarter longer for each token that it looks for.
	for priority, want := range map[model.Priority]time.Duration{
		model.Interactive: 200 * time.Millisecond, model.Visible: 1200 * time.Millisecond, model.Background: 2200 * time.Millisecond,
	} {
		for _, jitter := range []float64{0, 1} {
			synctest.Test(t, func(t *testing.T) {
				b := still(0.25)
				b.bucket(opListServices).jitter = func() float64 { return jitter }
				atOnceHere(t, b)
				start := time.Now()
				if err := b.take(t.Context(), opListServices, priority); err != nil {
					t.Fatal(err)
				}
				took, least, most := time.Since(start), want, want
				if jitter > 0 && priority != model.Interactive {
					least, most = want+10*time.Millisecond, want*5/4
				}
				if took < least || took > most+time.Microsecond {
					t.Errorf("priority %d, jitter %v: %s, want %s to %s", priority, jitter, took, least, most)
				}
			})
		}
	}
}

func TestAWaitThatIsGivenUpCostsNothingAndLetsTheNextGoOn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := still(0.25)
		atOnceHere(t, b)
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- b.take(ctx, opDescribeServices, model.Interactive) }()
		synctest.Wait()
		start := time.Now()
		go func() {
			time.Sleep(100 * time.Millisecond)
			cancel()
		}()
		if err := b.take(t.Context(), opDescribeServices, model.Interactive); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(start); took.Round(time.Millisecond) != 200*time.Millisecond {
			t.Errorf("the next took %s", took)
		}
		if err := <-ended; err == nil {
			t.Error("a cancelled wait got its turn")
		}
		if line := b.bucket(opDescribeServices).queue; len(line) != 0 {
			t.Errorf("%d still wait", len(line))
		}
	})
}

func TestACancelledReadTakesNoToken(t *testing.T) {
	t.Parallel()
	b := still(0.25)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := b.take(ctx, opDescribeServices, model.Interactive); err == nil {
		t.Error("it got its turn")
	}
	if left := b.bucket(opDescribeServices).tokens.Tokens(); left != 20 {
		t.Errorf("%v tokens are left", left)
	}
}

func TestWithoutABudgetNothingWaits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		for range 1000 {
			for _, err := range []error{
				(*Budget)(nil).take(t.Context(), opDescribeServices, model.Background),
				NewBudget(0.01).take(t.Context(), opDeleteTaskSet, model.Background),
			} {
				if err != nil {
					t.Fatal(err)
				}
			}
		}
		if took := time.Since(start); took != 0 {
			t.Errorf("it took %s", took)
		}
	})
}

func TestManyClientsMayShareABudget(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b := NewBudget(1)
		var all sync.WaitGroup
		for i := range 50 {
			all.Go(func() {
				ctx, cancel := context.WithTimeout(t.Context(), time.Duration(i)*time.Second/10)
				defer cancel()
				for b.take(ctx, opListClusters, model.Priority(i%3)) == nil {
					switch i % 10 {
					case 0:
						b.bucket(opListClusters).throttled()
					case 1:
						b.bucket(opListClusters).charge()
					}
				}
			})
		}
		all.Wait()
		if line := b.bucket(opListClusters).queue; len(line) != 0 {
			t.Errorf("%d still wait", len(line))
		}
	})
}

func BenchmarkBudgetTake(b *testing.B) {
	budget := &Budget{buckets: map[operation]*bucket{
		opDescribeServices: newBucket(math.MaxInt32, 1, func() float64 { return 0 }),
	}}
	ctx := b.Context()
	b.ReportAllocs()
	for b.Loop() {
		if err := budget.take(ctx, opDescribeServices, model.Visible); err != nil {
			b.Fatal(err)
		}
	}
}

// A read for a confirmed change never waits, however many have been sent; the reads after it owe
// what it took.
func TestAReadForAConfirmedChangeDoesNotWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		b, began := still(0.2), time.Now()
		const again = 20
		for range again {
			if err := b.take(t.Context(), opGetDeployment, model.Confirmed); err != nil {
				t.Fatal(err)
			}
		}
		if waited := time.Since(began); waited != 0 {
			t.Errorf("they waited %s", waited)
		}
		if err := b.take(t.Context(), opGetDeployment, model.Interactive); err != nil {
			t.Fatal(err)
		}
		if waited := time.Since(began); waited < 90*time.Second { // 20 tokens, of which one was there, at a fifth each second
			t.Errorf("the next read waited %s alone", waited)
		}
	})
}
