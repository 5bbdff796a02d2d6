package model

import "time"

// The statuses and the health of a task that ECS documents.
const (
	// TaskRunning is the last status of a task that runs.
	TaskRunning = "RUNNING"
	// TaskStopped is the last status of a task that has ended. ECS describes it for an hour
	// or longer.
	TaskStopped = "STOPPED"
	// TaskHealthy and TaskUnhealthy are what the container health checks say of a task.
	// ECS says UNKNOWN where there are none, or before they are done.
	TaskHealthy   = "HEALTHY"
	TaskUnhealthy = "UNHEALTHY"
)

// Task is a task of a service as DescribeTasks tells it. A task that has only been listed
// has its ARNs; Described is false then. Times are zero where ECS sent none: one that
// never ran has no startedAt.
type Task struct {
	ARN                  string       `json:"taskArn"`
	ClusterARN           string       `json:"clusterArn,omitempty"`
	TaskDefinition       string       `json:"taskDefinitionArn,omitempty"`
	StartedBy            string       `json:"startedBy,omitempty"` // the id of its task set, or the deployment's
	Group                string       `json:"group,omitempty"`     // "service:" and the name of its service
	LastStatus           string       `json:"lastStatus,omitempty"`
	DesiredStatus        string       `json:"desiredStatus,omitempty"`
	Health               string       `json:"healthStatus,omitempty"`
	AvailabilityZone     string       `json:"availabilityZone,omitempty"`
	LaunchType           string       `json:"launchType,omitempty"`
	CapacityProvider     string       `json:"capacityProviderName,omitempty"` // may stand beside the launch type
	PlatformVersion      string       `json:"platformVersion,omitempty"`
	CPU                  string       `json:"cpu,omitempty"`    // in CPU units, of which 1024 are one vCPU
	Memory               string       `json:"memory,omitempty"` // in MiB
	ContainerInstanceARN string       `json:"containerInstanceArn,omitempty"`
	Connectivity         string       `json:"connectivity,omitempty"`
	ConnectivityAt       time.Time    `json:"connectivityAt,omitzero"`
	Containers           []Container  `json:"containers,omitempty"`
	Attachments          []Attachment `json:"attachments,omitempty"`
	CreatedAt            time.Time    `json:"createdAt,omitzero"`
	PullStartedAt        time.Time    `json:"pullStartedAt,omitzero"`
	PullStoppedAt        time.Time    `json:"pullStoppedAt,omitzero"`
	StartedAt            time.Time    `json:"startedAt,omitzero"`
	StoppingAt           time.Time    `json:"stoppingAt,omitzero"`
	ExecutionStoppedAt   time.Time    `json:"executionStoppedAt,omitzero"`
	StoppedAt            time.Time    `json:"stoppedAt,omitzero"`
	StopCode             string       `json:"stopCode,omitempty"`
	StoppedReason        string       `json:"stoppedReason,omitempty"`
	Described            bool         `json:"-"`
	// Missing is the reason of a failure that ECS gave instead of a description
	// ("MISSING"), empty when there was none.
	Missing string `json:"-"`
}

// ListedTask is what ListTasks tells of a task: its ARN, and the cluster it was listed in.
func ListedTask(arn, cluster string) Task { return Task{ARN: arn, ClusterARN: cluster} }

// ID is the task's id, the last part of its ARN.
func (t Task) ID() string { return NameOf(t.ARN) }

// Stopped tells whether the task has ended or is about to: ECS wants it stopped.
func (t Task) Stopped() bool { return t.LastStatus == TaskStopped || t.DesiredStatus == TaskStopped }

// PrivateAddress is the task's own address in the VPC, which is the id of its target in a
// target group of the type ip. It is empty where the task has none of its own (the bridge
// and host network modes), or none yet.
func (t Task) PrivateAddress() string {
	for _, c := range t.Containers {
		for _, i := range c.NetworkInterfaces {
			if i.PrivateIPv4 != "" {
				return i.PrivateIPv4
			}
		}
	}
	for _, a := range t.Attachments {
		if address := a.Detail("privateIPv4Address"); address != "" {
			return address
		}
	}
	return ""
}

// TaskKey is the key of a task by its ARN, of which old ones do not name the cluster.
func TaskKey(cluster, arn string) Key { return keyInCluster(cluster, arn, "task/") }

// Key is the task's key.
func (t Task) Key() Key { return TaskKey(t.ClusterARN, t.ARN) }

// Identity is the task's ARN and id.
func (t Task) Identity() (arn, name string) { return t.ARN, t.ID() }

// Document is the task as it is written out: one that has only been listed has nothing
// but its ARN.
func (t Task) Document() any {
	if t.Described {
		return t
	}
	return map[string]string{"taskArn": t.ARN}
}

// Replace is what is known of the task after a new read.
func (t Task) Replace(read Task, _ time.Time) Task { return read }

// Failed is the task with the reason that ECS gave instead of a description.
func (t Task) Failed(reason string) Task {
	t.Missing = reason
	return t
}
