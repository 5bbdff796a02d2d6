package script

import (
	"strings"
	"testing"

	"tealset/cmd/tealset/output"
	"tealset/ecsapi"
	"tealset/ecsapi/ecsfake"
)

// A description tells what the board tells: the fields, the sets with their traffic and
// targets, the newest events.
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
