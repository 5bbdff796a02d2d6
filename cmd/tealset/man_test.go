package main

import (
	"strconv"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"tealset/ui/keymap"
)

// manualText is the manual page as it is read, without what roff needs.
func manualText(t *testing.T) string {
	t.Helper()
	var o order
	return strings.NewReplacer(`\-`, "-", `\(dq`, `"`, `\(aq`, "'", `\(ga`, "`", `\(ha`, "^", `\(ti`, "~", `\e`, `\`).Replace(manual(newRoot(&o), ""))
}

// The manual page has every command with its examples, and every flag, variable, exit code and key that there is.
func TestTheManualHasEverything(t *testing.T) {
	t.Parallel()
	text := manualText(t)
	has := func(what string) {
		t.Helper()
		if !strings.Contains(text, what) {
			t.Errorf("the manual page does not have %q", what)
		}
	}
	for _, section := range []string{"NAME", "SYNOPSIS", "DESCRIPTION", "COMMANDS", "OPTIONS", "KEYS", "ENVIRONMENT", "FILES", "EXIT STATUS", "EXAMPLES", "SEE ALSO"} {
		has(".SH \"" + section + "\"")
	}
	has("tealset - a terminal dashboard")
	var o order
	var visit func(cmd *cobra.Command)
	visit = func(cmd *cobra.Command) {
		for example := range strings.SplitSeq(cmd.Example, "\n") {
			has(example)
		}
		cmd.NonInheritedFlags().VisitAll(func(flag *pflag.Flag) { has("--" + flag.Name) })
		for _, sub := range cmd.Commands() {
			if sub.IsAvailableCommand() {
				has(strings.TrimPrefix(sub.CommandPath(), "tealset "))
				if sub.Name() != "completion" { // its shells stand behind its name
					visit(sub)
				}
			}
		}
	}
	visit(newRoot(&o))
	for _, v := range variables {
		has(v.names)
	}
	for _, exit := range exits {
		has(".B \"" + strconv.Itoa(exit.code) + "\"")
	}
	for _, a := range keymap.Actions() {
		has(a.Name + ", " + strings.Join(a.Keys, " "))
	}
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "'") {
			t.Errorf("a line that roff would take for a request: %q", line)
		}
	}
}

// The date of the manual page is that of the source, and never that of today.
func TestTheDateOfTheManual(t *testing.T) {
	t.Parallel()
	for epoch, want := range map[string]string{"": "", "0": "1970-01-01", "1795000000": "2026-11-18"} {
		if got, err := sourceDate(epoch); err != nil || got != want {
			t.Errorf("%q: %q, %v", epoch, got, err)
		}
	}
	for _, epoch := range []string{"yesterday", "-1", "1.5", " 1"} {
		if _, err := sourceDate(epoch); exitCode(err) != exitUsage {
			t.Errorf("%q: %v", epoch, err)
		}
	}
}
