package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"runtime"
	"runtime/debug"
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/cmd/tealset/config"
	"tealset/ecsapi"
	"tealset/ui"
)

// garbage is how much of it, in percent of what is in use, is let grow: a bastion has
// little memory, and the dashboard much time. Until the first screen is full, each
// collection is time that a person waits.
const (
	garbage          = 50
	garbageAtStart   = 400
	startTakesAtMost = time.Second
)

// collectLater lets garbage grow while the dashboard starts, unless the environment says
// how much may. Call stop at the end.
func collectLater() (stop func()) {
	if os.Getenv("GOGC") != "" {
		return func() {}
	}
	debug.SetGCPercent(garbageAtStart)
	timer := time.AfterFunc(startTakesAtMost, func() { debug.SetGCPercent(garbage) })
	return func() { timer.Stop() }
}

// answerTimeout is how long the answer to a change is waited for after the screen has
// been left.
const answerTimeout = 10 * time.Second

// dashboard runs the screen until the person leaves it. The terminal is looked at
// last, so that a wrong setting is told in a pipe as well.
func dashboard(ctx context.Context, s settings) (err error) {
	if err := s.check(); err != nil {
		return err
	}
	defer collectLater()()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	calls := newCallQueue()
	opened, err := s.open(ctx, calls.add)
	if err != nil {
		return err
	}
	defer func() { err = cmp.Or(err, opened.close()) }()
	if err := checkTerminal(); err != nil {
		return err
	}
	var pause *suspension
	end, rest := newEnding(&pause), newRest(os.Stdout)
	program := tea.NewProgram(&resting{Model: ui.New(ctx, opened.all, s.options(opened))}, programOptions(end, rest)...)
	rest.send = program.Send
	pause, done := suspensionOf(program)
	defer done()
	left := end.watch(program.Quit, func() error { return opened.ledger.Leave(io.Discard, answerTimeout) })
	stop := calls.deliver(program.Send)
	restore := s.keepTitle(os.Stdout)
	_, err = program.Run()
	restore()
	left()
	stop()
	// A terminal that is gone is an error to Bubble Tea as well: the signal that
	// told of it comes first, and before both what is not known of a change.
	return cmp.Or(opened.ledger.Leave(os.Stderr, answerTimeout), end.err(), terminalError(err))
}

// debugLog is where requests are noted; nil for nowhere.
func (s settings) debugLog() (*debugLog, error) {
	if s.debug == "" {
		return nil, nil //nolint:nilnil // a nil log is one that is off
	}
	return openDebugLog(s.debug)
}

// terminalError puts what Bubble Tea gives back into a sentence. It has left the screen
// by then, and printed a panic.
func terminalError(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, tea.ErrProgramPanic):
		return errors.New("this is an error of tealset; report it with the text above")
	default:
		return fmt.Errorf("the terminal failed; start tealset again in another one: %w", err)
	}
}

func (s settings) options(o opening) ui.Options {
	c := o.config
	options := ui.Options{
		Demo: s.demo, Cluster: s.cluster, Service: s.service,
		Refresh: c.Refresh, NoAudit: s.noAudit, Bell: s.bell, Jitter: rand.Float64,
		Theme: ui.Theme(c.Theme), ASCII: c.ASCII == config.True || c.ASCII == config.Auto && wantsASCII(os.Getenv, runtime.GOOS), Tmux: os.Getenv("TMUX") != "",
		Keymap: c.Keys, Columns: c.Columns, NameAlways: c.NameAlways, Size: terminalSize,
	}
	if s.demo {
		options.Cluster = cmp.Or(options.Cluster, demoCluster) // where something happens
		return options
	}
	if len(s.regions) == 1 {
		options.Region = s.regions[0]
	}
	options.Connect, options.Profiles = o.sources.connect, ecsapi.Profiles()
	for _, region := range ecsapi.Regions() {
		options.Regions = append(options.Regions, ui.Region(region))
	}
	return options
}
