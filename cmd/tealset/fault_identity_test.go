//go:build linux || darwin

package main

import (
	"net/http"
	"strings"
	"testing"

	"tealset/cmd/tealset/audit"
)

// environmentKeys are an operator's, with a profile that does not sign.
func environmentKeys(t *testing.T, config string, variables ...string) *operator {
	t.Helper()
	h := newHome(t)
	h.has(files{configFile: "[profile prod-eu]\nregion = eu-west-1\n", ".config/tealset/config.yaml": config})
	return operate(t, append([]string{
		"HOME=" + h.dir, "XDG_CONFIG_HOME=" + h.path(".config"), "AWS_CONFIG_FILE=" + h.path(configFile), "AWS_PROFILE=prod-eu",
	}, variables...)...)
}

// Keys of the environment sign, whatever AWS_PROFILE says: the activity page says so, the
// header where there is room beside an endpoint, and the trail has the caller that STS tells.
func TestTheHeaderAndTheTrailTellWhoseKeysSign(t *testing.T) {
	t.Parallel()
	o := environmentKeys(t, "")
	o.see("123456789012 · eu-west-1")
	o.press("a")
	o.see("environment keys · eu-west-1 · 123456789012", "GetCallerIdentity")
	o.press("a")
	o.ask()
	o.see("account   123456789012 · eu-west-1 · environment keys")
	o.confirm()
	o.see("is DRAINING")
	o.quit()
	o.exits(0)
	records, _, err := audit.Read(o.trail)
	if err != nil {
		t.Fatal(err)
	}
	for _, record := range records {
		if record.Caller != "arn:aws:iam::123456789012:user/fake" || record.Profile != "" {
			t.Errorf("caller %q, profile %q", record.Caller, record.Profile)
		}
	}
	if len(records) != 2 {
		t.Errorf("%d lines", len(records))
	}
}

// A pattern for a profile holds beside keys of the environment: by the name that
// AWS_PROFILE has, and where it has another one, since the keys may be anybody's. The
// dialog says why.
func TestPatternsForProfilesHoldBesideKeysOfTheEnvironment(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		variables []string
		reason    string
	}{
		"the name that AWS_PROFILE has": {nil, "prod-eu matches"},
		"another name":                  {[]string{"AWS_PROFILE="}, "it is not known which profile signs"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := environmentKeys(t, "read_only: [\"prod-*\"]\n", row.variables...)
			o.see("READ-ONLY")
			o.press("j" + ctrlD)
			o.tells("READ-ONLY: nothing can be deleted, as", row.reason)
			o.quit()
			o.exits(0)
			if sent := o.ecs.Count("DeleteTaskSet"); sent != 0 {
				t.Errorf("%d DeleteTaskSet requests", sent)
			}
		})
	}
}

// Where STS tells no account and nothing else does, the header says that.
func TestAnAccountThatIsNotKnownIsSaidSo(t *testing.T) {
	t.Parallel()
	e := newEndpoint(t)
	e.has(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.Header.Get("X-Amz-Target"), "ListClusters") {
			_, _ = w.Write([]byte(`{"clusterArns":[]}`))
			return
		}
		w.WriteHeader(http.StatusNotFound)
	})
	s := start(t, []string{"AWS_ENDPOINT_URL=" + e.URL, "AWS_ACCESS_KEY_ID=AKID", "AWS_SECRET_ACCESS_KEY=secret"}, "--region", "eu-west-1")
	s.see("account not known · eu-west-1 · environment keys")
	s.quits()
}
