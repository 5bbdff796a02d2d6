//go:build linux || darwin

package main

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"tealset/ecsapi/ecsfake"
)

// endpoint is an ECS on loopback that something may stand before.
type endpoint struct {
	*httptest.Server
	ecs *ecsfake.Server

	mu     sync.Mutex
	before http.HandlerFunc // answers in place of ECS; nil while all is well
	until  chan struct{}    // closed when it does not any more
}

// newEndpoint listens with the service of the shop that needs nobody: so the row of its
// cluster says the same before and after its services have been read.
func newEndpoint(t *testing.T) *endpoint {
	t.Helper()
	world := shop()
	world.Clusters[0].Services = world.Clusters[0].Services[:1]
	e := &endpoint{ecs: ecsfake.New(time.Now, world), until: make(chan struct{})}
	e.Server = httptest.NewServer(e)
	t.Cleanup(e.Close)
	t.Cleanup(func() { e.has(nil) }) // before the server is closed, which waits for its requests
	return e
}

func (e *endpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	e.mu.Lock()
	before := e.before
	e.mu.Unlock()
	if before != nil {
		before(w, r)
		return
	}
	e.ecs.ServeHTTP(w, r)
}

// has something answer in place of ECS; nil is ECS again.
func (e *endpoint) has(before http.HandlerFunc) {
	e.mu.Lock()
	defer e.mu.Unlock()
	close(e.until)
	e.before, e.until = before, make(chan struct{})
}

// hang answers nothing as long as it is before ECS.
func (e *endpoint) hang(_ http.ResponseWriter, r *http.Request) {
	e.mu.Lock()
	until := e.until
	e.mu.Unlock()
	select {
	case <-r.Context().Done():
	case <-until:
	}
	panic(http.ErrAbortHandler)
}

// asksForTheGoodKey has ECS take one access key id alone, and call all others expired.
func (e *endpoint) asksForTheGoodKey() {
	e.has(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.Header.Get("Authorization"), "Credential="+goodKey+"/") {
			e.ecs.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, `{"__type":"ExpiredTokenException","message":"The security token included in the request is expired"}`)
	})
}

// home is a person's home directory, with settings files of AWS.
type home struct {
	t   *testing.T
	dir string
}

func newHome(t *testing.T) home {
	t.Helper()
	return home{t, t.TempDir()}
}

func (h home) path(name string) string { return filepath.Join(h.dir, filepath.FromSlash(name)) }

// write writes a file at once, as it is or not at all: tealset reads it at any moment.
func (h home) write(name, text string) {
	h.t.Helper()
	path := h.path(name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		h.t.Fatal(err)
	}
	if err := os.WriteFile(path+".new", []byte(text), 0o600); err != nil {
		h.t.Fatal(err)
	}
	if err := os.Rename(path+".new", path); err != nil {
		h.t.Fatal(err)
	}
}

// read is the text of a file.
func (h home) read(name string) string {
	h.t.Helper()
	text, err := os.ReadFile(h.path(name))
	if err != nil {
		h.t.Fatal(err)
	}
	return string(text)
}

// variables are those of a machine with that home, on which nothing leads off: the
// services that give credentials are where givers is, and a request to anywhere else
// meets a proxy that is not there.
func (h home) variables(ecs, givers string) []string {
	return []string{
		"HOME=" + h.dir, "AWS_CONFIG_FILE=" + h.path(".aws/config"), "AWS_SHARED_CREDENTIALS_FILE=" + h.path(".aws/credentials"),
		"AWS_ENDPOINT_URL=" + ecs, "HTTPS_PROXY=http://127.0.0.1:1",
		"AWS_ENDPOINT_URL_SSO=" + givers, "AWS_ENDPOINT_URL_SSO_OIDC=" + givers,
		"AWS_ENDPOINT_URL_STS=" + givers, "AWS_ENDPOINT_URL_SIGNIN=" + givers,
	}
}

// tells waits until the screen has all sentences, over lines or not.
func (s *session) tells(sentences ...string) {
	s.t.Helper()
	s.until(func(screen string) bool {
		for _, sentence := range sentences {
			if !strings.Contains(screen, sentence) {
				return false
			}
		}
		return true
	}, sentences)
}

// tellsNot waits until none of the sentences is on the screen.
func (s *session) tellsNot(sentences ...string) {
	s.t.Helper()
	s.until(func(screen string) bool {
		for _, sentence := range sentences {
			if strings.Contains(screen, sentence) {
				return false
			}
		}
		return true
	}, sentences)
}

func (s *session) until(so func(screen string) bool, sentences []string) {
	s.t.Helper()
	deadline := time.Now().Add(patience)
	defer time.AfterFunc(patience, s.changed.Broadcast).Stop()
	s.mu.Lock()
	defer s.mu.Unlock()
	for !so(strings.Join(strings.Fields(s.screen.String()), " ")) {
		if time.Now().After(deadline) || closed(s.exited) {
			s.t.Fatalf("in vain: %q:\n%s", sentences, s.screen)
		}
		s.changed.Wait()
	}
}

// answersKeys opens the help and the activity page, and closes them.
func (s *session) answersKeys() {
	s.t.Helper()
	s.press("?")
	s.tells("half a page up")
	s.press("?a")
	s.tells("Requests (the last")
	s.press("a")
	s.tellsNot("Requests (the last")
}

// quits leaves the program, which must leave nothing behind: the terminal is as it
// was, and no process of it runs on.
func (s *session) quits() {
	s.t.Helper()
	s.press("q")
	s.exits(0)
	s.leavesTheTerminalAsItWas()
	s.leavesNoProcess()
}

// leavesNoProcess looks at the session's group of processes, in which whatever the
// program starts is as well.
func (s *session) leavesNoProcess() {
	s.t.Helper()
	if err := syscall.Kill(-s.cmd.Process.Pid, 0); !errors.Is(err, syscall.ESRCH) {
		s.t.Errorf("a process of it is left: %v", err)
	}
}
