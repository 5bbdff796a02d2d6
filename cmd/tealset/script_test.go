package main

import (
	"bufio"
	"errors"
	"net/http/httptest"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"tealset/ecsapi/ecsfake"
	"tealset/model"
)

// The scripts have commands of their own:
//
//	exits CODE [flags...]
//
// runs tealset, which must end with that exit code.
//
//	ended CODE [flags...]
//
// runs tealset, and sends it the signal of that exit code when it has written a line. For
// SIGPIPE nobody reads that line.
//
//	ecs [OPERATION=FAULT]
//
// lets tealset meet an ECS of the script's own from here on, in which that operation meets a
// fault: lost, denied or failed.
//
//	refuses 'SENTENCE' [flags...]
//
// runs tealset, which must print nothing but "tealset: SENTENCE" on standard error,
// and exit with 2. Another exit code is written before the sentence. A sentence that ends
// in .* is a regular expression. @FILE in place of the sentence is a file with several, a line
// each.
func TestTheCommandLine(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			// Nothing here may meet this machine's settings, or AWS.
			env.Setenv("AWS_CONFIG_FILE", env.WorkDir+"/config")
			env.Setenv("AWS_SHARED_CREDENTIALS_FILE", env.WorkDir+"/credentials")
			env.Setenv("AWS_EC2_METADATA_DISABLED", "true")
			env.Setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
			env.Setenv("GORACE", quickExit)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"refuses": refuses, "exits": exitsWith, "ended": endedBySignal, "ecs": serveECS},
	})
}

func exitsWith(script *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	script.Check(err)
	var exit *exec.ExitError
	err = script.Exec("tealset", args[1:]...)
	switch {
	case errors.As(err, &exit) && exit.ExitCode() == want:
	case err == nil && want == 0:
	default:
		script.Fatalf("%q ends with %v, not with %d", args[1:], err, want)
	}
}

func endedBySignal(script *testscript.TestScript, _ bool, args []string) {
	code, err := strconv.Atoi(args[0])
	script.Check(err)
	cmd := exec.Command("tealset", args[1:]...) //nolint:gosec,noctx // it is the program under test, and ends by its signal
	cmd.Env = []string{"HOME=" + script.Getenv("WORK"), "PATH=" + script.Getenv("PATH"), "GORACE=" + quickExit}
	out, err := cmd.StdoutPipe()
	script.Check(err)
	var said strings.Builder
	cmd.Stderr = &said
	number := syscall.Signal(code - exitSignal)
	if number == syscall.SIGPIPE {
		script.Check(out.Close())
	}
	script.Check(cmd.Start())
	if number != syscall.SIGPIPE {
		_, err = bufio.NewReader(out).ReadString('\n')
		script.Check(err)
		script.Check(cmd.Process.Signal(number))
	}
	var exit *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &exit) || exit.ExitCode() != code && !strings.Contains(exit.String(), number.String()) {
		script.Fatalf("it ends with %v, not with %d", err, code)
	}
	if said.Len() > 0 {
		script.Fatalf("it says %q", said.String())
	}
}

func serveECS(script *testscript.TestScript, _ bool, args []string) {
	ecs := ecsfake.New(time.Now, ecsOfScripts())
	for _, arg := range args {
		operation, fault, _ := strings.Cut(arg, "=")
		ecs.Fail(operation, -1, map[string]ecsfake.Fault{
			"lost": ecsfake.Dropped().Late(), "denied": ecsfake.Denied(), "failed": ecsfake.Exception("ServerException", "no"),
		}[fault])
	}
	server := httptest.NewServer(ecs)
	script.Defer(server.Close)
	for name, value := range map[string]string{
		"AWS_ENDPOINT_URL": server.URL, "AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "AKIDTEST", "AWS_SECRET_ACCESS_KEY": "test",
		"HOME": script.Getenv("WORK"), "XDG_STATE_HOME": script.Getenv("WORK") + "/state",
	} {
		script.Setenv(name, value)
	}
}

// ecsOfScripts is a cluster with services in every state that a script refuses.
func ecsOfScripts() ecsfake.World {
	set := func(id, status string, scale float64) ecsfake.TaskSet {
		return ecsfake.TaskSet{ID: "ecs-svc/" + id, Status: status, Revision: 41, Age: time.Hour, Scale: &scale}
	}
	native := func(name string, deployment ecsfake.ServiceDeployment) ecsfake.Service {
		return ecsfake.Service{
			Name: name, Controller: ecsfake.ECS, Desired: 2, Deployments: []ecsfake.ServiceDeployment{deployment},
			TaskSets: []ecsfake.TaskSet{{Status: ecsfake.Active, Revision: 41, Age: 72 * time.Hour}, {Status: ecsfake.Primary, Revision: 42, Age: time.Hour}},
		}
	}
	hooks := []ecsfake.Hook{{ID: "hook-one", Expires: time.Hour}, {ID: "hook-two", Expires: time.Hour}}
	return ecsfake.World{Clusters: []ecsfake.Cluster{{Name: "shop", Services: []ecsfake.Service{
		{Name: "checkout", Controller: ecsfake.External, Desired: 2, TaskSets: []ecsfake.TaskSet{
			set("1111111111111111111", ecsfake.Primary, 100), set("2222222222222222222", ecsfake.Active, 0),
		}},
		{Name: "twins", Controller: ecsfake.External, Desired: 2, TaskSets: []ecsfake.TaskSet{
			set("3333333333333555555", ecsfake.Primary, 100), set("4444444444444555555", ecsfake.Active, 0),
		}},
		{Name: "leaving", Controller: ecsfake.External, Desired: 2, TaskSets: []ecsfake.TaskSet{
			set("5555555555555555555", ecsfake.Primary, 100), set("6666666666666666666", ecsfake.Draining, 0),
		}},
		native("waiting", ecsfake.ServiceDeployment{Stage: "PRE_PRODUCTION_TRAFFIC_SHIFT", Age: time.Minute, Hooks: hooks}),
		native("failed", ecsfake.ServiceDeployment{Age: time.Hour, Took: time.Minute, Status: model.DeployRollbackSuccessful}),
	}}}}
}

func refuses(script *testscript.TestScript, _ bool, args []string) {
	want := exitUsage
	if code, err := strconv.Atoi(args[0]); err == nil {
		want, args = code, args[1:]
	}
	var exit *exec.ExitError
	if err := script.Exec("tealset", args[1:]...); !errors.As(err, &exit) {
		script.Fatalf("tealset %q has no exit code but: %v", args[1:], err)
	}
	if exit.ExitCode() != want {
		script.Fatalf("the exit code is %d, not %d", exit.ExitCode(), want)
	}
	if got := script.ReadFile("stdout"); got != "" {
		script.Fatalf("on standard output there is %q", got)
	}
	got := script.ReadFile("stderr")
	if pattern, ok := strings.CutSuffix(args[0], ".*"); ok {
		matched, err := regexp.MatchString("^tealset: "+pattern+".*\n$", got)
		script.Check(err)
		if !matched {
			script.Fatalf("the sentence is\n%s", got)
		}
		return
	}
	sentences := args[0]
	if file, ok := strings.CutPrefix(sentences, "@"); ok {
		sentences = strings.TrimSuffix(script.ReadFile(file), "\n")
	}
	if got != "tealset: "+strings.ReplaceAll(sentences, "\n", "\ntealset: ")+"\n" {
		script.Fatalf("the sentence is\n%s", got)
	}
}
