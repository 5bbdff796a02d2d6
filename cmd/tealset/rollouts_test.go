//go:build linux || darwin

package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tealset/ecsapi/ecsfake"
	"tealset/ui/dialog"
)

// rollout is a person who takes a service through a rollout by keys alone, at the built program
// on a terminal. AWS's clock goes ahead when the test says so, so that nobody waits for minutes.
type rollout struct {
	*operator
	ahead atomic.Int64 // nanoseconds
}

// rollsOut opens the board of the world's checkout, and waits until something stands on it.
func rollsOut(t *testing.T, world ecsfake.World, shown string) *rollout {
	t.Helper()
	r := &rollout{}
	ecs := ecsfake.New(func() time.Time { return time.Now().Add(time.Duration(r.ahead.Load())) }, world)
	server := httptest.NewServer(ecs)
	t.Cleanup(server.Close)
	state := t.TempDir()
	r.operator = &operator{ecs: ecs, trail: filepath.Join(state, "tealset", "audit.jsonl")}
	r.session = start(t, []string{
		"AWS_ACCESS_KEY_ID=AKID", "AWS_SECRET_ACCESS_KEY=secret", "XDG_STATE_HOME=" + state, "AWS_ENDPOINT_URL=" + server.URL,
	}, "--region", "eu-west-1", "--cluster", "shop", "--service", "checkout", "--refresh", "1s")
	r.see(shown)
	return r
}

// takes opens a form by its key, types the service's name where that is wanted, and presses its
// button.
func (r *rollout) takes(key, title, button string, named bool) {
	r.t.Helper()
	r.press(key)
	r.until(func() bool { return r.shows([]string{title}) && !r.shows([]string{"not ready"}) })
	if named {
		r.press(shiftTab + "checkout" + tab)
	}
	button = "[ " + button + " ]"
	for !r.now(button) {
		r.press("y")
		time.Sleep(dialog.Quiet + dialog.Alone)
	}
	r.alone(enter, func() bool { return !r.shows([]string{button}) || r.shows([]string{"reading it again"}) })
}

// closes closes the banner, once keys are not swallowed any more that may be meant for the form.
func (r *rollout) closes() {
	r.t.Helper()
	time.Sleep(dialog.Quiet + dialog.Alone)
	r.press(esc)
	r.until(func() bool { return !r.shows([]string{"esc: close"}) })
}

// passes lets AWS's clock go on, and has the program look again until something is shown.
func (r *rollout) passes(minutes time.Duration, shown string) {
	r.t.Helper()
	r.ahead.Add(int64(minutes * time.Minute))
	for deadline := time.Now().Add(patience); !r.now(shown); time.Sleep(time.Second) {
		if time.Now().After(deadline) {
			r.see(shown)
		}
		r.press("r")
	}
}

// called ends the program, and checks each request that changed something, whole, in its order,
// and that the trail has as many changes, all accepted.
func (r *rollout) called(want ...string) {
	r.t.Helper()
	r.quit()
	r.exits(0)
	r.leavesTheTerminalAsItWas()
	var got []string
	for _, call := range r.ecs.Calls() {
		reads := slices.ContainsFunc([]string{"Describe", "List", "Get"}, func(verb string) bool { return strings.HasPrefix(call.Operation, verb) })
		if reads {
			continue
		}
		var body map[string]any
		if err := json.Unmarshal(call.Body, &body); err != nil {
			r.t.Fatal(err)
		}
		words := call.Operation
		for _, name := range slices.Sorted(maps.Keys(body)) {
			words += fmt.Sprintf(" %s=%v", name, body[name])
		}
		got = append(got, words)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		r.t.Errorf("(-want +sent):\n%s", diff)
	}
	trail := slices.Repeat([]string{"intent", "outcome accepted"}, len(want))
	if lines := r.lines(); !slices.Equal(lines, trail) {
		r.t.Errorf("the audit trail has %q", lines)
	}
}

// arnOf is a task set of checkout as a request names it.
func arnOf(set string) string {
	return strings.Replace(checkoutARN, ":service/", ":task-set/", 1) + "/" + set
}

// front sends all production traffic to the first of two target groups.
func front(all, none string) []ecsfake.Balancer {
	return []ecsfake.Balancer{{Name: "front", Listeners: []ecsfake.Listener{
		{Port: 443, Default: ecsfake.Split(ecsfake.Weighted{Group: all, Weight: new(100)}, ecsfake.Weighted{Group: none, Weight: new(0)})},
	}}}
}

// candidate is a rollout by task sets whose traffic has gone to the candidate.
func candidate() ecsfake.World {
	return ecsfake.World{
		Balancers: front("green", "blue"),
		Timing:    ecsfake.Timing{Every: 50 * time.Millisecond, Settle: 100 * time.Millisecond, Drain: 200 * time.Millisecond, Deregister: 100 * time.Millisecond},
		Clusters: []ecsfake.Cluster{{Name: "shop", Services: []ecsfake.Service{{
			Name: "checkout", Controller: ecsfake.External, Desired: 4, TaskSets: []ecsfake.TaskSet{
				{Status: ecsfake.Primary, ID: "ecs-svc/1111111111111111111", Revision: 41, Age: 72 * time.Hour, TargetGroup: "blue"},
				{Status: ecsfake.Active, ID: "ecs-svc/2222222222222222222", Revision: 42, Age: time.Hour, TargetGroup: "green"},
			},
		}}}},
	}
}

const (
	inShop      = "cluster=" + shopARN
	blue, green = "ecs-svc/1111111111111111111", "ecs-svc/2222222222222222222"
)

// EXTERNAL by keys alone: the traffic is watched, the candidate promoted, the former set scaled
// to 0 and deleted, each by the key of the next step.
func TestATerminalTakesTaskSetsThroughARollout(t *testing.T) {
	t.Parallel()
	r := rollsOut(t, candidate(), "n promote")
	r.press("w")
	r.see("100 %")
	r.press(esc)
	r.see("n promote")
	r.takes("n", "Promote task set", "Promote", false)
	r.see("b makes")
	r.closes()
	r.see("next  scale")
	r.takes("n", "Scale task set", "Scale", false)
	r.see("took effect by")
	r.closes()
	r.see("next  delete")
	r.takes("n", "Delete task set", "Delete", false)
	r.see("is gone")
	r.called(
		"UpdateServicePrimaryTaskSet "+inShop+" primaryTaskSet="+arnOf(green)+" service="+checkoutARN,
		"UpdateTaskSet "+inShop+" scale=map[unit:PERCENT value:0] service="+checkoutARN+" taskSet="+arnOf(blue),
		"DeleteTaskSet "+inShop+" force=false service="+checkoutARN+" taskSet="+arnOf(blue),
	)
}

// And back: b makes the former set PRIMARY again, by the service's name, since the traffic still
// goes to the other one.
func TestATerminalGoesBackToTheFormerTaskSet(t *testing.T) {
	t.Parallel()
	r := rollsOut(t, candidate(), "n promote")
	r.takes("n", "Promote task set", "Promote", false)
	r.see("b makes")
	r.closes()
	r.takes("b", "Make the former task set PRIMARY again", "Make PRIMARY", true)
	r.see("was made PRIMARY again")
	r.called(
		"UpdateServicePrimaryTaskSet "+inShop+" primaryTaskSet="+arnOf(green)+" service="+checkoutARN,
		"UpdateServicePrimaryTaskSet "+inShop+" primaryTaskSet="+arnOf(blue)+" service="+checkoutARN,
	)
}

// waiting is a deployment of CodeDeploy that waits until somebody shifts the traffic.
func waiting() ecsfake.World {
	return ecsfake.World{
		Balancers: front("blue", "green"),
		Clusters: []ecsfake.Cluster{{Name: "shop", Services: []ecsfake.Service{{
			Name: "checkout", Controller: ecsfake.CodeDeploy, Desired: 3, TaskSets: []ecsfake.TaskSet{
				{Status: ecsfake.Primary, Revision: 7, Age: 72 * time.Hour, TargetGroup: "blue"},
				{Revision: 8, Age: time.Hour, TargetGroup: "green", ExternalID: "d-K3LM0V5DF", StartedBy: "CODE_DEPLOY"},
			},
		}}}},
		CodeDeploy: []ecsfake.Deployment{{
			ID: "d-K3LM0V5DF", Cluster: "shop", Service: "checkout", Status: "Ready", Age: time.Hour, EventAge: 10 * time.Minute,
			ReadyWait: 60, TerminationWait: 30, Groups: []string{"blue", "green"}, Balancer: "front", Port: 443,
		}},
	}
}

// CODE_DEPLOY by keys alone: the deployment is ready, its traffic is rerouted; the original set
// is kept, and is terminated by the service's name; the deployment has ended.
func TestATerminalTakesCodeDeployThroughARollout(t *testing.T) {
	t.Parallel()
	r := rollsOut(t, waiting(), "p reroute")
	r.takes("p", "Reroute the traffic now", "Reroute", false)
	r.see("b stops the deployment")
	r.closes()
	r.passes(2, "p terminate the original")
	r.takes("p", "Terminate the original task set now", "Terminate", true)
	r.see("was told to finish")
	r.passes(2, "took effect by")
	r.called(
		"ContinueDeployment deploymentId=d-K3LM0V5DF deploymentWaitType=READY_WAIT",
		"ContinueDeployment deploymentId=d-K3LM0V5DF deploymentWaitType=TERMINATION_WAIT",
	)
}

// And back: the deployment is stopped, and the original set serves.
func TestATerminalStopsADeploymentOfCodeDeploy(t *testing.T) {
	t.Parallel()
	r := rollsOut(t, waiting(), "b stop and roll back")
	r.takes("b", "Stop the deployment and roll back", "Roll back", false)
	r.see("was stopped")
	r.passes(1, "took effect by")
	r.called("StopDeployment autoRollbackEnabled=true deploymentId=d-K3LM0V5DF")
}

// paused is a canary of the ECS controller that waits at a pause hook.
func paused() ecsfake.World {
	return ecsfake.World{
		Balancers: front("front-a", "front-b"),
		Clusters: []ecsfake.Cluster{{Name: "shop", Services: []ecsfake.Service{{
			Name: "checkout", Controller: ecsfake.ECS, Desired: 3,
			Strategy: ecsfake.Strategy{Name: "CANARY", Percent: 10, StepMinutes: 1, BakeMinutes: 5, Alternate: "front-b", Balancer: "front", Port: 443},
			TaskSets: []ecsfake.TaskSet{
				{Status: ecsfake.Primary, ID: "ecs-svc/2", Revision: 8, Age: time.Hour, TargetGroup: "front-b"},
				{Status: ecsfake.Active, ID: "ecs-svc/1", Revision: 7, Age: 72 * time.Hour, TargetGroup: "front-a"},
			},
			Deployments: []ecsfake.ServiceDeployment{{
				ID: "abcdefghijklmnopqrstu", Age: time.Hour, Stage: "PRE_PRODUCTION_TRAFFIC_SHIFT", Production: new(0.0), Test: new(0.0),
				Hooks: []ecsfake.Hook{{ID: "ecs-pause-one", Expires: 4 * time.Hour}},
			}},
		}}}},
	}
}

// native is a request of the deployment of paused.
func native(operation, rest string) string {
	const deployment = "serviceDeploymentArn=arn:aws:ecs:eu-west-1:123456789012:service-deployment/shop/checkout/abcdefghijklmnopqrstu"
	words := append(strings.Fields(rest), deployment)
	slices.Sort(words)
	return operation + " " + strings.Join(words, " ")
}

// A canary of the ECS controller by keys alone: each step waits at a hook of its own, and is
// continued; then the deployment goes on by itself.
func TestATerminalTakesACanaryThroughARollout(t *testing.T) {
	t.Parallel()
	r := rollsOut(t, paused(), "p continue")
	r.takes("p", "Continue the deployment at a pause hook", "Continue", false)
	r.see("continued the deployment")
	r.closes()
	r.until(func() bool { return !r.shows([]string{"p continue"}) })
	r.passes(2, "p continue")
	r.press("p")
	r.see("hookId=")
	r.mu.Lock()
	_, rest, _ := strings.Cut(r.screen.String(), "hookId=")
	second := strings.Fields(rest)[0]
	r.mu.Unlock()
	r.press(esc)
	r.until(func() bool { return !r.shows([]string{"hookId="}) })
	r.takes("p", "Continue the deployment at a pause hook", "Continue", false)
	r.see("continued the deployment")
	r.passes(20, "took effect by")
	if second == "ecs-pause-one" {
		t.Error("the second step waits at the hook of the first")
	}
	r.called(
		native("ContinueServiceDeployment", "action=CONTINUE hookId=ecs-pause-one"),
		native("ContinueServiceDeployment", "action=CONTINUE hookId="+second),
	)
}

// And back, at the hook that waits.
func TestATerminalRollsACanaryBack(t *testing.T) {
	t.Parallel()
	r := rollsOut(t, paused(), "b roll back")
	r.takes("b", "Roll the deployment back at a pause hook", "Roll back", false)
	r.see("was rolled back")
	r.passes(5, "took effect by")
	r.called(native("ContinueServiceDeployment", "action=ROLLBACK hookId=ecs-pause-one"))
}
