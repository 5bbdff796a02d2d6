package ui

import (
	"crypto/sha1" //nolint:gosec // The AWS CLI names its files so.
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"tealset/ecsapi"
	"tealset/ecsapi/ecsfake"
	"tealset/model"
)

// vault is where credentials come from: a person's settings files, and the services of
// AWS that give credentials, on loopback. Nothing of it leads out of this machine: a
// request elsewhere would meet a proxy that is not there.
type vault struct {
	t    *testing.T
	home string

	mu      sync.Mutex
	refusal string          // status and body of SSO, OIDC, STS and Signin; empty for credentials
	good    map[string]bool // the access key ids that ECS takes
}

// The keys that are good, at first and in the end.
const firstKey, lastKey = "AKIDFIRST", "AKIDLAST"

const (
	inIreland  = "[profile shop]\nregion = eu-west-1\n"
	ssoSession = "sso_session = corp\nsso_account_id = 123456789012\nsso_role_name = oncall\n" +
		"[sso-session corp]\nsso_region = eu-west-1\nsso_start_url = https://corp.awsapps.invalid/start\n"
	ssoLegacy = "sso_region = eu-west-1\nsso_start_url = https://corp.awsapps.invalid/start\n" +
		"sso_account_id = 123456789012\nsso_role_name = oncall\n"
	loginSession = "login_session = arn:aws:sts::123456789012:assumed-role/Admin/me\n"
	roleOfBase   = "role_arn = arn:aws:iam::123456789012:role/oncall\nsource_profile = base\n"
	keysOfBase   = "[base]\naws_access_key_id = AKIDBASE\naws_secret_access_key = secret\n"
)

func keysOfShop(id string) string {
	return "[shop]\naws_access_key_id = " + id + "\naws_secret_access_key = secret\n"
}

// newVault makes the machine's settings those of a test: profile shop has keys.
func newVault(t *testing.T) *vault {
	t.Helper()
	v := &vault{t: t, home: t.TempDir(), good: map[string]bool{firstKey: true}}
	givers := httptest.NewServer(http.HandlerFunc(v.give))
	t.Cleanup(givers.Close)
	for name, value := range map[string]string{
		"HOME": v.home, "USERPROFILE": v.home, "AWS_PROFILE": "", "AWS_REGION": "", "AWS_SESSION_TOKEN": "", "AWS_CA_BUNDLE": "", "AWS_WEB_IDENTITY_TOKEN_FILE": "",
		"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "", "AWS_CONTAINER_CREDENTIALS_FULL_URI": "", "AWS_LOGIN_CACHE_DIRECTORY": "", "AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "",
		"AWS_CONFIG_FILE": v.file("config"), "AWS_SHARED_CREDENTIALS_FILE": v.file("credentials"), "AWS_EC2_METADATA_DISABLED": "true",
		"AWS_ENDPOINT_URL_SSO": givers.URL, "AWS_ENDPOINT_URL_SSO_OIDC": givers.URL, "AWS_ENDPOINT_URL_STS": givers.URL, "AWS_ENDPOINT_URL_SIGNIN": givers.URL,
		"HTTPS_PROXY": "http://127.0.0.1:1",
	} {
		t.Setenv(name, value)
	}
	v.write("config", inIreland)
	v.write("credentials", keysOfShop(firstKey))
	return v
}

func (v *vault) file(name string) string { return filepath.Join(v.home, filepath.FromSlash(name)) }

// unreadable is what stands in the place of a file that cannot be read: a directory.
const unreadable = "unreadable"

// write writes a file of the person's home; no text is no file.
func (v *vault) write(name, text string) {
	path := v.file(name)
	err := os.RemoveAll(path)
	switch {
	case err != nil:
	case text == unreadable:
		err = os.MkdirAll(path, 0o700)
	case text != "":
		if err = os.MkdirAll(filepath.Dir(path), 0o700); err == nil {
			err = os.WriteFile(path, []byte(text), 0o600)
		}
	}
	if err != nil {
		v.t.Fatal(err)
	}
}

// tokens has the AWS CLI's caches hold a login of each sort, or none.
func (v *vault) tokens(sso, login string) {
	for _, key := range []string{"corp", "https://corp.awsapps.invalid/start"} {
		sum := sha1.Sum([]byte(key)) //nolint:gosec // See above.
		v.write(".aws/sso/cache/"+hex.EncodeToString(sum[:])+".json", sso)
	}
	sum := sha256.Sum256([]byte("arn:aws:sts::123456789012:assumed-role/Admin/me"))
	v.write(".aws/login/cache/"+hex.EncodeToString(sum[:])+".json", login)
}

// settings are a state of the machine's settings.
type settings struct{ config, credentials, sso, login, refusal string }

// holds makes the settings what they are from now on, and ECS refuse all keys but the
// last.
func (v *vault) holds(s settings) {
	v.write("config", s.config)
	v.write("credentials", s.credentials)
	v.tokens(s.sso, s.login)
	v.mu.Lock()
	defer v.mu.Unlock()
	v.refusal, v.good = s.refusal, map[string]bool{lastKey: true}
}

// give answers as SSO, OIDC, STS and Signin do.
func (v *vault) give(w http.ResponseWriter, r *http.Request) {
	v.mu.Lock()
	refusal := v.refusal
	v.mu.Unlock()
	w.Header().Set("Connection", "close")
	if status, body, refused := strings.Cut(refusal, " "); refused {
		kind, _, _ := strings.Cut(body, ":")
		w.Header().Set("X-Amzn-Errortype", kind)
		w.WriteHeader(map[string]int{"400": 400, "401": 401, "403": 403}[status])
		if r.Method == http.MethodPost && r.URL.Path == "/" { // STS speaks XML
			_, _ = io.WriteString(w, "<ErrorResponse><Error><Code>"+kind+"</Code><Message>"+body+"</Message></Error></ErrorResponse>")
			return
		}
		_, _ = io.WriteString(w, `{"error":"invalid_grant","message":"`+body+`"}`)
		return
	}
	switch r.URL.Path {
	case "/federation/credentials":
		_, _ = io.WriteString(w, `{"roleCredentials":{"accessKeyId":"`+lastKey+`","secretAccessKey":"s","sessionToken":"t","expiration":4102444800000}}`)
	case "/token":
		_, _ = io.WriteString(w, `{"accessToken":"new","expiresIn":28800,"refreshToken":"r","tokenType":"Bearer"}`)
	default:
		_, _ = io.WriteString(w, `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>`+lastKey+`</AccessKeyId>`+
			`<SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2100-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`)
	}
}

// guarded is an ECS that asks for good keys. Its clock stands still: it is outside of
// the bubble.
func (v *vault) guarded(ecs http.Handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		_, key, _ := strings.Cut(r.Header.Get("Authorization"), "Credential=")
		key, _, _ = strings.Cut(key, "/")
		v.mu.Lock()
		good := v.good[key]
		v.mu.Unlock()
		w.Header().Set("Connection", "close")
		if good {
			ecs.ServeHTTP(w, r)
			return
		}
		w.Header().Set("X-Amzn-Requestid", "e0000000-0000-4000-8000-000000000000")
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, `{"__type":"ExpiredTokenException","message":"The security token included in the request is expired"}`)
	}
}

// midnight is when every bubble begins.
var midnight = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// watchVault opens a page on a district by the machine's settings; before, if any,
// happens before the first read.
func watchVault(t *testing.T, page faultPage, before, test func(w *watcher, v *vault)) {
	t.Helper()
	v := newVault(t)
	ecs := ecsfake.New(func() time.Time { return midnight }, district())
	server := httptest.NewServer(v.guarded(ecs))
	t.Cleanup(server.Close)
	t.Setenv("AWS_ENDPOINT_URL", server.URL)
	synctest.Test(t, func(t *testing.T) {
		w := newWatcher(t, page)
		w.ecs = ecs
		reader, writer, err := ecsapi.Load(t.Context(), ecsapi.Settings{
			Profile: "shop", Observe: func(call model.Call) { w.msgs <- CallEnded(call) },
		})
		if err != nil {
			t.Fatal(err)
		}
		w.show(w.source(bare(reader, writer)), func(w *watcher) {
			if before != nil {
				before(w, v)
			}
		}, func(w *watcher) { test(w, v) })
	})
}
