package clean

import (
	"regexp"
	"strings"
)

// plainWord is a word that a POSIX shell takes as it is.
var plainWord = regexp.MustCompile(`^[A-Za-z0-9_@%+=:,./-]+$`)

// ShellWord is a text as one word of a command that is shown to be pasted into a
// POSIX shell: cleaned by Text, and in single quotes where the shell would not take
// it as it is.
func ShellWord(text string) string {
	word := Text(text)
	if plainWord.MatchString(word) {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
