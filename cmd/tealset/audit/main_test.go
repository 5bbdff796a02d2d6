package audit

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"tealset/model/change"
)

// childEnv makes the test binary another tealset, which appends so many lines to
// the trail in its working directory.
const childEnv = "TEALSET_AUDIT_TEST_LINES"

func TestMain(m *testing.M) {
	if lines, err := strconv.Atoi(os.Getenv(childEnv)); err == nil {
		os.Exit(appendMany(lines))
	}
	os.Exit(m.Run())
}

// appendMany appends pairs of lines; each line is long enough that two writes of
// two processes would show.
func appendMany(lines int) int {
	dir, err := os.Getwd()
	if err != nil {
		panic(err)
	}
	trail, err := Open(filepath.Join(dir, "audit.jsonl"))
	if err == nil {
		trail.patience = time.Minute // hot loops are not fair to each other
		trail.maxBytes = 192 << 10
		for n := range lines {
			r := intent(fmt.Sprintf("%d-%d", os.Getpid(), n))
			r.SSHConnection = strings.Repeat(strconv.Itoa(n%10), n%200)
			if err = trail.Append(r); err != nil {
				break
			}
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// at is when everything here happens.
func at(minutes int) time.Time {
	return time.Date(2026, 3, 1, 12, minutes, 0, 0, time.UTC)
}

func intent(id string) Record {
	return Record{
		Time: at(0), Kind: Intent, ID: id, Version: "1.0.0", PID: 4242, User: "ada", Host: "bastion",
		Operation: "DeleteTaskSet", Region: "eu-west-1",
		Cluster: "arn:aws:ecs:eu-west-1:123456789012:cluster/shop",
		Service: "arn:aws:ecs:eu-west-1:123456789012:service/shop/checkout",
		TaskSet: "arn:aws:ecs:eu-west-1:123456789012:task-set/shop/checkout/ecs-svc/111",
	}
}

func line(kind Kind, id string, outcome change.Outcome) Record {
	r := intent(id)
	r.Kind, r.Outcome = kind, outcome
	return r
}

// place is where a trail may be made: in a directory that is not there yet.
func place(t *testing.T) string {
	t.Helper()
	return filepath.Join(t.TempDir(), "state", "tealset", "audit.jsonl")
}

func open(t *testing.T, path string) *Trail {
	t.Helper()
	trail, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return trail
}

func mustAppend(t *testing.T, trail *Trail, r Record) {
	t.Helper()
	if err := trail.Append(r); err != nil {
		t.Fatal(err)
	}
}

// ids reads the trail and is what is in it: the ids, oldest first.
func ids(t *testing.T, path string, wantDamaged int) []string {
	t.Helper()
	records, damaged, err := Read(path)
	if err != nil {
		t.Fatal(err)
	}
	if damaged != wantDamaged {
		t.Errorf("%d damaged lines, want %d", damaged, wantDamaged)
	}
	return idsOf(records)
}

func idsOf(records []Record) []string {
	all := make([]string, 0, len(records))
	for _, r := range records {
		all = append(all, r.ID)
	}
	return all
}

// wantSentence checks what a person reads when a delete is stopped.
func wantSentence(t *testing.T, err error, parts ...string) {
	t.Helper()
	if err == nil {
		t.Fatal("no error")
	}
	text := err.Error()
	for _, part := range append(parts, "the audit trail ", ", or use --no-audit") {
		if !strings.Contains(text, part) {
			t.Errorf("%q lacks %q", text, part)
		}
	}
	if strings.ContainsAny(text, "\n\r") || strings.HasSuffix(text, ".") {
		t.Errorf("%q is not one sentence", text)
	}
}

func writeFile(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path) //nolint:gosec // It is a file of the test.
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
