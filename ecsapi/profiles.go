package ecsapi

import (
	"bufio"
	"os"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/config"

	"tealset/model/clean"
)

// Profiles are the profiles of the AWS settings files, "default" among them if it
// is there, sorted and cleaned; none if no file can be read.
func Profiles() []string {
	profiles := slices.Concat(profilesIn(configFile(), true), profilesIn(credentialsFile(), false))
	slices.Sort(profiles)
	return slices.Compact(profiles)
}

func configFile() string { return fileOr("AWS_CONFIG_FILE", config.DefaultSharedConfigFilename()) }

func credentialsFile() string {
	return fileOr("AWS_SHARED_CREDENTIALS_FILE", config.DefaultSharedCredentialsFilename())
}

// fileOr is the file that the environment names, or the usual one.
func fileOr(variable, usual string) string {
	if file := os.Getenv(variable); file != "" {
		return file
	}
	return usual
}

// profilesIn are the profiles of a settings file; none if it cannot be read.
// Only the config file writes "profile" before their names.
func profilesIn(file string, prefixed bool) []string {
	opened, err := os.Open(file) //nolint:gosec // The user says which file it is.
	if err != nil {
		return nil
	}
	defer func() { _ = opened.Close() }()
	var profiles []string
	for lines := bufio.NewScanner(opened); lines.Scan(); {
		section, ok := strings.CutPrefix(strings.TrimSpace(lines.Text()), "[")
		section, _, closed := strings.Cut(section, "]")
		if !ok || !closed {
			continue
		}
		name, hasPrefix := strings.CutPrefix(strings.TrimSpace(section), "profile ")
		if name = strings.TrimSpace(name); name != "" && (hasPrefix || !prefixed || name == defaultProfile) {
			profiles = append(profiles, clean.Text(name))
		}
	}
	return profiles
}
