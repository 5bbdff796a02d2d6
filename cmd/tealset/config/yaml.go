package config

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// spot is a place in a file.
type spot struct {
	file         string
	line, column int
}

func spotOf(file string, node ast.Node) spot {
	at := spot{file: file, line: 1, column: 1}
	if token := node.GetToken(); token != nil && token.Position != nil {
		at.line, at.column = token.Position.Line, token.Position.Column
	}
	return at
}

// position is where a mistake is, as editors and terminals know how to go to it.
func (s spot) position() string { return fmt.Sprintf("%s:%d:%d", s.file, s.line, s.column) }

// from is where a setting was made.
func (s spot) from() string { return fmt.Sprintf("%s:%d", s.file, s.line) }

// located is a text with its place.
type located struct {
	spot
	text string
}

// document is what one file says. What it does not set is nil, or not in the map.
type document struct {
	file     string
	mistakes Mistakes
	values   map[string]located // of scalars, by their names
	readOnly *readOnly
	allow    *allow
	typeName *located
	columns  map[string]columns // by the table
	keys     *keys
}

// parse understands a file, or has a mistake for each thing in it that it does not: what is
// not understood is never left out. It takes no more of YAML than settings need.
func parse(file string, text []byte) (d document) {
	d = document{file: file, values: map[string]located{}}
	// A byte order mark is what some editors put before UTF-8.
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	whole := spot{file: file, line: 1, column: 1}
	if !utf8.Valid(text) || bytes.ContainsFunc(text, isControlRune) {
		d.mistake(whole, "it is not plain text in UTF-8; save it as UTF-8")
		return d
	}
	defer func() {
		if recover() != nil { // the parser's, of which there have been some
			d.mistake(whole, "it cannot be understood; "+theSettings())
		}
	}()
	parsed, err := parser.ParseBytes(text, 0)
	if err != nil {
		d.syntax(whole, err)
		return d
	}
	body, at, err := documentOf(parsed, text)
	switch mapping, ok := body.(*ast.MappingNode); {
	case err != nil:
		d.mistake(spot{file: file, line: max(1, at), column: 1}, err.Error())
	case body == nil:
	case !ok:
		d.mistake(spotOf(file, body), "a setting is expected, such as refresh: 5s; "+theSettings())
	default:
		d.settings(mapping)
	}
	return d
}

func (d *document) mistake(at spot, sentence string) {
	d.mistakes = append(d.mistakes, at.position()+": "+sentence)
}

// syntax tells of a mistake of YAML. The parser ends at the first.
func (d *document) syntax(at spot, err error) {
	text := err.Error()
	if found, ok := errors.AsType[yaml.Error](err); ok {
		text = found.GetMessage()
		if token := found.GetToken(); token != nil && token.Position != nil {
			at.line, at.column = token.Position.Line, token.Position.Column
		}
	}
	d.mistake(at, "this is no YAML: "+strings.Join(strings.Fields(text), " "))
}

// isControlRune is true for what nobody types, but tools write, and readers see
// differently: control characters and the line ends of Unicode.
func isControlRune(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' || r >= 0x7f && r <= 0x9f || r == '\u2028' || r == '\u2029' || r == '\ufeff'
}

// documentOf is the body of the one document; nil where there are comments alone. That
// there is one is seen by the lines: the parser leaves out what comes after an empty
// document. line is where an error is.
func documentOf(file *ast.File, text []byte) (body ast.Node, line int, err error) {
	marked, begun, number := false, false, 0
	for line := range bytes.Lines(text) {
		number++
		mark := bytes.HasPrefix(line, []byte("---")) || bytes.HasPrefix(line, []byte("..."))
		line, _, _ = bytes.Cut(line, []byte("#"))
		line = bytes.TrimSpace(line)
		if mark && (marked || begun || string(line) != "---") {
			return nil, number, errors.New("there are several YAML documents, or a document marker; remove --- and ... and put all settings into one")
		}
		marked, begun = marked || mark, begun || !mark && len(line) > 0
	}
	switch {
	case len(file.Docs) == 1 && file.Docs[0].Body != nil:
		return file.Docs[0].Body, 0, nil
	case begun:
		return nil, 1, errors.New("it cannot be understood; " + theSettings())
	default:
		return nil, 0, nil
	}
}

// oneLine is how a node was written, for a sentence.
func oneLine(node ast.Node) string {
	if null, ok := node.(*ast.NullNode); ok && null.GetToken() != nil {
		return null.GetToken().Value // ~ as it was written
	}
	return strings.Join(strings.Fields(node.String()), " ")
}

// scalarText is a value as it was written, without quotes; ok is false where it is none, or
// has something of YAML that nobody needs here.
func scalarText(node ast.Node) (text string, ok bool) {
	switch node := node.(type) {
	case *ast.StringNode:
		return node.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return node.GetToken().Value, true
	}
	return "", false
}
