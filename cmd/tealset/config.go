package main

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/adrg/xdg"
	"github.com/goccy/go-yaml"
)

// config is the configuration file; flags and environment come before it.
type config struct {
	// ReadOnly are patterns of profile names and account ids in which nothing may be
	// deleted: "prod-*", "123456789012".
	ReadOnly []string
}

// configPath is $XDG_CONFIG_HOME/tealset/config.yaml, or what the platform has in
// its place.
func configPath() string { return filepath.Join(xdg.ConfigHome, "tealset", "config.yaml") }

// loadConfig reads the configuration file; one that is not there is empty. A file
// that cannot be understood stops the program: it may forbid deleting.
func loadConfig(name string) (config, error) {
	file, err := os.Open(name) //nolint:gosec // the person's own file, by its fixed name
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return config{}, nil
	case err != nil:
		return config{}, usagef("the configuration %s cannot be read (%s); make it readable or remove it", name, err)
	}
	defer file.Close() //nolint:errcheck // it was only read
	var written struct {
		ReadOnly []any `yaml:"read_only"`
	}
	err = yaml.NewDecoder(file, yaml.Strict()).Decode(&written)
	if err != nil && !errors.Is(err, io.EOF) { // an empty file is fine
		return config{}, usagef("the configuration %s is wrong at %s; the only setting is read_only, a list of patterns",
			name, yaml.FormatError(err, false, false))
	}
	var c config
	for _, value := range written.ReadOnly {
		pattern, ok := value.(string)
		if !ok { // YAML takes 012345670123 for another number
			return config{}, usagef("the configuration %s has a read_only pattern that is no text; put %v into quotes", name, value)
		}
		c.ReadOnly = append(c.ReadOnly, pattern)
		if _, err := path.Match(flat(pattern), ""); err != nil {
			return config{}, usagef("the configuration %s has a read_only pattern %q that matches nothing; close its bracket", name, pattern)
		}
	}
	return c, nil
}

// readOnlyVariable is TEALSET_READ_ONLY: 1 or true, 0, false or unset.
func readOnlyVariable(getenv func(string) string) (bool, error) {
	switch value := getenv("TEALSET_READ_ONLY"); value {
	case "", "0", "false":
		return false, nil
	case "1", "true":
		return true, nil
	default:
		return false, usagef("TEALSET_READ_ONLY=%s is neither on nor off; set it to 1 or 0", value)
	}
}
