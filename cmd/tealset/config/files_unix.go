//go:build unix

package config

import "syscall"

// openNonblocking makes opening fail, and not wait, where a pipe has no other end.
const openNonblocking = syscall.O_NONBLOCK

// systemDirectory is where an administrator writes what holds for everybody.
func systemDirectory() string { return "/etc/xdg" }
