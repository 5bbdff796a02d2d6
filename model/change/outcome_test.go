package change

import (
	"testing"

	"tealset/model"
)

// An answer tells what became of the target only when it is about the target, and
// only a target that drains was deleted. A request that may have reached ECS is never
// told as not sent, and one that no answer came to is never told as refused.
func TestWhatAnAnswerMeans(t *testing.T) {
	t.Parallel()
	set := func(n int, status string) *model.TaskSet {
		set := setOf(n, status, 0)
		return &set
	}
	fault := func(kind model.FaultKind, sent bool) *model.Fault { return &model.Fault{Kind: kind, Sent: sent} }
	for _, test := range []struct {
		name   string
		answer Answer
		want   Outcome
		known  bool
	}{
		{"the set drains", Answer{TaskSet: set(2, model.StatusDraining)}, Accepted, true},
		{"the set is ACTIVE", Answer{TaskSet: set(2, model.StatusActive)}, Unknown, false},
		{"the set is PRIMARY", Answer{TaskSet: set(2, model.StatusPrimary)}, Unknown, false},
		{"a status that nobody has heard of", Answer{TaskSet: set(2, "INACTIVE")}, Unknown, false},
		{"another set drains", Answer{TaskSet: set(3, model.StatusDraining)}, Unknown, false},
		{"no set", Answer{}, Unknown, false},
		{"a time-out", Answer{Fault: fault(model.FaultTimeout, true)}, Unknown, false},
		{"a server's failure", Answer{Fault: fault(model.FaultServer, true)}, Unknown, false},
		{"a time-out, and a set", Answer{TaskSet: set(2, model.StatusDraining), Fault: fault(model.FaultTimeout, true)}, Unknown, false},
		{"a refusal, and a set", Answer{TaskSet: set(2, model.StatusDraining), Fault: fault(model.FaultDenied, true)}, Refused, true},
		{"a time-out before it was sent", Answer{Fault: fault(model.FaultTimeout, false)}, NotSent, true},
		{"no such set, before it was sent", Answer{Fault: fault(model.FaultTaskSetNotFound, false)}, NotSent, true},
		{"no such set", Answer{Fault: fault(model.FaultTaskSetNotFound, true)}, Gone, true},
		{"no such service", Answer{Fault: fault(model.FaultServiceNotFound, true)}, Refused, true},
		{"no right", Answer{Fault: fault(model.FaultDenied, true)}, Refused, true},
	} {
		request := Request{Kind: DeleteTaskSet, Target: checkout().TaskSetRef(setOf(2, "", 0))}
		if got := request.Outcome(test.answer); got != test.want || got.Known() != test.known {
			t.Errorf("%s: %q, known %t", test.name, got, got.Known())
		}
	}
	if None.Known() || !NotDone.Known() {
		t.Error("no answer is known, or a change that was not done is not")
	}
}
