package model

import (
	"slices"
	"time"
)

// The statuses of a service deployment (ServiceDeploymentStatus).
const (
	DeployPending            = "PENDING"
	DeployInProgress         = "IN_PROGRESS"
	DeploySuccessful         = "SUCCESSFUL"
	DeployStopped            = "STOPPED"
	DeployStopRequested      = "STOP_REQUESTED"
	DeployRollbackRequested  = "ROLLBACK_REQUESTED"
	DeployRollbackInProgress = "ROLLBACK_IN_PROGRESS"
	DeployRollbackSuccessful = "ROLLBACK_SUCCESSFUL"
	DeployRollbackFailed     = "ROLLBACK_FAILED"
)

// ServiceDeployment is a deployment by the ECS controller as DescribeServiceDeployments
// tells it; Deployment is what DescribeServices has of the same. Times are zero, and
// pointers nil, where ECS sent none.
type ServiceDeployment struct {
	ARN           string                   `json:"serviceDeploymentArn"`
	ServiceARN    string                   `json:"serviceArn,omitempty"`
	ClusterARN    string                   `json:"clusterArn,omitempty"`
	Status        string                   `json:"status,omitempty"`
	StatusReason  string                   `json:"statusReason,omitempty"`
	Stage         string                   `json:"lifecycleStage,omitempty"` // empty for a rolling deployment
	Hooks         []LifecycleHook          `json:"lifecycleHookDetails,omitempty"`
	Sources       []RevisionCounts         `json:"sourceServiceRevisions,omitempty"`
	Target        *RevisionCounts          `json:"targetServiceRevision,omitempty"`
	Configuration *DeploymentConfiguration `json:"deploymentConfiguration,omitempty"`
	Breaker       *CircuitBreaker          `json:"deploymentCircuitBreaker,omitempty"`
	Alarms        *DeploymentAlarms        `json:"alarms,omitempty"`
	Rollback      *DeploymentRollback      `json:"rollback,omitempty"`
	CreatedAt     time.Time                `json:"createdAt,omitzero"`
	StartedAt     time.Time                `json:"startedAt,omitzero"`
	FinishedAt    time.Time                `json:"finishedAt,omitzero"`
	StoppedAt     time.Time                `json:"stoppedAt,omitzero"`
	UpdatedAt     time.Time                `json:"updatedAt,omitzero"`
	// StageSeen is when a read of this program first had the present stage and status; zero
	// where it was not read. ECS tells no such time.
	StageSeen time.Time `json:"-"`
	// WeightsSeen is when a read of this program first had the present weights, or when ECS had
	// last changed the deployment at the first read of it; zero where it was not read.
	WeightsSeen time.Time `json:"-"`
	// SeenAt is when the read was answered that all this is from; zero where it was not read.
	SeenAt time.Time `json:"-"`
	// Missing is the reason of a failure that ECS gave instead of a description, empty
	// where there was none.
	Missing string `json:"-"`
}

// ServiceDeploymentBrief is a line of the history of a service's deployments, as
// ListServiceDeployments tells it: those of the last 90 days.
type ServiceDeploymentBrief struct {
	ARN          string    `json:"serviceDeploymentArn"`
	ServiceARN   string    `json:"serviceArn,omitempty"`
	ClusterARN   string    `json:"clusterArn,omitempty"`
	Status       string    `json:"status,omitempty"`
	StatusReason string    `json:"statusReason,omitempty"`
	TargetARN    string    `json:"targetServiceRevisionArn,omitempty"` // the revision that was deployed
	CreatedAt    time.Time `json:"createdAt,omitzero"`
	StartedAt    time.Time `json:"startedAt,omitzero"`
	FinishedAt   time.Time `json:"finishedAt,omitzero"`
}

// RevisionCounts are the tasks and the traffic of a service revision in a deployment
// (ServiceRevisionSummary).
type RevisionCounts struct {
	ARN       string `json:"arn"`
	Requested int32  `json:"requestedTaskCount"`
	Running   int32  `json:"runningTaskCount"`
	Pending   int32  `json:"pendingTaskCount"`
	// The weights are in percent, and what ECS asked of the load balancer; nil where ECS
	// shifts no traffic, or has not told.
	ProductionWeight *float64 `json:"requestedProductionTrafficWeight,omitempty"`
	TestWeight       *float64 `json:"requestedTestTrafficWeight,omitempty"`
}

// MonitorTriggered is the status of a circuit breaker, or of alarms, for which ECS ends a deployment.
const MonitorTriggered = "TRIGGERED"

// CircuitBreaker counts the tasks of a deployment that failed to start.
type CircuitBreaker struct {
	Status    string `json:"status,omitempty"` // TRIGGERED, MONITORING, MONITORING_COMPLETE, DISABLED
	Failures  int32  `json:"failureCount"`
	Threshold int32  `json:"threshold"`
}

// DeploymentAlarms are the CloudWatch alarms that end a deployment.
type DeploymentAlarms struct {
	Status    string   `json:"status,omitempty"` // as of CircuitBreaker
	Names     []string `json:"alarmNames,omitempty"`
	Triggered []string `json:"triggeredAlarmNames,omitempty"`
}

// DeploymentRollback is why and to which revision ECS goes back.
type DeploymentRollback struct {
	Reason      string    `json:"reason,omitempty"`
	RevisionARN string    `json:"serviceRevisionArn,omitempty"`
	StartedAt   time.Time `json:"startedAt,omitzero"`
}

// Final tells whether the deployment has come to its end.
func (d ServiceDeployment) Final() bool {
	switch d.Status {
	case DeploySuccessful, DeployStopped, DeployRollbackSuccessful, DeployRollbackFailed:
		return true
	}
	return false
}

// ServiceDeploymentKey is the key of a service deployment by its ARN, which has one form
// only.
func ServiceDeploymentKey(arn string) Key { return Key{Name: arn} }

// Key is the deployment's key.
func (d ServiceDeployment) Key() Key { return ServiceDeploymentKey(d.ARN) }

// Identity is the deployment's ARN and id.
func (d ServiceDeployment) Identity() (arn, name string) { return d.ARN, NameOf(d.ARN) }

// Document is the deployment as it is written out.
func (d ServiceDeployment) Document() any { return d }

// Replace is what is known of the deployment after a new read that was answered at a given
// time.
func (d ServiceDeployment) Replace(read ServiceDeployment, at time.Time) ServiceDeployment {
	read.StageSeen, read.SeenAt = at, at
	if d.Stage == read.Stage && d.Status == read.Status && !d.StageSeen.IsZero() {
		read.StageSeen = d.StageSeen
	}
	read.WeightsSeen = at
	switch {
	case d.WeightsSeen.IsZero():
		if !read.UpdatedAt.IsZero() && read.UpdatedAt.Before(at) {
			read.WeightsSeen = read.UpdatedAt
		}
	case d.asksForTheSame(read):
		read.WeightsSeen = d.WeightsSeen
	}
	return read
}

// asksForTheSame tells whether both ask the load balancer for the same production weights.
func (d ServiceDeployment) asksForTheSame(other ServiceDeployment) bool {
	same := func(a, b RevisionCounts) bool {
		return a.ARN == b.ARN && (a.ProductionWeight == nil) == (b.ProductionWeight == nil) &&
			(a.ProductionWeight == nil || *a.ProductionWeight == *b.ProductionWeight)
	}
	if d.Target == nil || other.Target == nil {
		return d.Target == other.Target && slices.EqualFunc(d.Sources, other.Sources, same)
	}
	return same(*d.Target, *other.Target) && slices.EqualFunc(d.Sources, other.Sources, same)
}

// Failed is the deployment with the reason that ECS gave instead of a description.
func (d ServiceDeployment) Failed(reason string) ServiceDeployment {
	d.Missing = reason
	return d
}
