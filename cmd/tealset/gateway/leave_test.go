package gateway

import (
	"errors"
	"strings"
	"testing"
	"time"

	"tealset/cmd/tealset/audit"
	"tealset/model"
	"tealset/model/change"
)

// leaves leaves the screen, and gives what was printed and what is unsettled.
func (b *bench) leaves(within time.Duration) (told string, left UnsettledError) {
	b.t.Helper()
	var w strings.Builder
	err := b.ledger.Leave(&w, within)
	left, _ = errors.AsType[UnsettledError](err)
	if (err == nil) != (len(left) == 0) {
		b.t.Errorf("%v", err)
	}
	return w.String(), left
}

// Once the screen is left, nothing more is sent: nobody would wait for the answer.
func TestNothingIsSentOnceTheScreenIsLeft(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	if told, left := b.leaves(0); told != "" || left != nil {
		t.Errorf("%q, %v", told, left)
	}
	b.wasNotSent(b.do(), "tealset is being left")
	b.happened()
}

// What is left while its intent is still being written is not sent any more, and is
// known not to be.
func TestWhatIsLeftBeforeItsIntentIsWrittenIsNotSent(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.during = func(line audit.Record) {
		if line.Kind != audit.Intent {
			return
		}
		told, left := b.leaves(0)
		if !strings.Contains(told, "waiting up to 0s for the answer to DeleteTaskSet ecs-svc/4811") || left != nil {
			t.Errorf("%q, %v", told, left)
		}
	}
	b.wasNotSent(b.do(), "tealset is being left")
	b.happened("intent", "outcome")
}

// inFlight sends a change whose answer is on its way until the first function is
// called; the second waits for the end of that.
func (b *bench) inFlight(with change.Answer) (answers, ends func()) {
	b.t.Helper()
	reached, answered, done := make(chan struct{}), make(chan struct{}), make(chan struct{})
	b.answer = func(model.TaskSetRef, bool) change.Answer {
		close(reached)
		<-answered
		return with
	}
	go func() {
		defer close(done)
		b.do()
	}()
	<-reached
	return func() { close(answered) }, func() { <-done }
}

// What is in flight when the screen is left is waited for, and no longer.
func TestLeavingWaitsForTheAnswer(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	answers, ends := b.inFlight(draining(b.request.Target, false))
	told, left := b.leaves(0)
	command := "aws ecs describe-task-sets --cluster " + aCluster + " --service " + aService +
		" --task-sets " + aSet + " --region eu-west-1 --profile oncall --endpoint-url http://ecs.invalid\n"
	if !strings.Contains(told, "waiting up to 0s") || !strings.Contains(told, command) ||
		len(left) != 1 || left[0].Outcome != change.Unknown || left[0].Request.ID != "4711" {
		t.Errorf("%q, %v", told, left)
	}
	time.AfterFunc(time.Millisecond, answers)
	if told, left := b.leaves(time.Hour); strings.Contains(told, "not known") || left != nil {
		t.Errorf("%q, %v", told, left)
	}
	ends()
	b.happened("intent", "sent", "outcome")
}

// An answer that does not tell ends the wait as well.
func TestLeavingWaitsNoLongerThanForAnyAnswer(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	answers, ends := b.inFlight(change.Answer{})
	time.AfterFunc(time.Millisecond, answers)
	if told, left := b.leaves(time.Hour); !strings.Contains(told, "not known") || len(left) != 1 {
		t.Errorf("%q, %v", told, left)
	}
	ends()
}

// An outcome that is not known when the screen is left is told with the command that
// tells it; one that has become known is not told.
func TestLeavingTellsWhatIsNotKnown(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.answer = faulty(model.Fault{Kind: model.FaultTimeout, Sent: true})
	b.request.Target.ARN, b.request.Target.ID = aSet+" it's\x1b[2J", "ecs-svc/4811\x1b[2J"
	b.do()
	told, left := b.leaves(0)
	if !strings.Contains(told, "it is not known whether ecs-svc/4811␛[2J was deleted") || strings.Contains(told, "\x1b") ||
		strings.Contains(told, "waiting") || !strings.Contains(told, `ecs-svc/4811 it'\''s␛[2J'`) || len(left) != 1 {
		t.Errorf("%q, %v", told, left)
	}
	if text := left.Error(); !strings.Contains(text, "1 change") {
		t.Errorf("%q", text)
	}
	b.Resolved(b.request, change.Gone)
	if told, left := b.leaves(0); told != "" || left != nil {
		t.Errorf("%q, %v", told, left)
	}
}

// Several unsettled changes are told in the order in which they were confirmed.
func TestUnsettledChangesAreToldTheOldestFirst(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.answer = faulty(model.Fault{Kind: model.FaultTimeout, Sent: true})
	for _, id := range []string{"c", "a", "b"} {
		b.request.ID = id
		b.request.At = noon.Add(map[string]time.Duration{"c": -time.Second}[id])
		b.do()
	}
	_, left := b.leaves(0)
	if len(left) != 3 || left[0].Request.ID != "c" || left[1].Request.ID != "a" || left[2].Request.ID != "b" {
		t.Errorf("%+v", left)
	}
}

// What later reads have shown of an unknown outcome is written down once; nothing is
// where the outcome is known, awaited, or still unknown.
func TestWhatIsFoundOutIsWrittenDownOnce(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.answer = func(target model.TaskSetRef, force bool) change.Answer {
		b.Resolved(b.request, change.Gone) // its answer is awaited
		return change.Answer{}
	}
	b.Resolved(b.request, change.Gone) // it was never sent
	b.do()
	b.Resolved(b.request, change.Unknown)
	b.Resolved(b.request, change.None)
	b.happened("intent", "sent", "outcome")
	b.Resolved(b.request, change.NotDone)
	b.Resolved(b.request, change.Gone)
	b.happened("intent", "sent", "outcome", "resolved")
	if line := b.lines[2]; line.ID != "4711" || line.Outcome != change.NotDone || line.TaskSet != aSet || !line.Time.IsZero() {
		t.Errorf("%+v", line)
	}
}

// An outcome that cannot be written down is told by the answer, and when the screen is
// left; not if what was found out later could be written.
func TestAnOutcomeThatIsNotWrittenDownIsTold(t *testing.T) {
	t.Parallel()
	full := errors.New("the disk is full\x1b[2J")
	b := newBench(t)
	b.answer = func(target model.TaskSetRef, force bool) change.Answer {
		b.failed = full
		return draining(target, force)
	}
	if answer := b.do(); !errors.Is(answer.Unrecorded, full) || b.request.Outcome(answer) != change.Accepted {
		t.Errorf("%+v", answer)
	}
	told, left := b.leaves(0)
	if told != "tealset: the outcome of DeleteTaskSet ecs-svc/4811 (accepted) was not written down: the disk is full␛[2J\n" ||
		len(left) != 1 || left[0].Outcome != change.Accepted || !errors.Is(left[0].Unrecorded, full) {
		t.Errorf("%q, %v", told, left)
	}

	b = newBench(t)
	b.answer = func(model.TaskSetRef, bool) change.Answer { b.failed = full; return change.Answer{} }
	b.do()
	b.failed = nil
	b.Resolved(b.request, change.Accepted)
	if told, left := b.leaves(0); told != "" || left != nil {
		t.Errorf("%q, %v", told, left)
	}
}
