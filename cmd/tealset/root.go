package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"charm.land/fang/v2"
	"github.com/spf13/cobra"

	"tealset/ecsapi"
	"tealset/model"
)

// version is set by the release build.
var version = "devel"

// Exit codes, as --help tells them.
const (
	exitError       = 1
	exitUsage       = 2
	exitInterrupted = 130
)

// usageError is a mistake in how the program was called: one sentence that says
// what to do, exit code 2.
type usageError struct{ sentence string }

func (e usageError) Error() string { return e.sentence }

func usagef(format string, args ...any) error {
	return usageError{fmt.Sprintf(format, args...)}
}

// settings are what the flags say.
type settings struct {
	demo, readOnly, ascii bool
	profile, region       string
	cluster, service      string
	refresh               time.Duration
}

func newRoot() *cobra.Command {
	var s settings
	root := &cobra.Command{
		Use:   "tealset",
		Short: "A terminal dashboard for the task sets of Amazon ECS",
		Long: "tealset shows the clusters, the services and the task sets (blue and green) of Amazon ECS\n" +
			"with live counts and stability, and deletes a task set from a guarded dialog.\n\n" +
			"Credentials, profile and Region come from the AWS SDK's own chain; AWS_ENDPOINT_URL and\n" +
			"AWS_ENDPOINT_URL_ECS point it at another server. Press ? in the dashboard for its keys.",
		Example: "  # look at a made-up shop, with no AWS account and no network\n" +
			"  tealset --demo\n\n" +
			"  # open one service's task sets at once\n" +
			"  tealset --profile oncall --region eu-west-1 --cluster shop-prod --service checkout",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usagef("tealset takes no argument %q; see tealset --help", args[0])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return dashboard(cmd.Context(), s) },
	}
	flags := root.Flags()
	flags.BoolVar(&s.demo, "demo", false, "show a made-up shop: no AWS setting, no network")
	flags.StringVar(&s.profile, "profile", "", "profile of the AWS configuration")
	flags.StringVar(&s.region, "region", "", "AWS Region")
	flags.StringVar(&s.cluster, "cluster", "", "open this cluster at once (name or ARN)")
	flags.StringVar(&s.service, "service", "", "open this service of --cluster at once (name or ARN)")
	flags.DurationVar(&s.refresh, "refresh", 5*time.Second, "time between two reads of a page, at least 1s")
	flags.BoolVar(&s.readOnly, "read-only", false, "never delete anything")
	flags.BoolVar(&s.ascii, "ascii", false, "draw with ASCII alone (by itself where the locale is not UTF-8)")
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error {
		return usagef("%s; see tealset --help", err)
	})
	root.AddCommand(newFakeECS())
	return root
}

// execute runs the command line and returns the exit code.
func execute(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	root := newRoot()
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := fang.Execute(ctx, root, fang.WithVersion(version), fang.WithErrorHandler(printError))
	return exitCode(err)
}

// printError prints one sentence, and for a fault the step that helps.
func printError(w io.Writer, _ fang.Styles, err error) {
	if errors.Is(err, errInterrupted) {
		return
	}
	text := err.Error()
	var fault *model.Fault
	if errors.As(err, &fault) && fault.Next != "" {
		text += ": " + fault.Next
	}
	fmt.Fprintf(w, "tealset: %s\n", ecsapi.Clean(text)) //nolint:errcheck // nothing is left to tell it to
}

func exitCode(err error) int {
	var usage usageError
	var fault *model.Fault
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errInterrupted):
		return exitInterrupted
	case errors.As(err, &usage), errors.As(err, &fault) && fault.Kind == model.FaultConfig:
		return exitUsage
	default:
		return exitError
	}
}
