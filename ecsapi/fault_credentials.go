package ecsapi

import (
	"errors"
	"io/fs"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/credentials/ssocreds"
	"github.com/aws/smithy-go"

	"tealset/model"
	"tealset/model/clean"
)

// credentialStep tells whether an operation ended before it was signed. The
// outer error always names the service that was asked; an inner one names that which
// failed.
func (f failure) credentialStep() bool {
	return f.step() != "" || anyLayer(f.err, begins("get identity: ")) || anyLayer(f.err, begins("get credentials: "))
}

// step is the service of AWS that was asked for credentials ("SSO", "SSO OIDC", "STS",
// "ec2imds", "Signin"); empty if none was. The endpoint of a container is none that the
// SDK's errors name.
func (f failure) step() string {
	var step string
	err := f.err
	for inner := (*smithy.OperationError)(nil); errors.As(err, &inner); err = inner.Err {
		if inner.ServiceID != f.operation.service.id {
			step = inner.ServiceID
		}
	}
	if step == "" && anyLayer(f.err, begins("failed to load credentials, ")) {
		return stepContainer
	}
	return step
}

// The services that are asked for credentials, by the names that the SDK has for them.
const (
	stepIMDS      = "ec2imds"
	stepContainer = "endpoint-credentials"
	stepSTS       = "STS"
)

// credentialVerdict tells why no credentials were had, and the command that helps.
func (f failure) credentialVerdict() verdict {
	var failed processError
	var waits processStillRuns
	switch {
	case errors.As(f.err, &waits):
		return waits.verdict()
	case errors.As(f.err, &failed):
		return failed.verdict(f.owner.firstProfile)
	}
	step := f.step()
	reply, answered := refusalOf(f.err)
	if v, ok := f.sessionVerdict(step, reply.code); ok {
		return v
	}
	if v, ok := f.fileVerdict(); ok {
		return v
	}
	switch {
	case answered && throttle(reply.err):
		return verdict{model.FaultThrottled, step + " throttles this account", "Wait a little: tealset tries again by itself."}
	case answered && reply.status >= http.StatusInternalServerError && step != stepIMDS:
		return verdict{model.FaultServer, stepName(step) + " failed on its side", again}
	case step == stepSTS && answered:
		return f.roleVerdict(reply)
	case step == stepIMDS, strings.Contains(f.err.Error(), "static credentials are empty"):
		return f.owner.noneFound()
	case strings.Contains(f.err.Error(), "EC2 IMDS role"):
		return verdict{
			model.FaultCredentials, "the instance's role gives no credentials",
			"Check the role of this instance, or choose a profile with --profile.",
		}
	case step == stepContainer && answered:
		return verdict{
			model.FaultCredentials, "the container's endpoint gives no credentials",
			"Check the role of this task or pod, and AWS_CONTAINER_AUTHORIZATION_TOKEN; the details{activity} have what it said.",
		}
	}
	return f.unreachedStep(step)
}

// stepName is a step in words.
func stepName(step string) string {
	switch step {
	case "":
		return "the source of credentials"
	case stepIMDS:
		return "the instance metadata"
	case stepContainer:
		return "the container's credentials endpoint"
	case "Signin":
		return "AWS sign-in"
	default:
		return step
	}
}

// sessionVerdict tells of sessions that a person began and has to begin anew.
func (f failure) sessionVerdict(step, code string) (verdict, bool) {
	whole := f.err.Error()
	switch {
	case strings.Contains(whole, "please reauthenticate"), strings.Contains(whole, "validate login token: "):
		return verdict{model.FaultExpired, "the AWS login session has ended", login("aws login", f.owner.firstProfile)}, true
	case strings.Contains(whole, "permissions for the CreateOAuth2Token action"):
		return verdict{
			model.FaultCredentials, "no permission to renew the AWS login session",
			"Ask for signin:CreateOAuth2Token" + forProfile(f.owner.firstProfile) + ", or choose another profile.",
		}, true
	case loggedOut(f.err, code, step):
		return verdict{model.FaultExpired, "the SSO session has ended", login("aws sso login", f.owner.firstProfile)}, true
	case strings.HasPrefix(step, "SSO") && (code == "ForbiddenException" || code == "ResourceNotFoundException"):
		return verdict{
			model.FaultCredentials, "SSO does not give you this role",
			"Ask for the role" + forProfile(f.owner.firstProfile) + ", or choose another profile.",
		}, true
	default:
		return verdict{}, false
	}
}

// fileVerdict tells of files with a token that cannot be read.
func (f failure) fileVerdict() (verdict, bool) {
	whole := f.err.Error()
	var file *fs.PathError
	switch {
	case strings.Contains(whole, "failed to retrieve jwt from provide source"):
		return verdict{
			model.FaultCredentials, "the web identity token cannot be read",
			"Correct AWS_WEB_IDENTITY_TOKEN_FILE or web_identity_token_file, or what writes that file; the details{activity} have its name.",
		}, true
	case strings.Contains(whole, "resolve auth token: "):
		return verdict{
			model.FaultCredentials, "the container's authorization token cannot be read",
			"Correct AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE, or what writes that file; the details{activity} have its name.",
		}, true
	case errors.As(f.err, &file) && errors.Is(file, fs.ErrPermission):
		return verdict{
			model.FaultCredentials, "a file with credentials cannot be read",
			"Make " + clean.Text(file.Path) + " readable for you" + andGoesOn,
		}, true
	default:
		return verdict{}, false
	}
}

// loggedOut tells whether IAM Identity Center wants a new login. A profile with
// an sso-session gives no typed error for it, one of the older sort does.
func loggedOut(err error, code, step string) bool {
	var invalid *ssocreds.InvalidTokenError
	var file *fs.PathError
	switch {
	case errors.As(err, &invalid), anyLayer(err, begins("cached SSO token ")),
		anyLayer(err, begins("failed to parse cached SSO token file")):
		return true
	case strings.HasPrefix(step, "SSO"):
		return slices.Contains(loginCodes, code)
	default:
		return errors.As(err, &file) && errors.Is(file, fs.ErrNotExist) && ssoCache.MatchString(file.Path)
	}
}

// loginCodes are the refusals of SSO and SSO OIDC after which only a new login helps.
var loginCodes = []string{
	"InvalidGrantException", "UnauthorizedException", codeExpired,
	"InvalidClientException", "UnauthorizedClientException",
}

// ssoCache is where the AWS CLI keeps the tokens of a login.
var ssoCache = regexp.MustCompile(`[/\\]sso[/\\]cache[/\\]`)

// noneFound is the verdict where every place to look for credentials was empty.
func (w keyOwner) noneFound() verdict {
	v := verdict{
		model.FaultCredentials, "no AWS credentials found",
		"Pass --profile, set AWS_PROFILE, or run aws configure sso; then start tealset again.",
	}
	id, secret := os.Getenv("AWS_ACCESS_KEY_ID"), os.Getenv("AWS_SECRET_ACCESS_KEY")
	switch {
	case id != "" && secret == "" && !w.requested:
		v.next = "AWS_ACCESS_KEY_ID is set, but not AWS_SECRET_ACCESS_KEY: set both" + thenRestart
	case id == "" && secret != "" && !w.requested:
		v.next = "AWS_SECRET_ACCESS_KEY is set, but not AWS_ACCESS_KEY_ID: set both" + thenRestart
	case w.requested:
		v.next = "Profile " + clean.ShellWord(w.profile) + " has none: choose another one, or run aws configure sso --profile " +
			clean.ShellWord(w.profile) + inTerminal + andGoesOn
	}
	return v
}

// login is the sentence with the command that begins a new session.
func login(command, profile string) string {
	if profile != "" && profile != defaultProfile {
		command += " --profile " + clean.ShellWord(profile)
	}
	return "Run " + command + inTerminal + andGoesOn
}

// corrected is the sentence for credentials of which tealset does not know how
// they are renewed. A program's environment is its own: what is new there needs a
// new start.
func (f failure) corrected(what string) string {
	if f.exchange.fromEnvironment {
		return what + " in the environment" + thenRestart
	}
	return what + inTerminal + forProfile(f.owner.profile) + andGoesOn
}

// forProfile names the profile in the middle of a sentence, if there is one.
func forProfile(profile string) string {
	if profile == "" {
		return ""
	}
	return " for profile " + clean.ShellWord(profile)
}
