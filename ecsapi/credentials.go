package ecsapi

import (
	"context"
	"errors"
	"io/fs"
	"regexp"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/aws-sdk-go-v2/credentials/ssocreds"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	"github.com/aws/smithy-go"

	"tealset/model"
	"tealset/model/clean"
)

// credentialStep tells whether an operation ended before it was signed. The
// outer error always names ECS; an inner one names the service that failed.
func credentialStep(err error) bool {
	return stepOf(err) != "" || anyLayer(err, begins("get identity: ")) || anyLayer(err, begins("get credentials: "))
}

// stepOf is the service of AWS that was asked for credentials ("SSO", "SSO
// OIDC", "STS", "ec2imds", "Signin"); empty if none was.
func stepOf(err error) string {
	var step string
	for operation := (*smithy.OperationError)(nil); errors.As(err, &operation); err = operation.Err {
		if operation.ServiceID != ecs.ServiceID {
			step = operation.ServiceID
		}
	}
	return step
}

const stepIMDS = "ec2imds"

// credentialVerdict tells why no credentials were had, and the command that helps.
func credentialVerdict(err error, profile string) verdict {
	step := stepOf(err)
	whole := err.Error()
	said, answered := refusalOf(err)
	var failed processError
	var waits waiting
	switch {
	case strings.Contains(whole, "please reauthenticate"):
		return verdict{model.FaultExpired, "the AWS login session has ended", login("aws login", profile)}
	case loggedOut(err, said.code, step):
		return verdict{model.FaultExpired, "the SSO session has ended", login("aws sso login", profile)}
	case strings.HasPrefix(step, "SSO") && said.code == "ForbiddenException":
		return verdict{
			model.FaultCredentials, "SSO does not give you this role",
			"Ask for the role" + forProfile(profile) + ", or choose another profile.",
		}
	case errors.As(err, &waits):
		return waits.verdict()
	case errors.As(err, &failed):
		return failed.verdict(profile)
	case step == "STS" && answered:
		return said.roleVerdict(profile)
	case step == stepIMDS, strings.Contains(whole, "static credentials are empty"):
		return verdict{
			model.FaultCredentials, "no AWS credentials found",
			"Pass --profile, set AWS_PROFILE, or run aws configure sso; then start tealset again.",
		}
	}
	return unreachedStep(err, step, profile)
}

// loggedOut tells whether IAM Identity Center wants a new login. A profile with
// an sso-session gives no typed error for it, one of the older sort does.
func loggedOut(err error, code, step string) bool {
	var invalid *ssocreds.InvalidTokenError
	var file *fs.PathError
	switch {
	case errors.As(err, &invalid), anyLayer(err, begins("cached SSO token is expired")):
		return true
	case strings.HasPrefix(step, "SSO"):
		return code == "InvalidGrantException" || code == "UnauthorizedException"
	default:
		return errors.As(err, &file) && errors.Is(file, fs.ErrNotExist) && ssoCache.MatchString(file.Path)
	}
}

// ssoCache is where the AWS CLI keeps the tokens of a login.
var ssoCache = regexp.MustCompile(`[/\\]sso[/\\]cache[/\\]`)

// roleVerdict tells why STS gave no role's credentials.
func (r refusal) roleVerdict(profile string) verdict {
	switch r.code {
	case "AccessDenied", codeAccessDenied:
		next := "Ask for sts:AssumeRole"
		if _, resource := deniedPart(r.message); resource != "" {
			next += " on " + resource
		}
		return verdict{model.FaultCredentials, "the role cannot be assumed", next + ", or choose another profile."}
	case "ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId":
		return verdict{
			model.FaultExpired, "the credentials behind the role have expired",
			"Renew them" + inTerminal + forProfile(profile) + goesOn,
		}
	default:
		return verdict{
			model.FaultCredentials, "STS gives no credentials",
			"Press a to read what STS said" + forProfile(profile) + ".",
		}
	}
}

// unreachedStep tells of a service that was asked for credentials and did not
// answer, and of every other way not to have any.
func unreachedStep(err error, step, profile string) verdict {
	who := "the source of credentials"
	if step != "" {
		who = step
	}
	switch {
	case errors.Is(err, context.DeadlineExceeded),
		retry.IsErrorTimeouts(retry.DefaultTimeouts).IsErrorTimeout(err).Bool():
		return verdict{model.FaultTimeout, who + " did not answer in time", checkNetwork}
	case dialed(err):
		return verdict{model.FaultNetwork, "no connection to " + who, checkNetwork}
	}
	if v, ok := tlsVerdict(err); ok {
		return v
	}
	return verdict{
		model.FaultCredentials, "no credentials from " + who,
		"Check the settings" + forProfile(profile) + goesOn,
	}
}

// login is the sentence with the command that begins a new session.
func login(command, profile string) string {
	if profile != "" && profile != defaultProfile {
		command += " --profile " + quoted(profile)
	}
	return "Run " + command + inTerminal + goesOn
}

// corrected is the sentence for credentials of which tealset does not know how
// they are renewed. A program's environment is its own: what is new there needs a
// new start.
func (f failure) corrected(what string) string {
	if f.flight.inherited {
		return what + " in the environment" + thenRestart
	}
	return what + inTerminal + forProfile(f.profile) + goesOn
}

// forProfile names the profile in the middle of a sentence, if there is one.
func forProfile(profile string) string {
	if profile == "" {
		return ""
	}
	return " for profile " + quoted(profile)
}

// bare are the names that a shell takes as they are.
var bare = regexp.MustCompile(`^[A-Za-z0-9_@%+=:,./-]+$`)

// quoted is a name ready to be pasted into a shell.
func quoted(name string) string {
	name = clean.Text(name)
	if bare.MatchString(name) {
		return name
	}
	return "'" + strings.ReplaceAll(name, "'", `'\''`) + "'"
}
