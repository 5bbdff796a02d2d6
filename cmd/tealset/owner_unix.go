//go:build unix

package main

import (
	"io/fs"
	"os"
	"syscall"
)

// openNonblocking makes opening fail, and not wait, where a pipe has no other end.
const openNonblocking = syscall.O_NONBLOCK

// ownedByUser tells whether a file belongs to the user whose rights the process has.
func ownedByUser(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int64(stat.Uid) == int64(os.Geteuid())
}

// openToOthers tells whether others have any right to a file.
func openToOthers(info fs.FileInfo) bool { return info.Mode().Perm()&0o077 != 0 }
