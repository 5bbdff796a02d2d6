package main

import (
	"runtime/debug"
	"testing"
	"testing/synctest"
	"time"
)

// While the dashboard starts, garbage may grow: a collection is time that a person waits.
// After that memory is kept small, and the environment has the last word.
func TestGarbageMayGrowWhileTheDashboardStarts(t *testing.T) {
	const before = 77
	defer debug.SetGCPercent(debug.SetGCPercent(before))
	percent := func() int {
		now := debug.SetGCPercent(before)
		debug.SetGCPercent(now)
		return now
	}
	synctest.Test(t, func(t *testing.T) {
		t.Setenv("GOGC", "")
		defer collectLater()()
		if got := percent(); got != garbageAtStart {
			t.Errorf("%d percent at the start", got)
		}
		time.Sleep(startTakesAtMost)
		synctest.Wait()
		if got := percent(); got != garbage {
			t.Errorf("%d percent later", got)
		}
	})
	debug.SetGCPercent(before)
	t.Setenv("GOGC", "30")
	defer collectLater()()
	if got := percent(); got != before {
		t.Errorf("%d percent against the environment", got)
	}
}
