//go:build unix

package main

import (
	"os"
	"os/signal"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"
)

// stopTimeout is how long stop waits for the process to be stopped and continued. If no
// shell waits for this process, for example directly under a terminal or ssh, the kernel
// drops the signal, and no SIGCONT ever comes.
const stopTimeout = 200 * time.Millisecond

// drawingEnd is how long the goroutine that draws gets to end. Bubble Tea 2.1.1 does not
// wait for it; if it ended later, it would stop the ticker of the next one, and nothing
// would ever be drawn again.
const drawingEnd = 50 * time.Millisecond

// suspension gives the terminal back and stops the process, and takes the terminal again
// when the process is continued. It does the latter also after a stop by another process,
// which leaves the terminal as it was; the shell then changes it. SIGTSTP is not caught:
// the Go runtime does not stop for a signal that was ever caught.
type suspension struct {
	program  *tea.Program
	signals  chan os.Signal
	stopping chan struct{} // takes a value while stop waits
	retaken  time.Time     // when stop took the terminal again
}

// suspensionOf lets a program be suspended, until done.
func suspensionOf(program *tea.Program) (s *suspension, done func()) {
	s = &suspension{program: program, signals: make(chan os.Signal, 1), stopping: make(chan struct{})}
	signal.Notify(s.signals, syscall.SIGCONT)
	ended := make(chan struct{})
	go func() {
		for {
			select {
			case <-s.signals:
				s.continued()
			case <-ended:
				return
			}
		}
	}()
	return s, func() {
		signal.Stop(s.signals)
		close(ended)
	}
}

// continued passes on a SIGCONT: to stop, if it waits, else to the program.
func (s *suspension) continued() {
	select {
	case s.stopping <- struct{}{}:
	default:
		s.program.Send(continuedMsg{})
	}
}

// stop gives the terminal back, stops the process, and takes the terminal again when
// it goes on. It runs on Bubble Tea's own goroutine, as Bubble Tea's does.
func (s *suspension) stop() {
	_ = s.program.ReleaseTerminal()
	defer func() {
		_ = s.program.RestoreTerminal()
		s.retaken = time.Now()
	}()
	_ = syscall.Kill(0, syscall.SIGTSTP)
	select {
	case <-s.stopping:
	case <-time.After(stopTimeout):
	}
}

// retake takes the terminal again: the shell changed it while the process was stopped.
func (s *suspension) retake() {
	if time.Since(s.retaken) < time.Second { // this SIGCONT ended the stop of stop itself
		return
	}
	_ = s.program.ReleaseTerminal()
	time.Sleep(drawingEnd)
	_ = s.program.RestoreTerminal()
}
