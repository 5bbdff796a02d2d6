package model

import "strings"

// stopRow is a row of the table of reasons why tasks stop. It fits a task if one of ECS's
// texts about it holds all of its parts, or if its stop code is the row's.
type stopRow struct {
	parts []string // in lower case; of a part with "|" one alternative will do
	code  string
	kind  StopKind
	words func(t Task, text string) string
}

// fits looks into the texts by what they are in lower case.
func (r stopRow) fits(code string, texts, lower []string) (text string, ok bool) {
	for i, text := range texts {
		if r.holds(lower[i]) {
			return text, true
		}
	}
	if r.code != "" && r.code == code {
		return lastOf(texts), true
	}
	return "", false
}

func (r stopRow) holds(lower string) bool {
	for _, part := range r.parts {
		if !containsAny(lower, part) {
			return false
		}
	}
	return len(r.parts) > 0
}

// containsAny tells whether a text contains one of the alternatives, which "|" divides.
func containsAny(text, alternatives string) bool {
	for part := range strings.SplitSeq(alternatives, "|") {
		if strings.Contains(text, part) {
			return true
		}
	}
	return false
}

// lastOf is the task's own reason, which stands last.
func lastOf(texts []string) string {
	if len(texts) == 0 {
		return ""
	}
	return texts[len(texts)-1]
}

// say makes the verdict that a row always gives.
func say(words string) func(Task, string) string {
	return func(Task, string) string { return words }
}

// firstWord is the name of an error at the beginning of a text, without its colon.
func firstWord(_ Task, text string) string {
	for word := range strings.FieldsSeq(text) {
		return cutText(strings.TrimRight(word, ":"), stopWidth)
	}
	return ""
}

// Beginnings of reasons that ECS documents.
const (
	cannotPull     = "cannotpullcontainererror"
	initialization = "resourceinitializationerror"
)

// Parts that several rows have.
const (
	ofSecrets  = "secrets from|secret from|retrieve secret"
	isRefused  = "accessdenied|not authorized"
	runtimeSet = "cannotstartcontainererror|cannotcreatevolumeerror|cannotinspectcontainererror|containerruntimeerror|" +
		"containerruntimetimeouterror|internalerror|dockertimeouterror"
)

// stopTable is in the order in which it is searched. The texts are from ECS's pages
// "Stopped task error codes" and "CannotPullContainer task errors", from recorded answers,
// and from what users saw; the test has each in full.
var stopTable = []stopRow{
	{parts: []string{"scaling activity initiated by"}, kind: StopNormal, words: say("scaled in or replaced")},
	{parts: []string{"task stopped by user"}, code: "UserInitiated", kind: StopOutside, words: say("stopped by a person")},

	{parts: []string{"does not contain descriptor matching platform|no match for platform in manifest|exec format error"}, words: say("image for another CPU")},
	{parts: []string{cannotPull, "not found|manifest unknown"}, words: say("image or tag not found")},
	{parts: []string{cannotPull, "i/o timeout|failed to do request|request canceled while waiting|connection issue"}, words: say("registry unreachable (network)")},
	{parts: []string{cannotPull, "toomanyrequests|pull rate limit"}, words: say("Docker Hub rate limit")},
	{parts: []string{cannotPull, "pull access denied|check that the role has the permissions|403 forbidden|accessdenied"}, words: say("may not pull the image")},
	{parts: []string{cannotPull, "no space left on device"}, words: say("disk full while pulling")},
	{parts: []string{cannotPull, "httpreaderseeker: failed open|context canceled|ref pull has been retried"}, words: say("layer download failed")},
	{parts: []string{cannotPull}, words: say("cannot pull the image")},

	{parts: []string{initialization, ofSecrets, "resourcenotfound|can't find the specified secret"}, words: say("secret not found")},
	{parts: []string{initialization, ofSecrets, isRefused}, words: say("role may not read secret")},
	{parts: []string{initialization, ofSecrets}, words: say("cannot read secrets (network)")},
	{parts: []string{initialization, "registry auth", isRefused}, words: say("may not pull the image")},
	{parts: []string{initialization, "registry auth"}, words: say("cannot reach ECR (network)")},
	{parts: []string{initialization, "secrets"}, words: say("cannot read secrets (network)")},
	{parts: []string{initialization, "validate logger args"}, words: say("log group missing or no access")},
	{parts: []string{initialization, "configure eni|network interface"}, words: say("network interface failed")},

	{parts: []string{"outofmemoryerror|container killed due to memory usage"}, words: say("out of memory")},
	{parts: []string{"task failed elb health checks in"}, words: say("failed load balancer check")},
	{parts: []string{"task failed container health checks"}, words: say("failed container check")},
	{parts: []string{"your spot task was interrupted"}, code: "SpotInterruption", kind: StopOutside, words: say("Spot interruption")},
	{code: "TerminationNotice", kind: StopOutside, words: say("Spot interruption")},
	{parts: []string{"ecs is performing maintenance on the underlying infrastructure"}, code: "InfrastructureHealth", kind: StopOutside, words: say("AWS maintenance")},
	{parts: []string{"timeout waiting for", "network interface provisioning|ephemeralstorage provisioning"}, words: say("AWS provisioning timed out")},
	{parts: []string{"insufficientfreeaddressesinsubnet"}, words: say("no free address in subnet")},
	{parts: []string{"tagpolicyviolation"}, words: say("tag policy forbids the ENI")},
	{parts: []string{"unexpected ec2 error while attempting to", "network interface"}, words: say("network interface failed")},
	{parts: []string{runtimeSet}, words: firstWord},
	{parts: []string{"essential container in task exited"}, code: "EssentialContainerExited", words: exitVerdict},
}
