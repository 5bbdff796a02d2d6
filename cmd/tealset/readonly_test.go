package main

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"tealset/cmd/tealset/config"
)

// owner is whose keys sign in a test.
type owner struct {
	profile, keys string
	names         []string
	account       string
	untold        bool // STS does not tell who signs
}

func (o owner) Profile() string               { return o.profile }
func (o owner) Keys() string                  { return o.keys }
func (o owner) Names() []string               { return o.names }
func (o owner) Caller() (arn, account string) { return "", o.account }
func (o owner) CallerUnknown() bool           { return o.untold }

func of(profile string) owner {
	return owner{profile: profile, keys: profile, names: []string{profile}}
}

// Read-only holds by the flag, by a pattern for any name that the keys may be known by,
// and by one for the account, as soon as an ARN or the caller tells it. Where it cannot
// be known whose profile the keys are of, patterns for profiles hold. Each has a reason.
func TestReadOnlyByFlagNameAndAccount(t *testing.T) {
	t.Parallel()
	const profiles, accounts = `["prod-*", "1234*"]`, `["123456789012"]`
	environment := owner{keys: "environment keys"}
	named := func(names ...string) owner { return owner{keys: "environment keys", names: names} }
	for name, test := range map[string]struct {
		patterns   string
		everywhere string
		owner      owner
		account    string
		why        string // a part of the reason; empty where it is not read-only
	}{
		"no pattern":                     {`[]`, "", environment, "", ""},
		"no pattern matches":             {profiles, "", of("dev"), "999999999999", ""},
		"the flag":                       {profiles, "the flag is set", of("dev"), "", "the flag is set"},
		"the profile":                    {profiles, "", of("prod-eu"), "", "prod-eu matches read_only"},
		"its spelling":                   {profiles, "", of("PROD-eu/admin"), "", "PROD-eu/admin matches read_only"},
		"the account of an ARN":          {profiles, "", of("dev"), "123456789012", "123456789012 matches read_only"},
		"the account of the caller":      {profiles, "", owner{profile: "dev", keys: "dev", account: "123456789012"}, "", "123456789012 matches read_only"},
		"another name":                   {profiles, "", owner{profile: "dev", keys: "dev", names: []string{"dev", "prod-base"}}, "", "prod-base matches read_only"},
		"AWS_PROFILE beside keys":        {profiles, "", named("prod-eu"), "", "prod-eu matches read_only"},
		"another profile beside keys":    {profiles, "", named("dev"), "", "which profile signs (environment keys)"},
		"keys of nobody knows whom":      {profiles, "", environment, "", "which profile signs (environment keys)"},
		"an instance's role":             {profiles, "", owner{profile: "default", keys: "instance role", names: []string{"default"}}, "", "which profile signs (instance role)"},
		"a caller that is not told":      {profiles, "", owner{profile: "dev", keys: "dev", untold: true}, "", "which role or user signs"},
		"accounts, caller not told":      {accounts, "", owner{profile: "dev", keys: "dev", untold: true}, "999999999999", ""},
		"accounts, keys of nobody knows": {accounts, "", environment, "999999999999", ""},
		"accounts, the account":          {accounts, "", environment, "123456789012", "123456789012 matches read_only"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			name := filepath.Join(t.TempDir(), "config.yaml")
			if err := os.WriteFile(name, []byte("read_only: "+test.patterns+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			c, err := config.Load(config.Source{
				GOOS: runtime.GOOS, Getenv: func(string) string { return "" },
				Flag: func(flag string) (string, bool) { return name, flag == "config" },
			})
			if err != nil {
				t.Fatal(err)
			}
			c.ReadOnly = test.everywhere
			got := readOnly(c, test.owner)(test.account)
			if (got == "") != (test.why == "") || !strings.Contains(got, test.why) {
				t.Errorf("read-only: %q", got)
			}
		})
	}
}
