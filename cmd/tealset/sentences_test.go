package main

import (
	"flag"
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

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "make the list of sentences anew")

// spoken are the packages whose texts reach a person.
var spoken = []string{
	"cmd/tealset", "cmd/tealset/audit", "cmd/tealset/config", "cmd/tealset/gateway", "cmd/tealset/output", "cmd/tealset/script", "ecsapi", "model", "model/change", "model/clean",
	"ui", "ui/dialog", "ui/feed", "ui/keymap", "ui/say", "ui/widget",
}

// All that the program can say in more than one word stands in one list, which is to be read
// through as a newcomer would when it changes: every line is to be understood at once, in
// plain words, with what to do next at its end.
func TestEverySentenceIsInTheList(t *testing.T) {
	t.Parallel()
	const path = "testdata/sentences.txt"
	var said strings.Builder
	for _, name := range spoken {
		for _, sentence := range sentencesOf(t, filepath.Join("..", "..", name)) {
			said.WriteString(name + ": " + sentence + "\n")
		}
	}
	list, err := os.ReadFile(path)
	if err == nil && string(list) == said.String() {
		return
	}
	if !*update {
		t.Fatalf("the program says something else; read it, and run this test with -update (-listed +said):\n%s",
			cmp.Diff(strings.Split(string(list), "\n"), strings.Split(said.String(), "\n")))
	}
	if err := os.WriteFile(path, []byte(said.String()), 0o600); err != nil {
		t.Fatal(err)
	}
}

// No sentence names a key that somebody may have set to another: the key is put in. Those of
// forms are fixed, and so is ctrl+c; the package of the keys itself names what terminals send.
func TestNoSentenceNamesAKeyThatCanBeSet(t *testing.T) {
	t.Parallel()
	key := regexp.MustCompile(`(?i)\bpress(es)? [a-z?!/%]\b|\besc\b|\bctrl\+[abd-z]|\((press )?[a-z?!/%]\)|\benter (takes|opens|goes)|\btab completes`)
	ofForms := []string{"esc cancels", "esc closes"}
	for _, name := range spoken {
		if name == "ui/keymap" {
			continue
		}
		for _, sentence := range sentencesOf(t, filepath.Join("..", "..", name)) {
			if text, err := strconv.Unquote(sentence); err != nil || key.MatchString(text) && !slices.Contains(ofForms, text) {
				t.Errorf("%s names a key: %s", name, sentence)
			}
		}
	}
}

// sentencesOf are the texts of several words in a package's code, each once, in the order of
// the alphabet. What is put in at run time is an ellipsis.
func sentencesOf(t *testing.T, directory string) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(directory, "*.go"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no code in %s: %v", directory, err)
	}
	words := regexp.MustCompile(`\pL{2}[,;:.)]* \(?(\pL|%|…)|[%…]\w? \pL{2}`)
	pattern := regexp.MustCompile(`\\|\pL\|\pL|^\^`) // of a regular expression
	var sentences []string
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") || filepath.Base(path) == "regions.go" { // AWS's names of Regions
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(node ast.Node) bool {
			switch node := node.(type) {
			case *ast.ImportSpec:
				return false
			case *ast.Field: // a tag is no text
				return node.Tag == nil
			case ast.Expr:
				text, whole := textOf(node)
				if whole && words.MatchString(text) && !pattern.MatchString(text) {
					sentences = append(sentences, strconv.Quote(text))
				}
				return !whole
			}
			return true
		})
	}
	slices.Sort(sentences)
	return slices.Compact(sentences)
}

// textOf is a text with what is joined to it; whole is false where an expression has none.
func textOf(e ast.Expr) (text string, whole bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind != token.STRING {
			return "", false
		}
		text, err := strconv.Unquote(e.Value)
		return text, err == nil
	case *ast.BinaryExpr:
		left, leftIs := textOf(e.X)
		right, rightIs := textOf(e.Y)
		if e.Op != token.ADD || !leftIs && !rightIs {
			return "", false
		}
		if !leftIs {
			left = "…"
		}
		if !rightIs {
			right = "…"
		}
		return left + right, true
	}
	return "", false
}
