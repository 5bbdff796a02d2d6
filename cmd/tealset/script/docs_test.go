package script

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tealset/cmd/tealset/output"
	"tealset/ecsapi/ecsfake"
)

var update = flag.Bool("update", false, "write the examples of docs/output.md anew")

// example is a block of docs/output.md that a command has written.
var example = regexp.MustCompile("(<!-- written by: (.*) -->\n)(?:\n```json\n[^`]*```\n)?")

// The examples in docs/output.md are what the commands write.
func TestTheDocumentedOutputIsWhatIsWritten(t *testing.T) {
	t.Parallel()
	const path = "../../../docs/output.md"
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	written := documents(t)
	used := 0
	want := example.ReplaceAllStringFunc(string(text), func(found string) string {
		parts := example.FindStringSubmatch(found)
		document, ok := written[parts[2]]
		if !ok {
			t.Errorf("no test writes %q", parts[2])
		}
		used++
		return parts[1] + "\n```json\n" + document + "```\n"
	})
	if used != len(written) {
		t.Errorf("%d of %d documents are in it", used, len(written))
	}
	switch {
	case want == string(text):
	case *update:
		if err := os.WriteFile(path, []byte(want), 0o600); err != nil { //nolint:gosec // it is the file that was read
			t.Fatal(err)
		}
	default:
		t.Errorf("it is not what is written; run this test with -update (-documented +written):\n%s", cmp.Diff(string(text), want))
	}
}

// documents are what the commands write, by the names that docs/output.md has for them.
func documents(t *testing.T) map[string]string {
	t.Helper()
	world := ecsfake.World{Clusters: []ecsfake.Cluster{{Name: "shop", Services: []ecsfake.Service{
		{Name: "checkout", Controller: ecsfake.External, Desired: 4, Age: 400 * time.Hour, TaskSets: []ecsfake.TaskSet{
			{ID: "ecs-svc/1234567890123456789", Status: ecsfake.Primary, Revision: 41, Age: 72 * time.Hour, TargetGroup: "checkout-green", ExternalID: "pipeline-1760"},
		}},
	}}}}
	b := newBench(t, world)
	list := func(kind Kind, service string, format output.Format) string {
		text, _ := b.list(ListOptions{Kind: kind, Scope: b.scope(service, ""), Style: output.Style{Format: format}})
		return text
	}
	written := map[string]string{
		"list clusters -o json":                  indented(t, list(Clusters, "", output.JSON)),
		"list services -o json":                  indented(t, list(Services, "checkout", output.JSON)),
		"list task-sets -o json":                 indented(t, list(TaskSets, "checkout", output.JSON)),
		"list services of a wrong name -o json":  indented(t, list(Services, "chekout", output.JSON)),
		"list services of a wrong name -o jsonl": list(Services, "chekout", output.JSONL),
	}
	moving := newBench(t, rollout())
	ctx := stopAfter(t, moving, 2)
	_ = moving.shell.Watch(ctx, []Source{moving.source}, WatchOptions{
		Scope: moving.scope("checkout", "ecs-svc/2222222222222222222"), Format: output.JSONL, Refresh: 10 * time.Second,
	})
	written["watch -o jsonl"] = moving.out.String()
	changed := newChanger(t, shop())
	if err := changed.change(setTwo, ChangeOptions{Yes: true, Format: output.JSON}); err != nil {
		t.Error(err)
	}
	written["delete -o json"] = indented(t, changed.out.String())
	return written
}

// indented is a document in several lines, for people.
func indented(t *testing.T, text string) string {
	t.Helper()
	var out bytes.Buffer
	if err := json.Indent(&out, []byte(strings.TrimSpace(text)), "", "  "); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return out.String() + "\n"
}
