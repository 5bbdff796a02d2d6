package ecsapi

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"tealset/model"
)

// pipes is a network in memory, for bubbles of synthetic time.
type pipes chan net.Conn

func (p pipes) dial(context.Context, string, string) (net.Conn, error) {
	here, there := net.Pipe()
	p <- there
	return here, nil
}

func (p pipes) Accept() (net.Conn, error) {
	connection, open := <-p
	if !open {
		return nil, net.ErrClosed
	}
	return connection, nil
}

func (p pipes) Close() error { close(p); return nil }

func (p pipes) Addr() net.Addr { return &net.TCPAddr{} }

// slowly runs a test in a bubble, with a client of the limits that Load sets and a
// server that answers as the handler does.
func slowly(t *testing.T, handler http.HandlerFunc, test func(t *testing.T, c client)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		network := make(pipes)
		server := &http.Server{Handler: handler} //nolint:gosec // in memory
		ended := make(chan error, 1)
		go func() { ended <- server.Serve(network) }()
		transport, err := transportOf(httpClient().WithTransportOptions(func(t *http.Transport) { t.DialContext = network.dial }))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			_ = server.Close()
			if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
				t.Error(err)
			}
		})
		test(t, at("http://ecs.invalid", transport))
	})
}

// answering is a server that takes a while before it answers.
func answering(after time.Duration) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		select {
		case <-r.Context().Done():
		case <-time.After(after):
		}
		_, _ = w.Write([]byte(`{"clusterArns":[],"taskSet":{"taskSetArn":"` + setARN + `","status":"DRAINING"}}`))
	}
}

// The answer to a write is waited for until its deadline, which alone ends the wait.
func TestTheAnswerToAWriteIsWaitedForUntilItsDeadline(t *testing.T) {
	t.Parallel()
	for _, after := range []time.Duration{0, 5 * time.Second, 12 * time.Second, 25 * time.Second, writeTimeout - time.Millisecond} {
		slowly(t, answering(after), func(t *testing.T, c client) {
			t.Helper()
			start := time.Now()
			deletion, err := c.DeleteTaskSet(t.Context(), checkoutSet, false)
			if err != nil || deletion.TaskSet == nil || time.Since(start) != after {
				t.Errorf("an answer after %s: %v after %s", after, err, time.Since(start))
			}
		})
	}
	slowly(t, answering(time.Hour), func(t *testing.T, c client) {
		t.Helper()
		start := time.Now()
		_, err := c.DeleteTaskSet(t.Context(), checkoutSet, false)
		if f := fault(t, err); !f.OutcomeUnknown() || f.Attempts != 1 || time.Since(start) != writeTimeout {
			t.Errorf("unknown %v, %d attempts, after %s", f.OutcomeUnknown(), f.Attempts, time.Since(start))
		}
	})
}

// A connection may be idle for as long as it likes: that is no silence of the server.
func TestTheTimeBetweenRequestsCountsForNothing(t *testing.T) {
	t.Parallel()
	slowly(t, answering(1500*time.Millisecond), func(t *testing.T, c client) {
		t.Helper()
		for range 4 {
			calls := 0
			c.Reader.session.observe = func(call model.Call) { calls += call.Attempts }
			if _, err := c.ListClusters(t.Context(), model.Cursor{}); err != nil || calls != 1 {
				t.Errorf("%d requests, %v", calls, err)
			}
			time.Sleep(9 * time.Second)
		}
	})
	slowly(t, answering(5*time.Second), func(t *testing.T, c client) {
		t.Helper()
		for range 3 {
			start := time.Now()
			_, err := c.DeleteTaskSet(t.Context(), checkoutSet, false)
			if took := time.Since(start); err != nil || took != 5*time.Second {
				t.Errorf("%v after %s", err, took)
			}
			time.Sleep(7 * time.Second)
		}
	})
}

// A read whose answer does not begin is tried again, until its deadline.
func TestASilentReadIsTriedAgainAfterTenSeconds(t *testing.T) {
	t.Parallel()
	slowly(t, answering(time.Hour), func(t *testing.T, c client) {
		t.Helper()
		start := time.Now()
		_, err := c.ListClusters(t.Context(), model.Cursor{})
		f := fault(t, err)
		if f.Kind != model.FaultTimeout || f.Attempts != 2 || time.Since(start) != readTimeout {
			t.Errorf("kind %d, %d attempts, after %s: %s", f.Kind, f.Attempts, time.Since(start), f.Detail)
		}
	})
	var asked atomic.Int32
	slowly(t, func(w http.ResponseWriter, r *http.Request) {
		if asked.Add(1) == 1 {
			answering(time.Hour)(w, r)
		}
		answering(0)(w, r)
	}, func(t *testing.T, c client) {
		t.Helper()
		start := time.Now()
		if _, err := c.ListClusters(t.Context(), model.Cursor{}); err != nil || time.Since(start) != answerTimeout {
			t.Errorf("%v after %s", err, time.Since(start))
		}
	})
}

// An answer that begins and does not end is given up at the deadline.
func TestAnAnswerThatStopsInTheMiddleEndsWithTheDeadline(t *testing.T) {
	t.Parallel()
	slowly(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		_, _ = w.Write([]byte(`{"clusterArns":[`))
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	}, func(t *testing.T, c client) {
		t.Helper()
		start := time.Now()
		_, err := c.ListClusters(t.Context(), model.Cursor{})
		if f := fault(t, err); f.Kind != model.FaultTimeout || time.Since(start) != readTimeout {
			t.Errorf("kind %d after %s: %s", f.Kind, time.Since(start), f.Detail)
		}
		start = time.Now()
		_, err = c.DeleteTaskSet(t.Context(), checkoutSet, false)
		if f := fault(t, err); !f.OutcomeUnknown() || time.Since(start) != writeTimeout {
			t.Errorf("unknown %v after %s: %s", f.OutcomeUnknown(), time.Since(start), f.Detail)
		}
	})
}

// A fast server answers before net/http has read the body of the request to its end.
// The SDK closes its own body then, and net/http takes the connection for broken.
func TestAServerThatAnswersAtOnceIsReadToTheEnd(t *testing.T) {
	t.Parallel()
	big := `{"serviceArns":["` + strings.Repeat("x", 160<<10) + `"]}`
	slowly(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(big)) }, func(t *testing.T, c client) {
		t.Helper()
		connections := 0
		ctx := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{GotConn: func(info httptrace.GotConnInfo) {
			if !info.Reused {
				connections++
			}
		}})
		c.Reader.session.observe = func(call model.Call) {
			if call.Attempts != 1 {
				t.Errorf("%d attempts", call.Attempts)
			}
		}
		for i := range 200 {
			if _, err := c.ListServices(ctx, "shop-prod", model.Cursor{}); err != nil {
				t.Fatalf("call %d: %s", i, fault(t, err).Detail)
			}
		}
		if connections != 1 {
			t.Errorf("%d connections for 200 calls", connections)
		}
	})
}
