package main

import (
	"cmp"
	"context"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"tealset/cmd/tealset/output"
	"tealset/cmd/tealset/script"
	"tealset/model/change"
)

// addChangeFlags declares the flags of every command that changes something.
func (c *command) addChangeFlags(flags *pflag.FlagSet, options *script.ChangeOptions, expected *[]string) {
	flags.BoolVar(&c.readOnly, "read-only", false, "never change anything")
	flags.BoolVar(&c.noAudit, "no-audit", false, "change without leaving an audit trail")
	flags.StringArrayVar(expected, "if", nil, "send nothing unless this member of the task set has this value: FIELD=VALUE; may be given again")
	flags.BoolVar(&options.Yes, "yes", false, "ask nobody")
	flags.StringVar(&options.Name, "confirm", "", "name the service, which a danger wants beside --yes")
	flags.BoolVar(&options.DryRun, "dry-run", false, "tell the checks and what would be sent, and send nothing")
	flags.BoolVar(&options.Wait, "wait", false, "wait until the change has had its effect")
	flags.DurationVar(&options.Timeout, "timeout", 10*time.Minute, "wait no longer than this, from 1s to 24h")
	flags.StringVarP(&c.output, "output", "o", string(output.Table), "write the outcome as table or json")
	c.addRefreshFlag(flags)
}

func newDelete(o *order) *cobra.Command {
	var c command
	var options script.ChangeOptions
	var expected []string
	cmd := &cobra.Command{
		Use:   "delete [id|arn]",
		Short: "Delete a task set",
		Long: "Deletes one task set by the same checks, the same way and with the same audit trail as the dashboard. On a terminal it asks; elsewhere it needs --yes, " +
			"and where the dialog wants the service's name typed, --confirm as well. --force is ECS's own, for a task set that is not scaled to zero.",
		Example: "tealset delete ecs-svc/1234567890123456789 -c shop-prod -s checkout --dry-run\n" +
			"tealset delete ecs-svc/1234567890123456789 -c shop-prod -s checkout --if status=ACTIVE --if runningCount=0 --yes --wait",
		Args: cobra.ArbitraryArgs, // see the root's
		Run: func(cmd *cobra.Command, args []string) {
			options.Kind = change.DeleteTaskSet
			o.err = cmp.Or(noEmptyValues(cmd), c.change("delete", args, expected, &options))
			o.do = func(ctx context.Context) error { return c.runChange(ctx, cmd, options) }
		},
	}
	c.addSourceFlags(cmd.Flags())
	c.addChangeFlags(cmd.Flags(), &options, &expected)
	cmd.Flags().BoolVar(&options.Force, "force", false, "have ECS delete it although it is not scaled to zero")
	return cmd
}

// change takes the arguments of a command that changes a task set over.
func (c *command) change(name string, args, expected []string, options *script.ChangeOptions) (err error) {
	set, err := atMostOne(name, args)
	if err != nil {
		return err
	}
	if err := cmp.Or(c.checkFormat(output.Table, output.JSON), c.one()); err != nil {
		return err
	}
	if options.Scope, err = c.scope(set); err != nil {
		return err
	}
	for _, text := range expected {
		expectation, err := script.ParseExpectation(text)
		if err != nil {
			return err
		}
		options.If = append(options.If, expectation)
	}
	options.Format, options.Refresh = c.style.Format, c.refresh
	return nil
}

// runChange carries a change out, and waits at the end for an answer that has not come.
func (c *command) runChange(ctx context.Context, cmd *cobra.Command, options script.ChangeOptions) error {
	var leave func() error
	err := c.runWith(ctx, cmd, func(ctx context.Context, shell script.Shell, sources []script.Source, opened opening) error {
		leave = func() error { return opened.ledger.Leave(cmd.ErrOrStderr(), answerTimeout) }
		return shell.Change(ctx, sources[0], options)
	})
	if leave != nil {
		return cmp.Or(leave(), err)
	}
	return err
}
