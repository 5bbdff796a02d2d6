package ecsfake_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"tealset/ecsapi/ecsfake"
)

const deleteGreen = `{"cluster":"shop","service":"web","taskSet":"ecs-svc/g"}`

// read sends a call and returns the answer's status, type and body.
func read(t *testing.T, s *ecsfake.Server, operation, body string) (status int, mime, text string, err error) {
	t.Helper()
	response, err := post(t, s, operation, body)
	if err != nil {
		return 0, "", "", err
	}
	defer func() { _ = response.Body.Close() }()
	all, err := io.ReadAll(response.Body)
	return response.StatusCode, response.Header.Get("Content-Type"), string(all), err
}

func status(t *testing.T, s *ecsfake.Server) string {
	t.Helper()
	return strings.Fields(web(t, s, "ecs-svc/g"))[0]
}

func TestFaultsMeetTheNextCallsOfTheirOperationInOrder(t *testing.T) {
	s, _ := open(shop())
	s.Fail("ListServices", 1, ecsfake.Fault{})
	s.Fail("ListServices", 2, ecsfake.Throttled())
	s.Fail("*", 1, ecsfake.Exception("ServerException", "oh"))
	got := make([]int, 0, 5)
	for range 5 {
		got = append(got, ask(t, s, "ListServices", `{"cluster":"shop"}`).status)
	}
	same(t, "statuses", got, []int{200, 400, 400, 500, 200})
	same(t, "calls", s.Count("ListServices"), 5)
}

func TestAFaultWithoutEndLastsUntilItIsHealed(t *testing.T) {
	s, _ := open(shop())
	s.Fail("ListClusters", -1, ecsfake.Throttled())
	for range 3 {
		refused(t, s, "ListClusters", `{}`, "ThrottlingException", "Rate exceeded")
	}
	s.Heal()
	same(t, "healed", ask(t, s, "ListClusters", `{}`).status, 200)
}

func TestAFaultHappensBeforeTheOperationTakesEffectUnlessItIsLate(t *testing.T) {
	for name, fault := range map[string]ecsfake.Fault{
		"exception": ecsfake.Exception("ServerException", ""),
		"HTML":      ecsfake.HTTP(http.StatusBadGateway, "text/html", "<html>"),
		"dropped":   ecsfake.Dropped(),
		"empty":     ecsfake.Empty(),
		"foreign":   ecsfake.Foreign(`{"taskSet":5}`),
	} {
		s, _ := open(shop())
		s.Fail("DeleteTaskSet", 1, fault)
		_, _, _, _ = read(t, s, "DeleteTaskSet", deleteGreen)
		same(t, name, status(t, s), "ACTIVE")
		s.Fail("DeleteTaskSet", 1, fault.Late())
		_, _, _, _ = read(t, s, "DeleteTaskSet", deleteGreen)
		same(t, name+" late", status(t, s), "DRAINING")
	}
}

func TestAnAnswerThatIsNotFromECSIsGivenAsItIs(t *testing.T) {
	s, _ := open(shop())
	for _, test := range []struct {
		fault  ecsfake.Fault
		status int
		mime   string
		body   string
	}{
		{ecsfake.HTTP(http.StatusServiceUnavailable, "text/html", "<h1>503</h1>"), 503, "text/html", "<h1>503</h1>"},
		{ecsfake.HTTP(http.StatusProxyAuthRequired, "text/plain", "who?"), 407, "text/plain", "who?"},
		{ecsfake.HTTP(http.StatusFound, "text/html", ""), 302, "text/html", ""},
		{ecsfake.HTTP(http.StatusOK, "text/html", "<html>log in</html>"), 200, "text/html", "<html>log in</html>"},
		{ecsfake.Empty(), 200, mimeJSON11, ""},
		{ecsfake.Foreign("{\"a\": \x01}"), 200, mimeJSON11, "{\"a\": \x01}"},
	} {
		s.Fail("ListClusters", 1, test.fault)
		gotStatus, mime, body, err := read(t, s, "ListClusters", `{}`)
		same(t, "answer", []any{gotStatus, mime, body, err}, []any{test.status, test.mime, test.body, nil})
	}
}

func TestATruncatedAnswerBreaksOffAfterItTookEffect(t *testing.T) {
	s, _ := open(shop())
	s.Fail("DeleteTaskSet", 1, ecsfake.Truncated())
	_, _, text, err := read(t, s, "DeleteTaskSet", deleteGreen)
	if !errors.Is(err, io.ErrUnexpectedEOF) || !strings.HasPrefix(text, `{"taskSet":`) {
		t.Errorf("got %q and %v", text, err)
	}
	same(t, "status", status(t, s), "DRAINING")
}

func TestARepeatedTokenMakesAListEndless(t *testing.T) {
	s, _ := open(ecsfake.World{Clusters: []ecsfake.Cluster{{Name: "a", Services: ecsfake.Fleet(12)}}})
	s.Fail("ListServices", -1, ecsfake.RepeatedToken())
	token := ask(t, s, "ListServices", `{"cluster":"a"}`).at("nextToken")
	for range 3 {
		a := ask(t, s, "ListServices", `{"cluster":"a","nextToken":"`+token.(string)+`"}`)
		same(t, "token", a.at("nextToken"), token)
		same(t, "first", a.at("serviceArns", 0), arns+"service/a/svc-0011")
	}
	s.Fail("ListClusters", 1, ecsfake.RepeatedToken())
	first := ask(t, s, "ListClusters", `{}`).at("nextToken")
	same(t, "a token where none is due", ask(t, s, "ListClusters", `{"nextToken":"`+first.(string)+`"}`).status, 200)
}

func TestADroppedConnectionIsAReset(t *testing.T) {
	s, _ := open(shop())
	s.Fail("ListClusters", 1, ecsfake.Dropped())
	_, _, _, err := read(t, s, "ListClusters", `{}`)
	op, ok := errors.AsType[*net.OpError](err)
	if !ok || op.Op != "read" || !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("got %v", err)
	}
}

func TestALateAnswerAtAGateTellsOfBefore(t *testing.T) {
	s, _ := open(shop())
	gate, told := ecsfake.NewGate(), make(chan string)
	s.Fail("DescribeServices", 1, gate.Hold().Late())
	go func() {
		_, _, text, _ := read(t, s, "DescribeServices", `{"cluster":"shop","services":["web"]}`)
		told <- text
	}()
	<-gate.Held()
	ask(t, s, "DeleteTaskSet", deleteGreen)
	select {
	case <-gate.Held():
		t.Error("one call is told of twice")
	default:
	}
	gate.Open()
	if text := <-told; strings.Contains(text, "DRAINING") {
		t.Errorf("told %s", text)
	}
	same(t, "status by now", status(t, s), "DRAINING")
}

func TestACallAtAGateTakesEffectWhenItOpens(t *testing.T) {
	s, _ := open(shop())
	gate, done := ecsfake.NewGate(), make(chan error)
	s.Fail("DeleteTaskSet", 1, gate.Hold())
	go func() {
		_, _, _, err := read(t, s, "DeleteTaskSet", deleteGreen)
		done <- err
	}()
	<-gate.Held()
	same(t, "status before", status(t, s), "ACTIVE")
	gate.Open()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	same(t, "status after", status(t, s), "DRAINING")
}

func TestTheEndOfTheContextEndsAWaitAndTheCallDoesNothing(t *testing.T) {
	s, _ := open(shop())
	s.Fail("DeleteTaskSet", 1, ecsfake.Slow(time.Hour))
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://ecs.test/", strings.NewReader(deleteGreen))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Amz-Target", "AmazonEC2ContainerServiceV20141113.DeleteTaskSet")
	response, err := (&ecsfake.Transport{Handler: s}).RoundTrip(r)
	if !errors.Is(err, context.DeadlineExceeded) {
		_ = response.Body.Close()
		t.Errorf("got %v", err)
	}
	same(t, "status", status(t, s), "ACTIVE")
}

func TestFaultsWorkOverASocketToo(t *testing.T) {
	s, _ := open(shop())
	server := httptest.NewServer(s)
	defer server.Close()
	send := func() (string, error) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL, strings.NewReader(deleteGreen))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("X-Amz-Target", "AmazonEC2ContainerServiceV20141113.DeleteTaskSet")
		response, err := server.Client().Do(r)
		if err != nil {
			return "", err
		}
		defer func() { _ = response.Body.Close() }()
		text, err := io.ReadAll(response.Body)
		return string(text), err
	}
	s.Fail("DeleteTaskSet", 1, ecsfake.Dropped())
	if text, err := send(); err == nil {
		t.Errorf("a dropped connection gave %s", text)
	}
	s.Fail("DeleteTaskSet", 1, ecsfake.Truncated())
	if text, err := send(); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a truncated answer gave %s and %v", text, err)
	}
	same(t, "status", status(t, s), "DRAINING")
}

// A closer tells whether it was closed.
type closer struct {
	io.Reader
	closed bool
}

func (c *closer) Close() error { c.closed = true; return nil }

func TestTheTransportReadsAndClosesTheRequestBody(t *testing.T) {
	s, _ := open(shop())
	body := &closer{Reader: strings.NewReader(`{"clusters":["shop"]}`)}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://ecs.test/", body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Amz-Target", "AmazonEC2ContainerServiceV20141113.DescribeClusters")
	r.Header.Set("User-Agent", "tester/1")
	response, err := (&ecsfake.Transport{Handler: s}).RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if rest, err := io.ReadAll(body); !body.closed || err != nil || len(rest) > 0 {
		t.Errorf("closed: %v, left: %q", body.closed, rest)
	}
	call := s.Calls()[0]
	same(t, "call", []any{call.Operation, string(call.Body), call.UserAgent, call.Time},
		[]any{"DescribeClusters", `{"clusters":["shop"]}`, "tester/1", noon})
}

func TestTheTransportServesManyAtOnce(t *testing.T) {
	s, clock := open(shop())
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 50 {
				_, _, _, _ = read(t, s, "DescribeServices", `{"cluster":"shop","services":["web"]}`)
				clock.Advance(time.Second)
				s.Calls()
			}
		})
	}
	all.Wait()
	same(t, "calls", s.Count("*"), 400)
}

func TestCallsAreKeptInOrderAndNotWithoutEnd(t *testing.T) {
	s, clock := open(shop())
	for range 10_020 {
		_, _, _, _ = read(t, s, "Nothing", ``)
		clock.Advance(time.Second)
	}
	calls := s.Calls()
	same(t, "kept", len(calls), 10_000)
	same(t, "counted", s.Count("*"), 10_020)
	for i, call := range calls {
		if want := noon.Add(time.Duration(i+20) * time.Second); !call.Time.Equal(want) {
			t.Fatalf("call %d is of %v, not of %v", i, call.Time, want)
		}
	}
}
