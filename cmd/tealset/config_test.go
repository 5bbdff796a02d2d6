package main

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

func configured(t *testing.T, text string) (config, error) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return loadConfig([]string{name})
}

// A configuration that is not there or empty is none; one that cannot be
// understood stops the program in one sentence, as it may forbid deleting.
func TestConfigurationIsUnderstoodOrRefused(t *testing.T) {
	if _, err := loadConfig([]string{filepath.Join(t.TempDir(), "none.yaml")}); err != nil {
		t.Error(err)
	}
	for _, text := range []string{"", "# nothing\n", "read_only: []\n"} {
		if _, err := configured(t, text); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
	for _, text := range []string{
		"readonly: [a]\n", "read_only: 3\n", "read_only: [012345670123]\n", "read_only: [a\n", "read_only: [\"prod-[\"]\n", "\x00\n",
		"read_only:\n", "read_only: ~\n", "read_only: prod-*\n", "read_only: [\"\"]\n", "read_only: [a]\n---\nread_only: [b]\n",
		"---\n---\nread_only: [a]\n", "read_only: [a]\n...\n", "\ufeff\ufeffread_only: [a]\n", "read_only: [12345678901]\n",
		"read_only: [\"12345678901\"]\n", "read_only: [\"{prod,stage}-*\"]\n", "read_only: [\"prod-* stage-*\"]\n", "read_only: [\"[z-a]\"]\n",
		"read_only: [\"pr\u200bod\"]\n", "read_only: [&x a, *x]\n", "read_only: [a]\nread_only: [b]\n", "r\x00e\x00a\x00d\x00", "[" + strings.Repeat(" ", maxConfig) + "]",
	} {
		_, err := configured(t, text)
		if err == nil {
			t.Errorf("%q is taken", text)
			continue
		}
		if exitCode(err) != exitUsage || strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: %d, %v", text, exitCode(err), err)
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
	if _, err := readOnlyVariable(func(string) string { return "maybe" }); exitCode(err) != exitUsage {
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
		if err != nil || c.matches(name) == "" {
			t.Errorf("%q does not match %q: %v", text, name, err)
		}
		if c.matches("") != "" || c.matches("other") != "" && !strings.Contains(text, "^x") {
			t.Errorf("%q matches what it should not", text)
		}
	}
}

// What forbids deleting is told with the pattern and the file that it is in.
func TestAPatternTellsWhereItIs(t *testing.T) {
	name := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(name, []byte("read_only: [dev, \" Prod-* \"]\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := loadConfig([]string{name})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := c.matches("prod-eu"), `read_only "Prod-*" in `+name; got != want {
		t.Errorf("%q, not %q", got, want)
	}
}

// The configuration is in one place on every platform; that of the platform counts as
// well. Without a place the program does not start.
func TestWhereTheConfigurationIs(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the paths are those of Unix")
	}
	const file = "/tealset/config.yaml"
	for _, test := range []struct {
		goos string
		env  map[string]string
		want []string // nil for a refusal
	}{
		{"linux", map[string]string{"HOME": "/home/ann"}, []string{"/home/ann/.config" + file}},
		{"linux", map[string]string{"HOME": "/home/ann", "XDG_CONFIG_HOME": "/etc/ann"}, []string{"/etc/ann" + file}},
		{"linux", map[string]string{"XDG_CONFIG_HOME": "/etc/ann"}, []string{"/etc/ann" + file}},
		{"linux", map[string]string{"HOME": "/home/ann", "XDG_CONFIG_HOME": "etc"}, nil},
		{"linux", map[string]string{"HOME": "home"}, nil},
		{"linux", nil, nil},
		{"darwin", map[string]string{"HOME": "/Users/ann"}, []string{"/Users/ann/.config" + file, "/Users/ann/Library/Application Support" + file}},
		{"darwin", map[string]string{"XDG_CONFIG_HOME": "/etc/ann"}, []string{"/etc/ann" + file}},
		{"darwin", nil, nil},
		{"windows", map[string]string{"USERPROFILE": "/ann", "LOCALAPPDATA": "/local"}, []string{"/ann/.config" + file, "/local" + file}},
	} {
		got, err := configPaths(test.goos, func(name string) string { return test.env[name] })
		if !slices.Equal(got, test.want) || (exitCode(err) == exitUsage) != (test.want == nil) {
			t.Errorf("%s with %v: %q, %v", test.goos, test.env, got, err)
		}
	}
}

// Every file that is there is read, and what they say adds up. One that is there and
// cannot be read is not taken for none.
func TestNoConfigurationIsIgnored(t *testing.T) {
	dir := t.TempDir()
	name := func(n string) string { return filepath.Join(dir, n) }
	for file, text := range map[string]string{"a": "read_only: [a]\n", "b": "read_only: [b]\n"} {
		if err := os.WriteFile(name(file), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c, err := loadConfig([]string{name("a"), name("none"), name("b")})
	if err != nil || c.matches("a") == "" || c.matches("b") == "" || !slices.Equal(c.files, []string{name("a"), name("b")}) {
		t.Errorf("%+v, %v", c, err)
	}
	if err := os.Mkdir(name("directory"), 0o700); err != nil {
		t.Fatal(err)
	}
	bad := []string{name("directory"), name("a") + "/below"}
	if os.Symlink(name("none"), name("link")) == nil {
		bad = append(bad, name("link"), filepath.Join(name("link"), "config.yaml"))
	}
	for _, file := range bad {
		if _, err := loadConfig([]string{file}); exitCode(err) != exitUsage || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", file, err)
		}
	}
}
