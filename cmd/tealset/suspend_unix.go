//go:build unix

package main

import (
	"os"
	"os/signal"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"
)

// stopTimeout is how long a stop may take to come. Where no shell waits for this
// process, as right under a terminal or ssh, the kernel drops it, and nobody would
// ever say to go on.
const stopTimeout = 200 * time.Millisecond

// drawingEnd is how long the goroutine that draws gets to come to its end: Bubble Tea
// 2.1.1 does not wait for it, and it would stop the ticker that the next one draws by, so
// that nothing was ever drawn again.
const drawingEnd = 50 * time.Millisecond

// suspension stops the process with the terminal given back, and takes the terminal
// again when it goes on, also after a stop from elsewhere: that one leaves the
// terminal as it was, and the shell then sets it to its own liking. (The Go runtime
// does not stop for a SIGTSTP that was ever caught, so that is not.)
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

// retake takes a terminal that was changed while the process was stopped.
func (s *suspension) retake() {
	if time.Since(s.retaken) < time.Second { // the SIGCONT is that of the stop that has just ended
		return
	}
	_ = s.program.ReleaseTerminal()
	time.Sleep(drawingEnd)
	_ = s.program.RestoreTerminal()
}
