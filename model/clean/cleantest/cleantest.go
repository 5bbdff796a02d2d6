// Package cleantest has the texts that tests of every output try.
package cleantest

import (
	_ "embed"
	"strconv"
	"strings"
	"testing"
)

//go:embed payloads.txt
var file string

// raced is whether the race detector looks on, which makes everything ten times as slow.
var raced bool

// Payloads are texts that do harm on a terminal that shows them as they are; with the race
// detector every fourth of them, since races do not depend on what a text says.
func Payloads(tb testing.TB) []string {
	tb.Helper()
	var all []string
	lines := strings.SplitAfter(strings.TrimSpace(file), "\n")
	for i, line := range lines {
		if raced && i%4 != 0 {
			continue
		}
		payload, err := strconv.Unquote(strings.TrimSpace(line))
		if err != nil {
			tb.Fatalf("%s: %v", line, err)
		}
		all = append(all, payload)
	}
	return all
}
