package script

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"tealset/cmd/tealset/output"
	"tealset/ecsapi/ecsfake"
	"tealset/model"
)

// wait waits for a condition of --for.
func (b *bench) wait(service, set, until string, timeout time.Duration) error {
	b.t.Helper()
	condition, scope, err := ParseCondition(until, Scope{Cluster: "shop", Service: service, Set: set})
	if err != nil {
		return err
	}
	if scope, _, err = scope.Complete(); err != nil {
		return err
	}
	return b.shell.Wait(b.t.Context(), b.source, WaitOptions{Scope: scope, For: condition, Timeout: timeout, Refresh: 5 * time.Second})
}

const (
	setOne, setTwo = "ecs-svc/1111111111111111111", "ecs-svc/2222222222222222222"
)

// Each condition holds where it should, and time is up where it does not hold in time: then
// the sentence tells why. Nothing is written on standard output.
func TestWaitHoldsOrTimeIsUp(t *testing.T) {
	t.Parallel()
	draining := shop()
	draining.Clusters[0].Services[0].TaskSets[1].Status = ecsfake.Draining
	for _, test := range []struct {
		name, service, set, until string
		world                     ecsfake.World
		holds                     bool
		why                       string
	}{
		{"all is steady", "checkout", "", "stable", shop(), true, ""},
		{"one set is steady", "checkout", setTwo, "stable", shop(), true, ""},
		{"it becomes steady", "checkout", setTwo, "stable", rollout(), true, ""},
		{"it never does", "payments", "", "stable", shop(), false, "not stable after 5m: ecs-svc/…444444444 runs 4 of 6, STABILIZING for 1h05m"},
		{"a set drains beside the steady one", "checkout", "", "stable", draining, true, ""},
		{"it goes", "checkout", setTwo, "gone", draining, true, ""},
		{"it stays", "checkout", setTwo, "gone", shop(), false, "not gone after 5m: ecs-svc/…222222222 runs 2 of 2, STEADY_STATE for"},
		{"it is the PRIMARY", "checkout", "", "primary=" + setOne, shop(), true, ""},
		{"the argument names the PRIMARY", "checkout", setOne, "primary", shop(), true, ""},
		{"it is not", "checkout", "", "primary=" + setTwo, shop(), false, "ecs-svc/…222222222 is ACTIVE"},
		{"so many run", "checkout", setTwo, "running=2", shop(), true, ""},
		{"so many run of the service", "checkout", "", "running=6", shop(), true, ""},
		{"more run", "checkout", setTwo, "running=1", shop(), false, "not running 1 after 5m: running 2"},
		{"none run of a set that goes", "checkout", setTwo, "running=0", draining, true, ""},
	} {
		b := newBench(t, test.world)
		err := b.wait(test.service, test.set, test.until, 5*time.Minute)
		if test.holds && err != nil {
			t.Errorf("%s: %v", test.name, err)
		}
		if !test.holds {
			ends(t, err, CodeTime, test.why)
			if took := b.clock.Now().Sub(noon); took != 5*time.Minute {
				t.Errorf("%s: it took %s", test.name, took)
			}
		}
		if b.out.Len() > 0 || b.err.Len() > 0 {
			t.Errorf("%s: it says %q and %q", test.name, b.out.String(), b.err.String())
		}
	}
}

// Stable and running have to hold in two reads, one after the other.
func TestStableIsSeenTwice(t *testing.T) {
	t.Parallel()
	for until, reads := range map[string]int{"stable": 2, "running=2": 2, "primary": 1} {
		b := newBench(t, shop())
		set := setTwo
		if until == "primary" {
			set = setOne
		}
		if err := b.wait("checkout", set, until, time.Minute); err != nil || b.ecs.Count("*") != reads {
			t.Errorf("%s: %v after %d reads", until, err, b.ecs.Count("*"))
		}
	}
}

// A set that is waited for as it will never be ends the wait at once.
func TestWaitEndsWhereItCannotHold(t *testing.T) {
	t.Parallel()
	draining := shop()
	draining.Clusters[0].Services[0].TaskSets[1].Status = ecsfake.Draining
	for _, test := range []struct{ name, set, until, why string }{
		{"stable", setTwo, "stable", "DRAINING"},
		{"primary", setTwo, "primary", "DRAINING"},
		{"no such set", "ecs-svc/9999999999999999999", "stable", "there is no task set"},
		{"an external controller", "", "deployed", "its controller is EXTERNAL"},
	} {
		b := newBench(t, draining)
		ends(t, b.wait("checkout", test.set, test.until, time.Hour), CodeNo, test.why)
		if took := b.clock.Now().Sub(noon); took != 0 {
			t.Errorf("%s: it took %s", test.name, took)
		}
	}
	b := newBench(t, shop())
	if err := b.wait("nosuch", "", "stable", time.Hour); err == nil || b.ecs.Count("*") != 1 {
		t.Error(err)
	}
	b.ecs.Fail("*", 1, ecsfake.Denied())
	if fault, ok := errors.AsType[*model.Fault](b.wait("checkout", "", "stable", time.Hour)); !ok || fault.Kind != model.FaultDenied {
		t.Error(fault)
	}
}

// A service that is deleted serves no more, whatever its counts: only that a set is gone, or that
// no task runs, can be waited for.
func TestNothingIsWellOfADeletedService(t *testing.T) {
	t.Parallel()
	for _, status := range []string{"DRAINING", "INACTIVE"} {
		for until, holds := range map[string]bool{"stable": false, "primary=" + setOne: false, "running=2": false, "running=0": true, "deployed": false} {
			b := newBench(t, shop())
			b.source.Reader = deleted{b.source.Reader, status}
			if err := b.wait("checkout", "", until, time.Minute); holds && err != nil {
				t.Errorf("%s, %s: %v", status, until, err)
			} else if !holds {
				ends(t, err, CodeNo, "checkout is "+status)
			}
		}
	}
}

// deleted reads a service that was deleted.
type deleted struct {
	Reader
	status string
}

func (d deleted) DescribeService(ctx context.Context, ref model.ServiceRef) (model.Service, error) {
	service, err := d.Reader.DescribeService(ctx, ref)
	service.Status, service.Running = d.status, 0
	return service, err
}

// Names are the same in many accounts: what an ARN tells of another one is not looked for here,
// and above all not told to be gone.
func TestAnARNOfAnotherAccountIsRefused(t *testing.T) {
	t.Parallel()
	const set = "arn:aws:ecs:eu-west-1:999999999999:task-set/shop/checkout/ecs-svc/9999999999999999999"
	const abroad = "arn:aws:ecs:us-east-1:123456789012:task-set/shop/checkout/" + setTwo
	for _, arn := range []string{set, abroad} {
		c := newChanger(t, shop())
		says := arn + " is of account"
		ends(t, c.wait("", arn, "gone", time.Minute), CodeNo, says)
		ends(t, c.change(arn, ChangeOptions{Yes: true}), CodeNo, says)
		scope, _, err := Scope{Set: arn}.Complete()
		if err != nil {
			t.Fatal(err)
		}
		ends(t, c.shell.Describe(t.Context(), c.source, DescribeOptions{Kind: TaskSets, Scope: scope}), CodeNo, says)
		ends(t, c.shell.Watch(t.Context(), []Source{c.source}, WatchOptions{Scope: scope, Format: output.Table}), CodeNo, says)
		c.sent(0)
	}
	b := newBench(t, shop())
	if err := b.wait("", strings.Replace(abroad, "us-east-1", "eu-west-1", 1), "stable", time.Minute); err != nil {
		t.Error(err)
	}
}

// Who waits without credentials is told at once; credentials that end meanwhile may come again.
func TestAWaitWithoutCredentialsEndsAtOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t, shop())
	b.source.Reader = &unsigned{Reader: b.source.Reader}
	if fault, ok := errors.AsType[*model.Fault](b.wait("checkout", "", "stable", time.Hour)); !ok || fault.Kind != model.FaultCredentials {
		t.Error(fault)
	}
	if took := b.clock.Now().Sub(noon); took != 0 {
		t.Errorf("it took %s", took)
	}
	b.source.Reader = &unsigned{Reader: b.source.Reader.(*unsigned).Reader, after: 1}
	ends(t, b.wait("checkout", "", "stable", time.Minute), CodeTime, "it cannot be read")
}

// unsigned has credentials for some reads alone.
type unsigned struct {
	Reader
	after int
}

func (u *unsigned) DescribeService(ctx context.Context, ref model.ServiceRef) (model.Service, error) {
	if u.after--; u.after < 0 {
		return model.Service{}, &model.Fault{Kind: model.FaultCredentials, Headline: "no credentials"}
	}
	return u.Reader.DescribeService(ctx, ref)
}

// A set that is not there at the first look is gone, and that is told.
func TestGoneBeforeTheFirstLook(t *testing.T) {
	t.Parallel()
	b := newBench(t, shop())
	if err := b.wait("checkout", "ecs-svc/9999999999999999999", "gone", time.Minute); err != nil || !strings.Contains(b.err.String(), "was not at the first look") {
		t.Errorf("%v, %q", err, b.err.String())
	}
}

// An endpoint that gives no answer ends the wait in time.
func TestWaitOnADeadEndpoint(t *testing.T) {
	t.Parallel()
	b := newBench(t, shop())
	b.ecs.Fail("*", -1, ecsfake.Exception("ServerException", "no"))
	ends(t, b.wait("checkout", "", "stable", time.Minute), CodeTime, "not stable after 1m: it cannot be read")
}

// Deployed is what the newest deployment of the ECS controller came to.
func TestDeployed(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name        string
		deployments []ecsfake.ServiceDeployment
		code        int
		why         string
	}{
		{"none", nil, 0, ""},
		{"it ended well", []ecsfake.ServiceDeployment{{Age: time.Hour, Took: time.Minute}}, 0, ""},
		{"it is under way", []ecsfake.ServiceDeployment{{Age: time.Minute}}, CodeTime, "a deployment is under way"},
		{"it was rolled back", []ecsfake.ServiceDeployment{{Age: time.Hour, Took: time.Minute, Status: model.DeployRollbackSuccessful}}, CodeNo, "ROLLBACK_SUCCESSFUL"},
		{"it rolls back", []ecsfake.ServiceDeployment{{Age: time.Minute, Status: model.DeployRollbackInProgress}}, CodeNo, "ROLLBACK_IN_PROGRESS"},
		{"it was stopped", []ecsfake.ServiceDeployment{{Age: time.Hour, Took: time.Minute, Status: model.DeployStopped}}, CodeNo, "STOPPED"},
	} {
		b := newBench(t, ecsfake.World{Clusters: []ecsfake.Cluster{{Name: "shop", Services: []ecsfake.Service{{
			Name: "web", Controller: ecsfake.ECS, Desired: 2, Deployments: test.deployments,
			TaskSets: []ecsfake.TaskSet{{Status: ecsfake.Primary, Revision: 2, Age: time.Hour}},
		}}}}})
		err := b.wait("web", "", "deployed", time.Minute)
		if test.code == 0 && err != nil {
			t.Errorf("%s: %v", test.name, err)
		}
		if test.code != 0 {
			t.Log(test.name)
			ends(t, err, test.code, test.why)
		}
	}
}

// What cannot be waited for is told before anything is asked.
func TestConditionsAreChecked(t *testing.T) {
	t.Parallel()
	b := newBench(t, shop())
	for until, why := range map[string]string{
		"steady": "is not a condition", "primary": "name it", "primary=": "names no task set", "gone": "name it",
		"running": "has no number", "running=x": "has no number", "running=-1": "has no number", "stable=1": "is not a condition",
		"primary=abc": "is not a task set",
	} {
		ends(t, b.wait("checkout", "", until, time.Minute), CodeUsage, why)
	}
	ends(t, b.wait("checkout", setOne, "primary="+setTwo, time.Minute), CodeUsage, "two task sets")
	ends(t, b.wait("checkout", setOne, "deployed", time.Minute), CodeUsage, "leave out")
	ends(t, b.wait("checkout", "", "stable", time.Millisecond), CodeUsage, "--timeout")
	ends(t, b.wait("", "", "stable", time.Minute), CodeUsage, "no service is named")
	if n := b.ecs.Count("*"); n != 0 {
		t.Errorf("%d requests", n)
	}
}

// Progress is drawn over itself, and taken off the screen at the end.
func TestProgressIsOneLine(t *testing.T) {
	t.Parallel()
	b := newBench(t, rollout())
	b.shell.Progress = true
	if err := b.wait("checkout", setTwo, "stable", 10*time.Minute); err != nil {
		t.Fatal(err)
	}
	got := b.err.String()
	if !strings.HasPrefix(got, "\r\x1b[Kwaiting: ecs-svc/…222222222 runs 0 of 2") || !strings.Contains(got, ", 5s of 10m") || !strings.HasSuffix(got, "\r\x1b[K") || strings.Contains(got, "\n") {
		t.Errorf("%q", got)
	}
}

// With CodeDeploy deployed is what the newest deployment of the group came to, and not the one that
// made the newest task set: one that has just begun has made none, and that of one that failed is
// gone. Where no set names a deployment, it is not known whether one is under way.
func TestDeployedByCodeDeploy(t *testing.T) {
	t.Parallel()
	first := ecsfake.Deployment{ID: "d-1", Status: model.CodeDeploySucceeded, Age: 3 * time.Hour}
	after := func(status string) ecsfake.Deployment {
		return ecsfake.Deployment{ID: "d-2", Status: status, Age: time.Minute}
	}
	older := ecsfake.Deployment{ID: "d-0", Status: model.CodeDeployFailed, Age: 4 * time.Hour}
	for _, c := range []struct {
		name        string
		id          string
		deployments []ecsfake.Deployment
		code        int
		why         string
	}{
		{"it is the newest", "d-1", []ecsfake.Deployment{older, first}, 0, ""},
		{"a later one has no set yet", "d-1", []ecsfake.Deployment{first, after(model.CodeDeployCreated)}, CodeTime, "deployment d-2 is Created"},
		{"a later one is queued, and one ended", "d-1", []ecsfake.Deployment{{ID: "d-3", Status: "Queued", Age: time.Hour}, first, after(model.CodeDeploySucceeded)}, CodeTime, "deployment d-3 is Queued"},
		{"the set of a later one is gone", "d-1", []ecsfake.Deployment{first, after(model.CodeDeployFailed)}, CodeNo, "deployment d-2 is Failed"},
		{"a later one was stopped, and one before it ended well", "d-1", []ecsfake.Deployment{first, after(model.CodeDeployStopped), {ID: "d-3", Status: model.CodeDeploySucceeded, Age: time.Hour}}, CodeNo, "deployment d-2 is Stopped"},
		{"it failed, and a later one ended well", "d-0", []ecsfake.Deployment{older, first}, 0, ""},
		{"it is under way", "d-2", []ecsfake.Deployment{first, after(model.CodeDeployInProgress)}, CodeTime, "deployment d-2 is InProgress"},
		{"no deployment made a set", "", []ecsfake.Deployment{after(model.CodeDeployCreated)}, CodeTime, "whether one is under way is not known"},
		{"it is not told of any more", "d-7", nil, CodeNo, "CodeDeploy does not tell of which deployment group d-7 is, which made the newest task set: it may not be the last"},
	} {
		world := ecsfake.World{CodeDeploy: c.deployments, Clusters: []ecsfake.Cluster{{Name: "shop", Services: []ecsfake.Service{{
			Name: "stock", Controller: ecsfake.CodeDeploy, Desired: 2,
			TaskSets: []ecsfake.TaskSet{{Status: ecsfake.Primary, Revision: 2, Age: 2 * time.Hour, ExternalID: c.id}},
		}}}}}
		for i := range world.CodeDeploy {
			world.CodeDeploy[i].Cluster, world.CodeDeploy[i].Service = "shop", "stock"
		}
		b := newBench(t, world)
		err := b.wait("stock", "", "deployed", time.Minute)
		if c.code == 0 && err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
		if c.code != 0 {
			t.Log(c.name)
			ends(t, err, c.code, c.why)
		}
	}
	b := newBench(t, ecsfake.World{
		CodeDeploy: []ecsfake.Deployment{{ID: "d-1", Cluster: "shop", Service: "stock", Status: model.CodeDeploySucceeded, Age: time.Hour}},
		Clusters: []ecsfake.Cluster{{Name: "shop", Services: []ecsfake.Service{{
			Name: "stock", Controller: ecsfake.CodeDeploy, Desired: 2, TaskSets: []ecsfake.TaskSet{{Status: ecsfake.Primary, Revision: 2, Age: time.Hour, ExternalID: "d-1"}},
		}}}},
	})
	b.ecs.Fail("ListDeployments", -1, ecsfake.Denied())
	if fault, ok := errors.AsType[*model.Fault](b.wait("stock", "", "deployed", time.Minute)); !ok || fault.Kind != model.FaultDenied || !strings.Contains(fault.Headline, "codedeploy:ListDeployments") {
		t.Errorf("without the right: %+v", fault)
	}
}
