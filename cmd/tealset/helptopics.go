package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"tealset/cmd/tealset/script"
)

// newHelp is the command help. Cobra's own answers a wrong name with the help of everything,
// and the exit code 0.
func newHelp(o *order) *cobra.Command {
	return &cobra.Command{
		Use:   "help [command|topic]",
		Short: "Help about a command, or about exit-codes, output or environment",
		Args:  cobra.ArbitraryArgs, // see the root's
		ValidArgsFunction: func(cmd *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
			return helpedOf(cmd, args), cobra.ShellCompDirectiveNoFileComp
		},
		Run: func(cmd *cobra.Command, args []string) {
			about, rest, err := cmd.Root().Find(args)
			if err != nil || len(rest) > 0 {
				o.err = usagef("there is no help about %q; see tealset --help", strings.Join(args, " "))
				return
			}
			about.InitDefaultHelpFlag()
			o.err = about.Help()
		},
	}
}

// refuseOtherShells makes a mistake of a shell that there is no completion for. Cobra's own
// command answers it with its help, and the exit code 0.
func refuseOtherShells(root *cobra.Command, o *order) {
	cmd, _, _ := root.Find([]string{nameCompletion})
	cmd.Use, cmd.Short = "completion bash|zsh|fish|powershell", "Print the completions for a shell; its own help says where they go"
	cmd.Args = cobra.ArbitraryArgs // see the root's
	cmd.Run = func(cmd *cobra.Command, args []string) {
		if len(args) == 0 {
			o.err = cmd.Help()
			return
		}
		o.err = usagef("there is no completion for %q; give bash, zsh, fish or powershell", args[0])
	}
}

// topics are texts of the help about more than one command. Cobra lists a command that does
// nothing as a topic.
func topics() []*cobra.Command {
	return []*cobra.Command{
		topic("exit-codes", "What the exit code tells", exitCodesText),
		topic("output", "What the formats and the columns are", outputText),
		topic("environment", "What the environment says", environmentText),
	}
}

// topic prints its text as it is: it has lines of its own.
func topic(name, short string, text func() string) *cobra.Command {
	cmd := &cobra.Command{Use: name, Short: short, Hidden: true}
	cmd.SetHelpFunc(func(cmd *cobra.Command, _ []string) { _, _ = fmt.Fprint(cmd.OutOrStdout(), text()) })
	return cmd
}

// exitCodesText has a paragraph for each exit code.
func exitCodesText() string {
	var text strings.Builder
	text.WriteString("The exit codes are the same for the dashboard and for every command.\n\n")
	for _, exit := range exits {
		fmt.Fprintf(&text, "%5d  %s\n", exit.code, exit.means)
		for _, line := range wrapped(exit.when, 70) {
			text.WriteString("       " + line + "\n")
		}
	}
	return text.String()
}

func outputText() string {
	var text strings.Builder
	text.WriteString(`Standard output has the answer and nothing else. A pipe changes nothing but colour and the width of tables.

  table  columns for people; on a narrow terminal words are cut and the last columns left out, but no name is cut
  wide   the same with more columns, and whole ids and ARNs
  name   a name in each line, to give to another command
  tsv    values between tabs, with the names of the columns above them; what is not known is empty
  json   one document: schemaVersion, the objects as ECS names their members, and failures
  jsonl  a document in each line: an object, or a failure
  yaml   the document of json

All that tealset adds to an object of ECS stands under its member tealset. docs/output.md describes the documents.
Characters that could command a terminal are written as signs in tables and tsv, and as \u escapes in documents.
In a table and in tsv a tab is written \t, a line end \n and a backslash \\.

The columns, for --columns and --sort; describe service has deployment and nextStep as well:

`)
	for _, kind := range []script.Kind{script.Clusters, script.Services, script.TaskSets} {
		text.WriteString("  " + string(kind) + "\n")
		for _, line := range wrapped(strings.Join(script.ColumnNames(kind), " "), 90) {
			text.WriteString("    " + line + "\n")
		}
	}
	return text.String()
}

// variables are those that tealset itself reads, for the help and the manual page.
var variables = []struct{ names, means string }{
	{"TEALSET_CONFIG", "the configuration to read in place of your own; --config"},
	{"TEALSET_READ_ONLY", "1 or true: change nothing; --read-only"},
	{"TEALSET_REFRESH", "the time between two reads, such as 5s; --refresh"},
	{"TEALSET_BUDGET", "the share of the account's request rate, such as 25%; --budget"},
	{"TEALSET_THEME", "auto, dark, light, mono or blue-orange; --theme"},
	{"TEALSET_ASCII", "auto, 1 or 0; --ascii"},
	{"NO_COLOR", "any value: no colours"},
	{"CLICOLOR_FORCE", "1: colours in the help where it is not written to a terminal"},
	{"XDG_CONFIG_HOME", "where tealset/config.yaml is; ~/.config where it is not set"},
	{"XDG_CONFIG_DIRS", "where that of the machine is, beside /etc/xdg"},
	{"XDG_STATE_HOME", "where tealset/audit.jsonl is; ~/.local/state where it is not set"},
	{"XDG_CACHE_HOME", "where completions of names are kept; ~/.cache where it is not set"},
	{"LC_ALL LC_CTYPE LANG", "the locale: ASCII alone where it is not UTF-8; --ascii"},
	{"TERM TMUX", "what the terminal can do"},
	{"GOGC", "how much memory Go lets grow"},
	{"SOURCE_DATE_EPOCH", "the date of the manual page, in seconds since 1970"},
}

// variablesOfOthers are paragraphs about what else is read.
const variablesOfOthers = `The AWS SDK reads its own: AWS_PROFILE, AWS_REGION, AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE, AWS_ACCESS_KEY_ID and the like,
AWS_CA_BUNDLE, HTTPS_PROXY, AWS_ENDPOINT_URL and those of each service, such as AWS_ENDPOINT_URL_ECS.

No variable changes the format of an answer, stands for --yes, or weakens a check.`

// filesOfProgram are those that tealset reads and writes by itself, for the manual page.
var filesOfProgram = []struct{ names, means string }{
	{"~/.config/tealset/config.yaml", "your configuration; tealset config init writes one of comments"},
	{"/etc/xdg/tealset/config.yaml", "that of the machine, of which nothing takes away what it forbids"},
	{"~/.local/state/tealset/audit.jsonl", "the audit trail, with up to five older files beside it; tealset audit prints it"},
	{"~/.cache/tealset/completion/", "names for the completion of a shell, which are read again after 15 seconds to one hour"},
	{"~/.aws/config ~/.aws/credentials", "the settings of the AWS SDK"},
}

func environmentText() string {
	var text strings.Builder
	text.WriteString("tealset reads these variables. A flag comes before its variable.\n\n")
	for _, v := range variables {
		fmt.Fprintf(&text, "  %-20s %s\n", v.names, v.means)
	}
	return text.String() + "\n" + variablesOfOthers + "\n"
}

// wrapped is a text in lines of at most so many letters; a longer word has a line of its own.
func wrapped(text string, most int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(text) {
		if line != "" && len(line)+1+len(word) > most {
			lines, line = append(lines, line), ""
		}
		line = strings.TrimSpace(line + " " + word)
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}
