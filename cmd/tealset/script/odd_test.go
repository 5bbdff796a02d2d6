package script

import (
	"context"
	"testing"

	"tealset/cmd/tealset/output"
	"tealset/model"
	"tealset/model/change"
)

// forgetful is an ECS that answers with nothing.
type forgetful struct{ Reader }

func (forgetful) ListServiceDeployments(context.Context, model.ServiceRef, model.Cursor) (none []model.ServiceDeploymentBrief, next model.Cursor, more bool, err error) {
	return nil, next, false, nil
}

func (forgetful) DescribeServices(context.Context, string, []string) (none model.Descriptions[model.Service], err error) {
	return none, nil
}

// What was asked for by name and is neither described nor among the failures is a failure.
func TestAServiceThatIsLeftOutIsAFailure(t *testing.T) {
	t.Parallel()
	b := newBench(t, shop())
	b.source.Reader = forgetful{}
	got, err := b.list(ListOptions{Kind: Services, Scope: b.scope("checkout", ""), Style: output.Style{Format: output.JSON}})
	ends(t, err, CodeNo, "nothing was found")
	if want := `{"schemaVersion":1,"services":[],"failures":[{"arn":"checkout","reason":"ECS answered without it","tealset":{"region":"eu-west-1","profile":"oncall"}}]}` + "\n"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// Where ECS has no history of deployments any more, the states of the service's own tell.
func TestDeployedWithoutAHistory(t *testing.T) {
	t.Parallel()
	service := model.Service{Name: "web", Deployments: []model.Deployment{{Status: model.StatusPrimary, RolloutState: model.RolloutFailed, RolloutStateReason: "tasks failed to start"}}}
	_, err := deployedByECS(t.Context(), forgetful{}, service)
	ends(t, err, CodeNo, "the deployment failed: tasks failed to start")
	service.Deployments[0].RolloutState = model.RolloutInProgress
	if state, err := deployedByECS(t.Context(), forgetful{}, service); err != nil || state.why != "a deployment is under way" {
		t.Errorf("%v, %v", state, err)
	}
	service.Deployments[0].RolloutState = ""
	if state, err := deployedByECS(t.Context(), forgetful{}, service); err != nil || state.why != "" {
		t.Errorf("%v, %v", state, err)
	}
}

// A set that goes while it is waited for will not become steady.
func TestASetThatGoesEndsTheWait(t *testing.T) {
	t.Parallel()
	world := shop()
	b := newBench(t, world)
	w := waiting{shell: b.shell, source: b.source, options: WaitOptions{Scope: Scope{Set: setTwo}}, pinned: "arn:aws:ecs:eu-west-1:123456789012:task-set/shop/checkout/" + setTwo, began: noon}
	for until, code := range map[string]int{"stable": CodeNo, "running=1": CodeNo, "running=0": 0} {
		condition, _, err := ParseCondition(until, Scope{})
		if err != nil {
			t.Fatal(err)
		}
		_, err = condition.judge(t.Context(), &w, model.Service{Name: "checkout"})
		if code == 0 && err != nil {
			t.Errorf("%s: %v", until, err)
		}
		if code != 0 {
			ends(t, err, code, setTwo+" is gone")
		}
	}
}

// A change of a deployment that came to another end did not have its effect.
func TestADeploymentThatCameToAnotherEnd(t *testing.T) {
	t.Parallel()
	c := changing{
		options: ChangeOptions{Kind: change.ContinueHook},
		flow:    change.AskDeployment(change.ContinueHook, model.Service{}, "", change.Circumstances{}),
	}
	ends(t, c.withoutEffect(), CodeNo, "it was accepted, and its effect has not come: the deployment is –")
}

// A service that was deleted becomes nothing that is waited for.
func TestAServiceThatIsNotActive(t *testing.T) {
	t.Parallel()
	b := newBench(t, shop())
	w := waiting{shell: b.shell, source: b.source}
	_, err := Condition{word: forStable}.judge(t.Context(), &w, model.Service{Name: "web", Status: "INACTIVE"})
	ends(t, err, CodeNo, "web is INACTIVE: its status is not ACTIVE")
}
