package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"tealset/cmd/tealset/output"
)

// untilSignal is a context that ends at the first signal that ends a program, with the signal
// as its cause. Those after it change nothing, as shells send SIGHUP and SIGTERM twice, and the
// answer to a change may still be awaited; see endSoon, and Ledger.Leave for ctrl+c. A signal that
// was ignored from the start, as nohup does with SIGHUP, stays ignored.
func untilSignal(ctx context.Context) (_ context.Context, stop func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	received := make(chan os.Signal, 1)
	for _, s := range []os.Signal{syscall.SIGHUP, syscall.SIGINT, syscall.SIGQUIT, syscall.SIGTERM} {
		if !signal.Ignored(s) {
			signal.Notify(received, s)
		}
	}
	go func() {
		select {
		case s := <-received:
			number, ok := s.(syscall.Signal)
			if !ok {
				number = syscall.SIGTERM // no signal of a Unix
			}
			cancel(endedBy{number})
		case <-ctx.Done():
		}
	}()
	return ctx, func() {
		signal.Stop(received)
		cancel(nil)
	}
}

// endSoon ends the program where the command does not end by itself soon after a signal, as one
// that writes to a pipe that nobody reads. What was sent gets its time first: leave waits for the
// answer. Call left when the command has ended.
func endSoon(ctx context.Context, leave func() error) (left func()) {
	gone := make(chan struct{})
	ends := func() bool {
		select {
		case <-gone:
			return true
		case <-time.After(restoreTimeout):
			return false
		}
	}
	cancel := context.AfterFunc(ctx, func() {
		if ends() {
			return
		}
		if err := leave(); !ends() { // what has come is written yet
			os.Exit(exitCode(cmp.Or(err, context.Cause(ctx))))
		}
	})
	return func() {
		cancel()
		close(gone)
	}
}

// ask puts a question on one stream and reads one line from another. The end of the input is
// an empty line. The context ends the question: a read of a terminal cannot be interrupted, so it
// is left behind.
func ask(ctx context.Context, w io.Writer, r io.Reader, question string) (string, error) {
	if _, err := fmt.Fprint(w, output.Signs(question)+" "); err != nil {
		return "", err
	}
	type answer struct {
		line string
		err  error
	}
	answers := make(chan answer, 1)
	go func() {
		line, err := bufio.NewReader(r).ReadString('\n')
		if errors.Is(err, io.EOF) { // no line end was typed
			_, err = fmt.Fprintln(w)
		}
		answers <- answer{strings.TrimSpace(line), err}
	}()
	select {
	case a := <-answers:
		return a.line, a.err
	case <-ctx.Done():
		_, _ = fmt.Fprintln(w) // the shell's prompt begins a line
		return "", context.Cause(ctx)
	}
}
