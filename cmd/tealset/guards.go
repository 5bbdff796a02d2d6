package main

import (
	"os"
	"runtime"
	"sync"

	"tealset/cmd/tealset/audit"
	"tealset/cmd/tealset/gateway"
)

// readConfigs reads the configuration files of this user.
func readConfigs() (config, error) {
	names, err := configPaths(runtime.GOOS, os.Getenv)
	if err != nil {
		return config{}, err
	}
	return loadConfig(names)
}

// readOnlyIn tells, for whose keys sign, in which accounts nothing may be deleted, and
// why: by the flag, the environment and the configuration file. Everywhere is true where
// no account matters, since the flag or the environment forbids it.
func (s settings) readOnlyIn(c config) (in func(keyOwner) func(account string) (why string), everywhere bool, err error) {
	variable, err := readOnlyVariable(os.Getenv)
	if err != nil {
		return nil, false, err
	}
	var why string
	switch {
	case s.readOnly:
		why = "tealset was started with --read-only"
	case variable:
		why = "TEALSET_READ_ONLY is set"
	}
	return func(owner keyOwner) func(string) string { return c.readOnly(why, owner) }, why != "", nil
}

// audited tells whether deletions leave a trail. Those of the demo are made up.
func (s settings) audited() bool { return !s.noAudit && !s.demo }

// trail is where deletions are written down; nil for nowhere.
func (s settings) trail() gateway.Trail {
	if !s.audited() {
		return nil
	}
	return &lazyTrail{path: audit.DefaultPath()}
}

// lazyTrail opens the trail with the first line: a trail that cannot be written
// stops a deletion, not a look at what runs. All lines go through the one that was
// opened, which lets them queue.
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

// earlierTrail is where deletions of earlier runs are looked for; empty for nowhere.
// Where nothing may be deleted, or no trail is wanted, the file is not even opened.
func (s settings) earlierTrail(readOnly bool) string {
	if readOnly || !s.audited() {
		return ""
	}
	return audit.DefaultPath()
}
