package gateway

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tealset/cmd/tealset/audit"
	"tealset/model"
	"tealset/model/change"
)

// bench is a gateway before a writer and a trail that note, in order, what they are
// asked for.
type bench struct {
	*Gateway
	t       *testing.T
	request change.Request

	mu     sync.Mutex
	steps  []string
	lines  []audit.Record
	failed error                                      // of the trail
	during func(line audit.Record)                    // while the trail writes
	answer func(model.TaskSetRef, bool) change.Answer // of the writer
	clock  func() time.Time
	asked  []string // accounts that read-only was asked for
	refuse bool     // read-only
}

const (
	aCluster = "arn:aws:ecs:eu-west-1:123456789012:cluster/shop"
	aService = "arn:aws:ecs:eu-west-1:123456789012:service/shop/checkout"
	aSet     = "arn:aws:ecs:eu-west-1:123456789012:task-set/shop/checkout/ecs-svc/4811"
	another  = "arn:aws:ecs:eu-west-1:123456789012:task-set/shop/checkout/ecs-svc/4812"
)

// noon is when the request of a bench was confirmed.
var noon = time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{t: t, clock: func() time.Time { return noon }, answer: draining}
	b.Gateway = New(place{}, b, func(account string, _ change.Kind) string {
		b.asked = append(b.asked, account)
		if b.refuse {
			return "the test says so"
		}
		return ""
	}, NewLedger(b, audit.Self("1.2.3")))
	b.now = func() time.Time { return b.clock() }
	b.request = change.Request{
		ID: "4711", Kind: change.DeleteTaskSet, At: noon, Params: map[string]string{"some": "thing"},
		Target: model.TaskSetRef{ClusterARN: aCluster, ServiceARN: aService, ARN: aSet, ID: "ecs-svc/4811"},
		Seen:   model.TaskSet{ARN: aSet, Status: model.StatusActive, Running: 2},
	}
	return b
}

// place is a profile in a Region.
type place struct{}

func (place) Profile() string  { return "oncall" }
func (place) Region() string   { return "eu-west-1" }
func (place) Endpoint() string { return "http://ecs.invalid" }

func (place) Caller() (arn, account string) {
	return "arn:aws:sts::111122223333:assumed-role/oncall/ada", "111122223333" // the account of another role than the cluster
}

// draining is ECS's usual answer.
func draining(target model.TaskSetRef, _ bool) change.Answer {
	return change.Answer{TaskSet: &model.TaskSet{ARN: target.ARN, Status: model.StatusDraining}, RequestID: "req-1"}
}

// faulty answers with a fault.
func faulty(fault model.Fault) func(model.TaskSetRef, bool) change.Answer {
	return func(model.TaskSetRef, bool) change.Answer {
		return change.Answer{Fault: &fault, RequestID: fault.RequestID}
	}
}

func (b *bench) DeleteTaskSet(_ context.Context, target model.TaskSetRef, force bool) change.Answer {
	b.mu.Lock()
	b.steps = append(b.steps, "sent")
	b.mu.Unlock()
	return b.answer(target, force)
}

// sends notes that something was sent, and answers.
func (b *bench) sends(what string, answer change.Answer) change.Answer {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.steps = append(b.steps, what)
	return answer
}

func (b *bench) UpdateServicePrimaryTaskSet(_ context.Context, target model.TaskSetRef) change.Answer {
	return b.sends("promoted "+target.ARN, change.Answer{TaskSet: &model.TaskSet{ARN: target.ARN, Status: model.StatusPrimary}})
}

func (b *bench) UpdateTaskSet(_ context.Context, target model.TaskSetRef, percent float64) change.Answer {
	return b.sends(fmt.Sprint("scaled ", target.ARN, " ", percent), change.Answer{TaskSet: &model.TaskSet{ARN: target.ARN, Scale: &model.Scale{Value: percent}}})
}

func (b *bench) ContinueDeployment(_ context.Context, id, wait string) change.Answer {
	return b.sends("continued "+id+" "+wait, change.Answer{RequestID: "req-1"})
}

func (b *bench) StopDeployment(_ context.Context, id string) change.Answer {
	return b.sends("stopped "+id, change.Answer{Status: "Pending"})
}

func (b *bench) ContinueServiceDeployment(_ context.Context, arn, hook, action string) change.Answer {
	return b.sends("continued "+arn+" "+hook+" "+action, change.Answer{Deployment: arn})
}

func (b *bench) StopServiceDeployment(_ context.Context, arn string) change.Answer {
	return b.sends("stopped "+arn, change.Answer{Deployment: arn})
}

func (b *bench) Append(line audit.Record) error {
	b.mu.Lock()
	during, failed := b.during, b.failed
	b.mu.Unlock()
	if during != nil {
		during(line)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if failed == nil {
		b.steps = append(b.steps, string(line.Kind))
		b.lines = append(b.lines, line)
	}
	return failed
}

func (b *bench) do() change.Answer { return b.Do(b.t.Context(), b.request) }

// happened checks what the writer and the trail were asked for, in order.
func (b *bench) happened(steps ...string) {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if !slices.Equal(b.steps, steps) {
		b.t.Errorf("%q happened, not %q", b.steps, steps)
	}
}

// wasNotSent checks that an answer says so in a sentence with these words.
func (b *bench) wasNotSent(answer change.Answer, words string) {
	b.t.Helper()
	fault := answer.Fault
	if fault == nil || b.request.Outcome(answer) != change.NotSent || fault.Operation != b.request.Kind.Operation() {
		b.t.Fatalf("%+v", answer)
	}
	if told := fault.Headline + ": " + string(fault.Next); !strings.Contains(told, words) || !strings.Contains(told, "Nothing was sent") {
		b.t.Errorf("%q", told)
	}
}

// The trail has who, where, what, what was seen, and what came of it: the intent
// before the request, the outcome before anybody is told.
func TestAChangeIsWrittenDownBeforeAndAfterItIsSent(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.request.Force = true
	later := noon.Add(3 * time.Second)
	b.answer = func(target model.TaskSetRef, force bool) change.Answer {
		b.clock = func() time.Time { return later }
		if target != b.request.Target || !force {
			t.Errorf("%+v, force %t", target, force)
		}
		return draining(target, force)
	}
	answer := b.do()
	b.happened("intent", "sent", "outcome")
	if b.request.Outcome(answer) != change.Accepted || answer.Unrecorded != nil || answer.RequestID != "req-1" {
		t.Errorf("%+v", answer)
	}
	intent, outcome := b.lines[0], b.lines[1]
	if intent.ID != "4711" || !intent.Time.Equal(noon) || intent.Version != "1.2.3" || intent.PID == 0 || intent.Profile != "oncall" ||
		intent.Caller != "arn:aws:sts::111122223333:assumed-role/oncall/ada" ||
		intent.Account != "123456789012" || intent.Region != "eu-west-1" || intent.Endpoint != "http://ecs.invalid" ||
		intent.Operation != "DeleteTaskSet" || intent.Params["some"] != "thing" || intent.Cluster != aCluster || intent.Service != aService ||
		intent.TaskSet != aSet || !intent.Force || intent.Seen.Role != "ACTIVE" || intent.Seen.Running != 2 || intent.Outcome != "" {
		t.Errorf("%+v", intent)
	}
	if outcome.ID != "4711" || outcome.Outcome != change.Accepted || outcome.RequestID != "req-1" || outcome.Attempts != 1 ||
		outcome.Milliseconds != 3000 || outcome.TaskSet != aSet {
		t.Errorf("%+v", outcome)
	}
}

// signed is a place whose keys are a caller's that can change.
type signed struct {
	place
	caller *string
}

func (s signed) Caller() (arn, account string) { return *s.caller, "" }

// The trail names who signs by then: whom the wait for STS has told, not who signed before it. What
// STS tells while the change is sent is in the line of its outcome.
func TestTheTrailNamesWhoSignsAfterTheWaitForIt(t *testing.T) {
	t.Parallel()
	const ada, bob = "arn:aws:iam::123456789012:user/ada", "arn:aws:iam::123456789012:user/bob"
	for _, test := range []struct{ before, waited, sent, intent, outcome string }{
		{ada, bob, bob, bob, bob},
		{"", bob, bob, bob, bob},
		{"", "", bob, "", bob},
		{ada, ada, "", ada, ada}, // another key is asked about since
	} {
		b := newBench(t)
		caller := test.before
		b.reader = signed{caller: &caller}
		b.forbids = func(string, change.Kind) string {
			caller = test.waited
			return ""
		}
		b.answer = func(target model.TaskSetRef, force bool) change.Answer {
			caller = test.sent
			return draining(target, force)
		}
		b.do()
		b.happened("intent", "sent", "outcome")
		if b.lines[0].Caller != test.intent || b.lines[1].Caller != test.outcome {
			t.Errorf("%+v: intent %q, outcome %q", test, b.lines[0].Caller, b.lines[1].Caller)
		}
	}
}

// What was confirmed without force is sent without force.
func TestForceIsSentAsItWasConfirmed(t *testing.T) {
	t.Parallel()
	for _, force := range []bool{true, false} {
		b := newBench(t)
		b.request.Force = force
		b.answer = func(target model.TaskSetRef, sent bool) change.Answer {
			if sent != force {
				t.Errorf("confirmed with force %t, sent with %t", force, sent)
			}
			return draining(target, sent)
		}
		b.do()
		if b.lines[0].Force != force {
			t.Errorf("the trail says force %t", b.lines[0].Force)
		}
	}
}

// Read-only is asked for the account of the target, and enforced where the request
// would be made, whatever the screen does.
func TestNothingIsSentInReadOnly(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.refuse = true
	b.wasNotSent(b.do(), "read-only: Nothing was sent: the test says so.")
	b.happened()
	if !slices.Equal(b.asked, []string{"123456789012"}) {
		t.Errorf("read-only was asked for the accounts %q", b.asked)
	}
	if err := b.ledger.Leave(t.Output(), 0); err != nil {
		t.Error(err)
	}
}

// A kind that the gateway has no call for is not sent.
func TestAnUnknownKindIsNotSent(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.request.Kind = "DeleteCluster"
	b.wasNotSent(b.do(), "not a change that tealset makes")
	b.happened()
}

// Without the intent in the trail nothing is sent, and the person is told why.
func TestNothingIsSentWithoutItsIntent(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.failed = errors.New("the disk is full; make room")
	b.wasNotSent(b.do(), "the disk is full")
	b.happened()
	if told, left := b.leaves(0); told != "" || left != nil {
		t.Errorf("what was not sent is told as unsettled: %q, %v", told, left)
	}
}

// Without a trail changes are sent all the same: somebody asked for that.
func TestWithoutATrailChangesAreSent(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.ledger.trail = nil
	if answer := b.do(); answer.Fault != nil || answer.Unrecorded != nil {
		t.Errorf("%+v", answer)
	}
	b.happened("sent")
}

// A request is sent once, however often it is asked for.
func TestARequestIsSentOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.do()
	b.wasNotSent(b.do(), "sent already")
	b.happened("intent", "sent", "outcome")
	b.request.ID = "4712"
	b.do()
	b.happened("intent", "sent", "outcome", "intent", "sent", "outcome")
}

// What was confirmed too long ago is not sent, by the wall clock: a slow disk, a
// laptop that slept or a clock that was set leave nothing but an old look at the
// target. The trail says that it was not sent.
func TestNothingIsSentLate(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		at, now time.Time
		sent    bool
	}{
		"at once":                   {noon, noon, true},
		"just in time":              {noon, noon.Add(sendWithin), true},
		"late":                      {noon, noon.Add(sendWithin + time.Millisecond), false},
		"after 20 s on a disk":      {noon, noon.Add(20 * time.Second), false},
		"a clock set back a little": {noon, noon.Add(-sendWithin), true},
		"a clock set back":          {noon, noon.Add(-sendWithin - time.Millisecond), false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			b.request.At = test.at
			b.during = func(audit.Record) { b.clock = func() time.Time { return test.now } } // the disk is slow
			answer := b.do()
			if test.sent {
				b.happened("intent", "sent", "outcome")
				return
			}
			b.wasNotSent(answer, "more than 10s had passed since it was confirmed")
			b.happened("intent", "outcome")
			if end := b.lines[1]; end.Outcome != change.NotSent || end.Attempts != 0 {
				t.Errorf("%+v", end)
			}
			if err := b.ledger.Leave(t.Output(), 0); err != nil {
				t.Error(err)
			}
		})
	}
}

// The outcome in the trail is that of the answer: one about another set, one whose
// set does not drain, or one that was lost, does not tell.
func TestTheTrailHasTheOutcomeOfTheAnswer(t *testing.T) {
	t.Parallel()
	of := func(set model.TaskSet) func(model.TaskSetRef, bool) change.Answer {
		return func(model.TaskSetRef, bool) change.Answer { return change.Answer{TaskSet: &set, RequestID: "req-1"} }
	}
	for name, test := range map[string]struct {
		answer   func(model.TaskSetRef, bool) change.Answer
		want     change.Outcome
		code     string
		attempts int
	}{
		"another set":      {of(model.TaskSet{ARN: another, Status: model.StatusDraining}), change.Unknown, "", 1},
		"a set that stays": {of(model.TaskSet{ARN: aSet, Status: model.StatusActive}), change.Unknown, "", 1},
		"no set":           {func(model.TaskSetRef, bool) change.Answer { return change.Answer{} }, change.Unknown, "", 1},
		"no answer":        {faulty(model.Fault{Kind: model.FaultTimeout, Sent: true, Attempts: 1}), change.Unknown, "", 1},
		"a failure of ECS": {faulty(model.Fault{Kind: model.FaultServer, Sent: true, Code: "ServerException"}), change.Unknown, "ServerException", 1},
		"no set any more":  {faulty(model.Fault{Kind: model.FaultTaskSetNotFound, Sent: true, Code: "TaskSetNotFoundException"}), change.Gone, "TaskSetNotFoundException", 1},
		"a refusal":        {faulty(model.Fault{Kind: model.FaultDenied, Sent: true, Code: "AccessDeniedException"}), change.Refused, "AccessDeniedException", 1},
		"never on its way": {faulty(model.Fault{Kind: model.FaultCredentials}), change.NotSent, "", 0},
		"the set that was": {draining, change.Accepted, "", 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			b.answer = test.answer
			if answer := b.do(); b.request.Outcome(answer) != test.want {
				t.Errorf("%+v", answer)
			}
			b.happened("intent", "sent", "outcome")
			if end := b.lines[1]; end.Outcome != test.want || end.Code != test.code || end.Attempts != test.attempts {
				t.Errorf("%+v", end)
			}
		})
	}
}
