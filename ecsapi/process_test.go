package ecsapi

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tealset/model"
)

const processJSON = `{"Version":1,"AccessKeyId":"AKIDNEW","SecretAccessKey":"hush-secret","SessionToken":"hush-token"}`

// withScript is a client whose credential_process is a script for sh.
func withScript(t *testing.T, script string) client {
	t.Helper()
	file := filepath.Join(t.TempDir(), "process")
	if err := os.WriteFile(file, []byte(script), 0o600); err != nil {
		t.Fatal(err)
	}
	c, _ := shop(t, inIreland+"credential_process = sh "+file+"\n", "")
	return c
}

// Nothing that a credential_process prints is in a fault, however it goes wrong: it may
// be a secret. What it writes on standard error is, without the secrets in it.
func TestNothingThatAProcessPrintsIsTold(t *testing.T) {
	for name, row := range map[string]struct{ script, detail string }{
		"a line before the JSON": {"echo hush hello; echo '" + processJSON + "'", "what it printed is not JSON from byte 1 on"},
		"a line after the JSON":  {"echo '" + processJSON + "'; echo hush", "what it printed is not JSON from byte "},
		"a cut JSON":             {"echo '" + processJSON[:60] + "'", "what it printed is not JSON from byte "},
		"another JSON":           {`echo '["hush"]'`, "what it printed is JSON, but not that of credentials"},
		"another type":           {`echo '{"Version":"hush"}'`, "what it printed is JSON, but not that of credentials"},
		"another time":           {`echo '{"Version":1,"Expiration":"hush"}'`, "what it printed is JSON, but not that of credentials"},
		"another version":        {`echo '{"Version":2,"SecretAccessKey":"hush"}'`, "it printed a Version that is not 1"},
		"no id":                  {`echo '{"Version":1,"SecretAccessKey":"hush"}'`, "it printed no AccessKeyId"},
		"no secret":              {`echo '{"Version":1,"AccessKeyId":"AKID","SessionToken":"hush"}'`, "it printed no SecretAccessKey"},
		"nothing":                {"true", "it printed nothing"},
		"an exit code":           {"echo '" + processJSON + "'; exit 3", "exit status 3"},
		"the JSON on stderr":     {"echo 'no: " + processJSON + "' >&2; exit 3", `it wrote: no: {"Version":1,"AccessKeyId":"AKIDNEW","SecretAccessKey":xxxxx,"SessionToken":xxxxx}`},
		"much on stderr":         {"printf '%02100d\\nin the end\\n' 0 >&2; exit 3", "it wrote: …in the end; "},
		"a secret that is cut":   {"printf '{\"SecretAccessKey\":\"hush%02000d\"}' 0 >&2; exit 3", "it wrote: …; "},
	} {
		t.Run(name, func(t *testing.T) {
			f := fault(t, list(t, withScript(t, row.script)))
			if f.Kind != model.FaultCredentials || !strings.Contains(f.Detail, row.detail) {
				t.Errorf("kind %d: %s", f.Kind, f.Detail)
			}
			if text := f.Headline + string(f.Next) + f.Detail; strings.Contains(text, "hush") {
				t.Errorf("told: %s", text)
			}
		})
	}
}

// A process is done when it has ended, also where a child of it lives on and keeps the
// output open, as an agent does.
func TestAnAgentThatAProcessStartsIsNotWaitedFor(t *testing.T) {
	c := withScript(t, "sleep 20 & echo '"+processJSON+"'")
	if err := list(t, c); err != nil {
		t.Fatal(fault(t, err).Detail)
	}
}

// Where a process fails over a question, the next step is to run it by hand.
func TestAProcessThatAsksIsToBeRunByHand(t *testing.T) {
	t.Parallel()
	for wrote, asks := range map[string]bool{
		"MFA code: ":       true,
		"Continue [y/n]? ": true,
		"sh: cannot open /dev/tty: No such device or address": true,
		"EOFError":                            true,
		"Inappropriate ioctl for device":      true,
		"sudo: a terminal is required":        true,
		"the assertion was refused: 403":      false,
		"could not reach https://idp.invalid": false,
		"":                                    false,
	} {
		v := processError{command: "helper --for shop", wrote: wrote}.verdict("shop")
		if got := v.headline == "the credential_process wants a terminal"; got != asks {
			t.Errorf("%q: %q", wrote, v.headline)
		}
		if asks && !strings.HasPrefix(v.next, "Run helper --for shop in another terminal") {
			t.Errorf("%q: %q", wrote, v.next)
		}
	}
}
