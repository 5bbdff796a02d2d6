package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tealset/cmd/tealset/audit"
	"tealset/model/change"
	"tealset/model/clean"
)

// The audit trail is printed as a table, one row a deletion, or as a document for each of its
// lines, with schemaVersion, and stderr names its file. An unknown form is a mistake.
func TestAuditIsPrinted(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "tealset", "audit.jsonl")
	trail := &lazyTrail{path: path}
	intent := audit.Self(version)
	intent.Kind, intent.ID, intent.Operation = audit.Intent, "4711", "DeleteTaskSet"
	intent.Service = "arn:aws:ecs:eu-west-1:123456789012:service/shop/checkout"
	intent.TaskSet = "arn:aws:ecs:eu-west-1:123456789012:task-set/shop/checkout/ecs-svc/4811"
	for _, line := range []audit.Record{intent, intent.After(change.Accepted, change.Answer{RequestID: "request"}, time.Second)} {
		if err := trail.Append(line); err != nil {
			t.Fatal(err)
		}
	}
	printed := func(output string) string {
		var stdout, stderr strings.Builder
		if err := printAudit(&stdout, &stderr, path, auditOptions{output: output}); err != nil || stderr.String() != "tealset: this is the audit trail "+path+"\n" {
			t.Errorf("%s: %v, %s", output, err, stderr.String())
		}
		return stdout.String()
	}
	table := printed("table")
	for _, text := range []string{"checkout", "4811", string(change.Accepted)} {
		if !strings.Contains(table, text) {
			t.Errorf("the table has no %q:\n%s", text, table)
		}
	}
	lines := strings.Split(strings.TrimSpace(printed("jsonl")), "\n")
	if len(lines) != 2 || !strings.HasPrefix(lines[0], `{"schemaVersion":1,"time":`) || !strings.Contains(lines[0], `"kind":"intent"`) || !strings.Contains(lines[1], `"outcome":"accepted"`) {
		t.Errorf("%q", lines)
	}
	if err := printAudit(t.Output(), t.Output(), path, auditOptions{output: "xml"}); exitCode(err) != exitUsage {
		t.Errorf("%v", err)
	}
}

// What is printed on stderr says which file was read, cleaned: a trail without lines
// says that it is empty, and lines that cannot be read are counted. A trail that has such
// is not complete, and the exit code is that of every list that is not.
func TestAuditTellsWhatItRead(t *testing.T) {
	t.Parallel()
	const good = `{"kind":"intent","id":"a"}` + "\n"
	for name, test := range map[string]struct{ text, told string }{
		"none":    {"-", "the audit trail PATH is empty: nothing was changed from here"},
		"empty":   {"", "the audit trail PATH is empty: nothing was changed from here"},
		"damaged": {good + "{\n[]\n", "this is the audit trail PATH\ntealset: 2 of its lines cannot be read and were left out; look at the file: PATH"},
		"lost":    {"{\n", "1 of its lines cannot be read and were left out; look at the file: PATH"},
	} {
		path := filepath.Join(t.TempDir(), "a\x1b[31m", "audit.jsonl")
		if err := os.Mkdir(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if test.text != "-" {
			if err := os.WriteFile(path, []byte(test.text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want := "tealset: " + strings.ReplaceAll(test.told, "PATH", clean.Text(path)) + "\n"
		for _, output := range []string{"table", "jsonl"} {
			var stdout, stderr strings.Builder
			err := printAudit(&stdout, &stderr, path, auditOptions{output: output})
			printError(&stderr, err)
			if (exitCode(err) == exitError) != strings.Contains(want, "cannot be read") || stderr.String() != want {
				t.Errorf("%s as %s: %v, %q, want %q", name, output, err, stderr.String(), want)
			}
			failure := output == "jsonl" && strings.Contains(stdout.String(), `{"schemaVersion":1,"failure":{"reason":"lines that cannot be read: `)
			if failure != (output == "jsonl" && strings.Contains(want, "cannot be read")) {
				t.Errorf("%s as %s has no failure: %q", name, output, stdout.String())
			}
			if (stdout.Len() > 0) != (failure || strings.HasPrefix(test.text, good)) {
				t.Errorf("%s as %s: %q", name, output, stdout.String())
			}
		}
	}
}

// A file of the trail that cannot be read keeps nobody from reading the others.
func TestAuditPrintsWhatCanBeRead(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "audit.jsonl")
	if err := os.WriteFile(path+".1", []byte(`{"kind":"intent","id":"a","operation":"DeleteTaskSet"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
	var stdout, stderr strings.Builder
	if err := printAudit(&stdout, &stderr, path, auditOptions{output: "table"}); exitCode(err) != exitError || !strings.Contains(stdout.String(), "DeleteTaskSet") {
		t.Errorf("%v, %q", err, stdout.String())
	}
}

// As json the trail is one document, also where it is empty or damaged: what cannot be read is
// among its failures. As jsonl each line and each failure is one.
func TestTheTrailIsOneDocument(t *testing.T) {
	t.Parallel()
	const (
		members = `"kind":"intent","id":"a","extra":"\u009b"}`
		one     = "{" + members
		line    = `{"schemaVersion":1,` + members + "\n"
		failure = `{"reason":"lines that cannot be read: 1"}`
	)
	for _, test := range []struct{ text, json, jsonl string }{
		{"", `{"schemaVersion":1,"records":[],"failures":[]}`, ""},
		{one + "\n", `{"schemaVersion":1,"records":[` + one + `],"failures":[]}`, line},
		{
			one + "\n" + one + "\n{\n", `{"schemaVersion":1,"records":[` + one + "," + one + `],"failures":[` + failure + `]}`,
			line + line + `{"schemaVersion":1,"failure":` + failure + "}\n",
		},
	} {
		path := filepath.Join(t.TempDir(), "audit.jsonl")
		if err := os.WriteFile(path, []byte(test.text), 0o600); err != nil {
			t.Fatal(err)
		}
		for output, want := range map[string]string{"json": test.json + "\n", "jsonl": test.jsonl} {
			var stdout, stderr strings.Builder
			err := printAudit(&stdout, &stderr, path, auditOptions{output: output})
			if exitCode(err) != strings.Count(test.text, "{\n") || stdout.String() != want {
				t.Errorf("%q as %s: %v\n%s\nwant\n%s", test.text, output, err, stdout.String(), want)
			}
		}
	}
}

// With --since only changes that began then or later are printed, and with --open only those
// of which nobody knows how they ended; both with all their lines.
func TestAuditPrintsWhatIsAskedFor(t *testing.T) {
	t.Parallel()
	at := func(ago time.Duration) string { return time.Now().Add(-ago).UTC().Format(time.RFC3339) }
	lines := []string{
		`{"time":"` + at(72*time.Hour) + `","kind":"intent","id":"old"}`,
		`{"time":"` + at(2*time.Hour) + `","kind":"intent","id":"new"}`,
		`{"time":"` + at(time.Hour) + `","kind":"outcome","id":"new","outcome":"accepted"}`,
		`{"time":"` + at(time.Hour) + `","kind":"intent","id":"open"}`,
		`{"time":"` + at(time.Hour) + `","kind":"outcome","id":"open","outcome":"unknown"}`,
	}
	path := filepath.Join(t.TempDir(), "audit.jsonl")
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		options auditOptions
		want    []string
	}{
		{auditOptions{}, lines},
		{auditOptions{since: 24 * time.Hour}, lines[1:]},
		{auditOptions{open: true}, []string{lines[0], lines[3], lines[4]}},
		{auditOptions{since: 24 * time.Hour, open: true}, lines[3:]},
		{auditOptions{since: time.Minute}, nil},
	} {
		test.options.output = "jsonl"
		var stdout, stderr strings.Builder
		err := printAudit(&stdout, &stderr, path, test.options)
		if got := strings.ReplaceAll(strings.TrimSuffix(stdout.String(), "\n"), `{"schemaVersion":1,`, "{"); err != nil || got != strings.Join(test.want, "\n") {
			t.Errorf("%+v: %v\n%s", test.options, err, got)
		}
		if told := "has no such change"; strings.Contains(stderr.String(), told) != (test.want == nil) {
			t.Errorf("%+v: %q", test.options, stderr.String())
		}
	}
}

// The example in docs/output.md is what audit prints, and so are the members that it tells of.
func TestTheDocumentedTrailIsWhatIsPrinted(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "tealset", "audit.jsonl")
	arn := func(rest string) string { return "arn:aws:ecs:eu-west-1:123456789012:" + rest }
	scale := 0.0
	intent := audit.Record{
		Time: time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC), Kind: audit.Intent, ID: "6fQ2x", Version: "1.0.0", PID: 4711, User: "ann", Host: "bastion",
		Profile: "oncall", Account: "123456789012", Region: "eu-west-1", Operation: "DeleteTaskSet", Cluster: arn("cluster/shop"),
		Service: arn("service/shop/checkout"), TaskSet: arn("task-set/shop/checkout/ecs-svc/2222222222222222222"),
		Seen: &audit.Seen{Role: "ACTIVE", Scale: &scale, TaskDefinition: arn("task-definition/checkout:42")},
	}
	outcome := intent.After(change.Accepted, change.Answer{RequestID: "12391c9d-3b85-4c5c-9dff-34b7b41208a2"}, 212*time.Millisecond)
	outcome.Time = intent.Time.Add(time.Second)
	trail := &lazyTrail{path: path}
	for _, line := range []audit.Record{intent, outcome} {
		if err := trail.Append(line); err != nil {
			t.Fatal(err)
		}
	}
	var printed, stderr strings.Builder
	if err := printAudit(&printed, &stderr, path, auditOptions{output: "jsonl"}); err != nil {
		t.Fatal(err, stderr.String())
	}
	document, err := os.ReadFile("../../docs/output.md")
	if want := "<!-- printed by: audit -o jsonl -->\n\n```json\n" + printed.String() + "```\n"; err != nil || !strings.Contains(string(document), want) {
		t.Errorf("%v; write this into it:\n%s", err, want)
	}
}
