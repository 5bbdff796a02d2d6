package model

import "slices"

// The roles of service revisions in a service deployment.
const (
	// RoleSource is a revision that the deployment replaces.
	RoleSource = "SOURCE"
	// RoleTarget is the revision that the deployment brings, also while it is rolled back.
	RoleTarget = "TARGET"
)

// RevisionSides are the sides of a service during a deployment by the ECS controller: the
// revisions that it replaces, and its target. Revisions that are not described yet have no
// task definition and no target groups.
func RevisionSides(service Service, deployment ServiceDeployment, revisions map[string]ServiceRevision) []Side {
	sides := make([]Side, 0, len(deployment.Sources)+1)
	for _, source := range deployment.Sources {
		sides = append(sides, revisionSide(source, RoleSource, revisions))
	}
	if deployment.Target != nil {
		sides = append(sides, revisionSide(*deployment.Target, RoleTarget, revisions))
	}
	for i := range sides {
		sides[i].Deployment = service.deploymentOf(sides, i)
	}
	return sides
}

func revisionSide(counts RevisionCounts, role string, revisions map[string]ServiceRevision) Side {
	revision := revisions[counts.ARN]
	side := Side{
		Revision: &counts, Key: ServiceRevisionKey(counts.ARN), ARN: counts.ARN, ID: NameOf(counts.ARN), Role: role,
		TaskDefinition: revision.TaskDefinition, Running: counts.Running, Wanted: counts.Requested, Pending: counts.Pending,
		CreatedAt: revision.CreatedAt, Elsewhere: revision.Elsewhere, Balancers: revision.LoadBalancers,
	}
	if len(revision.Resolved) > 0 { // the two groups change places with every deployment
		side.Balancers = nil
		for _, resolved := range revision.Resolved {
			balancer := LoadBalancer{TargetGroupARN: resolved.TargetGroupARN}
			for _, b := range revision.LoadBalancers {
				if b.uses(resolved.TargetGroupARN) {
					balancer.ContainerName, balancer.ContainerPort = b.ContainerName, b.ContainerPort
				}
			}
			side.Balancers = append(side.Balancers, balancer)
		}
	}
	return side
}

// uses tells whether the group is one of the two of the load balancer.
func (l LoadBalancer) uses(group string) bool {
	return l.TargetGroupARN == group || l.Advanced != nil && l.Advanced.AlternateTargetGroupARN == group
}

// deploymentOf is the deployment of DescribeServices that is the same as a revision's side:
// the one that alone has its task definition, if no other side has it. Whether the numbers
// in the two ids are related is not known.
func (s *Service) deploymentOf(sides []Side, at int) *Deployment {
	definition := sides[at].TaskDefinition
	if definition == "" {
		return nil
	}
	for i := range sides {
		if i != at && sides[i].TaskDefinition == definition {
			return nil
		}
	}
	var found *Deployment
	for _, d := range s.Deployments {
		if d.TaskDefinition != definition || d.Status == DeploymentInactive {
			continue
		}
		if found != nil {
			return nil
		}
		found = &d
	}
	return found
}

// withRevision gives the only deployment of a service the target groups of its only
// revision, if that is described: between the two groups of a service only a revision tells.
func (s *Service) withRevision(sides []Side, revisions map[string]ServiceRevision) []Side {
	if len(s.CurrentServiceRevisions) != 1 || len(sides) != 1 || sides[0].Deployment == nil {
		return sides
	}
	revision, ok := revisions[s.CurrentServiceRevisions[0].ARN]
	if !ok || revision.TaskDefinition != sides[0].TaskDefinition || len(revision.TargetGroups()) == 0 {
		return sides
	}
	sides = slices.Clone(sides)
	described := revisionSide(s.CurrentServiceRevisions[0], sides[0].Role, revisions)
	sides[0].Balancers = slices.Clone(described.Balancers)
	for i := range sides[0].Balancers {
		sides[0].Balancers[i].Advanced = nil
	}
	return sides
}
