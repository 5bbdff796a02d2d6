package main

import (
	"sync"

	"tealset/cmd/tealset/audit"
	"tealset/cmd/tealset/gateway"
)

// audited tells whether changes are written down. Those of the demo are not real.
func (s settings) audited() bool { return !s.noAudit && !s.demo }

// trail is where changes are written down; nil for nowhere.
func (s settings) trail() gateway.Trail {
	if !s.audited() {
		return nil
	}
	return &lazyTrail{path: audit.DefaultPath()}
}

// lazyTrail opens the trail when the first line is written: a trail that cannot be
// written stops a change, but nobody who only looks. All lines go through the one
// trail that was opened, which writes them in turn.
type lazyTrail struct {
	path string

	mu     sync.Mutex
	opened *audit.Trail // nil until it could be opened
}

func (l *lazyTrail) Append(record audit.Record) error {
	opened, err := l.open()
	if err != nil {
		return err
	}
	return opened.Append(record)
}

func (l *lazyTrail) open() (*audit.Trail, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.opened != nil {
		return l.opened, nil
	}
	opened, err := audit.Open(l.path)
	if err != nil {
		return nil, err // the next line tries again
	}
	l.opened = opened
	return opened, nil
}

// earlierTrail is where changes of earlier runs are looked for; empty for nowhere.
// If nothing may be changed, or --no-audit is given, the file is not opened.
func (s settings) earlierTrail(readOnly bool) string {
	if readOnly || !s.audited() {
		return ""
	}
	return audit.DefaultPath()
}
