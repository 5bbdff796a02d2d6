package ui

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tealset/ecsapi"
	"tealset/ecsapi/ecsfake"
	"tealset/model/change"
	"tealset/ui/dialog"
)

// These tests go through whole rollouts by keys alone, and look at each request that changed
// something.

// inventory is a service of CodeDeploy whose deployment waits until somebody shifts the
// traffic.
func inventory(o *setup) { o.Cluster, o.Service = "shop", "inventory" }

func ready() ecsfake.World {
	return ecsfake.World{
		Balancers: []ecsfake.Balancer{serving("blue", "green")},
		Clusters: []ecsfake.Cluster{{Name: "shop", Services: []ecsfake.Service{
			{Name: "inventory", Controller: ecsfake.CodeDeploy, Desired: 3, TaskSets: []ecsfake.TaskSet{
				{Status: ecsfake.Primary, Revision: 7, Age: 72 * time.Hour, TargetGroup: "blue"},
				{Revision: 8, Age: time.Hour, TargetGroup: "green", ExternalID: "d-K3LM0V5DF", StartedBy: "CODE_DEPLOY"},
			}},
		}}},
		CodeDeploy: []ecsfake.Deployment{{
			ID: "d-K3LM0V5DF", Cluster: "shop", Service: "inventory", Status: "Ready", Age: time.Hour, EventAge: 10 * time.Minute,
			ReadyWait: 60, TerminationWait: 30, Groups: []string{"blue", "green"}, Balancer: "front", Port: 443,
		}},
	}
}

// shows lets time pass until something stands on the screen.
func (d *driver) shows(text string) {
	d.t.Helper()
	d.soon(5*time.Minute, text, func() bool { return strings.Contains(d.screen(), text) })
}

func (d *driver) called(want ...sentCall) {
	d.t.Helper()
	if diff := cmp.Diff(want, d.sentCalls(), cmp.AllowUnexported(sentCall{})); diff != "" {
		d.t.Errorf("(-want +sent):\n%s", diff)
	}
}

// A deployment of CodeDeploy: it is ready, p reroutes the traffic; the original is kept, p
// terminates it, always by the service's name.
func TestARolloutOfCodeDeploy(t *testing.T) {
	drive(t, ready(), inventory, func(d *driver) {
		d.wait(3 * time.Second)
		d.see("p reroute", "b stop and roll back")
		d.openForm("p", "Reroute the traffic now")
		d.see("d-K3LM0V5DF")
		d.act()
		d.wait(time.Second)
		d.see("b stops the deployment and goes back to the original set")
		d.shows("keeps the original task set")
		d.press("esc")
		d.shows("p terminate the original")
		d.openForm("p", "Terminate the original task set now")
		d.see("going back at once is lost", "type the service's name")
		d.act()
		d.sends(1)
		d.typeName("inventory")
		d.act()
		d.wait(time.Second)
		d.called(
			sentCall{"ContinueDeployment", map[string]any{"deploymentId": "d-K3LM0V5DF", "deploymentWaitType": "READY_WAIT"}},
			sentCall{"ContinueDeployment", map[string]any{"deploymentId": "d-K3LM0V5DF", "deploymentWaitType": "TERMINATION_WAIT"}},
		)
		d.wait(2 * time.Minute)
		d.see("took effect by")
		d.seeNot("p terminate", "b stop")
		d.press("esc", "p")
		d.wait(time.Second)
		d.see("has ended")
		d.sends(2)
	})
}

// b stops a deployment of CodeDeploy, which gives the traffic back to the original set.
func TestARolloutOfCodeDeployIsStopped(t *testing.T) {
	drive(t, ready(), inventory, func(d *driver) {
		d.wait(3 * time.Second)
		d.openForm("b", "Stop the deployment and roll back")
		d.see("the original set")
		d.act()
		d.wait(time.Minute)
		d.called(sentCall{"StopDeployment", map[string]any{"deploymentId": "d-K3LM0V5DF", "autoRollbackEnabled": true}})
		d.see("was stopped", "took effect by")
		d.press("esc")
		d.seeNot("p reroute", "b stop")
	})
}

// canary is a service of the ECS controller whose deployment waits at pause hooks.
func canary(hooks ...string) ecsfake.World {
	var waiting []ecsfake.Hook
	for i, id := range hooks {
		waiting = append(waiting, ecsfake.Hook{ID: id, Expires: time.Duration(i+1) * time.Hour})
	}
	return ecsfake.World{
		Balancers: []ecsfake.Balancer{serving("front-a", "front-b")},
		Clusters: []ecsfake.Cluster{{Name: "shop", Services: []ecsfake.Service{{
			Name: "web", Controller: ecsfake.ECS, Desired: 3,
			Strategy: ecsfake.Strategy{Name: "CANARY", Percent: 10, StepMinutes: 1, BakeMinutes: 5, Alternate: "front-b", Balancer: "front", Port: 443},
			TaskSets: []ecsfake.TaskSet{
				{Status: ecsfake.Primary, ID: "ecs-svc/2", Revision: 8, Age: time.Hour, TargetGroup: "front-b"},
				{Status: ecsfake.Active, ID: "ecs-svc/1", Revision: 7, Age: 72 * time.Hour, TargetGroup: "front-a"},
			},
			Deployments: []ecsfake.ServiceDeployment{{
				ID: "abcdefghijklmnopqrstu", Age: time.Hour, Stage: "PRE_PRODUCTION_TRAFFIC_SHIFT", Production: new(0.0), Test: new(0.0), Hooks: waiting,
			}},
		}}}},
	}
}

func web(o *setup) { o.Cluster, o.Service = "shop", "web" }

// hooks are the ids of the hooks that were continued or at which a deployment was rolled back.
func (d *driver) hooksSent() (hooks []string) {
	for _, call := range d.sentCalls() {
		if hook, ok := call.body["hookId"].(string); ok {
			hooks = append(hooks, hook)
		}
	}
	return hooks
}

// A canary pauses before each step with a new hook: p continues one hook each time, by the id
// that was read just before.
func TestARolloutOfACanary(t *testing.T) {
	drive(t, canary("ecs-pause-one"), web, func(d *driver) {
		d.wait(3 * time.Second)
		d.see("p continue", "b roll back")
		d.openForm("p", "Continue the deployment at a pause hook")
		d.see("ecs-pause-one")
		d.act()
		d.wait(2 * time.Second)
		d.see("continued the deployment; b stops it and rolls it back")
		d.shows("p continue")
		d.press("esc")
		d.openForm("p", "Continue the deployment at a pause hook")
		d.seeNot("ecs-pause-one")
		second := d.m.asking().flow.Request().Hook()
		d.act()
		d.wait(time.Second)
		if hooks := d.hooksSent(); len(hooks) != 2 || hooks[0] != "ecs-pause-one" || hooks[1] != second || second == "ecs-pause-one" {
			t.Errorf("hooks %q, the second was %q", hooks, second)
		}
		for _, call := range d.sentCalls() {
			if call.operation != "ContinueServiceDeployment" || call.body["action"] != "CONTINUE" {
				t.Errorf("%+v", call)
			}
		}
		d.wait(2 * time.Minute)
		d.seeNot("p continue", "b roll back")
		d.press("esc", "p")
		d.wait(time.Second)
		d.see("no deployment is under way")
		d.sends(2)
	})
}

// Where several hooks wait the form lists all, and one change continues the one that was
// chosen.
func TestOneChangeContinuesOneHook(t *testing.T) {
	drive(t, canary("ecs-pause-one", "ecs-pause-two"), web, func(d *driver) {
		d.wait(3 * time.Second)
		d.openForm("p", "Continue the deployment at a pause hook")
		d.see("(x) ecs-pause-one", "( ) ecs-pause-two")
		for d.m.asking().form.Focus() != d.m.asking().hooks[1] {
			d.slowly("tab")
		}
		d.slowly("space")
		d.see("( ) ecs-pause-one", "(x) ecs-pause-two", "hookId=ecs-pause-two")
		d.act()
		d.wait(12 * time.Second)
		d.press("esc")
		d.openForm("p", "Continue the deployment at a pause hook")
		d.see("hookId=ecs-pause-one")
		d.act()
		d.wait(time.Second)
		if diff := cmp.Diff([]string{"ecs-pause-two", "ecs-pause-one"}, d.hooksSent()); diff != "" {
			t.Error(diff)
		}
	})
}

// A choice that other keys come with is taken back, also for what is sent.
func TestATakenBackChoiceOfAHookIsNotSent(t *testing.T) {
	drive(t, canary("ecs-pause-one", "ecs-pause-two"), web, func(d *driver) {
		d.wait(3 * time.Second)
		d.openForm("p", "Continue the deployment at a pause hook")
		for d.m.asking().form.Focus() != d.m.asking().hooks[1] {
			d.slowly("tab")
		}
		d.press("space", "z")
		d.see("(x) ecs-pause-one", "( ) ecs-pause-two", "hookId=ecs-pause-one")
		d.wait(dialog.Quiet)
		d.act()
		d.wait(time.Second)
		if diff := cmp.Diff([]string{"ecs-pause-one"}, d.hooksSent()); diff != "" {
			t.Error(diff)
		}
	})
}

// Without the right to read CodeDeploy's target, the deployment alone tells the outcome of a stop
// that is unknown, also when its board is left.
func TestADeploymentAloneTellsOfItsStop(t *testing.T) {
	drive(t, ready(), inventory, func(d *driver) {
		d.ecs.Fail("GetDeploymentTarget", -1, ecsfake.Exception("AccessDeniedException", "no"))
		d.ecs.Fail("StopDeployment", 1, ecsfake.Dropped().Late())
		d.wait(3 * time.Second)
		d.openForm("b", "Stop the deployment and roll back")
		d.ecs.Fail("GetDeployment", 1, ecsfake.Slow(0)) // before it is sent
		d.ecs.Fail("GetDeployment", -1, ecsfake.Exception("ServerException", "no"))
		d.act()
		d.wait(time.Second)
		d.press("esc", "esc")
		d.ecs.Heal()
		d.ecs.Fail("GetDeploymentTarget", -1, ecsfake.Exception("AccessDeniedException", "no"))
		d.wait(2 * time.Minute)
		d.press("a")
		d.see("accepted")
	})
}

// b rolls back at the hook that waits.
func TestACanaryIsRolledBackAtTheHook(t *testing.T) {
	drive(t, canary("ecs-pause-one"), web, func(d *driver) {
		d.wait(3 * time.Second)
		arn := d.m.board().rollout().Service.CurrentServiceDeployment
		d.openForm("b", "Roll the deployment back at a pause hook")
		d.see("the earlier revision")
		d.act()
		d.wait(30 * time.Second)
		d.called(sentCall{"ContinueServiceDeployment", map[string]any{"serviceDeploymentArn": arn, "hookId": "ecs-pause-one", "action": "ROLLBACK"}})
		d.see("was rolled back", "took effect by")
	})
}

// somebody is another person with the same rights.
func (d *driver) somebody() *ecsapi.Writer {
	return d.m.conns[0].Changes.(noting).Changes.(unguarded).writer
}

// b stops a deployment that waits at no hook.
func TestACanaryIsStoppedWhereNoHookWaits(t *testing.T) {
	drive(t, canary(), web, func(d *driver) {
		d.wait(3 * time.Second)
		arn := d.m.board().rollout().Service.CurrentServiceDeployment
		d.openForm("b", "Stop the deployment and roll back")
		d.act()
		d.wait(30 * time.Second)
		d.called(sentCall{"StopServiceDeployment", map[string]any{"serviceDeploymentArn": arn, "stopType": "ROLLBACK"}})
		d.see("was rolled back")
	})
}

// A hook that somebody else continued between opening and confirming sends nothing, whether it
// was to be continued or rolled back: neither falls over to another hook, or to the whole
// deployment. The same with what CodeDeploy waits for.
func TestAnotherHookOrWaitIsNotSent(t *testing.T) {
	for name, c := range map[string]struct {
		world      ecsfake.World
		open       func(*setup)
		key, title string
		meanwhile  func(w *ecsapi.Writer, r change.Request)
	}{
		"a hook to continue":  {canary("ecs-pause-one"), web, "p", "Continue the deployment at a pause hook", continued},
		"a hook to roll back": {canary("ecs-pause-one"), web, "b", "Roll the deployment back at a pause hook", continued},
		"a wait of CodeDeploy": {ready(), inventory, "p", "Reroute the traffic now", func(w *ecsapi.Writer, r change.Request) {
			w.ContinueDeployment(context.Background(), r.Deployment(), "READY_WAIT")
		}},
	} {
		t.Run(name, func(t *testing.T) {
			drive(t, c.world, c.open, func(d *driver) {
				d.wait(3 * time.Second)
				d.openForm(c.key, c.title)
				c.meanwhile(d.somebody(), d.m.asking().flow.Request())
				d.act()
				d.wait(2 * time.Second)
				d.see("nothing was sent")
				d.sends(1) // that of somebody else
				d.wait(dialog.Quiet)
				d.press("esc")
				d.wait(20 * time.Second)
				d.sends(1)
			})
		})
	}
}

func continued(w *ecsapi.Writer, r change.Request) {
	w.ContinueServiceDeployment(context.Background(), r.Deployment(), r.Hook(), "CONTINUE")
}

// EXTERNAL by keys alone: the traffic is watched, the candidate promoted, the former set scaled
// to 0 and deleted.
func TestARolloutOfTaskSets(t *testing.T) {
	drive(t, moved(), checkout, func(d *driver) {
		d.wait(2 * time.Second)
		d.press("w")
		d.see("100 %")
		d.press("esc")
		d.openForm("n", "Promote task set")
		d.act()
		d.wait(5 * time.Second)
		d.see("b makes")
		d.press("esc")
		d.openForm("n", "Scale task set")
		d.see("new scale in percent, now 100%: 0", "going back to", "is lost")
		d.act()
		d.wait(3 * time.Minute)
		d.see("took effect by", "% scales it back to 100%")
		d.press("esc")
		d.openForm("n", "Delete task set")
		d.act()
		d.wait(2 * time.Minute)
		d.see("is gone")
		var operations []string
		for _, call := range d.sentCalls() {
			operations = append(operations, call.operation)
		}
		if diff := cmp.Diff([]string{"UpdateServicePrimaryTaskSet", "UpdateTaskSet", "DeleteTaskSet"}, operations); diff != "" {
			t.Error(diff)
		}
		if scale := d.sentCalls()[1].body["scale"]; !cmp.Equal(scale, map[string]any{"value": 0.0, "unit": "PERCENT"}) {
			t.Errorf("scale %v", scale)
		}
	})
}
