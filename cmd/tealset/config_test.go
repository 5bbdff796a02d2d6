package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func configured(t *testing.T, text string) (config, error) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return loadConfig(name)
}

// A configuration that is not there or empty is none; one that cannot be
// understood stops the program in one sentence, as it may forbid deleting.
func TestConfigurationIsUnderstoodOrRefused(t *testing.T) {
	if _, err := loadConfig(filepath.Join(t.TempDir(), "none.yaml")); err != nil {
		t.Error(err)
	}
	for _, text := range []string{"", "# nothing\n", "read_only: []\n"} {
		if _, err := configured(t, text); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
	for _, text := range []string{"readonly: [a]\n", "read_only: 3\n", "read_only: [012345670123]\n", "read_only: [a\n", "read_only: [\"prod-[\"]\n", "\x00\n"} {
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
