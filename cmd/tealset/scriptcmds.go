package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"tealset/cmd/tealset/config"
	"tealset/cmd/tealset/gateway"
	"tealset/cmd/tealset/output"
	"tealset/cmd/tealset/script"
	"tealset/ecsapi"
	"tealset/model"
)

// A command is one that answers once and ends, with what its flags say.
type command struct {
	settings
	output string
	style  output.Style
	config config.Config // in force, once the command runs
	about  script.Scope  // what the flags and the arguments name
}

// addSourceFlags declares the flags that say where a command looks.
func (c *command) addSourceFlags(flags *pflag.FlagSet) {
	flags.BoolVar(&c.demo, "demo", false, "use a made-up shop: no AWS settings, no network")
	flags.StringSliceVar(&c.profiles, "profile", nil, "use this profile of the AWS settings")
	flags.StringSliceVar(&c.regions, "region", nil, "use this AWS Region")
	flags.StringVarP(&c.cluster, "cluster", "c", "", "look in this cluster (name or ARN)")
	flags.StringVarP(&c.service, "service", "s", "", "look in this service of --cluster (name or ARN)")
	addConfigFlags(flags, "config", "budget")
	flags.StringVar(&c.debug, "debug", "", "note every request in this file: operation, time, status; no contents")
}

// severalSources changes the words of the flags of a command that takes several sources.
func severalSources(flags *pflag.FlagSet) {
	flags.Lookup("profile").Usage = "use this profile of the AWS settings, or several: a,b"
	flags.Lookup("region").Usage = "use this AWS Region, or several: eu-west-1,us-east-1"
}

// addOutputFlags declares the flags that say how a list is written.
func (c *command) addOutputFlags(flags *pflag.FlagSet) {
	flags.StringVarP(&c.output, "output", "o", string(output.Table), "write the answer as table, wide, name, tsv, json, jsonl or yaml")
	flags.StringSliceVar(&c.style.Columns, "columns", nil, "write these columns: a,b; help output has their names")
	flags.BoolVar(&c.style.NoHeaders, "no-headers", false, "leave out the line with the names of the columns")
}

// checkFormat takes --output over, as one of the formats that the command has.
func (c *command) checkFormat(of ...output.Format) error {
	format, err := output.ParseFormat(c.output, of...)
	if err != nil {
		return usageError{err.Error()}
	}
	c.style.Format = format
	for i, name := range c.style.Columns { // "a, b" is as good as "a,b"
		c.style.Columns[i] = strings.TrimSpace(name)
	}
	return nil
}

// scope is what the flags and the name of a set are about. It takes the Region from an ARN
// where none was given.
func (c *command) scope(set string) (script.Scope, error) {
	return c.complete(script.Scope{Cluster: c.cluster, Service: c.service, Set: set})
}

func (c *command) complete(scope script.Scope) (script.Scope, error) {
	scope, region, err := scope.Complete()
	c.about = scope
	switch {
	case err != nil || region == "" || c.demo:
		return scope, err
	case len(c.regions) == 0:
		c.regions = []string{region}
	case len(c.regions) > 1 || c.regions[0] != region:
		return scope, usagef("the ARN is of the Region %s; leave out --region", region)
	}
	return scope, nil
}

// one refuses several sources.
func (c *command) one() error {
	switch {
	case len(c.profiles) > 1:
		return usagef("this is about one account; give one --profile, not %d", len(c.profiles))
	case len(c.regions) > 1:
		return usagef("this is about one Region; give one --region, not %d", len(c.regions))
	}
	return nil
}

// run carries a command out at the sources that its flags name, until a signal ends it. It waits
// at the end for the answer to what was sent.
func (c *command) run(ctx context.Context, cmd *cobra.Command, do func(context.Context, script.Shell, []script.Source) error) error {
	return c.runWith(ctx, cmd, func(ctx context.Context, shell script.Shell, sources []script.Source, _ opening) error {
		return do(ctx, shell, sources)
	})
}

// runWith is run for a command that needs more of what was opened.
func (c *command) runWith(
	ctx context.Context, cmd *cobra.Command, do func(context.Context, script.Shell, []script.Source, opening) error,
) (err error) {
	if err := c.checkSources(); err != nil {
		return err
	}
	ctx, stop := untilSignal(ctx)
	defer stop()
	c.flag = given(cmd.Flags())
	opened, err := c.open(ctx, func(model.Call) {})
	if err != nil {
		return err
	}
	c.config = opened.config
	defer func() { err = cmp.Or(err, opened.close()) }()
	leave := sync.OnceValue(func() error { return opened.ledger.Leave(cmd.ErrOrStderr(), answerTimeout) })
	defer endSoon(ctx, leave)()
	var sources []script.Source
	for _, source := range opened.all {
		guarded, _ := source.Changes.(*gateway.Gateway) // as sources makes all
		reader, _ := source.Backend.(*ecsapi.Reader)    // which reads more than the dashboard needs
		sources = append(sources, script.Source{
			Reader: reader, Changes: source.Changes, Profile: source.Profile, Region: source.Region, Endpoint: source.Endpoint,
			Forbids: guarded.Forbidden, Leave: func() bool { return allAnswered(leave()) }, NameAlways: c.config.NameAlways,
			Dangling: source.Dangling, Promotions: source.Promotions,
		})
	}
	err = neverFound(do(ctx, shellOf(ctx, cmd), sources, opened), c.about)
	if ended, ok := errors.AsType[endedBy](context.Cause(ctx)); ok && err != nil {
		err = ended
	}
	return cmp.Or(leave(), err)
}

// allAnswered tells whether every change that was sent has an answer by which its outcome is
// known, by what Leave gave.
func allAnswered(left error) bool {
	unsettled, _ := errors.AsType[gateway.UnsettledError](left)
	return !slices.ContainsFunc(unsettled, func(u gateway.Unsettled) bool { return !u.Outcome.Known() })
}

// neverFound tells of what a person named and ECS does not know that it is not there, not that
// it is gone.
func neverFound(err error, about script.Scope) error {
	fault, ok := errors.AsType[*model.Fault](err)
	if !ok {
		return err
	}
	told := *fault
	told.Next = "Check the name, the Region and the account."
	switch {
	case fault.Kind == model.FaultClusterNotFound && about.Cluster != "":
		told.Headline = "there is no cluster " + model.NameOf(about.Cluster)
	case fault.Kind == model.FaultServiceNotFound && about.Service != "":
		told.Headline = "there is no service " + model.NameOf(about.Service) + " in " + model.NameOf(about.Cluster)
	default:
		return err
	}
	return &told
}

// shellOf is where the command runs. A person can be asked where both the standard input and
// the standard error are terminals, until the context ends.
func shellOf(ctx context.Context, cmd *cobra.Command) script.Shell {
	shell := script.Shell{Out: cmd.OutOrStdout(), Err: cmd.ErrOrStderr(), Now: time.Now, Sleep: sleep}
	shell.Progress = term.IsTerminal(os.Stderr.Fd())
	if width, _, err := term.GetSize(os.Stdout.Fd()); err == nil {
		shell.Width = width
	}
	if shell.Progress && term.IsTerminal(os.Stdin.Fd()) {
		shell.Ask = func(question string) (string, error) {
			// The reads before a question take seconds: what is typed meanwhile is no answer to it.
			if err := discardTypedAhead(os.Stdin); err != nil {
				return "", fmt.Errorf("nobody can be asked, since what was typed before cannot be discarded; give --yes: %w", err)
			}
			return ask(ctx, os.Stderr, os.Stdin, question)
		}
	}
	return shell
}

// sleep waits, and ends early with the context.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
