package main

import (
	"path/filepath"
	"strings"
	"testing"

	"tealset/cmd/tealset/audit"
)

// The audit trail is printed as a table, one row a deletion, or as the lines that
// it has; no trail is no deletion, and an unknown form is a mistake.
func TestAuditIsPrinted(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "tealset", "audit.jsonl")
	g, _, request := guard(t, false, &lazyTrail{path: path})
	if answer := g.Do(t.Context(), request); answer.Fault != nil {
		t.Fatal(answer.Fault)
	}
	printed := func(output string) string {
		var stdout, stderr strings.Builder
		if err := printAudit(&stdout, &stderr, path, output); err != nil || stderr.Len() > 0 {
			t.Errorf("%s: %v, %s", output, err, stderr.String())
		}
		return stdout.String()
	}
	table := printed("table")
	for _, text := range []string{"checkout", strings.TrimPrefix(request.Target.ID, "ecs-svc/"), string(audit.Accepted)} {
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
