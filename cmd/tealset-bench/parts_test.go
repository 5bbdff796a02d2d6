package main

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
)

// A request that the fake saw and that was not counted is an error, not a number
// that is too low.
func TestEveryRequestIsCounted(t *testing.T) {
	f, err := newFleet(t.Context(), scenario{services: 4})
	if err != nil {
		t.Fatal(err)
	}
	ask := func(handler func(*http.Request)) {
		body := `{"cluster":"fleet","services":["svc-0001","svc-0002","svc-0003","arn:aws:ecs:::service/fleet/svc-0004"]}`
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, f.url, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("X-Amz-Target", "AmazonEC2ContainerServiceV20141113."+describeServices)
		handler(r)
	}
	ask(func(r *http.Request) {
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, answer.Body)
		_ = answer.Body.Close()
	})
	if n := until(f.requests, time.Now()); n != 1 || f.allRead().IsZero() {
		t.Errorf("%d requests, all read at %s", n, f.allRead())
	}
	ask(func(r *http.Request) { f.fake.ServeHTTP(discard{}, r) })
	if err := f.close(t.Context()); err == nil {
		t.Error("a request went uncounted, and nobody said so")
	}
}

type discard struct{}

func (discard) Header() http.Header         { return http.Header{} }
func (discard) Write(p []byte) (int, error) { return len(p), nil }
func (discard) WriteHeader(int)             {}

// Each state of the screen has the time of the bytes that first showed it.
func TestTheScreenIsRead(t *testing.T) {
	screen := vt.NewEmulator(60, 5)
	at := func(n int) time.Time { return time.Unix(int64(n), 0) }
	var w watch
	for i, drawn := range []string{
		"\x1b[1;1H SERVICE   RUNNING │ svc-0009   1/1",
		"\x1b[2;1H   svc-0001         │ \x1b[3;1H\x1b[7m   svc-0002   \x1b[m",
		"\x1b[2;14H3/2",
		"\x1b[3;1H\x1b[7m   svc-0002   10/10 \x1b[m",
		"\x1b[2;1H ▌ \x1b[1msvc-0001\x1b[m   3/2 \x1b[3;1H   svc-0002   10/10 \x1b[4;1H── svc-0001: all is well ──",
	} {
		_, _ = screen.WriteString(drawn)
		w.look(screen, at(i))
	}
	want := watch{
		names: at(1), counts: at(2), full: at(3),
		top: "svc-0001", bottom: "svc-0002", selected: "svc-0001", moved: at(4),
	}
	if w != want {
		t.Errorf("got %+v, want %+v", w, want)
	}
}

// The busiest second may begin at any moment, and is no longer than a second.
func TestTheBusiestSecond(t *testing.T) {
	var requests []request
	for _, ms := range []int{0, 600, 900, 1599, 1600, 3000} {
		requests = append(requests, request{at: time.UnixMilli(int64(ms))})
	}
	if got := busiest(requests); got != 3 {
		t.Errorf("%d requests in the busiest second, not 3", got)
	}
	if got := until(requests, time.UnixMilli(900)); got != 3 {
		t.Errorf("%d requests until 900 ms, not 3", got)
	}
}

// What one run of three did not reach still has a median.
func TestMediansBearWhatIsMissing(t *testing.T) {
	runs := []result{unmeasured(), unmeasured(), unmeasured()}
	runs[0][allRead], runs[1][allRead], runs[0][firstNames] = 7, 5, 1
	if got := medians(runs); got[allRead] != 7 || milliseconds(got[firstNames]) != unknown {
		t.Errorf("%v and %v", got[allRead], got[firstNames])
	}
}

// A mistake in a flag costs one line, and says what to do.
func TestMistakesInFlags(t *testing.T) {
	for _, args := range []string{
		"--size 120", "--size 5x5", "--services 3", "--services 10000", "--services x", "--latency 11s", "--latency 40",
		"--idle 1ms", "--patience 0s", "--runs 0", "--stories 30s", "--stories 90s", "--stories 9m --json", "--stories 9m --beside old", "--soak", "argument",
	} {
		var stdout, stderr bytes.Buffer
		code := run(t.Context(), strings.Fields(args), &stdout, &stderr)
		if code != exitUsage || strings.Count(stderr.String(), "\n") != 1 || stdout.Len() > 0 {
			t.Errorf("%s: exit code %d, %q, %q", args, code, stderr.String(), stdout.String())
		}
	}
}
