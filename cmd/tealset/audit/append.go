package audit

import (
	"errors"
	"io"
	"os"
	"path/filepath"
)

// appendDurably appends whole lines under the lock. What does not get to the disk whole
// is cut off again; should that fail too, or the machine stop in between, a half line
// stays, and the next one begins with a newline.
func (t *Trail) appendDurably(f *os.File, lines []byte) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	size := info.Size()
	if size == 0 {
		// The name must outlast a power cut as well. The parent may be a directory
		// that is not to be read; it nearly always has been there for long.
		_ = syncDir(filepath.Dir(filepath.Dir(t.path)))
		if err = syncDir(filepath.Dir(t.path)); err != nil {
			return err
		}
	}
	if cut, err := endsMidLine(f, size); err != nil {
		return err
	} else if cut {
		lines = append([]byte{'\n'}, lines...)
	}
	n, err := t.write(f, lines)
	if err == nil && n < len(lines) {
		err = io.ErrShortWrite
	}
	if err == nil {
		err = t.sync(f)
	}
	if err != nil {
		return errors.Join(err, t.truncateTo(f, size))
	}
	return nil
}

// endsMidLine tells whether the last line of a file has no newline.
func endsMidLine(f *os.File, size int64) (bool, error) {
	if size == 0 {
		return false, nil
	}
	var last [1]byte
	_, err := f.ReadAt(last[:], size-1)
	return last[0] != '\n', err
}

// truncateTo takes failed lines off the file. Windows does not let a file that was
// opened for appending be cut, so it is opened once more there.
func (t *Trail) truncateTo(f *os.File, size int64) error {
	err := f.Truncate(size)
	if err != nil {
		err = os.Truncate(t.path, size)
	}
	if err == nil {
		_ = t.sync(f) // no worse without: the next line mends a cut one
	}
	return err
}
