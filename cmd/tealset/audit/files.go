package audit

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// openAll opens the files of the trail, oldest first in the result. It takes no
// lock, since a reader must not hold up a delete, and opens the newest file
// first: a rotation meanwhile moves files to where they are yet to be looked
// for, so that one may be met twice, but none is missed; nor do gaps end it.
func openAll(path string) (files []*os.File, first error) {
	infos := make([]fs.FileInfo, 0, keptFiles+1)
	for n := range keptFiles + 1 {
		f, info, err := openToRead(rotated(path, n))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			continue
		case err != nil:
			if first == nil {
				first = unreadable(rotated(path, n), err)
			}
			continue
		case slices.ContainsFunc(infos, func(other fs.FileInfo) bool { return os.SameFile(other, info) }):
			_ = f.Close()
			continue
		}
		files, infos = append(files, f), append(infos, info)
	}
	slices.Reverse(files)
	return files, first
}

// openToRead opens a plain file; of a pipe there is no end.
func openToRead(path string) (*os.File, fs.FileInfo, error) {
	if info, err := os.Lstat(path); err != nil {
		return nil, nil, err
	} else if !info.Mode().IsRegular() {
		return nil, nil, errNotPlain
	}
	f, err := os.OpenFile(filepath.Clean(path), os.O_RDONLY|plainFileOnly, 0)
	if err != nil {
		return nil, nil, err
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = errNotPlain
	}
	if err != nil {
		_ = f.Close()
		return nil, nil, err
	}
	return f, info, nil
}

var errNotPlain = errors.New("it is not a regular file")
