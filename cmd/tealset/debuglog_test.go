package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tealset/cmd/tealset/audit"
	"tealset/cmd/tealset/config"
	"tealset/cmd/tealset/gateway"
	"tealset/model"
	"tealset/model/change"
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

// A log that others could read is made private; what belongs to somebody else is
// refused, and so is what is not a regular file: a pipe would hold up the start.
func TestDebugLogIsAPlainFileOfOnesOwn(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the rights there are those of the folder")
	}
	dir := t.TempDir()
	open := filepath.Join(dir, "open.log")
	if err := os.WriteFile(open, []byte("before\n"), 0o644); err != nil { //nolint:gosec // as an earlier version's user may have made it
		t.Fatal(err)
	}
	l, err := openDebugLog(open)
	if err != nil {
		t.Fatal(err)
	}
	l.Started(aCall.At, []string{"/home/a b/config.yaml"})
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	text, _ := os.ReadFile(open) //nolint:gosec // the test's own file
	if want := "before\ntime=2026-09-01T12:00:00.001Z version=devel config=\"/home/a b/config.yaml\"\n"; string(text) != want {
		t.Errorf("%q, not %q", text, want)
	}
	if info, err := os.Stat(open); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	refused := map[string]string{os.DevNull: "is not a regular file", dir: "is not a regular file"}
	if pipe := filepath.Join(dir, "pipe"); exec.CommandContext(t.Context(), "mkfifo", pipe).Run() == nil { //nolint:gosec // the test's own
		refused[pipe] = "is not a regular file"
	}
	if foreign := filepath.Join(dir, "foreign"); os.WriteFile(foreign, nil, 0o600) == nil && os.Chown(foreign, 12345, 12345) == nil { // as root alone
		refused[foreign] = "belongs to another user"
	}
	for name, why := range refused {
		if _, err := openDebugLog(name); exitCode(err) != exitUsage || !strings.Contains(err.Error(), why) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// No debug log is one that does nothing.
func TestNoDebugLogDoesNothing(t *testing.T) {
	var l *debugLog
	l.Call(aCall)
	l.Started(aCall.At, nil)
	if err := l.Close(); err != nil {
		t.Error(err)
	}
}

// A debug log that cannot be written does not make a change that was sent one that has not
// happened.
func TestADebugLogThatFailsDoesNotDenyAChange(t *testing.T) {
	broken := errors.New("no space left on device")
	ledger := gateway.NewLedger(nil, audit.Record{})
	if err := noRetry(broken, ledger); exitCode(err) != exitError {
		t.Errorf("nothing was sent: %v", err)
	}
	reader, writer := (&sources{config: config.Config{Budget: 100}}).demoClients()
	service, err := reader.DescribeService(t.Context(), model.ServiceRef{Cluster: demoCluster, Service: "catalog"})
	if err != nil {
		t.Fatal(err)
	}
	guarded := gateway.New(reader, writer, func(string, change.Kind) string { return "" }, ledger)
	set := service.TaskSets[slices.IndexFunc(service.TaskSets, func(set model.TaskSet) bool { return !set.Primary() })]
	request := change.Request{ID: "1", Kind: change.DeleteTaskSet, Target: service.TaskSetRef(set), Force: true, At: time.Now()}
	if outcome := request.Outcome(guarded.Do(t.Context(), request)); outcome != change.Accepted {
		t.Fatal(outcome)
	}
	if err := noRetry(broken, ledger); exitCode(err) != exitOpen || !strings.Contains(err.Error(), "a change was sent") {
		t.Error(err)
	}
	if err := noRetry(nil, ledger); err != nil {
		t.Error(err)
	}
}
