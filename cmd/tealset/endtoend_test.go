//go:build linux || darwin

package main

import (
	"bufio"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

func TestTheDashboardShowsWhatTheFakeECSServes(t *testing.T) {
	t.Parallel()
	path, err := built()
	if err != nil {
		t.Fatal(err)
	}
	server := exec.CommandContext(t.Context(), path, "fake-ecs", "--listen", "127.0.0.1:0") //nolint:gosec // It is the program under test.
	output, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(output).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	_, url, _ := strings.Cut(line, "fake ECS on ")
	url, _, _ = strings.Cut(url, ";")

	s := start(t, []string{
		"AWS_ENDPOINT_URL=" + url, "AWS_ACCESS_KEY_ID=AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY=example",
	}, "--region", "eu-west-1")
	s.see("shop-prod", "batch", "123456789012", url)
	s.press("q")
	s.exits(0)

	if err := server.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := server.Wait(); err != nil {
		t.Errorf("fake-ecs that is asked to end: %v", err)
	}
}

func TestAnECSThatCannotBeReachedIsToldOnTheScreen(t *testing.T) {
	t.Parallel()
	s := start(t, []string{"AWS_ACCESS_KEY_ID=AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY=example"}, "--region", "eu-west-1")
	s.see("127.0.0.1:1", "nothing has been read yet")
	s.press("q")
	s.exits(0)
	s.leavesTheTerminalAsItWas()
}

func TestWithoutCredentialsTheScreenSaysHowToGetThem(t *testing.T) {
	t.Parallel()
	s := start(t, nil, "--region", "eu-west-1")
	s.see("no AWS credentials found", "aws configure sso")
	s.press("q")
	s.exits(0)
}
