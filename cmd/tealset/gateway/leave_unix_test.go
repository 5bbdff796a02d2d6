//go:build unix

package gateway

import (
	"os"
	"os/signal"
	"syscall"
	"testing"
	"time"

	"tealset/model/change"
)

// ctrl+c leaves without the answer. This test runs alone: others would take the signal.
func TestCtrlCEndsTheWaitForAnAnswer(t *testing.T) {
	received := make(chan os.Signal, 1) // else a signal that comes too soon would end the tests
	signal.Notify(received, os.Interrupt)
	defer signal.Stop(received)
	b := newBench(t)
	answers, ends := b.inFlight(change.Answer{})
	left := make(chan struct{})
	go func() {
		defer close(left)
		if _, left := b.leaves(time.Hour); len(left) != 1 {
			t.Errorf("%v", left)
		}
	}()
	for waiting := true; waiting; {
		if err := syscall.Kill(os.Getpid(), syscall.SIGINT); err != nil {
			t.Fatal(err)
		}
		select {
		case <-left:
			waiting = false
		case <-time.After(time.Millisecond):
		}
	}
	answers()
	ends()
}
