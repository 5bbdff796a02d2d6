package ecsapi

import (
	"os/exec"
	"syscall"
)

// createNoWindow is CREATE_NO_WINDOW of the Windows API: a console of its own that
// nobody sees.
const createNoWindow = 0x08000000

// withoutTerminal keeps a command off tealset's console.
func withoutTerminal(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{CreationFlags: createNoWindow}
}
