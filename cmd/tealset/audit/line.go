package audit

import (
	"bytes"
	"encoding/json"
	"fmt"

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
	line := append(clean.JSON(bytes.TrimSuffix(out.Bytes(), []byte{'\n'})), '\n')
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
	return clean.JSON(out.Bytes()), nil
}
