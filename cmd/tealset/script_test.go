package main

import (
	"errors"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// The scripts have a command of their own:
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
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"refuses": refuses},
	})
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
