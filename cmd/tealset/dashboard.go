package main

import (
	"context"
	"errors"
	"os"
	"runtime"
	"time"

	tea "charm.land/bubbletea/v2"

	"tealset/ecsapi"
	"tealset/ecsapi/ecsfake"
	"tealset/model"
	"tealset/ui"
)

// errInterrupted means that the person left by ctrl+c or a signal did.
var errInterrupted = errors.New("interrupted")

// dashboard runs the screen until the person leaves it.
func dashboard(ctx context.Context, s settings) error {
	if err := s.check(); err != nil {
		return err
	}
	if err := checkTerminal(); err != nil {
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
	program = tea.NewProgram(ui.New(ctx, client, s.options(client)), programOptions()...)
	_, err = program.Run()
	if errors.Is(err, tea.ErrInterrupted) {
		return errInterrupted
	}
	return err
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
		Refresh: s.refresh, ReadOnly: s.readOnly,
		ASCII: s.ascii || wantsASCII(os.Getenv, runtime.GOOS),
	}
	if s.demo {
		options.Endpoint = ""
	}
	return options
}
