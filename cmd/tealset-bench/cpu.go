package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// work is what a process has cost until now.
type work struct {
	cpu     float64 // Milliseconds that its threads have run.
	wakeups float64 // How many times one of them has slept and been woken.
}

// workOf asks the system what a process has cost, where that tells it: on Linux.
func workOf(pid int) work {
	threads, _ := filepath.Glob("/proc/" + strconv.Itoa(pid) + "/task/*")
	if len(threads) == 0 {
		return work{missing, missing}
	}
	var w work
	for _, thread := range threads {
		const nanoseconds = 1e6
		w.cpu += number(thread+"/schedstat", "") / nanoseconds
		w.wakeups += number(thread+"/status", "\nvoluntary_ctxt_switches:")
	}
	return w
}

// number is the one behind a word in a file; zero where there is none, as of a thread that
// has ended.
func number(file, word string) float64 {
	text, err := os.ReadFile(filepath.Clean(file))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(text), word)
	value, _ := strconv.ParseFloat(strings.Fields(rest + " ?")[0], 64)
	return value
}

// starts is how many starts a median of them is taken from.
const starts = 21

// versionWork is the CPU time that --version takes, in milliseconds: the median of some
// runs.
func versionWork(ctx context.Context, binary string) (float64, error) {
	took := make([]float64, 0, starts)
	for range starts {
		cmd := exec.CommandContext(ctx, binary, "--version")
		if err := cmd.Run(); err != nil {
			return 0, err
		}
		took = append(took, inMilliseconds(cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime()))
	}
	slices.Sort(took)
	return took[len(took)/2], nil
}
