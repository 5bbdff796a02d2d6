package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/ecsapi"
	"tealset/ecsapi/ecsfake"
	"tealset/model"
	"tealset/ui"
)

// dashboard runs the screen until the person leaves it. The terminal is looked at
// last, so that a wrong setting is told in a pipe as well.
func dashboard(ctx context.Context, s settings) error {
	if err := s.check(); err != nil {
		return err
	}
	readOnly, err := s.readOnlyIn()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	// The client tells of every request; none is made before the program runs.
	var program *tea.Program
	client, err := s.client(ctx, func(call model.Call) { program.Send(ui.CallEnded(call)) })
	if err != nil {
		return err
	}
	if err := checkRegion(client.Region()); err != nil {
		return err
	}
	if err := checkTerminal(); err != nil {
		return err
	}
	end := newEnding()
	guarded := newGateway(client, readOnly(client.Profile()), s.trail())
	options := s.options(client)
	options.ReadOnly, options.Dangling = guarded.readOnly, guarded.adopt(s.records())
	program = tea.NewProgram(ui.New(ctx, guarded, options), programOptions(end)...)
	left := end.watch(program.Quit, func() error { return guarded.leave(io.Discard, answerWithin) })
	_, err = program.Run()
	left()
	// A terminal that is gone is an error to Bubble Tea as well: the signal that
	// told of it comes first, and before both what is not known of a deletion.
	return cmp.Or(guarded.leave(os.Stderr, answerWithin), end.err(), told(err))
}

// told puts what Bubble Tea gives back into a sentence. It has left the screen by
// then, and printed a panic.
func told(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, tea.ErrProgramPanic):
		return errors.New("this is an error of tealset; report it with the text above")
	default:
		return fmt.Errorf("the terminal failed; start tealset again in another one: %w", err)
	}
}

// client is the one that the flags and AWS's settings name, or the demo's.
func (s settings) client(ctx context.Context, observe func(model.Call)) (*ecsapi.Client, error) {
	if s.demo {
		return ecsapi.New(ecsapi.Fixed{
			Region: demoRegion, Endpoint: demoEndpoint, Version: version, Observe: observe,
			Transport: ecsfake.Demo(time.Now).Client().Transport,
		}), nil
	}
	return ecsapi.Load(ctx, ecsapi.Settings{Profile: s.profile, Region: s.region, Version: version, Observe: observe})
}

// The demo answers from memory: no name is looked up and no connection opened.
const (
	demoRegion   = "eu-west-1"
	demoEndpoint = "http://demo.invalid"
)

func (s settings) options(client *ecsapi.Client) ui.Options {
	options := ui.Options{
		Region: client.Region(), Profile: client.Profile(), Endpoint: client.Endpoint(), Demo: s.demo,
		Cluster: s.cluster, Service: s.service,
		Refresh: s.refresh, NoAudit: s.noAudit,
		ASCII: s.ascii || wantsASCII(os.Getenv, runtime.GOOS),
	}
	if s.demo {
		options.Endpoint = ""
	}
	return options
}
