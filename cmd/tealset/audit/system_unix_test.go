//go:build unix

package audit

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

const errNoSpace = syscall.ENOSPC

func privateFile(info fs.FileInfo) bool { return info.Mode() == fileMode }

func wantMode(t *testing.T, path string, want fs.FileMode) {
	t.Helper()
	info, err := os.Lstat(path)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != want {
		t.Errorf("%s has %v, want %v", path, info.Mode().Perm(), want)
	}
}

// The trail, and what had to be made for it, is the user's alone.
func TestNewTrailIsPrivate(t *testing.T) {
	path := place(t)
	mustAppend(t, open(t, path), intent("one"))
	wantMode(t, path, 0o600)
	wantMode(t, path+".lock", 0o600)
	wantMode(t, filepath.Dir(path), 0o700)
	wantMode(t, filepath.Dir(filepath.Dir(path)), 0o700)
}

// Others lose the rights that they had on it.
func TestWideRightsAreTakenAway(t *testing.T) {
	path := place(t)
	writeFile(t, path, "")
	for name, mode := range map[string]fs.FileMode{path: 0o666, filepath.Dir(path): 0o777} {
		if err := os.Chmod(name, mode); err != nil {
			t.Fatal(err)
		}
	}
	trail := open(t, path)
	wantMode(t, path, 0o600)
	wantMode(t, filepath.Dir(path), 0o700)
	if err := os.Chmod(path, 0o644); err != nil { //nolint:gosec // It is the mistake that is mended.
		t.Fatal(err)
	}
	mustAppend(t, trail, intent("one"))
	wantMode(t, path, 0o600)
}

// A directory that is everybody's, such as /tmp, is refused and left as it is.
func TestSharedDirectoryIsRefused(t *testing.T) {
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o777|fs.ModeSticky); err != nil {
		t.Fatal(err)
	}
	_, err := Open(filepath.Join(dir, "audit.jsonl"))
	wantSentence(t, err, dir, "is a directory that everybody can write to")
	wantMode(t, dir, 0o777)
}

// Nothing of the trail may be a symbolic link, at the start or later, not even
// one that leads nowhere; and what it leads to is not touched.
func TestSymbolicLinksAreRefused(t *testing.T) {
	for _, which := range []string{"", ".lock"} {
		for _, leads := range []bool{true, false} {
			path := place(t)
			trail := open(t, path)
			victim := filepath.Join(t.TempDir(), "victim")
			if leads {
				writeFile(t, victim, "precious")
			}
			_ = os.Remove(path + which)
			if err := os.Symlink(victim, path+which); err != nil {
				t.Fatal(err)
			}
			_, err := Open(path)
			wantSentence(t, err, path+which+" is a symbolic link; remove it")
			wantSentence(t, trail.Append(intent("one")), "is a symbolic link")
			if text, err := os.ReadFile(filepath.Clean(victim)); leads != (err == nil) || leads && string(text) != "precious" {
				t.Errorf("the victim is %q, %v", text, err)
			}
		}
	}
}

// The directory may not be a symbolic link either; its parents may.
func TestLinkedDirectoryIsRefused(t *testing.T) {
	root, elsewhere := t.TempDir(), t.TempDir()
	if err := os.Symlink(elsewhere, filepath.Join(root, "state")); err != nil {
		t.Fatal(err)
	}
	open(t, filepath.Join(root, "state", "tealset", "audit.jsonl"))
	_, err := Open(filepath.Join(root, "state", "audit.jsonl"))
	wantSentence(t, err, filepath.Join(root, "state")+" is a symbolic link")
}

// What belongs to somebody else is refused, whether file, lock or directory.
func TestForeignOwnerIsRefused(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can give a file away")
	}
	for _, of := range []func(path string) string{
		func(path string) string { return path },
		func(path string) string { return path + ".lock" },
		filepath.Dir,
	} {
		path := place(t)
		trail := open(t, path)
		mustAppend(t, trail, intent("one"))
		if err := os.Chown(of(path), 12345, 12345); err != nil {
			t.Fatal(err)
		}
		_, err := Open(path)
		wantSentence(t, err, of(path)+" belongs to another user (uid 12345)")
		wantSentence(t, trail.Append(intent("two")), "belongs to another user")
	}
}

// A file that takes the trail's place between the check and the opening is not
// written to.
func TestReplacedFileIsRefused(t *testing.T) {
	path := place(t)
	writeFile(t, path, "")
	f, err := os.Open(filepath.Clean(path))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if err := vetOpen(path, f); err != nil {
		t.Fatal(err)
	}
	writeFile(t, path+".new", "")
	if err := os.Rename(path+".new", path); err != nil {
		t.Fatal(err)
	}
	wantSentence(t, vetOpen(path, f), path+" was replaced just now; try again")
}

// A pipe is no trail, and neither opening nor reading waits for its other end.
func TestPipeIsRefused(t *testing.T) {
	path := place(t)
	writeFile(t, path+".1", `{"kind":"intent","id":"old"}`)
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Open(path)
	wantSentence(t, err, path+" is not a regular file")
	records, _, err := Read(path)
	if err == nil || !strings.Contains(err.Error(), path+" cannot be read: it is not a regular file") {
		t.Errorf("read with %v", err)
	}
	if !slices.Equal(idsOf(records), []string{"old"}) {
		t.Errorf("the other file gave %v", idsOf(records))
	}
}
