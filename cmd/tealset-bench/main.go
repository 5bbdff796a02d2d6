// Command tealset-bench measures tealset from the outside: it runs the built
// program on a terminal of its own against an ECS on this machine, which counts
// and times every request, and prints a table with a row for each case.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"syscall"

	"github.com/spf13/pflag"
)

// Exit codes. A shell adds the number of a signal, 2 for ctrl+c, to 128.
const (
	exitError       = 1
	exitUsage       = 2
	exitInterrupted = 130
)

func main() {
	os.Exit(run(context.Background(), os.Args[1:], os.Stdout, os.Stderr))
}

// run measures what the arguments say and returns the exit code.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	o, err := parse(args, stdout)
	switch {
	case errors.Is(err, pflag.ErrHelp):
		return 0
	case err != nil:
		_, _ = fmt.Fprintf(stderr, "tealset-bench: %v\n", err)
		return exitUsage
	}
	if err := bench(ctx, o, stdout, stderr); err != nil {
		if ctx.Err() != nil {
			return exitInterrupted
		}
		_, _ = fmt.Fprintf(stderr, "tealset-bench: %v\n", err)
		return exitError
	}
	return 0
}

// bench measures every case and prints the report. All that it writes to the disk
// is in one directory, which is gone at its end.
func bench(ctx context.Context, o options, stdout, progress io.Writer) (err error) {
	scratch, err := os.MkdirTemp("", "tealset-bench-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(scratch)) }()
	if o.binary == "" {
		if o.binary, err = build(ctx, scratch); err != nil {
			return err
		}
	}
	if o.stories > 0 {
		return stories(ctx, o, scratch, stdout)
	}
	programs := []string{o.binary}
	if o.beside != "" {
		programs = append(programs, o.beside)
	}
	for _, program := range programs {
		if err := warmUp(ctx, program); err != nil {
			return err
		}
	}
	r := newReport(o)
	for _, c := range o.cases() {
		results := make([][]result, len(programs))
		for i := range o.runs {
			for j, program := range programs {
				_, _ = fmt.Fprintf(progress, "%s: run %d of %d\n", c, i+1, o.runs)
				o.binary = program
				measured, err := measure(ctx, o, c, scratch)
				if err != nil {
					return fmt.Errorf("%s: %w", c, err)
				}
				results[j] = append(results[j], measured)
			}
		}
		r.add(c, medians(results[0]))
		if len(programs) > 1 {
			r.compare(c, medians(results[0]), medians(results[1]))
		}
	}
	return r.print(stdout, o.json)
}

// build makes the program as a user gets it. The package's path, unlike a
// directory, holds wherever in the module this is called.
func build(ctx context.Context, scratch string) (string, error) {
	program := filepath.Join(scratch, "tealset")
	if runtime.GOOS == "windows" {
		program += ".exe"
	}
	cmd := exec.CommandContext(ctx, "go", "build", "-o", program, "tealset/cmd/tealset") //nolint:gosec // The directory is our own.
	if output, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("cannot build tealset: %w\n%s", err, output)
	}
	return program, nil
}

// warmUp runs the program once without a screen, so that the first case does not
// pay for reading it from the disk.
func warmUp(ctx context.Context, binary string) error {
	cmd := exec.CommandContext(ctx, binary, "--version")
	if output, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("the program does not run: %w\n%s", err, output)
	}
	return nil
}
