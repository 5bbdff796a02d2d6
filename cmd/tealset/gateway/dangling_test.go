package gateway

import (
	"testing"
	"time"

	"tealset/cmd/tealset/audit"
	"tealset/model"
	"tealset/model/change"
)

// dangles is what the trail has of a change of an earlier run.
func (b *bench) dangles() audit.Record {
	record := b.intent(b.request, "123456789012")
	record.Time = noon.Add(-time.Hour)
	return record
}

// adopts checks how many changes a gateway takes over from these lines.
func (b *bench) adopts(want int, lines ...audit.Record) []change.Earlier {
	b.t.Helper()
	got := b.Adopt(lines)
	if len(got) != want {
		b.t.Errorf("%s adopts %d, not %d", b.self.Profile, len(got), want)
	}
	return got
}

// A change of an earlier run is taken over with everything that it takes to look at
// it, and with the outcome that was written down, if any was. What is found out goes
// under its own id.
func TestDanglingIsTakenOver(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.request.Seen.UpdatedAt = noon.Add(-time.Minute)
	record := b.dangles()
	record.Force, record.TaskSet = true, aSet+"\x1b"
	got := b.adopts(1, record)[0]
	if r := got.Request; !r.Seen.UpdatedAt.Equal(noon.Add(-time.Minute)) || r.ID != "4711" || r.Kind != change.DeleteTaskSet || !r.At.Equal(record.Time) || !r.Force || r.Params["some"] != "thing" ||
		r.Target != (model.TaskSetRef{ClusterARN: aCluster, ServiceARN: aService, ARN: aSet + "␛", ID: "ecs-svc/4811␛"}) {
		t.Errorf("%+v", r)
	}
	if got.Outcome != change.None {
		t.Errorf("outcome %q", got.Outcome)
	}
	record.Outcome, record.Code = change.Unknown, "ServerException"
	if got := b.adopts(1, record)[0]; got.Outcome != change.Unknown {
		t.Errorf("outcome %q", got.Outcome)
	}
	if told, left := b.leaves(0); told != "" || left != nil {
		t.Errorf("an earlier run's change is told when this one is left: %q, %v", told, left)
	}
	b.Resolved(got.Request, change.Gone)
	b.happened("resolved")
	if line := b.lines[0]; line.ID != "4711" || line.Outcome != change.Gone || line.Code != "ServerException" {
		t.Errorf("%+v", line)
	}
}

// What another process awaits the answer to stays its own: it is told, and not taken over.
func TestWhatAnotherProcessAwaitsIsNotTakenOver(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	other := b.dangles()
	other.Region = "eu-north-1"
	got := b.Awaited([]audit.Record{b.dangles(), other})
	if len(got) != 1 || !got[0].Elsewhere || got[0].Outcome != change.None || got[0].Request.ID != "4711" {
		t.Fatalf("%+v", got)
	}
	b.Resolved(got[0].Request, change.Gone)
	b.happened()
	if told, left := b.leaves(0); told != "" || left != nil {
		t.Errorf("it is told when this run is left: %q, %v", told, left)
	}
}

// What this gateway cannot look at is not taken over: an answer of another place would
// tell nothing of it.
func TestDanglingOfAnotherPlaceIsLeftAlone(t *testing.T) {
	t.Parallel()
	for name, alter := range map[string]func(*audit.Record){
		"of another endpoint":     func(r *audit.Record) { r.Endpoint = "http://other.invalid" },
		"of AWS's own endpoint":   func(r *audit.Record) { r.Endpoint = "" },
		"of another Region":       func(r *audit.Record) { r.Region = "eu-north-1" },
		"of no Region":            func(r *audit.Record) { r.Region = "" },
		"of an unknown operation": func(r *audit.Record) { r.Operation = "DeleteCluster" },
		"of no operation":         func(r *audit.Record) { r.Operation = "" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			other := b.dangles()
			alter(&other)
			b.adopts(0, other)
		})
	}
}

// A change of an earlier run goes to the profile that sent it, whichever is opened
// first: another one may be of another account, and would never find it.
func TestDanglingGoesToTheProfileThatSentIt(t *testing.T) {
	t.Parallel()
	sender, other := newBench(t), newBench(t)
	sender.self.Profile, other.self.Profile, other.ledger = "sender", "other", sender.ledger
	record := sender.dangles()
	other.adopts(1, record)
	sender.adopts(1, record)
	other.adopts(0, record)
	sender.adopts(1, record)
}

// What this run sent itself, or has found out by now, is not of an earlier run,
// although the trail that was read may say so.
func TestWhatThisRunKnowsIsNotTakenOver(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.answer = faulty(model.Fault{Kind: model.FaultTimeout, Sent: true})
	b.do()
	b.adopts(0, b.dangles())
	b.request.ID = "4712"
	earlier := b.dangles()
	b.Resolved(b.adopts(1, earlier)[0].Request, change.Gone)
	b.adopts(0, earlier)
}
