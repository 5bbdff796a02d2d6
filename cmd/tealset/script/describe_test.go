package script

import (
	"regexp"
	"strings"
	"testing"

	"tealset/cmd/tealset/output"
	"tealset/ecsapi"
	"tealset/ecsapi/ecsfake"
)

// A description tells what the board tells: the fields, what was found and the next step, the
// sides with their traffic and targets, the newest events.
func TestADescriptionTellsAll(t *testing.T) {
	t.Parallel()
	b := newBench(t, ecsfake.World{})
	b.ecs = ecsfake.Demo(b.clock.Now)
	b.source.Reader, _ = ecsapi.New(ecsapi.Fixed{Region: "eu-west-1", Endpoint: "http://ecs.invalid", Transport: b.ecs.Client().Transport})
	describe := func(format output.Format, arguments ...string) (string, error) {
		b.out.Reset()
		kind, scope, err := DescribeArguments(arguments, Scope{Cluster: "shop-prod"})
		if err != nil {
			return "", err
		}
		err = b.shell.Describe(t.Context(), b.source, DescribeOptions{Kind: kind, Scope: scope, Style: output.Style{Format: format}, Events: 2})
		return b.out.String(), err
	}
	text, err := describe(output.Table, "service", "checkout")
	if err != nil || !strings.Contains(text, "\nhealth                rollout\n") || strings.Count(text, "ago)") != 2 ||
		!strings.Contains(text, "TRAFFIC") || !strings.Contains(text, "100 %") || !strings.Contains(text, "8/8") {
		t.Errorf("%v\n%s", err, text)
	}
	text, err = describe(output.Table, "storefront")
	if want := regexp.MustCompile(`(?s)\nreason +the deployment waits for a person .*\ndeployment +CANARY waits for a person .*\nnextStep +continue, or roll back: .*\n\d+ +TARGET +IN_PROGRESS .* 10 % +4/4\n`); err != nil || !want.MatchString(text) {
		t.Errorf("%v\n%s", err, text)
	}
	text, err = describe(output.JSON, "gift-cards")
	if err != nil || !strings.Contains(text, `"reason":"no task sets","nextStep":{"kind":"mend","text":"mend: create a task set"}`) {
		t.Errorf("%v\n%s", err, text)
	}
	text, err = describe(output.JSON, "inventory")
	if want := regexp.MustCompile(`"findings":\["[^]]*"\],"deployment":"CodeDeploy waits [^"]*","nextStep":{"kind":"continue","text":"[^"]*"},"sides":\[{"id":"ecs-svc/\d+","arn":"[^"]*","role":"PRIMARY","runningCount":4,"pendingCount":0,"desiredCount":4,"taskDefinition":"[^"]*","traffic":"100 %","targets":"4/4"},`); err != nil || !want.MatchString(text) {
		t.Errorf("%v\n%s", err, text)
	}
	if got, err := describe(output.TSV, "checkout"); err != nil || !strings.Contains(got, "\ncheckout\tACTIVE\t") {
		t.Errorf("%v\n%s", err, got)
	}
	if got, err := describe(output.JSON, "cluster"); err != nil || !strings.Contains(got, `"clusters":[{"clusterArn":`) {
		t.Errorf("%v\n%s", err, got)
	}
	if text, err := describe(output.Table, "cluster", "nosuch"); err == nil || text != "" {
		t.Errorf("%v\n%s", err, text)
	}
	_, err = describe(output.Table, "task-set")
	ends(t, err, CodeUsage, "no task set is named")
}

// Sets that share a target group have its traffic together, which is told beside each. What a
// rule of a Network Load Balancer sends to it is part of that.
func TestTrafficOfASharedGroupIsToldAsShared(t *testing.T) {
	t.Parallel()
	b := newBench(t, ecsfake.World{
		Balancers: []ecsfake.Balancer{{Name: "front", Type: ecsfake.Network, Listeners: []ecsfake.Listener{{
			Port: 443, Rules: []ecsfake.Rule{{Priority: "1", Actions: ecsfake.Split(ecsfake.Weighted{Group: "blue", Weight: new(3)}, ecsfake.Weighted{Group: "other", Weight: new(1)})}},
		}}}},
		Clusters: []ecsfake.Cluster{{Name: "shop", Services: []ecsfake.Service{{
			Name: "checkout", Controller: ecsfake.External, Desired: 2, TaskSets: []ecsfake.TaskSet{
				{Status: ecsfake.Primary, Revision: 1, TargetGroup: "blue"}, {Revision: 2, TargetGroup: "blue"},
			},
		}}}},
	})
	scope, _, err := Scope{Cluster: "shop", Service: "checkout"}.Complete()
	if err != nil {
		t.Fatal(err)
	}
	got, err := b.list(ListOptions{Kind: TaskSets, Scope: scope, Style: tsv("status", "traffic")})
	if err != nil || got != "PRIMARY\t75 % shared\nACTIVE\t75 % shared\n" {
		t.Errorf("%v\n%s", err, got)
	}
}

// Traffic and targets are read only where they are asked for.
func TestTrafficIsReadWhereItIsAskedFor(t *testing.T) {
	t.Parallel()
	b := newBench(t, ecsfake.World{})
	b.ecs = ecsfake.Demo(b.clock.Now)
	b.source.Reader, _ = ecsapi.New(ecsapi.Fixed{Region: "eu-west-1", Endpoint: "http://ecs.invalid", Transport: b.ecs.Client().Transport})
	scope, _, err := Scope{Cluster: "shop-prod", Service: "checkout"}.Complete()
	if err != nil {
		t.Fatal(err)
	}
	if got, err := b.list(ListOptions{Kind: TaskSets, Scope: scope, Style: tsv("status")}); err != nil || b.ecs.Count("*") != 1 {
		t.Errorf("%v\n%s in %d requests", err, got, b.ecs.Count("*"))
	}
	got, err := b.list(ListOptions{Kind: TaskSets, Scope: scope, Style: tsv("status", "traffic", "targets")})
	if err != nil || !strings.HasPrefix(got, "PRIMARY\t100 %\t8/8\n") {
		t.Errorf("%v\n%s", err, got)
	}
}
