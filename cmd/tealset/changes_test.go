//go:build linux || darwin

package main

import (
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"tealset/ecsapi/ecsfake"
	"tealset/ui/dialog"
)

// aChange is a kind of change as a person makes it.
type aChange struct {
	operation string
	service   ecsfake.Service
	deploys   *ecsfake.Deployment // by CodeDeploy; nil for none
	shown     string              // on the board before
	key       string              // that opens its form
	title     string
	types     string // before the button; empty where nothing has to be typed
	button    string
	command   string // that tells the outcome where it is not known
}

// changesToTry are changes in situations in which nothing is at risk, so that the service's
// name need not be typed.
func changesToTry() map[string]aChange {
	sets := func() []ecsfake.TaskSet {
		return []ecsfake.TaskSet{
			{Status: ecsfake.Primary, Revision: 41, Age: 72 * time.Hour, ExternalID: "d-0"},
			{Status: ecsfake.Active, Revision: 42, Age: time.Hour, ExternalID: "d-1"},
		}
	}
	external := ecsfake.Service{Name: "checkout", Controller: ecsfake.External, Desired: 4, TaskSets: sets()}
	codeDeploy := ecsfake.Service{Name: "checkout", Controller: ecsfake.CodeDeploy, Desired: 4, TaskSets: sets()}
	native := func(hooks ...ecsfake.Hook) ecsfake.Service {
		s := ecsfake.Service{Name: "checkout", Controller: ecsfake.ECS, Desired: 4, TaskSets: []ecsfake.TaskSet{
			{Status: ecsfake.Active, Revision: 41, Age: 72 * time.Hour}, {Status: ecsfake.Primary, Revision: 42, Age: time.Hour},
		}}
		s.Deployments = []ecsfake.ServiceDeployment{{Stage: "PRE_PRODUCTION_TRAFFIC_SHIFT", Age: time.Minute, Hooks: hooks}}
		return s
	}
	ready := &ecsfake.Deployment{ID: "d-1", Cluster: "shop", Service: "checkout", Status: "Ready"}
	pause := ecsfake.Hook{ID: "ecs-pause-1", Expires: time.Hour}
	const ofSets, ofCodeDeploy, ofECS = "aws ecs describe-task-sets", "aws deploy get-deployment --deployment-id d-1", "aws ecs describe-service-deployments"
	return map[string]aChange{
		"promote":   {"UpdateServicePrimaryTaskSet", external, nil, "ACTIVE", "jp", "Promote task set", "", "Promote", ofSets},
		"scale":     {"UpdateTaskSet", external, nil, "ACTIVE", "j%", "Scale task set", "50", "Scale", ofSets},
		"reroute":   {"ContinueDeployment", codeDeploy, ready, "waits for someone", "p", "Reroute the traffic now", "", "Reroute", ofCodeDeploy},
		"stop":      {"StopDeployment", codeDeploy, ready, "waits for someone", "b", "Stop the deployment and roll back", "", "Roll back", ofCodeDeploy},
		"continue":  {"ContinueServiceDeployment", native(pause), nil, "waits for a person", "p", "Continue the deployment at a pause hook", "", "Continue", ofECS},
		"roll back": {"StopServiceDeployment", native(), nil, "TARGET", "b", "Stop the deployment and roll back", "", "Roll back", ofECS},
	}
}

// tries opens the board of the change's service.
func tries(t *testing.T, c aChange) *operator {
	t.Helper()
	world := ecsfake.World{Clusters: []ecsfake.Cluster{{Name: "shop", Services: []ecsfake.Service{c.service}}}}
	if c.deploys != nil {
		world.CodeDeploy = []ecsfake.Deployment{*c.deploys}
	}
	ecs := ecsfake.New(time.Now, world)
	server := httptest.NewServer(ecs)
	t.Cleanup(server.Close)
	state := t.TempDir()
	o := &operator{ecs: ecs, trail: filepath.Join(state, "tealset", "audit.jsonl")}
	o.session = start(t, []string{
		"AWS_ACCESS_KEY_ID=AKID", "AWS_SECRET_ACCESS_KEY=secret", "XDG_STATE_HOME=" + state, "AWS_ENDPOINT_URL=" + server.URL,
	}, "--region", "eu-west-1", "--cluster", "shop", "--service", "checkout")
	o.see(c.shown)
	return o
}

// opens opens the form, and waits until it takes keys.
func (o *operator) opens(c aChange) {
	o.t.Helper()
	o.press(c.key)
	o.until(func() bool { return o.shows([]string{c.title}) && !o.shows([]string{"not ready"}) })
}

// acts fills the form in and presses its button.
func (o *operator) acts(c aChange) {
	o.t.Helper()
	o.opens(c)
	if c.types != "" {
		const quick = 3 // buttons between the field and Cancel
		o.press(strings.Repeat(shiftTab, 1+quick) + c.types + strings.Repeat(tab, 1+quick))
		o.see("scale=" + c.types + " PERCENT")
	}
	button := "[ " + c.button + " ]"
	for !o.now(button) {
		o.press("y")
		time.Sleep(dialog.Quiet + dialog.Alone)
	}
	o.alone(enter, func() bool { return !o.shows([]string{button}) || o.shows([]string{"reading it again"}) })
	for deadline := time.Now().Add(patience); o.ecs.Count(c.operation) == 0; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			o.t.Fatal("nothing was sent")
		}
	}
}

// The matrix of the other changes: what a person, a terminal, a network and AWS can do around
// one, how many requests AWS gets (never two), what the trail has, and the exit code; the
// terminal is as it was. Which keys count is for the form, which all changes share with the
// deletion; what each answer means is for the gateway's matrix.
func TestChangesMatrix(t *testing.T) {
	t.Parallel()
	for kind, c := range changesToTry() {
		for name, test := range map[string]struct {
			fault    *ecsfake.Fault
			act      func(o *operator)
			requests int
			trail    []string
			code     int
		}{
			"esc": {act: func(o *operator) {
				o.opens(c)
				o.press(esc)
				o.until(func() bool { return !o.shows([]string{c.title}) })
			}},
			"pasted without marks, from a newline on": {act: func(o *operator) {
				o.opens(c)
				time.Sleep(2 * dialog.Alone)
				o.press("y")
				time.Sleep(2 * dialog.Alone)
				o.press(enter + "fly-by-day" + enter)
				time.Sleep(2 * dialog.Quiet)
				o.press(esc)
			}},
			"well": {
				act:      func(o *operator) { o.acts(c); o.settles("outcome accepted") },
				requests: 1, trail: []string{"intent", "outcome accepted"},
			},
			"no right": {
				fault: new(ecsfake.Denied()), act: func(o *operator) { o.acts(c); o.see("no permission for") },
				requests: 1, trail: []string{"intent", "outcome refused"},
			},
			"reset after it took effect": {
				fault: new(ecsfake.Dropped().Late()), act: func(o *operator) { o.acts(c); o.settles("resolved accepted") },
				requests: 1, trail: []string{"intent", "outcome unknown", "resolved accepted"},
			},
			"SIGTERM while it is under way": {
				fault: new(ecsfake.Slow(2 * time.Second)), act: func(o *operator) { o.acts(c); o.signal(syscall.SIGTERM) },
				requests: 1, trail: []string{"intent", "outcome accepted"}, code: 128 + int(syscall.SIGTERM),
			},
		} {
			t.Run(kind+", "+name, func(t *testing.T) {
				t.Parallel()
				o := tries(t, c)
				if test.fault != nil {
					o.ecs.Fail(c.operation, 1, *test.fault)
				}
				test.act(o)
				if test.code == 0 {
					o.quit()
				}
				o.exits(test.code)
				o.leavesTheTerminalAsItWas()
				if sent := o.ecs.Count(c.operation); sent != test.requests {
					t.Errorf("%d requests, not %d", sent, test.requests)
				}
				if lines := o.lines(); !slices.Equal(lines, test.trail) {
					t.Errorf("the audit trail has %q, not %q", lines, test.trail)
				}
				if strings.Contains(o.output(), c.command) {
					t.Error("the command that tells the outcome is printed")
				}
			})
		}
	}
}

// settles waits until the trail has a line.
func (o *operator) settles(line string) {
	o.t.Helper()
	for deadline := time.Now().Add(patience); !slices.Contains(o.lines(), line); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			o.t.Fatalf("the audit trail has %q", o.lines())
		}
	}
}

// A process that is killed leaves an intent of any change; the next start looks at its set or
// its deployment, and writes down what it found.
func TestAnyKilledChangeIsToldOfByTheNextStart(t *testing.T) {
	t.Parallel()
	for kind, c := range changesToTry() {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			o := tries(t, c)
			o.ecs.Fail(c.operation, 1, ecsfake.Slow(time.Minute).Late())
			o.acts(c)
			variables := o.cmd.Env
			o.signal(syscall.SIGKILL)
			o.ends()
			if lines := o.lines(); !slices.Equal(lines, []string{"intent"}) {
				t.Fatalf("the audit trail has %q", lines)
			}
			o.session = start(t, variables, "--region", "eu-west-1")
			o.settles("resolved accepted")
			o.quit()
			o.exits(0)
			if sent := o.ecs.Count(c.operation); sent != 1 {
				t.Errorf("%d requests", sent)
			}
		})
	}
}
