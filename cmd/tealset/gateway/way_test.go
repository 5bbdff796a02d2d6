package gateway

import (
	"bytes"
	"context"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/codedeploy"
	"github.com/aws/aws-sdk-go-v2/service/ecs"
	elb "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	"github.com/aws/aws-sdk-go-v2/service/sts"

	"tealset/ecsapi"
)

// reads tells whether an operation only reads, by its name.
func reads(operation string) bool {
	return slices.ContainsFunc([]string{"List", "Describe", "Get"}, func(verb string) bool { return strings.HasPrefix(operation, verb) })
}

// mutationsOf are the operations of a client of the SDK that do not only read, by reflection:
// all that is no Describe, List or Get.
func mutationsOf(client reflect.Type) []string {
	var names []string
	for method := range client.Methods() {
		asks := method.Type.NumIn() > 1 && method.Type.In(1) == reflect.TypeFor[context.Context]()
		if asks && !reads(method.Name) {
			names = append(names, method.Name)
		}
	}
	return names
}

// used is one use of a method, called or not: "ecsapi (*Writer).DeleteTaskSet ecs.DeleteTaskSet".
type used struct{ within, method string }

// Of all operations of the SDK's clients that do not only read, each use stands in a method of
// the Writer, once for each operation; each use of the Writer's methods stands in the gateway's
// mutation; and the gateway is asked in one place of the screen, and in one of the commands.
func TestEachMutationHasOneWay(t *testing.T) {
	t.Parallel()
	sdk := map[string][]string{
		"ecs":                    mutationsOf(reflect.TypeFor[*ecs.Client]()),
		"elasticloadbalancingv2": mutationsOf(reflect.TypeFor[*elb.Client]()),
		"codedeploy":             mutationsOf(reflect.TypeFor[*codedeploy.Client]()),
		"sts":                    mutationsOf(reflect.TypeFor[*sts.Client]()),
	}
	for service, known := range map[string]string{
		"ecs": "StopTask", "elasticloadbalancingv2": "ModifyRule", "codedeploy": "CreateDeployment", "sts": "AssumeRole",
	} {
		if !slices.Contains(sdk[service], known) {
			t.Fatalf("%s has the mutations %q", service, sdk[service])
		}
	}
	own := mutations(reflect.TypeFor[*ecsapi.Writer]())
	var bySDK, byWriter, byGateway []string
	for _, u := range usesOf(t, func(f *types.Func, receiver string) string {
		service := f.Pkg().Name()
		if _, known := sdk[service]; !known && receiver == "Client" && strings.Contains(f.Pkg().Path(), "/aws-sdk-go-v2/service/") {
			t.Errorf("the mutations of %s are not looked for", service)
		}
		switch {
		case receiver == "Client" && slices.Contains(sdk[service], f.Name()):
			return service + "." + f.Name()
		case receiver == "Writer" && slices.Contains(own, f.Name()):
			return "Writer." + f.Name()
		case receiver == "Gateway" && f.Name() == "Do", receiver == "Changes" && f.Name() == "Do":
			return "Do"
		}
		return ""
	}) {
		switch {
		case u.method == "Do":
			byGateway = append(byGateway, u.within)
		case strings.HasPrefix(u.method, "Writer."):
			byWriter = append(byWriter, u.method)
			if u.within != "tealset/cmd/tealset/gateway (*Gateway).mutation" {
				t.Errorf("%s is used in %s", u.method, u.within)
			}
		default:
			bySDK = append(bySDK, u.method)
			_, name, _ := strings.Cut(u.method, ".")
			if u.within != "tealset/ecsapi (*Writer)."+name {
				t.Errorf("%s is used in %s", u.method, u.within)
			}
		}
	}
	slices.Sort(bySDK)
	if want := []string{
		"codedeploy.ContinueDeployment", "codedeploy.StopDeployment", "ecs.ContinueServiceDeployment", "ecs.DeleteTaskSet",
		"ecs.StopServiceDeployment", "ecs.UpdateServicePrimaryTaskSet", "ecs.UpdateTaskSet",
	}; !slices.Equal(bySDK, want) {
		t.Errorf("of the SDK %q are used, not %q", bySDK, want)
	}
	slices.Sort(byWriter)
	if methods := slices.Compact(byWriter); len(methods) != len(own) {
		t.Errorf("the gateway uses %q of %q", methods, own)
	}
	if len(byGateway) == 0 {
		t.Error("nobody asks the gateway")
	}
	for _, within := range byGateway {
		if within != "tealset/ui (*Model).send" && within != "tealset/cmd/tealset/script (*changing).send" {
			t.Errorf("the gateway is asked in %s", within)
		}
	}
}

// usesOf are the uses of methods in all packages of the program but the fake, which is the
// server's side. named gives a method its name here, empty for one that does not matter.
func usesOf(t *testing.T, named func(f *types.Func, receiver string) string) []used {
	t.Helper()
	exports, packages := listed(t)
	files := token.NewFileSet()
	lookup := func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) }
	config := types.Config{Importer: importer.ForCompiler(files, "gc", lookup)}
	var found []used
	for _, path := range slices.Sorted(maps.Keys(packages)) {
		var parsed []*ast.File
		for _, name := range packages[path] {
			file, err := parser.ParseFile(files, name, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			parsed = append(parsed, file)
		}
		info := &types.Info{Uses: map[*ast.Ident]types.Object{}}
		if _, err := config.Check(path, files, parsed, info); err != nil {
			t.Fatal(err)
		}
		for _, file := range parsed {
			for _, declared := range file.Decls {
				ast.Inspect(declared, func(n ast.Node) bool {
					if name, ok := n.(*ast.Ident); ok {
						if f, ok := info.Uses[name].(*types.Func); ok && receiverOf(f) != "" {
							if method := named(f, receiverOf(f)); method != "" {
								found = append(found, used{path + " " + nameOf(declared), method})
							}
						}
					}
					return true
				})
			}
		}
	}
	return found
}

// receiverOf is the type that a method is of; empty for a function.
func receiverOf(f *types.Func) string {
	receiver := f.Signature().Recv()
	if receiver == nil || f.Pkg() == nil {
		return ""
	}
	of := receiver.Type()
	if pointer, ok := of.(*types.Pointer); ok {
		of = pointer.Elem()
	}
	if named, ok := of.(*types.Named); ok {
		return named.Obj().Name()
	}
	return ""
}

// nameOf is a function or method as it is declared: "(*Writer).DeleteTaskSet".
func nameOf(declared ast.Decl) string {
	f, ok := declared.(*ast.FuncDecl)
	switch {
	case !ok:
		return "no function"
	case f.Recv == nil:
		return f.Name.Name
	}
	var of bytes.Buffer
	switch x := f.Recv.List[0].Type.(type) {
	case *ast.StarExpr:
		fmt.Fprintf(&of, "(*%s)", x.X)
	default:
		fmt.Fprintf(&of, "(%s)", x)
	}
	return of.String() + "." + f.Name.Name
}

// listed are the files of the packages of this program, and the compiled packages that they
// are made of.
func listed(t *testing.T) (exports map[string]string, packages map[string][]string) {
	t.Helper()
	const format = `{{.ImportPath}}	{{.Export}}	{{.Dir}}	{{range .GoFiles}}{{.}} {{end}}	{{with .Module}}{{.Main}}{{end}}`
	command := exec.CommandContext(t.Context(), "go", "list", "-export", "-deps", "-f", format, "tealset/cmd/tealset")
	out, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	exports, packages = map[string]string{}, map[string][]string{}
	for line := range strings.Lines(string(out)) {
		parts := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		exports[parts[0]] = parts[1]
		if parts[4] == "true" && parts[0] != "tealset/ecsapi/ecsfake" {
			for name := range strings.FieldsSeq(parts[3]) {
				packages[parts[0]] = append(packages[parts[0]], filepath.Join(parts[2], name))
			}
		}
	}
	return exports, packages
}
