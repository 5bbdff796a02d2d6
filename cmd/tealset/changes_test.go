//go:build linux || darwin

package main

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"tealset/cmd/tealset/audit"
	"tealset/ecsapi/ecsfake"
	"tealset/model/change"
	"tealset/ui/dialog"
)

// aChange is a kind of change as a person makes it.
type aChange struct {
	operation string
	service   ecsfake.Service
	deploys   *ecsfake.Deployment // by CodeDeploy; nil for none
	former    bool                // the trail tells which set was PRIMARY before
	shown     string              // on the board before
	key       string              // that opens its form
	title     string
	types     string // before the button; empty where nothing has to be typed
	button    string
	command   string // that tells the outcome where it is not known
}

// changesToTry are changes of every kind but the delete, which has a matrix of its own, in
// situations in which nothing is at risk, so that the service's name need not be typed; but for
// the end of the original set, which always wants it.
func changesToTry() map[string]aChange {
	sets := func() []ecsfake.TaskSet {
		return []ecsfake.TaskSet{
			{Status: ecsfake.Primary, ID: "ecs-svc/1", Revision: 41, Age: 72 * time.Hour, ExternalID: "d-0"},
			{Status: ecsfake.Active, ID: "ecs-svc/2", Revision: 42, Age: time.Hour, ExternalID: "d-1"},
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
	kept := &ecsfake.Deployment{ID: "d-1", Cluster: "shop", Service: "checkout", Status: "InProgress", Terminating: true}
	pause := ecsfake.Hook{ID: "ecs-pause-1", Expires: time.Hour}
	const ofSets, ofCodeDeploy, ofECS = "aws ecs describe-task-sets", "aws deploy get-deployment --deployment-id d-1", "aws ecs describe-service-deployments"
	const primary, hook, stop, rollBack = "UpdateServicePrimaryTaskSet", "ContinueServiceDeployment", "Stop the deployment and roll back", "Roll back"
	return map[string]aChange{
		"promote":            {primary, external, nil, false, "ACTIVE", "jp", "Promote task set", "", "Promote", ofSets},
		"restore":            {primary, external, nil, true, "b go back", "b", "Make the former task set PRIMARY again", "", "Make PRIMARY", ofSets},
		"scale":              {"UpdateTaskSet", external, nil, false, "ACTIVE", "j%", "Scale task set", "50", "Scale", ofSets},
		"reroute":            {"ContinueDeployment", codeDeploy, ready, false, "waits for someone", "p", "Reroute the traffic now", "", "Reroute", ofCodeDeploy},
		"terminate original": {"ContinueDeployment", codeDeploy, kept, false, "keeps the original", "p", "Terminate the original task set now", "checkout", "Terminate", ofCodeDeploy},
		"stop":               {"StopDeployment", codeDeploy, ready, false, "waits for someone", "b", stop, "", rollBack, ofCodeDeploy},
		"continue":           {hook, native(pause), nil, false, "waits for a person", "p", "Continue the deployment at a pause hook", "", "Continue", ofECS},
		"roll back at hook":  {hook, native(pause), nil, false, "waits for a person", "b", "Roll the deployment back at a pause hook", "", rollBack, ofECS},
		"roll back":          {"StopServiceDeployment", native(), nil, false, "TARGET", "b", stop, "", rollBack, ofECS},
	}
}

// tries opens the board of the change's service. listen starts a server for ECS, nil a
// plain one, and gives the variables that it needs.
func tries(t *testing.T, c aChange, listen func(ecs http.Handler) (url string, variables []string)) *operator {
	t.Helper()
	world := ecsfake.World{Clusters: []ecsfake.Cluster{{Name: "shop", Services: []ecsfake.Service{c.service}}}}
	if c.deploys != nil {
		world.CodeDeploy = []ecsfake.Deployment{*c.deploys}
	}
	ecs := ecsfake.New(time.Now, world)
	if listen == nil {
		listen = func(ecs http.Handler) (string, []string) {
			server := httptest.NewServer(ecs)
			t.Cleanup(server.Close)
			return server.URL, nil
		}
	}
	url, variables := listen(ecs)
	state := t.TempDir()
	o := &operator{ecs: ecs, trail: filepath.Join(state, "tealset", "audit.jsonl")}
	if c.former {
		wasPromoted(t, o.trail)
	}
	o.session = start(t, append([]string{
		"AWS_ACCESS_KEY_ID=AKID", "AWS_SECRET_ACCESS_KEY=secret", "XDG_STATE_HOME=" + state, "AWS_ENDPOINT_URL=" + url,
	}, variables...), "--region", "eu-west-1", "--cluster", "shop", "--service", "checkout")
	o.see(c.shown)
	return o
}

// wasPromoted writes into a trail that an earlier run promoted the set that is PRIMARY.
func wasPromoted(t *testing.T, path string) {
	t.Helper()
	trail, err := audit.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	set := strings.Replace(checkoutARN, ":service/", ":task-set/", 1) + "/ecs-svc/"
	line := audit.Record{
		Time: time.Now().Add(-time.Hour), Kind: audit.Intent, ID: "earlier", Operation: "UpdateServicePrimaryTaskSet",
		Cluster: shopARN, Service: checkoutARN, TaskSet: set + "1", Former: set + "2",
	}
	end := line
	end.Kind, end.Outcome = audit.Ended, change.Accepted
	for _, line := range []audit.Record{line, end} {
		if err := trail.Append(line); err != nil {
			t.Fatal(err)
		}
	}
}

// opens opens the form, and waits until it takes keys.
func (o *operator) opens(c aChange) {
	o.t.Helper()
	o.press(c.key)
	o.until(func() bool { return o.shows([]string{c.title}) && !o.shows([]string{"not ready"}) })
}

// fills fills the form in, and goes to its button.
func (o *operator) fills(c aChange) {
	o.t.Helper()
	switch {
	case c.operation == "UpdateTaskSet":
		const quick = 3 // buttons between the field and Cancel
		o.press(strings.Repeat(shiftTab, 1+quick) + c.types + strings.Repeat(tab, 1+quick))
		o.see("scale=" + c.types + " PERCENT")
	case c.types != "":
		o.press(shiftTab + c.types + tab)
	}
	for !o.now("[ " + c.button + " ]") {
		o.press("y")
		time.Sleep(dialog.Quiet + dialog.Alone)
	}
}

// acts fills the form in and presses its button.
func (o *operator) acts(c aChange) {
	o.t.Helper()
	o.opens(c)
	o.fills(c)
	o.alone(enter, func() bool {
		return !o.shows([]string{"[ " + c.button + " ]"}) || o.shows([]string{"reading it again"})
	})
	for deadline := time.Now().Add(patience); o.ecs.Count(c.operation) == 0; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			o.t.Fatal("nothing was sent")
		}
	}
}

// aroundAChange is one thing that happens around a change, and what comes of it.
type aroundAChange struct {
	fault    *ecsfake.Fault // of its operation
	http2    bool           // the server speaks HTTP/2 as well, and resets each stream of it
	act      func(o *operator)
	requests int
	trail    []string
	told     string // printed once the screen is left; empty for nothing in particular
	code     int
	ended    bool // act has ended the program
}

// endsOfAChange are the ways to end the program while a change is under way: of ctrl+c, SIGHUP and
// SIGTERM two for each kind, by turns; under the race detector one. All of them, around every kind,
// are in the gateway's TestEveryEventAroundEveryChange, but for the signal itself.
func endsOfAChange(c aChange, turn int) map[string]aroundAChange {
	waits := "waiting up to 10s for the answer to " + c.operation
	names := []string{"ctrl+c", "SIGHUP", "SIGTERM"}
	events, turns := map[string]aroundAChange{}, 2
	if slices.Contains(buildFlags, "-race") {
		turns = 1
	}
	for i := range turns {
		name := names[(turn+i)%len(names)]
		end := endings[name]
		events[name+" while it is under way"] = aroundAChange{
			fault: new(ecsfake.Slow(2 * time.Second)), act: func(o *operator) { o.acts(c); end.act(&sitting{session: o.session}) },
			requests: 1, trail: []string{"intent", "outcome accepted"}, told: waits, code: end.code, ended: true,
		}
	}
	if turn%len(names) == 1 { // a kind of each controller
		events["ctrl+c, and once more while no answer comes"] = aroundAChange{
			fault: new(ecsfake.Slow(time.Minute)), act: func(o *operator) { o.acts(c); o.press(ctrlC); o.see(waits); o.press(ctrlC) },
			requests: 1, trail: []string{"intent"}, told: waits, code: exitOpen, ended: true,
		}
	}
	return events
}

// The matrix of the other changes, as far as it needs a terminal, a process or a network: how
// many requests AWS gets (never two), what the trail has, what is printed at the end, and the exit
// code; the terminal is as it was. All other events, and the words, are in the gateway's
// TestEveryEventAroundEveryChange.
func TestChangesMatrix(t *testing.T) {
	t.Parallel()
	changes := changesToTry()
	for turn, kind := range slices.Sorted(maps.Keys(changes)) {
		c := changes[kind]
		events := endsOfAChange(c, turn)
		maps.Copy(events, map[string]aroundAChange{
			"pasted without marks, from a newline on": {act: func(o *operator) {
				o.opens(c)
				o.fills(c)
				time.Sleep(2 * dialog.Alone)
				o.press(enter + "fly-by-day" + enter)
				o.see("nothing was sent: other keys came with enter")
				o.press(esc)
				o.until(func() bool { return !o.shows([]string{c.title}) })
			}},
			"well, beside HTTP/2 that resets each stream": {
				http2: true, act: func(o *operator) { o.acts(c); o.settles("outcome accepted") },
				requests: 1, trail: []string{"intent", "outcome accepted"},
			},
			"reset before it took effect": {
				fault: new(ecsfake.Dropped()), act: func(o *operator) { o.acts(c); o.see("outcome unknown") },
				requests: 1, trail: []string{"intent", "outcome unknown"}, code: exitOpen,
			},
			"reset after it took effect": {
				fault: new(ecsfake.Dropped().Late()), act: func(o *operator) { o.acts(c); o.settles("resolved accepted") },
				requests: 1, trail: []string{"intent", "outcome unknown", "resolved accepted"},
			},
			"q while it is under way": {
				fault: new(ecsfake.Slow(4 * time.Second)), act: func(o *operator) { o.acts(c); o.quit(); o.see("has not answered a") },
				requests: 1, trail: []string{"intent", "outcome accepted"},
			},
		})
		for name, event := range events {
			t.Run(kind+", "+name, func(t *testing.T) {
				t.Parallel()
				event.comesTo(t, c)
			})
		}
	}
}

// comesTo lets it happen around a change, and checks what comes of it.
func (e aroundAChange) comesTo(t *testing.T, c aChange) {
	t.Helper()
	var listen func(http.Handler) (string, []string)
	var gate *gateOfHTTP2
	if e.http2 {
		listen = func(ecs http.Handler) (string, []string) {
			gate = openGateOfHTTP2(t, ecs, refusedStream)
			return gate.URL, []string{"AWS_CA_BUNDLE=" + gate.bundle(t)}
		}
	}
	o := tries(t, c, listen)
	earlier := len(o.lines())
	if e.fault != nil {
		o.ecs.Fail(c.operation, 1, *e.fault)
	}
	e.act(o)
	if !e.ended {
		o.quit()
	}
	o.exits(e.code)
	o.leavesTheTerminalAsItWas()
	if sent := o.ecs.Count(c.operation); sent != e.requests || gate != nil && gate.bodies.Load() != 0 {
		t.Errorf("%d requests, not %d", sent, e.requests)
	}
	if lines := o.lines()[earlier:]; !slices.Equal(lines, e.trail) {
		t.Errorf("the audit trail has %q, not %q", lines, e.trail)
	}
	output := o.output()
	if !strings.Contains(output, e.told) {
		t.Errorf("%q is not printed: %q", e.told, output)
	}
	if told := strings.Contains(output, c.command); told != (e.code == exitOpen) {
		t.Errorf("the command that tells the outcome is printed: %t", told)
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
			o := tries(t, c, nil)
			earlier := len(o.lines())
			o.ecs.Fail(c.operation, 1, ecsfake.Slow(time.Minute).Late())
			o.acts(c)
			variables := o.cmd.Env
			o.signal(syscall.SIGKILL)
			o.ends()
			if lines := o.lines()[earlier:]; !slices.Equal(lines, []string{"intent"}) {
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

// A configuration that allows one kind and wants the name always is kept from its file to AWS:
// another kind opens no form and says why, and the one that is allowed is sent once, by the name.
func TestOnlyWhatTheConfigurationAllowsIsSent(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	if err := os.Mkdir(filepath.Join(home, "tealset"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(home, "tealset", "config.yaml"), []byte("allow: [scale]\nconfirm: {type_name: always}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c := changesToTry()["scale"]
	o := tries(t, c, func(ecs http.Handler) (string, []string) {
		server := httptest.NewServer(ecs)
		t.Cleanup(server.Close)
		return server.URL, []string{"XDG_CONFIG_HOME=" + home}
	})
	o.press("jp")
	o.see("allow")
	o.press("%")
	o.until(func() bool { return o.shows([]string{c.title}) && !o.shows([]string{"not ready"}) })
	o.see("type the service's name to scale")
	const quick = 3 // buttons between the field and that for the name
	o.press(strings.Repeat(shiftTab, 2+quick) + c.types + strings.Repeat(tab, 1+quick) + "checkout" + tab)
	for !o.now("[ " + c.button + " ]") {
		o.press("y")
		time.Sleep(dialog.Quiet + dialog.Alone)
	}
	o.alone(enter, func() bool {
		return !o.shows([]string{"[ " + c.button + " ]"}) || o.shows([]string{"reading it again"})
	})
	o.settles("outcome accepted")
	o.quit()
	o.exits(0)
	if scaled, promoted := o.ecs.Count(c.operation), o.ecs.Count("UpdateServicePrimaryTaskSet"); scaled != 1 || promoted != 0 {
		t.Errorf("scaled %d times, promoted %d times", scaled, promoted)
	}
}
