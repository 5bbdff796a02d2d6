package main

import (
	"strings"
	"testing"
)

// With --bell the window's title is saved before the screen and brought back after it;
// without it nothing is written.
func TestTheTitleIsBroughtBack(t *testing.T) {
	for bell, want := range map[bool]string{true: "\x1b[22;2t\x1b[23;2t", false: ""} {
		var out strings.Builder
		settings{bell: bell}.keepTitle(&out)()
		if out.String() != want {
			t.Errorf("bell %t writes %q", bell, out.String())
		}
	}
}
