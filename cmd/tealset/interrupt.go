package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"tealset/cmd/tealset/output"
)

// untilSignal is a context that ends at the first signal that ends a program, with the signal
// as its cause. A second one ends the program at once. A signal that was ignored from the
// start, as nohup does with SIGHUP, stays ignored.
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
			signal.Stop(received)
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

// ask puts a question on one stream and reads one line from another. The end of the input is
// an empty line.
func ask(w io.Writer, r io.Reader, question string) (string, error) {
	if _, err := fmt.Fprint(w, output.Signs(question)+" "); err != nil {
		return "", err
	}
	line, err := bufio.NewReader(r).ReadString('\n')
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return strings.TrimSpace(line), err
}
