package script

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"tealset/cmd/tealset/output"
	"tealset/ecsapi/ecsfake"
	"tealset/model"
)

// errStopped is what ends a watch in a test.
var errStopped = errors.New("stopped")

// stopAfter is a context that ends after so many pauses.
func stopAfter(t *testing.T, b *bench, pauses int) context.Context {
	t.Helper()
	ctx, stop := context.WithCancelCause(t.Context())
	before := b.slept
	b.slept = func() {
		if before != nil {
			before()
		}
		if pauses--; pauses <= 0 {
			stop(errStopped)
		}
	}
	t.Cleanup(func() { stop(nil) })
	return ctx
}

// rollout is a service whose second set starts its tasks.
func rollout() ecsfake.World {
	world := shop()
	world.Clusters[0].Services[0].TaskSets[1].Running = new(0)
	world.Clusters[0].Services[0].TaskSets[1].Age = 10 * time.Second
	world.Timing = ecsfake.Timing{Start: time.Second, Every: 5 * time.Second, Settle: 5 * time.Second}
	return world
}

// A line is written for what there is first, and then for each change.
func TestWatchWritesALineAChange(t *testing.T) {
	t.Parallel()
	b := newBench(t, rollout())
	ctx := stopAfter(t, b, 6)
	err := b.shell.Watch(ctx, []Source{b.source}, WatchOptions{Scope: b.scope("checkout", ""), Format: output.Table, Refresh: 5 * time.Second})
	if !errors.Is(err, errStopped) {
		t.Error(err)
	}
	lines := strings.Split(strings.TrimSpace(b.out.String()), "\n")
	if lines[0] != "2026-11-26T12:00:00Z  ecs-svc/…111111111  PRIMARY, STEADY_STATE, running 4 of 4" ||
		!strings.HasPrefix(lines[1], "2026-11-26T12:00:00Z  ecs-svc/…222222222  ACTIVE, STABILIZING, running 0 of 2") ||
		!strings.Contains(b.out.String(), "STABILIZING → STEADY_STATE, running 2 of 2") || !strings.Contains(b.out.String(), "running 0 → 1 of 2") {
		t.Errorf("\n%s", b.out.String())
	}
	if len(lines) > 7 {
		t.Errorf("there are lines without a change:\n%s", b.out.String())
	}
}

// In jsonl the kinds and the members of a change are ECS's names.
func TestWatchWritesJSONLines(t *testing.T) {
	t.Parallel()
	b := newBench(t, rollout())
	b.slept = func() { b.ecs.Fail("DescribeServices", 1, ecsfake.Dropped()) }
	ctx := stopAfter(t, b, 2)
	_ = b.shell.Watch(ctx, []Source{b.source}, WatchOptions{Scope: b.scope("checkout", "2222222222222222222"), Format: output.JSONL, Refresh: 5 * time.Second})
	var kinds []string
	for line := range strings.Lines(b.out.String()) {
		_, rest, _ := strings.Cut(line, `"kind":"`)
		kind, _, _ := strings.Cut(rest, `"`)
		kinds = append(kinds, kind)
		if !strings.HasPrefix(line, `{"schemaVersion":1,"time":"2026-11-26T12:00:`) || !strings.Contains(line, `"tealset":{"account":"123456789012","region":"eu-west-1"`) && kind != "fault" {
			t.Error(line)
		}
	}
	if diff := cmp.Diff("seen", kinds[0]); diff != "" {
		t.Errorf("%v", kinds)
	}
}

// A read that fails is told once, and that it works again; the pause grows in between.
func TestWatchOutlivesAFault(t *testing.T) {
	t.Parallel()
	b := newBench(t, shop())
	reads := 0
	began := b.clock.Now()
	b.slept = func() {
		switch reads++; reads {
		case 1:
			b.ecs.Fail("*", -1, ecsfake.Exception("ServerException", "no"))
		case 4:
			b.ecs.Heal()
		}
	}
	ctx := stopAfter(t, b, 5)
	_ = b.shell.Watch(ctx, []Source{b.source}, WatchOptions{Scope: b.scope("checkout", ""), Format: output.Table, Refresh: 5 * time.Second})
	if got := b.out.String(); strings.Count(got, "\n") != 4 || !strings.Contains(got, "it can be read again") {
		t.Errorf("\n%s", got)
	}
	if took := b.clock.Now().Sub(began); took != (5+10+20+40+5)*time.Second {
		t.Errorf("it took %s", took)
	}
}

// What cannot be read at all ends the watch, and so does the end of the one set that is watched.
func TestWatchEnds(t *testing.T) {
	t.Parallel()
	b := newBench(t, shop())
	watch := func(service, set string) error {
		return b.shell.Watch(t.Context(), []Source{b.source}, WatchOptions{Scope: b.scope(service, set), Format: output.Table, Refresh: 5 * time.Second})
	}
	if err := watch("nosuch", ""); err == nil || !strings.Contains(err.Error(), "service") {
		t.Error(err)
	}
	ends(t, watch("checkout", "9999999999999999999"), CodeNo, "there is no task set 9999999999999999999")
	draining := shop()
	draining.Clusters[0].Services[0].TaskSets[1].Status = ecsfake.Draining
	b = newBench(t, draining)
	if err := watch("checkout", "ecs-svc/2222222222222222222"); err != nil || !strings.HasSuffix(b.out.String(), "gone\n") {
		t.Errorf("%v\n%s", err, b.out.String())
	}
}

// Several Regions are watched side by side, and each line says which one it is of.
func TestWatchOfSeveralRegions(t *testing.T) {
	t.Parallel()
	b := newBench(t, shop())
	far := b.source
	far.Region = "us-east-1"
	ctx, stop := context.WithCancelCause(t.Context())
	var both sync.WaitGroup // reads of both
	both.Add(2)
	b.shell.Sleep = func(ctx context.Context, _ time.Duration) error {
		both.Done()
		both.Wait()
		stop(errStopped)
		<-ctx.Done()
		return context.Cause(ctx)
	}
	err := b.shell.Watch(ctx, []Source{b.source, far}, WatchOptions{Scope: b.scope("api", ""), Format: output.Table, Refresh: time.Second})
	if got := b.out.String(); !errors.Is(err, errStopped) || strings.Count(got, "\n") != 2 ||
		!strings.Contains(got, "2026-11-26T12:00:00Z  oncall eu-west-1  ecs-svc/…333333333  PRIMARY") || !strings.Contains(got, "oncall us-east-1") {
		t.Errorf("%v\n%s", err, got)
	}
}

// Who watches without credentials is told at once what to do; one that cannot be reached at first
// is named by the line that tells so.
func TestAWatchThatCannotBegin(t *testing.T) {
	t.Parallel()
	b := newBench(t, shop())
	options := WatchOptions{Scope: b.scope("checkout", ""), Format: output.Table, Refresh: 5 * time.Second}
	reader := b.source.Reader
	b.source.Reader = &unsigned{Reader: reader}
	if fault, ok := errors.AsType[*model.Fault](b.shell.Watch(t.Context(), []Source{b.source}, options)); !ok || fault.Kind != model.FaultCredentials {
		t.Error(fault)
	}
	if b.out.Len() > 0 {
		t.Errorf("it wrote %q", b.out.String())
	}
	b.source.Reader = &unreached{reader}
	if err := b.shell.Watch(stopAfter(t, b, 1), []Source{b.source}, options); !errors.Is(err, errStopped) {
		t.Error(err)
	}
	if want := "2026-11-26T12:00:00Z  checkout  no connection\n"; b.out.String() != want {
		t.Errorf("it wrote %q, not %q", b.out.String(), want)
	}
}

// unreached has no connection.
type unreached struct{ Reader }

func (*unreached) DescribeService(context.Context, model.ServiceRef) (model.Service, error) {
	return model.Service{}, &model.Fault{Kind: model.FaultNetwork, Headline: "no connection"}
}
