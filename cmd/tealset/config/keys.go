package config

import (
	"fmt"
	"slices"

	"github.com/goccy/go-yaml/ast"

	"tealset/ui/keymap"
)

// noKey is how an action is left without a key.
const noKey = "none"

// keys are what a file says under keys.
type keys struct {
	set keymap.Keys
	at  map[string]spot // of each action
}

// keys takes the keys of every action of a file, and has a mistake for two actions of the
// file that have one key.
func (d *document) takeKeys(value ast.Node) {
	mapping, ok := value.(*ast.MappingNode)
	if !ok {
		d.mistake(spotOf(d.file, value), settingKeys+" sets nothing; write it as {refresh: [r, f5], suspend: none}")
		return
	}
	d.keys = &keys{keymap.Keys{}, map[string]spot{}}
	var actions []string
	for _, a := range keymap.Actions() {
		actions = append(actions, a.Name)
	}
	for _, entry := range mapping.Values {
		if name, ok := d.key(entry, "action", actions, "tealset config keys lists them"); ok {
			d.keys.at[name] = spotOf(d.file, entry.Key)
			action, _ := keymap.Find(name)
			if set, ok := d.keysOf(action, entry); ok {
				d.keys.set[name] = set
			}
		}
	}
	for _, clash := range keymap.Clashes(d.keys.set) {
		first, second := d.keys.at[clash.First], d.keys.at[clash.Second]
		if first.line > second.line || first.line == second.line && first.column > second.column {
			first, second = second, first
			clash.First, clash.Second = clash.Second, clash.First
		}
		lines := fmt.Sprintf("lines %d and %d", first.line, second.line)
		if first.line == second.line {
			lines = fmt.Sprintf("line %d", first.line)
		}
		d.mistake(second, fmt.Sprintf("%s is the key of %s and of %s, in %s; give one of them another key", clash.Key, clash.First, clash.Second, lines))
	}
}

// keysOf is the list of one action; ok is false where something is wrong with it.
func (d *document) keysOf(action keymap.Action, entry *ast.MappingValueNode) (list []string, ok bool) {
	before := len(d.mistakes)
	nodes := []ast.Node{entry.Value}
	switch value := entry.Value.(type) {
	case *ast.SequenceNode:
		nodes = value.Values
	case *ast.NullNode:
		d.mistake(spotOf(d.file, value), action.Name+" has nothing behind it; write none where it is to have no key, and \"~\" for the key ~")
		return nil, false
	case *ast.StringNode:
		if value.Value == noKey {
			nodes = nil
		}
	}
	list = []string{}
	for _, node := range nodes {
		key, isText := scalarText(node)
		why := keymap.Invalid(key)
		switch {
		case !isText:
			d.mistake(spotOf(d.file, node), oneLine(node)+" is no key; put it into quotes")
			continue
		case key == noKey:
			why = "stands in a list; write " + action.Name + ": none"
		}
		if why != "" {
			d.mistake(spotOf(d.file, node), fmt.Sprintf("the key %q %s", key, why))
		} else if why := action.Refuses(key); why != "" {
			d.mistake(spotOf(d.file, node), why)
		}
		list = append(list, key)
	}
	if why := action.Why(list); why != "" {
		d.mistake(spotOf(d.file, entry.Key), why)
	}
	return list, len(d.mistakes) == before
}

// takeKeys puts the keys of all files together, and has a mistake where one takes the last
// key of an action that has to have one.
func (c *Config) takeKeys(documents []document) Mistakes {
	var mistakes Mistakes
	var sets []keymap.Keys
	for _, d := range slices.Backward(documents) {
		if d.keys != nil {
			sets = append(sets, d.keys.set)
		}
	}
	c.Keys = keymap.InForce(sets...)
	for _, d := range documents {
		if d.keys == nil {
			continue
		}
		for _, lost := range keymap.Lost(d.keys.set, c.Keys) {
			mistakes = append(mistakes, fmt.Sprintf("%s: %s is the last key of %s, which always has one; give %s another key as well",
				d.keys.at[lost.Second].position(), lost.Key, lost.First, lost.First))
		}
	}
	for _, a := range keymap.Actions() {
		for _, d := range documents {
			if d.keys == nil || d.keys.set[a.Name] == nil {
				continue
			}
			c.settings = append(c.settings, Setting{Name: settingKeys + "." + a.Name, Value: c.Keys[a.Name], From: d.keys.at[a.Name].from()})
			break
		}
	}
	return mistakes
}
