package main

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

const onlySetting = "the only setting is read_only, a list of patterns"

// parseConfig gives every pattern of a configuration, or says in the rest of a sentence
// why it cannot: what is not understood is never left out. It takes no more of YAML
// than a list of texts needs.
func parseConfig(text []byte) (patterns []pattern, err error) {
	// A byte order mark is what some editors put before UTF-8.
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	if !utf8.Valid(text) || bytes.ContainsFunc(text, isControlRune) {
		return nil, errors.New("is not plain text in UTF-8; save it as UTF-8")
	}
	defer func() {
		if recover() != nil { // the parser's, of which there have been some
			err = errors.New("cannot be understood; " + onlySetting)
		}
	}()
	file, err := parser.ParseBytes(text, 0)
	if err != nil {
		return nil, fmt.Errorf("is wrong at %s; %s", yaml.FormatError(err, false, false), onlySetting)
	}
	list, err := readOnlyNodes(file, text)
	if err != nil {
		return nil, err
	}
	for _, node := range list {
		written, ok := node.(*ast.StringNode)
		if !ok { // YAML takes 012345670123 for another number
			return nil, fmt.Errorf("has a read_only pattern that is not text; put %s into quotes", oneLine(node))
		}
		p, err := newPattern(written.Value)
		if err != nil {
			return nil, fmt.Errorf("has a read_only pattern %q that %w", written.Value, err)
		}
		patterns = append(patterns, p)
	}
	return patterns, nil
}

// isControlRune is true for what nobody types, but tools write, and readers see
// differently: control characters and the line ends of Unicode.
func isControlRune(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' || r >= 0x7f && r <= 0x9f || r == '\u2028' || r == '\u2029' || r == '\ufeff'
}

// readOnlyNodes is what the one document lists; nothing where there are comments alone.
// That there is one is seen by the lines: the parser leaves out what comes after an empty
// document.
func readOnlyNodes(file *ast.File, text []byte) ([]ast.Node, error) {
	marked, begun := false, false
	for line := range bytes.Lines(text) {
		mark := bytes.HasPrefix(line, []byte("---")) || bytes.HasPrefix(line, []byte("..."))
		line, _, _ = bytes.Cut(line, []byte("#"))
		line = bytes.TrimSpace(line)
		if mark && (marked || begun || string(line) != "---") {
			return nil, errors.New("has several YAML documents, or a document marker; remove --- and ... and put all patterns into one list")
		}
		marked, begun = marked || mark, begun || !mark && len(line) > 0
	}
	switch {
	case len(file.Docs) == 1 && file.Docs[0].Body != nil:
		return readOnlyList(file.Docs[0].Body)
	case begun:
		return nil, errors.New("cannot be understood; " + onlySetting)
	default:
		return nil, nil
	}
}

// readOnlyList is what read_only lists.
func readOnlyList(body ast.Node) ([]ast.Node, error) {
	mapping, ok := body.(*ast.MappingNode)
	if !ok || len(mapping.Values) != 1 {
		return nil, errors.New("has something beside one read_only; " + onlySetting)
	}
	key, ok := mapping.Values[0].Key.(*ast.StringNode)
	if !ok || key.Value != "read_only" {
		return nil, fmt.Errorf("has the setting %s, which is unknown; %s", oneLine(mapping.Values[0].Key), onlySetting)
	}
	switch value := mapping.Values[0].Value.(type) {
	case *ast.SequenceNode:
		return value.Values, nil
	case nil, *ast.NullNode:
		return nil, errors.New("has an empty read_only; list patterns, or [] for none")
	default:
		return nil, errors.New(`has a read_only that is not a list of patterns; write it as ["prod-*", "123456789012"]`)
	}
}

// oneLine is how a node was written, for a sentence.
func oneLine(node ast.Node) string { return strings.Join(strings.Fields(node.String()), " ") }
