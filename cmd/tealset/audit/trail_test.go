package audit

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gofrs/flock"

	"tealset/model"
)

// A line has its members in the order that people read, the time in UTC, and
// force whether or not it was asked for.
func TestLineIsStable(t *testing.T) {
	path := place(t)
	r := intent("one")
	r.Time = at(0).In(time.FixedZone("", 3600)).Add(123456789)
	r.SSHConnection, r.Caller, r.Profile = "192.0.2.1 50000 192.0.2.2 22", "arn:aws:iam::123456789012:user/ada", "prod"
	r.Account, r.Endpoint = "123456789012", "https://ecs.example?a&b"
	r.Seen = SeenOf(model.TaskSet{Status: "ACTIVE", Scale: &model.Scale{Value: 0}, Running: 3, TaskDefinition: "web:7"})
	r = r.After("req-1", nil, 2, 1234*time.Millisecond)
	r.Time = at(0).In(time.FixedZone("", 3600)).Add(123456789)
	mustAppend(t, open(t, path), r)
	const want = `{"time":"2026-03-01T12:00:00.123456789Z","kind":"outcome","id":"one","version":"1.0.0","pid":4242,` +
		`"user":"ada","host":"bastion","sshConnection":"192.0.2.1 50000 192.0.2.2 22",` +
		`"caller":"arn:aws:iam::123456789012:user/ada","profile":"prod","account":"123456789012","region":"eu-west-1",` +
		`"endpoint":"https://ecs.example?a&b","operation":"DeleteTaskSet",` +
		`"cluster":"arn:aws:ecs:eu-west-1:123456789012:cluster/shop",` +
		`"service":"arn:aws:ecs:eu-west-1:123456789012:service/shop/checkout",` +
		`"taskSet":"arn:aws:ecs:eu-west-1:123456789012:task-set/shop/checkout/ecs-svc/111","force":false,` +
		`"seen":{"role":"ACTIVE","scale":0,"running":3,"taskDefinition":"web:7"},` +
		`"outcome":"accepted","requestId":"req-1","attempts":2,"milliseconds":1234}` + "\n"
	if got := readFile(t, path); got != want {
		t.Errorf("got  %swant %s", got, want)
	}
}

// A line without a time has the time at which it was appended.
func TestAppendStampsTheTime(t *testing.T) {
	path := place(t)
	before := time.Now()
	mustAppend(t, open(t, path), Record{Kind: Intent, ID: NewID()})
	records, _, _ := Read(path)
	if got := records[0].Time; got.Before(before) || got.After(time.Now()) || got.Location() != time.UTC {
		t.Errorf("the line is of %v", got)
	}
}

// No two deletions share an id.
func TestIDsDiffer(t *testing.T) {
	seen := make(map[string]bool)
	for range 1000 {
		seen[NewID()] = true
	}
	if len(seen) != 1000 {
		t.Errorf("%d ids of 1000 differ", len(seen))
	}
}

// What is the same for every line is known where there is a system to ask.
func TestSelfKnowsWhoAndWhere(t *testing.T) {
	t.Setenv("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22")
	r := Self("1.2.3")
	if r.Version != "1.2.3" || r.PID != os.Getpid() || r.User == "" || r.Host == "" || r.SSHConnection == "" {
		t.Errorf("%+v", r)
	}
}

// The file is synced before Append returns, and the line is in it by then.
func TestAppendReturnsAfterTheSync(t *testing.T) {
	path := place(t)
	trail := open(t, path)
	synced := ""
	trail.sync = func(f *os.File) error {
		synced = readFile(t, path)
		return f.Sync()
	}
	mustAppend(t, trail, intent("one"))
	if !strings.Contains(synced, `"id":"one"`) || !strings.HasSuffix(synced, "\n") {
		t.Errorf("synced was %q", synced)
	}
}

// A write that fails part of the way, or that cannot be synced, is an error and
// leaves nothing behind.
func TestFailedAppendLeavesNothing(t *testing.T) {
	half := func(f *os.File, b []byte) (int, error) { return f.Write(b[:len(b)/2]) }
	tests := map[string]func(*Trail){
		"short without a word": func(trail *Trail) { trail.write = half },
		"no space": func(trail *Trail) {
			trail.write = func(f *os.File, b []byte) (int, error) {
				n, _ := half(f, b)
				return n, errNoSpace
			}
		},
		"no sync": func(trail *Trail) { trail.sync = func(*os.File) error { return errNoSpace } },
	}
	for name, breakIt := range tests {
		t.Run(name, func(t *testing.T) {
			path := place(t)
			mustAppend(t, open(t, path), intent("before"))
			before := readFile(t, path)
			broken := open(t, path)
			breakIt(broken)
			err := broken.Append(intent("lost"))
			wantSentence(t, err, path, "cannot be written")
			if !errors.Is(err, errNoSpace) && !errors.Is(err, io.ErrShortWrite) {
				t.Errorf("the cause is lost: %v", err)
			}
			if after := readFile(t, path); after != before {
				t.Errorf("left behind: %q", strings.TrimPrefix(after, before))
			}
			mustAppend(t, open(t, path), intent("after"))
			if got := ids(t, path, 0); !slices.Equal(got, []string{"before", "after"}) {
				t.Error(got)
			}
		})
	}
}

// A half line that a crash left spoils itself alone.
func TestAppendAfterAHalfLine(t *testing.T) {
	path := place(t)
	writeFile(t, path, `{"kind":"intent","id":"whole"}`+"\n"+`{"kind":"intent","id":"ha`)
	mustAppend(t, open(t, path), intent("next"))
	if got := ids(t, path, 1); !slices.Equal(got, []string{"whole", "next"}) {
		t.Error(got)
	}
}

// A line that no reader would take is not written.
func TestAppendRefusesWhatReadWouldSkip(t *testing.T) {
	path := place(t)
	r := intent("long")
	r.Caller = strings.Repeat("x", maxLine)
	wantSentence(t, open(t, path).Append(r), "the line has")
	if got := readFile(t, path); got != "" {
		t.Errorf("%d bytes were written", len(got))
	}
}

// A file that another process rotated, or that somebody removed, is noticed: the
// line goes where the path leads now.
func TestAppendFollowsThePath(t *testing.T) {
	path := place(t)
	trail := open(t, path)
	mustAppend(t, trail, intent("one"))
	if err := os.Rename(path, path+".1"); err != nil {
		t.Fatal(err)
	}
	mustAppend(t, trail, intent("two"))
	if err := os.RemoveAll(filepath.Dir(filepath.Dir(path))); err != nil {
		t.Fatal(err)
	}
	mustAppend(t, trail, intent("three"))
	if got := ids(t, path, 0); !slices.Equal(got, []string{"three"}) {
		t.Error(got)
	}
}

// The lock is held until the line is on the disk, so that nobody rotates the file
// or cuts a line off it meanwhile; and not any longer.
func TestLockIsHeldUntilTheSync(t *testing.T) {
	trail := open(t, place(t))
	free := func() bool {
		other := flock.New(trail.lockPath())
		defer func() { _ = other.Unlock() }()
		ok, err := other.TryLock()
		return ok && err == nil
	}
	trail.sync = func(*os.File) error {
		if free() {
			t.Error("another process could write")
		}
		return errNoSpace
	}
	for range 2 {
		wantSentence(t, trail.Append(intent("one")))
		if !free() {
			t.Fatal("the lock is still held")
		}
	}
}

// A lock that is not released in time stops the delete instead of hanging it,
// and nothing is written past it.
func TestLockedTrailIsAnError(t *testing.T) {
	path := place(t)
	trail := open(t, path)
	trail.patience = time.Millisecond
	held := flock.New(trail.lockPath())
	if ok, err := held.TryLock(); !ok || err != nil {
		t.Fatal(ok, err)
	}
	wantSentence(t, trail.Append(intent("one")), path, "locked by another process for 1ms")
	if got := readFile(t, path); got != "" {
		t.Errorf("written past the lock: %q", got)
	}
	if err := held.Unlock(); err != nil {
		t.Fatal(err)
	}
	trail.patience = lockWithin
	mustAppend(t, trail, intent("two"))
}

// Two tealsets at once never mix lines and lose none, though the file rotates
// under them.
func TestTwoProcessesAppendWholeLines(t *testing.T) {
	const lines = 500
	path := place(t)
	open(t, path)
	children := make([]*exec.Cmd, 0, 2)
	for range cap(children) {
		child := exec.CommandContext(t.Context(), os.Args[0]) //nolint:gosec // It is this test.
		child.Env = append(os.Environ(), childEnv+"="+strconv.Itoa(lines))
		child.Dir = filepath.Dir(path)
		child.Stderr = os.Stderr
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		children = append(children, child)
	}
	for _, child := range children {
		if err := child.Wait(); err != nil {
			t.Error(err)
		}
	}
	next := make(map[string]int) // by pid
	got := ids(t, path, 0)
	for _, id := range got {
		pid, n, _ := strings.Cut(id, "-")
		if strconv.Itoa(next[pid]) != n {
			t.Fatalf("line %s comes where %d was to come", id, next[pid])
		}
		next[pid]++
	}
	if len(got) != 2*lines {
		t.Errorf("%d lines of %d", len(got), 2*lines)
	}
	if _, err := os.Stat(path + ".1"); err != nil {
		t.Errorf("nothing was rotated: %v", err)
	}
}

// What the trail writes is safe to print, however it is printed.
func TestWrittenLinesAreSafe(t *testing.T) {
	path := place(t)
	r := intent("one")
	r.Caller = hostile
	mustAppend(t, open(t, path), r)
	wantSafe(t, readFile(t, path))
	var back Record
	if err := json.Unmarshal([]byte(readFile(t, path)), &back); err != nil || back.Caller != strings.ToValidUTF8(hostile, "\ufffd") {
		t.Errorf("%q came back: %v", back.Caller, err)
	}
}
