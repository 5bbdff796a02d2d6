package ecsapi

import (
	"slices"
	"testing"
)

const whoseSettings = `
[profile prod]
region = eu-west-1
role_arn = arn:aws:iam::123456789012:role/path/deployer
source_profile = base
[profile base]
region = eu-west-1
[profile sso]
region = eu-west-1
sso_region = eu-west-1
sso_start_url = https://corp.awsapps.invalid/start
sso_account_id = 123456789012
sso_role_name = oncall
[profile process]
region = eu-west-1
credential_process = false
[profile assumed]
role_arn = arn:aws:iam::123456789012:role/assumed-by-process
source_profile = process
[profile bare]
region = eu-west-1
`

// Whose keys sign is told as the SDK chooses them, and every name is known by which a
// person may have forbidden to delete with them.
func TestWhoseKeysSign(t *testing.T) {
	environment := map[string]string{"AWS_ACCESS_KEY_ID": "AKIDENV", "AWS_SECRET_ACCESS_KEY": "s"}
	webIdentity := map[string]string{"AWS_WEB_IDENTITY_TOKEN_FILE": "/token", "AWS_ROLE_ARN": "arn:aws:iam::123456789012:role/pod"}
	for name, row := range map[string]struct {
		profile     string
		variables   []map[string]string
		wantProfile string
		keys        string
		names       []string
	}{
		"keys of the environment":              {"", []map[string]string{environment}, "", "environment keys", nil},
		"keys of the environment, AWS_PROFILE": {"", []map[string]string{environment, {"AWS_PROFILE": "prod"}}, "", "environment keys", []string{"prod", "base", "deployer"}},
		"keys of the environment, the older variable": {
			"", []map[string]string{environment, {"AWS_DEFAULT_PROFILE": "prod"}}, "", "environment keys", []string{"prod", "base", "deployer"},
		},
		"keys of the environment, a flag": {"sso", []map[string]string{environment, {"AWS_PROFILE": "prod"}}, "sso", "sso", []string{"sso", "prod", "oncall"}},
		"web identity":                    {"", []map[string]string{webIdentity}, "", "web identity pod", []string{"pod"}},
		"web identity, AWS_PROFILE":       {"", []map[string]string{webIdentity, {"AWS_PROFILE": "bare"}}, "", "web identity pod", []string{"bare", "pod"}},
		"AWS_PROFILE":                     {"", []map[string]string{{"AWS_PROFILE": "prod"}}, "prod", "prod", []string{"prod", "base", "deployer"}},
		"both variables":                  {"", []map[string]string{{"AWS_PROFILE": "sso", "AWS_DEFAULT_PROFILE": "bare"}}, "sso", "sso", []string{"sso", "bare", "oncall"}},
		"a process":                       {"process", nil, "process", "process", []string{"process"}},
		"a role that a process assumes":   {"assumed", nil, "assumed", "assumed", []string{"assumed", "process", "assumed-by-process"}},
		"nothing at all":                  {"", nil, "", "instance role", nil},
		"a container":                     {"", []map[string]string{{"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/x"}}, "", "container role", nil},
		"a profile without keys":          {"bare", nil, "bare", "bare", []string{"bare"}},
	} {
		t.Run(name, func(t *testing.T) {
			settings(t, whoseSettings, "[base]\naws_access_key_id = AKIDBASE\naws_secret_access_key = s\n")
			for _, variables := range row.variables {
				for variable, value := range variables {
					t.Setenv(variable, value)
				}
			}
			c := load(t, Settings{Profile: row.profile, Region: "eu-west-1"})
			got := c.Names()
			slices.Sort(got)
			slices.Sort(row.names)
			if c.Profile() != row.wantProfile || c.Keys() != row.keys || !slices.Equal(got, row.names) {
				t.Errorf("profile %q, keys %q, names %q", c.Profile(), c.Keys(), got)
			}
		})
	}
}
