// Package config is what the program is set to, and where: a flag comes before the
// environment, that before the person's own file, that before those of the system, and
// all before the defaults. What forbids something adds up instead: no file and no flag
// takes away what another one forbids.
package config

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"tealset/model/clean"
	"tealset/ui/keymap"
)

// Mistakes are all that is wrong with the settings, a sentence each. Such a program does
// not start: what is not understood may forbid something.
type Mistakes []string

// Error is all sentences, a line each.
func (m Mistakes) Error() string { return strings.Join(m, "\n") }

// Source is where settings are looked for.
type Source struct {
	GOOS   string // as runtime.GOOS
	Getenv func(string) string
	// Flag is the value of a flag; given is false where the command line does not have it.
	Flag func(name string) (value string, given bool)
}

// Config is what is in force.
type Config struct {
	Refresh time.Duration // between two reads
	Budget  float64       // the part of the account's request rate to take, from 0 to 1
	Theme   string
	ASCII   string // Auto, True or False
	// ReadOnly tells why nothing may be changed in any account; empty where that is not so.
	ReadOnly string
	// NameAlways means that the service's name is typed for every change.
	NameAlways bool
	Columns    map[string][]string // that somebody chose, by the table of the dashboard
	Keys       keymap.Keys         // of every action
	Files      []string            // that were read

	patterns []pattern
	allows   []allow
	settings []Setting
}

// Setting is one setting as it is in force.
type Setting struct {
	Name  string
	Value any    // a string, a bool or a []string
	From  string // "default", "FILE:LINE", "TEALSET_…" or "--flag"; several where they add up
}

// fromDefault is where a setting is from that nobody made.
const fromDefault = "default"

// Settings are all, in the order in which they are documented.
func (c Config) Settings() []Setting { return c.settings }

// Load reads the settings. Its error is Mistakes, with all of them.
func Load(s Source) (Config, error) {
	var c Config
	files, err := s.files()
	if err != nil {
		return Config{}, Mistakes{err.Error()}
	}
	documents, mistakes := read(files)
	for _, d := range documents {
		c.Files = append(c.Files, d.file)
	}
	for _, setting := range scalars() {
		mistakes = append(mistakes, c.layer(setting, s, documents)...)
	}
	mistakes = append(mistakes, c.addUp(s, documents)...)
	c.takeColumns(documents)
	mistakes = append(mistakes, c.takeKeys(documents)...)
	if len(mistakes) > 0 {
		return Config{}, mistakes
	}
	return c, nil
}

// layer takes a setting of one value from where it counts first. Those that do not count
// are checked as well.
func (c *Config) layer(setting scalar, s Source, documents []document) Mistakes {
	var mistakes Mistakes
	chosen := Setting{Name: setting.name, Value: setting.usual, From: fromDefault}
	take := func(text, from, subject string) {
		if err := setting.take(new(Config), text); err != nil {
			mistakes = append(mistakes, subject+" "+err.Error())
			return
		}
		chosen.Value, chosen.From = text, from
	}
	for _, d := range slices.Backward(documents) {
		if v, ok := d.values[setting.name]; ok {
			chosen.Value, chosen.From = v.text, v.from() // it was checked with its file
		}
	}
	if text := s.Getenv(setting.variable); text != "" {
		take(text, setting.variable, setting.variable)
	}
	if text, given := s.Flag(setting.flag); given {
		take(text, "--"+setting.flag, "--"+setting.flag)
	}
	if len(mistakes) == 0 {
		_ = setting.take(c, chosen.Value.(string)) // it was checked
		c.settings = append(c.settings, chosen)
	}
	return mistakes
}

// addUp takes what forbids something from everywhere.
func (c *Config) addUp(s Source, documents []document) Mistakes {
	var mistakes Mistakes
	readOnly := Setting{Name: settingReadOnly, Value: []string{}, From: fromDefault}
	allowed := Setting{Name: settingAllow, Value: Kinds(), From: fromDefault}
	confirm := Setting{Name: settingConfirm + "." + typeName, Value: whereDangerous, From: fromDefault}
	for _, d := range documents {
		if d.readOnly != nil {
			c.patterns = append(c.patterns, d.readOnly.patterns...)
			readOnly.add(d.readOnly.texts(), d.readOnly.from())
		}
		if d.allow != nil {
			c.allows = append(c.allows, *d.allow)
			allowed.Value = intersection(allowed.Value.([]string), d.allow.kinds)
			allowed.addFrom(d.allow.from())
		}
		if d.typeName != nil && (d.typeName.text == always || confirm.From == fromDefault) {
			c.NameAlways = c.NameAlways || d.typeName.text == always
			if confirm.Value != d.typeName.text {
				confirm.From = fromDefault
			}
			confirm.Value = d.typeName.text
			confirm.addFrom(d.typeName.from())
		}
	}
	variable, err := readOnlyVariable(s.Getenv)
	if err != nil {
		mistakes = append(mistakes, err.Error())
	}
	if value, given := s.Flag("read-only"); given && value == "true" {
		c.ReadOnly = "tealset was started with --read-only"
		readOnly.add([]string{"*"}, "--read-only")
	} else if variable {
		c.ReadOnly = variableReadOnly + " is set"
		readOnly.add([]string{"*"}, variableReadOnly)
	}
	c.settings = append(c.settings, readOnly, allowed, confirm)
	return mistakes
}

// add adds what another place says.
func (s *Setting) add(values []string, from string) {
	s.Value = append(s.Value.([]string), values...)
	s.addFrom(from)
}

func (s *Setting) addFrom(from string) {
	if s.From == fromDefault {
		s.From = from
		return
	}
	s.From += ", " + from
}

// Matches gives the first pattern of read_only that matches a name of a profile or an
// account, with its file, for a person; empty where none does. An empty name is not known
// yet.
func (c Config) Matches(name string) (by string) {
	for _, p := range c.patterns {
		if name != "" && p.matches(name) {
			return p.String()
		}
	}
	return ""
}

// ProfilePattern is the first pattern of read_only that can be meant for a profile, for a
// person; empty where all are for accounts.
func (c Config) ProfilePattern() string {
	if i := slices.IndexFunc(c.patterns, pattern.mayNameProfile); i >= 0 {
		return c.patterns[i].String()
	}
	return ""
}

// Forbids tells why changes of a kind may not be made, by the kind's word in `allow`; empty
// where they may.
func (c Config) Forbids(kind string) (why string) {
	for _, a := range c.allows {
		if !slices.Contains(a.kinds, kind) {
			return clean.Text(fmt.Sprintf("%s is not in the list of %s in %s", kind, settingAllow, a.from()))
		}
	}
	return ""
}
