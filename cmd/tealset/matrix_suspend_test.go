//go:build linux || darwin

package main

import (
	"slices"
	"syscall"
	"testing"
)

// Where tealset is what the terminal runs, as by docker run -it or ssh -t, no shell
// would bring it back. The system then ignores the stop.
func TestCtrlZWithoutAShellLeavesTealsetUsable(t *testing.T) {
	t.Parallel()
	s := seat{}.start(t, "--demo")
	s.seesDemo()
	s.press(ctrlZ + "j")
	s.marks("gift-cards")
	s.press("q")
	s.exits(0)
	s.givesBack()
}

// After a stop from outside, which asks nobody, the dashboard is there again: the
// shell has set the terminal for itself in between.
func TestAStopFromOutsideLeavesTealsetUsable(t *testing.T) {
	t.Parallel()
	if slices.Contains(buildFlags, "-race") {
		t.Skip("Bubble Tea's goroutine that draws is not waited for, and is slow under the race detector")
	}
	s := shellWithJobs.start(t, "--demo")
	s.seesDemo() // before, a key has no row to go to
	s.press("j")
	s.marks("gift-cards")
	s.kill(syscall.SIGTSTP)
	s.waitsStopped()
	s.press("first\n") // the terminal is still as tealset had it
	s.see("24 services")
	s.press("G")
	s.marks("web")
	s.press("q")
	s.exits(0)
	s.givesBack()
}
