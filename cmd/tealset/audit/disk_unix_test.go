//go:build unix

package audit

import (
	"errors"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// A directory without the right to write in it stops the delete with a sentence.
func TestNoPermissionIsASentence(t *testing.T) {
	err := unwritable("/x", &fs.PathError{Op: "open", Path: "/x", Err: syscall.EACCES})
	wantSentence(t, err, "cannot be written: permission denied; give yourself the right to write there")
	if os.Geteuid() == 0 {
		return // root is not bound by permissions
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o500); err != nil { //nolint:gosec // A directory without x would be another error.
		t.Fatal(err)
	}
	_, err = Open(filepath.Join(dir, "audit.jsonl"))
	wantSentence(t, err, "permission denied")
}

// A real limit of the file's size cuts a line in its middle: the error is told,
// no half line stays, and lines go on when there is room again.
func TestFileSizeLimitLeavesNoHalfLine(t *testing.T) {
	var old syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &old); err != nil {
		t.Fatal(err)
	}
	exceeded := make(chan os.Signal, 1) // the default of SIGXFSZ is Go's business
	signal.Notify(exceeded, syscall.SIGXFSZ)
	defer signal.Stop(exceeded)
	path := place(t)
	trail := open(t, path)
	mustAppend(t, trail, intent("one"))
	whole := readFile(t, path)
	tight := old
	tight.Cur = uint64(len(whole) + len(whole)/2)
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &tight); err != nil {
		t.Fatal(err)
	}
	err := trail.Append(intent("two"))
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &old); err != nil {
		t.Fatal(err)
	}
	wantSentence(t, err, path, "cannot be written")
	if !errors.Is(err, syscall.EFBIG) {
		t.Errorf("the cause is %v", err)
	}
	if got := readFile(t, path); got != whole {
		t.Errorf("left behind: %q", strings.TrimPrefix(got, whole))
	}
	mustAppend(t, trail, intent("three"))
	if got := ids(t, path, 0); !slices.Equal(got, []string{"one", "three"}) {
		t.Error(got)
	}
}

// A full disk says what to do.
func TestFullDiskIsASentence(t *testing.T) {
	trail := open(t, place(t))
	trail.write = func(*os.File, []byte) (int, error) {
		return 0, &fs.PathError{Op: "write", Path: trail.path, Err: syscall.ENOSPC}
	}
	wantSentence(t, trail.Append(intent("one")), "cannot be written: no space left on device; free some space")
}
