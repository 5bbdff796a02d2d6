package main

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"tealset/cmd/tealset/audit"
	"tealset/cmd/tealset/output"
	"tealset/cmd/tealset/script"
	"tealset/model/clean"
)

// auditOptions are what is wanted of the trail.
type auditOptions struct {
	output string
	since  time.Duration // 0 is all
	open   bool          // only changes whose outcome is not known
	demo   bool          // nothing: the demo's changes are not written down
}

// newAudit prints the audit trail.
func newAudit(o *order) *cobra.Command {
	var options auditOptions
	cmd := &cobra.Command{
		Use:   "audit",
		Short: "Print what was changed from here, and the outcome",
		Args:  cobra.ArbitraryArgs, // see the root's
		Run: func(cmd *cobra.Command, args []string) {
			o.err = noArguments(cmd, args)
			o.do = func(context.Context) error {
				return printAudit(cmd.OutOrStdout(), cmd.ErrOrStderr(), audit.DefaultPath(), options)
			}
		},
	}
	cmd.Flags().StringVarP(&options.output, "output", "o", "table", "print a table, json for one document, or jsonl for one in each line")
	cmd.Flags().BoolVar(&options.demo, "demo", false, "use a made-up shop, of which no change is written down")
	cmd.Flags().DurationVar(&options.since, "since", 0, "print only what began this long ago or later, such as 24h")
	cmd.Flags().Lookup("since").DefValue = "" // 0s is no time that anybody gives
	cmd.Flags().BoolVar(&options.open, "open", false, "print only changes whose outcome is not known")
	return cmd
}

// printAudit prints the trail on stdout, and on stderr which file it was and what
// could not be read of it. A trail of which lines cannot be read is not complete: an error.
func printAudit(stdout, stderr io.Writer, path string, options auditOptions) error {
	format, err := output.ParseFormat(options.output, output.Table, output.JSON, output.JSONL)
	if err != nil {
		return usageError{err.Error()}
	}
	if options.since < 0 {
		return usagef("--since %s is in the future; give a time such as 24h", options.since)
	}
	note := func(format string, args ...any) {
		_, _ = fmt.Fprintf(stderr, "tealset: %s\n", clean.Text(fmt.Sprintf(format, args...)))
	}
	if options.demo {
		note("changes of the demo are not written down")
		if format == output.Table {
			return nil
		}
		return trailListing(nil, 0, nil).Write(stdout, output.Style{Format: format})
	}
	var since time.Time
	if options.since > 0 {
		since = time.Now().Add(-options.since)
	}
	chosen, err := audit.Choose(path, since, options.open)
	lines, damaged, fault := printTrail(stdout, path, format, chosen) // what can be read is printed
	err = cmp.Or(fault, err)
	switch {
	case lines > 0:
		note("this is the audit trail %s", path)
	case damaged == 0 && err == nil && !options.all():
		note("the audit trail %s has no such change", path)
	case damaged == 0 && err == nil:
		note("the audit trail %s is empty: nothing was changed from here", path)
	}
	if damaged > 0 {
		note("%d of its lines cannot be read and were left out; look at the file: %s", damaged, path)
		err = cmp.Or(err, error(script.Error{Code: exitError}))
	}
	return err
}

// all tells whether the whole trail is wanted.
func (o auditOptions) all() bool { return o.since == 0 && !o.open }

// printTrail prints the lines of the trail that are wanted, and counts them.
func printTrail(w io.Writer, path string, format output.Format, wanted func(audit.Record) bool) (lines, damaged int, err error) {
	if format == output.Table {
		records, damaged, err := audit.Read(path)
		var kept []audit.Record
		for _, record := range records {
			if wanted(record) {
				kept = append(kept, record)
			}
		}
		if len(kept) > 0 {
			err = cmp.Or(audit.Table(w, kept), err)
		}
		return len(kept), damaged, err
	}
	var records []json.RawMessage
	damaged, err = audit.Lines(path, func(r audit.Record, line []byte) error {
		if wanted(r) {
			records = append(records, line)
		}
		return nil
	})
	out := bufio.NewWriter(w)
	written := trailListing(records, damaged, err).Write(out, output.Style{Format: format})
	return len(records), damaged, cmp.Or(written, out.Flush(), err)
}

// trailListing is the trail as documents have it: lines with all their members, and what could
// not be read.
func trailListing(records []json.RawMessage, damaged int, fault error) output.Listing[json.RawMessage] {
	listing := output.Listing[json.RawMessage]{Member: "records", Rows: records, Value: func(record json.RawMessage) any { return record }}
	if damaged > 0 {
		listing.Failures = append(listing.Failures, output.Failure{Reason: fmt.Sprintf("lines that cannot be read: %d", damaged)})
	}
	if fault != nil {
		listing.Failures = append(listing.Failures, output.Failure{Reason: "the trail cannot be read", Detail: fault.Error()})
	}
	return listing
}
