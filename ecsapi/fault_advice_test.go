package ecsapi

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/aws/aws-sdk-go-v2/credentials/ssocreds"

	"tealset/model"
)

const chains = `
[profile sso]
region = eu-west-1
sso_session = corp
sso_account_id = 123456789012
sso_role_name = oncall
[sso-session corp]
sso_region = eu-west-1
sso_start_url = https://corp.awsapps.invalid/start
[profile older]
region = eu-west-1
sso_region = eu-west-1
sso_start_url = https://corp.awsapps.invalid/start
sso_account_id = 123456789012
sso_role_name = oncall
[profile proc]
region = eu-west-1
credential_process = false
[profile by-sso]
role_arn = arn:aws:iam::123456789012:role/r
source_profile = sso
[profile by-older]
role_arn = arn:aws:iam::123456789012:role/r
source_profile = older
[profile by-proc]
role_arn = arn:aws:iam::123456789012:role/r
source_profile = proc
[profile twice]
role_arn = arn:aws:iam::123456789012:role/r2
source_profile = by-sso
[profile web]
role_arn = arn:aws:iam::123456789012:role/r
web_identity_token_file = /nowhere/token
[profile none]
region = eu-west-1
`

// The next step is about the profile that a chain of roles begins with: a login for the
// role itself would be refused by the AWS CLI.
func TestTheNextStepIsAboutTheProfileThatTheRoleBeginsWith(t *testing.T) {
	for profile, next := range map[string]string{
		"by-sso":   "Run aws sso login --profile sso in another terminal",
		"twice":    "Run aws sso login --profile sso in another terminal",
		"by-older": "Run aws sso login --profile older in another terminal",
		"by-proc":  "Run the credential_process for profile proc by hand",
	} {
		t.Run(profile, func(t *testing.T) {
			settings(t, chains, "")
			f := fault(t, list(t, load(t, Settings{Profile: profile, Region: "eu-west-1"})))
			if !strings.HasPrefix(string(f.Next), next) {
				t.Errorf("%q, %q: %s", f.Headline, f.Next, f.Detail)
			}
		})
	}
}

// Each way that the SDK's packages for credentials fail has its own words, and a next
// step that helps.
func TestEveryWayToHaveNoCredentialsHasItsAdvice(t *testing.T) {
	silent := listening(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) })
	for name, row := range map[string]struct {
		profile        string
		variables      map[string]string
		token          string // of profile sso; empty for none
		headline, next string
	}{
		"a token file of a profile": {
			"web", nil, "", "the web identity token cannot be read", "Correct AWS_WEB_IDENTITY_TOKEN_FILE or web_identity_token_file",
		},
		"a token file of the environment": {
			"",
			map[string]string{"AWS_WEB_IDENTITY_TOKEN_FILE": "/nowhere", "AWS_ROLE_ARN": "arn:aws:iam::1:role/r"},
			"",
			"the web identity token cannot be read", "Correct AWS_WEB_IDENTITY_TOKEN_FILE",
		},
		"a container's endpoint that refuses": {
			"none",
			map[string]string{"AWS_CONTAINER_CREDENTIALS_FULL_URI": silent},
			"",
			"the container's endpoint gives no credentials", "Check the role of this task or pod",
		},
		"a container's endpoint that is not there": {
			"none",
			map[string]string{"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1:1", "AWS_MAX_ATTEMPTS": "1"}, //nolint:gosec // no credentials
			"",
			"no connection to the container's credentials endpoint", "127.0.0.1:1 refuses the connection",
		},
		"a container's token file": {
			"none",
			map[string]string{"AWS_CONTAINER_CREDENTIALS_FULL_URI": silent, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/nowhere"},
			"",
			"the container's authorization token cannot be read", "Correct AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
		},
		"an SSO token that is damaged": {"sso", nil, "{", "the SSO session has ended", "Run aws sso login --profile sso in"},
		"an SSO token that is empty":   {"sso", nil, "{}", "the SSO session has ended", "Run aws sso login --profile sso in"},
		"no credentials of a profile":  {"none", nil, "", "no AWS credentials found", "Profile none has none"},
		"no credentials":               {"", nil, "", "no AWS credentials found", "Pass --profile"},
		"half a pair": {
			"",
			map[string]string{"AWS_ACCESS_KEY_ID": "AKID"},
			"",
			"no AWS credentials found", "AWS_ACCESS_KEY_ID is set, but not AWS_SECRET_ACCESS_KEY",
		},
		"the other half": {
			"",
			map[string]string{"AWS_SECRET_ACCESS_KEY": "s"},
			"",
			"no AWS credentials found", "AWS_SECRET_ACCESS_KEY is set, but not AWS_ACCESS_KEY_ID",
		},
	} {
		t.Run(name, func(t *testing.T) {
			home := settings(t, chains, "")
			for variable, value := range row.variables {
				t.Setenv(variable, value)
			}
			if row.token != "" {
				cached, err := ssocreds.StandardCachedTokenFilepath("corp")
				if err != nil {
					t.Fatal(err)
				}
				ssoToken(t, home, filepath.Base(cached), row.token)
			}
			f := fault(t, list(t, load(t, Settings{Profile: row.profile, Region: "eu-west-1"})))
			if f.Headline != row.headline || !strings.HasPrefix(string(f.Next), row.next) || f.Sent {
				t.Errorf("%q, %q: %s", f.Headline, f.Next, f.Detail)
			}
		})
	}
}

// The same for what the services answer that are asked for credentials.
func TestEveryRefusalOfCredentialsHasItsAdvice(t *testing.T) {
	t.Parallel()
	webIdentity := func(code string) error { return step("STS", "AssumeRoleWithWebIdentity", code, "x") }
	assume := func(code, message string) error { return step("STS", "AssumeRole", code, message) }
	for name, row := range map[string]struct {
		err            error
		region         string
		kind           model.FaultKind
		headline, next string
	}{
		"SSO knows the client no more":  {step("SSO OIDC", "CreateToken", "InvalidClientException", ""), "", model.FaultExpired, "the SSO session has ended", "Run aws sso login --profile base"},
		"SSO's token has ended":         {step("SSO OIDC", "CreateToken", "ExpiredTokenException", ""), "", model.FaultExpired, "the SSO session has ended", "Run aws sso login --profile base"},
		"no such role in SSO":           {step("SSO", "GetRoleCredentials", "ResourceNotFoundException", ""), "", model.FaultCredentials, "SSO does not give you this role", "Ask for the role for profile base"},
		"SSO throttles":                 {step("SSO", "GetRoleCredentials", "TooManyRequestsException", ""), "", model.FaultThrottled, "SSO throttles this account", "Wait a little"},
		"no right to sign in":           {errors.New("create oauth2 token: insufficient permissions, you may be missing permissions for the CreateOAuth2Token action"), "", model.FaultCredentials, "no permission to renew the AWS login session", "Ask for signin:CreateOAuth2Token for profile base"},
		"a damaged login token":         {errors.New("validate login token: missing dpopKey"), "", model.FaultExpired, "the AWS login session has ended", "Run aws login --profile base"},
		"a file of somebody else":       {fmt.Errorf("load: %w", &fs.PathError{Op: "open", Path: "/x/token", Err: syscall.EACCES}), "", model.FaultCredentials, "a file with credentials cannot be read", "Make /x/token readable for you"},
		"a role of the instance":        {errors.New("failed to get r EC2 IMDS role credentials, api error AssumeRoleUnauthorizedAccess"), "", model.FaultCredentials, "the instance's role gives no credentials", "Check the role of this instance"},
		"a token that has expired":      {webIdentity("ExpiredTokenException"), "", model.FaultExpired, "the web identity token has expired", "Have the token's file written again"},
		"a token that is refused":       {webIdentity("InvalidIdentityToken"), "", model.FaultCredentials, "STS does not accept the web identity token", "Check what the role's trust policy demands"},
		"a role for web identities":     {webIdentity("AccessDenied"), "", model.FaultCredentials, "the role cannot be assumed", "Ask for sts:AssumeRoleWithWebIdentity, or"},
		"the source's keys":             {assume("InvalidClientTokenId", "x"), "eu-west-1", model.FaultExpired, "the credentials behind the role have expired", "Renew them in another terminal for profile base"},
		"the source's secret":           {assume("SignatureDoesNotMatch", "x"), "", model.FaultCredentials, "the secret access key behind the role is wrong", "Correct it in another terminal for profile base"},
		"a clock that is wrong":         {assume("SignatureDoesNotMatch", "Signature expired: x is now earlier than y"), "", model.FaultClock, "this machine's clock is wrong", "Set the clock"},
		"a Region that is not enabled":  {assume("InvalidClientTokenId", "x"), "me-south-1", model.FaultCredentials, "me-south-1 does not know the credentials", "Enable the Region me-south-1 for the account"},
		"a Region where STS is not":     {assume("RegionDisabledException", "x"), "me-south-1", model.FaultCredentials, "STS is not active in me-south-1", "Activate it in the account settings of IAM"},
		"something else":                {assume("ValidationError", "x"), "", model.FaultCredentials, "STS gives no credentials", "The details{activity} have what STS said for profile shop"},
		"a proxy that refuses":          {proxyRefusal{"proxy:3128", "sts.invalid:443", 403}, "", model.FaultNetwork, "the proxy lets nothing through (HTTP 403)", "Have the proxy proxy:3128 allow sts.invalid:443"},
		"a connection that is refused":  {&net.OpError{Op: "dial", Addr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 9}, Err: syscall.ECONNREFUSED}, "", model.FaultNetwork, "no connection to the source of credentials", "127.0.0.1:9 refuses the connection"},
		"a proxy that is not there":     {&net.OpError{Op: "proxyconnect", Err: &net.OpError{Op: "dial", Addr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 9}, Err: syscall.ECONNREFUSED}}, "", model.FaultNetwork, "no connection to the source of credentials", "The proxy at 127.0.0.1:9 refuses the connection"},
		"a proxy that is not reachable": {&net.OpError{Op: "proxyconnect", Err: &net.OpError{Op: "dial", Addr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 9}, Err: syscall.EHOSTUNREACH}}, "", model.FaultNetwork, "no connection to the source of credentials", "The proxy at 127.0.0.1:9 cannot be reached"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := failure{
				operation: opListClusters, owner: keyOwner{profile: "shop", firstProfile: "base", requested: true}, region: row.region,
				err: fmt.Errorf("get credentials: %w", row.err), exchange: &exchange{},
			}.credentialVerdict()
			if v.kind != row.kind || v.headline != row.headline || !strings.HasPrefix(v.next, row.next) {
				t.Errorf("kind %d, %q, %q", v.kind, v.headline, v.next)
			}
		})
	}
}

// Keys that a Region does not know which accounts have to enable may be good elsewhere;
// where nobody has to, they are no good.
func TestARegionThatIsNotEnabledIsNamed(t *testing.T) {
	t.Parallel()
	for region, named := range map[string]bool{
		"me-south-1": true, "ap-east-1": true, "eu-south-2": true,
		"eu-west-1": false, "us-east-1": false, "cn-north-1": false, "us-gov-west-1": false, "eu-neverland-1": false,
	} {
		cfg := unhurried("http://ecs.invalid")
		cfg.Region = region
		c := of(cfg, says(400, exception("UnrecognizedClientException", "The security token included in the request is invalid.")))
		f := fault(t, list(t, c))
		if got := strings.HasPrefix(string(f.Next), "Enable the Region "+region); got != named {
			t.Errorf("%s: %q, %q", region, f.Headline, f.Next)
		}
	}
}

// Whoever must not list clusters can open one by its name.
func TestWhereClustersMustNotBeListedOneCanBeNamed(t *testing.T) {
	t.Parallel()
	c := of(unhurried("http://ecs.invalid"), says(400, exception("AccessDeniedException",
		"User: u is not authorized to perform: ecs:ListClusters on resource: * because no identity-based policy allows it")))
	if f := fault(t, list(t, c)); f.Next != "Ask for permission for ecs:ListClusters on *, or start tealset with --cluster and the cluster's name." {
		t.Errorf("%q", f.Next)
	}
}

// Variables that cannot be used are named before anything is asked.
func TestVariablesThatCannotBeUsedAreNamed(t *testing.T) {
	for name, row := range map[string]struct {
		variable, value, headline, next string
	}{
		"a web identity without a role": {"AWS_WEB_IDENTITY_TOKEN_FILE", "/token", "a web identity has no role", "Set AWS_ROLE_ARN beside AWS_WEB_IDENTITY_TOKEN_FILE"},
		"a container's endpoint far away": {
			"AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://192.0.2.1/", "AWS_CONTAINER_CREDENTIALS_FULL_URI cannot be used", "Correct it to https://",
		},
	} {
		t.Run(name, func(t *testing.T) {
			settings(t, "", "")
			t.Setenv(row.variable, row.value)
			_, _, err := Load(t.Context(), Settings{Region: "eu-west-1"})
			if f := fault(t, err); f.Kind != model.FaultConfig || f.Headline != row.headline || !strings.HasPrefix(string(f.Next), row.next) {
				t.Errorf("%q, %q: %s", f.Headline, f.Next, f.Detail)
			}
		})
	}
}
