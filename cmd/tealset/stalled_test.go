//go:build linux || darwin

package main

import (
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"tealset/cmd/tealset/audit"
	"tealset/ecsapi/ecsfake"
)

// stall lets the terminal take no more output, as a connection that hangs, and has the
// program draw until it waits for that.
func (o *operator) stall() {
	o.t.Helper()
	o.reading.Lock()
	o.t.Cleanup(o.reading.Unlock)
	for i := range 40 {
		o.resize(150+i%2, 50)
		time.Sleep(20 * time.Millisecond) // a frame of its own for each
	}
}

// trails waits until the audit trail has these lines.
func (o *operator) trails(want ...string) {
	o.t.Helper()
	for deadline := time.Now().Add(patience); ; time.Sleep(5 * time.Millisecond) {
		records, _, err := audit.Read(o.trail) // a line may be half there
		if slices.Equal(kinds(records), want) {
			return
		}
		if time.Now().After(deadline) {
			o.t.Fatalf("the audit trail has %q, not %q: %v", kinds(records), want, err)
		}
	}
}

// A terminal that takes no output keeps no outcome from the trail, and the exit code
// tells what ended the program.
func TestAStalledTerminalKeepsNoOutcomeFromTheTrail(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		signal syscall.Signal
		code   int
	}{"SIGTERM": {syscall.SIGTERM, 143}, "SIGHUP": {syscall.SIGHUP, 129}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := operate(t)
			gate := ecsfake.NewGate()
			t.Cleanup(gate.Open)
			o.ecs.Fail("DeleteTaskSet", 1, gate.Hold())
			o.inFlight()
			o.stall()
			gate.Open()
			o.trails("intent", "outcome accepted")
			o.signal(test.signal)
			o.exits(test.code)
			o.trails("intent", "outcome accepted")
		})
	}
}

// An outcome that cannot be written to the trail is printed when the screen is left,
// and the exit code is not that of a change that has not happened.
func TestAnOutcomeThatIsNotInTheTrailIsToldOnLeaving(t *testing.T) {
	t.Parallel()
	o := operate(t)
	gate := ecsfake.NewGate()
	t.Cleanup(gate.Open)
	o.ecs.Fail("DeleteTaskSet", 1, gate.Hold())
	o.inFlight()
	if err := os.Remove(o.trail); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(o.trail, 0o700); err != nil {
		t.Fatal(err)
	}
	gate.Open()
	o.see("is DRAINING")
	o.quit()
	o.exits(exitOpen)
	if told := o.output(); !strings.Contains(told, "tealset: the outcome of DeleteTaskSet ecs-svc/") ||
		!strings.Contains(told, "(accepted) was not written down: ") {
		t.Errorf("%q", told)
	}
}
