package script

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"tealset/model"
)

// deployed tells whether no deployment of the service is under way and the newest one ended
// well. One that failed, was stopped or rolls back will not.
func deployed(ctx context.Context, reader Reader, service model.Service) (verdict, error) {
	switch service.ControllerType() {
	case model.ControllerECS:
		return deployedByECS(ctx, reader, service)
	case model.ControllerCodeDeploy:
		return deployedByCodeDeploy(ctx, reader, service)
	}
	return verdict{}, failed("the deployments of %s are not known: its controller is %s; wait for stable or for primary=SET",
		service.Name, service.ControllerType())
}

func deployedByECS(ctx context.Context, reader Reader, service model.Service) (verdict, error) {
	status := ""
	if arn := service.CurrentServiceDeployment; arn != "" {
		answer, err := reader.DescribeServiceDeployments(ctx, []string{arn})
		if err != nil {
			return unread(err)
		}
		for _, d := range answer.Found {
			status = d.Status
		}
		return ofStatus(status)
	}
	history, _, _, err := reader.ListServiceDeployments(ctx, service.Ref(), model.Cursor{})
	if err != nil {
		return unread(err)
	}
	if len(history) > 0 {
		return ofStatus(history[0].Status)
	}
	for _, d := range service.Deployments { // the history goes back 90 days
		switch {
		case d.RolloutState == model.RolloutFailed:
			return verdict{}, failed("the deployment failed: %s", d.RolloutStateReason)
		case d.RolloutState == model.RolloutInProgress, d.Status != model.StatusPrimary && d.Running > 0:
			return verdict{"a deployment is under way"}, nil
		}
	}
	return verdict{}, nil
}

// ofStatus judges the status of a service deployment.
func ofStatus(status string) (verdict, error) {
	switch status {
	case model.DeploySuccessful:
		return verdict{}, nil
	case model.DeployPending, model.DeployInProgress, "":
		return verdict{"a deployment is under way"}, nil
	}
	return verdict{}, failed("the deployment is %s", status)
}

// deployedByCodeDeploy judges the newest deployment. The task sets name the one that made them;
// one that began after it, or that failed, may have none.
func deployedByCodeDeploy(ctx context.Context, reader Reader, service model.Service) (verdict, error) {
	id := service.CodeDeployID()
	if id == "" { // ECS does not tell in which application to look for one
		return verdict{"no task set is of a deployment of CodeDeploy: whether one is under way is not known"}, nil
	}
	newest, err := reader.GetDeployment(ctx, id)
	switch {
	case err != nil:
		return unread(err)
	case newest.Missing == "" && !newest.Final():
		return underWay(newest), nil
	case newest.Application == "" || newest.Group == "" || newest.CreatedAt.IsZero():
		return verdict{}, failed("CodeDeploy does not tell of which deployment group %s is, which made the newest task set: it may not be the last", id)
	}
	since, err := reader.ListDeployments(ctx, newest.Application, newest.Group, newest.CreatedAt.Truncate(time.Second))
	if err != nil {
		return unread(err)
	}
	for _, later := range since {
		if later == id {
			continue
		}
		d, err := reader.GetDeployment(ctx, later)
		switch {
		case err != nil:
			return unread(err)
		case !d.Final():
			return underWay(d), nil
		case d.CreatedAt.After(newest.CreatedAt):
			newest = d
		}
	}
	if newest.Status == model.CodeDeploySucceeded {
		return verdict{}, nil
	}
	return verdict{}, failed("deployment %s is %s", newest.ID, newest.Status)
}

func underWay(d model.CodeDeployment) verdict {
	return verdict{fmt.Sprintf("deployment %s is %s", d.ID, cmp.Or(d.Status, "of no known status"))}
}

// unread waits on where a read may succeed later.
func unread(err error) (verdict, error) {
	fault := model.AsFault("", err)
	if fault.Transient() {
		return verdict{"it cannot be read: " + fault.Headline}, nil
	}
	return verdict{}, fault
}
