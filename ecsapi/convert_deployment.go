package ecsapi

import (
	"math"

	"github.com/aws/aws-sdk-go-v2/service/ecs/types"

	"tealset/model"
)

// What brings traffic beside load balancers.
const (
	viaLattice        = "VPC Lattice"
	viaServiceConnect = "Service Connect"
)

func deploymentOf(d types.Deployment) model.Deployment {
	deployment := model.Deployment{
		ID:                 text(d.Id),
		Status:             text(d.Status),
		TaskDefinition:     text(d.TaskDefinition),
		Desired:            d.DesiredCount,
		Pending:            d.PendingCount,
		Running:            d.RunningCount,
		Failed:             d.FailedTasks,
		RolloutState:       word(d.RolloutState),
		RolloutStateReason: text(d.RolloutStateReason),
		CreatedAt:          moment(d.CreatedAt),
		UpdatedAt:          moment(d.UpdatedAt),
	}
	switch {
	case len(d.VpcLatticeConfigurations) > 0:
		deployment.Elsewhere = viaLattice
	case d.ServiceConnectConfiguration != nil && d.ServiceConnectConfiguration.Enabled:
		deployment.Elsewhere = viaServiceConnect
	}
	return deployment
}

func configurationOf(c *types.DeploymentConfiguration) *model.DeploymentConfiguration {
	if c == nil {
		return nil
	}
	configuration := model.DeploymentConfiguration{
		Strategy:              word(c.Strategy),
		MaximumPercent:        number(c.MaximumPercent),
		MinimumHealthyPercent: number(c.MinimumHealthyPercent),
		BakeMinutes:           number(c.BakeTimeInMinutes),
		Hooks:                 each(c.LifecycleHooks, placementOf, func(h model.HookPlacement) bool { return len(h.Stages) > 0 || h.TargetType != "" }),
	}
	if steps := c.CanaryConfiguration; steps != nil {
		configuration.Canary = &model.CanarySteps{Percent: fraction(steps.CanaryPercent), BakeMinutes: number(steps.CanaryBakeTimeInMinutes)}
	}
	if steps := c.LinearConfiguration; steps != nil {
		configuration.Linear = &model.LinearSteps{Percent: fraction(steps.StepPercent), BakeMinutes: number(steps.StepBakeTimeInMinutes)}
	}
	if breaker := c.DeploymentCircuitBreaker; breaker != nil {
		configuration.Breaker = &model.BreakerOption{Enable: breaker.Enable, Rollback: breaker.Rollback}
	}
	if alarms := c.Alarms; alarms != nil {
		configuration.Alarms = &model.AlarmsOption{Names: texts(alarms.AlarmNames), Enable: alarms.Enable, Rollback: alarms.Rollback}
	}
	return &configuration
}

func placementOf(h types.DeploymentLifecycleHook) model.HookPlacement {
	placement := model.HookPlacement{
		TargetType: word(h.TargetType),
		TargetARN:  text(h.HookTargetArn),
		Stages:     each(h.LifecycleStages, word[types.DeploymentLifecycleHookStage], known[string]),
	}
	if h.TimeoutConfiguration != nil {
		placement.TimeoutMinutes = number(h.TimeoutConfiguration.TimeoutInMinutes)
		placement.TimeoutAction = word(h.TimeoutConfiguration.Action)
	}
	return placement
}

// fraction copies a pointer; what is no number, which the wire can carry, is nil.
func fraction(f *float64) *float64 {
	if f == nil || math.IsNaN(*f) || math.IsInf(*f, 0) {
		return nil
	}
	return new(*f)
}
