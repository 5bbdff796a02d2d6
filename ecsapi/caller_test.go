package ecsapi

import (
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tealset/ecsapi/ecsfake"
	"tealset/model"
)

// askedSTS is the request of STS that an observer is told of.
func askedSTS(t *testing.T, calls <-chan model.Call) model.Call {
	t.Helper()
	for {
		select {
		case call := <-calls:
			if call.Service == "STS" {
				return call
			}
		case <-time.After(20 * time.Second):
			t.Fatal("STS was not asked")
		}
	}
}

// watched makes clients in some Regions that share a keyring.
func watched(t *testing.T, regions ...string) (clients []client, calls chan model.Call) {
	t.Helper()
	keyring := NewKeyring()
	calls = make(chan model.Call, 1000)
	for _, region := range regions {
		clients = append(clients, load(t, Settings{
			Profile: "shop", Region: region, Keyring: keyring, Observe: func(call model.Call) { calls <- call },
		}))
	}
	return clients, calls
}

// The caller is asked for once for all Regions of a profile, at the endpoint that ECS is
// asked at; it is told like every request, and known to all.
func TestTheCallerIsAskedForOnce(t *testing.T) {
	var mu sync.Mutex
	asked := 0
	fake := ecsfake.New(time.Now, ecsfake.World{Account: "210987654321"})
	settings(t, inIreland, keys(goodKey))
	t.Setenv("AWS_ENDPOINT_URL", listening(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Amz-Target") == "" {
			mu.Lock()
			asked++
			mu.Unlock()
			if !strings.Contains(r.Header.Get("Authorization"), "Credential="+goodKey+"/") || !strings.Contains(r.UserAgent(), "tealset/") {
				t.Errorf("%v", r.Header)
			}
		}
		w.Header().Set("Connection", "close")
		fake.ServeHTTP(w, r)
	}))
	clients, calls := watched(t, "eu-west-1", "us-east-1", "eu-central-1")
	if arn, account := clients[0].Caller(); arn != "" || account != "" || clients[0].CallerUnknown() {
		t.Errorf("%q, %q before anything was read", arn, account)
	}
	read(t, slices.Concat(clients, clients, clients), model.Visible, true)
	if call := askedSTS(t, calls); call.Operation != "GetCallerIdentity" || call.Fault != nil || call.Attempts != 1 || call.Status != 200 || call.Profile != "shop" {
		t.Errorf("%+v", call)
	}
	read(t, clients, model.Visible, true)
	for _, c := range clients {
		if arn, account := c.Caller(); arn != "arn:aws:iam::210987654321:user/fake" || account != "210987654321" || c.CallerUnknown() {
			t.Errorf("%q, %q", arn, account)
		}
		if !slices.Contains(c.Names(), "fake") {
			t.Errorf("%q", c.Names())
		}
	}
	mu.Lock()
	defer mu.Unlock()
	if asked != 1 {
		t.Errorf("it was asked for %d times", asked)
	}
}

// STS is asked with the time that ECS's answers have told, too: it would refuse a request
// that a wrong clock signed, and is asked once.
func TestTheCallerIsKnownThoughTheClockIsWrong(t *testing.T) {
	settings(t, inIreland, keys(goodKey))
	ahead := 30 * time.Minute
	fake := ecsfake.New(time.Now, ecsfake.World{})
	t.Setenv("AWS_ENDPOINT_URL", listening(t, func(w http.ResponseWriter, r *http.Request) {
		now := time.Now().Add(ahead)
		signed, err := time.Parse("20060102T150405Z", r.Header.Get("X-Amz-Date"))
		w.Header().Set("Date", now.UTC().Format(http.TimeFormat))
		if err != nil || now.Sub(signed).Abs() > 5*time.Minute {
			w.WriteHeader(http.StatusForbidden)
			_, _ = io.WriteString(w, exception("InvalidSignatureException", "Signature expired: x is now earlier than y"))
			return
		}
		fake.ServeHTTP(w, r)
	}))
	clients, calls := watched(t, "eu-west-1")
	read(t, clients, model.Visible, true)
	if call := askedSTS(t, calls); call.Fault != nil {
		t.Errorf("%s: %s", call.Fault.Headline, call.Fault.Detail)
	}
}

// Whoever is asked and does not know costs the caller, and nothing else: the credentials
// are not taken for bad ones, and nobody is asked again.
func TestACallerThatIsNotToldCostsNothingElse(t *testing.T) {
	for name, answer := range map[string]struct {
		status int
		body   string
	}{
		"an emulator that knows ECS alone": {400, exception("UnknownOperationException", "x")},
		"expired":                          {403, "<ErrorResponse><Error><Code>ExpiredToken</Code><Message>x</Message></Error></ErrorResponse>"},
		"nothing":                          {200, ""},
		"another answer":                   {200, "<AssumeRoleResponse/>"},
		"no account":                       {200, "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>a</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>"},
		"a failure":                        {500, "SecretAccessKey=hush"},
	} {
		t.Run(name, func(t *testing.T) {
			settings(t, inIreland, keys(goodKey))
			t.Setenv("AWS_ENDPOINT_URL", listening(t, (&picky{}).ServeHTTP))
			t.Setenv("AWS_ENDPOINT_URL_STS", listening(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Connection", "close")
				w.WriteHeader(answer.status)
				_, _ = io.WriteString(w, answer.body)
			}))
			clients, calls := watched(t, "eu-west-1")
			before := clients[0].Reader.session.renewal.loaded // the settings are not read anew
			read(t, clients, model.Visible, true)
			call := askedSTS(t, calls)
			if call.Fault == nil || call.Attempts != 1 || strings.Contains(call.Fault.Detail, "hush") {
				t.Errorf("%+v", call)
			}
			if arn, account := clients[0].Caller(); arn != "" || account != "" || !clients[0].CallerUnknown() {
				t.Errorf("%q, %q", arn, account)
			}
			for len(calls) > 0 { // STS may answer before the first read is told
				<-calls
			}
			read(t, clients, model.Visible, true)
			if clients[0].Reader.session.renewal.loaded != before || len(calls) != 1 {
				t.Errorf("%d calls more", len(calls))
			}
		})
	}
}

// A profile's keys can become another's. While STS is asked about the new key, nobody is known: the
// former caller would be named for what the new key signs. An answer about the former key that
// comes late tells nothing.
func TestAFormerCallerIsNotNamedForANewKey(t *testing.T) {
	t.Parallel()
	var i identity
	ada, bob := caller{arn: "arn:aws:iam::1:user/ada", account: "1"}, caller{arn: "arn:aws:iam::2:user/bob", account: "2"}
	i.startAsking("first")
	if i.setCaller("first", ada); i.known() != ada {
		t.Errorf("%+v", i.known())
	}
	if i.startAsking("first") != nil || i.known() != ada {
		t.Errorf("it is asked again: %+v", i.known())
	}
	if i.startAsking("second"); i.known() != (caller{}) {
		t.Errorf("%+v, while the second key is asked about", i.known())
	}
	if i.setCaller("first", ada); i.known() != (caller{}) {
		t.Errorf("%+v by an answer about the first key", i.known())
	}
	if i.setCaller("second", bob); i.known() != bob {
		t.Errorf("%+v", i.known())
	}
}

// Nothing waits for STS, and it is not waited for long.
func TestNobodyWaitsForTheCaller(t *testing.T) {
	settings(t, inIreland, keys(goodKey))
	t.Setenv("AWS_ENDPOINT_URL", listening(t, (&picky{}).ServeHTTP))
	t.Setenv("AWS_ENDPOINT_URL_STS", listening(t, func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // only then the server looks whether the client is there
		<-r.Context().Done()
	}))
	clients, calls := watched(t, "eu-west-1")
	for range 3 {
		read(t, clients, model.Visible, true)
	}
	if arn, _ := clients[0].Caller(); arn != "" || clients[0].CallerUnknown() {
		t.Error("it was waited for")
	}
	if call := askedSTS(t, calls); call.Took > 10*time.Second || call.Fault == nil {
		t.Errorf("%+v", call)
	}
}

// AWS's own STS is not asked about keys of another place: where only the endpoint of ECS
// was set, the caller is not known.
func TestAWSIsNotAskedAboutKeysOfAnotherPlace(t *testing.T) {
	for name, variable := range map[string]string{"variable": "AWS_ENDPOINT_URL_ECS", "settings": ""} {
		t.Run(name, func(t *testing.T) {
			here := listening(t, (&picky{}).ServeHTTP)
			text := inIreland
			if variable == "" {
				text += "services = mine\n[services mine]\necs =\n  endpoint_url = " + here + "\n"
			}
			settings(t, text, keys(goodKey))
			if err := os.Unsetenv("AWS_ENDPOINT_URL"); err != nil { // settings brings it back
				t.Fatal(err)
			}
			if variable != "" {
				t.Setenv(variable, here)
			}
			clients, calls := watched(t, "eu-west-1")
			if clients[0].Reader.session.sts != nil {
				t.Fatal("AWS would be asked")
			}
			read(t, clients, model.Visible, true)
			if !clients[0].CallerUnknown() || len(calls) != 1 {
				t.Errorf("unknown %v, %d calls", clients[0].CallerUnknown(), len(calls))
			}
		})
	}
}

// The caller's name is its role or its user.
func TestTheCallersName(t *testing.T) {
	t.Parallel()
	for arn, want := range map[string]string{
		"arn:aws:sts::1:assumed-role/oncall/ada":                                   "oncall",
		"arn:aws:sts::1:assumed-role/AWSReservedSSO_oncall_0123456789abcdef/ada@x": "AWSReservedSSO_oncall_0123456789abcdef",
		"arn:aws:iam::1:user/ops/ada":                                              "ada",
		"arn:aws:iam::1:root":                                                      "",
		"arn:aws:sts::1:federated-user/ada":                                        "ada",
		"":                                                                         "",
	} {
		if got := (caller{arn: arn}).name(); got != want {
			t.Errorf("%s: %q", arn, got)
		}
	}
}
