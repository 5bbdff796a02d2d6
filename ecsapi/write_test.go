package ecsapi

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"tealset/model"
	"tealset/model/change"
)

const rolloutARN = "arn:aws:ecs:eu-west-1:123456789012:service-deployment/shop-prod/checkout/dep-1"

// write is one write with all that it takes.
type write struct {
	operation operation
	do        func(context.Context, *Writer) change.Answer
	body      string // that is sent
	target    string // of X-Amz-Target
	maybe     string // in the next step where no answer told
}

const (
	ecsTarget        = "AmazonEC2ContainerServiceV20141113."
	codeDeployTarget = "CodeDeploy_20141006."
)

// writes are all writes, with each value that tells two kinds of change apart.
var writes = []write{
	{
		opDeleteTaskSet, func(ctx context.Context, w *Writer) change.Answer { return w.DeleteTaskSet(ctx, checkoutSet, true) },
		`{"cluster":"` + clusterARN + `","force":true,"service":"` + serviceARN + `","taskSet":"` + setARN + `"}`, ecsTarget, "may be deleted",
	},
	{
		opUpdateServicePrimaryTaskSet, func(ctx context.Context, w *Writer) change.Answer {
			return w.UpdateServicePrimaryTaskSet(ctx, checkoutSet)
		},
		`{"cluster":"` + clusterARN + `","primaryTaskSet":"` + setARN + `","service":"` + serviceARN + `"}`, ecsTarget, "may be PRIMARY",
	},
	{
		opUpdateTaskSet, func(ctx context.Context, w *Writer) change.Answer { return w.UpdateTaskSet(ctx, checkoutSet, 0) },
		`{"cluster":"` + clusterARN + `","scale":{"unit":"PERCENT","value":0},"service":"` + serviceARN + `","taskSet":"` + setARN + `"}`, ecsTarget, "may be scaled",
	},
	{
		opUpdateTaskSet, func(ctx context.Context, w *Writer) change.Answer { return w.UpdateTaskSet(ctx, checkoutSet, 12.5) },
		`{"cluster":"` + clusterARN + `","scale":{"unit":"PERCENT","value":12.5},"service":"` + serviceARN + `","taskSet":"` + setARN + `"}`, ecsTarget, "may be scaled",
	},
	{
		opContinueDeployment, func(ctx context.Context, w *Writer) change.Answer {
			return w.ContinueDeployment(ctx, "d-1", "READY_WAIT")
		},
		`{"deploymentId":"d-1","deploymentWaitType":"READY_WAIT"}`, codeDeployTarget, "may have gone on",
	},
	{
		opContinueDeployment, func(ctx context.Context, w *Writer) change.Answer {
			return w.ContinueDeployment(ctx, "d-1", "TERMINATION_WAIT")
		},
		`{"deploymentId":"d-1","deploymentWaitType":"TERMINATION_WAIT"}`, codeDeployTarget, "may have gone on",
	},
	{
		opStopDeployment, func(ctx context.Context, w *Writer) change.Answer { return w.StopDeployment(ctx, "d-1") },
		`{"autoRollbackEnabled":true,"deploymentId":"d-1"}`, codeDeployTarget, "may be stopped",
	},
	{
		opContinueServiceDeployment, func(ctx context.Context, w *Writer) change.Answer {
			return w.ContinueServiceDeployment(ctx, rolloutARN, "ecs-pause-1", "CONTINUE")
		},
		`{"action":"CONTINUE","hookId":"ecs-pause-1","serviceDeploymentArn":"` + rolloutARN + `"}`, ecsTarget, "may have gone on",
	},
	{
		opContinueServiceDeployment, func(ctx context.Context, w *Writer) change.Answer {
			return w.ContinueServiceDeployment(ctx, rolloutARN, "ecs-pause-1", "ROLLBACK")
		},
		`{"action":"ROLLBACK","hookId":"ecs-pause-1","serviceDeploymentArn":"` + rolloutARN + `"}`, ecsTarget, "may roll back",
	},
	{
		opStopServiceDeployment, func(ctx context.Context, w *Writer) change.Answer {
			return w.StopServiceDeployment(ctx, rolloutARN)
		},
		`{"serviceDeploymentArn":"` + rolloutARN + `","stopType":"ROLLBACK"}`, ecsTarget, "may roll back",
	},
}

// Each write says what it means in full, once; an answer without a body is no fault.
func TestEachWriteSaysWhatItMeans(t *testing.T) {
	t.Parallel()
	for _, w := range writes {
		for _, empty := range []string{"", "{}"} {
			count := &counted{next: says(200, empty)}
			answer := w.do(t.Context(), over(count).Writer)
			if answer.Fault != nil || answer.TaskSet != nil || answer.Deployment != "" || answer.Status != "" || answer.RequestID != "req-123" || answer.At.IsZero() {
				t.Errorf("%s, %q: %+v, %+v", w.operation.name, empty, answer, answer.Fault)
			}
			if count.requests != 1 || count.body != w.body || count.header.Get("X-Amz-Target") != w.target+w.operation.name {
				t.Errorf("%s: %d requests, %s\n got %s\nwant %s", w.operation.name, count.requests, count.header.Get("X-Amz-Target"), count.body, w.body)
			}
		}
	}
}

// Whatever becomes of a write, it is sent once; and where no answer told, the next step says
// what may be so.
func TestEachWriteIsSentOnceWhateverBecomesOfIt(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]wire{
		"dropped":   broken(errDropped),
		"500":       says(500, exception("ServerException", "x")),
		"500 empty": says(500, ""),
		"502 HTML":  says(502, "<html>"),
		"no JSON":   says(200, "<html>"),
		"hang":      hang,
	} {
		for _, w := range writes {
			if name == "no JSON" && w.operation == opContinueDeployment {
				continue // the SDK does not look at a body that says nothing: see change
			}
			t.Run(name+" "+w.operation.name, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					count := &counted{next: answer}
					f := w.do(t.Context(), over(count).Writer).Fault
					if f == nil || count.requests != 1 || f.Attempts != 1 || !f.Sent || !f.OutcomeUnknown() {
						t.Fatalf("%d requests, %+v", count.requests, f)
					}
					if !strings.Contains(string(f.Next), w.maybe+" all the same: look at the service again") {
						t.Errorf("next step is %q", f.Next)
					}
				})
			})
		}
	}
}

// CodeDeploy answers nothing but a request id. What comes without one is of somebody else, and
// tells nothing.
func TestAnAnswerWithoutARequestIDTellsNothing(t *testing.T) {
	t.Parallel()
	portal := wire(func(r *http.Request) (*http.Response, error) {
		answer, err := says(200, "<html>")(r)
		answer.Header.Del("X-Amzn-Requestid")
		return answer, err
	})
	answer := over(portal).ContinueDeployment(t.Context(), "d-1", "READY_WAIT")
	if got := (change.Request{Kind: change.RerouteTraffic}).Outcome(answer); got != change.Unknown {
		t.Errorf("%q: %+v", got, answer)
	}
}

// A throttled write is not sent again either, and changed nothing.
func TestAThrottledWriteIsNotSentAgain(t *testing.T) {
	t.Parallel()
	for _, w := range writes {
		count := &counted{next: says(400, exception("ThrottlingException", "Rate exceeded"))}
		f := w.do(t.Context(), over(count).Writer).Fault
		if f == nil || f.Kind != model.FaultThrottled || count.requests != 1 || f.OutcomeUnknown() || f.Headline != w.operation.service.id+" throttles this account" {
			t.Errorf("%s: %d requests, %+v", w.operation.name, count.requests, f)
		}
	}
}

// What does not name all that it needs is not sent.
func TestAWriteThatNamesTooLittleIsNotSent(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	for name, do := range map[string]func(*Writer) change.Answer{
		"no set to promote":    func(w *Writer) change.Answer { return w.UpdateServicePrimaryTaskSet(ctx, model.TaskSetRef{}) },
		"no set to scale":      func(w *Writer) change.Answer { return w.UpdateTaskSet(ctx, model.TaskSetRef{ClusterARN: "x"}, 50) },
		"no deployment":        func(w *Writer) change.Answer { return w.ContinueDeployment(ctx, "", "READY_WAIT") },
		"no wait":              func(w *Writer) change.Answer { return w.ContinueDeployment(ctx, "d-1", "") },
		"nothing to stop":      func(w *Writer) change.Answer { return w.StopDeployment(ctx, "") },
		"no rollout":           func(w *Writer) change.Answer { return w.ContinueServiceDeployment(ctx, "", "ecs-pause-1", "CONTINUE") },
		"no hook":              func(w *Writer) change.Answer { return w.ContinueServiceDeployment(ctx, rolloutARN, "", "CONTINUE") },
		"no action":            func(w *Writer) change.Answer { return w.ContinueServiceDeployment(ctx, rolloutARN, "ecs-pause-1", "") },
		"no rollout to stop":   func(w *Writer) change.Answer { return w.StopServiceDeployment(ctx, "") },
		"no rollout to revert": func(w *Writer) change.Answer { return w.ContinueServiceDeployment(ctx, "", "", "ROLLBACK") },
	} {
		count := &counted{next: says(200, "{}")}
		if f := do(over(count).Writer).Fault; f == nil || f.Kind != model.FaultBug || f.Sent || count.requests != 0 {
			t.Errorf("%s: %+v, %d requests", name, f, count.requests)
		}
	}
}

// What AWS answered is in the answer: the set, the deployment, the status.
func TestWhatWasAnsweredIsInTheAnswer(t *testing.T) {
	t.Parallel()
	set := `{"taskSet":{"taskSetArn":"` + setARN + `","status":"PRIMARY","scale":{"value":50,"unit":"PERCENT"}}}`
	for _, test := range []struct {
		body string
		at   int // of writes
		ok   func(change.Answer) bool
	}{
		{set, 1, func(a change.Answer) bool { return a.TaskSet != nil && a.TaskSet.ARN == setARN && a.TaskSet.Primary() }},
		{set, 2, func(a change.Answer) bool { return a.TaskSet != nil && a.TaskSet.Scale.Value == 50 }},
		{`{"taskSet":{"status":"PRIMARY"}}`, 1, func(a change.Answer) bool { return a.TaskSet == nil }},
		{`{"status":"Pending\u001b","statusMessage":"x"}`, 6, func(a change.Answer) bool { return a.Status == "Pending␛" }},
		{`{"serviceDeploymentArn":"` + rolloutARN + `"}`, 7, func(a change.Answer) bool { return a.Deployment == rolloutARN }},
		{`{"serviceDeploymentArn":"` + rolloutARN + `"}`, 9, func(a change.Answer) bool { return a.Deployment == rolloutARN }},
	} {
		w := writes[test.at]
		if answer := w.do(t.Context(), over(says(200, test.body)).Writer); answer.Fault != nil || !test.ok(answer) {
			t.Errorf("%s: %+v, %+v", w.operation.name, answer, answer.Fault)
		}
	}
}

// The exceptions that the API reference lists for each write, each with its own headline and
// next step. A missing right names the action.
func TestEachExceptionOfAWriteHasItsWords(t *testing.T) {
	t.Parallel()
	sets := map[string]string{
		"ClusterNotFoundException": "the cluster is gone", "ServiceNotFoundException": "the service is gone",
		"ServiceNotActiveException": "the service is not active", "TaskSetNotFoundException": "the task set is gone already",
		"UnsupportedFeatureException": "not supported in this Region", "InvalidParameterException": "ECS refuses the request",
		"ClientException": "ECS does not accept the request", "LimitExceededException": "a quota of the account is used up",
	}
	rollouts := map[string]string{
		"ServiceDeploymentNotFoundException": "ECS does not know the deployment any more", "ConflictException": "the deployment cannot be changed as it is now",
		"UnsupportedFeatureException": "not supported in this Region", "InvalidParameterException": "ECS refuses the request",
		"ClientException": "ECS does not accept the request",
	}
	deployments := map[string]string{
		"DeploymentAlreadyCompletedException": "the deployment has ended already", "DeploymentDoesNotExistException": "CodeDeploy does not know the deployment",
		"DeploymentIdRequiredException": "CodeDeploy does not know the deployment", "InvalidDeploymentIdException": "CodeDeploy does not know the deployment",
		"DeploymentIsNotInReadyStateException":        "the deployment does not wait for that now",
		"InvalidDeploymentStatusException":            "CodeDeploy does not take that in the deployment's present state",
		"InvalidDeploymentWaitTypeException":          "CodeDeploy does not know the wait that was named",
		"UnsupportedActionForDeploymentTypeException": "CodeDeploy does not take that for this type of deployment",
		"DeploymentGroupDoesNotExistException":        "CodeDeploy does not know the deployment group any more",
	}
	for _, w := range writes {
		table := sets
		switch {
		case w.operation.service == serviceCodeDeploy:
			table = deployments
		case strings.HasSuffix(w.operation.name, "ServiceDeployment"):
			table = rollouts
		}
		for code, headline := range table {
			f := w.do(t.Context(), over(says(400, exception(code, "x"))).Writer).Fault
			if f == nil || f.Headline != headline || f.Code != code || f.Next == "" || f.OutcomeUnknown() || f.Kind == model.FaultDenied {
				t.Errorf("%s, %s: %+v", w.operation.name, code, f)
			}
		}
		f := w.do(t.Context(), over(says(400, exception(codeAccessDenied, "x"))).Writer).Fault
		if f == nil || f.Kind != model.FaultDenied || f.Headline != "no permission for "+w.operation.action() {
			t.Errorf("%s: %+v", w.operation.name, f)
		}
	}
}

// Texts of ECS that were published tell more than their code.
func TestPublishedTextsAboutHooksAreKnown(t *testing.T) {
	t.Parallel()
	for text, headline := range map[string]string{
		"Provided hookId is either completed, unavailable, or not associated with the given Resource ARN": "the hook does not wait any more",
		"Invalid hookId: hookId must follow the format: ecs-{hookType}-{id}":                              "the hook does not wait any more",
		"Continuing a service deployment is not allowed for service deployment in terminal states.":       "the deployment has ended already",
		"The service deployment does not exist.":                                                          "ECS does not know the deployment any more",
	} {
		for _, code := range []string{"InvalidParameterException", "ClientException"} {
			if f := writes[7].do(t.Context(), over(says(400, exception(code, text))).Writer).Fault; f == nil || f.Headline != headline || f.OutcomeUnknown() {
				t.Errorf("%s: %+v", text, f)
			}
		}
	}
}
