package audit

import (
	"bytes"
	"strings"
	"testing"

	"tealset/model"
	"tealset/model/change"
)

const twin = "arn:aws:ecs:eu-west-1:123456789012:task-set/shop/checkout/ecs-svc/222"

// promoting is the intent of a promotion of a set, with the set that was PRIMARY before.
func promoting(id string) Record {
	r := intent(id)
	r.Operation, r.Former = "UpdateServicePrimaryTaskSet", twin
	return r
}

// The trail tells which set was PRIMARY before: of the promotions that were made, as far as it
// is known that they were; a later line that tells so counts as well.
func TestTheTrailTellsWhichSetWasPrimary(t *testing.T) {
	path := place(t)
	trail := open(t, path)
	ended := func(id string, kind Kind, outcome change.Outcome) Record {
		r := promoting(id)
		r.Kind, r.Outcome = kind, outcome
		return r
	}
	back := func(r Record) Record { r.Back = true; return r }
	without := promoting("without")
	without.Former = ""
	deleted := intent("deleted")
	deleted.Former = twin
	for _, r := range []Record{
		promoting("made"), ended("made", Ended, change.Accepted),
		promoting("refused"), ended("refused", Ended, change.Refused),
		promoting("unknown"), ended("unknown", Ended, change.Unknown),
		promoting("resolved"), ended("resolved", Ended, change.Unknown), ended("resolved", Resolved, change.Accepted),
		promoting("killed"), back(promoting("back")), back(ended("back", Ended, change.Accepted)),
		without, line(Ended, "without", change.Accepted),
		deleted, line(Ended, "deleted", change.Accepted),
	} {
		mustAppend(t, trail, r)
	}
	promotions, err := Promotions(t.Context(), path)
	if err != nil || len(promotions) != 3 {
		t.Fatalf("%+v, %v", promotions, err)
	}
	for i, p := range promotions {
		if p.Back != (i == 2) {
			t.Errorf("it went back: %+v", p)
		}
		if p.Former != twin || p.Primary != intent("").TaskSet || p.Service != model.ServiceKey(intent("").Cluster, intent("").Service) || p.At.IsZero() {
			t.Errorf("%+v", p)
		}
	}
	if none, err := Promotions(t.Context(), place(t)); err != nil || none != nil {
		t.Errorf("no trail: %+v, %v", none, err)
	}
}

// A change of a deployment is one row as well: its service, and the deployment among the
// parameters; a promotion has its set.
func TestARowOfADeployment(t *testing.T) {
	stops := intent("a")
	stops.Operation, stops.TaskSet = "StopDeployment", ""
	stops.Params = map[string]string{"deploymentId": "d-1", "autoRollbackEnabled": "true"}
	var table bytes.Buffer
	if err := Table(&table, []Record{stops, promoting("b")}); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(table.String(), "\n")
	if !strings.Contains(lines[1], "StopDeployment autoRollbackEnabled=true deploymentId=d-1  shop › checkout  ") {
		t.Errorf("%q", lines[1])
	}
	if !strings.Contains(lines[2], "UpdateServicePrimaryTaskSet") || !strings.Contains(lines[2], "shop › checkout › 111") {
		t.Errorf("%q", lines[2])
	}
}

// What is new in a line is read again as it was written, and left out where there is none.
func TestTheMembersOfAChangeOfTheRole(t *testing.T) {
	back := promoting("a")
	back.Back = true
	for _, r := range []Record{back, promoting("b"), intent("c")} {
		line, err := encode(r)
		if err != nil {
			t.Fatal(err)
		}
		again, ok := decode(line)
		if !ok || again.Former != r.Former || again.Back != r.Back {
			t.Errorf("%+v, %t", again, ok)
		}
		if strings.Contains(string(line), `"former"`) != (r.Former != "") || strings.Contains(string(line), `"back"`) != r.Back {
			t.Errorf("%s", line)
		}
	}
}
