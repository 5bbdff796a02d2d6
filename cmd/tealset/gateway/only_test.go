package gateway

import (
	"context"
	"reflect"
	"slices"
	"testing"

	"tealset/ecsapi"
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
