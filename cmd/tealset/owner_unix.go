//go:build unix

package main

import (
	"io/fs"
	"os"
	"syscall"
)

// noWaiting makes opening fail, and not wait, where a pipe has no other end.
const noWaiting = syscall.O_NONBLOCK

// mine tells whether a file belongs to the user whose rights the process has.
func mine(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int64(stat.Uid) == int64(os.Geteuid())
}

// wide tells whether others have any right to a file.
func wide(info fs.FileInfo) bool { return info.Mode().Perm()&0o077 != 0 }
