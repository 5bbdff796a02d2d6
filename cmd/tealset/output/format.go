// Package output writes what a command has to tell, in every format, so that nothing that
// came from outside can command the terminal or break the format.
package output

import (
	"fmt"
	"slices"
	"strings"
)

// Format is how an answer is written.
type Format string

// The formats.
const (
	Table Format = "table"
	Wide  Format = "wide"  // a table with more columns
	Name  Format = "name"  // a name in each line
	TSV   Format = "tsv"   // values between tabs
	JSON  Format = "json"  // one document
	JSONL Format = "jsonl" // a document in each line
	YAML  Format = "yaml"  // one document
)

// Formats are all formats, in the order in which the help lists them.
func Formats() []Format { return []Format{Table, Wide, Name, TSV, JSON, JSONL, YAML} }

// Document tells whether the format has all that is known, and no columns.
func (f Format) Document() bool { return f == JSON || f == JSONL || f == YAML }

// Columned tells whether the format has columns.
func (f Format) Columned() bool { return f == Table || f == Wide || f == TSV }

// ParseFormat is the format of a name, one of those that a command has. The error is a sentence.
func ParseFormat(name string, of ...Format) (Format, error) {
	if slices.Contains(of, Format(name)) {
		return Format(name), nil
	}
	return "", fmt.Errorf("--output %q is not an output format; give %s", name, either(of))
}

// either lists texts with an "or" before the last.
func either[T ~string](all []T) string {
	texts := make([]string, 0, len(all))
	for _, text := range all {
		texts = append(texts, string(text))
	}
	if len(texts) < 2 {
		return strings.Join(texts, "")
	}
	last := len(texts) - 1
	return strings.Join(texts[:last], ", ") + " or " + texts[last]
}

// Style is how a person wants an answer.
type Style struct {
	Format    Format
	Columns   []string // by name; nil is those of the format
	NoHeaders bool
	Sort      string // the name of a column; empty is the order of the rows
	Width     int    // of the terminal in cells; 0 cuts nothing and leaves nothing out
	Every     bool   // a column of the format is never left out, as none is of Columns
}

// Check refuses flags that would have no effect. The error is a sentence.
func (s Style) Check() error {
	switch {
	case s.Columns != nil && !s.Format.Columned():
		return fmt.Errorf("--columns has no effect on -o %s; leave it out, or give -o table, wide or tsv", s.Format)
	case s.NoHeaders && !s.Format.Columned():
		return fmt.Errorf("--no-headers has no effect on -o %s; leave it out", s.Format)
	}
	return nil
}
