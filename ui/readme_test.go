package ui

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"tealset/model"
)

var update = flag.Bool("update", false, "make golden files and the README's tables anew")

// The README promises the keys of the key map and no others, and explains every verdict.
func TestREADME(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	text := string(readme)
	for name, want := range map[string]string{"keys": keyTable(), "legend": legendTable()} {
		begin, end := "<!-- "+name+": made from ", "<!-- /"+name+" -->"
		at := strings.Index(text, begin)
		if at < 0 {
			t.Fatalf("README.md has no place for the %s", name)
		}
		at += strings.Index(text[at:], "-->\n") + len("-->\n")
		table, after, ok := strings.Cut(text[at:], end)
		if !ok {
			t.Fatalf("README.md has no end of the %s", name)
		}
		if table != want && !*update {
			t.Fatalf("README.md has other %s; run this test with -update\n%s", name, want)
		}
		text = text[:at] + want + end + after
	}
	if *update {
		if err := os.WriteFile("../README.md", []byte(text), 0o600); err != nil { //nolint:gosec // this repository's own README
			t.Fatal(err)
		}
	}
}

// legendTable has a line for each tier with its verdicts.
func legendTable() string {
	l := look{styles: colourStyles(onDark)}
	var out strings.Builder
	out.WriteString("\n| | tier | means | words |\n|---|---|---|---|\n")
	for _, tier := range tiers() {
		sign, _ := l.tier(tier.Tier)
		var words []string
		for _, v := range model.Verdicts() {
			if v.Tier == tier.Tier {
				words = append(words, "*"+v.Word+"*")
			}
		}
		fmt.Fprintf(&out, "| %s | **%s** | %s | %s |\n", sign, tier, tier.long, strings.Join(words, ", "))
	}
	return out.String() + "\n"
}

func keyTable() string {
	var out strings.Builder
	for _, group := range keyGroups(newKeyMap(nil), bindingsOfPages(&frame{keys: newKeyMap(nil)})) {
		out.WriteString("\n| " + group.Title + " | |\n|---|---|\n")
		for _, binding := range group.Bindings {
			out.WriteString("| `" + strings.Join(strings.Fields(binding.Help().Key), "` `") + "` | " + binding.Help().Desc + " |\n")
		}
	}
	return out.String() + "\n"
}
