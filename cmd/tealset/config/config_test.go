package config

import (
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// machine is a machine with files, in which settings are looked for.
type machine struct {
	dir   string
	env   map[string]string
	flags map[string]string
}

// newMachine has a home directory, and a directory for the files of the machine.
func newMachine(t *testing.T) *machine {
	t.Helper()
	m := &machine{dir: t.TempDir(), flags: map[string]string{}}
	m.env = map[string]string{"HOME": m.path("home"), variableSystem: m.path("etc")}
	return m
}

func (m *machine) path(name string) string { return filepath.Join(m.dir, filepath.FromSlash(name)) }

// write writes a file: own is the person's, system the machine's.
func (m *machine) write(t *testing.T, name, text string) string {
	t.Helper()
	path := m.path(map[string]string{"own": "home/.config/tealset/config.yaml", "system": "etc/tealset/config.yaml"}[name])
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func (m *machine) source() Source {
	return Source{GOOS: "linux", Getenv: func(name string) string { return m.env[name] }, Flag: func(name string) (string, bool) {
		value, given := m.flags[name]
		return value, given
	}}
}

// configured is what one file of the person says.
func configured(t *testing.T, text string) (Config, error) {
	t.Helper()
	m := newMachine(t)
	m.write(t, "own", text)
	return Load(m.source())
}

// mistaken checks that the error is mistakes, each in one line.
func mistaken(t *testing.T, what string, err error) {
	t.Helper()
	mistakes, ok := err.(Mistakes) //nolint:errorlint // it is not wrapped
	if !ok || len(mistakes) == 0 {
		t.Errorf("%q: %v", what, err)
	}
	for _, mistake := range mistakes {
		if strings.Contains(mistake, "\n") {
			t.Errorf("%q: not one line: %q", what, mistake)
		}
	}
}

// A configuration that is not there or empty is none; one that cannot be understood stops
// the program, as it may forbid changes.
func TestConfigurationIsUnderstoodOrRefused(t *testing.T) {
	if _, err := Load(newMachine(t).source()); err != nil {
		t.Error(err)
	}
	for _, text := range []string{"", "# nothing\n", "read_only: []\n", "{}\n"} {
		if _, err := configured(t, text); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
	for _, text := range []string{
		"readonly: [a]\n", "read_only: 3\n", "read_only: [012345670123]\n", "read_only: [a\n", "read_only: [\"prod-[\"]\n", "\x00\n",
		"read_only:\n", "read_only: ~\n", "read_only: prod-*\n", "read_only: [\"\"]\n", "read_only: [a]\n---\nread_only: [b]\n",
		"---\n---\nread_only: [a]\n", "read_only: [a]\n...\n", "\ufeff\ufeffread_only: [a]\n", "read_only: [12345678901]\n",
		"read_only: [\"12345678901\"]\n", "read_only: [\"{prod,stage}-*\"]\n", "read_only: [\"prod-* stage-*\"]\n", "read_only: [\"[z-a]\"]\n",
		"read_only: [\"pr\u200bod\"]\n", "read_only: [&x a, *x]\n", "read_only: [a]\nread_only: [b]\n", "r\x00e\x00a\x00d\x00", "[" + strings.Repeat(" ", maxSize) + "]",
		"allow:\n", "allow: ~\n", "allow: delete\n", "allow: {delete: true}\n", "allow: [all]\n", "allow: [Delete]\n", "allow: [delete, ~]\n", "allow: [1]\n",
		"allow: [delete]\nallow: [scale]\n", "allow: [&x delete, *x]\n", "allow: [\"\"]\n", "allow: [[delete]]\n", "allow: !!set [delete]\n",
		"confirm: always\n", "confirm:\n", "confirm: {}\n", "confirm: {type_name: never}\n", "confirm: {type_name: ~}\n", "confirm: {typename: always}\n",
		"confirm: {type_name: [always]}\n", "confirm: {type_name: always, name: x}\n",
		"refresh:\n", "refresh: ~\n", "refresh: [5s]\n", "refresh: 5\n", "refresh: 500ms\n", "budget: 0\n", "budget: 101%\n", "theme: solarized\n", "ascii: maybe\n",
		"- refresh: 5s\n", "refresh\n", "3\n", "? refresh\n: 5s\n", "<<: {refresh: 5s}\n", "refresh: &x 5s\n", "keybindings: {}\n",
	} {
		_, err := configured(t, text)
		mistaken(t, text, err)
	}
}

// All that is wrong is told at once, each with the place and the nearest name.
func TestAllMistakesAreToldAtOnce(t *testing.T) {
	m := newMachine(t)
	own := m.write(t, "own", "refesh: 5s\nread-only: [a]\nallow: [delet, scale]\nread_only: [\"\", b]\ntheme: drak\n")
	system := m.write(t, "system", "colours: 3\nbudget: 200%\n")
	m.env["TEALSET_REFRESH"], m.env[variableReadOnly] = "soon", "maybe"
	_, err := Load(m.source())
	want := []string{
		own + `:1:1: "refesh" is no setting; did you mean "refresh"?`,
		own + `:2:1: "read-only" is no setting; did you mean "read_only"?`,
		own + `:3:9: "delet" is no kind of change; did you mean "delete"?`,
		own + `:4:13: the pattern "" is empty; write a name or remove it`,
		own + `:5:8: theme "drak" is not a theme; give ` + oneOf(themeNames()),
		system + `:1:1: "colours" is no setting; ` + theSettings(),
		system + `:2:9: budget "200%" is not a share; give a whole number of percent from 1% to 100%, such as 25%`,
		`TEALSET_REFRESH "soon" is not a time; give a number with its unit, such as 5s`,
		`TEALSET_READ_ONLY=maybe is neither on nor off; set it to 1 or 0`,
	}
	if got, _ := err.(Mistakes); !slices.Equal(got, want) { //nolint:errorlint // it is not wrapped
		t.Errorf("told is\n%s\nnot\n%s", err, strings.Join(want, "\n"))
	}
}

// A flag comes before the environment, that before the person's file, that before the
// machine's, and all before the default.
func TestWhichSettingCounts(t *testing.T) {
	m := newMachine(t)
	from := func(want time.Duration, where string) {
		t.Helper()
		c, err := Load(m.source())
		if err != nil {
			t.Fatal(err)
		}
		if c.Refresh != want || c.Settings()[0].From != where {
			t.Errorf("refresh is %s from %s, not %s from %s", c.Refresh, c.Settings()[0].From, want, where)
		}
	}
	from(5*time.Second, "default")
	system := m.write(t, "system", "# of the machine\nrefresh: 1m\n")
	from(time.Minute, system+":2")
	own := m.write(t, "own", "refresh: 10s\n")
	from(10*time.Second, own+":1")
	m.env["TEALSET_REFRESH"] = "20s"
	from(20*time.Second, "TEALSET_REFRESH")
	m.flags["refresh"] = "30s"
	from(30*time.Second, "--refresh")
}

// Every scalar is taken from a file and from its variable.
func TestEverySettingIsTaken(t *testing.T) {
	check := func(what string, c Config, err error) {
		t.Helper()
		if err != nil || c.Refresh != 30*time.Second || c.Budget != 0.5 || c.Theme != "light" || c.ASCII != True {
			t.Errorf("%s: %+v, %v", what, c, err)
		}
	}
	for _, text := range []string{"refresh: 30s\nbudget: 50%\ntheme: light\nascii: true\n", "ascii: 'true'\n\"budget\": 50\nrefresh: \"30s\"\ntheme: light"} {
		c, err := configured(t, text)
		check(text, c, err)
	}
	m := newMachine(t)
	maps.Copy(m.env, map[string]string{"TEALSET_REFRESH": "30s", "TEALSET_BUDGET": "50", "TEALSET_THEME": "light", "TEALSET_ASCII": "1"})
	c, err := Load(m.source())
	check("the environment", c, err)
}

// A share is a whole number of percent.
func TestBudgetIsAShareInPercent(t *testing.T) {
	for text, want := range map[string]float64{"25%": 0.25, "25": 0.25, "1%": 0.01, "1": 0.01, "100%": 1, "100": 1} {
		var c Config
		if err := takeBudget(&c, text); err != nil || c.Budget != want {
			t.Errorf("%q: %v, %v", text, c.Budget, err)
		}
	}
	for _, text := range []string{
		"", "%", "0", "0%", "101", "-25", "25%%", "%25", "25 %", "12.5%", "0.25", "1e1", "inf", "NaN", "0x10", "a quarter", "99999999999999999999",
	} {
		var c Config
		if err := takeBudget(&c, text); err == nil || c.Budget != 0 || strings.Contains(err.Error(), "%!") {
			t.Errorf("%q: %v, %v", text, c.Budget, err)
		}
	}
}

// TEALSET_READ_ONLY is on, off, or a mistake that is told.
func TestReadOnlyVariable(t *testing.T) {
	for value, want := range map[string]bool{"": false, "0": false, "false": false, "1": true, "true": true} {
		if got, err := readOnlyVariable(func(string) string { return value }); err != nil || got != want {
			t.Errorf("%q: %t, %v", value, got, err)
		}
	}
	if _, err := readOnlyVariable(func(string) string { return "maybe" }); err == nil {
		t.Error("a value that is neither is taken")
	}
}

// A pattern is taken as it is meant: without blanks around it, whatever the case of its
// letters, and an account's id with what people write between its digits.
func TestPatternsAreTakenAsTheyAreMeant(t *testing.T) {
	for text, name := range map[string]string{
		"read_only: [\" prod-* \"]\n":             "prod-eu",
		"read_only: [\"1234-5678-9012\"]\n":       "123456789012",
		"read_only:\r\n- 1234 5678 9012\r\n":      "123456789012",
		"read_only: [1234-*]\n":                   "123456789012",
		"\ufeffread_only: [prod]\n":               "PROD",
		"# mine\n---\nread_only: [PROD/*]\n":      "prod/admin",
		"read_only: [\"[^x]*\"]\n":                "prod",
		"read_only: # here\n  - \"prod\" # why\n": "prod",
	} {
		c, err := configured(t, text)
		if err != nil || c.Matches(name) == "" {
			t.Errorf("%q does not match %q: %v", text, name, err)
		}
		if c.Matches("") != "" || c.Matches("other") != "" && !strings.Contains(text, "^x") {
			t.Errorf("%q matches what it should not", text)
		}
	}
}

// What forbids deleting is told with the pattern and the file that it is in.
func TestAPatternTellsWhereItIs(t *testing.T) {
	m := newMachine(t)
	name := m.write(t, "own", "read_only: [dev, \" Prod-* \"]\n")
	c, err := Load(m.source())
	if err != nil {
		t.Fatal(err)
	}
	if got, want := c.Matches("prod-eu"), `read_only "Prod-*" in `+name; got != want {
		t.Errorf("%q, not %q", got, want)
	}
}

// What forbids something adds up: read_only over all files, allow to what every file's list
// has, confirm to the strictest. No flag, no variable and no other file takes it away.
func TestWhatForbidsAddsUp(t *testing.T) {
	m := newMachine(t)
	system := m.write(t, "system", "read_only: [prod]\nallow: [delete, scale]\nconfirm: {type_name: always}\n")
	m.write(t, "own", "read_only: [stage]\nallow: [scale, promote]\nconfirm: {type_name: danger}\n")
	held := func(what string) {
		t.Helper()
		c, err := Load(m.source())
		if err != nil {
			t.Fatal(err)
		}
		if c.Matches("prod") == "" || c.Forbids("promote") == "" || c.Forbids("continue") == "" || c.Forbids("scale") != "" || !c.NameAlways {
			t.Errorf("%s: what the machine forbids does not hold: %+v", what, c)
		}
	}
	held("the person's file")
	c, _ := Load(m.source())
	if c.Matches("stage") == "" || c.Forbids("delete") == "" {
		t.Error("what the person forbids does not hold")
	}
	if got, want := c.Forbids("promote"), "promote is not in the list of allow in "+system+":2"; got != want {
		t.Errorf("%q, not %q", got, want)
	}
	other := filepath.Join(m.dir, "other.yaml")
	if err := os.WriteFile(other, []byte("allow: [scale]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	m.flags["config"], m.flags["read-only"] = other, "false"
	held("--config and --read-only=false")
	delete(m.flags, "config")
	m.env[variableConfig], m.env[variableReadOnly] = other, "0"
	held("TEALSET_CONFIG")
}

// Without a list everything is allowed, and with an empty one nothing.
func TestWhatIsAllowedWithoutAList(t *testing.T) {
	for text, allowed := range map[string]bool{"": true, "read_only: []\n": true, "allow: []\n": false} {
		c, err := configured(t, text)
		if err != nil {
			t.Fatal(err)
		}
		for _, kind := range Kinds() {
			if (c.Forbids(kind) == "") != allowed {
				t.Errorf("%q: %s: %q", text, kind, c.Forbids(kind))
			}
		}
	}
}

// The configuration is in one place on every platform; that of the platform counts as
// well, and that of the machine in any case. Without a place the program does not start.
func TestWhereTheConfigurationIs(t *testing.T) {
	if runtime.GOOS == onWindows {
		t.Skip("the paths are those of Unix")
	}
	const file, system = "/tealset/config.yaml", "/etc/xdg/tealset/config.yaml"
	for _, test := range []struct {
		goos string
		env  map[string]string
		want []string // nil for a refusal
	}{
		{"linux", map[string]string{"HOME": "/home/ann"}, []string{"/home/ann/.config" + file, system}},
		{"linux", map[string]string{"HOME": "/home/ann", "XDG_CONFIG_HOME": "/etc/ann"}, []string{"/etc/ann" + file, system}},
		{"linux", map[string]string{"XDG_CONFIG_HOME": "/etc/ann"}, []string{"/etc/ann" + file, system}},
		{"linux", map[string]string{"HOME": "/home/ann", "XDG_CONFIG_HOME": "etc"}, nil},
		{"linux", map[string]string{"HOME": "home"}, nil},
		{"linux", nil, nil},
		{"linux", map[string]string{"HOME": "/home/ann", "XDG_CONFIG_DIRS": "/a::/etc/xdg:/a"}, []string{"/home/ann/.config" + file, "/a" + file, system}},
		{"linux", map[string]string{"HOME": "/home/ann", "XDG_CONFIG_DIRS": "/a:b"}, nil},
		{"linux", map[string]string{"TEALSET_CONFIG": "/srv/t.yaml"}, []string{"/srv/t.yaml", system}},
		{"linux", map[string]string{"HOME": "/home/ann", "TEALSET_CONFIG": "t.yaml"}, nil},
		{"darwin", map[string]string{"HOME": "/Users/ann"}, []string{"/Users/ann/.config" + file, "/Users/ann/Library/Application Support" + file, system}},
		{"darwin", map[string]string{"XDG_CONFIG_HOME": "/etc/ann"}, []string{"/etc/ann" + file, system}},
		{"darwin", nil, nil},
		{"windows", map[string]string{"USERPROFILE": "/ann", "LOCALAPPDATA": "/local"}, []string{"/ann/.config" + file, "/local" + file, system}},
	} {
		m := &machine{env: test.env}
		source := m.source()
		source.GOOS = test.goos
		got, err := source.Paths()
		if !slices.Equal(got, test.want) || (err != nil) != (test.want == nil) {
			t.Errorf("%s with %v: %q, %v", test.goos, test.env, got, err)
		}
	}
}

// Every file that is there is read. One that is there and cannot be read is not taken for
// none, nor is one that somebody named.
func TestNoConfigurationIsIgnored(t *testing.T) {
	m := newMachine(t)
	m.write(t, "own", "read_only: [a]\n")
	m.write(t, "system", "read_only: [b]\n")
	c, err := Load(m.source())
	if err != nil || c.Matches("a") == "" || c.Matches("b") == "" || len(c.Files) != 2 {
		t.Errorf("%+v, %v", c, err)
	}
	name := func(n string) string { return filepath.Join(m.dir, n) }
	if err := os.Mkdir(name("directory"), 0o700); err != nil {
		t.Fatal(err)
	}
	bad := []place{{name: name("directory")}, {name: m.path("home/.config/tealset/config.yaml/below")}, {name: name("none"), named: true}}
	if os.Symlink(name("none"), name("link")) == nil {
		bad = append(bad, place{name: name("link")}, place{name: filepath.Join(name("link"), "config.yaml")})
	}
	for _, file := range bad {
		if _, mistakes := read([]place{file}); len(mistakes) != 1 || strings.Contains(mistakes[0], "\n") {
			t.Errorf("%s: %v", file.name, mistakes)
		}
	}
}

// Where a setting comes from is told, of those that add up all places.
func TestWhereSettingsComeFrom(t *testing.T) {
	m := newMachine(t)
	own := m.write(t, "own", "read_only: [stage]\n\nallow: [delete, scale]\n")
	system := m.write(t, "system", "read_only: [prod]\nallow: [scale]\nconfirm: {type_name: always}\n")
	m.flags["read-only"] = "true"
	c, err := Load(m.source())
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]Setting{}
	for _, s := range c.Settings() {
		got[s.Name] = s
	}
	for _, want := range []Setting{
		{"theme", "auto", "default"},
		{"read_only", []string{"stage", "prod", "*"}, own + ":1, " + system + ":1, --read-only"},
		{"allow", []string{"scale"}, own + ":3, " + system + ":2"},
		{"confirm.type_name", "always", system + ":3"},
	} {
		if diff := cmp.Diff(want, got[want.Name]); diff != "" {
			t.Error(diff)
		}
	}
}
