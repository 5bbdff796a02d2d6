package change

import (
	"maps"
	"slices"
	"testing"

	"tealset/model"
)

// Every kind has its words and an operation of AWS, and is found again by what the trail has
// of it. The words of the configuration are the ones that were decided.
func TestEveryKindIsDefined(t *testing.T) {
	t.Parallel()
	words := []string{"delete", "promote", "scale", "continue", "reroute", "terminate-original", "rollback"}
	if len(Kinds()) != len(definitions) {
		t.Errorf("%d kinds of %d", len(Kinds()), len(definitions))
	}
	used := map[string]bool{}
	for _, kind := range Kinds() {
		if kind.Operation() == string(kind) || kind.Verb() == "" || kind.Done() == "" || definitions[kind].verbs == "" {
			t.Errorf("%s: %q, %q, %q", kind, kind.Operation(), kind.Verb(), kind.Done())
		}
		if !slices.Contains(words, kind.Allow()) {
			t.Errorf("%s is allowed by %q", kind, kind.Allow())
		}
		used[kind.Allow()] = true
		params := kind.fixedParams()
		if params == nil {
			params = map[string]string{}
		}
		params["more"] = "of it"
		if got := KindOf(kind.Operation(), params, kind.Back()); got != kind {
			t.Errorf("%s is found as %q", kind, got)
		}
		if of := definitions[kind]; (of.shownBy == nil) == (of.sign == nil) || (of.sign == nil) != (of.answered == nil) {
			t.Errorf("%s is neither of a set nor of a deployment, or both", kind)
		}
	}
	if len(used) != len(words) {
		t.Errorf("of %q these are used: %v", words, slices.Sorted(maps.Keys(used)))
	}
	for _, operation := range []string{"", "DeleteCluster", "ContinueDeployment"} {
		if got := KindOf(operation, nil, false); got != "" {
			t.Errorf("%q without parameters is %q", operation, got)
		}
	}
	if k := Kind("DeleteCluster"); k.Operation() != "DeleteCluster" || k.OfTaskSet() || k.Allow() != "" {
		t.Errorf("%q, %t, %q", k.Operation(), k.OfTaskSet(), k.Allow())
	}
}

// What was answered means the change was taken only where the answer says so, by its kind: the
// set with its new role or scale, a stop's status, the deployment's ARN, or the request id where
// AWS answers nothing.
func TestWhatAnAnswerMeansByKind(t *testing.T) {
	t.Parallel()
	promoted, active := setOf(2, model.StatusPrimary, 4), setOf(2, model.StatusActive, 4)
	half, full, other := setOf(2, model.StatusActive, 4, scaled(50)), setOf(2, model.StatusActive, 4), setOf(3, model.StatusPrimary, 4)
	for _, test := range []struct {
		name   string
		kind   Kind
		answer Answer
		want   Outcome
	}{
		{"promoted", PromoteTaskSet, Answer{TaskSet: &promoted}, Accepted},
		{"not promoted", PromoteTaskSet, Answer{TaskSet: &active}, Unknown},
		{"another is", PromoteTaskSet, Answer{TaskSet: &other}, Unknown},
		{"empty", PromoteTaskSet, Answer{RequestID: "1"}, Unknown},
		{"promoted again", RestorePrimary, Answer{TaskSet: &promoted}, Accepted},
		{"scaled", ScaleTaskSet, Answer{TaskSet: &half}, Accepted},
		{"of another scale", ScaleTaskSet, Answer{TaskSet: &full}, Unknown},
		{"of no scale", ScaleTaskSet, Answer{TaskSet: &model.TaskSet{ARN: half.ARN}}, Unknown},
		{"continued", RerouteTraffic, Answer{RequestID: "1"}, Accepted},
		{"an empty answer of nobody", RerouteTraffic, Answer{}, Unknown},
		{"terminates", TerminateOriginal, Answer{RequestID: "1"}, Accepted},
		{"stops", StopCodeDeploy, Answer{Status: "Pending"}, Accepted},
		{"stopped", StopCodeDeploy, Answer{Status: "Succeeded"}, Accepted},
		{"no status", StopCodeDeploy, Answer{RequestID: "1"}, Unknown},
		{"a status that nobody has heard of", StopCodeDeploy, Answer{Status: "Failed"}, Unknown},
		{"the hook", ContinueHook, Answer{Deployment: rolloutARN}, Accepted},
		{"another deployment", ContinueHook, Answer{Deployment: rolloutARN + "2"}, Unknown},
		{"no deployment", RollBackHook, Answer{RequestID: "1"}, Unknown},
		{"rolled back", RollBackDeployment, Answer{Deployment: rolloutARN}, Accepted},
	} {
		if got := requestOf(test.kind).Outcome(test.answer); got != test.want {
			t.Errorf("%s, %s: %q", test.kind, test.name, got)
		}
		timeout := test.answer
		timeout.Fault = &model.Fault{Kind: model.FaultTimeout, Sent: true}
		if got := requestOf(test.kind).Outcome(timeout); got != Unknown {
			t.Errorf("%s, with a time-out: %q", test.kind, got)
		}
	}
}

// A change is named by its set, or by its deployment.
func TestAChangeHasAName(t *testing.T) {
	t.Parallel()
	for kind, want := range map[Kind]string{
		DeleteTaskSet: "…000000002", RerouteTraffic: "deployment d-1", ContinueHook: "deployment dep-1",
	} {
		if got := requestOf(kind).Name(); got != want {
			t.Errorf("%s: %q", kind, got)
		}
	}
}
