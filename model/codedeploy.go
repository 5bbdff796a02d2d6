package model

import "time"

// The statuses of a deployment of CodeDeploy (DeploymentStatus).
const (
	CodeDeployCreated    = "Created"
	CodeDeployQueued     = "Queued"
	CodeDeployInProgress = "InProgress"
	CodeDeployBaking     = "Baking"
	CodeDeployReady      = "Ready" // it waits until someone lets the traffic shift
	CodeDeploySucceeded  = "Succeeded"
	CodeDeployFailed     = "Failed"
	CodeDeployStopped    = "Stopped"
)

// CodeDeployment is a deployment of CodeDeploy as GetDeployment tells it. Times are zero,
// and pointers nil, where CodeDeploy sent none.
type CodeDeployment struct {
	ID              string    `json:"deploymentId"`
	Application     string    `json:"applicationName,omitempty"`
	Group           string    `json:"deploymentGroupName,omitempty"`
	ConfigName      string    `json:"deploymentConfigName,omitempty"` // CodeDeployDefault.ECSCanary10Percent15Minutes
	ComputePlatform string    `json:"computePlatform,omitempty"`
	Status          string    `json:"status,omitempty"`
	Creator         string    `json:"creator,omitempty"` // user, autoscaling, codeDeployRollback, …
	ExternalID      string    `json:"externalId,omitempty"`
	CreatedAt       time.Time `json:"createTime,omitzero"`
	StartedAt       time.Time `json:"startTime,omitzero"`
	CompletedAt     time.Time `json:"completeTime,omitzero"`
	// Error is why it failed or was stopped, nil where CodeDeploy told none.
	Error    *CodeDeployError    `json:"errorInformation,omitempty"`
	Rollback *CodeDeployRollback `json:"rollbackInfo,omitempty"`
	Messages []string            `json:"deploymentStatusMessages,omitempty"`
	// Ready is what happens before the traffic shifts, nil where nothing was told.
	Ready *ReadyOption `json:"deploymentReadyOption,omitempty"`
	// Termination is what becomes of the original task set, nil where nothing was told.
	Termination *TerminationOption `json:"terminateBlueInstancesOnDeploymentSuccess,omitempty"`
	// TerminationWaitStarted tells that the wait before the original task set ends has begun.
	TerminationWaitStarted bool `json:"instanceTerminationWaitTimeStarted,omitempty"`
	// Pairs are the target groups and the listeners that the deployment works with.
	Pairs []TargetGroupPair `json:"targetGroupPairInfoList,omitempty"`
	// Missing is the code by which CodeDeploy told that it has no such deployment
	// ("DeploymentDoesNotExistException"), empty where it has.
	Missing string `json:"-"`
}

// CodeDeployError is why a deployment failed.
type CodeDeployError struct {
	Code    string `json:"code,omitempty"` // ALARM_ACTIVE, ECS_UPDATE_ERROR, TIMEOUT, …
	Message string `json:"message,omitempty"`
}

// CodeDeployRollback names the deployments on both sides of a rollback.
type CodeDeployRollback struct {
	DeploymentID string `json:"rollbackDeploymentId,omitempty"`           // that rolls this one back
	TriggeringID string `json:"rollbackTriggeringDeploymentId,omitempty"` // that this one rolls back
	Message      string `json:"rollbackMessage,omitempty"`
}

// ReadyOption is what CodeDeploy does when the replacement task set is ready.
type ReadyOption struct {
	// ActionOnTimeout is CONTINUE_DEPLOYMENT, which does not wait, or STOP_DEPLOYMENT after
	// the wait.
	ActionOnTimeout string `json:"actionOnTimeout,omitempty"`
	WaitMinutes     int32  `json:"waitTimeInMinutes"`
}

// TerminationOption is what CodeDeploy does with the original task set at the end.
type TerminationOption struct {
	Action      string `json:"action,omitempty"` // TERMINATE or KEEP_ALIVE
	WaitMinutes int32  `json:"terminationWaitTimeInMinutes"`
}

// TargetGroupPair is the two target groups between which CodeDeploy shifts traffic, by
// name, and the listeners where it does, by ARN.
type TargetGroupPair struct {
	Groups     []string `json:"targetGroups,omitempty"`
	Production []string `json:"prodTrafficRoute,omitempty"`
	Test       []string `json:"testTrafficRoute,omitempty"` // empty without a test listener
}

// Final tells whether the deployment has come to its end.
func (d CodeDeployment) Final() bool {
	switch d.Status {
	case CodeDeploySucceeded, CodeDeployFailed, CodeDeployStopped:
		return true
	}
	return false
}

// CodeDeployKey is the key of a deployment, and of its target, by the deployment's id: an
// id is one of its Region, and a Store is of one Region.
func CodeDeployKey(id string) Key { return Key{Name: id} }

// Key is the deployment's key.
func (d CodeDeployment) Key() Key { return CodeDeployKey(d.ID) }

// Identity is the deployment's id, which has no ARN.
func (d CodeDeployment) Identity() (arn, name string) { return d.ID, d.ID }

// Document is the deployment as it is written out.
func (d CodeDeployment) Document() any { return d }

// Replace is what is known of the deployment after a new read.
func (d CodeDeployment) Replace(read CodeDeployment, _ time.Time) CodeDeployment { return read }

// Failed is the deployment with the reason that CodeDeploy gave instead of a description.
func (d CodeDeployment) Failed(reason string) CodeDeployment {
	d.Missing = reason
	return d
}
