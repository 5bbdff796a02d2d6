package main

import (
	"context"
	"errors"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
)

// measure runs a case three times, each time with a new process and a new fleet: once
// untouched, once with keys, which make reads of their own, and once on the page of
// clusters.
func measure(ctx context.Context, o options, c scenario, scratch string) (result, error) {
	r := unmeasured()
	var err error
	if r[versionCPU], err = versionWork(ctx, o.binary); err != nil {
		return r, err
	}
	for _, p := range []struct {
		page []string
		do   func(s *session, f *fleet) error
	}{
		{[]string{"--cluster", clusterName}, func(s *session, f *fleet) error { return untouched(ctx, o, s, f, &r) }},
		{[]string{"--cluster", clusterName}, func(s *session, f *fleet) error { return withKeys(ctx, o, s, f, &r) }},
		{nil, func(s *session, f *fleet) error { return onClusters(ctx, o, s, f, &r) }},
	} {
		if err := pass(ctx, o, c, scratch, p.page, p.do); err != nil {
			return r, err
		}
	}
	return r, nil
}

// pass runs the program against a fleet, on a page, and ends both, whatever do says.
func pass(ctx context.Context, o options, c scenario, scratch string, page []string, do func(*session, *fleet) error) error {
	f, err := newFleet(ctx, c)
	if err != nil {
		return err
	}
	s, err := start(ctx, o, f.url, scratch, page)
	if err != nil {
		return errors.Join(err, f.close(ctx))
	}
	err = do(s, f)
	if quit := s.quit(); err == nil { // Of two errors the first is the cause.
		err = quit
	}
	if closed := f.close(ctx); err == nil {
		err = closed
	}
	return err
}

// untouched fills in the times, the requests and the bytes.
func untouched(ctx context.Context, o options, s *session, f *fleet, r *result) error {
	done := func() bool { return !f.allRead().IsZero() && !s.seen().full.IsZero() }
	if err := s.wait(ctx, o.patience, done); err != nil {
		return err
	}
	from, to, err := r.idle(ctx, o, s, idleBytes, idleCPU, idleWakeups)
	if err != nil {
		return err
	}
	r[memory] = peakMemory(s.cmd.Process.Pid)

	f.mu.Lock()
	defer f.mu.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	r.reach(firstNames, firstNamesRequests, s.begun, s.watch.names, f.requests)
	r.reach(firstCounts, firstCountsRequests, s.begun, s.watch.counts, f.requests)
	r.reach(fullScreen, fullScreenRequests, s.begun, s.watch.full, f.requests)
	r.reach(allRead, allReadRequests, s.begun, f.readAll, f.requests)
	aMinute := float64(time.Minute) / float64(to.Sub(from))
	r[idleRequests] = float64(until(f.requests, to)-until(f.requests, from)) * aMinute
	if counts := s.watch.counts; !counts.IsZero() {
		r[firstCountsBytes] = float64(written(s.outputs, counts))
	}
	r[busiestSecond] = float64(busiest(f.requests))
	r[busiestReads] = float64(busiest(serviceReads(f.requests)))
	r[fakeSlowest] = inMilliseconds(f.slowest)
	return nil
}

// idle fills in what the program costs in a minute in which nobody touches it.
func (r *result) idle(ctx context.Context, o options, s *session, bytes, cpu, wakeups figure) (from, to time.Time, err error) {
	before, from := workOf(s.cmd.Process.Pid), time.Now()
	if err := s.wait(ctx, o.idle, func() bool { return false }); err != nil {
		return from, to, err
	}
	after, to := workOf(s.cmd.Process.Pid), time.Now()
	aMinute := float64(time.Minute) / float64(to.Sub(from))
	if after.cpu != missing {
		r[cpu], r[wakeups] = (after.cpu-before.cpu)*aMinute, (after.wakeups-before.wakeups)*aMinute
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	r[bytes] = float64(written(s.outputs, to)-written(s.outputs, from)) * aMinute
	return from, to, nil
}

// settled is how long the page of clusters is given after its first answer.
const settled = 3 * time.Second

// onClusters fills in what the page of clusters costs while nobody touches it.
func onClusters(ctx context.Context, o options, s *session, f *fleet, r *result) error {
	if err := s.wait(ctx, o.patience, func() bool { return f.asked(describeClusters) }); err != nil {
		return err
	}
	if err := s.wait(ctx, settled, func() bool { return false }); err != nil {
		return err
	}
	_, _, err := r.idle(ctx, o, s, clustersBytes, clustersCPU, clustersWakeups)
	return err
}

// reach fills in when something was reached, and the requests that it took; with
// the zero time it was not.
func (r *result) reach(took, requests figure, begun, at time.Time, all []request) {
	if at.IsZero() {
		return
	}
	r[took] = inMilliseconds(at.Sub(begun))
	r[requests] = float64(until(all, at))
}

// withKeys fills in how long keys took, from the first names on: the loading, and
// the refreshes as far as there is time.
func withKeys(ctx context.Context, o options, s *session, f *fleet, r *result) error {
	if err := s.wait(ctx, o.patience, func() bool { return s.seen().selected != "" }); err != nil {
		return err
	}
	if seen := s.seen(); seen.selected == "" {
		if seen.names.IsZero() {
			return nil // There is nothing to move in.
		}
		return errors.New("no row of the list has the cursor, so no key can be timed")
	}
	took, err := s.pressKeys(ctx, o.idle)
	if err != nil {
		return err
	}
	if len(took) == 0 {
		return errors.New("no key moved the cursor")
	}
	slices.Sort(took)
	r[keyMedian] = inMilliseconds(took[len(took)/2])
	r[keyP99] = inMilliseconds(took[len(took)*99/100])
	r[keySlowest] = inMilliseconds(took[len(took)-1])
	f.mu.Lock()
	defer f.mu.Unlock()
	r[keyBusiestReads] = float64(busiest(serviceReads(f.requests)))
	return nil
}

// written counts the bytes that came up to a time.
func written(outputs []output, at time.Time) int {
	n := 0
	for _, o := range outputs {
		if !o.at.After(at) {
			n += o.bytes
		}
	}
	return n
}

// peakMemory is the most memory that a process has had, in MiB, where the system
// tells it: on Linux. The system's count of an ended process would include what
// this one had when it started it.
func peakMemory(pid int) float64 {
	status, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/status")
	if err != nil {
		return missing
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	kib, err := strconv.ParseFloat(strings.Fields(rest + " ?")[0], 64)
	if err != nil {
		return missing
	}
	return kib / 1024
}
