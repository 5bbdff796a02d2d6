package ecsapi

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// asking are the methods of a client that take a context, and so send something.
func asking[Client any]() (names []string) {
	for method := range reflect.TypeFor[Client]().Methods() {
		takes := slices.Collect(method.Type.Ins())
		if slices.Contains(takes, reflect.TypeFor[context.Context]()) {
			names = append(names, method.Name)
		}
	}
	return names
}

// Whoever holds a Reader cannot change anything: nothing that it sends is a mutation.
func TestAReaderOnlyReads(t *testing.T) {
	t.Parallel()
	names := asking[*Reader]()
	if len(names) == 0 {
		t.Fatal("it reads nothing")
	}
	for _, name := range names {
		if !strings.HasPrefix(name, "List") && !strings.HasPrefix(name, "Describe") && !strings.HasPrefix(name, "Get") {
			t.Errorf("%s does not read by its name", name)
		}
	}
}

// All that a Writer does is a mutation, and each is known here: a new one is a
// decision, and has to pass the gateway.
func TestTheMutationsAreKnown(t *testing.T) {
	t.Parallel()
	known := []string{
		"ContinueDeployment", "ContinueServiceDeployment", "DeleteTaskSet", "StopDeployment", "StopServiceDeployment",
		"UpdateServicePrimaryTaskSet", "UpdateTaskSet",
	}
	if names := asking[*Writer](); !slices.Equal(names, known) {
		t.Errorf("the writer sends %q, not %q", names, known)
	}
	if all := reflect.TypeFor[*Writer]().NumMethod(); all != len(known) {
		t.Errorf("%d of the writer's %d methods send nothing", all-len(known), all)
	}
}
