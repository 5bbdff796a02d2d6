package model

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Side is one side of a service's deployment, a row of its board: a task set, a deployment
// of the ECS controller, or a service revision while a service deployment is under way. One
// of TaskSet, Deployment and Revision is set; a revision's deployment may stand beside it.
type Side struct {
	TaskSet    *TaskSet
	Deployment *Deployment
	Revision   *RevisionCounts

	Key            Key
	ARN            string // empty for a deployment, which has none
	ID             string // as ECS gave it
	Role           string // PRIMARY, ACTIVE, DRAINING, INACTIVE, SOURCE, TARGET; empty where ECS sent none
	TaskDefinition string
	Running        int32
	Wanted         int32
	Pending        int32
	CreatedAt      time.Time

	// Balancers are the target groups and Classic Load Balancers of the side. A deployment
	// has those of its service, between which ECS does not tell.
	Balancers []LoadBalancer
	Elsewhere string // as of ServiceRevision

	leftOver bool // it is a task set of a service whose controller is ECS by now
}

// Sides are the sides of the service: its task sets by role and the newest first within
// one, or the deployments of the ECS controller as ECS orders them. Where the controller was
// changed to ECS and task sets are left, they come after the deployments.
func (s Service) Sides() []Side {
	if len(s.TaskSets) == 0 {
		return s.deploymentSides()
	}
	var sides []Side
	leftOver := s.ControllerType() == ControllerECS
	if leftOver {
		sides = s.deploymentSides()
	}
	for _, set := range ByRole(s.TaskSets) {
		sides = append(sides, Side{
			TaskSet: &set, Key: TaskSetKey(set.ARN), ARN: set.ARN, ID: cmp.Or(set.ID, TaskSetID(set.ARN)), Role: set.Status,
			TaskDefinition: set.TaskDefinition, Running: set.Running, Wanted: set.ComputedDesired, Pending: set.Pending,
			CreatedAt: set.CreatedAt, Balancers: set.LoadBalancers, leftOver: leftOver,
		})
	}
	return sides
}

func (s *Service) deploymentSides() []Side {
	sides := make([]Side, 0, len(s.Deployments)+len(s.TaskSets))
	for _, d := range s.Deployments {
		sides = append(sides, Side{
			Deployment: &d, Key: Key{Name: d.ID}, ID: d.ID, Role: d.Status,
			TaskDefinition: d.TaskDefinition, Running: d.Running, Wanted: d.Desired, Pending: d.Pending,
			CreatedAt: d.CreatedAt, Balancers: s.LoadBalancers, Elsewhere: d.Elsewhere,
		})
	}
	return sides
}

// ShortID is the id in short, for people.
func (s Side) ShortID() string { return ShortID(s.ID) }

// WhyNotDelete tells why the side cannot be deleted, without a full stop; empty where it
// is a task set of a controller that has them. Whether that should be deleted is for the checks of the change.
func (s Side) WhyNotDelete() string {
	switch {
	case s.TaskSet == nil:
		return "only a task set can be deleted: ECS ends its own deployments by itself"
	case s.leftOver:
		return "ECS deletes task sets of EXTERNAL services only: this service has the ECS controller"
	}
	return ""
}

// WhyNotDelete tells why ECS deletes no task set of the service, without a full stop; empty
// where its controller leaves that to others, or is the ECS controller, of which each side
// tells.
func (s Service) WhyNotDelete() string {
	switch controller := s.ControllerType(); controller {
	case ControllerExternal, ControllerECS:
		return ""
	case ControllerCodeDeploy:
		return "CodeDeploy owns these task sets: continue or stop the deployment in CodeDeploy"
	default:
		return "ECS deletes task sets of EXTERNAL services only: the controller here is " + controller
	}
}

// ByRole orders sets by role, the PRIMARY first, and the newest first within one.
func ByRole(sets []TaskSet) []TaskSet {
	sets = slices.Clone(sets)
	slices.SortStableFunc(sets, func(a, b TaskSet) int {
		return cmp.Or(
			cmp.Compare(RoleRank(a.Status), RoleRank(b.Status)),
			b.CreatedAt.Compare(a.CreatedAt), strings.Compare(a.ARN, b.ARN),
		)
	})
	return sets
}

// RoleRank orders roles: PRIMARY before all others, DRAINING after them.
func RoleRank(role string) int {
	switch role {
	case StatusPrimary, RoleSource:
		return 0
	case StatusDraining, DeploymentInactive:
		return 2
	default:
		return 1
	}
}
