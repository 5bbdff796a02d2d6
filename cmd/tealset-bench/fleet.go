package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"tealset/ecsapi/ecsfake"
)

// clusterName is the one cluster that there is.
const clusterName = "fleet"

// A fleet is an ECS with one big cluster, served on this machine. It writes down
// every request when it comes in, before the latency.
type fleet struct {
	fake    *ecsfake.Server
	latency time.Duration
	server  *http.Server
	url     string

	mu       sync.Mutex
	requests []request // In the order of their times.
	unread   map[string]bool
	readAll  time.Time // When the last service was described; zero before.
	slowest  time.Duration
}

type request struct {
	at        time.Time
	operation string // ECS's name.
}

// newFleet serves a cluster with the case's services, until close. What building it
// has left is cleared away at once, not while the program starts.
func newFleet(ctx context.Context, c scenario) (*fleet, error) {
	services := ecsfake.Fleet(c.services)
	f := &fleet{
		fake:    ecsfake.New(time.Now, ecsfake.World{Clusters: []ecsfake.Cluster{{Name: clusterName, Services: services}}}),
		latency: c.latency, unread: map[string]bool{},
	}
	for _, s := range services {
		f.unread[s.Name] = true
	}
	runtime.GC()
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	f.url = "http://" + listener.Addr().String()
	f.server = &http.Server{Handler: f, ReadHeaderTimeout: 5 * time.Second}
	go func() { _ = f.server.Serve(listener) }() // Its end is close.
	return f, nil
}

// ServeHTTP answers after the latency. It waits even for a client that has gone,
// so that the fake sees each request that was written down.
func (f *fleet) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_, operation, ofECS := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	if !ofECS { // the one that asks STS who the caller is
		f.fake.ServeHTTP(w, r)
		return
	}
	f.mu.Lock()
	f.requests = append(f.requests, request{time.Now(), operation})
	f.mu.Unlock()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	time.Sleep(f.latency)
	begun := time.Now()
	f.fake.ServeHTTP(w, r)
	f.answered(operation, body, begun)
}

// answered takes note of the services that have been described.
func (f *fleet) answered(operation string, body []byte, begun time.Time) {
	var asked struct{ Services []string }
	if operation == describeServices {
		_ = json.Unmarshal(body, &asked) // What is no JSON asks for nothing.
	}
	now := time.Now()
	f.mu.Lock()
	defer f.mu.Unlock()
	f.slowest = max(f.slowest, now.Sub(begun))
	for _, service := range asked.Services {
		delete(f.unread, service[strings.LastIndexByte(service, '/')+1:]) // A name, or the end of an ARN.
	}
	if len(f.unread) == 0 && f.readAll.IsZero() {
		f.readAll = now
	}
}

// allRead tells when every service had been described, zero before.
func (f *fleet) allRead() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.readAll
}

// asked tells whether an operation has been asked for.
func (f *fleet) asked(operation string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.ContainsFunc(f.requests, func(r request) bool { return r.operation == operation })
}

// close ends the server when the last request has been answered, and checks that
// none was counted that the fake did not see, nor the other way round.
func (f *fleet) close(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), f.latency+5*time.Second)
	defer cancel()
	if err := f.server.Shutdown(ctx); err != nil {
		_ = f.server.Close()
		return fmt.Errorf("a request was never answered: %w", err)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if seen := f.fake.Count("*"); seen != len(f.requests) {
		return fmt.Errorf("%d requests were counted, but %d were answered", len(f.requests), seen)
	}
	return nil
}
