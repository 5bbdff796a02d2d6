package main

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tealset/cmd/tealset/audit"

	"tealset/model/change"
)

// The audit trail is printed as a table, one row a deletion, or as the lines that
// it has; no trail is no deletion, and an unknown form is a mistake.
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
		if err := printAudit(&stdout, &stderr, path, output); err != nil || stderr.Len() > 0 {
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
	lines := strings.Split(strings.TrimSpace(printed("json")), "\n")
	if len(lines) != 2 || !strings.Contains(lines[0], `"kind":"intent"`) || !strings.Contains(lines[1], `"outcome":"accepted"`) {
		t.Errorf("%q", lines)
	}
	if err := printAudit(t.Output(), t.Output(), path, "xml"); exitCode(err) != exitUsage {
		t.Errorf("%v", err)
	}
	if err := printAudit(t.Output(), t.Output(), path+".none", "table"); err != nil {
		t.Errorf("no trail: %v", err)
	}
}
