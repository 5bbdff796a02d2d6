//go:build linux || darwin

package main

import (
	"crypto/sha1" //nolint:gosec // The AWS CLI names its files so.
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
)

// The key that ECS takes in the end.
const goodKey = "AKIDGOOD"

const (
	inIreland  = "[profile shop]\nregion = eu-west-1\n"
	ssoSession = "sso_session = corp\nsso_account_id = 123456789012\nsso_role_name = oncall\n" +
		"[sso-session corp]\nsso_region = eu-west-1\nsso_start_url = https://corp.awsapps.invalid/start\n"
	ssoLegacy = "sso_region = eu-west-1\nsso_start_url = https://corp.awsapps.invalid/start\n" +
		"sso_account_id = 123456789012\nsso_role_name = oncall\n"
	loginSession = "login_session = arn:aws:sts::123456789012:assumed-role/Admin/me\n"
	roleOfBase   = "role_arn = arn:aws:iam::123456789012:role/oncall\nsource_profile = base\n"
	keysOfBase   = "[base]\naws_access_key_id = AKIDBASE\naws_secret_access_key = secret\n"
	goodToken    = `{"accessToken":"a","expiresAt":"2099-01-01T00:00:00Z"}`
	oldToken     = `{"accessToken":"a","expiresAt":"2001-01-01T00:00:00Z"}`
	oldRefresh   = `{"accessToken":"a","expiresAt":"2001-01-01T00:00:00Z","refreshToken":"r","clientId":"c","clientSecret":"s"}`
	goodLogin    = `{"accessToken":{"accessKeyId":"` + goodKey + `","secretAccessKey":"s","sessionToken":"t","accountId":"123456789012","expiresAt":"2099-01-01T00:00:00Z"},` +
		`"refreshToken":"r","clientId":"c","dpopKey":"k"}`
)

func keysOf(id string) string {
	return "[shop]\naws_access_key_id = " + id + "\naws_secret_access_key = secret\n"
}

// Where the AWS CLI keeps its tokens.
var (
	ssoToken    = ".aws/sso/cache/" + hexOf(sha1.Sum([]byte("corp"))) + ".json"                               //nolint:gosec // See above.
	legacyToken = ".aws/sso/cache/" + hexOf(sha1.Sum([]byte("https://corp.awsapps.invalid/start"))) + ".json" //nolint:gosec // See above.
	loginToken  = ".aws/login/cache/" + hexOf256(sha256.Sum256([]byte("arn:aws:sts::123456789012:assumed-role/Admin/me"))) + ".json"
)

func hexOf(sum [sha1.Size]byte) string      { return hex.EncodeToString(sum[:]) }
func hexOf256(sum [sha256.Size]byte) string { return hex.EncodeToString(sum[:]) }

// files are settings files and tokens, by their path in the home directory.
type files map[string]string

const (
	configFile      = ".aws/config"
	credentialsFile = ".aws/credentials"
)

// without is a way to be without credentials, what a person is told of it, and what
// that person then does in another terminal.
type without struct {
	name           string
	files          files
	refusal        string // status, code and message of SSO, OIDC and STS
	headline, next string
	mend           files // nil where nothing can be done while tealset runs
}

var withouts = []without{
	{
		"no SSO token",
		files{configFile: inIreland + ssoSession},
		"",
		"the SSO session has ended", "Run aws sso login --profile shop in another terminal; tealset then goes on by itself.",
		files{ssoToken: goodToken},
	},
	{
		"no SSO token, older sort",
		files{configFile: inIreland + ssoLegacy},
		"",
		"the SSO session has ended", "Run aws sso login --profile shop in another terminal; tealset then goes on by itself.",
		files{legacyToken: goodToken},
	},
	{
		"an SSO token that has expired",
		files{configFile: inIreland + ssoSession, ssoToken: oldToken},
		"",
		"the SSO session has ended", "Run aws sso login --profile shop in another terminal; tealset then goes on by itself.",
		files{ssoToken: goodToken},
	},
	{
		"an SSO token that is not renewed",
		files{configFile: inIreland + ssoSession, ssoToken: oldRefresh},
		"400 InvalidGrantException x",
		"the SSO session has ended", "Run aws sso login --profile shop in another terminal; tealset then goes on by itself.",
		files{ssoToken: goodToken},
	},
	{
		"an SSO token that was revoked",
		files{configFile: inIreland + ssoSession, ssoToken: goodToken},
		"401 UnauthorizedException Session token not found or invalid",
		"the SSO session has ended", "Run aws sso login --profile shop in another terminal; tealset then goes on by itself.",
		files{ssoToken: goodToken},
	},
	{
		"a role that SSO does not give",
		files{configFile: inIreland + ssoSession, ssoToken: goodToken},
		"403 ForbiddenException No access",
		"SSO does not give you this role", "Ask for the role for profile shop, or choose another profile.",
		files{},
	},
	{
		"no login session",
		files{configFile: inIreland + loginSession},
		"",
		"the AWS login session has ended", "Run aws login --profile shop in another terminal; tealset then goes on by itself.",
		files{loginToken: goodLogin},
	},
	{
		"a credential_process that fails",
		files{configFile: inIreland + "credential_process = cat ~/answer\n"},
		"",
		"the credential_process failed", "Run the credential_process for profile shop by hand to see why, and correct it, then try again (press r).",
		files{"answer": `{"Version":1,"AccessKeyId":"` + goodKey + `","SecretAccessKey":"secret"}`},
	},
	{
		"keys that have expired",
		files{configFile: inIreland, credentialsFile: keysOf("AKIDOLD")},
		"",
		"the credentials have expired", "Renew them in another terminal for profile shop; tealset then goes on by itself.",
		files{credentialsFile: keysOf(goodKey)},
	},
	{
		"a role that is denied",
		files{configFile: inIreland + roleOfBase, credentialsFile: keysOfBase},
		"403 AccessDenied User: arn:aws:iam::1:user/me is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::123456789012:role/oncall",
		"the role cannot be assumed", "Ask for sts:AssumeRole on arn:aws:iam::123456789012:role/oncall, or choose another profile.",
		files{},
	},
	{
		"a role whose source has expired",
		files{configFile: inIreland + roleOfBase, credentialsFile: keysOfBase},
		"403 ExpiredToken The security token included in the request is expired",
		"the credentials behind the role have expired", "Renew them in another terminal for profile base; tealset then goes on by itself.",
		files{},
	},
	{
		"nothing at all",
		files{configFile: inIreland},
		"",
		"no AWS credentials found", "Profile shop has none: choose another one, or run aws configure sso --profile shop in another terminal; tealset then goes on by itself.",
		files{credentialsFile: keysOf(goodKey)},
	},
}

// giver gives the good key as SSO, OIDC and STS do, or refuses.
type giver struct{ refusal atomic.Pointer[string] }

func (g *giver) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	parts := strings.SplitN(*g.refusal.Load(), " ", 3)
	xml := r.Method == http.MethodPost && r.URL.Path == "/" // STS
	switch {
	case len(parts) == 3:
		w.Header().Set("X-Amzn-Errortype", parts[1])
		w.WriteHeader(map[string]int{"400": http.StatusBadRequest, "401": http.StatusUnauthorized, "403": http.StatusForbidden}[parts[0]])
		if xml {
			_, _ = io.WriteString(w, "<ErrorResponse><Error><Code>"+parts[1]+"</Code><Message>"+parts[2]+"</Message></Error></ErrorResponse>")
			return
		}
		_, _ = io.WriteString(w, `{"error":"invalid_grant","message":"`+parts[2]+`"}`)
	case xml:
		_, _ = io.WriteString(w, "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>"+goodKey+"</AccessKeyId>"+
			"<SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>"+
			"</Credentials></AssumeRoleResult></AssumeRoleResponse>")
	default:
		_, _ = io.WriteString(w, `{"roleCredentials":{"accessKeyId":"`+goodKey+`","secretAccessKey":"s","sessionToken":"t","expiration":4070908800000}}`)
	}
}

// Whoever starts tealset without credentials is told which are missing and the exact
// command that brings them, and tealset goes on by itself once they are there; only a
// process, which may ask a person, waits for r. All are met at once, as most of it is waiting.
func TestWithoutCredentialsTheCommandThatHelpsIsTold(t *testing.T) {
	t.Parallel()
	sessions, homes, givers := make([]*session, len(withouts)), make([]home, len(withouts)), make([]*giver, len(withouts))
	for i, test := range withouts {
		e := newEndpoint(t)
		e.asksForTheGoodKey()
		givers[i] = &giver{}
		givers[i].refusal.Store(&test.refusal)
		server := httptest.NewServer(givers[i])
		t.Cleanup(server.Close)
		homes[i] = newHome(t)
		homes[i].has(test.files)
		sessions[i] = start(t, homes[i].variables(e.URL, server.URL), "--profile", "shop", "--refresh", "1s")
	}
	for i, test := range withouts {
		t.Log(test.name)
		sessions[i].tells("▲ "+test.headline+" · ListClusters", test.next, "nothing has been read yet", "next try in ")
		sessions[i].answersKeys()
		homes[i].has(test.mend)
		givers[i].refusal.Store(new(string))
		if strings.Contains(test.next, "press r") {
			sessions[i].press("r")
		}
	}
	for i, test := range withouts {
		if test.mend != nil {
			sessions[i].tellsNot(test.headline)
			sessions[i].tells("shop ● ACTIVE")
		}
		sessions[i].quits()
	}
}

func (h home) has(f files) {
	h.t.Helper()
	for name, text := range f {
		h.write(name, strings.ReplaceAll(text, "~", h.dir))
	}
}
