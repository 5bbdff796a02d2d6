//go:build linux || darwin

package clean_test

import (
	"os/exec"
	"testing"

	"tealset/model/clean"
	"tealset/model/clean/cleantest"
)

// A shell reads the word as the one text that a person sees, whatever is in it.
func TestAShellReadsAWordAsTheCleanedText(t *testing.T) {
	t.Parallel()
	for _, text := range append(cleantest.Payloads(t), "", "it's", "a b", "$(id)", "`id`", "a;b", "~", "*", "\\", "''") {
		output, err := exec.CommandContext(t.Context(), "sh", "-c", "printf '[%s]' "+clean.ShellWord(text)).Output() //nolint:gosec // That nothing in it is obeyed is what is tested.
		if want := "[" + clean.Text(text) + "]"; err != nil || string(output) != want {
			t.Errorf("%q is read as %q, want %q (%v)", text, output, want, err)
		}
	}
}

// A name or an ARN stands in the command as a person knows it.
func TestAPlainWordIsNotQuoted(t *testing.T) {
	t.Parallel()
	for _, word := range []string{"shop-prod", "ada@shop", "arn:aws:ecs:eu-west-1:123456789012:service/shop-prod/checkout", "http://127.0.0.1:8080"} {
		if got := clean.ShellWord(word); got != word {
			t.Errorf("%q becomes %q", word, got)
		}
	}
}
