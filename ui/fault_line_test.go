package ui

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// happening is what becomes of a request.
type happening = func(*http.Request) (*http.Response, error)

// line is the network between the client and ECS. What happens on it never reaches
// ECS.
type line struct {
	to      http.RoundTripper
	latency time.Duration

	mu     sync.Mutex
	broken happening // nil while all is well
}

func (l *line) RoundTrip(r *http.Request) (*http.Response, error) {
	l.mu.Lock()
	broken := l.broken
	l.mu.Unlock()
	if l.latency > 0 {
		time.Sleep(l.latency) // the bubble's time: two answers are never given at one moment
	}
	if broken == nil {
		return l.to.RoundTrip(r)
	}
	return broken(r)
}

// breaks has every request from now on end as told; nil mends the line.
func (l *line) breaks(how happening) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.broken = how
}

// breaksFor has only the requests that mention one of the words end as told.
func (l *line) breaksFor(how happening, words ...string) {
	l.breaks(func(r *http.Request) (*http.Response, error) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		said := r.Header.Get("X-Amz-Target") + string(body)
		if slices.ContainsFunc(words, func(word string) bool { return strings.Contains(said, word) }) {
			return how(r)
		}
		return l.to.RoundTrip(r)
	})
}

// fails is a request that ends with an error, as net/http gives it.
func fails(err error) happening {
	return func(*http.Request) (*http.Response, error) { return nil, err }
}

// dialFails is a request for which no connection was had.
func dialFails(err error) happening {
	return fails(&net.OpError{Op: "dial", Net: "tcp", Addr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 1}, Err: err})
}

var (
	noListener = dialFails(os.NewSyscallError("connect", syscall.ECONNREFUSED))
	noHost     = dialFails(&net.DNSError{Err: "no such host", Name: "ecs.invalid", Server: "127.0.0.53:53", IsNotFound: true})
	noProxy    = fails(&net.OpError{Op: "proxyconnect", Net: "tcp", Err: &net.OpError{
		Op: "dial", Net: "tcp", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED),
	}})
	unknownCA    = fails(&tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}})
	plainHTTP    = fails(tls.RecordHeaderError{Msg: "first record does not look like a TLS handshake"})
	breaksOff400 = breaksOff(http.StatusBadRequest, &net.OpError{Op: "read", Net: "tcp", Err: os.NewSyscallError("read", syscall.ECONNRESET)})
)

// hangs is a server that takes a request and says nothing.
func hangs(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}

// answers is an answer with a body and headers, given as names and values.
func answers(status int, body string, headers ...string) happening {
	return func(r *http.Request) (*http.Response, error) {
		return answer(r, status, strings.NewReader(body), int64(len(body)), headers), nil
	}
}

const amazonJSON = "application/x-amz-json-1.1"

func answer(r *http.Request, status int, body io.Reader, length int64, headers []string) *http.Response {
	header := http.Header{"Content-Type": {amazonJSON}}
	for i := 0; i < len(headers); i += 2 {
		header.Set(headers[i], headers[i+1])
	}
	return &http.Response{
		Status: strconv.Itoa(status) + " " + http.StatusText(status), StatusCode: status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: header, Body: io.NopCloser(body), ContentLength: length, Request: r,
	}
}

// endsMidway is an answer of ECS whose body ends too soon.
func endsMidway(err error) happening { return breaksOff(http.StatusOK, err) }

// breaksOff is an answer whose body ends in the middle, with an error.
func breaksOff(status int, err error) happening {
	return func(r *http.Request) (*http.Response, error) {
		const begun = `{"serv`
		return answer(r, status, io.MultiReader(strings.NewReader(begun), reading(func([]byte) (int, error) { return 0, err })), 1000, nil), nil
	}
}

// hangsMidway is an answer whose body does not go on.
func hangsMidway(r *http.Request) (*http.Response, error) {
	ctx := r.Context()
	never := reading(func([]byte) (int, error) {
		<-ctx.Done()
		return 0, ctx.Err()
	})
	return answer(r, http.StatusOK, io.MultiReader(strings.NewReader(`{"serv`), never), 1000, nil), nil
}

// reading is a body that is made while it is read.
type reading func([]byte) (int, error)

func (f reading) Read(p []byte) (int, error) { return f(p) }

// skewed is what AWS says to a clock that is ten minutes ahead.
func skewed(r *http.Request) (*http.Response, error) {
	date := time.Now().Add(-10 * time.Minute).UTC().Format(http.TimeFormat)
	return answers(http.StatusForbidden, `{"__type":"InvalidSignatureException","message":"Signature not yet current: 20260101T001000Z is still later than 20260101T000500Z"}`,
		"Date", date, "X-Amzn-Requestid", requestIDOfClock)(r)
}

const requestIDOfClock = "c10c4000-0000-4000-8000-000000000000"

// counting counts how often something happens.
func counting(n *atomic.Int64, how happening) happening {
	return func(r *http.Request) (*http.Response, error) {
		n.Add(1)
		return how(r)
	}
}
