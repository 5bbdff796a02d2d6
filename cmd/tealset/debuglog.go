package main

import (
	"cmp"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"tealset/model"
)

// debugLog is a file with one line for each request: its time, profile, Region and
// operation, and how it ended. The target, bodies and credentials are left out, so that
// the file can be shown to others. It is safe for concurrent use; a nil one is off.
type debugLog struct {
	mu   sync.Mutex
	file *os.File
	err  error // the first of writing
}

// openDebugLog opens a log to append to, and makes it where it is missing. Others
// cannot read it from then on: it tells which profiles, Regions and requests there were.
func openDebugLog(path string) (*debugLog, error) {
	// Before it is opened: the other end of a pipe would notice.
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return nil, noPlainFile(path)
	}
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY|openNonblocking, 0o600) //nolint:gosec // the person's own choice
	if err != nil {
		return nil, usagef("the debug log cannot be opened (%s); name a file that can be written", err)
	}
	if err := makePrivate(file); err != nil {
		_ = file.Close()
		return nil, err
	}
	return &debugLog{file: file}, nil
}

// makePrivate refuses what is not a regular file of the user's own, and takes all rights to it
// from other users.
func makePrivate(file *os.File) error {
	info, err := file.Stat()
	switch {
	case err != nil:
		return usagef("the debug log cannot be looked at (%s); name another file", err)
	case !info.Mode().IsRegular():
		return noPlainFile(file.Name())
	case !ownedByUser(info):
		return usagef("the debug log %s belongs to another user; name a file of your own", file.Name())
	case !openToOthers(info):
		return nil
	}
	if err := file.Chmod(info.Mode().Perm() & 0o700); err != nil {
		return usagef("the debug log is open to others and cannot be made private (%s); name another file", err)
	}
	return nil
}

func noPlainFile(path string) error {
	return usagef("the debug log %s is not a regular file; name a file that can be written", path)
}

// Started writes the line of a start: where the configuration was read, if it was.
func (l *debugLog) Started(at time.Time, configs []string) {
	if l == nil {
		return
	}
	l.write("time=" + at.UTC().Format(logTime) + " version=" + logValue(version) +
		" config=" + logValue(strings.Join(configs, " ")) + "\n")
}

// Call writes the line of a request. A failure is told by Close: nobody can act on
// it before.
func (l *debugLog) Call(c model.Call) {
	if l != nil {
		l.write(logLine(c))
	}
}

func (l *debugLog) write(line string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	_, err := l.file.WriteString(line) // at once, so that two programs may share a log
	l.err = cmp.Or(l.err, err)
}

// Close ends the log with the first error that it met.
func (l *debugLog) Close() error {
	if l == nil {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return cmp.Or(l.err, l.file.Close())
}

const logTime = "2006-01-02T15:04:05.000Z07:00" // RFC 3339

// logLine is a request as one line of key=value. It has a fault only if the request
// had one.
func logLine(c model.Call) string {
	fields := []string{
		"time=" + c.At.UTC().Format(logTime),
		"profile=" + logValue(c.Profile),
		"region=" + logValue(c.Region),
		"operation=" + logValue(c.Operation),
		"took=" + c.Took.Round(time.Millisecond).String(),
		"attempts=" + strconv.Itoa(c.Attempts),
		"status=" + strconv.Itoa(c.Status),
		"request_id=" + logValue(c.RequestID),
	}
	if c.Fault != nil {
		fields = append(fields, "fault="+logValue(cmp.Or(c.Fault.Code, c.Fault.Headline)))
	}
	return strings.Join(fields, " ") + "\n"
}

// logValue is a value, quoted where it would not be one word of plain signs.
func logValue(text string) string {
	quoted := strconv.Quote(text)
	if text == "" || strings.ContainsAny(text, " =") || quoted[1:len(quoted)-1] != text {
		return quoted
	}
	return text
}
