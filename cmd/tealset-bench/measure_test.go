//go:build linux || darwin

package main

import (
	"bytes"
	"encoding/json"
	"os"
	"runtime"
	"testing"
	"time"
)

// onLinux are the figures that Linux alone tells.
var onLinux = map[figure]bool{memory: true, idleCPU: true, idleWakeups: true, clustersCPU: true, clustersWakeups: true}

// The whole way, with the program as it is built: what must hold of every run,
// however fast the machine is.
func TestATinyFleetIsMeasured(t *testing.T) {
	const services, visible = 20, 20
	t.Setenv("TMPDIR", t.TempDir()) // to see what is left there
	o := options{
		services: []int{services}, latencies: []time.Duration{0}, width: 120, height: 36,
		idle: 2 * time.Second, patience: 10 * time.Second, runs: 1, json: true,
	}
	var out, progress bytes.Buffer
	// An error as well: a request that the fake saw and that was not counted.
	if err := bench(t.Context(), o, &out, &progress); err != nil {
		t.Fatal(err)
	}
	var told struct{ Cases []map[string]*float64 }
	if err := json.Unmarshal(out.Bytes(), &told); err != nil || len(told.Cases) != 1 {
		t.Fatalf("not one case: %v\n%s", err, out.String())
	}
	got := func(f figure) float64 {
		t.Helper()
		value := told.Cases[0][keys[f]]
		if value == nil {
			if !onLinux[f] || runtime.GOOS == "linux" {
				t.Errorf("%s is missing", keys[f])
			}
			return 0
		}
		return *value
	}
	for f := range figures {
		got(f)
	}
	if most := float64(1 + (visible+9)/10); got(firstCountsRequests) > most {
		t.Errorf("the first counts took %v requests, not %v or fewer", got(firstCountsRequests), most)
	}
	if got(firstNames) <= 0 || got(firstNames) > got(firstCounts) || got(firstCounts) > got(fullScreen) {
		t.Errorf("names, counts and the full screen came after %v, %v and %v ms", got(firstNames), got(firstCounts), got(fullScreen))
	}
	if got(firstNamesRequests) < 1 || got(firstCountsRequests) < 2 || got(allReadRequests) < 3 {
		t.Errorf("too few requests: %v, %v and %v", got(firstNamesRequests), got(firstCountsRequests), got(allReadRequests))
	}
	if got(busiestReads) > got(busiestSecond) || got(busiestSecond) < 3 {
		t.Errorf("%v reads of %v requests in a second", got(busiestReads), got(busiestSecond))
	}
	if got(keyMedian) <= 0 || got(keyMedian) > got(keySlowest) {
		t.Errorf("the median key took %v ms and the slowest %v ms", got(keyMedian), got(keySlowest))
	}
	if left, err := os.ReadDir(os.TempDir()); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
}
