package model

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// said tells whether a check of the severity begins with the text.
func said(checks []Check, severity CheckSeverity, text string) bool {
	return slices.ContainsFunc(checks, func(c Check) bool {
		return c.Severity == severity && strings.HasPrefix(c.Sentence, text)
	})
}

// Each of these checks speaks where its data are there and is silent where not.
func TestPreflightChecksOfOwnersTimesAndCircumstances(t *testing.T) {
	t.Parallel()
	tagged := func(key, value string) func(*Service) {
		return target(func(t *TaskSet) { t.Tags = []Tag{{Key: key, Value: value}} })
	}
	now := Circumstances{Now: noon}
	for _, test := range []struct {
		name     string
		says     string
		severity CheckSeverity
		yes, no  func(*Service)
		in, out  Circumstances
	}{
		{
			"a primary that just changed", "the PRIMARY …000000001 changed less than ten minutes ago", Warning,
			primary(updated(ago(StuckAfter - 1))), primary(updated(ago(StuckAfter))), now, now,
		},
		{
			"the last set on its task definition", "the last set on checkout:42", Warning,
			target(), target(func(t *TaskSet) { t.TaskDefinition = setOf(1, "", 0).TaskDefinition }), now, now,
		},
		{
			"CloudFormation", "CloudFormation stack shop manages this", Warning,
			tagged("aws:cloudformation:stack-name", "shop"), tagged("stack", "shop"), now, now,
		},
		{
			"PipeCD", "PipeCD manages this", Warning,
			tagged("pipecd-dev-managed-by", "piped"), tagged("managed-by", "hand"), now, now,
		},
		{
			"Terraform", "Terraform manages this", Warning,
			func(s *Service) { s.Tags = []Tag{{Key: "ManagedBy", Value: "Terraform"}} }, target(), now, now,
		},
		{
			"CodeDeploy", "CodeDeploy manages this", Warning,
			target(func(t *TaskSet) { t.StartedBy = "CODE_DEPLOY" }), target(func(t *TaskSet) { t.StartedBy = "me" }), now, now,
		},
		{
			"traffic", "traffic weights and target health are not looked up", Unknown,
			target(registersWith(setOf(3, "", 0))), target(func(t *TaskSet) { t.LoadBalancers = nil }), now, now,
		},
		{
			"old data", "what is shown is 16s old", Warning, target(), target(),
			Circumstances{Now: noon, ReadAt: noon.Add(-16 * time.Second)},
			Circumstances{Now: noon, ReadAt: noon.Add(-15 * time.Second)},
		},
		{
			"a failed read", "what is shown is 5s old, and the last read failed", Warning, target(), target(),
			Circumstances{Now: noon, ReadAt: noon.Add(-5 * time.Second), ReadFailed: true},
			Circumstances{Now: noon, ReadAt: noon.Add(-5 * time.Second)},
		},
		{
			"another endpoint", "the endpoint is not AWS's: http://127.0.0.1:1", Warning, target(), target(),
			Circumstances{Now: noon, Endpoint: "http://127.0.0.1:1"},
			now,
		},
	} {
		yes, no := harmless().with(test.yes), harmless().with(test.no)
		if !said(Preflight(yes, yes.TaskSets[1], test.in), test.severity, test.says) {
			t.Errorf("%s: nothing says %q:\n%+v", test.name, test.says, Preflight(yes, yes.TaskSets[1], test.in))
		}
		if said(Preflight(no, no.TaskSets[1], test.out), test.severity, test.says) {
			t.Errorf("%s: %q is said without a reason", test.name, test.says)
		}
	}
}

// An owner that several tags name is told of once.
func TestPreflightNamesAnOwnerOnce(t *testing.T) {
	t.Parallel()
	service := harmless()
	service.Tags = []Tag{{Key: "pipecd-dev-piped", Value: "a"}}
	service.TaskSets[1].Tags = []Tag{{Key: "pipecd-dev-managed-by", Value: "piped"}}
	owners := 0
	for _, check := range Preflight(service, service.TaskSets[1], Circumstances{Now: noon}) {
		if strings.Contains(check.Sentence, "PipeCD") {
			owners++
		}
	}
	if owners != 1 {
		t.Errorf("PipeCD is named %d times", owners)
	}
}
