package main

import (
	"cmp"
	"context"
	"io"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// An order is what a command line asks for. It is carried out only after the
// command line has been read: until then the terminal belongs to the help.
type order struct {
	do  func(context.Context) error // nil after help, version and completions
	err error                       // what is wrong with the command line
	out io.Writer                   // for the answer; nil is standard output
}

// settings are what the flags say.
type settings struct {
	demo, noAudit, bell bool
	profiles, regions   []string
	debug               string
	cluster, service    string
	// flag is the value of a flag that was given, for those that a configuration sets as well.
	flag func(name string) (value string, given bool)
}

// execute runs a command line and returns the exit code.
func execute(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	out, written := newAnswer(stdout)
	o := order{out: out}
	root := newRoot(&o)
	root.SetArgs(args)
	root.SetErr(stderr)
	err := written.ended(parse(ctx, root))
	switch {
	case err != nil && !isUnwritten(err):
		err = flagMistake(root, err)
	case o.err != nil:
		err = o.err
	case o.do != nil && err == nil:
		err = written.ended(o.do(ctx))
	}
	printError(stderr, err)
	return exitCode(err)
}

func newRoot(o *order) *cobra.Command {
	var s settings
	root := &cobra.Command{
		Use:   "tealset",
		Short: "A terminal dashboard for the task sets of Amazon ECS",
		Long: "tealset shows the clusters, the services and the task sets (blue and green) of Amazon ECS " +
			"with live counts and stability. It deletes, promotes and scales task sets, and continues and rolls back deployments, from guarded dialogs.\n\n" +
			"Credentials, profile and Region come from the AWS SDK's own chain; AWS_ENDPOINT_URL, " +
			"or AWS_ENDPOINT_URL_ECS and the like of the other services, point it at another server. tealset config keys prints the dashboard's keys.\n\n" +
			"The commands below do the same from a script. tealset help exit-codes, help output and help environment tell more.",
		Example: "# look at a made-up shop, with no AWS account and no network\n" +
			"tealset --demo\n\n" +
			"# open one service's task sets at once\n" +
			"tealset --region eu-west-1 --cluster shop-prod --service checkout",
		// Cobra's own errors of arguments would not say what to do.
		Args: cobra.ArbitraryArgs,
		Run: func(cmd *cobra.Command, args []string) {
			o.err = cmp.Or(noArguments(cmd, args), noEmptyValues(cmd, args))
			s.flag = given(cmd.Flags())
			o.do = func(ctx context.Context) error { return dashboard(ctx, s) }
		},
	}
	addFlags(root.Flags(), &s)
	root.CompletionOptions.SetDefaultShellCompDirective(cobra.ShellCompDirectiveNoFileComp)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		o.err = flagMistake(cmd, err)
		return nil
	})
	root.AddCommand(newList(o), newDescribe(o), newWatch(o), newWait(o), newDelete(o), newPromote(o), newScale(o), newRollback(o), newContinue(o),
		newConfig(o), newFakeECS(o), newAudit(o), newMan(o), newVersion(o))
	root.AddCommand(topics()...)
	root.SetHelpCommand(newHelp(o))
	root.SetOut(o.out)
	root.InitDefaultCompletionCmd() // it keeps where to write
	refuseOtherShells(root, o)
	addCompletions(root)
	return root
}

// addFlags declares the dashboard's flags. The help makes the first word of a
// description a title, "Ecs" of "ECS", so none begins with an abbreviation.
func addFlags(flags *pflag.FlagSet, s *settings) {
	flags.BoolVar(&s.demo, "demo", false, "show a made-up shop: no AWS settings, no network")
	flags.StringSliceVar(&s.profiles, "profile", nil, "use this profile of the AWS settings, or several: a,b")
	flags.StringSliceVar(&s.regions, "region", nil, "use this AWS Region, or several: eu-west-1,us-east-1")
	flags.StringVarP(&s.cluster, "cluster", "c", "", "open this cluster at once (name or ARN)")
	flags.StringVarP(&s.service, "service", "s", "", "open this service of --cluster at once (name or ARN)")
	flags.StringVar(&s.debug, "debug", "", "note every request in this file: operation, time, status; no contents")
	flags.BoolVar(&s.noAudit, "no-audit", false, "change without leaving an audit trail")
	flags.BoolVar(&s.bell, "bell", false, "ring the terminal's bell, and say so in the window's title, when a service turns broken")
	addConfigFlags(flags, configFlags...)
}
