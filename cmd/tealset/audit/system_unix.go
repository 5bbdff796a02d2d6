//go:build unix

package audit

import (
	"errors"
	"io/fs"
	"math"
	"os"
	"syscall"
)

// plainFileOnly makes opening fail on a symbolic link, and not wait on a pipe.
const plainFileOnly = syscall.O_NOFOLLOW | syscall.O_NONBLOCK

// ownerOf tells whether a file belongs to the user whose rights the process has,
// and to whom otherwise.
func ownerOf(info fs.FileInfo) (uid uint32, own bool) {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return math.MaxUint32, false
	}
	return stat.Uid, int64(stat.Uid) == int64(os.Geteuid())
}

// openToOthers tells whether group or others have any right.
func openToOthers(info fs.FileInfo) bool { return info.Mode()&others != 0 }

// diskFull tells whether space or a quota is used up.
func diskFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}

// syncDir brings the names in a directory to the disk. A file system that cannot
// sync a directory keeps them by other means.
func syncDir(dir string) error {
	d, err := os.Open(dir) //nolint:gosec // It is the trail's own directory.
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }()
	err = d.Sync()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTSUP) {
		return nil
	}
	return err
}

// isAlive tells whether there is a process with this pid; it may be another one
// than before, since pids are used again. Zero and negative pids mean groups.
func isAlive(pid int) bool {
	if pid <= 0 || pid > math.MaxInt32 {
		return false
	}
	err := syscall.Kill(pid, 0)
	return err == nil || errors.Is(err, syscall.EPERM)
}
