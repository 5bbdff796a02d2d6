package main

import (
	"cmp"
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"tealset/cmd/tealset/output"
	"tealset/cmd/tealset/script"
	"tealset/model/change"
)

// changeCommand is a command that changes something, with what its flags say.
type changeCommand struct {
	command
	options  script.ChangeOptions
	expected []string
}

// oneWay ends the help of every command that changes something.
const oneWay = "\n\nIt goes the way of the dialog in the dashboard: the same checks, read again before it is sent, sent once, and written to the audit trail. " +
	"On a terminal it asks; elsewhere it needs --yes, and where the dialog wants the service's name typed, --confirm as well."

// cobra makes the command, with the flags that all have.
func (c *changeCommand) cobra(o *order, cmd *cobra.Command, take func(args []string) error) *cobra.Command {
	cmd.Long += oneWay
	cmd.Args = cobra.ArbitraryArgs // see the root's
	cmd.Run = func(cmd *cobra.Command, args []string) {
		o.err = cmp.Or(noEmptyValues(cmd, args), c.common(), take(args))
		o.do = func(ctx context.Context) error { return c.run(ctx, cmd) }
	}
	flags := cmd.Flags()
	c.addSourceFlags(flags)
	addConfigFlags(flags, "refresh", "read-only")
	flags.BoolVar(&c.noAudit, "no-audit", false, "change without leaving an audit trail")
	flags.BoolVar(&c.options.Yes, "yes", false, "ask nobody")
	flags.StringVar(&c.options.Name, "confirm", "", "name the service, which a danger wants beside --yes")
	flags.BoolVar(&c.options.DryRun, "dry-run", false, "tell the checks and what would be sent, and send nothing")
	flags.BoolVar(&c.options.Wait, "wait", false, "wait until the change has had its effect")
	flags.DurationVar(&c.options.Timeout, "timeout", 10*time.Minute, "wait no longer than this, from 1s to 24h")
	flags.StringVarP(&c.output, "output", "o", string(output.Table), "write the outcome as table or json")
	return cmd
}

// expects declares --if, for a change of a task set.
func (c *changeCommand) expects(cmd *cobra.Command) *cobra.Command {
	cmd.Flags().StringArrayVar(&c.expected, "if", nil, "send nothing unless this member of the task set has this value: FIELD=VALUE; may be given again")
	return cmd
}

// common takes the flags over that all such commands have.
func (c *changeCommand) common() error {
	if err := cmp.Or(c.checkFormat(output.Table, output.JSON), c.one()); err != nil {
		return err
	}
	for _, text := range c.expected {
		expectation, err := script.ParseExpectation(text)
		if err != nil {
			return err
		}
		c.options.If = append(c.options.If, expectation)
	}
	c.options.Format = c.style.Format
	return nil
}

// set takes the task set over that is named; empty is none.
func (c *changeCommand) set(name string) (err error) {
	c.options.Scope, err = c.scope(name)
	return err
}

// only takes an argument over that names a task set.
func (c *changeCommand) only(name string) func(args []string) error {
	return func(args []string) error {
		set, err := atMostOne(name, args)
		if err != nil {
			return err
		}
		return c.set(set)
	}
}

// run carries the change out.
func (c *changeCommand) run(ctx context.Context, cmd *cobra.Command) error {
	return c.runWith(ctx, cmd, func(ctx context.Context, shell script.Shell, sources []script.Source, opened opening) error {
		c.options.Refresh = opened.config.Refresh
		return shell.Change(ctx, sources[0], c.options)
	})
}

func newDelete(o *order) *cobra.Command {
	c := &changeCommand{options: script.ChangeOptions{Kind: change.DeleteTaskSet}}
	cmd := c.cobra(o, &cobra.Command{
		Use:   "delete [id|arn]",
		Short: "Delete a task set",
		Long:  "Deletes one task set of an EXTERNAL service. --force is ECS's own, for a task set that is not scaled to zero.",
		Example: "tealset delete ecs-svc/1234567890123456789 -c shop -s web --dry-run\n" +
			"tealset delete ecs-svc/1234567890123456789 -c shop -s web \\\n" +
			"  --if runningCount=0 --yes --wait",
	}, c.only("delete"))
	cmd.Flags().BoolVar(&c.options.Force, "force", false, "have ECS delete it although it is not scaled to zero")
	return c.expects(cmd)
}

func newPromote(o *order) *cobra.Command {
	c := &changeCommand{options: script.ChangeOptions{Kind: change.PromoteTaskSet}}
	return c.expects(c.cobra(o, &cobra.Command{
		Use:   "promote [id|arn]",
		Short: "Make a task set the PRIMARY",
		Long:  "Makes one task set of an EXTERNAL service the PRIMARY (UpdateServicePrimaryTaskSet). It moves no traffic.",
		Example: "tealset promote ecs-svc/1234567890123456789 -c shop -s web \\\n" +
			"  --if status=ACTIVE --yes --wait",
	}, c.only("promote")))
}

func newScale(o *order) *cobra.Command {
	c := &changeCommand{options: script.ChangeOptions{Kind: change.ScaleTaskSet}}
	return c.expects(c.cobra(o, &cobra.Command{
		Use:     "scale [id|arn] [percent]",
		Short:   "Scale a task set",
		Long:    "Sets how many percent of the service's desired count one task set of an EXTERNAL service runs, from 0% to 100% (UpdateTaskSet).",
		Example: "tealset scale ecs-svc/1234567890123456789 0% -c shop -s web --yes",
	}, func(args []string) error {
		if len(args) != 2 {
			return usagef("scale takes a task set and a scale, such as ecs-svc/1234567890123456789 50%%; see tealset scale --help")
		}
		percent, err := strconv.ParseFloat(strings.TrimSuffix(args[1], "%"), 64)
		if err != nil || !(percent >= 0 && percent <= 100) {
			return usagef("%q is not a scale; give a number from 0%% to 100%%, such as 50%%", args[1])
		}
		c.options.Percent = &percent
		return c.set(args[0])
	}))
}

func newRollback(o *order) *cobra.Command {
	c := &changeCommand{options: script.ChangeOptions{Plan: script.GoBack}}
	var to string
	cmd := c.cobra(o, &cobra.Command{
		Use:   "rollback",
		Short: "Go back to what was before",
		Long: "Goes back by what deploys the service. EXTERNAL: the former task set becomes the PRIMARY again, which moves no traffic; it is the one of --to, or the one that " +
			"the audit trail tells of. CodeDeploy: the deployment is stopped and rolled back. ECS: the deployment is rolled back, at a pause hook where one waits.",
		Example: "tealset rollback -c shop -s web --to ecs-svc/1234567890123456789 --yes",
	}, func(args []string) error {
		if len(args) > 0 {
			return usagef("rollback takes no argument %q; name a task set by --to; see tealset rollback --help", args[0])
		}
		return c.set(to)
	})
	cmd.Flags().StringVar(&to, "to", "", "make this task set the PRIMARY again (id or ARN)")
	return cmd
}

func newContinue(o *order) *cobra.Command {
	c := &changeCommand{options: script.ChangeOptions{Plan: script.Continue}}
	cmd := c.cobra(o, &cobra.Command{
		Use:   "continue",
		Short: "Continue a deployment that waits for a person",
		Long: "Continues the deployment of a service. ECS: at a pause hook; --hook names one where several wait. CodeDeploy: --wait-type ready shifts the traffic now, " +
			"--wait-type termination ends the original task set now. A deployment that waits for something else is not touched, and the exit code is 1.",
		Example: "tealset continue -c shop-prod -s storefront --yes --wait\n" +
			"tealset continue -c shop-prod -s inventory --wait-type ready --yes",
	}, func(args []string) error {
		switch c.options.WaitType {
		case "", script.WaitReady, script.WaitTermination:
		default:
			return usagef("--wait-type %q is not a wait of CodeDeploy; give ready or termination", c.options.WaitType)
		}
		if len(args) > 0 {
			return usagef("continue takes no argument %q; see tealset continue --help", args[0])
		}
		return c.set("")
	})
	cmd.Flags().StringVar(&c.options.Hook, "hook", "", "continue at the pause hook with this id")
	cmd.Flags().StringVar(&c.options.WaitType, "wait-type", "", "end this wait of CodeDeploy: ready or termination")
	return cmd
}
