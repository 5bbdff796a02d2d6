package model

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
	// Whose tells by which profile the cluster was read and in which Region, where
	// clusters of several stand in one list.
	Whose     string `json:"-"`
	Described bool   `json:"-"`
	// Missing is the reason of a failure that ECS gave instead of a description
	// ("MISSING"), empty when there was none.
	Missing string `json:"-"`
}

// ListedCluster is what ListClusters tells of a cluster: its ARN, and so its name.
func ListedCluster(arn string) Cluster { return Cluster{ARN: arn, Name: NameOf(arn)} }

// ClusterActive is the status of a cluster that takes work.
const ClusterActive = "ACTIVE"
