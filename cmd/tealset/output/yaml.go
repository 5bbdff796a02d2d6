package output

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"tealset/model/clean"
)

// yamlOf is a document of JSON as YAML of the same meaning, in the same order. Every text
// stands in quotes: 012345670123, no and 12:30 are texts to tealset, and something else to
// YAML; and only in quotes can be escaped what a terminal must not see. No encoder of YAML
// does either.
func yamlOf(text []byte) ([]byte, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	y := yamlWriter{decoder: decoder}
	if err := y.value(0, false); err != nil {
		return nil, err
	}
	return y.out.Bytes(), nil
}

type yamlWriter struct {
	decoder *json.Decoder
	out     bytes.Buffer
}

// value writes the next value and its line end. The line is begun; in a list the first
// member of an object stands in the line of the dash.
func (y *yamlWriter) value(depth int, inLine bool) error {
	token, err := y.decoder.Token()
	if err != nil {
		return err
	}
	delim, nested := token.(json.Delim)
	if !nested {
		y.out.WriteString(" " + scalar(token) + "\n")
		return nil
	}
	empty := !y.decoder.More()
	switch {
	case empty && delim == '{':
		y.out.WriteString(" {}\n")
	case empty:
		y.out.WriteString(" []\n")
	case delim == '{':
		err = y.object(depth, inLine)
	default:
		err = y.list(depth)
	}
	if err != nil {
		return err
	}
	_, err = y.decoder.Token() // the end of it
	return err
}

func (y *yamlWriter) object(depth int, inLine bool) error {
	if depth > 0 && !inLine {
		y.out.WriteByte('\n')
	}
	for first := true; y.decoder.More(); first = false {
		key, err := y.decoder.Token()
		if err != nil {
			return err
		}
		if first && inLine {
			y.out.WriteByte(' ')
		} else {
			y.out.WriteString(strings.Repeat("  ", depth))
		}
		y.out.WriteString(yamlKey(fmt.Sprint(key)) + ":")
		if err := y.value(depth+1, false); err != nil {
			return err
		}
	}
	return nil
}

func (y *yamlWriter) list(depth int) error {
	y.out.WriteByte('\n')
	for y.decoder.More() {
		y.out.WriteString(strings.Repeat("  ", depth) + "-")
		if err := y.value(depth+1, true); err != nil {
			return err
		}
	}
	return nil
}

// yamlKey is a name of a member. The names of ECS and of tealset need no quotes.
func yamlKey(name string) string {
	for _, r := range name {
		if (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') {
			return quoted(name)
		}
	}
	switch strings.ToLower(name) {
	case "", "y", "n", "yes", "no", "on", "off", "true", "false", "null":
		return quoted(name)
	}
	return name
}

func scalar(token json.Token) string {
	switch token := token.(type) {
	case string:
		return quoted(token)
	case nil:
		return "null"
	default:
		return fmt.Sprint(token)
	}
}

// quoted is a text in the double quotes of YAML.
func quoted(text string) string {
	out := []byte{'"'}
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			out = append(out, '\\', byte(r))
		case r == '\n':
			out = append(out, `\n`...)
		case r == '\t':
			out = append(out, `\t`...)
		case clean.Printable(r):
			out = append(out, string(r)...)
		case r > 0xffff:
			out = fmt.Appendf(out, `\U%08x`, r)
		default:
			out = fmt.Appendf(out, `\u%04x`, r)
		}
	}
	return string(append(out, '"'))
}
