package change

import (
	"cmp"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"tealset/model"
)

// told finds a check of the severity that begins with the text.
func told(checks []Check, severity Severity, text string) bool {
	return slices.ContainsFunc(checks, func(c Check) bool {
		return c.Severity == severity && strings.HasPrefix(c.Sentence, text)
	})
}

var force = Circumstances{Force: true}

// Each risk is told where there is one, in the words that matter, and not told
// where there is none.
func TestPreflightTellsEachRisk(t *testing.T) {
	t.Parallel()
	codeDeploys := both(controlledBy(model.ControllerCodeDeploy), target(func(t *model.TaskSet) { t.ExternalID = "d-K3LM0V5DF" }))
	classic := model.TaskSet{LoadBalancers: []model.LoadBalancer{{LoadBalancerName: "classic"}}}
	for _, test := range []struct {
		name     string
		change   func(*model.Service)
		severity Severity
		says     string // empty: nothing beyond what is said of a harmless deletion
	}{
		{"the primary itself", target(role(model.StatusPrimary)), Block, "this is the PRIMARY: ECS refuses unless forced"},
		{"a set that drains", target(role(model.StatusDraining), running(1)), Block, "already DRAINING: 1 task left, then it disappears"},
		{"a set that drains, with more tasks", target(role(model.StatusDraining), running(2)), Block, "already DRAINING: 2 tasks left, "},
		{"a service that drains", serviceStatus("DRAINING"), Block, "the service is DRAINING: ECS answers ServiceNotActiveException"},
		{"a deleted service", serviceStatus("INACTIVE"), Block, "the service is INACTIVE"},
		{"a service of no known status", serviceStatus(""), OK, ""},
		{"CodeDeploy", controlledBy(model.ControllerCodeDeploy), Block, "CodeDeploy owns this set: ECS deletes sets of EXTERNAL services only"},
		{"a deployment of CodeDeploy", codeDeploys, Block, "CodeDeploy owns this set by deployment d-K3LM0V5DF: "},
		{"an external id without CodeDeploy", target(func(t *model.TaskSet) { t.ExternalID = "d-K3LM0V5DF" }), OK, ""},
		{"ECS's own controller", controlledBy(model.ControllerECS), Block, "the deployment controller is ECS, not EXTERNAL"},
		{"no controller", controlledBy(""), Block, "the deployment controller is ECS, not EXTERNAL"},
		{"a controller that nobody has heard of", controlledBy("KUBERNETES"), Block, "the deployment controller is KUBERNETES, not EXTERNAL"},

		{"the last tasks", both(target(running(2)), primary(running(0))), Danger, "the only set with running tasks: running 2 → 0, desired 4"},
		{"the last tasks but for a draining set's", both(target(running(2)), primary(role(model.StatusDraining))), Danger, "the only set with running tasks: running 2 → 0, desired 4"},
		{"the last tasks of a service that wants none", both(target(running(2)), primary(running(0)), desired(0)), Danger, "the only set with running tasks: running 2 → 0, desired 0"},
		{"fewer than desired are left", both(target(running(2)), primary(running(3))), Danger, "too little is left: running 5 → 3, desired 4"},
		{"as many as desired are left", target(running(2)), OK, "enough is left: running 6 → 4, desired 4"},
		{"enough is left, but in no steady set", both(target(running(4)), primary(stabilizing)), Danger, "too little of what is left is steady: running 8 → 4, of which 0 in steady sets, desired 4"},
		{"enough is left, in part in a steady set", both(target(running(4)), primary(running(3), wanting(3)), beside(setOf(3, model.StatusActive, 2, stabilizing))), Danger, "too little of what is left is steady: running 9 → 5, of which 3 in steady sets, desired 4"},
		{"more than enough, and enough of it in a steady set", both(target(running(1)), beside(setOf(3, model.StatusActive, 2, stabilizing))), OK, "enough is left: running 7 → 6, of which 4 in steady sets, desired 4"},
		{"too little is left, in a set that is not steady", both(target(running(1)), primary(running(1), stabilizing)), Danger, "too little is left: running 2 → 1, of which 0 in steady sets, desired 4"},
		{"counts below zero", both(target(running(2)), beside(setOf(3, model.StatusActive, -9))), OK, "enough is left: running 6 → 4, desired 4"},
		{"less than no task in the set itself", target(running(-1), scaled(0)), OK, "no running task is lost: running 4 → 4, desired 4"},
		{"nothing runs in it, and too little beside it", primary(running(3), scaled(75)), OK, "no running task is lost: running 3 → 3, desired 4"},
		{"nothing runs anywhere", primary(running(0), scaled(0)), OK, "no running task is lost: running 0 → 0, desired 4"},

		{"an unsteady primary", primary(stabilizing), Danger, "the PRIMARY …000000001 is not steady: 4 of 4 tasks run"},
		{"a primary that is not full", primary(running(3)), Danger, "the PRIMARY …000000001 is not steady: 3 of 4 tasks run"},
		{"a primary that is to run nothing", primary(running(0), wanting(0)), Danger, "the PRIMARY …000000001 runs no task and is to run none, while the service wants 4"},
		{"a primary that is to run nothing, but does", primary(running(1), wanting(0)), OK, "no running task is lost: running 1 → 1, desired 4"},
		{"a primary that is to run something, but does not", primary(running(0), wanting(1)), Danger, "the PRIMARY …000000001 is not steady: 0 of 1 tasks run"},
		{"a second primary", beside(setOf(3, model.StatusPrimary, 0, wanting(0))), OK, "not PRIMARY: …000000001 keeps that role"},
		{"a primary of nothing, of a service that wants nothing", both(primary(running(0), wanting(0)), desired(0)), OK, "no running task is lost: running 0 → 0, desired 0"},
		{"a primary that is more than full", primary(running(5)), OK, "no running task is lost: running 5 → 5, desired 4"},
		{"a primary that just changed", primary(updated(ago(10*minute - 1))), Warning, "the PRIMARY …000000001 changed less than ten minutes ago"},
		{"a primary that changed ten minutes ago", primary(updated(ago(10 * minute))), OK, ""},
		{"a primary of no known change", primary(updated(time.Time{})), OK, ""},
		{"no primary", primary(role(model.StatusActive)), Warning, "no set is PRIMARY"},

		{"running tasks", target(running(2)), Warning, "2 tasks run and the scale is 0%: ECS may refuse unless forced"},
		{"one running task", target(running(1), scaled(12.5)), Warning, "1 task runs and the scale is 12.5%"},
		{"a scale above zero", target(scaled(0.1)), Warning, "no task runs and the scale is 0.1%"},
		{"a third", target(scaled(100. / 3)), Warning, "no task runs and the scale is 33.3%:"},
		{"next to nothing", target(scaled(0.004)), Warning, "no task runs and the scale is 0.004%:"},
		{"a scale in another unit", target(func(t *model.TaskSet) { t.Scale = &model.Scale{Value: 2, Unit: "TASKS"} }), Warning, "no task runs and the scale is 2 TASKS:"},
		{"running tasks and no scale", target(running(1), unscaled), Warning, "1 task runs and the scale is –:"},
		{"no scale", target(unscaled), Unanswered, "ECS did not tell its scale"},
		{"a young set", target(created(ago(10*minute - 1))), Warning, "created less than ten minutes ago"},
		{"a set from the future", target(created(noon.Add(day))), Warning, "created less than ten minutes ago"},
		{"a set of ten minutes", target(created(ago(10 * minute))), OK, ""},
		{"a set of no known age", target(created(time.Time{})), OK, ""},
		{"a shared target group", target(registersWith(setOf(1, "", 0))), Warning, "another set registers with the same target group"},
		{"a target group of its own", target(registersWith(setOf(3, "", 0))), OK, ""},
		{"no target group, twice", both(target(registersWith(classic)), primary(registersWith(classic))), OK, ""},
	} {
		service := harmless(test.change)
		checks := preflight(service, Circumstances{})
		if test.says == "" {
			if diff := gocmp.Diff(preflight(harmless(), Circumstances{}), checks); diff != "" {
				t.Errorf("%s (-harmless +got):\n%s", test.name, diff)
			}
			continue
		}
		if !told(checks, test.severity, test.says) {
			t.Errorf("%s: no check of severity %d says %q:\n%+v", test.name, test.severity, test.says, checks)
		}
	}
}

// Each of these checks speaks where its data are there and is silent where not.
func TestPreflightChecksOfOwnersAndCircumstances(t *testing.T) {
	t.Parallel()
	tagged := func(key, value string) func(*model.Service) {
		return target(func(t *model.TaskSet) { t.Tags = []model.Tag{{Key: key, Value: value}} })
	}
	startedBy := func(who string) func(*model.Service) {
		return target(func(t *model.TaskSet) { t.StartedBy = who })
	}
	revision := func(n int) func(*model.Service) {
		return target(func(t *model.TaskSet) { t.TaskDefinition = setOf(n, "", 0).TaskDefinition })
	}
	var none Circumstances
	for _, test := range []struct {
		name     string
		says     string
		severity Severity
		yes, no  func(*model.Service)
		in, out  Circumstances
	}{
		{"the last set on its task definition", "the last set on checkout:42: going back", Warning, target(), revision(1), none, none},
		{
			"the last but for a draining one", "the last set on checkout:41: going back", Warning,
			both(revision(1), primary(role(model.StatusDraining))), revision(1), none, none,
		},
		{
			"no task definition", "the last set on", Warning,
			target(), target(func(t *model.TaskSet) { t.TaskDefinition = "" }), none, none,
		},
		{
			"CloudFormation", "CloudFormation stack shop manages this", Warning,
			tagged("aws:cloudformation:stack-name", "shop"), tagged("stack", "shop"), none, none,
		},
		{"PipeCD", "PipeCD manages this", Warning, tagged("pipecd-dev-managed-by", "piped"), tagged("managed-by", "hand"), none, none},
		{"Terraform by value", "Terraform manages this", Warning, tagged("ManagedBy", "Terraform"), tagged("ManagedBy", "Terra"), none, none},
		{"Terraform by key", "Terraform manages this", Warning, tagged("Terraform-Workspace", "a"), tagged("workspace", "a"), none, none},
		{
			"Terraform by the service", "Terraform manages this", Warning,
			func(s *model.Service) { s.Tags = []model.Tag{{Key: "ManagedBy", Value: "Terraform"}} }, target(), none, none,
		},
		{"CodeDeploy", "CodeDeploy manages this", Warning, startedBy("CODE_DEPLOY"), startedBy("me"), none, none},
		{
			"traffic", "traffic weights and target health are not looked up", Unanswered,
			target(), target(func(t *model.TaskSet) { t.LoadBalancers = nil }), none, none,
		},
		{
			"old data", "the data on the screen is ", Warning, target(), target(),
			Circumstances{ReadAt: ago(16 * time.Second)},
			Circumstances{ReadAt: ago(15 * time.Second)},
		},
		{
			"very old data", "the data on the screen is 3h old: ", Warning, target(), target(),
			Circumstances{ReadAt: ago(3*time.Hour + 59*minute)},
			none,
		},
		{
			"a failed read", "the data on the screen is 5s old, and the last read failed: ", Warning, target(), target(),
			Circumstances{ReadAt: ago(5 * time.Second), ReadFailed: true},
			Circumstances{ReadAt: ago(5 * time.Second)},
		},
		{
			"another endpoint", "the endpoint is not AWS's: http://127.0.0.1:1", Warning, target(), target(),
			Circumstances{Endpoint: "http://127.0.0.1:1"},
			none,
		},
	} {
		if yes := preflight(harmless(test.yes), test.in); !told(yes, test.severity, test.says) {
			t.Errorf("%s: nothing says %q:\n%+v", test.name, test.says, yes)
		}
		if no := preflight(harmless(test.no), test.out); told(no, test.severity, test.says) {
			t.Errorf("%s: %q is said without a reason", test.name, test.says)
		}
	}
}

// untold is a set of which ECS does not tell the stability: its counts decide.
func untold(t *model.TaskSet) { t.StabilityStatus, t.StabilityStatusAt = "", time.Time{} }

// A PRIMARY that stays is judged by what it runs, by what it is to run, and by what the
// service wants: at 0 of 0 tasks ECS calls it steady.
func TestHowThePrimaryThatStaysIsJudged(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		change func(*model.Service)
		want   string // empty for nothing
		have   int64
		need   int64
	}{
		{"full", target(), "", 0, 0},
		{"more than full", primary(running(5)), "", 0, 0},
		{"to run nothing, but it does", primary(running(1), wanting(0)), "", 0, 0},
		{"to run nothing, for a service that wants nothing", both(primary(running(0), wanting(0)), desired(0)), "", 0, 0},
		{"to run nothing, for a service that wants one", both(primary(running(0), wanting(0)), desired(1)), "runs no task and is to run none, while the service wants 1", 0, 1},
		{"less than nothing", primary(running(-1), wanting(-1)), "runs no task and is to run none, while the service wants 4", -1, 4},
		{"empty and not steady", primary(running(0), wanting(0), stabilizing), "runs no task and is to run none, while the service wants 4", 0, 4},
		{"to run one, but it does not", primary(running(0), wanting(1)), "is not steady: 0 of 1 tasks run", 0, 1},
		{"not full", primary(running(3)), "is not steady: 3 of 4 tasks run", 3, 4},
		{"not steady", primary(stabilizing), "is not steady: 4 of 4 tasks run", 4, 4},
		{"not full, and its stability not told", primary(running(3), func(t *model.TaskSet) { t.StabilityStatus = "" }), "is not steady: 3 of 4 tasks run", 3, 4},
		{"full, its stability not told", primary(untold), "", 0, 0},
		{"with a task pending, its stability not told", primary(untold, func(t *model.TaskSet) { t.Pending = 1 }), "is not steady: 4 of 4 tasks run", 4, 4},
	} {
		var got []Check
		for _, check := range preflight(harmless(test.change), Circumstances{}) {
			if check.ID == CheckPrimary {
				got = append(got, check)
			}
		}
		var want []Check
		if test.want != "" {
			want = []Check{{ID: CheckPrimary, Severity: Danger, Have: test.have, Need: test.need, Sentence: "the PRIMARY …000000001 " + test.want, Instead: "Wait until it is."}}
			if strings.Contains(test.want, "is to run none") {
				want[0].Instead = "Scale the PRIMARY up first, or promote another set."
			}
		}
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

// Each way in which capacity goes has its own step that helps.
func TestWhatToDoInsteadOfLosingCapacity(t *testing.T) {
	t.Parallel()
	for instead, change := range map[string]func(*model.Service){
		"":                                     target(running(2)),
		"Start and promote another set first.": both(target(running(2)), primary(running(0))),
		"Scale another set up first.":          both(target(running(2)), primary(running(3))),
		"Wait until it is.":                    both(target(running(2)), primary(stabilizing)),
	} {
		for _, check := range preflight(harmless(change), Circumstances{}) {
			if check.ID == CheckCapacity && check.Instead != instead {
				t.Errorf("%q: %q", check.Sentence, check.Instead)
			}
		}
	}
}

// An owner that several tags name is told of once, and each of two owners.
func TestPreflightNamesEachOwnerOnce(t *testing.T) {
	t.Parallel()
	service := harmless()
	service.Tags = []model.Tag{{Key: "pipecd-dev-piped", Value: "a"}, {Key: "terraform", Value: "yes"}}
	service.TaskSets[1].Tags = []model.Tag{{Key: "pipecd-dev-managed-by", Value: "piped"}}
	var owners []string
	for _, check := range preflight(service, Circumstances{}) {
		if check.ID == CheckOwner {
			owners = append(owners, check.Sentence)
		}
	}
	want := []string{
		"PipeCD manages this: it may make the set anew, or fail without it",
		"Terraform manages this: it may make the set anew, or fail without it",
	}
	if diff := gocmp.Diff(want, owners); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Of a harmless deletion there is no danger to tell: who keeps serving, that no
// capacity goes, what is given up, and what is not known.
func TestPreflightOfAHarmlessDeletion(t *testing.T) {
	t.Parallel()
	want := []Check{
		{ID: CheckRevision, Severity: Warning, Sentence: "the last set on checkout:42: going back to it will need a new set"},
		{
			ID: CheckTraffic, Severity: Unanswered, Sentence: "traffic weights and target health are not looked up here",
			Instead: "Look at the load balancer.",
		},
		{ID: CheckRole, Severity: OK, Sentence: "not PRIMARY: …000000001 keeps that role"},
		{ID: CheckCapacity, Severity: OK, Have: 4, Need: 4, Sentence: "no running task is lost: running 4 → 4, desired 4"},
	}
	if diff := gocmp.Diff(want, preflight(harmless(), Circumstances{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// The worst finding stands first, and the severities are in that order.
func TestSeveritiesAreOrderedWorstFirst(t *testing.T) {
	t.Parallel()
	if order := []Severity{Block, Danger, Warning, Unanswered, OK}; !slices.IsSorted(order) {
		t.Errorf("%v", order)
	}
	service := harmless(target(role(model.StatusPrimary), running(4), unscaled), primary(role(model.StatusActive), running(1)))
	checks := preflight(service, Circumstances{Endpoint: "http://127.0.0.1:1"})
	if !slices.IsSortedFunc(checks, func(a, b Check) int { return cmp.Compare(a.Severity, b.Severity) }) {
		t.Errorf("out of order: %+v", checks)
	}
}

// With force ticked, the dialog says what force does: the PRIMARY is a danger that is
// named, and no sentence speaks of a refusal that force overrides.
func TestForceIsSaidForWhatItDoes(t *testing.T) {
	t.Parallel()
	service := harmless(target(role(model.StatusPrimary), running(4), scaled(100)), primary(role(model.StatusActive)))
	checks := preflight(service, force)
	if !told(checks, Danger, "this is the PRIMARY: force deletes the set that serves production traffic") {
		t.Errorf("a forced PRIMARY looks calm: %+v", checks)
	}
	if !told(checks, Warning, "4 tasks run and the scale is 100%: force deletes it all the same") {
		t.Errorf("what force does is not said: %+v", checks)
	}
	for _, check := range checks {
		if strings.Contains(check.Sentence, "unless forced") {
			t.Errorf("force is ticked, and still: %q", check.Sentence)
		}
	}
	if Blocked(checks) || !AtRisk(checks) {
		t.Errorf("blocked %t, at risk %t", Blocked(checks), AtRisk(checks))
	}
}

// What to do instead fits the set: nobody is told to scale the PRIMARY to zero.
func TestNobodyIsToldToScaleThePrimaryToZero(t *testing.T) {
	t.Parallel()
	isScale := func(c Check) bool { return c.ID == CheckScale }
	for status, want := range map[string]string{model.StatusPrimary: "", model.StatusActive: "Scale it to 0 first."} {
		checks := preflight(harmless(target(role(status), running(4))), Circumstances{})
		if at := slices.IndexFunc(checks, isScale); at < 0 || checks[at].Instead != want {
			t.Errorf("%s: %+v", status, checks)
		}
	}
}

// Where no force makes the deletion possible, only the reasons for that are told: no
// advice about the set's state, no word of force. Whether ECS refuses it is said only
// where that is known.
func TestAnImpossibleDeletionTellsOnlyWhy(t *testing.T) {
	t.Parallel()
	busy := both(target(running(4), scaled(100), created(ago(minute))), primary(stabilizing))
	for _, test := range []struct {
		name   string
		change func(*model.Service)
		byECS  bool
	}{
		{"CodeDeploy", controlledBy(model.ControllerCodeDeploy), true},
		{"CodeDeploy's primary", both(controlledBy(model.ControllerCodeDeploy), target(role(model.StatusPrimary))), true},
		{"ECS's own controller", controlledBy(model.ControllerECS), true},
		{"a service that is not active", serviceStatus("DRAINING"), true},
		{"a set that drains", target(role(model.StatusDraining)), false},
	} {
		for _, c := range []Circumstances{{}, force} {
			checks := preflight(harmless(busy, test.change), c)
			if len(checks) != 1 || checks[0].Severity != Block || checks[0].ByECS != test.byECS || !Impossible(checks) {
				t.Errorf("%s: %+v", test.name, checks)
			}
		}
	}
	stale := preflight(harmless(controlledBy("")), Circumstances{ReadAt: ago(minute), Endpoint: "http://127.0.0.1:1"})
	if len(stale) != 3 {
		t.Errorf("what is known of the read is not told: %+v", stale)
	}
	several := preflight(harmless(controlledBy(""), serviceStatus("INACTIVE"), target(role(model.StatusDraining))), Circumstances{})
	if len(several) != 3 {
		t.Errorf("each reason is told: %+v", several)
	}
}

// Only the PRIMARY's block gives way to force; what no force overrides is not to be
// offered at all; and what takes serving capacity wants the service's name typed.
func TestWhatForceOverridesAndWhatHasToBeTyped(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name                              string
		change                            func(*model.Service)
		blocked, blockedByForce, mustType bool
	}{
		{"harmless", target(), false, false, false},
		{"running tasks, enough left", target(running(2)), false, false, false},
		{"too little left", both(target(running(2)), primary(running(3))), false, false, true},
		{"the last tasks", both(target(running(2)), primary(running(0))), false, false, true},
		{"beside an unsteady primary", primary(stabilizing), false, false, true},
		{"beside an empty primary", primary(running(0), wanting(0)), false, false, true},
		{"the primary", both(target(role(model.StatusPrimary)), primary(role(model.StatusActive))), true, false, true},
		{"draining", target(role(model.StatusDraining)), true, true, false},
		{"a service that drains", serviceStatus("DRAINING"), true, true, false},
		{"CodeDeploy", controlledBy(model.ControllerCodeDeploy), true, true, false},
		{"CodeDeploy's primary", both(controlledBy(model.ControllerCodeDeploy), target(role(model.StatusPrimary))), true, true, false},
		{"ECS's own controller", controlledBy(model.ControllerECS), true, true, false},
		{"no controller", controlledBy(""), true, true, false},
	} {
		checks, forced := preflight(harmless(test.change), Circumstances{}), preflight(harmless(test.change), force)
		got := []bool{Blocked(checks), Blocked(forced), Impossible(checks), Impossible(forced), AtRisk(checks), AtRisk(forced)}
		want := []bool{test.blocked, test.blockedByForce, test.blockedByForce, test.blockedByForce, test.mustType, test.mustType}
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Errorf("%s: blocked, blocked by force, impossible (2), to be typed (2) (-want +got):\n%s", test.name, diff)
		}
	}
}

// Only a primary that is to carry on is judged: not the target itself, and not one
// that is not there.
func TestPreflightJudgesOnlyThePrimaryThatStays(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*model.Service){
		"the unsteady target is the primary": both(primary(role(model.StatusActive)), target(role(model.StatusPrimary), stabilizing)),
		"no set is the primary":              primary(role(model.StatusActive), stabilizing),
	} {
		for _, check := range preflight(harmless(change), Circumstances{}) {
			if check.Severity == Danger {
				t.Errorf("%s: %q", name, check.Sentence)
			}
		}
	}
	// Two sets that call themselves PRIMARY are no state that ECS documents.
	two := preflight(harmless(primary(stabilizing), target(role(model.StatusPrimary))), force)
	if !told(two, Danger, "the PRIMARY …000000001 is not steady") {
		t.Errorf("the other PRIMARY is not judged: %+v", two)
	}
}

// earlier is a change of the n-th set that was sent before.
func earlier(n int, outcome Outcome, at time.Time) Earlier {
	request := Request{Kind: DeleteTaskSet, Target: checkout().TaskSetRef(setOf(n, "", 0)), At: at}
	return Earlier{Request: request, Outcome: outcome}
}

// A change of the same set that may still take effect is told of, and wants the name
// typed; one that awaits its answer leaves room for no other. One that is known, or
// that is of another set, means nothing.
func TestEarlierChangesOfTheSameSetAreTold(t *testing.T) {
	t.Parallel()
	seconds := func(n int) time.Time { return ago(time.Duration(n) * time.Second) }
	for _, test := range []struct {
		name     string
		earlier  []Earlier
		severity Severity
		says     string // empty for nothing
		need     int64
	}{
		{"unknown", []Earlier{earlier(2, Unknown, seconds(40))}, Danger, "a DeleteTaskSet of 40s ago has no known outcome", 1},
		{"unknown and long ago", []Earlier{earlier(2, Unknown, ago(50*time.Hour))}, Danger, "a DeleteTaskSet of 2d ago has no known outcome", 1},
		{"unknown and of an unknown time", []Earlier{earlier(2, Unknown, time.Time{})}, Danger, "an earlier DeleteTaskSet has no known outcome", 1},
		{
			"three unknown ones",
			[]Earlier{earlier(2, Unknown, ago(9*minute)), earlier(2, Unknown, ago(2*minute)), earlier(2, Unknown, ago(5*minute))},
			Danger, "a DeleteTaskSet of 2m ago has no known outcome, nor have 2 before it", 3,
		},
		{"awaited", []Earlier{earlier(2, None, seconds(4))}, Block, "a DeleteTaskSet of 4s ago awaits its answer", 0},
		{"awaited beside an unknown one", []Earlier{earlier(2, Unknown, seconds(40)), earlier(2, None, seconds(4))}, Block, "a DeleteTaskSet of 4s ago awaits its answer", 0},
		{"refused", []Earlier{earlier(2, Refused, seconds(4))}, OK, "", 0},
		{"not done", []Earlier{earlier(2, NotDone, seconds(4))}, OK, "", 0},
		{"another set's", []Earlier{earlier(3, Unknown, seconds(4)), earlier(1, None, seconds(4))}, OK, "", 0},
	} {
		checks := preflight(harmless(), Circumstances{Earlier: test.earlier})
		if test.says == "" {
			if diff := gocmp.Diff(preflight(harmless(), Circumstances{}), checks); diff != "" {
				t.Errorf("%s (-want +got):\n%s", test.name, diff)
			}
			continue
		}
		if checks[0].Severity != test.severity || checks[0].Sentence != test.says || checks[0].Need != test.need || checks[0].ByECS {
			t.Errorf("%s: %+v", test.name, checks[0])
		}
		if test.severity == Danger && (Blocked(checks) || !AtRisk(checks)) || test.severity == Block && !Impossible(checks) {
			t.Errorf("%s: blocked %t, to be typed %t", test.name, Blocked(checks), AtRisk(checks))
		}
	}
}
