package ecsapi

import (
	"os"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"

	"tealset/model/clean"
)

// keyOwner tells by whose keys requests are signed.
type keyOwner struct {
	requested    bool     // the profile was asked for by --profile or AWS_PROFILE
	firstProfile string   // the profile at which a chain of roles begins
	profile      string   // of which the settings hold; empty where the environment has the keys
	keys         string   // see Reader.Keys
	names        []string // see Reader.Names
}

// keyOwnerOf tells it of settings that were loaded. The SDK takes keys and a web identity
// of the environment before a profile that only the environment names.
func keyOwnerOf(s Settings, cfg aws.Config) keyOwner {
	var environment config.EnvConfig
	var profile config.SharedConfig
	for _, source := range cfg.ConfigSources {
		switch source := source.(type) {
		case config.EnvConfig:
			environment = source
		case config.SharedConfig:
			profile = source
		}
	}
	w := keyOwner{names: ownerNames(s, environment, profile)}
	sources, role := sourcesOf(cfg.Credentials), clean.Text(roleName(environment.RoleARN))
	switch {
	case slices.Contains(sources, aws.CredentialSourceEnvVars):
		w.keys = "environment keys"
		return w
	case slices.Contains(sources, aws.CredentialSourceEnvVarsSTSWebIDToken):
		w.keys = strings.TrimSpace("web identity " + role)
		return w
	}
	w.profile, w.requested = clean.Text(profile.Profile), requestedProfile(s) != ""
	first := &profile
	for first.Source != nil {
		first = first.Source
	}
	w.firstProfile = clean.Text(first.Profile)
	switch {
	case slices.Equal(sources, []aws.CredentialSource{aws.CredentialSourceIMDS}) && !w.requested:
		w.keys = "instance role"
	case slices.Equal(sources, []aws.CredentialSource{aws.CredentialSourceHTTP}) && !w.requested:
		w.keys = "container role"
	default:
		w.keys = w.profile
	}
	return w
}

// ownerNames are all names by which a person may know what the keys belong to.
func ownerNames(s Settings, environment config.EnvConfig, profile config.SharedConfig) (names []string) {
	add := func(name string) {
		if name = clean.Text(name); name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	add(s.Profile)
	add(os.Getenv("AWS_PROFILE"))
	add(os.Getenv("AWS_DEFAULT_PROFILE"))
	add(roleName(environment.RoleARN))
	for step := &profile; step != nil; step = step.Source {
		add(step.Profile)
		add(step.SourceProfileName)
		add(roleName(step.RoleARN))
		add(step.SSORoleName)
	}
	return names
}

// roleName is the last part of a role's ARN, which is how people call it; empty without
// an ARN.
func roleName(arn string) string {
	return arn[strings.LastIndex(arn, "/")+1:]
}
