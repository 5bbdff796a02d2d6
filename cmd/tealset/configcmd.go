package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"tealset/cmd/tealset/config"
	"tealset/cmd/tealset/output"
	"tealset/model/clean"
	"tealset/ui/keymap"
)

// newConfig tells what is in force, and where it was set.
func newConfig(o *order) *cobra.Command {
	var s settings
	var format string
	cmd := &cobra.Command{
		Use:   "config",
		Short: "Print the settings in force, and where each was made",
		Args:  cobra.ArbitraryArgs, // see the root's
	}
	run := func(do func(cmd *cobra.Command) error) func(*cobra.Command, []string) {
		return func(cmd *cobra.Command, args []string) {
			o.err = cmp.Or(noArguments(cmd, args), noEmptyValues(cmd, args))
			s.flag = given(cmd.Flags())
			o.do = func(context.Context) error { return do(cmd) }
		}
	}
	cmd.Run = run(func(cmd *cobra.Command) error { return s.printSettings(cmd.OutOrStdout(), format) })
	addConfigFlags(cmd.PersistentFlags(), configFlags...)
	keys := &cobra.Command{
		Use: "keys", Short: "Print every action with its keys, to set others under keys", Args: cobra.ArbitraryArgs,
		Run: run(func(cmd *cobra.Command) error { return s.printKeys(cmd.OutOrStdout(), format) }),
	}
	for _, c := range []*cobra.Command{cmd, keys} {
		c.Flags().StringVarP(&format, "output", "o", "table", "choose a format: table, json")
	}
	cmd.AddCommand(
		&cobra.Command{
			Use: "init", Short: "Write a configuration of comments alone, to be filled in", Args: cobra.ArbitraryArgs,
			Run: run(func(cmd *cobra.Command) error { return s.initConfig(cmd.ErrOrStderr()) }),
		},
		&cobra.Command{
			Use: "path", Short: "Print the files that are looked at, the first that counts on top", Args: cobra.ArbitraryArgs,
			Run: run(func(cmd *cobra.Command) error { return s.printPaths(cmd.OutOrStdout()) }),
		},
		keys,
	)
	return cmd
}

// settingJSON is a setting in the document of `config -o json`.
type settingJSON struct {
	Name  string `json:"name"`
	Value any    `json:"value"`
	From  string `json:"from"`
}

// printSettings prints every setting with where it was made.
func (s settings) printSettings(out io.Writer, format string) error {
	c, err := s.configured()
	if err != nil {
		return err
	}
	rows := [][]string{{"SETTING", "VALUE", "FROM"}}
	all := []settingJSON{}
	for _, setting := range c.Settings() {
		rows = append(rows, []string{setting.Name, written(setting.Value), setting.From})
		all = append(all, settingJSON(setting))
	}
	return printEither(out, format, rows, output.Members{{Name: "settings", Value: all}})
}

// keyJSON is an action in the document of `config keys -o json`.
type keyJSON struct {
	Action string   `json:"action"`
	Keys   []string `json:"keys"`
	From   string   `json:"from"`
	Does   string   `json:"does"`
	Fixed  bool     `json:"fixed"`
}

// printKeys prints every action with its keys.
func (s settings) printKeys(out io.Writer, format string) error {
	c, err := s.configured()
	if err != nil {
		return err
	}
	from := map[string]string{}
	for _, setting := range c.Settings() {
		from[setting.Name] = setting.From
	}
	rows := [][]string{{"ACTION", "KEYS", "FROM", "DOES"}}
	all := []keyJSON{}
	for _, a := range keymap.Actions() {
		where := cmp.Or(from["keys."+a.Name], "default")
		if a.Fixed {
			where = "fixed"
		}
		keys := append([]string{}, c.Keys[a.Name]...)
		rows = append(rows, []string{a.Name, written(keys), where, a.Does})
		all = append(all, keyJSON{a.Name, keys, where, a.Does, a.Fixed})
	}
	return printEither(out, format, rows, output.Members{{Name: "keys", Value: all}})
}

// written is a value for a person.
func written(value any) string {
	if list, ok := value.([]string); ok {
		return cmp.Or(strings.Join(list, " "), "none")
	}
	return fmt.Sprint(value)
}

// printEither prints rows as a table, or a document as JSON.
func printEither(out io.Writer, format string, rows [][]string, document output.Members) error {
	switch format {
	case "table":
		table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
		for _, row := range rows {
			for i := range row {
				row[i] = clean.Text(row[i])
			}
			_, _ = fmt.Fprintln(table, strings.Join(row, "\t")) // Flush has the error
		}
		return table.Flush()
	case "json":
		return output.WriteDocument(out, output.JSON, document)
	default:
		return usagef("--output %q is not an output format; give table or json", format)
	}
}

// printPaths prints the files that are looked at, and whether they are there.
func (s settings) printPaths(out io.Writer) error {
	paths, err := s.source().Paths()
	if err != nil {
		return err
	}
	for _, path := range paths {
		there := "read"
		if _, err := os.Stat(path); err != nil {
			there = "not there"
		}
		if _, err := fmt.Fprintf(out, "%s\t%s\n", clean.Text(path), there); err != nil {
			return err
		}
	}
	return nil
}

// initConfig writes the person's own file, with comments alone: what is written out would
// stay when a default changes.
func (s settings) initConfig(out io.Writer) error {
	paths, err := s.source().Paths()
	if err != nil {
		return err
	}
	path := paths[0]
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("the directory of the configuration cannot be made; make it yourself: %w", err)
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) //nolint:gosec // the person's own file
	if os.IsExist(err) {
		return fmt.Errorf("%s is there already; edit that", path)
	}
	if err != nil {
		return fmt.Errorf("the configuration cannot be written; name another file with --config: %w", err)
	}
	_, err = file.WriteString(config.Sample())
	if err := cmp.Or(err, file.Close()); err != nil {
		return fmt.Errorf("the configuration %s could not be written whole; remove it and try again: %w", path, err)
	}
	_, err = fmt.Fprintf(out, "tealset: wrote %s; all lines are comments: take the # away from those that you want\n", clean.Text(path))
	return err
}
