package model

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// kinds are all kinds of fault: whether the same request may succeed later, and
// whether a write that was sent and ended so may have taken effect all the same.
var kinds = []struct {
	name               string
	kind               FaultKind
	transient, unknown bool
}{
	{"FaultOther", FaultOther, false, false},
	{"FaultCanceled", FaultCanceled, true, true},
	{"FaultCredentials", FaultCredentials, true, false},
	{"FaultExpired", FaultExpired, true, false},
	{"FaultDenied", FaultDenied, false, false},
	{"FaultThrottled", FaultThrottled, true, false},
	{"FaultClusterNotFound", FaultClusterNotFound, false, false},
	{"FaultServiceNotFound", FaultServiceNotFound, false, false},
	{"FaultTaskSetNotFound", FaultTaskSetNotFound, false, false},
	{"FaultServiceNotActive", FaultServiceNotActive, false, false},
	{"FaultInvalid", FaultInvalid, false, false},
	{"FaultUnsupported", FaultUnsupported, false, false},
	{"FaultQuota", FaultQuota, false, false},
	{"FaultTimeout", FaultTimeout, true, true},
	{"FaultNetwork", FaultNetwork, true, true},
	{"FaultNotAWS", FaultNotAWS, false, true},
	{"FaultServer", FaultServer, true, true},
	{"FaultConfig", FaultConfig, false, false},
	{"FaultClock", FaultClock, false, false},
	{"FaultBug", FaultBug, false, true},
}

// Of every kind it is decided whether trying later makes sense and whether a write
// may have happened; one that was never sent has not.
func TestEveryKindOfFaultIsDecided(t *testing.T) {
	t.Parallel()
	for _, kind := range kinds {
		sent, unsent := &Fault{Kind: kind.kind, Sent: true}, &Fault{Kind: kind.kind}
		if sent.Transient() != kind.transient || unsent.Transient() != kind.transient {
			t.Errorf("%s: transient is not %t", kind.name, kind.transient)
		}
		if sent.OutcomeUnknown() != kind.unknown {
			t.Errorf("%s: the outcome of a write that was sent is unknown: not %t", kind.name, kind.unknown)
		}
		if unsent.OutcomeUnknown() {
			t.Errorf("%s: a write that was never sent may have happened", kind.name)
		}
	}
}

// A new kind of fault has to be decided on above.
func TestNoKindOfFaultIsLeftOut(t *testing.T) {
	t.Parallel()
	decided := make([]string, 0, len(kinds))
	for i, kind := range kinds {
		decided = append(decided, kind.name)
		if int(kind.kind) != i {
			t.Errorf("%s is kind %d, not %d", kind.name, kind.kind, i)
		}
	}
	if diff := cmp.Diff(declaredKinds(t), decided); diff != "" {
		t.Errorf("(-declared +decided):\n%s", diff)
	}
}

// declaredKinds are the names of the constants that begin with a FaultKind.
func declaredKinds(t *testing.T) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "fault.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, declaration := range file.Decls {
		block, ok := declaration.(*ast.GenDecl)
		if !ok || block.Tok != token.CONST || fmt.Sprint(block.Specs[0].(*ast.ValueSpec).Type) != "FaultKind" {
			continue
		}
		for _, spec := range block.Specs {
			for _, name := range spec.(*ast.ValueSpec).Names {
				names = append(names, name.Name)
			}
		}
	}
	return names
}

// An error is told in the few words of its headline; the rest is for the screen.
func TestFaultIsAnErrorByItsHeadline(t *testing.T) {
	t.Parallel()
	var err error = &Fault{Headline: "no connection to ECS", Detail: "dial tcp", Next: "Check the network."}
	if err.Error() != "no connection to ECS" {
		t.Errorf("%q", err)
	}
}
