package audit

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gofrs/flock"
)

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
