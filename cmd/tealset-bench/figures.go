package main

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// A figure is one of the numbers that are measured for each case.
type figure int

const (
	versionCPU figure = iota
	firstNames
	firstNamesRequests
	firstCounts
	firstCountsRequests
	fullScreen
	fullScreenRequests
	allRead
	allReadRequests
	idleRequests
	busiestSecond
	busiestReads
	keyBusiestReads
	memory
	firstCountsBytes
	idleBytes
	idleCPU
	idleWakeups
	clustersBytes // The same three on the page of clusters.
	clustersCPU
	clustersWakeups
	keyMedian
	keyP99
	keySlowest
	fakeSlowest
	figures // How many there are.
)

// keys are the figures' names in JSON, with their units.
var keys = [figures]string{
	versionCPU: "version_cpu_ms",
	firstNames: "first_names_ms", firstNamesRequests: "first_names_requests",
	firstCounts: "first_counts_ms", firstCountsRequests: "first_counts_requests",
	fullScreen: "full_screen_ms", fullScreenRequests: "full_screen_requests",
	allRead: "all_read_ms", allReadRequests: "all_read_requests",
	idleRequests: "idle_requests_per_minute", busiestSecond: "most_requests_in_a_second",
	busiestReads: "most_service_reads_in_a_second", keyBusiestReads: "most_service_reads_in_a_second_with_keys",
	memory: "peak_memory_mib", firstCountsBytes: "first_counts_bytes", idleBytes: "idle_bytes_per_minute",
	idleCPU: "idle_cpu_ms_per_minute", idleWakeups: "idle_wakeups_per_minute",
	clustersBytes: "clusters_idle_bytes_per_minute", clustersCPU: "clusters_idle_cpu_ms_per_minute",
	clustersWakeups: "clusters_idle_wakeups_per_minute",
	keyMedian:       "key_median_ms", keyP99: "key_p99_ms", keySlowest: "key_slowest_ms", fakeSlowest: "fake_slowest_ms",
}

// A result is every figure of a case. What was not reached is missing.
type result [figures]float64

// missing is later and more than any number, so that a median over some runs that
// did not reach something is right.
var missing = math.Inf(1)

func unmeasured() result {
	var r result
	for i := range r {
		r[i] = missing
	}
	return r
}

// medians are those of each figure by itself. Of an even number of runs the worse
// of the two in the middle counts, as one of them may be missing.
func medians(results []result) result {
	var r result
	for i := range r {
		values := make([]float64, 0, len(results))
		for _, one := range results {
			values = append(values, one[i])
		}
		slices.SortFunc(values, cmp.Compare)
		r[i] = values[len(values)/2]
	}
	return r
}

func inMilliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
