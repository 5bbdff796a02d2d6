//go:build linux || darwin

package main

import (
	"bufio"
	"bytes"
	"errors"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"tealset/cmd/tealset/audit"
	"tealset/ecsapi"
	"tealset/ecsapi/ecsfake"
	"tealset/model"
	"tealset/model/change"
)

// oneShot is a command that answers once, in a process of its own; TestMain puts this program
// as tealset on the path.
func oneShot(t *testing.T, args ...string) (cmd *exec.Cmd, stderr *bytes.Buffer) {
	t.Helper()
	cmd = exec.CommandContext(t.Context(), "tealset", args...) //nolint:gosec // it is the program under test
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir(), "GORACE=" + quickExit}
	stderr = &bytes.Buffer{}
	cmd.Stderr = stderr
	return cmd, stderr
}

// A signal ends a command with its number and without a word, as it does the dashboard.
func TestASignalEndsACommand(t *testing.T) {
	t.Parallel()
	for _, signal := range []syscall.Signal{syscall.SIGHUP, syscall.SIGINT, syscall.SIGQUIT, syscall.SIGTERM} {
		cmd, stderr := oneShot(t, "watch", "-c", "shop-prod", "-s", "checkout", "--demo", "--refresh", "1h")
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if _, err := bufio.NewReader(out).ReadString('\n'); err != nil { // it watches
			t.Fatal(err)
		}
		if err := cmd.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		var exit *exec.ExitError
		if err := cmd.Wait(); !errors.As(err, &exit) || exit.ExitCode() != exitSignal+int(signal) || stderr.Len() > 0 {
			t.Errorf("%s: %v, and it says %q", signal, err, stderr)
		}
	}
}

// A signal while a change is under way waits for its answer, which is in the trail then; the
// exit code is the signal's. Further signals do not cut the wait short. The outcome is written
// where it came, and the request is in the debug log.
func TestASignalWaitsForTheAnswerToAChange(t *testing.T) {
	t.Parallel()
	ecs := ecsfake.New(time.Now, shop())
	server := httptest.NewServer(ecs)
	t.Cleanup(server.Close)
	gate := ecsfake.NewGate()
	ecs.Fail("DeleteTaskSet", 1, gate.Hold())
	state := t.TempDir()
	debug := filepath.Join(state, "debug.log")
	cmd, _ := oneShot(t, "delete", setOf(t, ecs), "-c", "shop", "-s", "checkout", "--yes", "--debug", debug)
	var answer bytes.Buffer
	cmd.Stdout = &answer
	cmd.Env = append(cmd.Env, "XDG_STATE_HOME="+state, "AWS_ENDPOINT_URL="+server.URL, "AWS_REGION=eu-west-1",
		"AWS_ACCESS_KEY_ID=AKIDTEST", "AWS_SECRET_ACCESS_KEY=test", "AWS_CONFIG_FILE=/dev/null",
		"AWS_SHARED_CREDENTIALS_FILE=/dev/null", "AWS_EC2_METADATA_DISABLED=true")
	cmd.Stderr = nil
	told, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for ecs.Count("DeleteTaskSet") == 0 {
		time.Sleep(time.Millisecond)
	}
	signals := func(all ...syscall.Signal) {
		for _, signal := range all {
			if err := cmd.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
		}
	}
	signals(syscall.SIGTERM, syscall.SIGTERM)
	lines := bufio.NewScanner(told)
	for waits := false; !waits && lines.Scan(); {
		waits = strings.Contains(lines.Text(), "waiting up to 10s for the answer to DeleteTaskSet")
	}
	signals(syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
	gate.Open()
	for lines.Scan() {
		t.Errorf("it says %q", lines.Text())
	}
	var exit *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &exit) || exit.ExitCode() != exitSignal+int(syscall.SIGTERM) {
		t.Error(err)
	}
	records, _, err := audit.Read(filepath.Join(state, "tealset", "audit.jsonl"))
	if err != nil || len(records) != 2 || records[1].Outcome != change.Accepted {
		t.Errorf("%v: %+v", err, records)
	}
	if got := answer.String(); !strings.HasPrefix(got, "DeleteTaskSet ecs-svc/") || !strings.Contains(got, ": accepted, it is DRAINING") {
		t.Errorf("the answer is %q", got)
	}
	if log, err := os.ReadFile(debug); err != nil || !strings.Contains(string(log), "operation=DeleteTaskSet ") { //nolint:gosec // it is the test's own
		t.Errorf("%v\n%s", err, log)
	}
}

// At a question one ctrl+c ends a command, and nothing is sent.
func TestCtrlCEndsAQuestion(t *testing.T) {
	t.Parallel()
	s := start(t, nil, "delete", "ecs-svc/7125463344074208369", "-c", "shop-prod", "-s", "catalog", "--demo")
	s.see("of catalog (cluster shop-prod", "eu-west-1)? [y/N]")
	s.press("\x03")
	s.exits(exitSignal + int(syscall.SIGINT))
}

// What was typed before a question was asked does not answer it: the reads before it take seconds.
func TestWhatIsTypedBeforeAQuestionDoesNotAnswerIt(t *testing.T) {
	t.Parallel()
	ecs := ecsfake.New(time.Now, shop())
	server := httptest.NewServer(ecs)
	t.Cleanup(server.Close)
	set, gate := setOf(t, ecs), ecsfake.NewGate()
	ecs.Fail("DescribeServices", 1, gate.Hold())
	s := start(t, []string{
		"XDG_STATE_HOME=" + t.TempDir(), "AWS_ENDPOINT_URL=" + server.URL, "AWS_REGION=eu-west-1",
		"AWS_ACCESS_KEY_ID=AKIDTEST", "AWS_SECRET_ACCESS_KEY=test",
	}, "delete", set, "-c", "shop", "-s", "checkout")
	s.press("y\r")
	s.see("y") // the terminal has taken it
	gate.Open()
	s.see("eu-west-1)? [y/N]")
	s.press("n\r")
	s.exits(1)
	if sent := ecs.Count("DeleteTaskSet"); sent != 0 {
		t.Errorf("DeleteTaskSet was sent %d times", sent)
	}
	if output := s.output(); !strings.Contains(output, "not confirmed; nothing was sent") {
		t.Errorf("it says %q", output)
	}
}

// setOf is the id of the set of checkout that is not the PRIMARY.
func setOf(t *testing.T, ecs *ecsfake.Server) string {
	t.Helper()
	reader, _ := ecsapi.New(ecsapi.Fixed{Region: "eu-west-1", Endpoint: "http://ecs.invalid", Transport: ecs.Client().Transport})
	service, err := reader.DescribeService(t.Context(), model.ServiceRef{Cluster: "shop", Service: "checkout"})
	if err != nil {
		t.Fatal(err)
	}
	return service.TaskSets[1].ID
}

// A pipe that nobody reads any more ends a command without a word.
func TestAClosedPipeEndsACommand(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{
		{"list", "services", "-c", "shop-prod", "--demo"},
		{"list", "clusters", "--demo", "-o", "yaml"},
		{"watch", "-c", "shop-prod", "-s", "checkout", "--demo", "--refresh", "1s"},
	} {
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		_ = r.Close()
		cmd, stderr := oneShot(t, args...)
		cmd.Stdout = w
		var exit *exec.ExitError
		err = cmd.Run()
		_ = w.Close()
		ok := errors.As(err, &exit)
		if ok {
			status, isUnix := exit.Sys().(syscall.WaitStatus)
			ok = isUnix && status.Signaled() && status.Signal() == syscall.SIGPIPE || exit.ExitCode() == exitSignal+int(syscall.SIGPIPE)
		}
		if !ok || stderr.Len() > 0 {
			t.Errorf("%v: %v, and it says %q", args, err, stderr)
		}
	}
}
