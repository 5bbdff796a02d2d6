package main

import (
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// A terminal that is stopped, as by ctrl+s or by a connection that hangs, holds up
// whoever writes to it.
func TestASignalEndsTheProgramOnATerminalThatTakesNoOutput(t *testing.T) {
	t.Parallel()
	s := start(t, nil, "--demo")
	s.see("shop-prod")
	if err := unix.IoctlSetInt(int(s.program.Fd()), unix.TCXONC, unix.TCOOFF); err != nil {
		t.Fatal(err)
	}
	s.press("\x0c")
	s.signal(syscall.SIGTERM)
	s.exits(143)
	if output := s.output(); strings.Contains(output, "\x1b[?1049l") {
		t.Errorf("the terminal was not stopped: %q", output)
	}
}
