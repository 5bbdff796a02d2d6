package main

import (
	"flag"
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// sideBySide is how many of the parallel tests run at once, unless -parallel says so: most
// of them wait for a terminal, and take a tenth of a processor.
const sideBySide = "6"

// TestMain lets the scripts run this program as tealset.
func TestMain(m *testing.M) {
	if err := flag.Set("test.parallel", sideBySide); err != nil {
		panic(err)
	}
	testscript.Main(tests{m}, map[string]func(){"tealset": main})
}

// tests are those of this package, with a directory for what they build.
type tests struct{ *testing.M }

var scratch string

func (r tests) Run() int {
	var err error
	if scratch, err = os.MkdirTemp("", "tealset"); err != nil {
		panic(err)
	}
	defer func() { _ = os.RemoveAll(scratch) }()
	return r.M.Run()
}

// quickExit is for GORACE: a program with the race detector otherwise sleeps for a
// second before it ends.
const quickExit = "atexit_sleep_ms=0"
