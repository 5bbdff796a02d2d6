package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
)

// answer is standard output. It keeps the first error of writing to it: what prints the help
// and the completions tells of none.
type answer struct {
	to io.Writer

	mu     sync.Mutex
	failed error
}

// newAnswer gives the standard output that commands write to, and what keeps its errors.
func newAnswer(to io.Writer) (io.Writer, *answer) {
	a := &answer{to: to}
	if file, ok := to.(*os.File); ok {
		return answerFile{a, file}, a
	}
	return a, a
}

func (a *answer) Write(p []byte) (int, error) {
	n, err := a.to.Write(p)
	if err != nil {
		a.mu.Lock()
		defer a.mu.Unlock()
		if a.failed == nil {
			a.failed = err
		}
	}
	return n, err
}

// ended is the error with which a command ends: that of writing, where the command has no other
// one of its own.
func (a *answer) ended(err error) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.failed != nil && (err == nil || errors.Is(err, a.failed)) {
		return unwrittenError{a.failed}
	}
	return err
}

// answerFile is an answer that the help can tell a terminal from.
type answerFile struct {
	*answer
	file *os.File
}

func (f answerFile) Read(p []byte) (int, error) { return f.file.Read(p) }
func (f answerFile) Close() error               { return f.file.Close() }
func (f answerFile) Fd() uintptr                { return f.file.Fd() }

// unwrittenError is that the answer, or a part of it, could not be written.
type unwrittenError struct{ error }

func (e unwrittenError) Error() string {
	cause := e.error
	if ofSystem := errors.Unwrap(cause); ofSystem != nil { // without the name of the file, which is /dev/stdout
		cause = ofSystem
	}
	return fmt.Sprintf("the answer could not be written: %s; make room, or write it elsewhere", cause)
}

// Unwrap gives the error of the system.
func (e unwrittenError) Unwrap() error { return e.error }

func isUnwritten(err error) bool {
	_, ok := errors.AsType[unwrittenError](err)
	return ok
}
