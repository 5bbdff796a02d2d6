package ecsapi

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials/ssocreds"
	"github.com/aws/smithy-go"

	"tealset/model"
)

// settings writes the AWS settings files of a test and makes them the machine's.
// They name an endpoint that no test reaches.
func settings(t *testing.T, config, credentials string) (home string) {
	t.Helper()
	home = t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(home, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	t.Setenv("AWS_CONFIG_FILE", write("config", config))
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", write("credentials", credentials))
	t.Setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
	return home
}

// ssoToken puts a token of a login into the cache of the AWS CLI.
func ssoToken(t *testing.T, home, name, text string) {
	t.Helper()
	cache := filepath.Join(home, ".aws", "sso", "cache")
	if err := os.MkdirAll(cache, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(cache, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

const settingsOfAllSorts = `
[profile sso]
region = eu-west-1
sso_session = corp
sso_account_id = 123456789012
sso_role_name = oncall
[sso-session corp]
sso_region = eu-west-1
sso_start_url = https://corp.awsapps.invalid/start
[default]
region = eu-west-1
sso_session = corp
sso_account_id = 123456789012
sso_role_name = oncall
[profile sso leg]
region = eu-west-1
sso_region = eu-west-1
sso_start_url = https://corp.awsapps.invalid/start
sso_account_id = 123456789012
sso_role_name = oncall
[profile login]
region = eu-west-1
login_session = arn:aws:sts::123456789012:assumed-role/Admin/me
[profile proc]
region = eu-west-1
credential_process = false
[profile none]
region = eu-west-1
`

func TestEverySourceOfCredentialsHasItsFault(t *testing.T) {
	for profile, want := range map[string]struct {
		kind           model.FaultKind
		headline, next string
	}{
		"sso":     {model.FaultExpired, "the SSO session has ended", "Run aws sso login --profile sso in another terminal; tealset then goes on by itself."},
		"default": {model.FaultExpired, "the SSO session has ended", "Run aws sso login in another terminal; tealset then goes on by itself."},
		"sso leg": {model.FaultExpired, "the SSO session has ended", "Run aws sso login --profile 'sso leg' in another terminal; tealset then goes on by itself."},
		"login":   {model.FaultExpired, "the AWS login session has ended", "Run aws login --profile login in another terminal; tealset then goes on by itself."},
		"proc":    {model.FaultCredentials, "the credential_process failed", "Run the credential_process for profile proc by hand"},
		"none":    {model.FaultCredentials, "no AWS credentials found", "Profile none has none: choose another one, or run aws configure sso --profile none in another terminal; tealset then goes on by itself."},
	} {
		t.Run(profile, func(t *testing.T) {
			settings(t, settingsOfAllSorts, "")
			c, _, err := Load(t.Context(), Settings{Profile: profile})
			if err != nil {
				t.Fatal(fault(t, err).Detail)
			}
			_, err = c.ListClusters(t.Context(), model.Cursor{})
			f := fault(t, err)
			if f.Kind != want.kind || f.Headline != want.headline || !strings.HasPrefix(string(f.Next), want.next) {
				t.Errorf("kind %d, %q, %q\nwant kind %d, %q, %q\n%s", f.Kind, f.Headline, f.Next, want.kind, want.headline, want.next, f.Detail)
			}
			if f.Sent || f.OutcomeUnknown() || f.Attempts != 0 {
				t.Errorf("sent %v, %d attempts", f.Sent, f.Attempts)
			}
		})
	}
}

func TestADeletionDoesNotGoOnByItself(t *testing.T) {
	settings(t, settingsOfAllSorts, "")
	_, err := load(t, Settings{Profile: "sso"}).DeleteTaskSet(t.Context(), checkoutSet, false)
	const want = "Run aws sso login --profile sso in another terminal, then delete the task set again."
	if f := fault(t, err); f.Next != want || f.Sent || f.OutcomeUnknown() {
		t.Errorf("sent %v, %q", f.Sent, f.Next)
	}
}

func TestKeysOfTheEnvironmentNeedANewStart(t *testing.T) {
	settings(t, "", "")
	static(t)
	for code, want := range map[string]string{ //nolint:gosec // sentences, no credentials
		"ExpiredTokenException":       "Renew them in the environment, then start tealset again.",
		"UnrecognizedClientException": "Renew them in the environment, then start tealset again.",
		"SignatureDoesNotMatch":       "Correct the secret access key in the environment, then start tealset again.",
	} {
		t.Setenv("AWS_ENDPOINT_URL", listening(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Connection", "close")
			w.WriteHeader(http.StatusBadRequest)
			_, _ = w.Write([]byte(exception(code, "x")))
		}))
		_, err := load(t, Settings{Region: "eu-west-1"}).ListClusters(t.Context(), model.Cursor{})
		if f := fault(t, err); string(f.Next) != want {
			t.Errorf("%s: %q", code, f.Next)
		}
	}
}

func TestAnSSOSessionThatCannotBeRefreshedWantsALogin(t *testing.T) {
	home := settings(t, settingsOfAllSorts, "")
	past := time.Now().Add(-time.Hour).UTC().Format(time.RFC3339)
	name, err := ssocreds.StandardCachedTokenFilepath("corp")
	if err != nil {
		t.Fatal(err)
	}
	ssoToken(t, home, filepath.Base(name), `{"accessToken":"x","expiresAt":"`+past+`"}`)
	c, _, err := Load(t.Context(), Settings{Profile: "sso"})
	if err != nil {
		t.Fatal(fault(t, err).Detail)
	}
	_, err = c.ListClusters(t.Context(), model.Cursor{})
	f := fault(t, err)
	if f.Kind != model.FaultExpired || !strings.Contains(string(f.Next), "aws sso login --profile sso") || !strings.Contains(f.Detail, "cannot be refreshed") {
		t.Errorf("kind %d, %q: %s", f.Kind, f.Next, f.Detail)
	}
}

// step is a request for credentials that another service of AWS refused.
func step(service, operation, code, message string) error {
	return &smithy.OperationError{
		ServiceID: service, OperationName: operation,
		Err: &smithy.GenericAPIError{Code: code, Message: message},
	}
}

func TestARefusalOfAnotherServiceIsNotTakenForOneOfECS(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		err      error
		kind     model.FaultKind
		headline string
		next     string
	}{
		"refresh refused": {
			fmt.Errorf("unable to refresh SSO token, %w", step("SSO OIDC", "CreateToken", "InvalidGrantException", "")),
			model.FaultExpired, "the SSO session has ended", "aws sso login --profile shop",
		},
		"revoked": {
			step("SSO", "GetRoleCredentials", "UnauthorizedException", "Session token not found or invalid"),
			model.FaultExpired, "the SSO session has ended", "aws sso login --profile shop",
		},
		"role not assigned": {
			step("SSO", "GetRoleCredentials", "ForbiddenException", "No access"),
			model.FaultCredentials, "SSO does not give you this role", "profile shop",
		},
		"assume role denied": {
			step("STS", "AssumeRole", "AccessDenied", "User: u is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::1:role/x"),
			model.FaultCredentials, "the role cannot be assumed", "Ask for sts:AssumeRole on arn:aws:iam::1:role/x, or",
		},
		"source expired": {
			step("STS", "AssumeRole", "ExpiredToken", "The security token included in the request is expired"),
			model.FaultExpired, "the credentials behind the role have expired", "profile shop",
		},
		"STS, otherwise": {
			step("STS", "AssumeRole", "MalformedPolicyDocument", "x"),
			model.FaultCredentials, "STS gives no credentials", "profile shop",
		},
		"no instance role": {
			&smithy.OperationError{ServiceID: "ec2imds", OperationName: "GetMetadata", Err: errors.New("404")},
			model.FaultCredentials, "no AWS credentials found", "--profile",
		},
		"SSO unreached": {
			&smithy.OperationError{ServiceID: "SSO", OperationName: "GetRoleCredentials", Err: &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}},
			model.FaultNetwork, "no connection to SSO", "VPN",
		},
		"STS silent": {
			&smithy.OperationError{ServiceID: "STS", OperationName: "AssumeRole", Err: context.DeadlineExceeded},
			model.FaultTimeout, "STS did not answer in time", "VPN",
		},
		"something new": {
			errors.New("no idea"),
			model.FaultCredentials, "no credentials from the source of credentials", "profile shop",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			count := &counted{next: says(200, emptyLists)}
			cfg := unhurried("http://ecs.invalid")
			cfg.Credentials = aws.NewCredentialsCache(aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
				return aws.Credentials{}, row.err
			}))
			_, err := of(cfg, count).DeleteTaskSet(t.Context(), checkoutSet, false)
			f := fault(t, err)
			if f.Kind != row.kind || f.Headline != row.headline || !strings.Contains(string(f.Next), row.next) {
				t.Errorf("kind %d, %q, %q\n%s", f.Kind, f.Headline, f.Next, f.Detail)
			}
			if f.Sent || f.OutcomeUnknown() || count.requests != 0 {
				t.Errorf("sent %v, unknown %v, %d requests", f.Sent, f.OutcomeUnknown(), count.requests)
			}
		})
	}
}
