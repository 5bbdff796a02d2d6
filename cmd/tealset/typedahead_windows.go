package main

import (
	"os"

	winapi "golang.org/x/sys/windows" // windows is a name of this package
)

// discardTypedAhead throws away what was typed at a terminal and not read yet. It fails where that
// is no terminal.
func discardTypedAhead(terminal *os.File) error {
	return winapi.FlushConsoleInputBuffer(winapi.Handle(terminal.Fd()))
}
