package config

import (
	"fmt"
	"slices"

	"github.com/goccy/go-yaml/ast"

	"tealset/model/change"
)

// The parts of confirm.
const (
	typeName       = "type_name"
	whereDangerous = "danger"
	always         = "always"
)

// names are those of all settings, in the order in which they are documented.
func names() []string {
	var all []string
	for _, s := range scalars() {
		all = append(all, s.name)
	}
	return append(all, settingReadOnly, settingAllow, settingConfirm, settingColumns, settingKeys)
}

// theSettings ends a sentence about a setting that there is not.
func theSettings() string { return "the settings are " + listed(names(), "and") }

// Kinds are the words of allow. Several kinds of change may have one.
func Kinds() []string {
	var words []string
	for _, kind := range change.Kinds() {
		if !slices.Contains(words, kind.Allow()) {
			words = append(words, kind.Allow())
		}
	}
	return words
}

// readOnly is what a file says under read_only.
type readOnly struct {
	spot
	patterns []pattern
}

func (r readOnly) texts() []string {
	texts := make([]string, len(r.patterns))
	for i, p := range r.patterns {
		texts[i] = p.text
	}
	return texts
}

// allow is what a file says under allow.
type allow struct {
	spot
	kinds []string
}

// intersection are the words of a that b has as well.
func intersection(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(word string) bool { return !slices.Contains(b, word) })
}

// settings takes every setting of a file.
func (d *document) settings(mapping *ast.MappingNode) {
	for _, entry := range mapping.Values {
		name, ok := d.key(entry, "setting", names(), theSettings())
		if !ok {
			continue
		}
		at := spotOf(d.file, entry.Key)
		switch name {
		case settingReadOnly:
			d.readOnly = &readOnly{at, d.patterns(entry.Value)}
		case settingAllow:
			d.allow = &allow{at, d.kinds(entry.Value)}
		case settingConfirm:
			d.confirm(entry.Value)
		case settingColumns:
			d.takeColumns(entry.Value)
		case settingKeys:
			d.takeKeys(entry.Value)
		default:
			text, ok := scalarText(entry.Value)
			if !ok {
				d.mistake(at, noScalar(name, entry.Value))
				continue
			}
			d.values[name] = located{spotOf(d.file, entry.Value), text}
			if err := takerOf(name)(new(Config), text); err != nil {
				d.mistake(d.values[name].spot, name+" "+err.Error())
			}
		}
	}
}

// noScalar tells why a setting of one value has none.
func noScalar(name string, value ast.Node) string {
	if _, null := value.(*ast.NullNode); null {
		return name + " has no value; give it one, or remove the line"
	}
	usual := scalars()[slices.IndexFunc(scalars(), func(s scalar) bool { return s.name == name })].usual
	return name + " takes one plain value; write it as " + name + ": " + usual
}

// key is the name of an entry; ok is false where it is none of those that there are, which
// is a mistake.
func (d *document) key(entry *ast.MappingValueNode, what string, known []string, otherwise string) (name string, ok bool) {
	key, ok := entry.Key.(*ast.StringNode)
	written := oneLine(entry.Key)
	if ok {
		written = key.Value
	}
	if ok && slices.Contains(known, key.Value) {
		return key.Value, true
	}
	if near := Nearest(written, known); near != "" {
		otherwise = fmt.Sprintf("did you mean %q?", near)
	}
	d.mistake(spotOf(d.file, entry.Key), fmt.Sprintf("%q is no %s; %s", written, what, otherwise))
	return "", false
}

// list is what a setting lists; nothing where it is no list, which is a mistake.
func (d *document) list(value ast.Node, name, none, example string) []ast.Node {
	switch value := value.(type) {
	case *ast.SequenceNode:
		return value.Values
	case *ast.NullNode:
		d.mistake(spotOf(d.file, value), name+" is empty; "+none)
	default:
		d.mistake(spotOf(d.file, value), name+" is no list; write it as "+example)
	}
	return nil
}

func (d *document) patterns(value ast.Node) (patterns []pattern) {
	nodes := d.list(value, settingReadOnly, "list patterns, or write [] for none", `["prod-*", "123456789012"]`)
	for _, node := range nodes {
		written, ok := node.(*ast.StringNode)
		if !ok { // YAML takes 012345670123 for another number
			d.mistake(spotOf(d.file, node), "this pattern is not text; put "+oneLine(node)+" into quotes")
			continue
		}
		p, err := newPattern(written.Value)
		if err != nil {
			d.mistake(spotOf(d.file, node), fmt.Sprintf("the pattern %q %s", written.Value, err))
			continue
		}
		p.file = d.file
		patterns = append(patterns, p)
	}
	return patterns
}

func (d *document) kinds(value ast.Node) []string {
	kinds := []string{}
	nodes := d.list(value, settingAllow, "list kinds of changes, or write [] for none at all", "[delete, promote]")
	for _, node := range nodes {
		written, ok := node.(*ast.StringNode)
		if !ok {
			d.mistake(spotOf(d.file, node), oneLine(node)+" is no kind of change; the kinds are "+listed(Kinds(), "and"))
			continue
		}
		kinds = append(kinds, d.word(node, written.Value, "kind of change", Kinds(), "the kinds are "+listed(Kinds(), "and")))
	}
	return kinds
}

// word is one of the words that there are; any other one is a mistake.
func (d *document) word(node ast.Node, written, what string, known []string, otherwise string) string {
	if !slices.Contains(known, written) {
		if near := Nearest(written, known); near != "" {
			otherwise = fmt.Sprintf("did you mean %q?", near)
		}
		d.mistake(spotOf(d.file, node), fmt.Sprintf("%q is no %s; %s", written, what, otherwise))
	}
	return written
}

func (d *document) confirm(value ast.Node) {
	const example = "write it as {type_name: danger} or {type_name: always}"
	mapping, ok := value.(*ast.MappingNode)
	if !ok || len(mapping.Values) == 0 {
		d.mistake(spotOf(d.file, value), settingConfirm+" says nothing; "+example)
		return
	}
	for _, entry := range mapping.Values {
		if _, ok := d.key(entry, "part of confirm", []string{typeName}, example); !ok {
			continue
		}
		text, ok := scalarText(entry.Value)
		if !ok || text != whereDangerous && text != always {
			d.mistake(spotOf(d.file, entry.Value), fmt.Sprintf("type_name %q is not known; %s", oneLine(entry.Value), example))
			continue
		}
		d.typeName = &located{spotOf(d.file, entry.Value), text}
	}
}
