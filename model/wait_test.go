package model

import (
	"slices"
	"testing"
	"time"
)

// eventsOf are lifecycle events by pairs of a name and a status: each began ten minutes ago
// and, if it has ended, did so five minutes ago.
func eventsOf(pairs ...string) *CodeDeployTarget {
	target := &CodeDeployTarget{Type: "ECSTarget"}
	for pair := range slices.Chunk(pairs, 2) {
		event := LifecycleEvent{Name: pair[0], Status: pair[1], StartedAt: ago(10 * minute)}
		if event.Status == EventSucceeded {
			event.EndedAt = ago(5 * minute)
		}
		target.Events = append(target.Events, event)
	}
	return target
}

// What CodeDeploy waits for, and until when, is told by the status of the deployment, by
// whether it keeps the original set, or by the event under way. An end that no answer has is
// told as computed.
func TestWhatCodeDeployWaitsFor(t *testing.T) {
	t.Parallel()
	ready := func(action string) *ReadyOption { return &ReadyOption{ActionOnTimeout: action, WaitMinutes: 65} }
	keep := func(action string) *TerminationOption { return &TerminationOption{Action: action, WaitMinutes: 1440} }
	allowed := eventsOf("AllowTraffic", EventSucceeded, "AfterAllowTraffic", EventSucceeded)
	progress := func(config string) CodeDeployment {
		return CodeDeployment{Status: CodeDeployInProgress, ConfigName: config}
	}
	for _, c := range []struct {
		name       string
		deployment CodeDeployment
		target     *CodeDeployTarget
		want       string
		person     bool
	}{
		{"ready", CodeDeployment{Status: CodeDeployReady, Ready: ready("STOP_DEPLOYMENT")}, eventsOf("Install", EventSucceeded), "waits for someone to shift the traffic until about 13:00 UTC, then CodeDeploy stops the deployment", true},
		{"ready, target not read", CodeDeployment{Status: CodeDeployReady, Ready: ready("STOP_DEPLOYMENT")}, nil, "waits for someone to shift the traffic, then CodeDeploy stops the deployment", true},
		{"ready, no option told", CodeDeployment{Status: CodeDeployReady}, nil, "waits for someone to shift the traffic", true},
		{"keeps the original", CodeDeployment{Status: CodeDeployInProgress, TerminationWaitStarted: true, Termination: keep("TERMINATE")}, allowed, "keeps the original task set until about 2026-03-15 11:55 UTC, then CodeDeploy ends the original task set", false},
		{"keeps the original, while its last event has not ended", CodeDeployment{Status: CodeDeployInProgress, TerminationWaitStarted: true, Termination: keep("TERMINATE")}, eventsOf("AllowTraffic", EventSucceeded, "AfterAllowTraffic", EventInProgress), "keeps the original task set, then CodeDeploy ends the original task set", false},
		{"keeps it for ever", CodeDeployment{Status: CodeDeployInProgress, TerminationWaitStarted: true, Termination: keep("KEEP_ALIVE")}, allowed, "keeps the original task set", false},
		{"installs", progress(""), eventsOf("BeforeInstall", EventSucceeded, "Install", EventInProgress), "waits for the replacement task set to become healthy until about 12:50 UTC, then the deployment fails", false},
		{"a hook", progress(""), eventsOf("AfterInstall", EventInProgress), "waits for the hook AfterInstall until about 12:50 UTC, then the deployment fails", false},
		{"a canary", progress("CodeDeployDefault.ECSCanary10Percent15Minutes"), eventsOf("AllowTraffic", EventInProgress), "shifts the traffic to the replacement task set until about 12:05 UTC, then all traffic shifts", false},
		{"linear", progress("CodeDeployDefault.ECSLinear10PercentEvery1Minutes"), eventsOf("AllowTraffic", EventInProgress), "shifts the traffic to the replacement task set", false},
		{"a configuration of its own", progress("Mine"), eventsOf("AllowTraffic", EventInProgress), "shifts the traffic to the replacement task set", false},
		{"tests", progress(""), eventsOf("AllowTestTraffic", EventInProgress), "sends the test traffic to the replacement task set", false},
		{"bakes", CodeDeployment{Status: CodeDeployBaking}, nil, "watches its alarms", false},
		{"created", CodeDeployment{Status: CodeDeployCreated}, nil, "waits for its turn", false},
		{"between events", progress(""), eventsOf("Install", EventSucceeded), "is under way", false},
		{"succeeded", CodeDeployment{Status: CodeDeploySucceeded}, allowed, "", false},
		{"stopped", CodeDeployment{Status: CodeDeployStopped}, nil, "", false},
		{"nothing told", CodeDeployment{}, nil, "", false},
	} {
		wait, ok := CodeDeployWait(c.deployment, c.target)
		got := ""
		if ok {
			got = wait.Words(noon)
		}
		if got != c.want || wait.Person != c.person || wait.Computed && wait.Until.IsZero() {
			t.Errorf("%s:\ngot  %s, %+v\nwant %s", c.name, got, wait, c.want)
		}
	}
}

// A deployment of CodeDeploy that is not known has a word, and none of them is an alarm.
func TestWordsForADeploymentOfCodeDeployThatIsNotKnown(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		fault  *Fault
		target *CodeDeployTarget
		want   string
	}{
		{nil, nil, "unknown"},
		{&Fault{Kind: FaultTimeout}, nil, "unknown"},
		{&Fault{Kind: FaultDenied, Code: "AccessDeniedException"}, nil, "no access"},
		{&Fault{Code: "SubscriptionRequiredException"}, nil, "not available here"},
		{&Fault{Code: "DeploymentNotStartedException"}, nil, "not started yet"},
		{nil, &CodeDeployTarget{Missing: "DeploymentNotStartedException"}, "not started yet"},
		{&Fault{Code: "DeploymentDoesNotExistException"}, nil, "not known any more"},
	} {
		if got := CodeDeployWord(c.fault, c.target); got != c.want {
			t.Errorf("%+v, %+v: %q, want %q", c.fault, c.target, got, c.want)
		}
	}
}

// What ECS waits for in its own deployment: hooks for a person first, then functions, then
// the stage. That it rolls back is in the status, since no stage says so.
func TestWhatAServiceDeploymentWaitsFor(t *testing.T) {
	t.Parallel()
	bake := int32(15)
	pause := func(id string, in time.Duration) LifecycleHook {
		hook := LifecycleHook{ID: id, TargetType: HookPause, Status: HookAwaitsAction, TimeoutAction: "ROLLBACK"}
		if in != 0 {
			hook.ExpiresAt = noon.Add(in)
		}
		return hook
	}
	lambda := LifecycleHook{ID: "ecs-lambda-1", TargetType: "AWS_LAMBDA", TargetARN: "arn:aws:lambda:eu-west-1:123456789012:function:smoke-test", Status: HookInProgress}
	in := func(stage string, change ...func(*ServiceDeployment)) ServiceDeployment {
		d := ServiceDeployment{Status: DeployInProgress, Stage: stage, Configuration: &DeploymentConfiguration{BakeMinutes: &bake}}
		for _, change := range change {
			change(&d)
		}
		return d
	}
	seen := func(first, changed time.Time) func(*ServiceDeployment) {
		return func(d *ServiceDeployment) { d.StageSeen, d.UpdatedAt = first, changed }
	}
	hooks := func(hooks ...LifecycleHook) func(*ServiceDeployment) {
		return func(d *ServiceDeployment) { d.Hooks = hooks }
	}
	status := func(status string) func(*ServiceDeployment) {
		return func(d *ServiceDeployment) { d.Status = status }
	}
	for _, c := range []struct {
		name       string
		deployment ServiceDeployment
		want       string
	}{
		{"a person", in("POST_TEST_TRAFFIC_SHIFT", hooks(lambda, pause("a", 65*minute))), "waits for a person until 13:05 UTC, then ROLLBACK"},
		{"two persons", in("POST_TEST_TRAFFIC_SHIFT", hooks(pause("c", 0), pause("a", 3*time.Hour), pause("b", time.Hour))), "waits for a person (3 hooks, all must be continued) until 13:00 UTC, then ROLLBACK"},
		{"a person without end", in("POST_TEST_TRAFFIC_SHIFT", hooks(pause("c", 0))), "waits for a person, then ROLLBACK"},
		{"a function", in("PRE_SCALE_UP", hooks(lambda)), "waits for the hook smoke-test"},
		{"a stage", in("PRODUCTION_TRAFFIC_SHIFT"), "shifts the production traffic"},
		{"a stage that the SDK does not know", in("PRE_PRODUCTION_TRAFFIC_SHIFT"), "is about to shift the production traffic"},
		{"a stage of 2027", in("NEW_FANGLED"), "is in the stage new fangled"},
		{"no stage", in(""), "replaces the tasks"},
		{"bakes since it was seen", in(StageBake, seen(ago(minute), time.Time{})), "bakes: both revisions run, at most until about 12:14 UTC"},
		{"bakes since ECS changed it", in(StageBake, seen(ago(minute), ago(5*minute))), "bakes: both revisions run, at most until about 12:10 UTC"},
		{"bakes since nobody knows when", in(StageBake), "bakes: both revisions run"},
		{"bakes for nobody knows how long", in(StageBake, seen(ago(minute), noon), func(d *ServiceDeployment) { d.Configuration = nil }), "bakes: both revisions run"},
		{"rolls back", in("PRODUCTION_TRAFFIC_SHIFT", status(DeployRollbackInProgress)), "rolls back: shifts the production traffic"},
		{"rolls back at a hook", in("PRE_SCALE_UP", status(DeployRollbackRequested), hooks(pause("a", time.Hour))), "rolls back: is about to start tasks"},
		{"stops", in("SCALE_UP", status(DeployStopRequested)), "is about to stop"},
		{"pending", in("", status(DeployPending)), "waits for its turn"},
		{"over", in(StageBake, status(DeploySuccessful)), ""},
		{"nothing told", ServiceDeployment{}, ""},
	} {
		wait, ok := c.deployment.DeploymentWait()
		got := ""
		if ok {
			got = wait.Words(noon)
		}
		if got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.name, got, c.want)
		}
	}
}

// The step of a strategy is told where it has steps, and the count of the circuit breaker
// where it counts.
func TestStepsAndFailuresOfAServiceDeployment(t *testing.T) {
	t.Parallel()
	percent, minutes := 10.0, int32(5)
	with := func(strategy string, weight float64) ServiceDeployment {
		return ServiceDeployment{Target: &RevisionCounts{ProductionWeight: &weight}, Configuration: &DeploymentConfiguration{
			Strategy: strategy, Canary: &CanarySteps{&percent, &minutes}, Linear: &LinearSteps{&percent, &minutes},
		}}
	}
	for _, c := range []struct {
		deployment ServiceDeployment
		want       string
	}{
		{with(StrategyLinear, 30), "step 3 of 10"},
		{with(StrategyLinear, 0), "step 0 of 10"},
		{with(StrategyLinear, 100), "step 10 of 10"},
		{with(StrategyCanary, 10), "the canary of 10 %, for 5 min"},
		{with(StrategyCanary, 100), ""},
		{with(StrategyCanary, 0), ""},
		{with(StrategyBlueGreen, 100), ""},
		{ServiceDeployment{}, ""},
	} {
		if got := c.deployment.StepWords(); got != c.want {
			t.Errorf("%+v: %q, want %q", c.deployment.Configuration, got, c.want)
		}
	}
	for _, c := range []struct {
		breaker *CircuitBreaker
		want    string
	}{
		{nil, ""},
		{&CircuitBreaker{"DISABLED", 0, 3}, ""},
		{&CircuitBreaker{"MONITORING", 2, 3}, "2 of 3 failures"},
		{&CircuitBreaker{"TRIGGERED", 3, 3}, "the circuit breaker ended it after 3 of 3 failures"},
	} {
		if got := (ServiceDeployment{Breaker: c.breaker}).BreakerWords(); got != c.want {
			t.Errorf("%+v: %q, want %q", c.breaker, got, c.want)
		}
	}
}
