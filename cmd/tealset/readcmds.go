package main

import (
	"cmp"
	"context"
	"time"

	"github.com/spf13/cobra"

	"tealset/cmd/tealset/output"
	"tealset/cmd/tealset/script"
)

func newList(o *order) *cobra.Command {
	var c command
	var options script.ListOptions
	cmd := &cobra.Command{
		Use:     "list clusters|services|task-sets",
		Aliases: []string{"ls"},
		Short:   "List clusters, services or task sets",
		Long: "Lists what there is, in one table or document. Without --cluster it looks in all clusters, and without --service in all services.\n\n" +
			"What could not be read is told on standard error and among the failures of a document, and the exit code is then 1.",
		Example: "tealset list services --cluster shop-prod --attention\n" +
			"tealset list task-sets -c shop-prod -s checkout -o tsv --columns id",
		Args: cobra.ArbitraryArgs, // see the root's
		Run: func(cmd *cobra.Command, args []string) {
			o.err = cmp.Or(noEmptyValues(cmd, args), c.list(args, &options))
			o.do = func(ctx context.Context) error {
				return c.run(ctx, cmd, func(ctx context.Context, shell script.Shell, sources []script.Source) error {
					options.Style.Width = shell.Width
					return shell.List(ctx, sources, options)
				})
			}
		},
	}
	c.addSourceFlags(cmd.Flags())
	severalSources(cmd.Flags())
	c.addOutputFlags(cmd.Flags())
	cmd.Flags().StringVar(&c.style.Sort, "sort", "", "sort by this column")
	cmd.Flags().StringVar(&options.Filter, "filter", "", "keep only rows with all of these words, in any column")
	cmd.Flags().BoolVar(&options.Attention, "attention", false, "keep only what a person should look at")
	return cmd
}

// list takes the arguments of list over.
func (c *command) list(args []string, options *script.ListOptions) (err error) {
	if len(args) == 0 {
		return usagef("nothing is named to list; give clusters, services or task-sets")
	}
	if len(args) > 1 {
		return usagef("list takes one kind of object, not %q as well; see tealset list --help", args[1])
	}
	if options.Kind, err = script.ParseKind(args[0]); err != nil {
		return err
	}
	if err := c.checkFormat(output.Formats()...); err != nil {
		return err
	}
	options.Style = c.style
	if options.Scope, err = c.scope(""); err != nil {
		return err
	}
	return options.Check()
}

func newDescribe(o *order) *cobra.Command {
	var c command
	var options script.DescribeOptions
	cmd := &cobra.Command{
		Use:   "describe [cluster|service|task-set] [name|id|arn]",
		Short: "Tell all about a cluster, a service or a task set",
		Long: "Tells all that is known of one object. A name is of what is in the scope of the flags: with --service a task set's, with --cluster a service's. " +
			"A full ARN needs no flags.",
		Example: "tealset describe service checkout --cluster shop-prod\n" +
			"tealset describe arn:aws:ecs:eu-west-1:123456789012:service/shop/web",
		Args: cobra.ArbitraryArgs, // see the root's
		Run: func(cmd *cobra.Command, args []string) {
			o.err = cmp.Or(noEmptyValues(cmd, args), c.describe(args, &options))
			o.do = func(ctx context.Context) error {
				return c.run(ctx, cmd, func(ctx context.Context, shell script.Shell, sources []script.Source) error {
					options.Style.Width = shell.Width
					return shell.Describe(ctx, sources[0], options)
				})
			}
		},
	}
	c.addSourceFlags(cmd.Flags())
	c.addOutputFlags(cmd.Flags())
	cmd.Flags().IntVar(&options.Events, "events", 10, "tell so many of the newest events of a service")
	return cmd
}

// describe takes the arguments of describe over.
func (c *command) describe(args []string, options *script.DescribeOptions) (err error) {
	if err := cmp.Or(c.checkFormat(output.Formats()...), c.one()); err != nil {
		return err
	}
	if options.Events < 0 {
		return usagef("--events %d is no number of events; give 0 or more", options.Events)
	}
	options.Style = c.style
	scope := script.Scope{Cluster: c.cluster, Service: c.service}
	if options.Kind, scope, err = script.DescribeArguments(args, scope); err != nil {
		return err
	}
	options.Scope, err = c.complete(scope)
	return err
}

func newWatch(o *order) *cobra.Command {
	var c command
	var options script.WatchOptions
	cmd := &cobra.Command{
		Use:   "watch [id|arn]",
		Short: "Write a line for each change of a service or a task set",
		Long: "Reads a service again and again, and writes a line for each change, until ctrl+c ends it. With a task set it watches that alone, " +
			"and ends when the task set is gone.",
		Example: "tealset watch --cluster shop-prod --service checkout\n" +
			"tealset watch -c shop-prod -s checkout -o jsonl | jq -r .kind",
		Args: cobra.ArbitraryArgs, // see the root's
		Run: func(cmd *cobra.Command, args []string) {
			o.err = cmp.Or(noEmptyValues(cmd, args), c.watch(args, &options))
			o.do = func(ctx context.Context) error {
				return c.run(ctx, cmd, func(ctx context.Context, shell script.Shell, sources []script.Source) error {
					options.Refresh = c.config.Refresh
					return shell.Watch(ctx, sources, options)
				})
			}
		},
	}
	c.addSourceFlags(cmd.Flags())
	severalSources(cmd.Flags())
	addConfigFlags(cmd.Flags(), "refresh")
	cmd.Flags().StringVarP(&c.output, "output", "o", string(output.Table), "write each change as table or jsonl")
	return cmd
}

// watch takes the arguments of watch over.
func (c *command) watch(args []string, options *script.WatchOptions) (err error) {
	set, err := atMostOne("watch", args)
	if err != nil {
		return err
	}
	if err := c.checkFormat(output.Table, output.JSONL); err != nil {
		return err
	}
	if options.Scope, err = c.scope(set); err != nil {
		return err
	}
	options.Format = c.style.Format
	return options.Scope.OneService()
}

// atMostOne is the argument of a command that takes one at most.
func atMostOne(command string, args []string) (string, error) {
	switch len(args) {
	case 0:
		return "", nil
	case 1:
		return args[0], nil
	}
	if _, err := script.ParseKind(args[0]); err == nil {
		return "", usagef("%s takes the task set alone; leave out %q", command, args[0])
	}
	return "", usagef("%s takes one task set, not %q as well; see tealset %[1]s --help", command, args[1])
}

func newWait(o *order) *cobra.Command {
	var c command
	var options script.WaitOptions
	var until string
	cmd := &cobra.Command{
		Use:   "wait [id|arn]",
		Short: "Wait until a service or a task set is as it should be",
		Long: "Reads a service again and again until the condition of --for holds. The exit code is 0 where it holds, 1 where it cannot hold any more, " +
			"and 3 where it does not hold in time.\n\n" +
			"stable: all that should run is steady, with as many tasks as it wants, in two reads. gone: the task set is not there. " +
			"primary=SET: the task set is PRIMARY. running=N: exactly so many tasks run, in two reads. deployed: no deployment is under way, and the newest one ended well; " +
			"with CodeDeploy it waits on as long as no task set is of a deployment, because then that is not known.",
		Example: "tealset wait -c shop-prod -s checkout --for stable --timeout 5m\n" +
			"tealset wait ecs-svc/1234567890123456789 -c shop -s web --for gone",
		Args: cobra.ArbitraryArgs, // see the root's
		Run: func(cmd *cobra.Command, args []string) {
			o.err = cmp.Or(noEmptyValues(cmd, args), c.wait(args, until, &options))
			o.do = func(ctx context.Context) error {
				return c.run(ctx, cmd, func(ctx context.Context, shell script.Shell, sources []script.Source) error {
					options.Refresh = c.config.Refresh
					return shell.Wait(ctx, sources[0], options)
				})
			}
		},
	}
	c.addSourceFlags(cmd.Flags())
	addConfigFlags(cmd.Flags(), "refresh")
	cmd.Flags().StringVar(&until, "for", "", "wait for stable, gone, primary=SET, running=N or deployed")
	cmd.Flags().DurationVar(&options.Timeout, "timeout", 10*time.Minute, "wait no longer than this, from 1s to 24h")
	cmd.Flags().BoolVar(&options.Quiet, "quiet", false, "tell nothing of the wait on a terminal")
	return cmd
}

// wait takes the arguments of wait over.
func (c *command) wait(args []string, until string, options *script.WaitOptions) (err error) {
	set, err := atMostOne("wait", args)
	if err != nil {
		return err
	}
	if until == "" {
		return usagef("wait needs --for; give stable, gone, primary=SET, running=N or deployed")
	}
	if err := c.one(); err != nil {
		return err
	}
	scope := script.Scope{Cluster: c.cluster, Service: c.service, Set: set}
	if options.For, scope, err = script.ParseCondition(until, scope); err != nil {
		return err
	}
	if options.Scope, err = c.complete(scope); err != nil {
		return err
	}
	return options.Check()
}
