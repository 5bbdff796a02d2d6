package audit

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
)

// rotate makes room for a line of so many bytes: under the lock, it renames
// audit.jsonl to audit.jsonl.1, that to .2 and so on; the fifth is lost, with
// whatever intents it has. An intent and its outcome may so come to lie in two
// files, which readers join.
//
// Where a rename fails (another program on Windows reads the file) the line goes
// into the file that is too long: the trail is whole that way, and the next line
// tries again. Only a file up to the first gap is renamed, so that trying again
// loses none.
func (t *Trail) rotate(line int64) error {
	info, err := vet(t.path)
	if err != nil || info == nil || info.Size() == 0 || info.Size()+line <= t.maxBytes {
		return err
	}
	last := 1
	for last < keptFiles && exists(rotated(t.path, last)) {
		last++
	}
	for n := last; n > 0; n-- {
		if err = os.Rename(rotated(t.path, n-1), rotated(t.path, n)); err != nil {
			return nil //nolint:nilerr // The line is worth more than the limit.
		}
	}
	if err = syncDir(filepath.Dir(t.path)); err != nil {
		return unwritable(t.path, err)
	}
	return nil
}

// rotated is the name of the nth file before the present one, which is the 0th.
func rotated(path string, n int) string {
	if n == 0 {
		return path
	}
	return path + "." + strconv.Itoa(n)
}

// exists counts what cannot be looked at as there.
func exists(path string) bool {
	_, err := os.Lstat(path)
	return !errors.Is(err, fs.ErrNotExist)
}
