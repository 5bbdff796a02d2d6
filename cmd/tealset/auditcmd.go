package main

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"tealset/cmd/tealset/audit"
)

// newAudit prints the audit trail.
func newAudit(o *order) *cobra.Command {
	var output string
	cmd := &cobra.Command{
		Use:   "audit",
		Short: "Print what was asked of ECS from here, and what came of it",
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

func printAudit(stdout, stderr io.Writer, path, output string) error {
	var damaged int
	var err error
	switch output {
	case "table":
		var records []audit.Record
		if records, damaged, err = audit.Read(path); err == nil {
			err = audit.Table(stdout, records)
		}
	case "json":
		damaged, err = audit.JSON(stdout, path)
	default:
		return usagef("--output %q is no form; give table or json", output)
	}
	if damaged > 0 {
		_, _ = fmt.Fprintf(stderr, "tealset: %d lines of %s cannot be read and were left out\n", damaged, path)
	}
	return err
}
