package model

import (
	"cmp"
	"time"
)

// Cluster is an ECS cluster as DescribeClusters tells it. A cluster that has
// only been listed has its ARN and name; Described is false then and the counts
// mean nothing.
type Cluster struct {
	ARN                string `json:"clusterArn"`
	Name               string `json:"clusterName"`
	Status             string `json:"status,omitempty"`
	ActiveServices     int32  `json:"activeServicesCount"`
	RunningTasks       int32  `json:"runningTasksCount"`
	PendingTasks       int32  `json:"pendingTasksCount"`
	ContainerInstances int32  `json:"registeredContainerInstancesCount"`
	Tags               []Tag  `json:"tags,omitempty"`
	// SeenBy names the profile and the Region by which the cluster was read, where
	// clusters of several stand in one list.
	SeenBy    string `json:"-"`
	Described bool   `json:"-"`
	// Missing is the reason of a failure that ECS gave instead of a description
	// ("MISSING"), empty when there was none.
	Missing string `json:"-"`
}

// ListedCluster is what ListClusters tells of a cluster: its ARN, and so its name.
func ListedCluster(arn string) Cluster { return Cluster{ARN: arn, Name: NameOf(arn)} }

// The statuses of a cluster that decide its tier.
const (
	// ClusterActive is a cluster that takes work.
	ClusterActive = "ACTIVE"
	// ClusterFailed is one whose capacity providers could not be made.
	ClusterFailed = "FAILED"
)

// Tier is how soon a person should look at the cluster by what ECS says of it.
func (c Cluster) Tier() Tier {
	switch {
	case c.Missing != "", c.Described && c.Status == ClusterFailed:
		return Broken
	case !c.Described, c.Status == ClusterActive:
		return Calm
	}
	return Busy
}

// Key is the cluster's key.
func (c Cluster) Key() Key { return ClusterKey(c.ARN) }

// Identity is the cluster's ARN and name.
func (c Cluster) Identity() (arn, name string) { return c.ARN, c.Name }

// Document is the cluster as it is written out: one that has only been listed has no
// counts to write.
func (c Cluster) Document() any {
	if c.Described {
		return c
	}
	return map[string]string{"clusterArn": c.ARN, "clusterName": c.Name}
}

// Replace is what is known of the cluster after a new read.
func (c Cluster) Replace(read Cluster, _ time.Time) Cluster {
	read.SeenBy = cmp.Or(c.SeenBy, read.SeenBy)
	return read
}

// Failed is the cluster with the reason that ECS gave instead of a description.
func (c Cluster) Failed(reason string) Cluster {
	c.Missing = reason
	return c
}
