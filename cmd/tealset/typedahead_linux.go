package main

import (
	"os"

	"golang.org/x/sys/unix"
)

// discardTypedAhead throws away what was typed at a terminal and not read yet. It fails where that
// is no terminal.
func discardTypedAhead(terminal *os.File) error {
	return unix.IoctlSetInt(int(terminal.Fd()), unix.TCFLSH, unix.TCIFLUSH)
}
