package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"tealset/ecsapi/ecsfake"
)

// completing is a shell that asks tealset to complete, against an ECS in memory.
type completing struct {
	t        *testing.T
	requests atomic.Int32
	cache    string
	home     string // the settings of AWS are in it
}

func newCompleting(t *testing.T) *completing {
	t.Helper()
	c := &completing{t: t, cache: t.TempDir()}
	ecs := ecsfake.Demo(time.Now)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Amz-Target") != "" { // of ECS; STS is asked beside it who the caller is
			c.requests.Add(1)
		}
		ecs.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	home := t.TempDir()
	c.home = home
	for name, value := range map[string]string{
		"AWS_ENDPOINT_URL": server.URL, "AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "AKIA", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_PROFILE": "",
		"AWS_CONFIG_FILE": filepath.Join(home, "config"), "AWS_SHARED_CREDENTIALS_FILE": filepath.Join(home, "credentials"),
		"AWS_EC2_METADATA_DISABLED": "true", "XDG_CACHE_HOME": c.cache, "HOME": home, "XDG_CONFIG_HOME": home, "XDG_CONFIG_DIRS": home,
	} {
		t.Setenv(name, value)
	}
	return c
}

// candidates are the words that a shell would offer.
func (c *completing) candidates(words ...string) []string {
	c.t.Helper()
	var stdout, stderr bytes.Buffer
	code := execute(c.t.Context(), append([]string{"__complete"}, words...), &stdout, &stderr)
	if said := stderr.String(); code != 0 || strings.Contains(said, "tealset:") {
		c.t.Errorf("%q: exit code %d, and %q", words, code, said)
	}
	var candidates []string
	for line := range strings.Lines(stdout.String()) {
		if word, _, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t"); !strings.HasPrefix(word, ":") {
			candidates = append(candidates, word)
		}
	}
	return candidates
}

// Clusters, services and task sets are those that ECS tells, and for a time they are known
// without a request. What is kept can be read by its owner alone.
func TestNamesAreCompletedFromECSAndKept(t *testing.T) {
	c := newCompleting(t)
	for _, test := range []struct {
		words []string
		has   string
	}{
		{[]string{"--cluster", ""}, "shop-prod"},
		{[]string{"list", "services", "--cluster", ""}, "shop-prod"},
		{[]string{"--cluster", "shop-prod", "--service", ""}, "checkout"},
		{[]string{"describe", "service", "--cluster", "shop-prod", ""}, "checkout"},
		{[]string{"delete", "--cluster", "shop-prod", "--service", "checkout", ""}, "ecs-svc/"},
	} {
		got := c.candidates(test.words...)
		if !slices.ContainsFunc(got, func(word string) bool { return strings.HasPrefix(word, test.has) }) {
			t.Errorf("%q: %q", test.words, got)
		}
		before := c.requests.Load()
		if again := c.candidates(test.words...); !slices.Equal(again, got) || c.requests.Load() != before {
			t.Errorf("%q again: %d requests, %q", test.words, c.requests.Load()-before, again)
		}
	}
	files, _ := filepath.Glob(filepath.Join(c.cache, "tealset", "completion", "*"))
	if len(files) != 3 {
		t.Errorf("kept are %q", files)
	}
	for _, file := range files {
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", file, info.Mode(), err)
		}
	}
}

// Where ECS does not answer, a shell waits two seconds at most, is told nothing, and offers what
// was known.
func TestCompletionDoesNotWaitForADeadECS(t *testing.T) {
	c := newCompleting(t)
	over := make(chan struct{})
	silent := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-over }))
	defer silent.Close()
	defer close(over)
	t.Setenv("AWS_ENDPOINT_URL", silent.URL)
	began := time.Now()
	if got := c.candidates("--cluster", ""); got != nil {
		t.Errorf("%q", got)
	}
	if took := time.Since(began); took < completeWithin || took > 10*time.Second { // the machine may be busy
		t.Errorf("it took %s", took)
	}
	path := cachePath("clusters", scopeOf{})
	store(path, []string{"old\x1b[2J"})
	if err := os.Chtimes(path, time.Time{}, time.Now().Add(-2*clustersLast)); err != nil {
		t.Fatal(err)
	}
	if got := c.candidates("--cluster", ""); !slices.Equal(got, []string{"old␛[2J"}) {
		t.Errorf("%q", got)
	}
}

// What needs no network is completed without a request.
func TestWordsAreCompletedWithoutARequest(t *testing.T) {
	c := newCompleting(t)
	if err := os.WriteFile(filepath.Join(c.home, "config"), []byte("[profile oncall]\n[profile prod]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		words []string
		has   []string
	}{
		{[]string{"--profile", ""}, []string{"oncall", "prod"}},
		{[]string{"--profile", "prod,"}, []string{"prod,oncall"}},
		{[]string{"--region", "eu-"}, []string{"eu-west-1"}},
		{[]string{"--theme", ""}, []string{"blue-orange", "mono"}},
		{[]string{"list", ""}, []string{"clusters", "services", "task-sets"}},
		{[]string{"list", "services", "-o", ""}, []string{"tsv", "jsonl", "yaml"}},
		{[]string{"list", "services", "--columns", "serviceName,"}, []string{"serviceName,runningCount"}},
		{[]string{"wait", "--for", ""}, []string{"stable", "deployed"}},
		{[]string{"wait", "--timeout", ""}, []string{"10m"}},
		{[]string{"audit", "--since", ""}, []string{"24h"}},
		{[]string{"delete", "--if", ""}, []string{"status=", "runningCount="}},
		{[]string{"describe", "service", "--columns", ""}, []string{"nextStep", "health"}},
		{[]string{"help", ""}, []string{"list", "exit-codes"}},
		{[]string{"help", "config", ""}, []string{"keys"}},
		{[]string{"--service", ""}, nil},
	} {
		got := c.candidates(test.words...)
		for _, word := range test.has {
			if !slices.Contains(got, word) {
				t.Errorf("%q: %q is not among %q", test.words, word, got)
			}
		}
	}
	if n := c.requests.Load(); n > 0 {
		t.Errorf("%d requests", n)
	}
}
