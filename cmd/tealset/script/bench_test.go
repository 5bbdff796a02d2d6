package script

import (
	"context"
	"strings"
	"testing"
	"time"

	"tealset/cmd/tealset/output"
	"tealset/ecsapi"
	"tealset/ecsapi/ecsfake"
)

// noon is when the worlds of the tests begin.
var noon = time.Date(2026, time.November, 26, 12, 0, 0, 0, time.UTC)

// bench is a shell before an ECS in memory, with a clock that moves where somebody sleeps.
type bench struct {
	t        *testing.T
	ecs      *ecsfake.Server
	clock    *ecsfake.Clock
	out, err strings.Builder
	shell    Shell
	source   Source
	// slept is called at each pause, after the clock has moved.
	slept func()
}

// shop is a service in the middle of a rollout in which nothing moves by itself, one that
// nobody has to look at, and one that runs too few tasks.
func shop() ecsfake.World {
	return ecsfake.World{Clusters: []ecsfake.Cluster{{Name: "shop", Services: []ecsfake.Service{
		{Name: "checkout", Controller: ecsfake.External, Desired: 4, Age: 400 * time.Hour, TaskSets: []ecsfake.TaskSet{
			{ID: "ecs-svc/1111111111111111111", Status: ecsfake.Primary, Revision: 41, Age: 72 * time.Hour, ExternalID: "pipeline-1"},
			{ID: "ecs-svc/2222222222222222222", Revision: 42, Age: time.Hour, Scale: new(50.0)},
		}},
		{Name: "api", Controller: ecsfake.External, Desired: 2, TaskSets: []ecsfake.TaskSet{
			{ID: "ecs-svc/3333333333333333333", Status: ecsfake.Primary, Revision: 7, Age: 72 * time.Hour},
		}},
		{Name: "payments", Controller: ecsfake.External, Desired: 6, TaskSets: []ecsfake.TaskSet{
			{ID: "ecs-svc/4444444444444444444", Status: ecsfake.Primary, Revision: 77, Age: 48 * time.Hour, Unplaceable: 2, StabilityAge: time.Hour},
		}},
	}}, {Name: "empty"}}}
}

func newBench(t *testing.T, world ecsfake.World) *bench {
	t.Helper()
	b := &bench{t: t, clock: ecsfake.NewClock(noon)}
	b.ecs = ecsfake.New(b.clock.Now, world)
	reader, _ := ecsapi.New(ecsapi.Fixed{Region: "eu-west-1", Endpoint: "http://ecs.invalid", Transport: b.ecs.Client().Transport})
	b.source = Source{Reader: reader, Profile: "oncall", Region: "eu-west-1"}
	b.shell = Shell{Out: &b.out, Err: &b.err, Now: b.clock.Now, Sleep: b.sleep}
	return b
}

func (b *bench) sleep(ctx context.Context, d time.Duration) error {
	b.clock.Advance(d)
	if b.slept != nil {
		b.slept()
	}
	return ctx.Err()
}

// scope is a complete scope in the cluster shop.
func (b *bench) scope(service, set string) Scope {
	b.t.Helper()
	scope, _, err := Scope{Cluster: "shop", Service: service, Set: set}.Complete()
	if err != nil {
		b.t.Fatal(err)
	}
	return scope
}

// list lists, and gives what it wrote.
func (b *bench) list(o ListOptions) (string, error) {
	b.out.Reset()
	b.err.Reset()
	err := b.shell.List(b.t.Context(), []Source{b.source}, o)
	return b.out.String(), err
}

// ends checks how a command ended: the exit code, and what its sentence has.
func ends(t *testing.T, err error, code int, says string) {
	t.Helper()
	told, ok := err.(Error) //nolint:errorlint // it is never wrapped
	if !ok || told.Code != code || !strings.Contains(told.Sentence, says) {
		t.Errorf("it ends with %#v, want code %d and %q", err, code, says)
	}
}

func tsv(columns ...string) output.Style {
	return output.Style{Format: output.TSV, Columns: columns, NoHeaders: true}
}
