package model

import "time"

// The strategies of a deployment by the ECS controller (DeploymentStrategy).
const (
	StrategyRolling   = "ROLLING"
	StrategyBlueGreen = "BLUE_GREEN"
	StrategyLinear    = "LINEAR"
	StrategyCanary    = "CANARY"
)

// DeploymentConfiguration is how the ECS controller deploys: of a service in
// DescribeServices, of one deployment in DescribeServiceDeployments. Pointers are nil
// where ECS sent none.
type DeploymentConfiguration struct {
	Strategy              string          `json:"strategy,omitempty"` // empty means ROLLING
	MaximumPercent        *int32          `json:"maximumPercent,omitempty"`
	MinimumHealthyPercent *int32          `json:"minimumHealthyPercent,omitempty"`
	BakeMinutes           *int32          `json:"bakeTimeInMinutes,omitempty"`
	Canary                *CanarySteps    `json:"canaryConfiguration,omitempty"`
	Linear                *LinearSteps    `json:"linearConfiguration,omitempty"`
	Breaker               *BreakerOption  `json:"deploymentCircuitBreaker,omitempty"`
	Alarms                *AlarmsOption   `json:"alarms,omitempty"`
	Hooks                 []HookPlacement `json:"lifecycleHooks,omitempty"`
}

// CanarySteps are the first share of the traffic, and how long it lasts.
type CanarySteps struct {
	Percent     *float64 `json:"canaryPercent,omitempty"`
	BakeMinutes *int32   `json:"canaryBakeTimeInMinutes,omitempty"`
}

// LinearSteps are the share of the traffic that each step shifts, and how long it lasts.
type LinearSteps struct {
	Percent     *float64 `json:"stepPercent,omitempty"`
	BakeMinutes *int32   `json:"stepBakeTimeInMinutes,omitempty"`
}

// BreakerOption is whether tasks that fail to start end a deployment.
type BreakerOption struct {
	Enable   bool `json:"enable"`
	Rollback bool `json:"rollback"`
}

// AlarmsOption is which alarms end a deployment.
type AlarmsOption struct {
	Names    []string `json:"alarmNames,omitempty"`
	Enable   bool     `json:"enable"`
	Rollback bool     `json:"rollback"`
}

// HookPlacement is a lifecycle hook with the stages at which it runs.
type HookPlacement struct {
	TargetType     string   `json:"targetType,omitempty"`    // AWS_LAMBDA or PAUSE
	TargetARN      string   `json:"hookTargetArn,omitempty"` // of the function; empty for PAUSE
	Stages         []string `json:"lifecycleStages,omitempty"`
	TimeoutMinutes *int32   `json:"timeoutInMinutes,omitempty"`
	TimeoutAction  string   `json:"timeoutAction,omitempty"` // CONTINUE or ROLLBACK
}

// The statuses of a lifecycle hook (DeploymentLifecycleHookStatus).
const (
	HookAwaitsAction = "AWAITING_ACTION"
	HookInProgress   = "IN_PROGRESS"
	HookSucceeded    = "SUCCEEDED"
	HookFailed       = "FAILED"
	HookTimedOut     = "TIMED_OUT"
)

// HookPause is the target type of a hook that waits for a person.
const HookPause = "PAUSE"

// LifecycleHook is a hook of a deployment as it is now. ECS does not tell its stage:
// that of the deployment is meant.
type LifecycleHook struct {
	ID            string    `json:"hookId"`
	TargetType    string    `json:"targetType,omitempty"`
	TargetARN     string    `json:"targetArn,omitempty"`
	Status        string    `json:"status,omitempty"`
	ExpiresAt     time.Time `json:"expiresAt,omitzero"`      // zero where ECS sent none
	TimeoutAction string    `json:"timeoutAction,omitempty"` // what happens then: CONTINUE or ROLLBACK
}
