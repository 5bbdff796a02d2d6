//go:build !windows

package ecsapi

import (
	"os/exec"
	"syscall"
)

// withoutTerminal starts a command in a session of its own. It has no controlling
// terminal there, so /dev/tty cannot be opened; and it is killed with all that it has
// started.
func withoutTerminal(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
