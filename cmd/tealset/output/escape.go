package output

import (
	"strings"
	"unicode/utf8"

	"tealset/model/clean"
)

// written are the signs that are written out in a table and in tsv, where they would begin
// a new column or line, or be taken for such a sign.
var written = strings.NewReplacer("\t", `\t`, "\n", `\n`, "\r", `\r`, `\`, `\\`)

// pieceRunes is how many runes are cleaned at once: clean.Text cuts longer texts.
const pieceRunes = 1000

// Signs makes a text fit for a line of a table or of tsv. A tab, a line end and a backslash
// are written as \t, \n and \\; what else could command a terminal, or cannot be seen, is
// replaced by a sign that can, ␛ for escape. Nothing is cut.
func Signs(text string) string {
	text = written.Replace(text)
	if len(text) <= pieceRunes {
		return clean.Text(text)
	}
	var out strings.Builder
	for len(text) > 0 {
		end := 0
		for range pieceRunes {
			_, size := utf8.DecodeRuneInString(text[end:])
			end += size
		}
		out.WriteString(clean.Text(text[:end]))
		text = text[end:]
	}
	return out.String()
}
