package config

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

const (
	onWindows = "windows" // runtime.GOOS there

	variableConfig = "TEALSET_CONFIG"
	variableOwn    = "XDG_CONFIG_HOME"
	variableSystem = "XDG_CONFIG_DIRS"
)

// place is a file that settings are looked for in.
type place struct {
	name   string
	named  bool // somebody asked for it: it has to be there
	system bool // it is of the machine, not of the person
}

// Paths are the files that are looked at, what counts first before what counts last.
func (s Source) Paths() ([]string, error) {
	files, err := s.files()
	if err != nil {
		return nil, Mistakes{err.Error()}
	}
	names := make([]string, len(files))
	for i, file := range files {
		names[i] = file.name
	}
	return names, nil
}

// files are the files that are read, each if it is there: the person's own, or that of
// --config or TEALSET_CONFIG in their place, and those of the machine. Nothing takes the
// place of these.
func (s Source) files() ([]place, error) {
	own, err := s.own()
	if err != nil {
		return nil, err
	}
	system, err := s.system()
	return append(own, system...), err
}

// own are the files of the person: config.yaml in $XDG_CONFIG_HOME/tealset, or in
// ~/.config/tealset where that is not set, and in the platform's own directory, where
// earlier versions looked on macOS and Windows. If no directory is known, the program does
// not start: a file might forbid changes.
func (s Source) own() ([]place, error) {
	if name, given := s.Flag("config"); given {
		return []place{{name: name, named: true}}, nil
	}
	if name := s.Getenv(variableConfig); filepath.IsAbs(name) {
		return []place{{name: name, named: true}}, nil
	} else if name != "" {
		return nil, fmt.Errorf("%s=%s is not an absolute path; correct it or unset it", variableConfig, name)
	}
	var dirs []string
	home, native := s.Getenv("HOME"), ""
	switch s.GOOS {
	case onWindows:
		home, native = s.Getenv("USERPROFILE"), s.Getenv("LOCALAPPDATA")
	case "darwin":
		native = filepath.Join(home, "Library", "Application Support")
	}
	switch named := s.Getenv(variableOwn); {
	case filepath.IsAbs(named):
		dirs = append(dirs, named)
	case named != "":
		return nil, fmt.Errorf("%s=%s is not an absolute path; correct it or unset it", variableOwn, named)
	case filepath.IsAbs(home):
		dirs = append(dirs, filepath.Join(home, ".config"))
	default:
		return nil, errors.New("the home directory is not known, so no configuration can be looked for, which may forbid changes; " +
			"set HOME or " + variableOwn + " to an absolute path")
	}
	if filepath.IsAbs(native) {
		dirs = append(dirs, native)
	}
	return below(dirs, false), nil
}

// system are the files of the machine: in the directories of XDG_CONFIG_DIRS, and, whatever
// that says, in the one that an administrator writes to.
func (s Source) system() ([]place, error) {
	var dirs []string
	for _, dir := range filepath.SplitList(s.Getenv(variableSystem)) {
		switch {
		case dir == "" || slices.Contains(dirs, dir):
		case filepath.IsAbs(dir):
			dirs = append(dirs, dir)
		default:
			return nil, fmt.Errorf("%s has %s, which is not an absolute path; correct it or unset it", variableSystem, dir)
		}
	}
	if dir := systemDirectory(); dir != "" && !slices.Contains(dirs, dir) {
		dirs = append(dirs, dir)
	}
	return below(dirs, true), nil
}

func below(dirs []string, system bool) []place {
	files := make([]place, len(dirs))
	for i, dir := range dirs {
		files[i] = place{name: filepath.Join(dir, "tealset", "config.yaml"), system: system}
	}
	return files
}

// read reads the files. A file that is not there is left out, unless somebody named it. One
// that cannot be understood is a mistake: it may forbid changes.
func read(files []place) (documents []document, mistakes Mistakes) {
	for _, file := range files {
		text, err := readPlain(file.name)
		if errors.Is(err, fs.ErrNotExist) && !file.named && !isDanglingLink(file.name) && !isDanglingLink(filepath.Dir(file.name)) {
			continue
		}
		if err != nil {
			remedy := "make it readable or remove it"
			if file.named {
				remedy = "make it readable, or name another file"
			}
			mistakes = append(mistakes, fmt.Sprintf("the configuration %s cannot be read (%s); %s", file.name, err, remedy))
			continue
		}
		d := parse(file.name, text)
		mistakes = append(mistakes, d.mistakes...)
		documents = append(documents, d)
	}
	return documents, mistakes
}

// isDanglingLink tells whether name is a symbolic link to something that does not exist.
func isDanglingLink(name string) bool {
	_, there := os.Lstat(name)
	_, err := os.Stat(name)
	return there == nil && err != nil
}

// maxSize is the most bytes of a configuration: more is a mistake.
const maxSize = 64 << 10

// readPlain reads a plain file and nothing else: a pipe might never end.
func readPlain(name string) ([]byte, error) {
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
	text, err := io.ReadAll(io.LimitReader(file, maxSize+1))
	if len(text) > maxSize {
		err = cmp.Or(err, fmt.Errorf("it has more than %d bytes", maxSize))
	}
	return text, err
}
