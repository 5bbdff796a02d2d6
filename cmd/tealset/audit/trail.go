package audit

import (
	"os"
	"path/filepath"
	"time"

	"github.com/adrg/xdg"
)

const (
	maxFileBytes = 10 << 20 // a file that would grow beyond is rotated
	keptFiles    = 5        // rotated files beside the present one
	lockWithin   = 2 * time.Second
)

// Trail is the audit trail as it is written. It holds no file open: every line
// opens the file anew, so that one that was rotated, replaced or removed by
// another process is noticed. Any number of goroutines and processes may append
// at once; in one process they should share a Trail, so that they wait in its
// queue and not for each other's file lock.
type Trail struct {
	queue    queue
	path     string
	maxBytes int64
	patience time.Duration // with the lock
	write    func(*os.File, []byte) (int, error)
	sync     func(*os.File) error
}

// DefaultPath is tealset/audit.jsonl in $XDG_STATE_HOME, or where that is not
// set, in the system's own place: ~/.local/state, %LOCALAPPDATA%, ~/Library/
// Application Support. It is relative, and so neither written nor read, where there
// is no such place: no home directory is known. The environment is read when the
// program starts.
func DefaultPath() string {
	const name = "tealset/audit.jsonl"
	if home, err := os.UserHomeDir(); (err != nil || !filepath.IsAbs(home)) && !filepath.IsAbs(os.Getenv("XDG_STATE_HOME")) {
		return filepath.FromSlash(name) // xdg would take / for the home directory
	}
	return filepath.Join(xdg.StateHome, filepath.FromSlash(name))
}

// What is wrong with a relative path, and what to do about it.
const (
	noPlace = "has no directory"
	setHome = "set HOME, or XDG_STATE_HOME, to an absolute path"
)

// Open makes the trail's directory (0700) and file (0600) where they are missing
// and checks that they are this user's alone and can be written. Its errors, and
// those of Append, are one sentence that says what is wrong and what to do.
func Open(path string) (*Trail, error) {
	t := &Trail{
		path: path, maxBytes: maxFileBytes, patience: lockWithin,
		write: (*os.File).Write, sync: (*os.File).Sync,
	}
	if !filepath.IsAbs(path) {
		return nil, newProblem(path, noPlace, setHome)
	}
	if err := ensureDirectory(filepath.Dir(path)); err != nil {
		return nil, err
	}
	if _, err := vet(t.lockPath()); err != nil {
		return nil, err
	}
	f, err := openOwn(path)
	if err != nil {
		return nil, err
	}
	return t, f.Close()
}

// Path is the file that lines are appended to; rotated ones have .1 to .5 behind.
func (t *Trail) Path() string { return t.path }

// Append writes one line and returns when it is on the disk. The time becomes
// UTC, and now where it is zero. After an error the line is not in the trail as
// far as that can be had: no call may be made on it. It waits at most 2 s for
// other processes, and as long as the disk takes.
//
// Lines that come together are written together: see queue.
func (t *Trail) Append(r Record) error {
	if r.Time.IsZero() {
		r.Time = time.Now()
	}
	r.Time = r.Time.UTC()
	line, err := encode(r)
	if err != nil {
		return unwritable(t.path, err)
	}
	return t.queue.add(line, t.appendLines)
}

// appendLines writes lines that are whole, under the lock.
func (t *Trail) appendLines(lines []byte) error {
	if err := ensureDirectory(filepath.Dir(t.path)); err != nil {
		return err
	}
	unlock, err := t.lock()
	if err != nil {
		return err
	}
	defer unlock()
	if err = t.rotate(int64(len(lines))); err != nil {
		return err
	}
	f, err := openOwn(t.path)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // the lines have been synced, or given up
	if err = t.appendDurably(f, lines); err != nil {
		return unwritable(t.path, err)
	}
	return nil
}
