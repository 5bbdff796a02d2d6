package ui

import (
	"flag"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "make golden files and the README's key table anew")

// The README promises the keys of the key map and no others.
func TestREADMEKeys(t *testing.T) {
	const begin, end = "-update` -->\n", "<!-- /keys -->"
	text, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	before, rest, _ := strings.Cut(string(text), begin)
	table, after, ok := strings.Cut(rest, end)
	if !ok {
		t.Fatal("README.md has no place for the key table")
	}
	if want := keyTable(); table != want {
		if !*update {
			t.Fatalf("README.md's key table is not that of the key map; run this test with -update\n%s", want)
		}
		if err := os.WriteFile("../README.md", []byte(before+begin+want+end+after), 0o600); err != nil { //nolint:gosec // this repository's own README
			t.Fatal(err)
		}
	}
}

func keyTable() string {
	var out strings.Builder
	for _, group := range keyGroups(newKeyMap(), bindingsOfPages(&frame{keys: newKeyMap()})) {
		out.WriteString("\n| " + group.Title + " | |\n|---|---|\n")
		for _, binding := range group.Bindings {
			out.WriteString("| `" + strings.Join(strings.Fields(binding.Help().Key), "` `") + "` | " + binding.Help().Desc + " |\n")
		}
	}
	return out.String() + "\n"
}
