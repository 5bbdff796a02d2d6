package model

import "time"

// The statuses of a lifecycle event of CodeDeploy (LifecycleEventStatus) that decide what
// is told of it.
const (
	EventInProgress = "InProgress"
	EventSucceeded  = "Succeeded"
	EventFailed     = "Failed"
)

// The labels that CodeDeploy gives to task sets (TargetLabel).
const (
	// LabelBlue is the original task set, whatever its target group is called.
	LabelBlue = "Blue"
	// LabelGreen is the replacement task set.
	LabelGreen = "Green"
)

// CodeDeployTarget is the service that a deployment of CodeDeploy deploys to, as
// GetDeploymentTarget tells it (ECSTarget). Times are zero where CodeDeploy sent none.
type CodeDeployTarget struct {
	DeploymentID string              `json:"deploymentId"`
	ID           string              `json:"targetId,omitempty"` // "CLUSTER:SERVICE"
	ARN          string              `json:"targetArn,omitempty"`
	Type         string              `json:"deploymentTargetType,omitempty"` // ECSTarget; another has no task sets
	Status       string              `json:"status,omitempty"`
	UpdatedAt    time.Time           `json:"lastUpdatedAt,omitzero"`
	Events       []LifecycleEvent    `json:"lifecycleEvents,omitempty"` // in the order of their course
	TaskSets     []CodeDeployTaskSet `json:"taskSetsInfo,omitempty"`
	// Missing is the code by which CodeDeploy told that it has no such target
	// ("DeploymentNotStartedException"), empty where it has.
	Missing string `json:"-"`
}

// LifecycleEvent is a step of a deployment of CodeDeploy.
type LifecycleEvent struct {
	Name        string                `json:"lifecycleEventName,omitempty"`
	Status      string                `json:"status,omitempty"`
	StartedAt   time.Time             `json:"startTime,omitzero"`
	EndedAt     time.Time             `json:"endTime,omitzero"`
	Diagnostics *LifecycleDiagnostics `json:"diagnostics,omitempty"` // nil where nothing was told
}

// LifecycleDiagnostics is why a lifecycle event failed.
type LifecycleDiagnostics struct {
	ErrorCode  string `json:"errorCode,omitempty"`
	ScriptName string `json:"scriptName,omitempty"`
	Message    string `json:"message,omitempty"`
	LogTail    string `json:"logTail,omitempty"`
}

// CodeDeployTaskSet is what CodeDeploy knows of a task set.
type CodeDeployTaskSet struct {
	ID     string `json:"identifer"`              // CodeDeploy spells it so
	Label  string `json:"taskSetLabel,omitempty"` // empty in answers from before labels
	Status string `json:"status,omitempty"`       // the role: PRIMARY, ACTIVE, DRAINING
	// TrafficWeight is in percent. The client cannot tell an absent one from 0.
	TrafficWeight float64 `json:"trafficWeight"`
	TargetGroup   string  `json:"targetGroup,omitempty"` // the name, not the ARN
	Desired       int64   `json:"desiredCount"`
	Pending       int64   `json:"pendingCount"`
	Running       int64   `json:"runningCount"`
}

// TaskSet is what CodeDeploy knows of the set with that id; ok is false where it has none.
func (t CodeDeployTarget) TaskSet(id string) (set CodeDeployTaskSet, ok bool) {
	for _, set := range t.TaskSets {
		if set.ID == id && id != "" {
			return set, true
		}
	}
	return CodeDeployTaskSet{}, false
}

// Key is that of the deployment, which has one target on ECS.
func (t CodeDeployTarget) Key() Key { return CodeDeployKey(t.DeploymentID) }

// Identity is the deployment's id, and the target's.
func (t CodeDeployTarget) Identity() (arn, name string) { return t.DeploymentID, t.ID }

// Document is the target as it is written out.
func (t CodeDeployTarget) Document() any { return t }

// Replace is what is known of the target after a new read.
func (t CodeDeployTarget) Replace(read CodeDeployTarget, _ time.Time) CodeDeployTarget { return read }

// Failed is the target with the reason that CodeDeploy gave instead of a description.
func (t CodeDeployTarget) Failed(reason string) CodeDeployTarget {
	t.Missing = reason
	return t
}
