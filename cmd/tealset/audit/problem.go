package audit

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"tealset/model/clean"
)

// A problem is what keeps the trail from being written or read, in one sentence.
type problem struct {
	path   string // as far as it is known, the very file or directory
	wrong  string // what is wrong with it
	remedy string // what to do about it
	cause  error  // nil where the trail itself objects
}

// Error is one sentence without a full stop.
func (p *problem) Error() string {
	text := "the audit trail " + clean.Text(p.path) + " " + p.wrong
	if p.cause != nil {
		text += ": " + reason(p.cause)
	}
	return text + "; " + p.remedy
}

// Unwrap is the error of the operating system.
func (p *problem) Unwrap() error { return p.cause }

// orWithout is the last resort of everything that stops a delete.
const orWithout = ", or use --no-audit"

func newProblem(path, wrong, remedy string) error {
	return &problem{path: path, wrong: wrong, remedy: remedy + orWithout}
}

func unwritable(path string, cause error) error {
	return &problem{path: path, wrong: "cannot be written", remedy: remedyOf(cause) + orWithout, cause: cause}
}

func unreadable(path string, cause error) error {
	remedy := "make it a file that you can read"
	return &problem{path: path, wrong: "cannot be read", remedy: remedy, cause: cause}
}

func remedyOf(cause error) string {
	switch {
	case diskFull(cause):
		return "free some space"
	case errors.Is(cause, fs.ErrPermission):
		return "give yourself the right to write there"
	default:
		return "make it writable"
	}
}

// reason is an error without the path, which the sentence has already.
func reason(err error) string {
	var onPath *fs.PathError
	var onCall *os.SyscallError
	switch {
	case errors.As(err, &onPath):
		err = onPath.Err
	case errors.As(err, &onCall):
		err = onCall.Err
	}
	return clean.Text(err.Error())
}

// ownedByAnother is the problem of what belongs to somebody else, who could change it
// behind the user's back.
func ownedByAnother(path string, uid uint32) error {
	return newProblem(path, fmt.Sprintf("belongs to another user (uid %d)", uid), "make it yours")
}
