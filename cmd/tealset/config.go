package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// windows is runtime.GOOS there.
const windows = "windows"

// config is what the configuration files say; flags and environment come before it.
type config struct {
	files    []string  // that were read
	patterns []pattern // of read_only
}

// configPaths are the files that are read, each if it is there: config.yaml in
// $XDG_CONFIG_HOME/tealset, or in ~/.config/tealset where that is not set, and in the
// platform's own directory, where earlier versions looked on macOS and Windows. If no
// directory is known, the program does not start: a file might forbid deleting.
func configPaths(goos string, getenv func(string) string) ([]string, error) {
	var dirs []string
	home, native := getenv("HOME"), ""
	switch goos {
	case windows:
		home, native = getenv("USERPROFILE"), getenv("LOCALAPPDATA")
	case "darwin":
		native = filepath.Join(home, "Library", "Application Support")
	}
	switch named := getenv("XDG_CONFIG_HOME"); {
	case filepath.IsAbs(named):
		dirs = append(dirs, named)
	case named != "":
		return nil, usagef("XDG_CONFIG_HOME=%s is not an absolute path; correct it or unset it", named)
	case filepath.IsAbs(home):
		dirs = append(dirs, filepath.Join(home, ".config"))
	default:
		return nil, usagef("the home directory is not known, so no configuration can be looked for, which may forbid deleting; " +
			"set HOME or XDG_CONFIG_HOME to an absolute path")
	}
	if filepath.IsAbs(native) {
		dirs = append(dirs, native)
	}
	for i, dir := range dirs {
		dirs[i] = filepath.Join(dir, "tealset", "config.yaml")
	}
	return dirs, nil
}

// loadConfig reads the configuration files; what they say adds up. A file that is not
// there is left out; one that cannot be understood stops the program: it may forbid
// deleting.
func loadConfig(names []string) (config, error) {
	var c config
	for _, name := range names {
		text, err := readConfig(name)
		if errors.Is(err, fs.ErrNotExist) && !isDanglingLink(name) && !isDanglingLink(filepath.Dir(name)) {
			continue
		}
		if err != nil {
			return config{}, usagef("the configuration %s cannot be read (%s); make it readable or remove it", name, err)
		}
		patterns, err := parseConfig(text)
		if err != nil {
			return config{}, usagef("the configuration %s %s", name, err)
		}
		c.files = append(c.files, name)
		for i := range patterns {
			patterns[i].file = name
		}
		c.patterns = append(c.patterns, patterns...)
	}
	return c, nil
}

// isDanglingLink tells whether name is a symbolic link to something that does not exist.
func isDanglingLink(name string) bool {
	_, there := os.Lstat(name)
	_, err := os.Stat(name)
	return there == nil && err != nil
}

// maxConfig is the most bytes of a configuration: more is a mistake.
const maxConfig = 64 << 10

// readConfig reads a plain file and nothing else: a pipe might never end.
func readConfig(name string) ([]byte, error) {
	file, err := os.OpenFile(name, os.O_RDONLY|openNonblocking, 0) //nolint:gosec // the person's own file, by its fixed name
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // it was only read
	if info, err := file.Stat(); err != nil {
		return nil, err
	} else if !info.Mode().IsRegular() {
		return nil, errors.New("it is not a regular file")
	}
	text, err := io.ReadAll(io.LimitReader(file, maxConfig+1))
	if len(text) > maxConfig {
		err = cmp.Or(err, fmt.Errorf("it has more than %d bytes", maxConfig))
	}
	return text, err
}

// matches gives the first pattern that matches a name of a profile or an account,
// with its file, for a person; empty where none does. An empty name is not known yet.
func (c config) matches(name string) (by string) {
	for _, p := range c.patterns {
		if name != "" && p.matches(name) {
			return p.String()
		}
	}
	return ""
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
