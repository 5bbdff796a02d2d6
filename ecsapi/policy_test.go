package ecsapi

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// written are all operations that stand in the code of this package.
func written(t *testing.T) (operations []operation) {
	t.Helper()
	services := map[string]service{
		"serviceECS": serviceECS, "serviceELB": serviceELB, "serviceCodeDeploy": serviceCodeDeploy, "serviceSTS": serviceSTS,
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			literal, ok := n.(*ast.CompositeLit)
			if !ok || len(literal.Elts) != 2 {
				return true
			}
			name, isText := literal.Elts[1].(*ast.BasicLit)
			of, isName := literal.Elts[0].(*ast.Ident)
			if kind, ok := literal.Type.(*ast.Ident); !ok || kind.Name != "operation" || !isText || !isName {
				return true
			}
			unquoted, err := strconv.Unquote(name.Value)
			if err != nil || services[of.Name].iam == "" {
				t.Errorf("%s: %s of %s", file, name.Value, of.Name)
			}
			operations = append(operations, operation{services[of.Name], unquoted})
			return true
		})
	}
	return operations
}

// reading tells whether an operation only reads, by its name.
func reading(o operation) bool {
	return strings.HasPrefix(o.name, "List") || strings.HasPrefix(o.name, "Describe") || strings.HasPrefix(o.name, "Get")
}

// The policy of the README allows what this package can send and nothing else, each part
// of it what its name says: a new operation is a decision that whoever gives the rights
// has to be told of. STS answers who is asking without any right.
func TestTheREADMEHasTheRightsThatTheCodeNeeds(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(readme), "```json\n")
	block, _, _ := strings.Cut(after, "```")
	var policy struct {
		Statement []struct {
			Sid    string
			Action []string
		}
	}
	if err := json.Unmarshal([]byte(block), &policy); err != nil {
		t.Fatal(err)
	}
	allowed := map[string][]string{}
	for _, s := range policy.Statement {
		slices.Sort(s.Action)
		allowed[s.Sid] = s.Action
	}
	needed := map[string][]string{}
	for _, o := range written(t) {
		part := map[service]string{serviceECS: "ToLook", serviceELB: "Traffic", serviceCodeDeploy: "CodeDeploy"}[o.service]
		switch {
		case o.service == serviceSTS:
			continue
		case !reading(o):
			part = "ToAct"
		}
		needed[part] = append(needed[part], o.action())
	}
	for _, part := range []string{"ToLook", "Traffic", "CodeDeploy", "ToAct"} {
		slices.Sort(needed[part])
		if len(needed[part]) == 0 || !slices.Equal(allowed[part], needed[part]) {
			t.Errorf("%s allows %q, and the code needs %q", part, allowed[part], needed[part])
		}
	}
	if len(allowed) != len(needed) {
		t.Errorf("%d parts, %d needed", len(allowed), len(needed))
	}
}

// The README tells of each action that changes something what it is for.
func TestTheREADMETellsWhatEachActionIsFor(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range written(t) {
		row := "\n| `" + o.action() + "` | "
		if told := strings.Count(string(readme), row); !reading(o) && o.service != serviceSTS && told != 1 {
			t.Errorf("the README has %d rows for %s", told, o.action())
		}
	}
}

// What is read by itself is paid from a bucket.
func TestEveryReadIsPaidFromABucket(t *testing.T) {
	t.Parallel()
	b := NewBudget(1)
	for _, o := range written(t) {
		if reads := o.service != serviceSTS && reading(o); reads != (b.bucket(o) != nil) {
			t.Errorf("%s of %s has the bucket %v", o.name, o.service.id, b.bucket(o))
		}
	}
}
