package script

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tealset/ecsapi"
	"tealset/ecsapi/ecsfake"
	"tealset/model"
	"tealset/model/change"
)

// A rollout of task sets goes forward and back: scaled up, promoted, waited for each time,
// and back to the set that was PRIMARY before.
func TestARolloutOfTaskSets(t *testing.T) {
	t.Parallel()
	c := newChanger(t, shop())
	scale := func(percent float64) ChangeOptions {
		return ChangeOptions{Kind: change.ScaleTaskSet, Percent: &percent, Yes: true, Wait: true, Name: "checkout"}
	}
	promote := ChangeOptions{Kind: change.PromoteTaskSet, Yes: true, Wait: true, Name: "checkout"}
	if err := c.change(setTwo, scale(100)); err != nil {
		t.Fatal(err, c.err.String())
	}
	if got := c.out.String(); !strings.HasPrefix(got, "UpdateTaskSet "+setTwo+": accepted, it is ACTIVE") {
		t.Error(got)
	}
	if err := c.wait("checkout", setTwo, "running=4", time.Minute); err != nil {
		t.Error(err)
	}
	if err := c.change(setTwo, promote); err != nil {
		t.Fatal(err, c.err.String())
	}
	if err := c.wait("checkout", "", "primary="+setTwo, time.Minute); err != nil {
		t.Error(err)
	}
	back := ChangeOptions{Plan: GoBack, Yes: true, Wait: true, Name: "checkout"}
	ends(t, c.change("", back), CodeNo, "it is not known which set was PRIMARY before; name the set to go back to with --to; nothing was sent")
	if err := c.change(setOne, back); err != nil {
		t.Fatal(err, c.err.String())
	}
	if got := c.out.String(); !strings.HasPrefix(got, "UpdateServicePrimaryTaskSet "+setOne+": accepted, it is PRIMARY") {
		t.Error(got)
	}
	if n := c.ecs.Count("UpdateServicePrimaryTaskSet"); n != 2 {
		t.Errorf("%d promotions", n)
	}
}

// The trail tells which set was PRIMARY before.
func TestRollbackKnowsTheTrail(t *testing.T) {
	t.Parallel()
	c := newChanger(t, shop())
	service, err := c.source.Reader.DescribeService(t.Context(), Scope{Cluster: "shop", Service: "checkout"}.ref())
	if err != nil {
		t.Fatal(err)
	}
	c.source.Promotions = func(context.Context) []change.Promotion {
		return []change.Promotion{{Service: service.Key(), Primary: service.TaskSets[0].ARN, Former: service.TaskSets[1].ARN, At: noon}}
	}
	ends(t, c.change("", ChangeOptions{Plan: GoBack, Yes: true}), CodeNo, "…222222222 does not run its desired count")
}

// A rollback that is run twice does not go forward again: after one, the set has to be named.
func TestARollbackTwiceDoesNotGoForwardAgain(t *testing.T) {
	t.Parallel()
	c := newChanger(t, ecsfake.World{Clusters: []ecsfake.Cluster{{Name: "shop", Services: []ecsfake.Service{
		{Name: "checkout", Controller: ecsfake.External, Desired: 4, Age: 400 * time.Hour, TaskSets: []ecsfake.TaskSet{
			{ID: setOne, Status: ecsfake.Primary, Revision: 41, Age: 72 * time.Hour}, {ID: setTwo, Revision: 42, Age: time.Hour},
		}},
	}}}})
	service, err := c.source.Reader.DescribeService(t.Context(), Scope{Cluster: "shop", Service: "checkout"}.ref())
	if err != nil {
		t.Fatal(err)
	}
	c.source.Promotions = func(context.Context) []change.Promotion {
		return []change.Promotion{{Service: service.Key(), Primary: service.TaskSets[0].ARN, Former: service.TaskSets[1].ARN, At: noon, Back: true}}
	}
	again := ChangeOptions{Plan: GoBack, Yes: true, Name: "checkout"}
	ends(t, c.change("", again), CodeNo, "the last change was a rollback already: to make "+setTwo+" PRIMARY again, name it with --to; nothing was sent")
	if n := c.ecs.Count("UpdateServicePrimaryTaskSet"); n != 0 {
		t.Errorf("%d promotions", n)
	}
	if err := c.change(setTwo, again); err != nil {
		t.Error(err)
	}
}

// Where the PRIMARY was updated after the promotion that the trail has, another set may have been
// PRIMARY in between, as by a pipeline: the set to go back to has to be named then.
func TestARollbackWantsTheSetNamedWhereTheRoleMayHaveMoved(t *testing.T) {
	t.Parallel()
	c := newChanger(t, ecsfake.World{Clusters: []ecsfake.Cluster{{Name: "shop", Services: []ecsfake.Service{
		{Name: "checkout", Controller: ecsfake.External, Desired: 4, Age: 400 * time.Hour, TaskSets: []ecsfake.TaskSet{
			{ID: setOne, Status: ecsfake.Primary, Revision: 41, Age: 72 * time.Hour}, {ID: setTwo, Revision: 42, Age: 72 * time.Hour},
		}},
	}}}})
	service, err := c.source.Reader.DescribeService(t.Context(), Scope{Cluster: "shop", Service: "checkout"}.ref())
	if err != nil {
		t.Fatal(err)
	}
	promoted := service.TaskSets[0].UpdatedAt.Add(-24 * time.Hour)
	c.source.Promotions = func(context.Context) []change.Promotion {
		return []change.Promotion{{Service: service.Key(), Primary: service.TaskSets[0].ARN, Former: service.TaskSets[1].ARN, At: promoted}}
	}
	back := ChangeOptions{Plan: GoBack, Yes: true, Name: "checkout"}
	ends(t, c.change("", back), CodeNo, setTwo+" was PRIMARY until ")
	if n := c.ecs.Count("UpdateServicePrimaryTaskSet"); n != 0 {
		t.Errorf("%d promotions", n)
	}
	promoted = service.TaskSets[0].UpdatedAt.Add(-time.Second)
	if err := c.change("", back); err != nil {
		t.Error(err)
	}
}

// A scale needs no more than a number, and what it takes from the service is a danger.
func TestAScaleToNothingIsADanger(t *testing.T) {
	t.Parallel()
	c := newChanger(t, shop())
	none := 0.0
	ends(t, c.change(setOne, ChangeOptions{Kind: change.ScaleTaskSet, Percent: &none, Yes: true}), CodeNo, "give --confirm checkout as well")
	if err := c.change(setTwo, ChangeOptions{Kind: change.ScaleTaskSet, Percent: &none, DryRun: true}); err != nil {
		t.Error(err)
	}
	if got := c.out.String(); !strings.HasSuffix(got, "would ask: UpdateTaskSet cluster=shop service=checkout taskSet="+setTwo+" scale=0%\n") {
		t.Error(got)
	}
	if n := c.ecs.Count("UpdateTaskSet"); n != 0 {
		t.Errorf("%d requests", n)
	}
}

// The deployments of the demo are continued and rolled back, by what deploys each service; a
// deployment that waits for something else is left alone.
func TestDeploymentsAreContinuedAndRolledBack(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		service   string
		o         ChangeOptions
		operation string // that is sent once; empty where nothing is
		code      int
		says      string
	}{
		"at the hook":          {"storefront", ChangeOptions{Plan: Continue}, "ContinueServiceDeployment", 0, ""},
		"at another hook":      {"storefront", ChangeOptions{Plan: Continue, Hook: "nosuch"}, "", CodeNo, "the checks say no"},
		"back at the hook":     {"storefront", ChangeOptions{Plan: GoBack}, "ContinueServiceDeployment", 0, ""},
		"ready":                {"inventory", ChangeOptions{Plan: Continue, WaitType: WaitReady}, "ContinueDeployment", 0, ""},
		"not at its end":       {"inventory", ChangeOptions{Plan: Continue, WaitType: WaitTermination}, "", CodeNo, "it does not wait before it ends the original set"},
		"without a wait type":  {"inventory", ChangeOptions{Plan: Continue}, "", CodeUsage, "give --wait-type ready"},
		"a hook of CodeDeploy": {"inventory", ChangeOptions{Plan: Continue, WaitType: WaitReady, Hook: "x"}, "", CodeUsage, "--hook is for"},
		"stopped":              {"inventory", ChangeOptions{Plan: GoBack}, "StopDeployment", 0, ""},
		"no deployment":        {"web", ChangeOptions{Plan: Continue}, "", CodeNo, "nothing waits to be continued"},
		"no CodeDeploy":        {"storefront", ChangeOptions{Plan: Continue, WaitType: WaitReady}, "", CodeUsage, "leave it out"},
		"a set of CodeDeploy":  {"inventory", ChangeOptions{Plan: GoBack, Scope: Scope{Set: "ecs-svc/8353350329717336791"}}, "", CodeUsage, "--to is for a service of the EXTERNAL controller"},
		"nothing under way":    {"gateway", ChangeOptions{Plan: GoBack}, "", CodeNo, "nothing was sent"},
	} {
		c := newChanger(t, ecsfake.World{})
		c.ecs = ecsfake.Demo(c.clock.Now)
		reader, writer := ecsapi.New(ecsapi.Fixed{Region: "eu-west-1", Endpoint: "http://ecs.invalid", Transport: c.ecs.Client().Transport})
		c.source.Reader, c.writer = reader, writer
		set := test.o.Scope.Set
		test.o.Scope = Scope{Cluster: "shop-prod", Service: test.service}
		test.o.Yes = true
		err := c.change(set, test.o)
		if test.code != 0 {
			t.Log(name)
			ends(t, err, test.code, test.says)
		} else if err != nil {
			t.Errorf("%s: %v\n%s", name, err, c.err.String())
		}
		var sent int
		for _, operation := range []string{"ContinueServiceDeployment", "StopServiceDeployment", "ContinueDeployment", "StopDeployment", "UpdateServicePrimaryTaskSet"} {
			sent += c.ecs.Count(operation)
		}
		if want := min(1, len(test.operation)); sent != want || test.operation != "" && c.ecs.Count(test.operation) != 1 {
			t.Errorf("%s: %d changes were sent, want %d", name, sent, want)
		}
	}
}

// With --wait a continued deployment is followed until it shows the effect.
func TestAContinuedDeploymentIsWaitedFor(t *testing.T) {
	t.Parallel()
	c := newChanger(t, ecsfake.World{})
	c.ecs = ecsfake.Demo(c.clock.Now)
	c.source.Reader, c.writer = ecsapi.New(ecsapi.Fixed{Region: "eu-west-1", Endpoint: "http://ecs.invalid", Transport: c.ecs.Client().Transport})
	err := c.change("", ChangeOptions{Plan: Continue, Yes: true, Wait: true, Scope: Scope{Cluster: "shop-prod", Service: "storefront"}})
	if err != nil || !strings.Contains(c.out.String(), "ContinueServiceDeployment deployment ") {
		t.Errorf("%v\n%s%s", err, c.out.String(), c.err.String())
	}
}

// noting notes what is read over a transport: the operation, and with what priority.
type noting struct {
	http.RoundTripper
	mu    sync.Mutex
	notes []string
}

func (n *noting) RoundTrip(r *http.Request) (*http.Response, error) {
	_, operation, _ := strings.Cut(r.Header.Get("X-Amz-Target"), ".")
	n.mu.Lock()
	n.notes = append(n.notes, fmt.Sprintf("%s %t", cmp.Or(operation, "load balancing"), model.PriorityOf(r.Context()) == model.Confirmed))
	n.mu.Unlock()
	return n.RoundTripper.RoundTrip(r)
}

// What is read after the confirmation waits for no budget, as the change is sent within ten
// seconds or not at all; and the deployment and the service are read last, so that the least
// time is left in which somebody else can change them.
func TestWhatIsReadAgainDoesNotWaitAndEndsWithTheService(t *testing.T) {
	t.Parallel()
	c := newChanger(t, ecsfake.World{})
	c.ecs = ecsfake.Demo(c.clock.Now)
	over := &noting{RoundTripper: c.ecs.Client().Transport}
	c.source.Reader, c.writer = ecsapi.New(ecsapi.Fixed{Region: "eu-west-1", Endpoint: "http://ecs.invalid", Transport: over})
	c.shell.Ask = func(string) (string, error) {
		for _, note := range over.notes {
			if strings.HasSuffix(note, " true") {
				t.Errorf("%s before the confirmation", note)
			}
		}
		over.notes = nil
		return "y", nil
	}
	if err := c.change("", ChangeOptions{Plan: GoBack, Scope: Scope{Cluster: "shop-prod", Service: "inventory"}}); err != nil {
		t.Fatal(err)
	}
	sent := slices.Index(over.notes, "StopDeployment false")
	if sent < 0 {
		t.Fatalf("%q", over.notes)
	}
	for _, note := range over.notes[:sent] {
		if !strings.HasSuffix(note, " true") {
			t.Errorf("%s may wait for the budget", note)
		}
	}
	if last := over.notes[:sent]; len(last) < 4 || !slices.Equal(last[sent-3:], []string{"GetDeployment true", "GetDeploymentTarget true", "DescribeServices true"}) {
		t.Errorf("the last reads are %q", last)
	}
}

// rolledBackReader reads services as they are once CodeDeploy has deleted the set that was to take
// over, if a stop was sent: the newest set is then of an older deployment.
type rolledBackReader struct {
	Reader
	c *changer
}

func (r rolledBackReader) DescribeService(ctx context.Context, ref model.ServiceRef) (model.Service, error) {
	service, err := r.Reader.DescribeService(ctx, ref)
	if r.c.ecs.Count("StopDeployment") > 0 {
		id := service.CodeDeployID()
		service.TaskSets = slices.DeleteFunc(service.TaskSets, func(set model.TaskSet) bool { return set.ExternalID == id })
	}
	return service, err
}

// The deployment that was stopped is followed by its own id, also where no set of it is left.
func TestAStoppedDeploymentIsFollowedByItsID(t *testing.T) {
	t.Parallel()
	c := newChanger(t, ecsfake.World{})
	c.ecs = ecsfake.Demo(c.clock.Now)
	c.source.Reader, c.writer = ecsapi.New(ecsapi.Fixed{Region: "eu-west-1", Endpoint: "http://ecs.invalid", Transport: c.ecs.Client().Transport})
	c.source.Reader = rolledBackReader{c.source.Reader, c}
	o := ChangeOptions{Plan: GoBack, Yes: true, Name: "inventory", Wait: true, Timeout: time.Minute, Scope: Scope{Cluster: "shop-prod", Service: "inventory"}}
	if err := c.change("", o); err != nil || !strings.Contains(c.out.String(), "StopDeployment deployment ") {
		t.Errorf("%v\n%s%s", err, c.out.String(), c.err.String())
	}
}
