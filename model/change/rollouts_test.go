package change

import (
	"time"

	"tealset/model"
)

const (
	rolloutARN = "arn:aws:ecs:eu-west-1:123456789012:service-deployment/shop/checkout/dep-1"
	revisions  = "arn:aws:ecs:eu-west-1:123456789012:service-revision/shop/checkout/"
)

// waiting is a service of CodeDeploy with its deployment: blue is PRIMARY, green is full.
func waiting(status string, changes ...func(*model.Service, *model.Known)) (model.Service, Circumstances) {
	blue := setOf(1, model.StatusPrimary, 4, func(t *model.TaskSet) { t.ExternalID = "d-0" })
	green := setOf(2, model.StatusActive, 4, created(ago(minute)), func(t *model.TaskSet) { t.ExternalID = "d-1" })
	service := checkout(blue, green)
	service.Controller.Type = model.ControllerCodeDeploy
	known := healthyKnown()
	known.CodeDeployment = &model.CodeDeployment{ID: "d-1", Status: status, ConfigName: "CodeDeployDefault.ECSAllAtOnce"}
	for _, change := range changes {
		change(&service, known)
	}
	return service, Circumstances{Now: noon, Known: known, DeploymentReadAt: noon}
}

// kept makes the deployment wait before it ends the original set.
func kept(_ *model.Service, known *model.Known) { known.CodeDeployment.TerminationWaitStarted = true }

// pausing is a service of the ECS controller whose deployment waits at some hooks.
func pausing(hooks []string, changes ...func(*model.Service, *model.ServiceDeployment)) (model.Service, Circumstances) {
	service := checkout()
	service.Controller.Type, service.CurrentServiceDeployment = model.ControllerECS, rolloutARN
	d := &model.ServiceDeployment{
		ARN: rolloutARN, Status: model.DeployInProgress, Stage: "PRE_PRODUCTION_TRAFFIC_SHIFT",
		Sources: []model.RevisionCounts{{ARN: revisions + "1", Requested: 4, Running: 4}},
		Target:  &model.RevisionCounts{ARN: revisions + "2", Requested: 4, Running: 4},
	}
	for i, id := range hooks {
		d.Hooks = append(d.Hooks, model.LifecycleHook{ID: id, Status: model.HookAwaitsAction, ExpiresAt: noon.Add(time.Duration(i+1) * time.Hour)})
	}
	for _, change := range changes {
		change(&service, d)
	}
	return service, Circumstances{Now: noon, Known: &model.Known{ServiceDeployment: d}, DeploymentReadAt: noon}
}

// healthyKnown is that all traffic goes to the first set, and that four targets of each of two
// sets are healthy.
func healthyKnown() *model.Known {
	known := knowing(shares(listener, 443, 0, 100, false))
	known.Routing.Health = healthOf("healthy", "healthy", "healthy", "healthy")
	of := known.Routing.Health[groupOf(1)]
	of.GroupARN = groupOf(2)
	known.Routing.Health[groupOf(2)] = of
	return known
}

// situation is a service in which a change of the kind is possible, with nothing at risk as far
// as the kind allows that.
func situation(kind Kind) (model.Service, Circumstances) {
	switch {
	case kind == TerminateOriginal:
		return waiting(model.CodeDeployInProgress, kept)
	case kind.Needs().CodeDeploy:
		return waiting(model.CodeDeployReady)
	case kind == RollBackDeployment:
		return pausing(nil)
	case kind.Needs().ServiceDeployment:
		return pausing([]string{"ecs-pause-1"})
	}
	service := checkout(setOf(1, model.StatusPrimary, 4), setOf(2, model.StatusActive, 4, created(ago(day))))
	c := Circumstances{Now: noon, Percent: new(50.0), Former: service.TaskSets[1].ARN}
	if kind == DeleteTaskSet {
		return harmless(), c
	}
	known := healthyKnown()
	if kind == PromoteTaskSet || kind == RestorePrimary {
		known.Routing.Listeners[listener] = shares(listener, 443, 100, 0, false)
	}
	c.Known = known
	return service, c
}

// ask asks for a change of the kind in a situation.
func ask(kind Kind, service model.Service, c Circumstances) *Flow {
	if kind.OfTaskSet() {
		return Ask(kind, service, service.TaskSets[1], c)
	}
	return AskDeployment(kind, service, "ecs-pause-1", c)
}

// requestOf is the request of a kind, as it was confirmed.
func requestOf(kind Kind) Request {
	service, c := situation(kind)
	return ask(kind, service, c).request.asConfirmed(service, c)
}

// told are the findings of a flow with an id, with their severity.
func finding(checks []Check, id CheckID) string {
	for _, check := range checks {
		if check.ID == id {
			return []string{"block", "danger", "warning", "unanswered", "ok"}[check.Severity] + ": " + check.Sentence
		}
	}
	return ""
}
