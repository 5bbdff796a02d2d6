package ecsapi

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"time"

	"tealset/model"
)

// verdict tells what an answer of AWS means. Quotas come before throttles, which
// the SDK takes them for, and throttles before the 5xx that may carry them.
func (r refusal) verdict(f failure) verdict {
	service := f.operation.service.id
	switch {
	case r.code == codeLimitExceeded:
		return verdict{
			model.FaultQuota, "a quota of the account is used up",
			"Waiting does not help: free what the quota counts, or ask for more in Service Quotas.",
		}
	case throttle(r.err):
		return verdict{
			model.FaultThrottled, service + " throttles this account",
			"Wait a little: the request rate is shared by all who use this account and Region.",
		}
	case r.status >= http.StatusInternalServerError, r.code == "ServerException":
		return verdict{
			model.FaultServer, service + " failed on its side",
			"Try again{refresh} in a moment; if that does not help, look at the AWS Health Dashboard.",
		}
	}
	if v, ok := r.identityVerdict(f); ok {
		return v
	}
	if v, ok := r.objectVerdict(f.operation); ok && f.operation.service == serviceECS {
		return v
	}
	if v, ok := r.deploymentVerdict(); ok && f.operation.service == serviceCodeDeploy {
		return v
	}
	if strings.HasSuffix(r.code, "NotFound") && f.operation.service == serviceELB {
		return verdict{model.FaultOther, "what was asked for is gone from " + service, "Look for it again{refresh}."}
	}
	if r.code == codeSubscription {
		return verdict{
			model.FaultUnsupported, service + " is not available to this account",
			"AWS has not opened this API to the account: what it would tell stays unknown, and all else works.",
		}
	}
	return verdict{
		model.FaultOther, service + " refused the request: " + r.code,
		"The details{activity} have what " + service + " said.",
	}
}

// identityVerdict tells of answers about who asks, and when.
func (r refusal) identityVerdict(f failure) (verdict, bool) {
	switch r.code {
	case "ExpiredToken", codeExpired:
		return verdict{
			model.FaultExpired, "the credentials have expired",
			f.corrected("Renew them"),
		}, true
	case codeUnknownKey, codeInvalidKey:
		if needsOptIn(f.region) {
			return f.notEnabled(), true
		}
		return verdict{
			model.FaultExpired, "AWS does not accept the credentials",
			f.corrected("Renew them"),
		}, true
	case "InvalidSignatureException", "SignatureDoesNotMatch":
		if !clockText.MatchString(r.message) {
			return verdict{
				model.FaultCredentials, "AWS does not accept the signature",
				f.corrected("Correct the secret access key"),
			}, true
		}
		return clockVerdict(f.exchange), true
	case codeLate, "RequestTimeTooSkewed":
		return clockVerdict(f.exchange), true
	case "MissingAuthenticationToken", "MissingAuthenticationTokenException", "IncompleteSignature":
		return verdict{
			model.FaultCredentials, "AWS got no credentials",
			"Pass --profile or set AWS_PROFILE" + thenRestart,
		}, true
	case "AccessDenied", codeAccessDenied, "UnauthorizedOperation", "NotAuthorized":
		return deniedVerdict(f.operation, r.message), true
	default:
		return verdict{}, false
	}
}

const (
	codeAccessDenied = "AccessDeniedException"
	codeSubscription = "SubscriptionRequiredException"
	codeExpired      = "ExpiredTokenException"
	codeLate         = "RequestExpired" // by the clock of the one who asked
)

// clockText knows the messages about a clock ("Signature expired: … is now
// earlier than …", "Signature not yet current: …").
var clockText = regexp.MustCompile(`(?i)signature (expired|not yet current)`)

func clockVerdict(x *exchange) verdict {
	v := verdict{model.FaultClock, "this machine's clock is wrong", "Set the clock" + thenAgain}
	switch skew, _ := x.skew(); {
	case skew >= time.Minute:
		v.next = fmt.Sprintf("Set the clock, which is %s ahead of AWS's"+thenAgain, skew)
	case skew <= -time.Minute:
		v.next = fmt.Sprintf("Set the clock, which is %s behind AWS's"+thenAgain, -skew)
	}
	return v
}

// deniedText cuts the action and the resource out of IAM's message: "User: … is
// not authorized to perform: ecs:X on resource: arn:… because …".
var deniedText = regexp.MustCompile(`not authorized to perform: (\S+)(?: on resource: (\S+))?`)

// deniedPart cuts action and resource out of a message; either may be empty.
func deniedPart(message string) (action, resource string) {
	found := deniedText.FindStringSubmatch(message)
	if found == nil {
		return "", ""
	}
	return strings.TrimRight(found[1], ".,;"), strings.TrimRight(found[2], ".,;")
}

func deniedVerdict(o operation, message string) verdict {
	action, resource := deniedPart(message)
	if action == "" {
		action = o.action()
	}
	next := "Ask for permission for " + action
	if resource != "" {
		next += " on " + resource
	}
	if strings.Contains(message, "explicit deny") {
		next += ", which a policy denies explicitly"
	}
	if action == opListClusters.action() {
		next += ", or start tealset with --cluster and the cluster's name"
	}
	return verdict{model.FaultDenied, "no permission for " + action, next + "."}
}

// goneText knows the words in which other implementations of ECS say that a
// task set is gone, under a code that says less.
var goneText = regexp.MustCompile(`(?i)task set.*(not found|does not exist)`)

// objectVerdict tells of ECS's answers about what was asked for: the exceptions that
// the API reference lists for the operations that change something, and
// UpdateInProgressException.
func (r refusal) objectVerdict(o operation) (verdict, bool) {
	switch r.code {
	case "ClusterNotFoundException":
		return verdict{
			model.FaultClusterNotFound, "the cluster is gone",
			"Check the Region if it should be there, or go back{back} and list the clusters again{refresh}.",
		}, true
	case "ServiceNotFoundException":
		return goneService(), true
	case "TaskSetNotFoundException":
		v := goneTaskSet()
		if o == opUpdateTaskSet || o == opUpdateServicePrimaryTaskSet {
			v.next = "It cannot be changed any more; read the service again{refresh} to see what is."
		}
		return v, true
	case "ServiceDeploymentNotFoundException":
		return verdict{
			model.FaultOther, "ECS does not know the deployment any more",
			"Nothing is left to continue or to stop; read the service again{refresh} to see what is.",
		}, true
	case "ConflictException":
		return verdict{
			model.FaultInvalid, "the deployment cannot be changed as it is now",
			"Another change of it may be under way: read the service again{refresh}, look at its state, then try once more.",
		}, true
	case "ServiceNotActiveException":
		return verdict{
			model.FaultServiceNotActive, "the service is not active",
			"It was deleted or drains, and its task sets end with it.",
		}, true
	case "UnsupportedFeatureException":
		return verdict{
			model.FaultUnsupported, "not supported in this Region",
			unsupportedStep(o),
		}, true
	case "UpdateInProgressException":
		return verdict{
			model.FaultInvalid, "the service is being updated",
			"Wait until the update has ended, then try again.",
		}, true
	case "InvalidParameterException":
		return r.invalidVerdict("ECS refuses the request"), true
	case "ClientException":
		return r.invalidVerdict("ECS does not accept the request"), true
	default:
		return verdict{}, false
	}
}

// unsupportedStep is what to do where a Region does not have an operation.
func unsupportedStep(o operation) string {
	if o == opContinueServiceDeployment || o == opStopServiceDeployment {
		return "Service deployments cannot be managed here; check the Region."
	}
	return "Task sets cannot be managed here; check the Region."
}

func goneService() verdict {
	return verdict{
		model.FaultServiceNotFound, "the service is gone",
		"Check cluster and Region if it should be there, or go back{back} and list the services again{refresh}.",
	}
}

func goneTaskSet() verdict {
	return verdict{
		model.FaultTaskSetNotFound, "the task set is gone already",
		"Nothing is left to delete; read the service again{refresh} to see what is.",
	}
}

// invalidVerdict tells what is wrong with a request by ECS's text, which is all
// there is to tell it by. The texts were seen on AWS by others: they are in no
// reference, and may change.
func (r refusal) invalidVerdict(headline string) verdict {
	message := strings.ToLower(r.message)
	switch {
	case goneText.MatchString(message):
		return goneTaskSet()
	case strings.Contains(message, "primary taskset cannot be deleted"):
		return verdict{
			model.FaultInvalid, "ECS refuses to delete the PRIMARY",
			"Promote another task set first, or tick force to delete it all the same.",
		}
	case strings.Contains(message, "hookid is either completed"), strings.Contains(message, "invalid hookid"):
		return verdict{
			model.FaultInvalid, "the hook does not wait any more",
			"Somebody may have continued it, or its time is over: read the service again{refresh} to see what waits now.",
		}
	case strings.Contains(message, "in terminal states"):
		return verdict{
			model.FaultInvalid, "the deployment has ended already",
			"Nothing is left to continue or to stop; read the service again{refresh} to see how it ended.",
		}
	case strings.Contains(message, "service deployment does not exist"):
		return verdict{
			model.FaultInvalid, "ECS does not know the deployment any more",
			"Nothing is left to continue or to stop; read the service again{refresh} to see what is.",
		}
	case strings.Contains(message, "external deployment controller"):
		return verdict{
			model.FaultInvalid, "the service's controller owns its task sets",
			"ECS lets task sets be managed only where the deployment controller is EXTERNAL; " +
				"use what controls this service.",
		}
	case strings.Contains(message, "tasksets cannot be empty"), strings.Contains(message, "task set identifier is invalid"):
		return verdict{
			model.FaultInvalid, "ECS does not know such a task set",
			"Read the service again{refresh}, then choose the task set once more.",
		}
	case strings.Contains(message, "exceeds the maximum limit"):
		return verdict{
			model.FaultInvalid, "the service has as many task sets as ECS allows",
			fmt.Sprintf("Delete one of the %d task sets first.", model.MaxTaskSets),
		}
	case r.message == "":
		return verdict{model.FaultInvalid, headline, "ECS gave no reason; look at the service's state and try again."}
	default:
		return verdict{model.FaultInvalid, headline, "ECS says: " + r.message}
	}
}
