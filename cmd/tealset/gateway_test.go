package main

import (
	"context"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"tealset/cmd/tealset/audit"
	"tealset/ecsapi"
	"tealset/ecsapi/ecsfake"
	"tealset/model"
	"tealset/model/change"
)

// memory is an audit trail that fails when it is told to.
type memory struct {
	records []audit.Record
	err     error
}

func (m *memory) Append(r audit.Record) error {
	if m.err == nil {
		m.records = append(m.records, r)
	}
	return m.err
}

// guard makes a gateway before an ECS in memory, and a request for a set of it.
func guard(t *testing.T, readOnly bool, trail trail) (*gateway, *ecsfake.Server, change.Request) {
	t.Helper()
	ecs := ecsfake.New(time.Now, shop())
	reader, writer := ecsapi.New(ecsapi.Fixed{Region: "eu-west-1", Endpoint: "http://ecs.invalid", Transport: ecs.Client().Transport})
	service, err := reader.DescribeService(t.Context(), model.ServiceRef{Cluster: "shop", Service: "checkout"})
	if err != nil {
		t.Fatal(err)
	}
	set := service.TaskSets[1]
	request := change.Request{
		ID: "4711", Kind: change.DeleteTaskSet, Target: service.TaskSetRef(set), Seen: set, At: time.Now(),
	}
	return newGateway(reader, writer, func(string) bool { return readOnly }, newLedger(trail)), ecs, request
}

// Read-only is enforced where the request would be made, whatever the screen does.
func TestGatewaySendsNothingInReadOnly(t *testing.T) {
	t.Parallel()
	trail := &memory{}
	g, ecs, request := guard(t, true, trail)
	err := g.Do(t.Context(), request).Fault
	if err == nil || ecs.Count("DeleteTaskSet") != 0 || len(trail.records) != 0 {
		t.Errorf("%v, %d requests, %d lines", err, ecs.Count("DeleteTaskSet"), len(trail.records))
	}
}

// Without the intent in the trail nothing is sent, and the person is told why.
func TestGatewaySendsNothingWithoutItsIntent(t *testing.T) {
	t.Parallel()
	g, ecs, request := guard(t, false, &memory{err: errors.New("the disk is full; make room")})
	fault := g.Do(t.Context(), request).Fault
	if fault == nil || !strings.Contains(fault.Next, "the disk is full") || fault.OutcomeUnknown() || ecs.Count("DeleteTaskSet") != 0 {
		t.Errorf("%v, %d requests", fault, ecs.Count("DeleteTaskSet"))
	}
	if err := g.leave(t.Output(), 0); err != nil {
		t.Errorf("what was not sent is told as unknown: %v", err)
	}
}

// The trail has who, where, what, what was seen, and what came of it.
func TestGatewayWritesDownWhatItDoes(t *testing.T) {
	t.Parallel()
	trail := &memory{}
	g, _, request := guard(t, false, trail)
	request.Force = true
	if answer := g.Do(t.Context(), request); answer.Fault != nil {
		t.Fatal(answer.Fault)
	}
	if len(trail.records) != 2 {
		t.Fatalf("%d lines", len(trail.records))
	}
	intent, outcome := trail.records[0], trail.records[1]
	if intent.Kind != audit.Intent || intent.Account != "123456789012" || intent.Region != "eu-west-1" || !intent.Force ||
		intent.TaskSet != request.Target.ARN || intent.Seen.Role != "ACTIVE" || intent.Seen.Running != 2 || intent.PID == 0 {
		t.Errorf("%+v", intent)
	}
	if outcome.ID != intent.ID || outcome.Outcome != audit.Accepted || outcome.RequestID == "" || outcome.Attempts != 1 {
		t.Errorf("%+v", outcome)
	}
}

// Once the screen is left, nothing more is sent: nobody would wait for the answer.
func TestGatewaySendsNothingOnceItIsLeft(t *testing.T) {
	t.Parallel()
	g, ecs, request := guard(t, false, &memory{})
	if err := g.leave(t.Output(), 0); err != nil {
		t.Fatal(err)
	}
	if err := g.Do(t.Context(), request).Fault; err == nil || ecs.Count("DeleteTaskSet") != 0 {
		t.Errorf("%v, %d requests", err, ecs.Count("DeleteTaskSet"))
	}
}

// An outcome that is not known when the screen is left is told with the command
// that tells it, and by the error.
func TestLeavingTellsWhatIsNotKnown(t *testing.T) {
	t.Parallel()
	g, ecs, request := guard(t, false, &memory{})
	gate := ecsfake.NewGate()
	ecs.Fail("DeleteTaskSet", 1, gate.Hold())
	done := make(chan struct{})
	go func() {
		defer close(done)
		g.Do(context.Background(), request)
	}()
	<-gate.Held()
	var told strings.Builder
	err := g.leave(&told, 0)
	if exitCode(err) != exitOpen {
		t.Errorf("%v", err)
	}
	command := "aws ecs describe-task-sets --cluster " + request.Target.ClusterARN + " --service " + request.Target.ServiceARN +
		" --task-sets " + request.Target.ARN + " --region eu-west-1 --endpoint-url http://ecs.invalid\n"
	if !strings.Contains(told.String(), command) || !strings.Contains(told.String(), "waiting up to") {
		t.Errorf("%s", told.String())
	}
	gate.Open()
	<-done
}

// The screen asks for changes in one place. The gateway is the only caller of the client's one mutating method, and that the
// only caller of a mutating method of the SDK.
func TestGatewayIsTheOnlyWayToAMutation(t *testing.T) {
	t.Parallel()
	reads := []string{"List", "Describe", "Get"}
	var callers []string
	files := token.NewFileSet()
	err := filepath.WalkDir("../..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(files, path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			method, ok := call.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			on, _ := method.X.(*ast.SelectorExpr)
			sdk := on != nil && on.Sel.Name == "sdk" && ast.IsExported(method.Sel.Name) && method.Sel.Name != "Options"
			read := slices.ContainsFunc(reads, func(verb string) bool { return strings.HasPrefix(method.Sel.Name, verb) })
			if method.Sel.Name == "DeleteTaskSet" || method.Sel.Name == "Do" && !strings.Contains(path, "ecsfake") || sdk && !read {
				callers = append(callers, filepath.ToSlash(path)+" "+method.Sel.Name)
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(callers)
	want := []string{
		"../../cmd/tealset/gateway.go DeleteTaskSet", // the writer's
		"../../ecsapi/delete.go DeleteTaskSet",       // the SDK's
		"../../ui/perform.go Do",                     // the gateway's
	}
	if !slices.Equal(callers, want) {
		t.Errorf("mutations are called from %q, not %q", callers, want)
	}
}

// shop is a service in the middle of a rollout, in which nothing moves by itself,
// and one whose only tasks are those of a set that is not PRIMARY.
func shop() ecsfake.World {
	return ecsfake.World{Clusters: []ecsfake.Cluster{{Name: "shop", Services: []ecsfake.Service{
		{Name: "checkout", Controller: ecsfake.External, Desired: 4, TaskSets: []ecsfake.TaskSet{
			{Status: ecsfake.Primary, Revision: 41, Age: 72 * time.Hour},
			{Status: ecsfake.Active, Revision: 42, Age: time.Hour, Scale: new(50.0)},
		}},
		{Name: "lonely", Controller: ecsfake.External, Desired: 2, TaskSets: []ecsfake.TaskSet{
			{Status: ecsfake.Active, Revision: 7, Age: 72 * time.Hour},
		}},
	}}}}
}
