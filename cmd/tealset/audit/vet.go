package audit

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

const (
	fileMode fs.FileMode = 0o600
	dirMode  fs.FileMode = 0o700
	others   fs.FileMode = 0o077 // what group and others may do
)

// ensureDirectory makes the directory of the trail, and its parents, where it is
// missing, and refuses one that others may have a hand in. What it lets pass
// belongs to the user and is writable by nobody else, so that from here on the
// files in it are nobody else's either; they are checked all the same, because
// the directory may have been open until now.
func ensureDirectory(dir string) error {
	info, err := os.Lstat(dir)
	if errors.Is(err, fs.ErrNotExist) {
		if err = os.MkdirAll(dir, dirMode); err == nil {
			info, err = os.Lstat(dir)
		}
	}
	switch {
	case err != nil:
		return unwritable(dir, err)
	case info.Mode()&fs.ModeSymlink != 0:
		return newProblem(dir, "is a symbolic link", "put a directory in its place")
	case !info.IsDir():
		return newProblem(dir, "is not a directory", "move it away")
	}
	if uid, own := ownerOf(info); !own {
		return ownedByAnother(dir, uid)
	}
	// Such a directory is everyone's by intent, as /tmp is: not to be shut.
	if info.Mode()&fs.ModeSticky != 0 && openToOthers(info) {
		return newProblem(dir, "is a directory that everybody can write to", "set XDG_STATE_HOME to one of your own")
	}
	if !openToOthers(info) {
		return nil
	}
	return makePrivate(dir, info, func(mode fs.FileMode) error { return os.Chmod(dir, mode) })
}

// vet refuses a file of the trail that is not a plain file of this user. A
// missing one passes, with no info.
func vet(path string) (fs.FileInfo, error) {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil //nolint:nilnil // That there is none is no error.
	case err != nil:
		return nil, unwritable(path, err)
	}
	return info, vetInfo(path, info)
}

func vetInfo(path string, info fs.FileInfo) error {
	switch {
	case info.Mode()&fs.ModeSymlink != 0:
		return newProblem(path, "is a symbolic link", "remove it")
	case !info.Mode().IsRegular():
		return newProblem(path, "is not a regular file", "remove it")
	}
	if uid, own := ownerOf(info); !own {
		return ownedByAnother(path, uid)
	}
	return nil
}

// openOwn opens, and makes where it is missing, a file of the trail for
// appending. The file that was opened is vetted once more, and has to be the one
// that the path names.
func openOwn(path string) (*os.File, error) {
	if _, err := vet(path); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(filepath.Clean(path), os.O_RDWR|os.O_APPEND|os.O_CREATE|plainFileOnly, fileMode)
	if err != nil {
		return nil, unwritable(path, err)
	}
	if err = vetOpen(path, f); err != nil {
		_ = f.Close()
		return nil, err
	}
	return f, nil
}

func vetOpen(path string, f *os.File) error {
	info, err := f.Stat()
	if err != nil {
		return unwritable(path, err)
	}
	if err = vetInfo(path, info); err != nil {
		return err
	}
	if !isCurrent(path, info) {
		return newProblem(path, "was replaced just now", "try again")
	}
	if !openToOthers(info) {
		return nil
	}
	return makePrivate(path, info, f.Chmod)
}

// makePrivate takes from others what they may do with a file or directory of the
// user's own. Refusing would only make the user do the same by hand, in the
// middle of an incident perhaps; nothing in the trail is a secret that leaked.
func makePrivate(path string, info fs.FileInfo, chmod func(fs.FileMode) error) error {
	err := chmod(info.Mode() &^ others)
	if err == nil {
		return nil
	}
	return &problem{
		path: path, wrong: "is open to others and cannot be made private", cause: err,
		remedy: "take the rights of others away" + orWithout,
	}
}

// isCurrent tells whether a path still names this file.
func isCurrent(path string, opened fs.FileInfo) bool {
	now, err := os.Lstat(path)
	return err == nil && os.SameFile(now, opened)
}
