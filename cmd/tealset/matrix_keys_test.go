//go:build linux || darwin

package main

import "testing"

// The window keeps the title that it had: it could not be given back when tealset ends.
func TestTheWindowKeepsItsTitle(t *testing.T) {
	t.Parallel()
	s := start(t, nil, "--demo")
	s.see("CLUSTER")
	s.quits()
	if left := leftOn(s.output()); len(left) != 0 {
		t.Errorf("%q are left on", left)
	}
}
