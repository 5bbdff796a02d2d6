package gateway

import (
	"context"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"tealset/ecsapi"
	"tealset/ecsapi/ecsfake"
	"tealset/model"
	"tealset/model/change"
)

// mutations are the methods of a type that send something: those that take a context.
func mutations(of reflect.Type) []string {
	var names []string
	for method := range of.Methods() {
		for in := range method.Type.Ins() {
			if in == reflect.TypeFor[context.Context]() {
				names = append(names, method.Name)
			}
		}
	}
	slices.Sort(names)
	return names
}

// Whatever the client can change, the gateway knows, by the name of ECS's operation:
// a mutation that is added to the client alone fails here.
func TestTheGatewayKnowsEveryMutationOfTheClient(t *testing.T) {
	t.Parallel()
	client, known := mutations(reflect.TypeFor[*ecsapi.Writer]()), mutations(reflect.TypeFor[Writer]())
	if !slices.Equal(client, known) || len(known) == 0 {
		t.Errorf("the client has the mutations %q, the gateway knows %q", client, known)
	}
	if other := reflect.TypeFor[Writer]().NumMethod() - len(known); other != 0 {
		t.Errorf("the writer has %d methods that send nothing", other)
	}
}

// Every mutation goes through the guards: none is sent in read-only, without its
// intent, late, or once the screen is left; otherwise it is sent once, and is in the
// trail.
func TestEveryMutationIsGuarded(t *testing.T) {
	t.Parallel()
	for _, name := range mutations(reflect.TypeFor[Writer]()) {
		for guard, test := range map[string]struct {
			set  func(*bench)
			sent int
		}{
			"read-only":     {func(b *bench) { b.refuse = true }, 0},
			"no intent":     {func(b *bench) { b.failed = errors.New("the disk is full") }, 0},
			"late":          {func(b *bench) { b.request.At = b.request.At.Add(-time.Minute) }, 0},
			"left":          {func(b *bench) { _, _ = b.leaves(0) }, 0},
			"nothing amiss": {func(*bench) {}, 1},
		} {
			b, ecs := newBench(t), ecsfake.New(time.Now, shop())
			reader, writer := ecsapi.New(ecsapi.Fixed{Region: "eu-west-1", Endpoint: "http://ecs.invalid", Transport: ecs.Client().Transport})
			service, err := reader.DescribeService(t.Context(), model.ServiceRef{Cluster: "shop", Service: "checkout"})
			if err != nil {
				t.Fatal(err)
			}
			b.writer = writer
			b.request.Kind, b.request.Target = change.Kind(name), service.TaskSetRef(service.TaskSets[1])
			test.set(b)
			answer := b.do()
			if got := ecs.Count(name); got != test.sent {
				t.Errorf("%s, %s: %d requests: %+v", name, guard, got, answer.Fault)
			}
			if test.sent == 1 && (len(b.lines) != 2 || b.lines[0].Operation != name || b.lines[1].Outcome != change.Accepted) {
				t.Errorf("%s: %+v", name, b.lines)
			}
		}
	}
}

// shop is a service in the middle of a rollout, in which nothing moves by itself.
func shop() ecsfake.World {
	return ecsfake.World{Clusters: []ecsfake.Cluster{{Name: "shop", Services: []ecsfake.Service{
		{Name: "checkout", Controller: ecsfake.External, Desired: 4, TaskSets: []ecsfake.TaskSet{
			{Status: ecsfake.Primary, Revision: 41, Age: 72 * time.Hour},
			{Status: ecsfake.Active, Revision: 42, Age: time.Hour},
		}},
	}}}}
}

// The screen asks for changes in one place. The gateway is the only caller of the
// client's mutations, and those the only callers of the SDK's.
func TestTheGatewayIsTheOnlyWayToAMutation(t *testing.T) {
	t.Parallel()
	const root = "../../.."
	var callers []string
	files := token.NewFileSet()
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err == nil && entry.IsDir() && entry.Name() == "ecsfake":
			return fs.SkipDir // the server's side
		case err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return err
		}
		file, err := parser.ParseFile(files, path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if method, ok := mutating(n); ok {
				within, _ := filepath.Rel(root, path)
				callers = append(callers, filepath.ToSlash(within)+" "+method)
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
		"cmd/tealset/gateway/gateway.go DeleteTaskSet", // the writer's
		"cmd/tealset/script/change.go Do",              // the gateway's
		"ecsapi/delete.go DeleteTaskSet",               // the SDK's
		"ui/perform.go Do",                             // the gateway's
	}
	if !slices.Equal(callers, want) {
		t.Errorf("mutations are called from %q, not %q", callers, want)
	}
}

// mutating is the name of a method that is used here, called or not, and that changes
// something: the gateway's, a mutation's, or one of the SDK's that does not only read.
func mutating(n ast.Node) (name string, ok bool) {
	method, ok := n.(*ast.SelectorExpr)
	if !ok {
		return "", false
	}
	if of, ok := method.X.(*ast.Ident); ok && of.Name == "change" {
		return "", false // the kind
	}
	name = method.Sel.Name
	on, _ := method.X.(*ast.SelectorExpr)
	sdk := on != nil && on.Sel.Name == "sdk" && ast.IsExported(name) && name != "Options"
	read := slices.ContainsFunc([]string{"List", "Describe", "Get"}, func(verb string) bool { return strings.HasPrefix(name, verb) })
	return name, name == "Do" || slices.Contains(mutations(reflect.TypeFor[*ecsapi.Writer]()), name) || sdk && !read
}
