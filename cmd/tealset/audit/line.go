package audit

import (
	"bytes"
	"encoding/json"
	"fmt"
	"unicode/utf16"
	"unicode/utf8"

	"tealset/model/clean"
)

// maxLine is the most bytes of a line that is written or read, the newline
// included; one of tealset's has about a thousand.
const maxLine = 1 << 20

// encode makes the line of a record, the newline included.
func encode(r Record) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false) // it is for people, who read ARNs and not HTML
	if err := encoder.Encode(r); err != nil {
		return nil, err
	}
	line := append(printable(bytes.TrimSuffix(out.Bytes(), []byte{'\n'})), '\n')
	if len(line) > maxLine {
		return nil, fmt.Errorf("the line has %d bytes, more than %d", len(line), maxLine)
	}
	return line, nil
}

// decode reads a line. It is false for one that is no record: cut off, no JSON,
// of other types, or without the two members that every record has.
func decode(line []byte) (Record, bool) {
	var r Record
	if err := json.Unmarshal(line, &r); err != nil || r.Kind == "" || r.ID == "" {
		return Record{}, false
	}
	return r, true
}

// compact is a line of JSON as a terminal may be given it: the same members in
// the same order, without the white space between them, which may hold carriage
// returns.
func compact(line []byte) ([]byte, error) {
	var out bytes.Buffer
	if err := json.Compact(&out, line); err != nil {
		return nil, err
	}
	return printable(out.Bytes()), nil
}

// printable \u-escapes what encoding/json lets through and a terminal must not
// see: DEL, C1, bidirectional controls and all else that clean.Text would
// replace. It takes JSON without white space, where such runes, and bytes that
// are no UTF-8, occur in strings alone; so the meaning stays the same.
func printable(line []byte) []byte {
	out := make([]byte, 0, len(line)+1)
	for len(line) > 0 {
		r, size := utf8.DecodeRune(line)
		switch {
		case r == utf8.RuneError && size == 1:
			out = append(out, `\ufffd`...)
		case isPrintable(line[:size]):
			out = append(out, line[:size]...)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			out = fmt.Appendf(out, `\u%04x\u%04x`, high, low)
		default:
			out = fmt.Appendf(out, `\u%04x`, r)
		}
		line = line[size:]
	}
	return out
}

// isPrintable tells whether one rune is printed as it is. A combining mark is not: on
// its own it has no base, and the escape says the same.
func isPrintable(one []byte) bool {
	if one[0] < utf8.RuneSelf {
		return one[0] >= ' ' && one[0] <= '~'
	}
	return clean.Text(string(one)) == string(one)
}
