//go:build linux || darwin

package main

import (
	"bufio"
	"bytes"
	"errors"
	"os"
	"os/exec"
	"syscall"
	"testing"
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
