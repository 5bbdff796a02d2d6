package audit

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// A trail needs a place: without a home there is none.
func TestRelativePathIsRefused(t *testing.T) {
	t.Chdir(t.TempDir())
	_, err := Open(filepath.Join("tealset", "audit.jsonl"))
	wantSentence(t, err, "has no directory", "set HOME, or XDG_STATE_HOME")
	if _, err := os.Lstat("tealset"); err == nil {
		t.Error("it was made all the same")
	}
	writeFile(t, filepath.Join("tealset", "audit.jsonl"), `{"kind":"intent","id":"a"}`)
	if records, _, err := Read(filepath.Join("tealset", "audit.jsonl")); err == nil || len(records) != 0 ||
		!strings.Contains(err.Error(), "has no directory; set HOME") {
		t.Errorf("one of the working directory was read: %v, %v", records, err)
	}
}

// A file where the directory should be, or above it, stops the delete.
func TestFileInPlaceOfTheDirectory(t *testing.T) {
	path := place(t)
	writeFile(t, filepath.Dir(path), "")
	_, err := Open(path)
	wantSentence(t, err, filepath.Dir(path)+" is not a directory; move it away")
	_, err = Open(filepath.Join(path, "deeper", "audit.jsonl"))
	wantSentence(t, err, "cannot be written")
}

// A directory in place of the file stops it too.
func TestDirectoryInPlaceOfTheFile(t *testing.T) {
	path := place(t)
	if err := os.MkdirAll(path, 0o700); err != nil {
		t.Fatal(err)
	}
	_, err := Open(path)
	wantSentence(t, err, path+" is not a regular file")
}

// The path comes from the environment: a sentence about it is safe to print.
func TestSentencesAreClean(t *testing.T) {
	_, err := Open("relative\x1b[31m\u202e/audit.jsonl")
	wantSentence(t, err)
	if text := err.Error(); strings.ContainsAny(text, "\x1b\u202e") {
		t.Errorf("%q", text)
	}
}

// The file is where the issue says.
func TestDefaultPath(t *testing.T) {
	want := filepath.Join("tealset", "audit.jsonl")
	if got := DefaultPath(); !strings.HasSuffix(got, want) || !filepath.IsAbs(got) {
		t.Errorf("%s", got)
	}
}

// Without a home directory the trail is not in the root directory, nor in the one
// that the program was started in: it has no directory.
func TestDefaultPathNeedsAHome(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Setenv("USERPROFILE", "")
	}
	for _, home := range []string{"", "home"} {
		t.Setenv("HOME", home)
		t.Setenv("XDG_STATE_HOME", "")
		if got := DefaultPath(); filepath.IsAbs(got) {
			t.Errorf("HOME=%q: %s", home, got)
		}
		t.Setenv("XDG_STATE_HOME", "state")
		if got := DefaultPath(); filepath.IsAbs(got) {
			t.Errorf("HOME=%q, XDG_STATE_HOME=state: %s", home, got)
		}
	}
}

// Opening a trail that is there changes nothing in it.
func TestOpenLeavesTheLines(t *testing.T) {
	path := place(t)
	writeFile(t, path, "whatever\n")
	open(t, path)
	if got := readFile(t, path); got != "whatever\n" {
		t.Errorf("%q", got)
	}
}

// A process that runs is alive, and what names a group or nothing is not.
func TestAlive(t *testing.T) {
	if !isAlive(os.Getpid()) {
		t.Error("this process is not alive")
	}
	for _, pid := range []int{0, -1, -os.Getpid(), 1 << 40, 1<<31 - 1} {
		if isAlive(pid) {
			t.Errorf("%d is alive", pid)
		}
	}
}
