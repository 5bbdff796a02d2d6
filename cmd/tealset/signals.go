package main

import (
	"cmp"
	"os"
	"os/signal"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"
)

// restoreTimeout is how long the program may take to leave the screen after a signal.
// A terminal that takes no more output would block it for ever.
const restoreTimeout = 3 * time.Second

// endedBy is the signal that ended the dashboard; ctrl+c on the dashboard counts
// as one.
type endedBy struct{ signal syscall.Signal }

func (e endedBy) Error() string { return "ended by the signal " + e.signal.String() }

func (e endedBy) code() int { return exitSignal + int(e.signal) }

// An ending remembers what ended the dashboard, if not a q.
type ending struct {
	first   chan endedBy
	signals chan os.Signal
	pause   **suspension // set before the program runs
}

func newEnding(pause **suspension) ending {
	return ending{first: make(chan endedBy, 1), signals: make(chan os.Signal, 1), pause: pause}
}

// terminalInput is the terminal that keys are read from. It treats the end of the input
// as a SIGHUP: the kernel sends that signal only to the session's first process, which
// may ignore it and live on. Bubble Tea would then draw to nobody for ever.
type terminalInput struct {
	*os.File
	signals chan<- os.Signal
	pastes  pastes
}

// Read reads keys.
func (t *terminalInput) Read(p []byte) (int, error) {
	n, err := t.File.Read(p[:max(1, len(p)-len(pasteEnd))])
	n = t.pastes.endLostPaste(p, n, time.Now())
	if err != nil {
		select {
		case t.signals <- syscall.SIGHUP:
		default: // another signal ends the program
		}
	}
	return n, err
}

// continuedMsg: the process was continued after another process had stopped it.
type continuedMsg struct{}

// record keeps the first signal; one after it changes nothing.
func (e ending) record(signal syscall.Signal) {
	select {
	case e.first <- endedBy{signal}:
	default:
	}
}

// err is what ended the dashboard; ask when it has.
func (e ending) err() error {
	select {
	case ended := <-e.first:
		return ended
	default:
		return nil
	}
}

// filter makes ctrl+c quit, and suspends the program itself. At an interrupt Bubble Tea
// would close the terminal while a goroutine still reads it.
func (e ending) filter(_ tea.Model, msg tea.Msg) tea.Msg {
	switch msg.(type) {
	case tea.InterruptMsg:
		e.record(syscall.SIGINT)
		return tea.Quit()
	case tea.SuspendMsg:
		(*e.pause).stop()
		return tea.ResumeMsg{}
	case continuedMsg:
		(*e.pause).retake()
		return tea.ResumeMsg{}
	}
	return msg
}

// watch calls quit once, at the first signal that ends a program; it ignores those after
// it. Bubble Tea's own handler treats SIGTERM like q, and leaves the terminal raw at
// SIGHUP and SIGQUIT. Call left when the screen has been left: if that takes too long,
// last is called and the program ends.
func (e ending) watch(quit func(), last func() error) (left func()) {
	gone := make(chan struct{})
	signal.Notify(e.signals, syscall.SIGHUP, syscall.SIGINT, syscall.SIGQUIT, syscall.SIGTERM)
	go func() {
		received, ok := (<-e.signals).(syscall.Signal)
		if !ok {
			received = syscall.SIGTERM // no signal of a Unix
		}
		e.record(received)
		go quit() // it may block where the terminal takes no more output
		select {
		case <-gone:
		case <-time.After(restoreTimeout):
			os.Exit(exitCode(cmp.Or(last(), error(endedBy{received}))))
		}
	}()
	return func() { close(gone) }
}
