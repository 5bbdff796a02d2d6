package audit

import (
	"errors"
	"io/fs"
	"math"
	"syscall"
)

// plainFileOnly has no like on Windows: what was opened is checked afterwards.
const plainFileOnly = 0

// ownerOf does not ask: what is in a profile's own folder is guarded by the ACL
// that it inherits.
func ownerOf(fs.FileInfo) (uid uint32, own bool) { return 0, true }

// openToOthers does not ask either: the mode is made up by Go there.
func openToOthers(fs.FileInfo) bool { return false }

// diskFull tells whether space is used up.
func diskFull(err error) bool {
	const handleDiskFull, diskFull = syscall.Errno(39), syscall.Errno(112)
	return errors.Is(err, handleDiskFull) || errors.Is(err, diskFull)
}

// syncDir has no like on Windows, where a flushed file has its name as well.
func syncDir(string) error { return nil }

// isAlive tells whether there is a process with this pid; it may be another one
// than before, since pids are used again. One that may not be asked is alive.
func isAlive(pid int) bool {
	if pid <= 0 || pid > math.MaxInt32 {
		return false
	}
	process, err := syscall.OpenProcess(syscall.SYNCHRONIZE, false, uint32(pid))
	if err != nil {
		return errors.Is(err, syscall.ERROR_ACCESS_DENIED)
	}
	defer func() { _ = syscall.CloseHandle(process) }()
	event, err := syscall.WaitForSingleObject(process, 0)
	return err == nil && event == syscall.WAIT_TIMEOUT
}
