package output

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"

	"tealset/model/clean"
)

// SchemaVersion is the member schemaVersion of every document. A new member leaves it as it
// is; one that is changed or removed raises it.
const SchemaVersion = 1

// Failure is something that was asked for and is not in the answer.
type Failure struct {
	ARN    string `json:"arn,omitempty"` // empty where nothing of a source could be read
	Reason string `json:"reason"`        // ECS's word, or the headline of a fault
	Detail string `json:"detail,omitempty"`
	Own    *Where `json:"tealset,omitempty"`
}

// Where is which source an object or a failure is of.
type Where struct {
	Account string `json:"account,omitempty"`
	Region  string `json:"region,omitempty"`
	Profile string `json:"profile,omitempty"`
}

// Listing is an answer about several objects of one kind.
type Listing[T any] struct {
	Member  string // of the document: "taskSets"
	Columns []Column[T]
	Name    func(T) string
	Value   func(T) any // what a document has of an object
	Rows    []T
	// Failures are in every document; the other formats leave them to the caller.
	Failures []Failure
}

// Write writes the whole answer. An error is one of w, or a sentence about the style.
func (l Listing[T]) Write(w io.Writer, s Style) error {
	rows, err := Sorted(l.Rows, l.Columns, s.Sort)
	if err != nil {
		return err
	}
	columns, err := Choose(l.Columns, s)
	if err != nil {
		return err
	}
	switch s.Format {
	case Name:
		var out strings.Builder
		for _, row := range rows {
			out.WriteString(Signs(l.Name(row)) + "\n")
		}
		_, err = io.WriteString(w, out.String())
	case TSV:
		_, err = io.WriteString(w, tsvOf(rows, columns, !s.NoHeaders))
	case JSON, JSONL, YAML:
		return l.writeDocument(w, rows, s.Format)
	default:
		_, err = io.WriteString(w, gridOf(rows, columns, s).String())
	}
	return err
}

func (l Listing[T]) writeDocument(w io.Writer, rows []T, format Format) error {
	values := make([]any, 0, len(rows))
	for _, row := range rows {
		values = append(values, l.Value(row))
	}
	failures := l.Failures
	if failures == nil {
		failures = []Failure{}
	}
	if format != JSONL {
		return WriteDocument(w, format, Members{{l.Member, values}, {"failures", failures}})
	}
	for _, value := range values {
		if err := WriteLine(w, value); err != nil {
			return err
		}
	}
	for _, failure := range failures {
		if err := WriteLine(w, Members{{"failure", failure}}); err != nil {
			return err
		}
	}
	return nil
}

// Members are members of an object in their order.
type Members []Member

// Member is one member of an object.
type Member struct {
	Name  string
	Value any
}

// MarshalJSON writes the members in their order.
func (m Members) MarshalJSON() ([]byte, error) {
	out := []byte{'{'}
	for i, member := range m {
		if i > 0 {
			out = append(out, ',')
		}
		name, err := encode(member.Name)
		if err != nil {
			return nil, err
		}
		value, err := encode(member.Value)
		if err != nil {
			return nil, err
		}
		out = append(append(append(out, name...), ':'), value...)
	}
	return append(out, '}'), nil
}

// WriteDocument writes one object as json or yaml, with schemaVersion before its members.
func WriteDocument(w io.Writer, format Format, value any) error {
	text, err := versioned(value)
	if err != nil {
		return err
	}
	if format == YAML {
		if text, err = yamlOf(text); err != nil {
			return err
		}
		_, err = w.Write(text)
		return err
	}
	_, err = w.Write(append(text, '\n'))
	return err
}

// WriteLine writes one object in one line, with schemaVersion before its members.
func WriteLine(w io.Writer, value any) error { return WriteDocument(w, JSONL, value) }

// versioned is an object in JSON that begins with schemaVersion, and holds nothing that a
// terminal must not see.
func versioned(value any) ([]byte, error) {
	text, err := Joined(Members{{"schemaVersion", SchemaVersion}}, value)
	if err != nil {
		return nil, err
	}
	return clean.JSON(text), nil
}

// Joined is one object in JSON with the members of two.
func Joined(one, other any) ([]byte, error) {
	text, err := encode(one)
	if err != nil {
		return nil, err
	}
	more, err := encode(other)
	if err != nil {
		return nil, err
	}
	text, more = bytes.TrimSuffix(text, []byte{'}'}), bytes.TrimPrefix(more, []byte{'{'})
	if len(text) > 1 && len(more) > 1 {
		text = append(text, ',')
	}
	return append(text, more...), nil
}

// encode is a value as compact JSON for people, who read ARNs and not HTML.
func encode(value any) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(out.Bytes(), []byte{'\n'}), nil
}
