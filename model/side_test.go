package model

import (
	"strings"
	"testing"
	"time"
)

// The sides of a service with task sets are these, the PRIMARY first, what drains last,
// and the newest first within a role; each can be deleted.
func TestSidesAreTaskSetsByRole(t *testing.T) {
	t.Parallel()
	set := func(id, status string, age time.Duration) TaskSet {
		return TaskSet{ARN: "arn:" + id, ID: id, Status: status, CreatedAt: noon.Add(-age), ComputedDesired: 4, Running: 3, Pending: 1, TaskDefinition: "web:1"}
	}
	service := Service{Controller: Controller{Type: ControllerExternal}, TaskSets: []TaskSet{
		set("gone", StatusDraining, time.Hour), set("old", StatusActive, 2*time.Hour), set("new", StatusActive, time.Minute),
		set("odd", "STAGING", time.Hour), set("blue", StatusPrimary, time.Hour),
	}, Deployments: []Deployment{{ID: "ecs-svc/1"}}}
	ids := make([]string, 0, 5)
	for _, side := range service.Sides() {
		ids = append(ids, side.ID)
		if side.TaskSet == nil || side.Deployment != nil || side.WhyNotDelete() != "" {
			t.Errorf("%s is no task set that can be deleted", side.ID)
		}
		if side.Running != 3 || side.Wanted != 4 || side.Pending != 1 || side.TaskDefinition != "web:1" || side.Key != TaskSetKey(side.ARN) {
			t.Errorf("%+v", side)
		}
	}
	if got := strings.Join(ids, " "); got != "blue new odd old gone" {
		t.Errorf("the order is %s", got)
	}
}

// The sides of a service without task sets are the deployments of the ECS controller, which
// nobody can delete.
func TestSidesAreDeploymentsWhereThereAreNoTaskSets(t *testing.T) {
	t.Parallel()
	service := Service{Deployments: []Deployment{
		{ID: "ecs-svc/0001112223334445556", Status: StatusPrimary, Desired: 4, Running: 2, Pending: 1, TaskDefinition: "web:2", CreatedAt: noon},
		{ID: "ecs-svc/2", Status: StatusActive},
	}}
	sides := service.Sides()
	if len(sides) != 2 {
		t.Fatalf("%d sides", len(sides))
	}
	side := sides[0]
	if side.Deployment == nil || side.TaskSet != nil || side.Role != StatusPrimary || side.Running != 2 || side.Wanted != 4 ||
		side.Pending != 1 || side.ShortID() != ShortID(side.ID) || side.ARN != "" || !side.CreatedAt.Equal(noon) {
		t.Errorf("%+v", side)
	}
	if side.WhyNotDelete() == "" {
		t.Error("a deployment can be deleted")
	}
	if side.Key == sides[1].Key {
		t.Error("two deployments have one key")
	}
}

// Where the controller was changed to ECS and a task set is left, its deployments are shown
// with it, and it cannot be deleted: ECS refuses that.
func TestSidesAreDeploymentsAndTheTaskSetsThatAreLeft(t *testing.T) {
	t.Parallel()
	sides := migrating(deployment(StatusPrimary, RolloutCompleted, 4, 4), setOf(1, StatusPrimary, 4)).Sides()
	if len(sides) != 2 || sides[0].Deployment == nil || sides[1].TaskSet == nil {
		t.Fatalf("%+v", sides)
	}
	if why := sides[1].WhyNotDelete(); !strings.Contains(why, "ECS controller") {
		t.Errorf("the set that is left can be deleted: %q", why)
	}
}

// A deployment that another has replaced is history; one that failed or is stuck is broken,
// one that goes on is busy.
func TestTheTierOfADeployment(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		Deployment
		want Tier
	}{
		{"completed", Deployment{RolloutState: RolloutCompleted}, Calm},
		{"under way", Deployment{RolloutState: RolloutInProgress, Desired: 2, CreatedAt: noon}, Busy},
		{"stuck", Deployment{RolloutState: RolloutInProgress, Desired: 2, CreatedAt: noon.Add(-time.Hour)}, Broken},
		{"failed", Deployment{RolloutState: RolloutFailed}, Broken},
		{"failed, and replaced", Deployment{RolloutState: RolloutFailed, Status: DeploymentInactive}, Calm},
		{"without a state", Deployment{}, Calm},
	} {
		if got := test.Tier(noon); got != test.want {
			t.Errorf("%s is %d, not %d", test.name, got, test.want)
		}
	}
}

// Task sets can be deleted where the controller leaves that to others. Of the ECS controller
// each side tells.
func TestOnlyAnExternalControllerLeavesTheDeletingToOthers(t *testing.T) {
	t.Parallel()
	for controller, says := range map[string]string{
		ControllerExternal: "", ControllerECS: "", ControllerCodeDeploy: "CodeDeploy", "NEW": "NEW",
	} {
		service := Service{Controller: Controller{Type: controller}}
		if got := service.WhyNotDelete(); (got == "") != (says == "") || !strings.Contains(got, says) {
			t.Errorf("%s: %q", controller, got)
		}
	}
}
