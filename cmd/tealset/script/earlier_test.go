package script

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"tealset/cmd/tealset/audit"
	"tealset/cmd/tealset/gateway"
	"tealset/ecsapi"
	"tealset/ecsapi/ecsfake"
	"tealset/model/change"
)

// trailed is a changer whose changes go through the gateway into a trail on the disk.
type trailed struct {
	*changer
	path  string
	trail *audit.Trail
}

func newTrailed(t *testing.T, world ecsfake.World) *trailed {
	t.Helper()
	c := &trailed{changer: newChanger(t, world), path: filepath.Join(t.TempDir(), "audit.jsonl")}
	var err error
	if c.trail, err = audit.Open(c.path); err != nil {
		t.Fatal(err)
	}
	c.shell.Now = time.Now
	reader, writer := ecsapi.New(ecsapi.Fixed{Region: "eu-west-1", Endpoint: "http://ecs.invalid", Transport: c.ecs.Client().Transport})
	gate := gateway.New(reader, writer, func(string, change.Kind) string { return "" }, gateway.NewLedger(c.trail, audit.Self("test")))
	c.source.Reader, c.source.Changes = reader, gate
	c.source.Dangling = func(ctx context.Context) []change.Earlier {
		left, awaited, err := audit.Dangling(ctx, c.path)
		if err != nil {
			t.Error(err)
		}
		return append(gate.Adopt(left), gate.Awaited(awaited)...)
	}
	c.source.Promotions = func(ctx context.Context) []change.Promotion {
		promotions, err := audit.Promotions(ctx, c.path)
		if err != nil {
			t.Error(err)
		}
		return promotions
	}
	return c
}

// killed writes the intent of a run that was killed before it could write an outcome: the set
// was to be made PRIMARY in the place of another.
func (c *trailed) killed(set, former string, ago time.Duration) {
	c.t.Helper()
	c.writes(set, former, ago, func(*audit.Record) {})
}

// writes appends that intent, with something altered.
func (c *trailed) writes(set, former string, ago time.Duration, alter func(*audit.Record)) {
	c.t.Helper()
	const arn = "arn:aws:ecs:eu-west-1:123456789012:"
	line := audit.Record{
		Time: time.Now().Add(-ago), Kind: audit.Intent, ID: "killed", Host: "elsewhere", Region: "eu-west-1", Endpoint: "http://ecs.invalid",
		Operation: change.PromoteTaskSet.Operation(), Cluster: arn + "cluster/shop", Service: arn + "service/shop/checkout",
		TaskSet: arn + "task-set/shop/checkout/" + set, Former: arn + "task-set/shop/checkout/" + former,
	}
	alter(&line)
	if err := c.trail.Append(line); err != nil {
		c.t.Fatal(err)
	}
}

// outcomes are those that the trail has, in their order, each after the kind of its line.
func (c *trailed) outcomes() (all []string) {
	c.t.Helper()
	records, _, err := audit.Read(c.path)
	if err != nil {
		c.t.Fatal(err)
	}
	for _, r := range records {
		all = append(all, string(r.Kind)+" "+string(r.Outcome))
	}
	return all
}

// A change whose run was killed does not stand in the way of later ones: the read that a later
// command makes anyway shows what became of it, and the trail has it from then on. The way back
// is then known from it too.
func TestAKilledRunIsResolvedByTheNextCommand(t *testing.T) {
	t.Parallel()
	for _, ago := range []time.Duration{3 * time.Second, 7 * 24 * time.Hour} {
		world := shop()
		sets := world.Clusters[0].Services[0].TaskSets
		sets[0].Status, sets[1].Status, sets[1].Scale = ecsfake.Active, ecsfake.Primary, nil
		sets[1].Age, sets[1].StabilityAge = 8*24*time.Hour, ago // it was updated last by the promotion
		c := newTrailed(t, world)
		c.killed(setTwo, setOne, ago)
		if err := c.change("", ChangeOptions{Plan: GoBack, Yes: true, Name: "checkout"}); err != nil {
			t.Errorf("%v\n%s", err, c.err.String())
		}
		if got := c.err.String(); strings.Contains(got, "awaits its answer") || strings.Contains(got, "no known outcome") {
			t.Errorf("\n%s", got)
		}
		if got := c.outcomes(); !slices.Equal(got, []string{"intent ", "resolved accepted", "intent ", "outcome accepted"}) {
			t.Error(got)
		}
	}
}

// A change that another run sent a moment ago awaits its answer there: none of the same target is sent
// beside it, and nothing is written about it here.
func TestAChangeOfAnotherRunThatAwaitsItsAnswerIsWaitedFor(t *testing.T) {
	t.Parallel()
	c := newTrailed(t, shop())
	host, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	c.writes(setTwo, setOne, time.Second, func(line *audit.Record) { line.Host, line.PID = host, os.Getppid() })
	promote := ChangeOptions{Kind: change.PromoteTaskSet, Yes: true, Name: "checkout"}
	ends(t, c.change(setTwo, promote), CodeNo, "awaits its answer; nothing was sent")
	if got := c.outcomes(); !slices.Equal(got, []string{"intent "}) {
		t.Error(got)
	}
}

// A change of a killed run that no read shows is not known: a danger, which wants the service's
// name, and never something to wait for.
func TestAKilledRunIsADangerWhereNoReadTells(t *testing.T) {
	t.Parallel()
	world := shop()
	world.Clusters[0].Services[0].TaskSets[1].Scale = nil
	c := newTrailed(t, world)
	c.killed(setTwo, setOne, 7*24*time.Hour)
	promote := ChangeOptions{Kind: change.PromoteTaskSet, Yes: true}
	ends(t, c.change(setTwo, promote), CodeNo, "give --confirm checkout as well")
	if got := c.err.String(); !strings.Contains(got, "danger   a UpdateServicePrimaryTaskSet of 7d ago has no known outcome") {
		t.Errorf("\n%s", got)
	}
	promote.Name = "checkout"
	if err := c.change(setTwo, promote); err != nil {
		t.Errorf("%v\n%s", err, c.err.String())
	}
}
