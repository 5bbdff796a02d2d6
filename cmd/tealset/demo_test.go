//go:build linux || darwin

package main

import (
	"bufio"
	"maps"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/spf13/cobra"
)

// inDemo are the commands that ask AWS, with a line of each that the demo answers. Its task
// sets always have the same ids.
var inDemo = map[string]string{
	"audit":    "-o json",
	"list":     "task-sets -c shop-prod -s checkout",
	"describe": "service checkout -c shop-prod",
	"watch":    "-c shop-prod -s checkout",
	"wait":     "-c shop-prod -s web --for stable --refresh 1s",
	"delete":   "ecs-svc/5511290556562181757 -c shop-prod -s checkout --yes --confirm checkout --dry-run",
	"promote":  "ecs-svc/5511290556562181757 -c shop-prod -s checkout --yes --confirm checkout --dry-run",
	"scale":    "ecs-svc/5511290556562181757 100% -c shop-prod -s checkout --yes",
	"rollback": "-c shop-prod -s inventory --dry-run",
	"continue": "-c shop-prod -s storefront --yes",
}

// asksNobody are the commands that need no AWS.
var asksNobody = []string{"completion", "config", "exit-codes", "environment", "fake-ecs", "help", "man", "output", "version"}

// Every command that asks AWS works with the demo, without settings and without a network.
func TestEveryCommandWorksWithTheDemo(t *testing.T) {
	t.Parallel()
	commands := map[string]*cobra.Command{}
	for _, cmd := range newRoot(new(order)).Commands() {
		commands[cmd.Name()] = cmd
		if (cmd.Flags().Lookup("demo") == nil) != slices.Contains(asksNobody, cmd.Name()) || (inDemo[cmd.Name()] == "") != slices.Contains(asksNobody, cmd.Name()) {
			t.Errorf("%s: does it ask AWS, and has it --demo?", cmd.Name())
		}
	}
	for _, name := range slices.Sorted(maps.Keys(inDemo)) {
		if commands[name] == nil {
			t.Errorf("there is no command %s", name)
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cmd, stderr := oneShot(t, append(strings.Fields(name+" "+inDemo[name]), "--demo")...)
			cmd.Env = append(cmd.Env, "AWS_ENDPOINT_URL=http://127.0.0.1:1", "HTTPS_PROXY=http://127.0.0.1:1")
			out, err := cmd.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			line, err := bufio.NewReader(out).ReadString('\n')
			if name == "watch" { // it goes on
				_ = cmd.Process.Signal(syscall.SIGTERM)
			}
			if ended := cmd.Wait(); ended != nil && name != "watch" || name != "wait" && (line == "" || err != nil) {
				t.Errorf("it ends with %v after %q: %v\n%s", ended, line, err, stderr)
			}
		})
	}
}
