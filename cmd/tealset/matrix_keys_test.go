//go:build linux || darwin

package main

import (
	"strings"
	"testing"
)

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

// ctrl+c on a Cyrillic keyboard quits, where the terminal tells of the US key in its
// place, which it is asked to.
func TestCtrlCOfACyrillicKeyboard(t *testing.T) {
	t.Parallel()
	s := start(t, nil, "--demo")
	s.see("CLUSTER")
	s.press("\x1b[1089::99;5u")
	s.exits(130)
	if !strings.Contains(s.output(), "\x1b[>5u") {
		t.Error("the terminal is not asked for alternate keys")
	}
}
