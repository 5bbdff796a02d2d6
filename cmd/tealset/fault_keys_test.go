//go:build linux || darwin

package main

import (
	"strings"
	"testing"
)

// Keys of the environment cannot be renewed while tealset runs, and that is said.
func TestExpiredKeysOfTheEnvironmentWantANewStart(t *testing.T) {
	t.Parallel()
	e := newEndpoint(t)
	e.asksForTheGoodKey()
	s := start(t, append(newHome(t).variables(e.URL, "http://127.0.0.1:1"), keyed...), "--region", "eu-west-1", "--refresh", "1s")
	s.tells("▲ the credentials have expired · ListClusters", "Renew them in the environment, then start tealset again.", "next try in ")
	s.quits()
}

// Credentials that are lost while tealset runs leave the rows, and it goes on by itself
// once there are others.
func TestKeysThatExpireWhileTealsetRuns(t *testing.T) {
	t.Parallel()
	e := newEndpoint(t)
	h := newHome(t)
	h.has(files{configFile: inIreland, credentialsFile: keysOf("AKIDFIRST")})
	s := start(t, h.variables(e.URL, "http://127.0.0.1:1"), "--profile", "shop", "--refresh", "1s")
	s.tells("shop ● ACTIVE")
	e.asksForTheGoodKey()
	s.tells("▲ the credentials have expired", "Renew them in another terminal for profile shop; tealset then goes on by itself.", "shop ● ACTIVE", "updated ", "next try in ")
	h.has(files{
		configFile: inIreland + "credential_process = cat ~/answer\n", credentialsFile: "",
		"answer": `{"Version":1,"AccessKeyId":"` + goodKey + `","SecretAccessKey":"secret"}`,
	})
	s.tellsNot("credential", "next try in ")
	s.tells("shop ● ACTIVE")
	s.quits()
}

// Settings that can never work are told before the screen is taken, in one sentence
// with the next step.
func TestSettingsThatCannotWorkAreToldAtOnce(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		files    files
		profile  string
		sentence string
	}{
		"a profile that is not there": {
			files{configFile: inIreland}, "shpo", "tealset: there is no profile shpo; choose one of shop\r\n",
		},
		"a role without a source": {
			files{configFile: inIreland + roleOfBase}, "shop", "tealset: the role's source profile has no credentials; correct source_profile for profile shop in ~/.aws/config\r\n",
		},
		"a role that wants a code": {
			files{configFile: inIreland + roleOfBase + "mfa_serial = arn:aws:iam::1:mfa/me\n", credentialsFile: keysOfBase},
			"shop",
			`tealset: the role wants an MFA code; run eval "$(aws configure export-credentials --format env --profile shop)" in this shell, give the code there, and start tealset without --profile` + "\r\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHome(t)
			h.has(test.files)
			s := start(t, h.variables("http://127.0.0.1:1", "http://127.0.0.1:1"), "--profile", test.profile)
			s.exits(exitUsage)
			if want := strings.ReplaceAll(test.sentence, "~", h.dir); s.output() != want {
				t.Errorf("%q, not %q", s.output(), want)
			}
			s.leavesNoProcess()
		})
	}
}
