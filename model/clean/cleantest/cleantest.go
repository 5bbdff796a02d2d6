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

// Payloads are texts that do harm on a terminal that shows them as they are.
func Payloads(tb testing.TB) []string {
	tb.Helper()
	var all []string
	for line := range strings.Lines(file) {
		payload, err := strconv.Unquote(strings.TrimSpace(line))
		if err != nil {
			tb.Fatalf("%s: %v", line, err)
		}
		all = append(all, payload)
	}
	return all
}
