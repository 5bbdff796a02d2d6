package model

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

const revisionHome = "arn:aws:ecs:eu-west-1:123456789012:service-revision/shop/checkout/"

// native is a service of the ECS controller with two target groups in the middle of a
// deployment from the task definition :41 to :42, and what is known of it.
func native() (Service, ServiceDeployment, map[string]ServiceRevision) {
	balancer := LoadBalancer{TargetGroupARN: groupOf(1), ContainerName: "app", Advanced: &AdvancedConfiguration{
		AlternateTargetGroupARN: groupOf(2), ProductionListenerRule: ruleARN(httpsARN, 1),
	}}
	blue, green := setOf(1, StatusPrimary, 2).TaskDefinition, setOf(2, StatusActive, 2).TaskDefinition
	service := Service{
		ARN: "arn:aws:ecs:eu-west-1:123456789012:service/shop/checkout", Name: "checkout", Status: ServiceActive, Described: true,
		Desired: 2, Running: 4, LoadBalancers: []LoadBalancer{balancer}, TaskDefinition: green,
		Deployments: []Deployment{
			{ID: "ecs-svc/7", Status: StatusPrimary, TaskDefinition: green, Desired: 2, Running: 2, RolloutState: RolloutInProgress},
			{ID: "ecs-svc/6", Status: StatusActive, TaskDefinition: blue, Desired: 2, Running: 2, RolloutState: RolloutCompleted},
		},
		CurrentServiceDeployment: "arn:aws:ecs:eu-west-1:123456789012:service-deployment/shop/checkout/EZe5RNVLH6PPzHXINuP28",
	}
	ninety, ten := 90.0, 10.0
	deployment := ServiceDeployment{
		ARN: service.CurrentServiceDeployment, Status: DeployInProgress, Stage: "PRODUCTION_TRAFFIC_SHIFT",
		Sources: []RevisionCounts{{ARN: revisionHome + "1", Requested: 2, Running: 2, ProductionWeight: &ninety}},
		Target:  &RevisionCounts{ARN: revisionHome + "2", Requested: 2, Running: 1, Pending: 1, ProductionWeight: &ten},
	}
	revisions := map[string]ServiceRevision{
		revisionHome + "1": {
			ARN: revisionHome + "1", TaskDefinition: blue, LoadBalancers: []LoadBalancer{balancer}, CreatedAt: ago(3 * day),
			Resolved: []ResolvedLoadBalancer{{TargetGroupARN: groupOf(1)}},
		},
		revisionHome + "2": {
			ARN: revisionHome + "2", TaskDefinition: green, LoadBalancers: []LoadBalancer{balancer}, CreatedAt: ago(minute),
			Resolved: []ResolvedLoadBalancer{{TargetGroupARN: groupOf(2)}},
		},
	}
	return service, deployment, revisions
}

// During a deployment by the ECS controller the sides are its service revisions, with the
// tasks that ECS asked for; each has the one target group that its revision uses, and the
// deployment that alone has its task definition.
func TestSidesOfAServiceDeployment(t *testing.T) {
	t.Parallel()
	service, deployment, revisions := native()
	sides := RevisionSides(service, deployment, revisions)
	type row struct {
		ID, Role, Definition, Deployment string
		Running, Wanted, Pending         int32
		Groups                           []string
	}
	var got []row
	for _, s := range sides {
		got = append(got, row{s.ID, s.Role, Revision(s.TaskDefinition), s.Deployment.ID, s.Running, s.Wanted, s.Pending, s.Groups()})
	}
	want := []row{
		{"1", RoleSource, "checkout:41", "ecs-svc/6", 2, 2, 0, []string{groupOf(1)}},
		{"2", RoleTarget, "checkout:42", "ecs-svc/7", 1, 2, 1, []string{groupOf(2)}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if sides[1].Balancers[0].ContainerName != "app" {
		t.Error("the container of the target group is lost")
	}
}

// A revision that is not described yet has no task definition, no groups and unknown
// traffic; where both revisions have one task definition, neither is joined to a deployment.
func TestSidesOfRevisionsThatAreNotDescribed(t *testing.T) {
	t.Parallel()
	service, deployment, revisions := native()
	sides := RevisionSides(service, deployment, nil)
	traffic := TrafficOf(service, sides, routed(ruleOf(httpsARN, 1, "/*", weighted(groupOf(1), 90, groupOf(2), 10))), nil)
	if sides[0].Deployment != nil || len(sides[0].Groups()) != 0 || traffic.Sides[0].Text() != TrafficUnknown {
		t.Errorf("%+v, %+v", sides[0], traffic.Sides[0])
	}
	same := revisions[revisionHome+"2"]
	same.TaskDefinition = revisions[revisionHome+"1"].TaskDefinition
	revisions[revisionHome+"2"] = same
	sides = RevisionSides(service, deployment, revisions)
	if sides[0].Deployment != nil || sides[1].Deployment != nil {
		t.Error("a deployment was joined to one of two revisions with the same task definition")
	}
	if groups := TasksBySide(sides, []Task{{ARN: "a", TaskDefinition: same.TaskDefinition}}); len(groups) != 3 || len(groups[2].Live) != 1 {
		t.Error("a task was given to one of two revisions with the same task definition")
	}
}

// Tasks of a service revision are known by its deployment, or else by the task definition.
func TestTasksOfServiceRevisions(t *testing.T) {
	t.Parallel()
	service, deployment, revisions := native()
	sides := RevisionSides(service, deployment, revisions)
	groups := TasksBySide(sides, []Task{
		startedBy("ecs-svc/7", minute, Task{ARN: "by its deployment"}),
		startedBy("ecs-svc/99", minute, Task{ARN: "by its definition", TaskDefinition: sides[0].TaskDefinition}),
	})
	if len(groups) != 2 || groups[0].Live[0].ARN != "by its definition" || groups[1].Live[0].ARN != "by its deployment" {
		t.Errorf("%+v", groups)
	}
}

// Between deployments the group of the only deployment is that of its revision, if that is
// known; else both groups of the service are its own.
func TestGroupsOfAnOnlyDeployment(t *testing.T) {
	t.Parallel()
	service, _, revisions := native()
	service.Deployments = service.Deployments[:1]
	service.CurrentServiceRevisions = []RevisionCounts{{ARN: revisionHome + "2"}}
	if got := service.withRevision(service.Sides(), revisions)[0].Groups(); !cmp.Equal(got, []string{groupOf(2)}) {
		t.Errorf("with the revision: %v", got)
	}
	if got := service.withRevision(service.Sides(), nil)[0].Groups(); !cmp.Equal(got, []string{groupOf(1), groupOf(2)}) {
		t.Errorf("without the revision: %v", got)
	}
}

// A revision of which ECS does not tell the groups in use has those of its load balancers; a
// group in use takes its container from the load balancer that has it, of several.
func TestGroupsOfARevision(t *testing.T) {
	t.Parallel()
	service, deployment, revisions := native()
	of := func(change func(*ServiceRevision)) Side {
		revision := revisions[revisionHome+"1"]
		change(&revision)
		return RevisionSides(service, deployment, map[string]ServiceRevision{revision.ARN: revision})[0]
	}
	if got := of(func(r *ServiceRevision) { r.Resolved = nil }).Groups(); !cmp.Equal(got, []string{groupOf(1)}) {
		t.Errorf("the groups are %v", got)
	}
	side := of(func(r *ServiceRevision) {
		r.LoadBalancers = append([]LoadBalancer{{TargetGroupARN: groupOf(8), ContainerName: "metrics"}}, r.LoadBalancers...)
		r.Resolved = []ResolvedLoadBalancer{{TargetGroupARN: groupOf(2)}, {TargetGroupARN: groupOf(8)}}
	})
	if side.Balancers[0].ContainerName != "app" || side.Balancers[1].ContainerName != "metrics" || len(side.Balancers) != 2 {
		t.Errorf("%+v", side.Balancers)
	}
}
