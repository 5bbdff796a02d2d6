package script

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"tealset/cmd/tealset/audit"
	"tealset/cmd/tealset/output"
	"tealset/ecsapi"
	"tealset/ecsapi/ecsfake"
	"tealset/model"
	"tealset/model/change"
)

// changer is a bench whose changes go straight to the ECS in memory. What the gateway does in
// between has its own tests.
type changer struct {
	*bench
	writer   *ecsapi.Writer
	ctx      context.Context //nolint:containedctx // of the command
	resolved []change.Outcome
}

func newChanger(t *testing.T, world ecsfake.World) *changer {
	t.Helper()
	c := &changer{bench: newBench(t, world), ctx: t.Context()}
	_, c.writer = ecsapi.New(ecsapi.Fixed{Region: "eu-west-1", Endpoint: "http://ecs.invalid", Transport: c.ecs.Client().Transport})
	c.source.Changes = c
	return c
}

func (c *changer) Do(ctx context.Context, r change.Request) change.Answer {
	answer := c.ask(ctx, r)
	answer.At = c.clock.Now()
	return answer
}

// ask asks the ECS in memory for a change, as the gateway does.
func (c *changer) ask(ctx context.Context, r change.Request) change.Answer {
	switch r.Kind {
	case change.DeleteTaskSet:
		return c.writer.DeleteTaskSet(ctx, r.Target, r.Force)
	case change.PromoteTaskSet, change.RestorePrimary:
		return c.writer.UpdateServicePrimaryTaskSet(ctx, r.Target)
	case change.ScaleTaskSet:
		percent, _ := r.Percent()
		return c.writer.UpdateTaskSet(ctx, r.Target, percent)
	case change.RerouteTraffic:
		return c.writer.ContinueDeployment(ctx, r.Deployment(), "READY_WAIT")
	case change.TerminateOriginal:
		return c.writer.ContinueDeployment(ctx, r.Deployment(), "TERMINATION_WAIT")
	case change.StopCodeDeploy:
		return c.writer.StopDeployment(ctx, r.Deployment())
	case change.ContinueHook:
		return c.writer.ContinueServiceDeployment(ctx, r.Deployment(), r.Hook(), "CONTINUE")
	case change.RollBackHook:
		return c.writer.ContinueServiceDeployment(ctx, r.Deployment(), r.Hook(), "ROLLBACK")
	case change.RollBackDeployment:
		return c.writer.StopServiceDeployment(ctx, r.Deployment())
	}
	c.t.Fatalf("nobody makes %q", r.Kind)
	return change.Answer{}
}

func (c *changer) Resolved(_ change.Request, outcome change.Outcome) {
	c.resolved = append(c.resolved, outcome)
}

// change asks for the deletion of a set of checkout.
func (c *changer) change(set string, o ChangeOptions) error {
	c.t.Helper()
	c.out.Reset()
	c.err.Reset()
	if o.Scope.Service == "" {
		o.Scope = Scope{Cluster: "shop", Service: "checkout"}
	}
	o.Scope.Set = set
	scope, _, err := o.Scope.Complete()
	if err != nil {
		return err
	}
	if o.Plan == Make && o.Kind == "" {
		o.Kind = change.DeleteTaskSet
	}
	o.Scope = scope
	if o.Format == "" {
		o.Format = output.Table
	}
	if o.Timeout == 0 {
		o.Timeout = 10 * time.Minute
	}
	o.Refresh = 5 * time.Second
	return c.shell.Change(c.ctx, c.source, o)
}

// sent checks how many deletions were asked for.
func (c *changer) sent(want int) {
	c.t.Helper()
	if got := c.ecs.Count("DeleteTaskSet"); got != want {
		c.t.Errorf("%d deletions were sent, want %d", got, want)
	}
}

// A set that nobody needs is deleted once, and the outcome is written.
func TestAChangeIsSentOnce(t *testing.T) {
	t.Parallel()
	c := newChanger(t, shop())
	if err := c.change(setTwo, ChangeOptions{Yes: true}); err != nil {
		t.Fatal(err)
	}
	c.sent(1)
	if got := c.out.String(); !strings.HasPrefix(got, "DeleteTaskSet "+setTwo+": accepted, it is DRAINING, request id ") || strings.Count(got, "\n") != 1 {
		t.Errorf("%q", got)
	}
	if got := c.err.String(); !strings.Contains(got, "warning  2 tasks run and the scale is 50%: ECS may refuse unless forced; scale it to 0 first\n") ||
		!strings.Contains(got, "ok       enough is left: running 6 → 4, desired 4\n") {
		t.Errorf("\n%s", got)
	}
}

// Where nobody can be asked a script has to say yes; what is wrong before the first request
// makes none.
func TestWhatIsWrongIsToldBeforeAnyRequest(t *testing.T) {
	t.Parallel()
	c := newChanger(t, shop())
	readOnly := newChanger(t, shop())
	readOnly.source.Forbids = func(string, change.Kind) string { return "tealset was started with --read-only" }
	for says, test := range map[string]struct {
		on *changer
		o  ChangeOptions
	}{
		"--yes is needed where nobody can be asked": {c, ChangeOptions{}},
		"only beside --yes":                         {c, ChangeOptions{Name: "checkout", DryRun: true}},
		"--confirm names the service \"web\"":       {c, ChangeOptions{Name: "web", Yes: true}},
		"leave out --wait":                          {c, ChangeOptions{DryRun: true, Wait: true}},
		"--timeout":                                 {c, ChangeOptions{Yes: true, Wait: true, Timeout: time.Millisecond}},
		"started with --read-only":                  {readOnly, ChangeOptions{Yes: true}},
	} {
		ends(t, test.on.change(setTwo, test.o), CodeUsage, says)
		if n := test.on.ecs.Count("*"); n != 0 {
			t.Errorf("%s: %d requests", says, n)
		}
	}
	ends(t, c.change("PRIMARY", ChangeOptions{Yes: true}), CodeUsage, "is not a task set")
	ends(t, c.change("", ChangeOptions{Yes: true}), CodeUsage, "no task set is named")
	for _, text := range []string{"status", "=x", "nosuch=1", "health=serving"} {
		if _, err := ParseExpectation(text); err == nil {
			t.Errorf("--if %s is understood", text)
		}
	}
}

// Where a list allows only some kinds of change, what it allows can be made although the kind is
// known by the service alone, and what it does not allow is refused before the first request.
func TestAListOfKindsAllowsWhatTheServiceTells(t *testing.T) {
	t.Parallel()
	deploying := func(allowed ...change.Kind) *changer {
		c := newChanger(t, ecsfake.World{})
		c.ecs = ecsfake.Demo(c.clock.Now)
		c.source.Reader, c.writer = ecsapi.New(ecsapi.Fixed{Region: "eu-west-1", Endpoint: "http://ecs.invalid", Transport: c.ecs.Client().Transport})
		c.source.Forbids = func(_ string, kind change.Kind) string {
			if slices.Contains(allowed, kind) {
				return ""
			}
			return string(kind) + " is not in the list"
		}
		return c
	}
	for name, test := range map[string]struct {
		kind    change.Kind
		service string
		o       ChangeOptions
	}{
		"back from CodeDeploy": {change.StopCodeDeploy, "inventory", ChangeOptions{Plan: GoBack}},
		"back at a hook":       {change.RollBackHook, "storefront", ChangeOptions{Plan: GoBack}},
		"on at a hook":         {change.ContinueHook, "storefront", ChangeOptions{Plan: Continue}},
		"on with CodeDeploy":   {change.RerouteTraffic, "inventory", ChangeOptions{Plan: Continue, WaitType: WaitReady}},
	} {
		test.o.Scope, test.o.Yes = Scope{Cluster: "shop-prod", Service: test.service}, true
		if err := deploying(test.kind).change("", test.o); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		c := deploying(change.DeleteTaskSet)
		ends(t, c.change("", test.o), CodeUsage, "is not in the list")
		if n := c.ecs.Count("*"); n != 0 {
			t.Errorf("%s: %d requests", name, n)
		}
	}
}

// Read-only for the account alone is seen when the account is known, and nothing is sent.
func TestReadOnlyOfAnAccount(t *testing.T) {
	t.Parallel()
	c := newChanger(t, shop())
	c.source.Forbids = func(account string, _ change.Kind) string {
		if account == "123456789012" {
			return "123456789012 matches a pattern"
		}
		return ""
	}
	ends(t, c.change(setTwo, ChangeOptions{Yes: true}), CodeUsage, "matches a pattern")
	c.sent(0)
}

// A danger wants the service's name: from a person, or by --confirm beside --yes. --force
// stands for neither.
func TestADangerWantsTheName(t *testing.T) {
	t.Parallel()
	c := newChanger(t, shop())
	ends(t, c.change(setOne, ChangeOptions{Yes: true, Force: true}), CodeNo, "give --confirm checkout as well")
	if !strings.Contains(c.err.String(), "danger   this is the PRIMARY") {
		t.Errorf("\n%s", c.err.String())
	}
	ends(t, c.change(setOne, ChangeOptions{DryRun: true, Force: true}), CodeNo, "give --confirm checkout as well")
	ends(t, c.change(setOne, ChangeOptions{Yes: true, Name: "checkout"}), CodeNo, "this is the PRIMARY: ECS refuses unless forced")
	answers := map[string]string{}
	c.shell.Ask = func(question string) (string, error) { return answers["name"], nil }
	answers["name"] = "y"
	ends(t, c.change(setOne, ChangeOptions{Force: true}), CodeNo, "the name is not that of the service")
	c.sent(0)
	if err := c.change(setOne, ChangeOptions{Force: true, Yes: true, Name: "checkout"}); err != nil {
		t.Error(err)
	}
	c.sent(1)
}

// Where the configuration wants the name always, it is wanted where nothing is in danger too.
func TestTheNameCanBeWantedAlways(t *testing.T) {
	t.Parallel()
	c := newChanger(t, shop())
	c.source.NameAlways = true
	ends(t, c.change(setTwo, ChangeOptions{Yes: true}), CodeNo, "give --confirm checkout as well")
	c.sent(0)
	if err := c.change(setTwo, ChangeOptions{Yes: true, Name: "checkout"}); err != nil {
		t.Error(err)
	}
	c.sent(1)
}

// A person is asked for y where nothing is in danger, and can say no. The question names the
// account and the Region: the line may be typed in the wrong terminal.
func TestAPersonIsAsked(t *testing.T) {
	t.Parallel()
	c := newChanger(t, shop())
	var asked string
	answer := ""
	c.shell.Ask = func(question string) (string, error) { asked = question; return answer, nil }
	ends(t, c.change("222222", ChangeOptions{}), CodeNo, "it was not confirmed; nothing was sent")
	c.sent(0)
	if asked != "delete "+setTwo+" of checkout (cluster shop, account 123456789012, eu-west-1, profile oncall)? [y/N]" {
		t.Error(asked)
	}
	answer = "y"
	if err := c.change("222222", ChangeOptions{}); err != nil {
		t.Error(err)
	}
	c.sent(1)
}

// A dry run tells the checks and what would be sent; where the checks say no it is 1.
func TestADryRunSendsNothing(t *testing.T) {
	t.Parallel()
	c := newChanger(t, shop())
	if err := c.change(setTwo, ChangeOptions{DryRun: true}); err != nil {
		t.Error(err)
	}
	lines := strings.Split(strings.TrimSpace(c.out.String()), "\n")
	if lines[len(lines)-1] != "would ask: DeleteTaskSet cluster=shop service=checkout taskSet="+setTwo+" force=false" || !strings.HasPrefix(lines[0], "warning  ") || c.err.Len() > 0 {
		t.Errorf("\n%s%s", c.out.String(), c.err.String())
	}
	ends(t, c.change(setOne, ChangeOptions{DryRun: true}), CodeNo, "the checks say no")
	c.sent(0)
}

// What a script expects has to hold when it asks and when it sends.
func TestExpectationsHaveToHold(t *testing.T) {
	t.Parallel()
	c := newChanger(t, shop())
	expect := func(texts ...string) (expected []Expectation) {
		for _, text := range texts {
			e, err := ParseExpectation(text)
			if err != nil {
				t.Fatal(err)
			}
			expected = append(expected, e)
		}
		return expected
	}
	ends(t, c.change(setTwo, ChangeOptions{Yes: true, If: expect("status=ACTIVE", "runningCount=0")}), CodeNo, `runningCount is "2", not "0"; nothing was sent`)
	c.sent(0)
	if err := c.change(setTwo, ChangeOptions{Yes: true, If: expect("status=ACTIVE", "runningCount=2", "scale=50", "taskDefinition=checkout:42")}); err != nil {
		t.Error(err)
	}
	c.sent(1)
}

// An expectation that held at first and does not any more when the set is read again sends
// nothing, although no role and no scale has changed.
func TestExpectationsHaveToHoldWhenItIsSent(t *testing.T) {
	t.Parallel()
	c := newChanger(t, rollout())
	c.shell.Ask = func(string) (string, error) {
		c.clock.Advance(8 * time.Second) // a task starts
		return "y", nil
	}
	ends(t, c.change(setTwo, ChangeOptions{If: []Expectation{{"runningCount", "0"}}}), CodeNo, "it changed meanwhile: runningCount is")
	c.sent(0)
}

// What changes while a person thinks takes the word back.
func TestWhatChangedMeanwhileIsNotSent(t *testing.T) {
	t.Parallel()
	c := newChanger(t, shop())
	c.shell.Ask = func(string) (string, error) {
		service, err := c.source.Reader.DescribeService(t.Context(), model.ServiceRef{Cluster: "shop", Service: "checkout"})
		if err != nil {
			t.Fatal(err)
		}
		c.writer.DeleteTaskSet(t.Context(), service.TaskSetRef(service.TaskSets[1]), true) // somebody else
		return "y", nil
	}
	ends(t, c.change(setTwo, ChangeOptions{}), CodeNo, "it changed meanwhile: its role was ACTIVE and is DRAINING; nothing was sent")
	c.sent(1)
}

// Traffic that comes to a set while a person thinks takes the word back as well.
func TestTrafficThatCameMeanwhileStopsTheDeletion(t *testing.T) {
	t.Parallel()
	world := shop()
	for i, group := range []string{"blue", "green"} {
		world.Clusters[0].Services[0].TaskSets[i].TargetGroup = group
	}
	goes := func(group, other string) []ecsfake.Weighted {
		return []ecsfake.Weighted{{Group: group, Weight: new(100)}, {Group: other, Weight: new(0)}}
	}
	world.Balancers = []ecsfake.Balancer{{Name: "front", Listeners: []ecsfake.Listener{{Port: 443, Default: ecsfake.Split(goes("blue", "green")...)}}}}
	c := newChanger(t, world)
	c.shell.Ask = func(string) (string, error) {
		c.ecs.Weigh("front", 443, "default", goes("green", "blue")...)
		return "y", nil
	}
	ends(t, c.change(setTwo, ChangeOptions{}), CodeNo, "it changed meanwhile: 100 % of :443 goes to this set")
	c.sent(0)
}

// Every outcome has the same document, and its exit code.
func TestEveryOutcomeIsADocument(t *testing.T) {
	t.Parallel()
	for outcome, test := range map[change.Outcome]struct {
		fault ecsfake.Fault
		code  int
	}{
		change.Accepted: {ecsfake.Fault{}, 0},
		change.Refused:  {ecsfake.Denied(), CodeNo},
		change.Gone:     {ecsfake.Exception("TaskSetNotFoundException", "gone"), 0},
		change.Unknown:  {ecsfake.Dropped().Late(), CodeUnknown},
	} {
		c := newChanger(t, shop())
		if outcome != change.Accepted {
			c.ecs.Fail("DeleteTaskSet", 1, test.fault)
		}
		err := c.change(setTwo, ChangeOptions{Yes: true, Format: output.JSON})
		if test.code != 0 {
			ends(t, err, test.code, "")
		} else if err != nil {
			t.Errorf("%s: %v", outcome, err)
		}
		var document struct {
			SchemaVersion                 int
			Operation, Outcome, RequestID string
			Attempts                      int
			TaskSet                       struct{ Status string }
			Checks                        []any
			Fault                         map[string]string
		}
		if err := json.Unmarshal([]byte(c.out.String()), &document); err != nil {
			t.Fatalf("%s: %v\n%s", outcome, err, c.out.String())
		}
		if document.Outcome != string(outcome) || document.Operation != "DeleteTaskSet" || document.Attempts != 1 || len(document.Checks) == 0 ||
			(document.Fault == nil) != (outcome == change.Accepted) || outcome == change.Accepted && document.TaskSet.Status != "DRAINING" {
			t.Errorf("%s:\n%s", outcome, c.out.String())
		}
		c.sent(1)
	}
	c := newChanger(t, shop())
	ends(t, c.change(setOne, ChangeOptions{Yes: true, Format: output.JSON}), CodeNo, "the checks say no")
	if !strings.Contains(c.out.String(), `"outcome":"not sent"`) || !strings.Contains(c.out.String(), `"fault":{"message":"the checks say no`) {
		t.Error(c.out.String())
	}
	ends(t, c.change("ecs-svc/9999999999999999999", ChangeOptions{Yes: true}), CodeNo, "there is no task set")
}

// The target of a change may be gone when it is sent. That is what a deletion is for; every other
// change has not happened then.
func TestATargetThatIsGoneIsTheEndOfADeletionAlone(t *testing.T) {
	t.Parallel()
	gone := ecsfake.Exception("TaskSetNotFoundException", "gone")
	half := 50.0
	for kind, test := range map[change.Kind]struct {
		set string
		o   ChangeOptions
	}{
		change.DeleteTaskSet:  {setTwo, ChangeOptions{}},
		change.PromoteTaskSet: {setTwo, ChangeOptions{Kind: change.PromoteTaskSet}},
		change.ScaleTaskSet:   {setTwo, ChangeOptions{Kind: change.ScaleTaskSet, Percent: &half}},
		change.RestorePrimary: {setTwo, ChangeOptions{Plan: GoBack}},
	} {
		for _, wait := range []bool{false, true} {
			world := shop()
			world.Clusters[0].Services[0].TaskSets[1].Scale = new(100.0)
			c := newChanger(t, world)
			c.ecs.Fail(kind.Operation(), 1, gone)
			test.o.Yes, test.o.Name, test.o.Wait = true, "checkout", wait
			if err := c.change(test.set, test.o); kind != change.DeleteTaskSet {
				ends(t, err, CodeNo, "is gone: it was not "+kind.Done())
			} else if err != nil {
				t.Error(err)
			}
			if got := c.out.String(); !strings.HasPrefix(got, kind.Operation()+" "+test.set+": gone, request id ") || c.ecs.Count(kind.Operation()) != 1 {
				t.Errorf("%s: %q", kind, got)
			}
		}
	}
}

// A change that was accepted, and whose set goes away while its effect is awaited, did not have it.
func TestAnEffectThatCannotComeIsNoSuccess(t *testing.T) {
	t.Parallel()
	c := newChanger(t, shop())
	sleep := c.shell.Sleep
	c.shell.Sleep = func(ctx context.Context, d time.Duration) error {
		service, err := c.source.Reader.DescribeService(ctx, model.ServiceRef{Cluster: "shop", Service: "checkout"})
		if err != nil {
			return err
		}
		if set, ok := service.TaskSet(taskSetARN(service, setTwo)); ok && !set.Draining() {
			c.writer.DeleteTaskSet(ctx, service.TaskSetRef(set), true) // somebody else
		}
		return sleep(ctx, d)
	}
	full := 100.0
	err := c.change(setTwo, ChangeOptions{Kind: change.ScaleTaskSet, Percent: &full, Yes: true, Name: "checkout", Wait: true})
	ends(t, err, CodeNo, "it was accepted, and "+setTwo+" is gone: it was not scaled")
}

// taskSetARN is the ARN of a set of a service, by its id.
func taskSetARN(service model.Service, id string) string {
	for _, set := range service.TaskSets {
		if set.ID == id {
			return set.ARN
		}
	}
	return ""
}

// failing is an output that takes nothing, as a disk that is full.
type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

// An answer that cannot be written is not a change that has not happened: a script that tries
// again would send it twice. Where nothing was changed it is 1 as ever.
func TestAnAnswerThatCannotBeWrittenIsNoChangeThatHasNotHappened(t *testing.T) {
	t.Parallel()
	full := 100.0
	for _, format := range []output.Format{output.Table, output.JSON} {
		for name, o := range map[string]ChangeOptions{
			"delete": {}, "scale": {Kind: change.ScaleTaskSet, Percent: &full}, "waited for": {Wait: true},
			"out of time": {Wait: true, Timeout: 10 * time.Second},
		} {
			c := newChanger(t, shop())
			c.shell.Out = failing{}
			o.Yes, o.Name, o.Format = true, "checkout", format
			t.Log(name, format)
			ends(t, c.change(setTwo, o), CodeUnknown, ", but the answer could not be written: no space left on device")
		}
		c := newChanger(t, shop())
		c.shell.Out = failing{}
		c.ecs.Fail("DeleteTaskSet", 1, ecsfake.Denied())
		if err := c.change(setTwo, ChangeOptions{Yes: true, Format: format}); err == nil || errors.As(err, new(Error)) {
			t.Errorf("refused: %v", err)
		}
	}
}

// A signal while the effect of a change is awaited leaves what is known of it as the answer, in
// the format that was asked for.
func TestWhatIsKnownIsWrittenWhenASignalEndsTheWait(t *testing.T) {
	t.Parallel()
	for format, want := range map[output.Format]string{output.Table: ": accepted, it is DRAINING", output.JSON: `"outcome":"accepted"`} {
		c := newChanger(t, shop())
		ctx, cancel := context.WithCancelCause(t.Context())
		c.ctx = ctx
		signal := errors.New("SIGTERM")
		c.slept = func() { cancel(signal) }
		if err := c.change(setTwo, ChangeOptions{Yes: true, Wait: true, Format: format}); !errors.Is(err, signal) {
			t.Error(err)
		}
		if got := c.out.String(); !strings.Contains(got, want) {
			t.Errorf("%s: %q", format, got)
		}
	}
}

// With --wait the command ends when the set is gone, or when the time is up; an outcome that
// was not known is found out.
func TestAChangeIsWaitedFor(t *testing.T) {
	t.Parallel()
	c := newChanger(t, shop())
	if err := c.change(setTwo, ChangeOptions{Yes: true, Wait: true}); err != nil || !strings.Contains(c.out.String(), "gone") {
		t.Errorf("%v\n%s", err, c.out.String())
	}
	c = newChanger(t, shop())
	err := c.change(setTwo, ChangeOptions{Yes: true, Wait: true, Timeout: 10 * time.Second})
	if told, ok := errors.AsType[Error](err); !ok || told.Code != CodeTime || !strings.Contains(c.out.String(), "accepted") {
		t.Errorf("%v\n%s", err, c.out.String())
	}
	c = newChanger(t, shop())
	c.ecs.Fail("DeleteTaskSet", 1, ecsfake.Dropped().Late())
	if err := c.change(setTwo, ChangeOptions{Yes: true, Wait: true}); err != nil || !slices.Equal(c.resolved, []change.Outcome{change.Accepted}) {
		t.Errorf("%v, resolved %v", err, c.resolved)
	}
}

// A change goes through the gateway and into the trail like one of the dashboard.
func TestAChangeIsInTheTrail(t *testing.T) {
	t.Parallel()
	c := newTrailed(t, shop())
	if err := c.change(setTwo, ChangeOptions{Yes: true}); err != nil {
		t.Fatal(err)
	}
	records, _, err := audit.Read(c.path)
	if err != nil || len(records) != 2 || records[0].Kind != audit.Intent || records[1].Outcome != change.Accepted || !strings.HasSuffix(records[0].TaskSet, setTwo) {
		t.Errorf("%v\n%+v", err, records)
	}
}
