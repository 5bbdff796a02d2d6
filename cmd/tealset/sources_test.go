package main

import (
	"errors"
	"strings"
	"testing"

	"tealset/model"
)

// What is wrong with a Region that was typed is told on the screen, which shows faults.
func TestWrongRegionIsAFault(t *testing.T) {
	t.Parallel()
	_, err := new(sources).connect(t.Context(), "", "eu west")
	fault, ok := errors.AsType[*model.Fault](err)
	if !ok || !strings.Contains(fault.Headline, `"eu west" is no name of a Region`) || fault.Next == "" {
		t.Errorf("%#v", err)
	}
	if code := exitCode(err); code != exitUsage {
		t.Errorf("exit code %d", code)
	}
}
