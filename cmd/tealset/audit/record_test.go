package audit

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"tealset/model"
	"tealset/model/change"
)

// A line has its members in the order that people read, the time in UTC, and
// force whether or not it was asked for.
func TestLineIsStable(t *testing.T) {
	path := place(t)
	r := intent("one")
	r.Time = at(0).In(time.FixedZone("", 3600)).Add(123456789)
	r.SSHConnection, r.Caller, r.Profile = "192.0.2.1 50000 192.0.2.2 22", "arn:aws:iam::123456789012:user/ada", "prod"
	r.Account, r.Endpoint = "123456789012", "https://ecs.example?a&b"
	r.Params = map[string]string{"unit": "PERCENT", "scale": "50"}
	r.Seen = SeenOf(model.TaskSet{Status: "ACTIVE", Scale: &model.Scale{Value: 0}, Running: 3, TaskDefinition: "web:7"})
	r = r.After(change.Accepted, change.Answer{RequestID: "req-1"}, 1234*time.Millisecond)
	r.Attempts = 2
	r.Time = at(0).In(time.FixedZone("", 3600)).Add(123456789)
	mustAppend(t, open(t, path), r)
	const want = `{"time":"2026-03-01T12:00:00.123456789Z","kind":"outcome","id":"one","version":"1.0.0","pid":4242,` +
		`"user":"ada","host":"bastion","sshConnection":"192.0.2.1 50000 192.0.2.2 22",` +
		`"caller":"arn:aws:iam::123456789012:user/ada","profile":"prod","account":"123456789012","region":"eu-west-1",` +
		`"endpoint":"https://ecs.example?a&b","operation":"DeleteTaskSet","params":{"scale":"50","unit":"PERCENT"},` +
		`"cluster":"arn:aws:ecs:eu-west-1:123456789012:cluster/shop",` +
		`"service":"arn:aws:ecs:eu-west-1:123456789012:service/shop/checkout",` +
		`"taskSet":"arn:aws:ecs:eu-west-1:123456789012:task-set/shop/checkout/ecs-svc/111","force":false,` +
		`"seen":{"role":"ACTIVE","scale":0,"running":3,"taskDefinition":"web:7"},` +
		`"outcome":"accepted","requestId":"req-1","attempts":2,"milliseconds":1234}` + "\n"
	if got := readFile(t, path); got != want {
		t.Errorf("got  %swant %s", got, want)
	}
}

// A line without a time has the time at which it was appended.
func TestAppendStampsTheTime(t *testing.T) {
	path := place(t)
	before := time.Now()
	mustAppend(t, open(t, path), Record{Kind: Intent, ID: "one"})
	records, _, _ := Read(path)
	if got := records[0].Time; got.Before(before) || got.After(time.Now()) || got.Location() != time.UTC {
		t.Errorf("the line is of %v", got)
	}
}

// What is the same for every line is known where there is a system to ask.
func TestSelfKnowsWhoAndWhere(t *testing.T) {
	t.Setenv("SSH_CONNECTION", "192.0.2.1 50000 192.0.2.2 22")
	r := Self("1.2.3")
	if r.Version != "1.2.3" || r.PID != os.Getpid() || r.User == "" || r.Host == "" || r.SSHConnection == "" {
		t.Errorf("%+v", r)
	}
}

// What the trail writes is safe to print, however it is printed.
func TestWrittenLinesAreSafe(t *testing.T) {
	path := place(t)
	r := intent("one")
	r.Caller = hostile
	mustAppend(t, open(t, path), r)
	wantSafe(t, readFile(t, path))
	var back Record
	if err := json.Unmarshal([]byte(readFile(t, path)), &back); err != nil || back.Caller != strings.ToValidUTF8(hostile, "\ufffd") {
		t.Errorf("%q came back: %v", back.Caller, err)
	}
}
