package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tealset/cmd/tealset/audit"
	"tealset/cmd/tealset/config"
	"tealset/cmd/tealset/gateway"
	"tealset/ecsapi"
	"tealset/ecsapi/ecsfake"
	"tealset/model"
	"tealset/model/change"
)

// A pattern may match the name of the role or the user that STS tells. Where one may, a change
// waits until STS has told, and none is made where it does not; STS is waited for by nothing
// else.
func TestAChangeWaitsUntilItIsKnownWhoSigns(t *testing.T) {
	told := func(_ http.ResponseWriter, _ *http.Request) bool { return true }
	denied := func(w http.ResponseWriter, _ *http.Request) bool {
		w.WriteHeader(http.StatusForbidden)
		_, _ = io.WriteString(w, "<ErrorResponse><Error><Code>AccessDenied</Code><Message>x</Message></Error></ErrorResponse>")
		return false
	}
	silent := func(_ http.ResponseWriter, r *http.Request) bool {
		_, _ = io.Copy(io.Discard, r.Body) // only then the server looks whether the client is there
		<-r.Context().Done()
		return false
	}
	for name, test := range map[string]struct {
		patterns string
		sts      func(http.ResponseWriter, *http.Request) (tells bool)
		why      string // a part of the reason; empty where changes are made
	}{
		"told, and it matches":   {`["fake*"]`, told, `fake matches read_only "fake*"`},
		"told, and no match":     {`["prod-*"]`, told, ""},
		"denied":                 {`["fake*"]`, denied, "which role or user signs"},
		"silent":                 {`["fake*"]`, silent, "which role or user signs"},
		"silent, accounts alone": {`["999999999999"]`, silent, ""},
	} {
		t.Run(name, func(t *testing.T) {
			opened, release := connected(t, test.patterns, test.sts)
			source, err := opened.connect(t.Context(), "shop", "eu-west-1")
			if err != nil {
				t.Fatal(err)
			}
			if _, err := source.Backend.ListClusters(t.Context(), model.Cursor{}); err != nil {
				t.Fatal(err)
			}
			if why := source.ReadOnly("123456789012"); why != "" {
				t.Errorf("the dashboard waits for STS: %q", why)
			}
			release()
			guarded, _ := source.Changes.(*gateway.Gateway)
			why := guarded.Forbidden("123456789012", change.DeleteTaskSet)
			if (why == "") != (test.why == "") || !strings.Contains(why, test.why) {
				t.Errorf("read-only: %q", why)
			}
			if now := source.ReadOnly("123456789012"); now != why {
				t.Errorf("the dashboard says %q, and the gateway %q", now, why)
			}
		})
	}
}

// connected are sources with patterns of read_only before an ECS whose STS does not answer before
// it is released, and then as sts does; the ECS in memory answers where that tells so.
func connected(t *testing.T, patterns string, sts func(http.ResponseWriter, *http.Request) bool) (opened *sources, release func()) {
	t.Helper()
	home, held := t.TempDir(), make(chan struct{})
	fake := ecsfake.New(time.Now, ecsfake.World{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Connection", "close")
		if r.Header.Get("X-Amz-Target") == "" {
			<-held
			if !sts(w, r) {
				return
			}
		}
		fake.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	write := func(name, text string) string {
		path := filepath.Join(home, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	t.Setenv("HOME", home)
	t.Setenv("AWS_CONFIG_FILE", write("config", ""))
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", write("credentials", "[shop]\naws_access_key_id = AKID\naws_secret_access_key = secret\n"))
	t.Setenv("AWS_EC2_METADATA_DISABLED", "true")
	t.Setenv("AWS_ENDPOINT_URL", server.URL)
	file := write("config.yaml", "read_only: "+patterns+"\n")
	c, err := config.Load(config.Source{
		GOOS: "linux", Getenv: func(string) string { return "" },
		Flag: func(flag string) (string, bool) { return file, flag == "config" },
	})
	if err != nil {
		t.Fatal(err)
	}
	trail := &lazyTrail{path: filepath.Join(home, "audit.jsonl")}
	keyring := ecsapi.NewKeyring()
	t.Cleanup(keyring.Close)
	return &sources{config: c, ledger: gateway.NewLedger(trail, audit.Self(version)), observe: func(model.Call) {}, keyring: keyring}, func() { close(held) }
}
