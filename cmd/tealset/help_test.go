//go:build linux || darwin

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
)

// Every help text is in testdata/help, to be read through when it changes: by a newcomer, at
// night. It is made anew with -update.
func TestTheHelpIsAsItWas(t *testing.T) {
	t.Parallel()
	const dir = "testdata/help"
	var all []string
	for _, path := range helpPaths(newRoot(new(order)), "tealset") {
		cmd, stderr := oneShot(t, append(strings.Fields(path)[1:], "--help")...)
		cmd.Env = append(cmd.Env, "__FANG_TEST_WIDTH=100")
		text, err := cmd.Output()
		if err != nil || stderr.Len() > 0 {
			t.Fatalf("%s: %v, %s", path, err, stderr)
		}
		name := filepath.Join(dir, strings.ReplaceAll(path, " ", "-")+".txt")
		all = append(all, name)
		var lines strings.Builder
		for line := range strings.Lines(string(text)) {
			lines.WriteString(strings.TrimRight(line, " \n") + "\n")
		}
		compareGolden(t, name, lines.String())
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.txt"))
	if err != nil || len(files) != len(all) {
		t.Errorf("there are %d files for %d commands: %v", len(files), len(all), err)
	}
}

// An example is copied: in a terminal of 80 cells it is whole, which the help cuts otherwise.
func TestExamplesAreWhole(t *testing.T) {
	t.Parallel()
	var visit func(cmd *cobra.Command)
	visit = func(cmd *cobra.Command) {
		for line := range strings.Lines(cmd.Example) {
			if len(strings.TrimSpace(line)) > 71 && cmd.Name() != "completion" {
				t.Errorf("%s: %d cells: %s", cmd.CommandPath(), len(line), line)
			}
		}
		for _, sub := range cmd.Commands() {
			visit(sub)
		}
	}
	visit(newRoot(new(order)))
}

// helpPaths are the commands of tealset's own, with what leads to them; cobra's texts about
// completions are its own.
func helpPaths(cmd *cobra.Command, path string) []string {
	paths := []string{path}
	for _, sub := range cmd.Commands() {
		if sub.Name() != "completion" && sub.Name() != "help" {
			paths = append(paths, helpPaths(sub, path+" "+sub.Name())...)
		}
	}
	return paths
}

func compareGolden(t *testing.T, name, got string) {
	t.Helper()
	want, err := os.ReadFile(name) //nolint:gosec // a file of the tests
	if err == nil && string(want) == got {
		return
	}
	if !*update {
		t.Errorf("%s is not what is printed; read it, and run this test with -update (-listed +printed):\n%s", name, cmp.Diff(string(want), got))
		return
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(got), 0o600); err != nil {
		t.Fatal(err)
	}
}
