package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"tealset/cmd/tealset/output"
	"tealset/cmd/tealset/script"
	"tealset/ecsapi"
	"tealset/ui"
)

// The names of commands that are treated apart.
const (
	nameCompletion = "completion"
	nameDescribe   = "describe"
)

// completer gives the candidates for what is typed, each with what it is behind a tab.
type completer func(cmd *cobra.Command, args []string) []cobra.Completion

// addCompletions tells the shells what can stand behind flags, and as arguments.
func addCompletions(root *cobra.Command) {
	byFlag := map[string]completer{
		"profile": profilesOf, "region": regionsOf, flagTheme: themesOf, "cluster": clustersOf, "service": servicesOf,
		"columns": columnsOf, "sort": columnsOf,
		"wait-type": words("ready", "termination"), "for": words("stable", "gone", "primary=", "running=", "deployed"),
		"to": taskSetsOf, flagBudget: words("10%", "25%", "50%", "100%"), flagRefresh: words("1s", "5s", "10s", "30s", "1m"),
		"timeout": words("1m", "5m", "10m", "30m", "1h"), "since": words("1h", "24h", "168h"), "if": membersOf,
	}
	byCommand := map[string]completer{
		"list": words("clusters", "services", "task-sets"), nameDescribe: describedOf,
		"delete": taskSetsOf, "promote": taskSetsOf, "scale": taskSetsOf, "watch": taskSetsOf, "wait": taskSetsOf,
	}
	var visit func(cmd *cobra.Command)
	visit = func(cmd *cobra.Command) {
		cmd.Flags().VisitAll(func(flag *pflag.Flag) {
			if of := byFlag[flag.Name]; of != nil {
				_ = cmd.RegisterFlagCompletionFunc(flag.Name, completion(of, flag)) // it errs where there is one already
			}
			if flag.Name == "debug" || flag.Name == flagConfig {
				_ = cmd.MarkFlagFilename(flag.Name)
			}
		})
		if flag := cmd.Flags().Lookup("output"); flag != nil {
			_ = cmd.RegisterFlagCompletionFunc("output", completion(formatsOf(flag), flag))
		}
		if of := byCommand[cmd.Name()]; of != nil && cmd.Parent() == root {
			cmd.ValidArgsFunction = func(cmd *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
				if len(args) > 0 && cmd.Name() != nameDescribe {
					return nil, cobra.ShellCompDirectiveNoFileComp
				}
				return of(cmd, args), cobra.ShellCompDirectiveNoFileComp
			}
		}
		for _, sub := range cmd.Commands() {
			visit(sub)
		}
	}
	visit(root)
}

// completion completes the value of a flag. Of one that takes several, what stands behind the
// last comma is completed.
func completion(of completer, flag *pflag.Flag) cobra.CompletionFunc {
	return func(cmd *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		candidates, directive := of(cmd, args), cobra.ShellCompDirectiveNoFileComp
		if at := strings.LastIndexByte(typed, ','); at >= 0 && flag.Value.Type() == "stringSlice" {
			candidates = slices.Clone(candidates)
			for i := range candidates {
				candidates[i] = typed[:at+1] + candidates[i]
			}
			directive |= cobra.ShellCompDirectiveNoSpace
		}
		if slices.ContainsFunc(candidates, func(word string) bool { return strings.HasSuffix(word, "=") }) {
			directive |= cobra.ShellCompDirectiveNoSpace
		}
		return candidates, directive
	}
}

// describedOf are the kinds of object, and behind one of them the names of its objects.
func describedOf(cmd *cobra.Command, args []string) []cobra.Completion {
	if len(args) == 0 {
		return []cobra.Completion{"cluster", "service", "task-set"}
	}
	kind, err := script.ParseKind(args[0])
	switch {
	case err != nil || len(args) > 1:
		return nil
	case kind == script.Clusters:
		return clustersOf(cmd, args)
	case kind == script.Services:
		return servicesOf(cmd, args)
	}
	return taskSetsOf(cmd, args)
}

// words are candidates that are always the same.
func words(candidates ...string) completer {
	return func(*cobra.Command, []string) []cobra.Completion { return candidates }
}

// formatsOf are the formats that the description of a flag names.
func formatsOf(flag *pflag.Flag) completer {
	var names []string
	said := strings.FieldsFunc(flag.Usage, func(r rune) bool { return r == ' ' || r == ',' })
	for _, format := range append(output.Formats(), "text") {
		if slices.Contains(said, string(format)) {
			names = append(names, string(format))
		}
	}
	return words(names...)
}

func profilesOf(*cobra.Command, []string) []cobra.Completion { return ecsapi.Profiles() }

func regionsOf(*cobra.Command, []string) []cobra.Completion {
	all := ecsapi.Regions()
	regions := make([]cobra.Completion, len(all))
	for i, region := range all {
		regions[i] = cobra.CompletionWithDesc(region.Name, region.Place)
	}
	return regions
}

func themesOf(*cobra.Command, []string) []cobra.Completion {
	all := ui.Themes()
	themes := make([]cobra.Completion, len(all))
	for i, theme := range all {
		themes[i] = string(theme)
	}
	return themes
}

// columnsOf are those of what is listed; of all, where that is not named yet.
func columnsOf(cmd *cobra.Command, args []string) []cobra.Completion {
	kinds := []script.Kind{script.Clusters, script.Services, script.TaskSets}
	if len(args) > 0 {
		if kind, err := script.ParseKind(args[0]); err == nil {
			kinds = []script.Kind{kind}
		}
	}
	names := make([]cobra.Completion, 0, 64)
	for _, kind := range kinds {
		if cmd.Name() == nameDescribe {
			names = append(names, script.DescribedNames(kind)...)
		} else {
			names = append(names, script.ColumnNames(kind)...)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// membersOf are the members of a task set that --if takes.
func membersOf(*cobra.Command, []string) []cobra.Completion {
	names := script.Expectable()
	for i := range names {
		names[i] += "="
	}
	return names
}

// helpedOf are the commands and the topics that there is help about, below those that are named.
func helpedOf(cmd *cobra.Command, args []string) []cobra.Completion {
	about, rest, err := cmd.Root().Find(args)
	if err != nil || len(rest) > 0 {
		return nil
	}
	var names []cobra.Completion
	for _, sub := range about.Commands() {
		if sub.IsAvailableCommand() || !sub.Runnable() {
			names = append(names, cobra.CompletionWithDesc(sub.Name(), sub.Short))
		}
	}
	return names
}
