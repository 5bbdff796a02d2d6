package ecsfake

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"syscall"
)

// Transport is an http.RoundTripper that calls a handler in memory, without a
// socket. It is safe for concurrent use if the handler is.
type Transport struct{ Handler http.Handler }

// Client returns an HTTP client that reaches the server in memory, whatever
// host it is asked for. Like the SDK's own client it follows no redirect.
func (s *Server) Client() *http.Client {
	return &http.Client{
		Transport:     &Transport{Handler: s},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// RoundTrip reads the request's body to its end, closes it, and has the handler
// answer. A handler that aborts is a connection that was reset. The error is
// the context's own if that has ended meanwhile.
func (t *Transport) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		var err error
		body, err = io.ReadAll(r.Body)
		_ = r.Body.Close()
		if err != nil {
			return nil, err
		}
	}
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	in := r.Clone(r.Context())
	in.Body = io.NopCloser(bytes.NewReader(body))
	in.RequestURI = r.URL.RequestURI()
	out := &recorder{header: http.Header{}}
	finished := t.serve(out, in)
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	if !finished {
		return nil, &net.OpError{Op: "read", Net: "tcp", Err: os.NewSyscallError("read", syscall.ECONNRESET)}
	}
	return out.response(r), nil
}

// serve tells whether the handler came to its end. Any panic but
// http.ErrAbortHandler goes on: it is a bug of the handler.
func (t *Transport) serve(w http.ResponseWriter, r *http.Request) (finished bool) {
	defer func() {
		if finished {
			return
		}
		if reason := recover(); reason != http.ErrAbortHandler { //nolint:errorlint // As net/http does.
			panic(reason)
		}
	}()
	t.Handler.ServeHTTP(w, r)
	return true
}

// recorder is the http.ResponseWriter of one call.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (w *recorder) Header() http.Header { return w.header }

func (w *recorder) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
}

func (w *recorder) Write(p []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.body.Write(p)
}

// response makes what a client gets. A body shorter than its Content-Length
// ends as a broken connection does.
func (w *recorder) response(r *http.Request) *http.Response {
	w.WriteHeader(http.StatusOK)
	var body io.Reader = &w.body
	length := int64(w.body.Len())
	if text := w.header.Get("Content-Length"); text != "" {
		if declared, err := strconv.ParseInt(text, 10, 64); err == nil && declared > length {
			length, body = declared, io.MultiReader(body, broken{})
		}
	}
	return &http.Response{
		Status:     strconv.Itoa(w.status) + " " + http.StatusText(w.status),
		StatusCode: w.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: w.header, Body: io.NopCloser(body), ContentLength: length, Request: r,
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
