//go:build !race

// The AWS CLI is another process, which the race detector does not see, and what it asks for
// is asked for by many other tests.

package ecsfake_test

import (
	"net/http/httptest"
	"os/exec"
	"testing"
	"time"

	"tealset/ecsapi/ecsfake"
)

// The clock moves by four seconds whenever the server looks at it, so the script
// sees the same story on a fast machine and on a slow one.
func TestTheAWSCommandLineIsServedAsByRealECS(t *testing.T) {
	if _, err := exec.LookPath("aws"); err != nil {
		t.Skip("no `aws` on PATH: the AWS CLI is the client that this test is about")
	}
	clock := ecsfake.NewClock(time.Now())
	server := httptest.NewServer(ecsfake.Demo(func() time.Time {
		clock.Advance(4 * time.Second)
		return clock.Now()
	}))
	defer server.Close()

	script := exec.CommandContext(t.Context(), "bash", "testdata/awscli.sh", server.URL) //nolint:gosec // The URL is that of the server above.
	output, err := script.CombinedOutput()
	t.Logf("%s", output)
	if err != nil {
		t.Errorf("the script found what is not as it should be: %v", err)
	}
}
