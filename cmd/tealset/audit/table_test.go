package audit

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
	"time"

	"tealset/model"
	"tealset/model/change"
)

// A change is one row, with its outcome, over files and in the order of the
// intents.
func TestTable(t *testing.T) {
	accepted := intent("a").After(change.Accepted, change.Answer{RequestID: "req-1"}, 321*time.Millisecond)
	forced := intent("b")
	forced.Force, forced.Time = true, at(5)
	refused := forced.After(change.Refused, change.Answer{Fault: &model.Fault{
		Kind: model.FaultDenied, Sent: true, Code: "AccessDeniedException", RequestID: "req-2", Attempts: 1,
	}}, time.Second)
	scaled := intent("f")
	scaled.Account, scaled.Operation, scaled.Params = "123456789012", "UpdateTaskSet", map[string]string{"unit": "PERCENT", "scale": "50"}
	bare := Record{Time: at(9), Kind: Intent, ID: "e"}
	var out bytes.Buffer
	err := Table(&out, []Record{
		intent("a"), forced, refused, accepted, line(Intent, "c", ""), line(Ended, "d", change.Unknown), line(Resolved, "d", change.Gone), scaled, bare,
	})
	if err != nil {
		t.Fatal(err)
	}
	const want = "" +
		"TIME (UTC)           WHO          ACCOUNT       REGION     OPERATION                            TASK SET               FORCE  OUTCOME             CODE                   REQUEST ID  MS\n" +
		"2026-03-01 12:00:00  ada@bastion  -             eu-west-1  DeleteTaskSet                        shop › checkout › 111  no     accepted            -                      req-1       321\n" +
		"2026-03-01 12:05:00  ada@bastion  -             eu-west-1  DeleteTaskSet                        shop › checkout › 111  yes    refused             AccessDeniedException  req-2       1000\n" +
		"2026-03-01 12:00:00  ada@bastion  -             eu-west-1  DeleteTaskSet                        shop › checkout › 111  no     none recorded       -                      -           -\n" +
		"2026-03-01 12:00:00  ada@bastion  -             eu-west-1  DeleteTaskSet                        shop › checkout › 111  no     gone (found later)  -                      -           -\n" +
		"2026-03-01 12:00:00  ada@bastion  123456789012  eu-west-1  UpdateTaskSet scale=50 unit=PERCENT  shop › checkout › 111  no     none recorded       -                      -           -\n" +
		"2026-03-01 12:09:00  -@-          -             -          -                                    - › - › -              no     none recorded       -                      -           -\n"
	if out.String() != want {
		t.Errorf("got\n%swant\n%s", out.String(), want)
	}
}

// Text from the file can neither command the terminal, nor add a row or a
// column, nor push the rest off the screen.
func TestTableOfHostileText(t *testing.T) {
	r := Record{
		Time: at(0), Kind: Intent, ID: hostile, User: hostile, Host: strings.Repeat("w", 5000), Cluster: hostile,
		Service: hostile, TaskSet: hostile, Outcome: change.Outcome(hostile), Code: hostile, RequestID: hostile,
		Account: hostile, Region: hostile, Operation: hostile, Params: map[string]string{hostile: hostile},
	}
	var out bytes.Buffer
	if err := Table(&out, []Record{r}); err != nil {
		t.Fatal(err)
	}
	wantSafe(t, out.String())
	if strings.Count(out.String(), "\n") != 2 || strings.Contains(out.String(), strings.Repeat("w", maxCell)) {
		t.Errorf("%q", out.String())
	}
}

// The line after an intent joins it, and what the fault knows goes first. What was not
// sent was tried no time, everything else once where the fault does not say.
func TestAfterKeepsTheIntent(t *testing.T) {
	before := intent("a")
	before.Seen = SeenOf(model.TaskSet{})
	fault := &model.Fault{Kind: model.FaultServer, Sent: true, Code: "ServerException", RequestID: "req-2", Attempts: 2}
	got := before.After(change.Unknown, change.Answer{RequestID: "req", Fault: fault}, time.Millisecond)
	want := before
	want.Time, want.Kind, want.Outcome, want.Code = time.Time{}, Ended, change.Unknown, "ServerException"
	want.RequestID, want.Attempts, want.Milliseconds = "req-2", 2, 1
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v", got)
	}
	for outcome, attempts := range map[change.Outcome]int{change.NotSent: 0, change.Accepted: 1, change.Unknown: 1} {
		if got := before.After(outcome, change.Answer{RequestID: "req"}, 0); got.Attempts != attempts || got.Outcome != outcome || got.RequestID != "req" {
			t.Errorf("%s: %+v", outcome, got)
		}
	}
	if before.Seen.Scale != nil {
		t.Error("a scale was made up")
	}
}
