package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// testscripts are the lines of all testscripts, without their comments.
func testscripts(t *testing.T) (lines []string) {
	t.Helper()
	paths, err := filepath.Glob("testdata/script/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no testscripts: %v", err)
	}
	for _, path := range paths {
		text, err := os.ReadFile(path) //nolint:gosec // a file of the tests
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			if !strings.HasPrefix(line, "#") {
				lines = append(lines, strings.TrimSuffix(line, "\n"))
			}
		}
	}
	return lines
}

// Every command is run by a testscript, once well and once refused, in each of its formats.
func TestEveryCommandHasATestscript(t *testing.T) {
	t.Parallel()
	lines := testscripts(t)
	has := func(pattern string) bool {
		matches := regexp.MustCompile(pattern)
		return slices.ContainsFunc(lines, matches.MatchString)
	}
	var visit func(cmd *cobra.Command, path string)
	visit = func(cmd *cobra.Command, path string) {
		for _, sub := range cmd.Commands() {
			visit(sub, path+sub.Name()+" ")
		}
		if cmd.Run == nil || cmd.Hidden || path == "" || cmd.Parent().Name() == "completion" {
			return
		}
		name := strings.TrimSpace(path)
		if !has(`(^|&& )((exec )?tealset|exits 0|ended \d+) ` + name + `($| )`) {
			t.Errorf("no testscript runs %q", name)
		}
		if !has(`^refuses .* ` + name + `($| )`) {
			t.Errorf("no testscript lets %q be refused", name)
		}
		flag := cmd.Flags().Lookup("output")
		if flag == nil {
			return
		}
		if !has(`^refuses .*is not an output format.* ` + name + ` `) {
			t.Errorf("no testscript gives %q a wrong format", name)
		}
		for _, format := range formatsOf(flag)(nil, nil) {
			if format != flag.DefValue && !has(`(tealset|exits \d|ended \d+) `+name+` .*(-o|--output)[ =]`+format+`($| )`) {
				t.Errorf("no testscript writes %q as %s", name, format)
			}
		}
	}
	visit(newRoot(new(order)), "")
}

// Every exit code of the table is that of a testscript.
func TestEveryExitCodeHasATestscript(t *testing.T) {
	t.Parallel()
	lines := testscripts(t)
	for _, exit := range exits {
		pattern := `^(refuses|exits|ended) ` + strconv.Itoa(exit.code) + ` `
		switch exit.code {
		case 0:
			pattern = `^exec tealset `
		case exitUsage:
			pattern = `^refuses ['@]`
		}
		if !slices.ContainsFunc(lines, regexp.MustCompile(pattern).MatchString) {
			t.Errorf("no testscript ends with %d", exit.code)
		}
	}
}

// Every sentence by which a command is refused, or that tells that it did not do what was
// asked, stands in a testscript, or in another test where it takes a terminal or an ECS that
// changes its mind.
func TestEveryRefusalHasATest(t *testing.T) {
	t.Parallel()
	all := strings.Join(testscripts(t), "\n")
	all = strings.NewReplacer(`''`, `'`, `\.`, `.`, `\(`, `(`, `\)`, `)`).Replace(all)
	for _, pattern := range []string{"*_test.go", "script/*_test.go"} {
		paths, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			text, err := os.ReadFile(path) //nolint:gosec // a file of the tests
			if err != nil {
				t.Fatal(err)
			}
			if path != "script_complete_test.go" {
				all += string(text)
			}
		}
	}
	for _, directory := range []string{".", "config", "output", "script"} {
		for _, sentence := range refusalsOf(t, directory) {
			if !slices.Contains(ofBrokenSystems, sentence) && !strings.Contains(all, longest(sentence)) {
				t.Errorf("%s: no test has %q", directory, sentence)
			}
		}
	}
}

// ofBrokenSystems are sentences that take an error of tealset, of a library or of the system,
// or another user.
var ofBrokenSystems = []string{
	"this is an error of tealset; report it with the text above",
	"the configuration %s could not be written whole; remove it and try again: %w",
	"the debug log cannot be looked at (%s); name another file",
	"the debug log %s belongs to another user; name a file of your own",
	"the debug log is open to others and cannot be made private (%s); name another file",
	"the fake ECS stopped; start it again: %w",
	"it cannot be understood; …",
	"it was not done",
	"nobody can be asked, since what was typed before cannot be discarded; give --yes: %w",
}

// refusing are the functions that make a sentence of a refusal.
var refusing = []string{"usagef", "usage", "failed", "mistake", "refuse", "Errorf", "New"}

// refusalsOf are the sentences that the code of a package gives to them.
func refusalsOf(t *testing.T, directory string) (sentences []string) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(directory, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(node ast.Node) bool {
			call, ok := node.(*ast.CallExpr)
			if !ok {
				return true
			}
			name := ""
			switch fun := call.Fun.(type) {
			case *ast.Ident:
				name = fun.Name
			case *ast.SelectorExpr:
				name = fun.Sel.Name
			}
			if !slices.Contains(refusing, name) {
				return true
			}
			for _, argument := range call.Args {
				if text, ok := textOf(argument); ok && strings.Contains(text, " ") {
					sentences = append(sentences, text)
					break
				}
			}
			return true
		})
	}
	return sentences
}

// longest is the longest part of a format that stands as it is in what is printed.
func longest(format string) (part string) {
	for text := range strings.SplitSeq(strings.ReplaceAll(format, "%%", "%"), "…") {
		for _, text := range regexp.MustCompile(`%(\[\d\])?[a-z]`).Split(text, -1) {
			if len(text) > len(part) {
				part = text
			}
		}
	}
	return part
}
