package ecsapi

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/aws/smithy-go"

	"tealset/model"
)

// roleVerdict tells why STS gave no role's credentials.
func (f failure) roleVerdict(said refusal) verdict {
	webIdentity := stepOperation(f.err) == "AssumeRoleWithWebIdentity"
	switch said.code {
	case "AccessDenied", codeAccessDenied:
		action, resource := deniedPart(said.message)
		next := "Ask for " + cmp.Or(action, "sts:"+cmp.Or(stepOperation(f.err), "AssumeRole"))
		if resource != "" {
			next += " on " + resource
		}
		return verdict{model.FaultCredentials, "the role cannot be assumed", next + ", or choose another profile."}
	case "ExpiredToken", codeExpired:
		if webIdentity {
			return verdict{
				model.FaultExpired, "the web identity token has expired",
				"Have the token's file written anew" + goesOn,
			}
		}
		return f.sourceExpired()
	case "InvalidIdentityToken", "InvalidIdentityTokenException", "IDPRejectedClaim", "IDPRejectedClaimException":
		return verdict{
			model.FaultCredentials, "STS does not accept the web identity token",
			"Check what the role's trust policy asks of the token; press a for what STS said.",
		}
	case codeRegionDisabled:
		return verdict{
			model.FaultCredentials, "STS is not active in " + cmp.Or(f.region, "this Region"),
			"Activate it in the account settings of IAM, or choose another Region.",
		}
	case codeInvalidKey, codeUnknownKey:
		if optIn(f.region) {
			return f.notEnabled()
		}
		return f.sourceExpired()
	case "SignatureDoesNotMatch", "InvalidSignatureException", codeLate:
		if said.code == codeLate || clockText.MatchString(said.message) {
			return clockVerdict(f.flight)
		}
		return verdict{
			model.FaultCredentials, "the secret access key behind the role is wrong",
			"Correct it" + inTerminal + forProfile(f.whose.first) + goesOn,
		}
	default:
		return verdict{
			model.FaultCredentials, "STS gives no credentials",
			"Press a to read what STS said" + forProfile(f.whose.profile) + ".",
		}
	}
}

// sourceExpired tells of credentials that were to assume a role.
func (f failure) sourceExpired() verdict {
	return verdict{
		model.FaultExpired, "the credentials behind the role have expired",
		"Renew them" + inTerminal + forProfile(f.whose.first) + goesOn,
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

// enabled are the Regions of the partition "aws" that no account has to enable: those
// from before 2019-03-20, by "Specify which AWS Regions your account can use" of the
// AWS Account Management guide.
var enabled = []string{
	"ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2",
	"ca-central-1", "eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3",
	"sa-east-1", "us-east-1", "us-east-2", "us-west-1", "us-west-2",
}

// optIn tells whether an account has to enable a Region before it can be used.
func optIn(name string) bool {
	return slices.ContainsFunc(Regions(), func(r Region) bool {
		return r.Name == name && r.Partition == "aws" && !slices.Contains(enabled, name)
	})
}

// notEnabled is the verdict on keys that a Region does not know which accounts have to
// enable: that they are no good at all is the lesser likelihood.
func (f failure) notEnabled() verdict {
	return verdict{
		model.FaultCredentials, f.region + " does not know the credentials",
		"Enable the Region " + f.region + " for the account, or choose another; " +
			"if it is enabled, renew the credentials" + forProfile(f.whose.first) + thenPress,
	}
}

// unreachedStep tells of a service that was asked for credentials and did not
// answer, and of every other way not to have any.
func (f failure) unreachedStep(step string) verdict {
	switch {
	case errors.Is(f.err, context.DeadlineExceeded),
		retry.IsErrorTimeouts(retry.DefaultTimeouts).IsErrorTimeout(f.err).Bool():
		return verdict{model.FaultTimeout, named(step) + " did not answer in time", checkNetwork}
	}
	if v, ok := proxyVerdict(f.err); ok {
		return v
	}
	if dialed(f.err) {
		return verdict{model.FaultNetwork, "no connection to " + named(step), unconnected(f.err)}
	}
	if v, ok := tlsVerdict(f.err); ok {
		return v
	}
	return verdict{
		model.FaultCredentials, "no credentials from " + named(step),
		"Check the settings" + forProfile(f.whose.profile) + goesOn,
	}
}
