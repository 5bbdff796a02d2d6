//go:build linux || darwin

package main

import (
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"tealset/cmd/tealset/audit"
	"tealset/ecsapi/ecsfake"
)

// runbook is a script of docs/scripts.md, as it stands there.
func runbook(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile("../../docs/scripts.md")
	if err != nil {
		t.Fatal(err)
	}
	_, after, found := strings.Cut(string(text), "<!-- runbook: "+name+" -->\n\n```sh\n")
	script, _, closed := strings.Cut(after, "```\n")
	if !found || !closed {
		t.Fatalf("docs/scripts.md has no runbook %q", name)
	}
	return script
}

// The runbooks of docs/scripts.md do what they say, as they stand: forward from one set to
// the other until the former one is gone, and back again where it is still there.
func TestTheRunbooksRun(t *testing.T) {
	t.Parallel()
	const blue, green = "ecs-svc/1111111111111111111", "ecs-svc/2222222222222222222"
	for name, test := range map[string]struct {
		primary, active string
		operations      map[string]int
	}{
		"forward": {blue, green, map[string]int{"UpdateServicePrimaryTaskSet": 1, "UpdateTaskSet": 1, "DeleteTaskSet": 1}},
		"back":    {green, blue, map[string]int{"UpdateServicePrimaryTaskSet": 1}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			quick := 20 * time.Millisecond
			ecs := ecsfake.New(time.Now, ecsfake.World{
				Timing: ecsfake.Timing{Start: quick, Every: quick, Settle: quick, Drain: quick, Deregister: quick},
				Clusters: []ecsfake.Cluster{{Name: "shop", Services: []ecsfake.Service{
					{Name: "checkout", Controller: ecsfake.External, Desired: 2, TaskSets: []ecsfake.TaskSet{
						{ID: test.primary, Status: ecsfake.Primary, Revision: 41, Age: 72 * time.Hour},
						{ID: test.active, Revision: 42, Age: time.Hour},
					}},
				}}},
			})
			server := httptest.NewServer(ecs)
			t.Cleanup(server.Close)
			state := t.TempDir()
			cmd := exec.CommandContext(t.Context(), "sh", "-c", runbook(t, name)) //nolint:gosec // it is the project's own
			cmd.Env = []string{
				"PATH=" + os.Getenv("PATH"), "HOME=" + state, "XDG_STATE_HOME=" + state, "GORACE=" + quickExit,
				"AWS_ENDPOINT_URL=" + server.URL, "AWS_REGION=eu-west-1", "AWS_ACCESS_KEY_ID=AKIDTEST", "AWS_SECRET_ACCESS_KEY=test",
				"AWS_CONFIG_FILE=/dev/null", "AWS_SHARED_CREDENTIALS_FILE=/dev/null", "AWS_EC2_METADATA_DISABLED=true",
				"CLUSTER=shop", "SERVICE=checkout", "BLUE=" + blue, "REFRESH=1s",
			}
			if output, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, output)
			}
			for operation, want := range test.operations {
				if got := ecs.Count(operation); got != want {
					t.Errorf("%d times %s, want %d", got, operation, want)
				}
			}
			records, damaged, err := audit.Read(state + "/tealset/audit.jsonl")
			if want := 2 * len(test.operations); err != nil || damaged > 0 || len(records) != want {
				t.Errorf("the audit trail has %d lines, want %d: %v", len(records), want, err)
			}
		})
	}
}
