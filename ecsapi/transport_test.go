package ecsapi

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/binary"
	"encoding/pem"
	"errors"
	"io"
	"maps"
	"math"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tealset/model"
)

// resetting is a server of both protocols that takes every request to its end, as
// if it had acted on it, and then gives no answer: over HTTP/2 it resets the stream,
// over HTTP/1.1 it closes the connection.
type resetting struct {
	code     byte // of the reset
	requests atomic.Int32
	http2    atomic.Bool // whether a client took HTTP/2
}

// start gives the server's URL and the certificate to trust.
func (s *resetting) start(t *testing.T) (endpoint string, certificate *x509.Certificate) {
	t.Helper()
	certified := httptest.NewTLSServer(http.NotFoundHandler())
	certified.Close()
	listener, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{
		Certificates: certified.TLS.Certificates, NextProtos: []string{"h2", "http/1.1"}, MinVersion: tls.VersionTLS12,
	})
	if err != nil {
		t.Fatal(err)
	}
	var serving sync.WaitGroup
	serving.Go(func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			context.AfterFunc(t.Context(), func() { _ = connection.Close() })
			serving.Go(func() { s.serve(connection) })
		}
	})
	t.Cleanup(func() {
		_ = listener.Close()
		serving.Wait()
	})
	return "https://" + listener.Addr().String(), certified.Certificate()
}

// bundled is a file with a certificate.
func bundled(t *testing.T, certificate *x509.Certificate) string {
	t.Helper()
	bundle := filepath.Join(t.TempDir(), "ca.pem")
	block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate.Raw})
	if err := os.WriteFile(bundle, block, 0o600); err != nil {
		t.Fatal(err)
	}
	return bundle
}

func (s *resetting) serve(connection net.Conn) {
	defer func() { _ = connection.Close() }()
	secure, ok := connection.(*tls.Conn)
	if !ok {
		return
	}
	from := bufio.NewReader(secure)
	if _, err := from.Peek(1); err != nil { // the handshake has ended
		return
	}
	if secure.ConnectionState().NegotiatedProtocol == "h2" {
		s.serveHTTP2(from, secure)
		return
	}
	request, err := http.ReadRequest(from)
	if err != nil {
		return
	}
	if _, err := io.Copy(io.Discard, request.Body); err == nil {
		s.requests.Add(1)
	}
}

// The frames of HTTP/2 (RFC 9113, 4.1 and 6) that the server knows.
const (
	frameData, frameReset, frameSettings = 0, 3, 4
	flagEnd, flagAck                     = 1, 1
)

func (s *resetting) serveHTTP2(from io.Reader, to io.Writer) {
	s.http2.Store(true)
	if _, err := io.CopyN(io.Discard, from, int64(len("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"))); err != nil {
		return
	}
	frame(to, frameSettings, 0, 0)
	for {
		var head [9]byte
		if _, err := io.ReadFull(from, head[:]); err != nil {
			return
		}
		length := int64(head[0])<<16 | int64(head[1])<<8 | int64(head[2])
		if _, err := io.CopyN(io.Discard, from, length); err != nil {
			return
		}
		kind, flags, stream := head[3], head[4], binary.BigEndian.Uint32(head[5:])
		switch {
		case kind == frameSettings && flags&flagAck == 0:
			frame(to, frameSettings, flagAck, 0)
		case kind == frameData && flags&flagEnd != 0:
			s.requests.Add(1)
			frame(to, frameReset, 0, stream, 0, 0, 0, s.code)
		}
	}
}

func frame(to io.Writer, kind, flags byte, stream uint32, payload ...byte) {
	head := []byte{0, 0, byte(len(payload) % 256), kind, flags}
	_, _ = to.Write(append(binary.BigEndian.AppendUint32(head, stream), payload...))
}

// resets are the ways in which a server of HTTP/2 gives a request back (RFC 9113, 7).
var resets = map[string]byte{"PROTOCOL_ERROR": 1, "INTERNAL_ERROR": 2, "REFUSED_STREAM": 7}

// A write is one body on the wire, whatever protocols the server offers and however
// it refuses. net/http by itself sends a request again over HTTP/2.
func TestAWriteIsOneBodyInEveryProtocol(t *testing.T) {
	for name, code := range resets {
		t.Run(name, func(t *testing.T) {
			server := &resetting{code: code}
			endpoint, certificate := server.start(t)
			settings(t, "", "")
			static(t)
			t.Setenv("AWS_ENDPOINT_URL", endpoint)
			t.Setenv("AWS_CA_BUNDLE", bundled(t, certificate))
			c := load(t, Settings{Region: "eu-west-1"})
			c.Writer.timeout = 10 * time.Second
			_, err := c.DeleteTaskSet(t.Context(), checkoutSet, true)
			f := fault(t, err)
			if n := server.requests.Load(); n != 1 || f.Attempts != 1 || !f.OutcomeUnknown() {
				t.Errorf("%d requests, %d attempts, unknown %v: %s", n, f.Attempts, f.OutcomeUnknown(), f.Detail)
			}
			if server.http2.Load() {
				t.Error("it went over HTTP/2")
			}
		})
	}
}

// Every request of a read on the wire is in the call that is observed, and paid for.
func TestEveryRequestOfAReadIsCountedAndCharged(t *testing.T) {
	t.Parallel()
	for name, code := range resets {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := &resetting{code: code}
			endpoint, certificate := server.start(t)
			transport := sockets(t)
			transport.ForceAttemptHTTP2 = true
			transport.TLSClientConfig = &tls.Config{RootCAs: x509.NewCertPool(), MinVersion: tls.VersionTLS12}
			transport.TLSClientConfig.RootCAs.AddCert(certificate)
			var call model.Call
			budget := NewBudget(0.0001) // it gives nothing back while the test runs
			c := at(endpoint, transport)
			c.Reader.session.observe = func(c model.Call) { call = c }
			c.Reader.session.budget = budget
			c.Reader.timeout = 10 * time.Second
			if _, err := c.ListClusters(t.Context(), model.Cursor{}); err == nil {
				t.Fatal("no error")
			}
			n := int(server.requests.Load())
			if n == 0 || call.Attempts != n || server.http2.Load() {
				t.Errorf("%d requests, %d attempts, over HTTP/2 %v", n, call.Attempts, server.http2.Load())
			}
			if left := math.Round(budget.bucket(opListClusters).tokens.Tokens()); int(left) != 1-n {
				t.Errorf("%d requests, %v tokens are left of one", n, left)
			}
		})
	}
}

// A connection that was kept may turn out closed when a write has gone out on it;
// nobody could tell then whether it had arrived. So a write keeps none and uses no
// kept one, while reads share theirs.
func TestEveryWriteHasAConnectionOfItsOwn(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	connections := map[string]map[string]bool{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		operation := r.Header.Get("X-Amz-Target")
		if connections[operation] == nil {
			connections[operation] = map[string]bool{}
		}
		connections[operation][r.RemoteAddr] = true
		_, _ = w.Write([]byte(emptyLists))
	}))
	t.Cleanup(server.Close)
	c := at(server.URL, sockets(t))
	for range 3 {
		if _, err := c.ListClusters(t.Context(), model.Cursor{}); err != nil {
			t.Fatal(fault(t, err).Detail)
		}
		if _, err := c.DeleteTaskSet(t.Context(), checkoutSet, false); err != nil {
			t.Fatal(fault(t, err).Detail)
		}
	}
	const target = "AmazonEC2ContainerServiceV20141113."
	reads, writes := connections[target+opListClusters.name], connections[target+opDeleteTaskSet.name]
	if len(reads) != 1 || len(writes) != 3 {
		t.Errorf("reads on %d connections, writes on %d", len(reads), len(writes))
	}
}

// What is sent has its whole body in memory, to be read once: with a GetBody net/http
// could send it again by itself. The SDK's own body is read to its end and closed.
func TestTheBodyOfARequestCanBeSentOnce(t *testing.T) {
	t.Parallel()
	const text = "once"
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://ecs.invalid", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	own := &closing{Reader: request.Body}
	request.Body = own
	response, err := bufferedTransport{next: wire(func(sent *http.Request) (*http.Response, error) {
		if body, err := io.ReadAll(sent.Body); err != nil || string(body) != text || sent.ContentLength != int64(len(text)) {
			t.Errorf("%q of %d bytes, %v", body, sent.ContentLength, err)
		}
		if sent.GetBody != nil || request.GetBody == nil || !own.closed {
			t.Errorf("to be sent again: %v; the caller's own: %v, closed: %v", sent.GetBody != nil, request.GetBody != nil, own.closed)
		}
		return nil, errDropped
	})}.RoundTrip(request)
	if response != nil {
		_ = response.Body.Close()
	}
	if !errors.Is(err, errDropped) {
		t.Error(err)
	}
}

// closing is a body that knows whether it was closed.
type closing struct {
	io.Reader
	closed bool
}

func (c *closing) Close() error { c.closed = true; return nil }

// A server may close a kept connection just as a request arrives on it, and nobody can
// tell then whether it acted. A write never meets that; a read is sent again by the SDK,
// which is counted.
func TestAKeptConnectionThatTurnsOutClosedSendsNoWriteAgain(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	seen, requests := map[string]bool{}, map[string]int{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		mu.Lock()
		defer mu.Unlock()
		_, operation, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
		requests[operation]++
		if seen[r.RemoteAddr] {
			panic(http.ErrAbortHandler)
		}
		seen[r.RemoteAddr] = true
		_, _ = w.Write([]byte(emptyLists))
	}))
	t.Cleanup(server.Close)
	c := at(server.URL, sockets(t))
	attempts := map[string]int{}
	c.Reader.session.observe = func(call model.Call) { attempts[call.Operation] += call.Attempts }
	for range 3 {
		if _, err := c.ListClusters(t.Context(), model.Cursor{}); err != nil {
			t.Fatal(fault(t, err).Detail)
		}
		if _, err := c.DeleteTaskSet(t.Context(), checkoutSet, false); err != nil {
			t.Fatal(fault(t, err).Detail)
		}
	}
	if requests[opDeleteTaskSet.name] != 3 || requests[opListClusters.name] != 5 || !maps.Equal(requests, attempts) {
		t.Errorf("%v requests, %v attempts", requests, attempts)
	}
}

// What wraps the transport sees each HTTP request once, as it is sent: it can keep the
// answer, or make a fault, which is told like one of the network. It takes nothing away
// from what holds for a write: that is one body, and lost or not sent at all.
func TestWhatWrapsTheTransportSeesEachRequestOnce(t *testing.T) {
	var arrived atomic.Int32
	endpoint := listening(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Amz-Target") != "" { // else STS is asked who calls, beside the reads
			arrived.Add(1)
		}
		_, _ = io.Copy(io.Discard, r.Body)
		_, _ = w.Write([]byte(emptyLists))
	})
	settings(t, "", "")
	static(t)
	t.Setenv("AWS_ENDPOINT_URL", endpoint)
	var passed int
	var lose, refuse bool // the next answer, the next request
	c := load(t, Settings{Region: "eu-west-1", WrapTransport: func(next http.RoundTripper) http.RoundTripper {
		return wrapped(func(r *http.Request) (*http.Response, error) {
			if r.Header.Get("X-Amz-Target") == "" {
				return next.RoundTrip(r)
			}
			passed++
			if r.GetBody != nil {
				t.Error("the request could be sent again")
			}
			if refuse {
				refuse = false
				return nil, errDropped
			}
			response, err := next.RoundTrip(r)
			if lose {
				lose = false
				_ = response.Body.Close()
				return nil, errDropped
			}
			return response, err
		})
	}})
	lose = true
	if _, err := c.ListClusters(t.Context(), model.Cursor{}); err != nil || passed != 2 {
		t.Errorf("%v after %d requests of a read", err, passed)
	}
	lose = true
	_, err := c.DeleteTaskSet(t.Context(), checkoutSet, false)
	if f := fault(t, err); !f.OutcomeUnknown() || f.Kind != model.FaultNetwork || passed != 3 {
		t.Errorf("kind %d, unknown %v after %d requests", f.Kind, f.OutcomeUnknown(), passed)
	}
	before := arrived.Load()
	refuse = true
	_, err = c.DeleteTaskSet(t.Context(), checkoutSet, false)
	if f := fault(t, err); f.Sent || f.OutcomeUnknown() || passed != 4 || arrived.Load() != before {
		t.Errorf("sent %v after %d requests, %d arrived", f.Sent, passed, arrived.Load()-before)
	}
}

// wrapped is a transport that a function is.
type wrapped func(*http.Request) (*http.Response, error)

func (w wrapped) RoundTrip(r *http.Request) (*http.Response, error) { return w(r) }

// A redirect would take a signed request to another place.
func TestNoRedirectIsFollowed(t *testing.T) {
	for _, status := range []int{
		http.StatusMovedPermanently, http.StatusFound, http.StatusTemporaryRedirect, http.StatusPermanentRedirect,
	} {
		t.Run(strconv.Itoa(status), func(t *testing.T) {
			var here, elsewhere atomic.Int32
			other := listening(t, func(http.ResponseWriter, *http.Request) { elsewhere.Add(1) })
			endpoint := listening(t, func(w http.ResponseWriter, r *http.Request) {
				here.Add(1)
				http.Redirect(w, r, other, status)
			})
			settings(t, "", "")
			static(t)
			t.Setenv("AWS_ENDPOINT_URL", endpoint)
			c := load(t, Settings{Region: "eu-west-1"})
			_, err := c.DeleteTaskSet(t.Context(), checkoutSet, false)
			if f := fault(t, err); f.Kind != model.FaultNotAWS || f.Attempts != 1 || here.Load() != 1 {
				t.Errorf("kind %d, %d attempts, %d requests", f.Kind, f.Attempts, here.Load())
			}
			_, err = c.ListClusters(t.Context(), model.Cursor{})
			if f := fault(t, err); f.Kind != model.FaultNotAWS || elsewhere.Load() != 0 {
				t.Errorf("kind %d, %d requests elsewhere", f.Kind, elsewhere.Load())
			}
		})
	}
}

func TestARequestBodyThatCannotBeReadIsNotSent(t *testing.T) {
	t.Parallel()
	unread := errors.New("unread")
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://ecs.invalid", failing{unread})
	if err != nil {
		t.Fatal(err)
	}
	response, err := bufferedTransport{next: says(200, emptyLists)}.RoundTrip(request)
	if response != nil {
		_ = response.Body.Close()
	}
	if !errors.Is(err, unread) {
		t.Errorf("got %v", err)
	}
}
