package config

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// intended is a pattern as a person means it, with a name that it must match.
type intended struct{ pattern, name string }

// meant draws a pattern, how it may have been written and a name that it is meant for.
func meant(t *rapid.T) intended {
	var in intended
	switch rapid.IntRange(0, 3).Draw(t, "kind") {
	case 0:
		id := rapid.StringMatching(`[0-9]{12}`).Draw(t, "account")
		in = intended{id, id}
		if dash := rapid.SampledFrom([]string{"", "-", " ", "–", "."}).Draw(t, "dash"); dash != "" {
			in.pattern = id[:4] + dash + id[4:8] + dash + id[8:]
		}
	case 1:
		id := rapid.StringMatching(`[0-9]{12}`).Draw(t, "account")
		in = intended{id[:4] + rapid.SampledFrom([]string{"*", "-*", "????????"}).Draw(t, "rest"), id}
	default:
		for range rapid.IntRange(1, 4).Draw(t, "parts") {
			part := rapid.SampledFrom([]intended{
				{"prod", "prod"},
				{"Prod", "pROD"},
				{"*", "x"},
				{"*", "any/thing"},
				{"?", "ä"},
				{"?", "/"},
				{"[a-z]", "Q"},
				{"[A-Z]", "q"},
				{"[Z-a]", "Z"},
				{"[^x]", "y"},
				{"-", "-"},
				{"_", "_"},
				{"/", "/"},
				{"@", "@"},
				{"+", "+"},
				{":", ":"},
				{"日本", "日本"},
				{"İ", "İ"},
				{"Σ", "ς"},
				{"[ab0-9_]", "7"},
				{"[z-a]", "b"},
				{`\*`, "*"},
				{"ß", "ß"},
				{".", "."},
				{"=", "="},
				{"~", "~"},
				{"&", "&"},
				{"%", "%"},
				{"{a,b}", "a"},
				{"(a|b)", "b"},
				{"#", "#"},
				{"[!x]", "y"},
				{"0x1F", "0x1F"},
				{"true", "true"},
				{"null", "null"},
				{"1e3", "1e3"},
				{"007", "007"},
				{" ", " "},
			}).Draw(t, "part")
			in.pattern, in.name = in.pattern+part.pattern, in.name+part.name
		}
	}
	in.name = strings.TrimSpace(in.name)
	around := rapid.SampledFrom([]string{"", "", " ", "\t", "\u00a0"})
	in.pattern = around.Draw(t, "before") + in.pattern + around.Draw(t, "behind")
	return in
}

// writtenText writes a text in one of YAML's ways, some of them wrong or of another type.
func writtenText(t *rapid.T, text string) string {
	switch rapid.IntRange(0, 7).Draw(t, "quotes") {
	case 0, 1, 2:
		return fmt.Sprintf("%q", text)
	case 3:
		return "'" + strings.ReplaceAll(text, "'", "''") + "'"
	case 4:
		return rapid.SampledFrom([]string{"&x ", "!!str ", "!", "- "}).Draw(t, "property") + fmt.Sprintf("%q", text)
	case 5:
		return "|\n    " + text
	default:
		if trimmed := strings.TrimSpace(text); trimmed == "" || strings.Contains(text, "#") || strings.ContainsAny(trimmed[:1], "[{") {
			return fmt.Sprintf("%q", text) // or it would be a comment, or a list, to a person as well
		}
		return text
	}
}

// writtenList writes a list of texts in one of YAML's ways, some of them wrong.
func writtenList(t *rapid.T, texts []string) string {
	var out strings.Builder
	comment := rapid.SampledFrom([]string{"", "", " # why", "\t# why", "#", "\n  # - \"no\""})
	switch style := rapid.IntRange(0, 5).Draw(t, "style"); style {
	case 0, 1:
		out.WriteString("[" + strings.Join(texts, rapid.SampledFrom([]string{", ", ",", ",\n  ", " , ", ",\t"}).Draw(t, "comma")) + "]")
		out.WriteString(comment.Draw(t, "comment"))
	case 2:
		out.WriteString(strings.Join(texts, ", ")) // no list at all
	default:
		for _, text := range texts {
			indent := rapid.SampledFrom([]string{"  ", "  ", "  ", "", "    ", "\t"})
			if style < 5 {
				indent = rapid.Just("  ")
			}
			out.WriteString("\n" + indent.Draw(t, "indent") + rapid.SampledFrom([]string{"- ", "- ", "- ", "-", "-\t", "* "}).Draw(t, "dash") + text)
			out.WriteString(comment.Draw(t, "comment"))
		}
	}
	return out.String()
}

// configuration draws a text, with all that a person means by it to be read-only.
func configuration(t *rapid.T) (text string, all []intended) {
	var out strings.Builder
	out.WriteString(rapid.SampledFrom([]string{"", "", "", "", "", "\ufeff", "# mine\n", "---\n", "--- # mine\n", "\n\n", "%YAML 1.2\n---\n", "other: 1\n", "..."}).Draw(t, "head"))
	for n := range rapid.SampledFrom([]int{1, 1, 1, 1, 1, 1, 2, 3}).Draw(t, "times") {
		if n > 0 {
			out.WriteString(rapid.SampledFrom([]string{"---\n", "...\n", "...\n---\n", "", "--- ", "---\n---\n", "  ---\n", "# ---\n"}).Draw(t, "between"))
		}
		key := rapid.SampledFrom([]string{
			"read_only:", "read_only:", "read_only:", "read_only:", "read_only:", "read_only:", "read_only:", "read_only: ", "\"read_only\":", "? read_only\n:", "READ_ONLY:", "read_only :", "read-only:",
			"<<:\n  read_only: ", "base: &b", "!!str read_only:", "read_only: &b", "{read_only: ",
		}).Draw(t, "key")
		var texts []string
		for range rapid.IntRange(0, 3).Draw(t, "patterns") {
			in := meant(t)
			all = append(all, in)
			texts = append(texts, writtenText(t, in.pattern))
		}
		out.WriteString(key + " " + writtenList(t, texts) + "\n")
		out.WriteString(rapid.SampledFrom([]string{"", "", "", "", "", "", "# end\n", "---\n", "...\n", "read_only: *b\n", "]\n", "}\n", " \n\t\n"}).Draw(t, "tail"))
	}
	text = out.String()
	switch rapid.IntRange(0, 5).Draw(t, "ends") {
	case 0:
		text = strings.ReplaceAll(text, "\n", "\r\n")
	case 1:
		text = strings.ReplaceAll(text, "\n", "\r")
	case 2:
		text = strings.TrimRight(text, "\n")
	}
	return text, all
}

// nowhere is where nothing is set.
var nowhere = Source{Getenv: func(string) string { return "" }, Flag: func(string) (string, bool) { return "", false }}

// For any text of a configuration, either every pattern in it is enforced or the
// program does not start.
func TestEveryPatternIsEnforcedOrRefused(t *testing.T) {
	taken, refused := 0, 0
	check := func(t *rapid.T) {
		text, all := configuration(t)
		d := parse("config.yaml", []byte(text))
		if len(d.mistakes) > 0 {
			refused++
			if strings.Contains(d.mistakes.Error(), "\n") && len(d.mistakes) == 1 {
				t.Errorf("%q: no sentence: %v", text, d.mistakes)
			}
			return
		}
		if len(all) > 0 {
			taken++
		}
		var c Config
		_ = c.addUp(nowhere, []document{d})
		for _, in := range all {
			if c.Matches(in.name) == "" {
				t.Errorf("%q is taken, but %q, which means %q, is not enforced: %q", text, in.pattern, in.name, c.patterns)
			}
		}
	}
	for range 20 { // most of the texts are refused
		rapid.Check(t, check)
	}
	if taken < 20 || refused < 20 {
		t.Errorf("%d texts were taken and %d refused: that shows nothing", taken, refused)
	}
}

// Whatever bytes a configuration has, reading it ends; and one that is taken without a
// pattern has no word of a setting outside its comments, unless it says that it is empty.
func FuzzConfig(f *testing.F) {
	f.Add("read_only: [\"prod-*\"]\n")
	f.Add("\ufeffread_only:\r\n- a # b\r\n---\r\nread_only: []\r\n")
	f.Add("a: &x [*x]\n")
	f.Fuzz(func(t *testing.T, text string) {
		d := parse("config.yaml", []byte(text))
		if len(d.mistakes) > 0 || d.readOnly != nil && len(d.readOnly.patterns) > 0 || d.allow != nil || d.typeName != nil || len(d.values) > 0 {
			return
		}
		for line := range strings.Lines(text) {
			line, _, _ = strings.Cut(strings.ReplaceAll(line, "\r", ""), "#")
			if word := strings.Trim(line, " \t\n\ufeff-.{}[]:,\"'?"); word != "" && word != "read_only" {
				t.Errorf("%q says nothing, but has %q", text, word)
			}
		}
	})
}

// restriction draws a text that lets some kinds of changes alone be made, and asks for the
// name, as a person may write that. allowed is nil where nothing is forbidden.
func restriction(t *rapid.T) (text string, allowed []string, named bool) {
	var parts []string
	if rapid.Bool().Draw(t, "allow") {
		allowed = []string{}
		var words []string
		for _, kind := range Kinds() {
			if rapid.Bool().Draw(t, kind) {
				allowed = append(allowed, kind)
				words = append(words, writtenText(t, rapid.SampledFrom([]string{kind, kind, kind, kind, " " + kind, strings.ToUpper(kind), kind + "s"}).Draw(t, "spelling")))
			}
		}
		key := rapid.SampledFrom([]string{"allow:", "allow:", "allow:", "allow :", "\"allow\":", "Allow:", "allows:", "? allow\n:", "allow: &a"}).Draw(t, "key")
		parts = append(parts, key+" "+writtenList(t, words))
	}
	if named = rapid.Bool().Draw(t, "confirm"); named {
		parts = append(parts, rapid.SampledFrom([]string{
			"confirm: {type_name: always}", "confirm:\n  type_name: always", "confirm: {\"type_name\": 'always'}", "confirm: always", "confirm: {type-name: always}",
			"confirm:\n  type_name: Always", "confirm: {type_name: always, type_name: danger}", "confirm: [type_name: always]", "confirm:\ntype_name: always",
		}).Draw(t, "way"))
	}
	parts = append(parts, rapid.SampledFrom([]string{"", "", "refresh: 5s", "---", "...", "read_only: []", "allow: [delete]", "confirm: {type_name: danger}"}).Draw(t, "more"))
	if rapid.Bool().Draw(t, "turned") {
		slices.Reverse(parts)
	}
	return strings.Join(parts, "\n") + "\n", allowed, named
}

// For any text that restricts changes, either the restriction holds or the program does not
// start; and a second file takes none of it away.
func TestEveryRestrictionIsEnforcedOrRefused(t *testing.T) {
	taken, refused := 0, 0
	check := func(t *rapid.T) {
		text, allowed, named := restriction(t)
		d := parse("config.yaml", []byte(text))
		if len(d.mistakes) > 0 {
			refused++
			return
		}
		if allowed != nil || named {
			taken++
		}
		other := parse("other.yaml", []byte(rapid.SampledFrom([]string{
			"", "allow: [" + strings.Join(Kinds(), ", ") + "]\n", "confirm: {type_name: danger}\n", "read_only: []\n",
		}).Draw(t, "other")))
		documents := []document{d, other}
		if rapid.Bool().Draw(t, "order") {
			slices.Reverse(documents)
		}
		var c Config
		_ = c.addUp(nowhere, documents)
		for _, kind := range Kinds() {
			if allowed != nil && !slices.Contains(allowed, kind) && c.Forbids(kind) == "" {
				t.Errorf("%q is taken, and %s is allowed", text, kind)
			}
		}
		if named && !c.NameAlways {
			t.Errorf("%q is taken, and the name is not always asked for", text)
		}
	}
	for range 5 {
		rapid.Check(t, check)
	}
	if taken < 20 || refused < 20 {
		t.Errorf("%d texts were taken and %d refused: that shows nothing", taken, refused)
	}
}
