package ui

import (
	"flag"
	"os"
	"runtime"
	"runtime/metrics"
	"slices"
	"testing"
	"time"

	"tealset/ecsapi/ecsfake"
)

var soakFor = flag.Duration("soak", 3*time.Second, "how long TestSoak runs a world at ten times its speed")

// use is what a program holds on to.
type use struct {
	heap, goroutines, files int
}

// used is measured after a garbage collection. Files are 0 where there is no /proc.
func used() use {
	runtime.GC()
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	files, _ := os.ReadDir("/proc/self/fd")
	return use{heap: int(live[0].Value.Uint64()), goroutines: runtime.NumGoroutine(), files: len(files)} //nolint:gosec // it fits
}

// A world that churns at ten times its speed, with keys on every page and deletions
// now and then, leaves memory, goroutines and files as they were. -soak=1h is the
// long run; docs/performance.md has its figures.
func TestSoak(t *testing.T) {
	start := time.Now()
	fast := func() time.Time { return start.Add(10 * time.Since(start)) }
	s := operate(t, ecsfake.Demo(fast), 120, 36, func(o *setup) { o.Demo, o.Now, o.Refresh = true, fast, time.Second })
	s.see("5 clusters")
	s.wire.mute() // the emulator keeps what scrolls away
	hands := newFingers(*randomSeed)
	var uses []use
	const samples = 12
	for i := range samples {
		for until := start.Add(*soakFor * time.Duration(i+1) / samples); time.Now().Before(until); {
			select {
			case err := <-s.ended:
				t.Fatalf("the program ended after %s: %v", time.Since(start), err)
			default:
			}
			switch n := hands.IntN(200); {
			case n < 2:
				s.confirm(hands)
			case n < 100:
				time.Sleep(time.Duration(hands.IntN(100)) * time.Millisecond) // looks
			default:
				s.press(hands.key())
			}
		}
		requests := s.ecs.Count("*")
		s.ecs.Forget()
		uses = append(uses, used())
		t.Logf("after %s: heap %d KB, %d goroutines, %d files; %d requests, %d deletions", time.Since(start).Round(time.Second),
			uses[i].heap/1000, uses[i].goroutines, uses[i].files, requests, s.ecs.Count("DeleteTaskSet"))
	}
	by := func(of func(use) int) func(a, b use) int { return func(a, b use) int { return of(a) - of(b) } }
	first, last := uses[samples/4:samples/2], uses[samples/2:]
	for name, part := range map[string]struct {
		of    func(use) int
		slack int
	}{
		"heap bytes": {func(u use) int { return u.heap }, 2_000_000},
		"goroutines": {func(u use) int { return u.goroutines }, 15},
		"files":      {func(u use) int { return u.files }, 2},
	} {
		// The least of the second half: what is kept is there all the time, and what an answer
		// takes while it is read is not.
		before, after := part.of(slices.MaxFunc(first, by(part.of))), part.of(slices.MinFunc(last, by(part.of)))
		if after > before+part.slack {
			t.Errorf("%s grew from %d to %d", name, before, after)
		}
	}
}
