package main

import "time"

// ECS's names for the reads of clusters and of services. Those of services share one
// quota of an account.
const (
	describeClusters = "DescribeClusters"
	listServices     = "ListServices"
	describeServices = "DescribeServices"
)

// until counts the requests that came in up to a time. Requests are in the order
// of their times everywhere here.
func until(requests []request, at time.Time) int {
	n := 0
	for n < len(requests) && !requests[n].at.After(at) {
		n++
	}
	return n
}

// busiest is the most requests that came in within any one second.
func busiest(requests []request) int {
	most, first := 0, 0
	for i, r := range requests {
		for r.at.Sub(requests[first].at) >= time.Second {
			first++
		}
		most = max(most, i-first+1)
	}
	return most
}

// serviceReads are the requests that read services.
func serviceReads(requests []request) []request {
	var reads []request
	for _, r := range requests {
		if r.operation == listServices || r.operation == describeServices {
			reads = append(reads, r)
		}
	}
	return reads
}
