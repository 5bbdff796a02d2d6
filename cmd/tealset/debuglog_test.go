package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"tealset/model"
)

// logged is what a debug log holds after the calls.
func logged(t *testing.T, calls ...model.Call) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "debug.log")
	l, err := openDebugLog(name)
	if err != nil {
		t.Fatal(err)
	}
	for _, call := range calls {
		l.Call(call)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(name) //nolint:gosec // the test's own file
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

var aCall = model.Call{
	Profile: "shop", Region: "eu-west-1", At: time.Date(2026, 9, 1, 14, 0, 0, 1500000, time.FixedZone("CEST", 7200)),
	Took: 123456 * time.Microsecond, Service: "ECS", Operation: "DescribeServices", Target: "secret-target",
	Attempts: 2, Status: 200, RequestID: "req-1",
}

// A request is one line: what it was about and the details of its fault are not in it.
func TestDebugLogHasOneLineForEachRequest(t *testing.T) {
	refused, broken := aCall, aCall
	refused.Status, refused.Fault = 400, &model.Fault{Code: "ThrottlingException", Headline: "h", Next: "secret next", Detail: "secret detail"}
	broken.Status, broken.RequestID, broken.Profile = 0, "", "my profile"
	broken.Fault = &model.Fault{Headline: "no connection to ECS", Next: "secret next", Detail: "secret detail"}
	want := "time=2026-09-01T12:00:00.001Z profile=shop region=eu-west-1 operation=DescribeServices took=123ms attempts=2 status=200 request_id=req-1\n" +
		"time=2026-09-01T12:00:00.001Z profile=shop region=eu-west-1 operation=DescribeServices took=123ms attempts=2 status=400 request_id=req-1 fault=ThrottlingException\n" +
		`time=2026-09-01T12:00:00.001Z profile="my profile" region=eu-west-1 operation=DescribeServices took=123ms attempts=2 status=0 request_id="" fault="no connection to ECS"` + "\n"
	if got := logged(t, aCall, refused, broken); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// No value can end a line, look like another field, or command a terminal.
func TestDebugLogQuotesOddValues(t *testing.T) {
	for text, want := range map[string]string{
		"a b": `"a b"`, "a\nb": `"a\nb"`, "a\x1b[31m": `"a\x1b[31m"`, `a"b`: `"a\"b"`, "a=b": `"a=b"`, "a\u2028b": `"a\u2028b"`,
		"a\u202eb": `"a\u202eb"`, `a\b`: `"a\\b"`, "": `""`, "blå": "blå", "\xff": `"\xff"`,
	} {
		call := aCall
		call.Profile, call.Region, call.Operation, call.RequestID = text, text, text, text
		call.Fault = &model.Fault{Headline: text}
		line := logged(t, call)
		wanted := fmt.Sprintf(" profile=%s region=%[1]s operation=%[1]s took=123ms attempts=2 status=200 request_id=%[1]s fault=%[1]s\n", want)
		if !strings.HasSuffix(line, wanted) || strings.Count(line, "\n") != 1 {
			t.Errorf("%q is\n%s", text, line)
		}
	}
}

// A log is appended to, by several at once, and nobody else reads it.
func TestDebugLogIsSharedAndPrivate(t *testing.T) {
	name := filepath.Join(t.TempDir(), "debug.log")
	var all sync.WaitGroup
	for range 2 { // two programs, one after the other is enough for O_APPEND to matter
		l, err := openDebugLog(name)
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close() //nolint:errcheck // it is read while it is open
		for range 4 {
			all.Go(func() {
				for range 50 {
					l.Call(aCall)
				}
			})
		}
	}
	all.Wait()
	text, err := os.ReadFile(name) //nolint:gosec // the test's own file
	if err != nil {
		t.Fatal(err)
	}
	lines := regexp.MustCompile(`(?m)^time=\S+ profile=shop .* request_id=req-1$`).FindAll(text, -1)
	if len(lines) != 400 || strings.Count(string(text), "\n") != 400 {
		t.Errorf("%d whole lines of %d", len(lines), strings.Count(string(text), "\n"))
	}
	if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

// A log that cannot be opened is a mistake in how the program was called; one that
// cannot be written is told at the end.
func TestDebugLogTellsWhatItMet(t *testing.T) {
	_, err := openDebugLog(t.TempDir())
	if exitCode(err) != exitUsage || strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), "name a file") {
		t.Errorf("a directory: %v", err)
	}
	l, err := openDebugLog(filepath.Join(t.TempDir(), "debug.log"))
	if err != nil {
		t.Fatal(err)
	}
	if err := l.file.Close(); err != nil { // as of a file system that went away
		t.Fatal(err)
	}
	l.Call(aCall)
	l.Call(aCall)
	var written *fs.PathError
	if err := l.Close(); !errors.As(err, &written) || written.Op != "write" {
		t.Errorf("%v", err)
	}
}

// No debug log is one that does nothing.
func TestNoDebugLogDoesNothing(t *testing.T) {
	var l *debugLog
	l.Call(aCall)
	if err := l.Close(); err != nil {
		t.Error(err)
	}
}
