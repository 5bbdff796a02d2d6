package ecsapi

import (
	"cmp"
	"context"
	"errors"

	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/smithy-go"

	"tealset/model"
)

// roleVerdict tells why STS gave no role's credentials.
func (f failure) roleVerdict(reply refusal) verdict {
	webIdentity := stepOperation(f.err) == "AssumeRoleWithWebIdentity"
	switch reply.code {
	case "AccessDenied", codeAccessDenied:
		action, resource := deniedPart(reply.message)
		next := "Ask for " + cmp.Or(action, "sts:"+cmp.Or(stepOperation(f.err), "AssumeRole"))
		if resource != "" {
			next += " on " + resource
		}
		return verdict{model.FaultCredentials, "the role cannot be assumed", next + ", or choose another profile."}
	case "ExpiredToken", codeExpired:
		if webIdentity {
			return verdict{
				model.FaultExpired, "the web identity token has expired",
				"Have the token's file written again" + andGoesOn,
			}
		}
		return f.sourceExpired()
	case "InvalidIdentityToken", "InvalidIdentityTokenException", "IDPRejectedClaim", "IDPRejectedClaimException":
		return verdict{
			model.FaultCredentials, "STS does not accept the web identity token",
			"Check what the role's trust policy demands of the token; the details{activity} have what STS said.",
		}
	case codeRegionDisabled:
		return verdict{
			model.FaultCredentials, "STS is not active in " + cmp.Or(f.region, "this Region"),
			"Activate it in the account settings of IAM, or choose another Region.",
		}
	case codeInvalidKey, codeUnknownKey:
		if needsOptIn(f.region) {
			return f.notEnabled()
		}
		return f.sourceExpired()
	case "SignatureDoesNotMatch", "InvalidSignatureException", codeLate:
		if reply.code == codeLate || clockText.MatchString(reply.message) {
			return clockVerdict(f.exchange)
		}
		return verdict{
			model.FaultCredentials, "the secret access key behind the role is wrong",
			"Correct it" + inTerminal + forProfile(f.owner.firstProfile) + andGoesOn,
		}
	default:
		return verdict{
			model.FaultCredentials, "STS gives no credentials",
			"The details{activity} have what STS said" + forProfile(f.owner.profile) + ".",
		}
	}
}

// sourceExpired tells of credentials that were to assume a role.
func (f failure) sourceExpired() verdict {
	return verdict{
		model.FaultExpired, "the credentials behind the role have expired",
		"Renew them" + inTerminal + forProfile(f.owner.firstProfile) + andGoesOn,
	}
}

// stepOperation is the operation that was asked for credentials; empty if none was.
func stepOperation(err error) string {
	var step string
	for operation := (*smithy.OperationError)(nil); errors.As(err, &operation); err = operation.Err {
		step = operation.OperationName
	}
	return step
}

const codeRegionDisabled = "RegionDisabledException" // of STS

// Codes of AWS for an access key that it does not know: one that was deleted, or one
// of an account for which the Region is not enabled.
const (
	codeInvalidKey = "InvalidClientTokenId"
	codeUnknownKey = "UnrecognizedClientException"
)

// notEnabled is the verdict on keys that a Region does not know which accounts have to
// enable: that they are no good at all is the lesser likelihood.
func (f failure) notEnabled() verdict {
	return verdict{
		model.FaultCredentials, f.region + " does not know the credentials",
		"Enable the Region " + f.region + " for the account, or choose another; " +
			"if it is enabled, renew the credentials" + forProfile(f.owner.firstProfile) + thenAgain,
	}
}

// unreachedStep tells of a service that was asked for credentials and did not
// answer, and of every other way not to have any.
func (f failure) unreachedStep(step string) verdict {
	switch {
	case errors.Is(f.err, context.DeadlineExceeded),
		retry.IsErrorTimeouts(retry.DefaultTimeouts).IsErrorTimeout(f.err).Bool():
		return verdict{model.FaultTimeout, stepName(step) + " did not answer in time", checkNetwork}
	}
	if v, ok := proxyVerdict(f.err); ok {
		return v
	}
	if dialFailed(f.err) {
		return verdict{model.FaultNetwork, "no connection to " + stepName(step), connectAdvice(f.err)}
	}
	if v, ok := tlsVerdict(f.err); ok {
		return v
	}
	return verdict{
		model.FaultCredentials, "no credentials from " + stepName(step),
		"Check the settings" + forProfile(f.owner.profile) + andGoesOn,
	}
}
