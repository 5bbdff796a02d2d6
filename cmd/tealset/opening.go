package main

import (
	"cmp"
	"context"
	"time"

	"tealset/cmd/tealset/audit"
	"tealset/cmd/tealset/config"
	"tealset/cmd/tealset/gateway"
	"tealset/cmd/tealset/script"
	"tealset/ecsapi"
	"tealset/model"
	"tealset/ui"
)

// opening is what the dashboard and every command ask AWS through, and change ECS by.
type opening struct {
	all     []ui.Source // those that the flags name
	sources *sources
	config  config.Config
	ledger  *gateway.Ledger
	close   func() error // call it at the end; its error is of the debug log
}

// open makes the sources that the flags name, by the configuration and the environment. It
// sends no request. Observe is told of every request.
func (s settings) open(ctx context.Context, observe func(model.Call)) (o opening, err error) {
	if o.config, err = s.configured(); err != nil {
		return o, err
	}
	log, err := s.debugLog()
	if err != nil {
		return o, err
	}
	log.Started(time.Now(), o.config.Files)
	o.ledger = gateway.NewLedger(s.trail(), audit.Self(version))
	keyring := ecsapi.NewKeyring()
	o.close = func() error {
		keyring.Close()
		return noRetry(log.Close(), o.ledger)
	}
	o.sources = &sources{
		keyring:  keyring,
		settings: s, config: o.config, ledger: o.ledger, trail: s.earlierTrail(o.config.ReadOnly != ""),
		observe: func(call model.Call) { log.Call(call); observe(call) },
	}
	if o.all, err = o.sources.opened(ctx); err != nil {
		return o, cmp.Or(err, o.close())
	}
	return o, nil
}

// noRetry makes of an error one that no script takes for a change that has not happened, where one
// may have been made.
func noRetry(err error, ledger *gateway.Ledger) error {
	if err == nil || !ledger.Made() {
		return err
	}
	return script.Error{Code: exitOpen, Sentence: "a change was sent, see the audit trail, but the debug log could not be written: " + err.Error()}
}
