package main

import (
	"cmp"
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"tealset/cmd/tealset/audit"
	"tealset/model/clean"
)

// newAudit prints the audit trail.
func newAudit(o *order) *cobra.Command {
	var output string
	cmd := &cobra.Command{
		Use:   "audit",
		Short: "Print what was deleted from here, and the outcome",
		Args:  cobra.ArbitraryArgs, // see the root's
		Run: func(cmd *cobra.Command, args []string) {
			o.err = noArguments(cmd, args)
			o.do = func(context.Context) error {
				return printAudit(cmd.OutOrStdout(), cmd.ErrOrStderr(), audit.DefaultPath(), output)
			}
		},
	}
	cmd.Flags().StringVarP(&output, "output", "o", "table", "table, or json for the lines as they are")
	return cmd
}

// printAudit prints the trail on stdout, and on stderr which file it was and what
// could not be read of it.
func printAudit(stdout, stderr io.Writer, path, output string) error {
	var lines, damaged int
	var err error
	switch output {
	case "table":
		var records []audit.Record
		if records, damaged, err = audit.Read(path); len(records) > 0 {
			err = cmp.Or(audit.Table(stdout, records), err)
		}
		lines = len(records)
	case "json":
		lines, damaged, err = audit.JSON(stdout, path)
	default:
		return usagef("--output %q is not an output format; give table or json", output)
	}
	note := func(format string, args ...any) {
		_, _ = fmt.Fprintf(stderr, "tealset: %s\n", clean.Text(fmt.Sprintf(format, args...)))
	}
	switch {
	case lines > 0:
		note("this is the audit trail %s", path)
	case damaged == 0 && err == nil:
		note("the audit trail %s is empty: nothing was deleted from here", path)
	}
	if damaged > 0 {
		note("%d of its lines cannot be read and were left out: %s", damaged, path)
	}
	return err
}
