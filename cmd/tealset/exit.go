package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"tealset/cmd/tealset/config"
	"tealset/cmd/tealset/gateway"
	"tealset/cmd/tealset/script"
	"tealset/model"
	"tealset/model/clean"
)

// Exit codes. A signal adds its number to exitSignal, as shells do.
const (
	exitError  = script.CodeNo
	exitUsage  = script.CodeUsage
	exitTime   = script.CodeTime
	exitOpen   = script.CodeUnknown
	exitSignal = 128
)

// exits are all exit codes, for the help and the manual page.
var exits = []struct {
	code  int
	means string
	when  string
}{
	{0, "done, or it holds", "the dashboard was left; a list is complete; what was waited for holds; a change was accepted, " +
		"a task set that was to be deleted had been seen and is gone already, or a dry run would be sent"},
	{exitError, "it is known not to have happened", "a fault of AWS, a refusal, a check that says no, nothing was sent, something changed meanwhile, " +
		"a list that is not complete, not found"},
	{exitUsage, "a mistake in flags, arguments or settings", "nothing was sent that changes anything, and no request at all for what is wrong before the first one; " +
		"also where --yes is missing, where a task set is not named clearly, and in read-only"},
	{exitTime, "time is up", "what was waited for does not hold yet"},
	{exitOpen, "the outcome of a change that was sent is not known, or could not be written", "standard error has the command that tells; " +
		"or the outcome, where the answer, the audit trail or the debug log could not be written: do not send the change again without a look"},
	{exitSignal + int(syscall.SIGHUP), "ended by SIGHUP", ""},
	{exitSignal + int(syscall.SIGINT), "ended by SIGINT, as by ctrl+c", ""},
	{exitSignal + int(syscall.SIGQUIT), "ended by SIGQUIT", ""},
	{exitSignal + int(syscall.SIGPIPE), "ended by SIGPIPE", "nobody reads the answer any more"},
	{exitSignal + int(syscall.SIGTERM), "ended by SIGTERM", ""},
}

// usageError is a mistake in how the program was called: one sentence that says
// what to do.
type usageError struct{ sentence string }

func (e usageError) Error() string { return e.sentence }

func usagef(format string, args ...any) error {
	return usageError{fmt.Sprintf(format, args...)}
}

// flagMistake puts pflag's words into a sentence that says what to do.
func flagMistake(cmd *cobra.Command, err error) error {
	if invalid, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		flag, value := invalid.GetFlag(), invalid.GetValue()
		switch flag.Value.Type() {
		case "duration":
			example := strings.Replace(flag.DefValue, "m0s", "m", 1)
			if example == "" {
				example = "24h"
			}
			return usagef("--%s %q is not a time; give a number with its unit, such as %s", flag.Name, value, example)
		case "bool":
			return usagef("--%s is on or off and takes no %q; give --%s alone", flag.Name, value, flag.Name)
		case "int":
			return usagef("--%s %q is not a whole number; give one such as %s", flag.Name, value, flag.DefValue)
		}
	}
	if unknown, ok := errors.AsType[*pflag.NotExistError](err); ok {
		var names []string
		cmd.Flags().VisitAll(func(flag *pflag.Flag) { names = append(names, flag.Name) })
		if near := config.Nearest(unknown.GetSpecifiedName(), names); near != "" {
			return usagef("%s has no flag --%s; did you mean --%s?", cmd.CommandPath(), unknown.GetSpecifiedName(), near)
		}
	}
	return usagef("%s; see %s --help", err, cmd.CommandPath())
}

// noArguments refuses arguments, which no command takes.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	cmd.SuggestionsMinimumDistance = 2 // letters that differ
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		return usagef("%s has no command %q; did you mean %s?", cmd.CommandPath(), args[0], near[0])
	}
	if cmd.Flags().Lookup(args[0]) != nil {
		return usagef("%s takes no argument %q; did you mean --%[2]s?", cmd.CommandPath(), args[0])
	}
	return usagef("%s takes no argument %q; see %[1]s --help", cmd.CommandPath(), args[0])
}

// noEmptyValues refuses --region "", which is what --region "$REGION" is to a shell
// that has no such variable: it would go to another Region than was meant. An empty argument is
// "$SET" to it, and would be about the whole service.
func noEmptyValues(cmd *cobra.Command, args []string) error {
	if slices.Contains(args, "") {
		return usagef("an argument is empty; give it a value or leave it out")
	}
	var err error
	cmd.Flags().Visit(func(flag *pflag.Flag) {
		if (flag.Value.String() == "" || flag.Value.String() == "[]") && err == nil {
			err = usagef("--%s is empty; give it a value or leave it out", flag.Name)
		}
	})
	return err
}

// printError prints an error as one sentence, and mistakes in the settings as one each. It prints nothing after ctrl+c or a
// signal, nothing where nobody reads any more, and nothing that was told already.
func printError(w io.Writer, err error) {
	if _, ended := errors.AsType[endedBy](err); ended || err == nil {
		return
	}
	if _, printed := errors.AsType[gateway.UnsettledError](err); printed {
		return
	}
	if mistakes, ok := errors.AsType[config.Mistakes](err); ok {
		for _, mistake := range mistakes {
			_, _ = fmt.Fprintf(w, "tealset: %s\n", clean.Text(mistake))
		}
		return
	}
	if told, ok := errors.AsType[script.Error](err); ok && told.Sentence == "" || errors.Is(err, syscall.EPIPE) && isUnwritten(err) {
		return
	}
	_, _ = fmt.Fprintf(w, "tealset: %s\n", clean.Text(sentence(err)))
}

// sentence makes one sentence of a fault's headline and next step. The longer text is
// added if the next step is to read it.
func sentence(err error) string {
	fault, ok := errors.AsType[*model.Fault](err)
	if !ok || fault.Next == "" {
		return err.Error()
	}
	next := fault.Next.String()
	text := fault.Headline + "; " + script.LowerFirst(strings.TrimSuffix(next, "."))
	if strings.Contains(strings.ToLower(next), "the details") {
		text += ": " + fault.Detail
	}
	return text
}

// exitOf is the exit code for changes that are unsettled. One that may have been made is never
// one that has not happened, though its outcome is not written down.
func exitOf(left []gateway.Unsettled) int {
	for _, change := range left {
		if change.Outcome.MayBeMade() {
			return exitOpen
		}
	}
	return exitError
}

func exitCode(err error) int {
	if err == nil {
		return 0
	}
	if unsettled, ok := errors.AsType[gateway.UnsettledError](err); ok {
		return exitOf(unsettled)
	}
	if ended, ok := errors.AsType[endedBy](err); ok {
		return ended.code()
	}
	if _, ok := errors.AsType[usageError](err); ok {
		return exitUsage
	}
	if _, ok := errors.AsType[config.Mistakes](err); ok {
		return exitUsage
	}
	if ended, ok := errors.AsType[script.Error](err); ok {
		return ended.Code
	}
	if errors.Is(err, syscall.EPIPE) && isUnwritten(err) {
		return exitSignal + int(syscall.SIGPIPE)
	}
	if fault, ok := errors.AsType[*model.Fault](err); ok && fault.Kind == model.FaultConfig {
		return exitUsage
	}
	return exitError
}
